"""A saved web page: its article, and what the page says of title, date, publisher and author."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from firsthand.options import ReadOptions
from firsthand.read.article import Part, add_captions, article_parts
from firsthand.read.blocks import classify
from firsthand.read.language import detect_language
from firsthand.read.lines import ends_sentence
from firsthand.read.metadata import find_published, find_publisher, find_url
from firsthand.read.text import ENCODINGS, check_words
from firsthand.records import Block, Hyperlink, Rejected, Report
from firsthand.text import folded_words, report_id

CHARSET_BYTES = 4096
"""Browsers look for a page's charset in the first 1,024 bytes; some pages have a long head."""
MENU_SHARE = 0.7
"""A text of which so many words stand in links, without a sentence among them, is a menu."""
SENTENCE_WORDS = 8

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_WEB_CHARSET = re.compile(r"utf-8|ascii|iso8859|cp125|cp8|koi8|mac-|big5|gb|euc|shift_jis|iso2022|tis-620|ptcp154")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_ARTICLE = ("No article text found (only navigation); save the page of a single article, or paste its "
               "text into a .txt file.")


def read_page(content: bytes, ref: str, options: ReadOptions) -> Report | Rejected:
    """The report that a page is, or why it is none; `ref` is the file's path as given."""
    html = decode_page(content)
    if "\x00" in html:
        return Rejected(ref, "binary", "There are NUL bytes in it, so this is no HTML page; check the file.")
    if not html.strip():
        return Rejected(ref, "empty", "There are no words in it; check that the file was saved whole.")
    try:
        return _read(html, ref, options)
    except RecursionError:  # lxml and trafilatura walk some trees by recursion
        return Rejected(ref, "too-deep", "The page's elements are nested too deep to be read; paste the "
                                         "article's text into a .txt file.")


def decode_page(content: bytes) -> str:
    """A page's characters: by its byte order mark, by the charset it names, as UTF-8, as Windows-1252.

    That is the order of the HTML standard. A byte that its charset lacks becomes U+FFFD.
    """
    marked = next((name for bom, name in ENCODINGS.items() if content.startswith(bom)), None)
    if marked:
        return content.decode(marked, "replace")
    for name in (_named_charset(content), "utf-8"):
        try:
            return content.decode(name or "utf-8")
        except UnicodeDecodeError:
            continue
    return content.decode("windows-1252", "replace")


def _named_charset(content: bytes) -> str | None:
    """The charset in a meta tag; ISO 8859-1 means Windows-1252, as in browsers; null if unknown."""
    named = _CHARSET.search(content[:CHARSET_BYTES])
    try:
        name = codecs.lookup(named[1].decode("ascii")).name if named else ""
    except (LookupError, UnicodeDecodeError):
        return None
    if not _WEB_CHARSET.match(name):  # Python also knows codecs that are no charset, such as hex
        return None
    return "windows-1252" if name in ("iso8859-1", "ascii") else name


def _read(html: str, ref: str, options: ReadOptions) -> Report | Rejected:
    from lxml import html as lxml_html
    from lxml.etree import ParserError
    from trafilatura import bare_extraction

    html = _DECLARATION.sub("", html, count=1)  # lxml refuses str with an encoding declaration
    try:
        tree = lxml_html.fromstring(html)
    except ParserError:
        return Rejected(ref, "no-article-text", _NO_ARTICLE)
    found: Any = bare_extraction(html, include_links=True, include_comments=False, with_metadata=True)
    title = " ".join((found.title or "").split()) or None if found else None
    parts = _parts(found.body, tree, title) if found is not None and found.body is not None else []
    if not parts or _is_menu(parts, tree):
        return Rejected(ref, "no-article-text", _NO_ARTICLE)
    content = assemble(title, parts)
    return check_words(content[0], ref, options) or _report(tree, found, ref, title, content)


def _parts(body: Any, tree: Any, title: str | None) -> list[Part]:
    """The article's parts with captions; the title printed over it again is left out."""
    parts = add_captions(article_parts(body), tree)
    while parts and title and " ".join(parts[0].text.split()) == title:
        parts = parts[1:]
    return parts


def _is_menu(parts: Sequence[Part], tree: Any) -> bool:
    """Whether what was found is the page's navigation: words of links and no sentence."""
    anchors = [" ".join(anchor.text_content().split()) for anchor in tree.iter("a")]
    if any(len(part.text.split()) >= SENTENCE_WORDS and ends_sentence(part.text) and part.text not in anchors
           for part in parts):
        return False
    words, linked = _count(part.text for part in parts), _count(anchors)
    return (words & linked).total() >= MENU_SHARE * words.total()


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word, _, _ in folded_words(text))


Content = tuple[str, tuple[Block, ...], tuple[Hyperlink, ...]]
"""A report's text with its blocks and links."""


def assemble(title: str | None, parts: Sequence[Part]) -> Content:
    """Text, blocks and links of an article: title and parts with a blank line between."""
    kinds = classify([part.text for part in parts], title)
    pieces, blocks, links, start = [], [], [], 0
    if title:
        pieces.append(title)
        blocks.append(Block("headline", 0, len(title)))
        start = len(title) + 2
    for kind, part in zip(kinds, parts, strict=True):
        told = part.hint if part.hint and kind != "boilerplate" else kind
        if told == "heading" and (part.hint != "heading" or ends_sentence(part.text)):
            told = "paragraph"  # a page marks its headings; a list's items only look like some
        pieces.append(part.text)
        blocks.append(Block(told, start, start + len(part.text)))
        links += [Hyperlink(href, start + first, start + last) for href, first, last in part.links]
        start += len(part.text) + 2
    return "\n\n".join(pieces), tuple(blocks), tuple(links)


def _report(tree: Any, found: Any, ref: str, title: str | None, content: Content) -> Report:
    text, blocks, links = content
    url = find_url(found.url)
    published = find_published(tree, url)
    return Report(
        id=report_id(url or ref, text), ref=ref, url=url,
        publisher=find_publisher(tree, found.sitename, found.hostname), author=found.author or None,
        language=detect_language(text), published=published,
        published_basis="metadata" if published else None,
        title=title, text=text, blocks=blocks, links=links)
