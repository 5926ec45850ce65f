"""JSON Feed (1.0 and 1.1, jsonfeed.org): each item a report, as those of other feeds are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from firsthand.options import ReadOptions
from firsthand.read.charset import decode
from firsthand.read.compose import Facts, compose
from firsthand.read.dates import normal_date
from firsthand.read.feed import PARTIAL, UPDATED
from firsthand.read.fragment import fragment_parts, text_parts
from firsthand.read.outside import Outside
from firsthand.records import Hyperlink, Rejected, Report


def is_feed(cells: dict[str, Any]) -> bool:
    """Whether a JSON object is a JSON Feed, by the version that each must name."""
    return "jsonfeed.org" in _words(cells, "version") and isinstance(cells.get("items"), list)


def read_json_feed(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None
                   ) -> Iterator[Report | Rejected]:
    """The reports of a feed's items, in the feed's order."""
    outside = outside or Outside()
    decoded = decode(content, outside.charset)
    try:
        cells = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        yield Rejected(ref, "not-json", f"The feed is no JSON ({error}); get it again.")
        return
    if not isinstance(cells, dict) or not is_feed(cells):
        yield Rejected(ref, "no-items", "There is no item in this feed; another kind of JSON can't be read as one.")
        return
    yield from read_items(cells, ref, options, Outside(fetched=outside.fetched,
                                                       notes=(*outside.notes, *decoded.notes)))


def read_items(cells: dict[str, Any], ref: str, options: ReadOptions, outside: Outside) -> Iterator[Report | Rejected]:
    """The reports of a feed that is parsed already."""
    if not cells["items"]:
        yield Rejected(ref, "no-items", "There is no item in this feed.")
    for number, item in enumerate(cells["items"], 1):
        where = f"{ref}, item {number}"
        if isinstance(item, dict):
            yield _read_item(item, where, cells, options, outside)
        else:
            yield Rejected(where, "not-an-object", f"The item is a JSON {type(item).__name__}, where a feed has an "
                                                   "object.")


def _read_item(item: dict[str, Any], where: str, feed: dict[str, Any], options: ReadOptions,
               outside: Outside) -> Report | Rejected:
    url, title = _address(item, "url"), " ".join(_words(item, "title").split()) or None
    parts = fragment_parts(_words(item, "content_html")) or text_parts(_words(item, "content_text"))
    notes = [] if parts else [PARTIAL]
    parts = parts or text_parts(_words(item, "summary"))
    published, updated = (normal_date(_words(item, name)) for name in ("date_published", "date_modified"))
    if updated and not published:
        notes.append(UPDATED)
    facts = Facts(url=url, publisher=_words(feed, "title") or None, author=_author(item) or _author(feed),
                  published=published or updated, modified=updated, notes=tuple(notes))
    name = item.get("id")  # some write a number
    own = str(name) if isinstance(name, str | int) and name != "" else where
    found = compose(title, parts, url or own, options, facts, outside)
    about = _address(item, "external_url")
    if about and isinstance(found, Report):  # the page elsewhere that the item speaks of
        head = found.blocks[0]
        return replace(found, links=(Hyperlink(about, head.start, head.end), *found.links))
    return found


def _author(cells: dict[str, Any]) -> str | None:
    """The names of its authors: a list since 1.1, one before."""
    several = cells.get("authors")
    people = several if isinstance(several, list) else [cells.get("author")]
    return ", ".join(name for one in people if isinstance(one, dict) and (name := _words(one, "name"))) or None


def _address(cells: dict[str, Any], name: str) -> str | None:
    words = _words(cells, name)
    return words if words.startswith(("http://", "https://")) else None


def _words(cells: dict[str, Any], name: str) -> str:
    words = cells.get(name)
    return words.strip() if isinstance(words, str) else ""
