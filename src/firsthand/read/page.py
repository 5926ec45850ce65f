"""A saved web page: its article, and what the page says of title, date, publisher and author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from firsthand.options import ReadOptions
from firsthand.read.article import Part, add_captions, add_links, article_parts
from firsthand.read.charset import Decoded, decode
from firsthand.read.compose import Content, assemble
from firsthand.read.fragment import element_parts
from firsthand.read.language import detect_language
from firsthand.read.lines import ends_sentence
from firsthand.read.metadata import (
    DATE_SEARCH,
    Said,
    find_author,
    find_published,
    find_publisher,
    find_url,
    linked_data,
)
from firsthand.read.outside import Outside, placed
from firsthand.read.text import check_words
from firsthand.records import Hyperlink, Rejected, Report
from firsthand.text import folded_words, report_id

CHARSET_BYTES = 4096
"""Browsers look for a page's charset in the first 1,024 bytes; some pages have a long head."""
MENU_SHARE = 0.7
"""A text of which so many words stand in links, without a sentence among them, is a menu."""
SENTENCE_WORDS = 8
DATELINE_CHARS = 400
"""A dateline that is shown stands at the head; its place alone may well be named further down."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_ARTICLE = ("No article text found (only navigation); save the page of a single article, or paste its "
               "text into a .txt file.")


def read_page(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None) -> Report | Rejected:
    """The report that a page is, or why it is none; `ref` is the file's path as given."""
    outside = outside or Outside()
    decoded = decode_page(content, outside.charset)
    if "\x00" in decoded.text:
        return Rejected(ref, "binary", "There are NUL bytes in it, so this is no HTML page; check the file.")
    if not decoded.text.strip():
        return Rejected(ref, "empty", "There are no words in it; check that the file was saved whole.")
    try:
        found = _read(decoded.text, ref, options, outside.url)
    except RecursionError:  # lxml and trafilatura walk some trees by recursion
        return Rejected(ref, "too-deep", "The page's elements are nested too deep to be read; paste the "
                                         "article's text into a .txt file.")
    if isinstance(found, Rejected):
        return found
    return placed(found, replace(outside, notes=(*outside.notes, *decoded.notes)))


def decode_page(content: bytes, charset: str | None = None) -> Decoded:
    """A page's characters: by its mark, by the charset of its carrier, by the one in its own head."""
    named = _CHARSET.search(content[:CHARSET_BYTES])
    return decode(content, charset or (named[1].decode("ascii", "replace") if named else None))


def _read(html: str, ref: str, options: ReadOptions, address: str | None) -> Report | Rejected:
    from lxml import html as lxml_html
    from lxml.etree import ParserError
    from trafilatura import bare_extraction

    html = _DECLARATION.sub("", html, count=1)  # lxml refuses str with an encoding declaration
    try:
        tree = lxml_html.fromstring(html)
    except ParserError:
        return Rejected(ref, "no-article-text", _NO_ARTICLE)
    found: Any = bare_extraction(html, url=address, include_links=True, include_comments=False, with_metadata=True,
                                 date_extraction_params=DATE_SEARCH)
    title = " ".join((found.title or "").split()) or None if found else None
    parts = _parts(found.body, tree, title) if found is not None and found.body is not None else []
    if not parts or _is_menu(parts, tree):
        return Rejected(ref, "no-article-text", _NO_ARTICLE)
    said = linked_data(tree)
    content = assemble(title, _with_said(parts, said))
    return check_words(content[0], ref, options) or _report(tree, found, ref, said, content)


def _parts(body: Any, tree: Any, title: str | None) -> list[Part]:
    """The article's parts with captions; the title printed over it again is left out."""
    parts = add_captions(add_links(_split_again(article_parts(body), tree), tree), tree)
    while parts and title and " ".join(parts[0].text.split()) == title:
        parts = parts[1:]
    return parts


def _split_again(parts: list[Part], tree: Any) -> list[Part]:
    """The paragraphs of a short page, which trafilatura gives in one piece, as its article has them."""
    articles: list[Any] = tree.xpath("//article") if len(parts) == 1 else []
    own = element_parts(articles[0]) if len(articles) == 1 else []
    return own if own and _squeezed(" ".join(part.text for part in own)) == _squeezed(parts[0].text) else parts


def _with_said(parts: Sequence[Part], said: Said) -> list[Part]:
    """The parts with the dateline and the corrections that the page tells machines but does not show."""
    if not said.dateline and not said.corrections:
        return list(parts)
    shown = _squeezed(" ".join(part.text for part in parts))
    dateline = [Part("credit", said.dateline)] if said.dateline \
        and _squeezed(said.dateline) not in shown[:DATELINE_CHARS] else []
    corrections = [Part("boilerplate", f"Correction: {words}") for words in said.corrections
                   if _squeezed(words) not in shown]
    return [*dateline, *parts, *corrections]


def _squeezed(words: str) -> str:
    return "".join(word for word, _, _ in folded_words(words))


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


def _report(tree: Any, found: Any, ref: str, said: Said, content: Content) -> Report:
    text, blocks, links = content
    url = find_url(found.url)
    published = find_published(tree, url, said)
    based_on = [Hyperlink(href, blocks[0].start, blocks[0].end) for href in said.based_on if href != url]
    return Report(
        id=report_id(url or ref, text), ref=ref, url=url,
        publisher=find_publisher(tree, found.sitename, url, said), author=find_author(found.author, said),
        language=detect_language(text), published=published,
        published_basis="metadata" if published else None,
        title=text[:blocks[0].end] if blocks[0].kind == "headline" else None, text=text, blocks=blocks,
        links=(*based_on, *links), modified=said.modified)
