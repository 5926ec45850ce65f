"""A page's article as parts in reading order: paragraphs, headings, quotes, captions, with links.

trafilatura tells the article from the page around it; it leaves captions out, so they are taken
from the page itself and put back where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from firsthand.records import BlockKind
from firsthand.text import trim

KEY_CHARS = 60
"""So many signs, spaces left out, tell which paragraph of the page a part is."""
MAX_CAPTION_CHARS = 1200

_SPACE = re.compile(r"\s+")
_HINTS: dict[str, BlockKind] = {"head": "heading", "quote": "quote"}
_CONTAINERS = frozenset({"list", "table", "row", "div", "body", "dl", "comments"})
_CAPTIONS = ("//figcaption | //*[contains(concat(' ', @class, ' '), ' wp-caption-text ') or "
             "contains(concat(' ', @class, ' '), ' caption ') or @itemprop = 'caption']")
_TEXT_TAGS = frozenset({"p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "td", "div",
                        "figcaption"})
_OUTSIDE = frozenset({"nav", "aside", "footer"})


@dataclass
class Part:
    """A paragraph or the like: its text, what the page says it is, and (href, start, end) in it."""

    hint: BlockKind | None
    text: str
    links: list[tuple[str, int, int]] = field(default_factory=list)


class Line:
    """Text put together piece by piece, runs of white space as one space (as a browser shows it)."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.links: list[tuple[str, int, int]] = []
        self.length = 0
        self.open = False  # whether a space may follow

    def add(self, words: str | None) -> None:
        piece = _SPACE.sub(" ", words or "")
        piece = piece if self.open else piece.lstrip(" ")
        if piece:
            self.pieces.append(piece)
            self.length += len(piece)
            self.open = not piece.endswith(" ")

    def part(self, hint: BlockKind | None) -> Part:
        text = "".join(self.pieces).rstrip(" ")
        spans = [(href, *trim(text, start, min(end, len(text)))) for href, start, end in self.links]
        return Part(hint, text, [link for link in spans if link[1] < link[2]])


def article_parts(body: Any) -> list[Part]:
    """The parts of an article that trafilatura gave as an lxml tree."""
    return [part for element in _leaves(body) for part in _parts_of(element) if part.text]


def _leaves(element: Any) -> Iterator[Any]:
    """The elements that hold text, containers opened."""
    stack = [element]
    while stack:
        top = stack.pop()
        if top.tag in _CONTAINERS and not (top.text or "").strip():
            stack.extend(reversed(list(top)))
        else:
            yield top


def _parts_of(element: Any) -> Iterator[Part]:
    """One part, or more where line breaks cut it."""
    hint = _HINTS.get(element.tag)
    line = Line()
    for event, one in _walk(element):
        if event == "end":
            href, start = one
            line.links.append((href, start, line.length))
        elif event == "break":
            yield line.part(hint)
            line = Line()
        elif event == "link":
            one[1] = line.length
        else:
            line.add(one)
    yield line.part(hint)


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    """Events of an element's text in order: words, break, start and end of a link."""
    stack: list[tuple[str, Any]] = [("open", element)]
    while stack:
        event, one = stack.pop()
        if event != "open":
            yield event, one
            continue
        after: list[tuple[str, Any]] = []
        href = one.get("target") if one.tag == "ref" else None
        if href and not href.startswith(("#", "javascript:")):
            mark = [href, 0]
            yield "link", mark
            after = [("end", mark)]
        if one.tag in ("lb", "p", "item", "cell") and one is not element:
            yield "break", None
        if isinstance(one.tag, str):
            yield "words", one.text
        inner = [step for child in one for step in (("open", child), ("words", child.tail))]
        stack.extend(reversed([*inner, *after]))


def add_captions(parts: Sequence[Part], tree: Any) -> list[Part]:
    """The parts with the captions of the page's pictures among them, each where it stood."""
    captions = {element: text for element in tree.xpath(_CAPTIONS) if (text := _caption_text(element))}
    if not captions:
        return list(parts)
    places, matched = _places(parts, tree, set(captions))
    root = _article_root(matched)
    keys = {_key(text) for text in captions.values()}
    found = [replace(part, hint="caption") if part.hint is None and _key(part.text) in keys else part
             for part in parts]
    seen = {_key(part.text) for part in parts}
    for element, text in reversed(captions.items()):
        if _key(text) not in seen and (root is None or root in element.iterancestors()):
            found.insert(places[element], Part("caption", text))
    return found


def _caption_text(element: Any) -> str:
    """A caption's words; empty where it is none of the article's or holds another one."""
    if any(above.tag in _OUTSIDE or above.tag == "figcaption" for above in element.iterancestors()):
        return ""
    if element.tag != "figcaption" and element.xpath(".//figcaption | .//img | .//p[2]"):
        return ""
    text = _SPACE.sub(" ", element.text_content()).strip()
    return text if len(text) <= MAX_CAPTION_CHARS and " " in text else ""


def _places(parts: Sequence[Part], tree: Any, captions: set[Any]) -> tuple[dict[Any, int], list[Any]]:
    """For each caption the number of the part that it stands before; and the elements of the parts."""
    numbers = {_key(part.text): number for number, part in reversed(list(enumerate(parts)))}
    places: dict[Any, int] = {}
    matched: list[Any] = []
    last = 0
    for element in tree.iter():
        if element in captions:
            places[element] = last
        elif element.tag in _TEXT_TAGS:
            number = numbers.get(_key(_opening(element)))
            if number is not None:
                matched.append(element)
                last = max(last, number + 1)
    return places, matched


def add_links(parts: Sequence[Part], tree: Any) -> list[Part]:
    """The parts with the links that the page has in them, where none came along.

    On short pages trafilatura takes the words alone. An anchor without a whole address leads nowhere
    that could be told.
    """
    bare = {_key(part.text) for part in parts if not part.links}
    elements: dict[str, Any] = {}
    for element in tree.iter(*_TEXT_TAGS):
        key = _key(_opening(element))
        if key in bare and key not in elements and element.find(".//a[@href]") is not None:
            elements[key] = element
    return [replace(part, links=list(_anchors(part.text, elements[_key(part.text)])))
            if not part.links and _key(part.text) in elements else part for part in parts]


def _anchors(text: str, element: Any) -> Iterator[tuple[str, int, int]]:
    at = 0
    for anchor in element.iter("a"):
        href, words = anchor.get("href", ""), _SPACE.sub(" ", anchor.text_content()).strip()
        start = text.find(words, at) if words and href.startswith(("http://", "https://")) else -1
        if start >= 0:
            at = start + len(words)
            yield href, start, at


def _opening(element: Any) -> str:
    """The first signs of an element's text; the rest is not walked through."""
    opening = ""
    for words in element.itertext():
        opening += words
        if len(opening) > 4 * KEY_CHARS:
            break
    return opening


def _article_root(matched: Sequence[Any]) -> Any | None:
    """The part of the page that holds the article with its pictures; None where that can't be told."""
    if not matched:
        return None
    above = [set(element.iterancestors()) for element in (matched[0], matched[-1])]
    shared = [element for element in matched[0].iterancestors() if element in above[1]]
    named = [element for element in shared if element.tag in ("article", "main")]
    return named[0] if named else next(iter(shared[1:2] or shared), None)


def _key(text: str) -> str:
    return _SPACE.sub("", text[:4 * KEY_CHARS])[:KEY_CHARS]
