"""HTML that is an article already (a feed's item, a newsletter) as parts in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from firsthand.read.article import Line, Part
from firsthand.read.blocks import split_paragraphs
from firsthand.records import BlockKind

_HINTS: dict[str, BlockKind] = {"blockquote": "quote", "figcaption": "caption",
                                **{f"h{level}": "heading" for level in range(1, 7)}}
_BREAKS = frozenset({"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "td", "th", "table", "tbody", "section",
                     "article", "header", "footer", "aside", "figure", "pre", "hr", "br", "main", "center", *_HINTS})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object", "select"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)


def text_parts(text: str) -> list[Part]:
    """The paragraphs of a text that is no HTML, each on one line."""
    return [Part(None, " ".join(text[start:end].split())) for start, end in split_paragraphs(text)]


def fragment_parts(html: str) -> list[Part]:
    """The parts of some HTML: one a paragraph, heading, quote or caption, with their links."""
    from lxml import html as lxml_html
    from lxml.etree import ParserError

    if not html.strip():
        return []
    try:
        root = lxml_html.fromstring(f"<div>{html}</div>")
    except (ParserError, ValueError):  # ValueError: NUL bytes and the like
        return []
    return element_parts(root)


def element_parts(root: Any) -> list[Part]:
    """The parts of an lxml element that holds an article and nothing else."""
    return [part for part in _parts(root) if part.text]


def fragment_text(html: str) -> str:
    """The words of some HTML on one line: feeds put markup into titles."""
    return " ".join(part.text for part in fragment_parts(html)) if "<" in html or "&" in html else html


def _parts(root: Any) -> Iterator[Part]:
    line, hints = Line(), [None]
    for event, element in _walk(root):
        if event == "words":
            line.add(element)
        elif event == "link":
            element[1] = line.length
        elif event == "end link":
            line.links.append((element[0], element[1], line.length))
        else:
            yield line.part(hints[-1])
            line = Line()
            if event == "open" and element.tag in _HINTS:
                hints.append(_HINTS[element.tag])  # type: ignore[arg-type]
            elif event == "close" and element.tag in _HINTS:
                hints.pop()
    yield line.part(hints[-1])


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Words, links and the edges of blocks, in order; without recursion, however deep the tree."""
    stack: list[tuple[str, Any]] = [("element", root)]
    while stack:
        event, one = stack.pop()
        if event != "element":
            yield event, one
            continue
        if not isinstance(one.tag, str) or one.tag in _SILENT or _HIDDEN.search(one.get("style") or ""):
            continue
        after: list[tuple[str, Any]] = []
        href = one.get("href", "") if one.tag == "a" else ""
        if href.startswith(("http://", "https://")):
            mark: list[Any] = [href, 0]
            yield "link", mark
            after = [("end link", mark)]
        if one.tag in _BREAKS:
            yield "open", one
            after = [*after, ("close", one)]
        yield "words", one.text
        inner = [step for child in one for step in (("element", child), ("words", child.tail))]
        stack.extend(reversed([*inner, *after]))
