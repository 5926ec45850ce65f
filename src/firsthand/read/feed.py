"""Feeds (RSS 0.9 to 2.0, RDF, Atom): each item a report, with its full content or the part that it gives.

What an item says of where it came from (`<source>`, Atom's too) stands as a credit line at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions
from firsthand.read.article import Part
from firsthand.read.compose import Facts, compose
from firsthand.read.dates import normal_date
from firsthand.read.fragment import fragment_parts, fragment_text
from firsthand.read.outside import Outside
from firsthand.read.xml import decode_xml, parse_xml
from firsthand.records import Rejected, Report

PARTIAL = "The feed gives this item's summary only; the page itself has more."
_PREFIX = re.compile(r"(</?)[\w-]+:(?=\w)")
UPDATED = "The feed gives no publication time; that of its last change stands for it."


def read_feed(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None
              ) -> Iterator[Report | Rejected]:
    """The reports of a feed's items, in the feed's order, and where the feed is broken."""
    outside = outside or Outside()
    decoded = decode_xml(content, outside.charset)
    try:
        root, broken = parse_xml(decoded.text)
    except DamagedError as error:
        yield Rejected(ref, error.reason, str(error))
        return
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not items:
        yield Rejected(ref, "no-items", "There is no item in this feed; another kind of XML can't be read.")
    if broken:
        yield Rejected(ref, "broken-xml", f"The feed is broken in {broken}; what could be told apart was read.")
    title = _channel_title(root)
    for number, item in enumerate(items, 1):
        yield _read_item(item, f"{ref}, item {number}", title,
                         Outside(fetched=outside.fetched, notes=(*outside.notes, *decoded.notes)), options)


def _read_item(item: Any, place: str, publisher: str | None, outside: Outside,
               options: ReadOptions) -> Report | Rejected:
    fields = _Fields(item)
    full, summary = fields.markup("encoded", "content"), fields.markup("description", "summary")
    parts = fragment_parts(full or summary)
    title = " ".join(fragment_text(fields.words("title")).split()) or None
    if title and parts and " ".join(parts[0].text.split()) == title:
        parts = parts[1:]
    published, updated = fields.date("pubDate", "published", "date", "issued"), fields.date("updated", "modified")
    notes = [PARTIAL] if not full else []
    if updated and not published:
        notes.append(UPDATED)
    facts = Facts(
        url=fields.link(), publisher=publisher, author=fields.author(), published=published or updated,
        basis="metadata", modified=updated, notes=tuple(notes))
    ref = fields.link() or fields.words("guid", "id") or place
    return compose(title, [*parts, *fields.media(), *fields.source()], ref, options, facts, outside)


def _channel_title(root: Any) -> str | None:
    """The feed's own title, and none of its items'."""
    for element in root.iter():
        if _name(element) == "title" and _name(element.getparent()) in ("channel", "feed"):
            return " ".join(fragment_text(_text(element)).split()) or None
    return None


class _Fields:
    """The children of an item by their names, whatever namespace they are in."""

    def __init__(self, item: Any) -> None:
        self._item = item

    def _all(self, *names: str) -> Iterator[Any]:
        """The children of these names, first those of the first name."""
        for name in names:
            yield from (child for child in self._item if _name(child) == name)

    def words(self, *names: str) -> str:
        """The words of the first such child that has any."""
        return next((words for child in self._all(*names) if (words := _text(child).strip())), "")

    def markup(self, *names: str) -> str:
        """The HTML of the first such child that has any (Atom's may be escaped, or elements of its own)."""
        for child in self._all(*names):
            if _namespace(child).endswith("/mrss/"):  # media:content is a picture
                continue
            found = _markup(child)
            if found.strip():
                return found
        return ""

    def date(self, *names: str) -> str | None:
        """The first such child that holds a plain date, as ISO 8601."""
        return next((found for child in self._all(*names) if (found := normal_date(_text(child)))), None)

    def link(self) -> str | None:
        """The item's own address."""
        for child in self._all("link", "origLink"):
            href = child.get("href") or _text(child).strip()
            if child.get("rel", "alternate") == "alternate" and href.startswith(("http://", "https://")):
                return str(href)
        guid = self.words("guid")
        return guid if guid.startswith(("http://", "https://")) else None

    def author(self) -> str | None:
        """Who wrote it: `dc:creator`, Atom's `author/name`, or RSS's `author` (an address with a name)."""
        for child in self._all("creator", "author"):
            name = next((_text(one) for one in child if _name(one) == "name"), _text(child)).strip()
            _, bracket, inside = name.partition("(")
            return (inside.rstrip(") ") if bracket and "@" in name else name) or None
        return None

    def media(self) -> Iterator[Part]:
        """Captions and credits of its pictures."""
        for child in self._item.iter():
            if "/mrss/" in _namespace(child) and _name(child) in ("description", "credit", "text"):
                words = " ".join(fragment_text(_text(child)).split())
                if words:
                    is_credit = _name(child) == "credit"
                    yield Part("credit" if is_credit else "caption", f"Photo: {words}" if is_credit else words)

    def source(self) -> Iterator[Part]:
        """Where the item came from, as a credit line with its link."""
        for child in self._all("source"):
            name = next((_text(one) for one in child if _name(one) == "title"), _text(child))
            words = " ".join(fragment_text(name).split())
            link = next((one.get("href") for one in child if _name(one) == "link"), child.get("url"))
            if words:
                start = len("Source: ")
                yield Part("credit", f"Source: {words}", [(link, start, start + len(words))] if link else [])


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _markup(element: Any) -> str:
    from lxml import etree

    if element.get("type") in (None, "html", "text", "text/html") or not len(element):
        text = _text(element)
        return text.replace("&", "&amp;").replace("<", "&lt;") if element.get("type") == "text" else text
    return (element.text or "") + "".join(_bare_markup(etree.tostring(child, encoding="unicode")) for child in element)


def _bare_markup(markup: str) -> str:
    """XHTML without its prefixes: an HTML parser knows `p` and not `xhtml:p`."""
    return _PREFIX.sub(r"\1", markup)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _namespace(element: Any) -> str:
    return element.tag.rpartition("}")[0] if isinstance(element.tag, str) else ""
