"""A report put together from its title, its parts, and what its carrier says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from firsthand.options import ReadOptions
from firsthand.read.article import Part
from firsthand.read.blocks import classify
from firsthand.read.language import detect_language
from firsthand.read.lines import ends_sentence
from firsthand.read.outside import Outside, placed
from firsthand.read.text import check_words, dateline_date
from firsthand.records import Block, Hyperlink, Rejected, Report
from firsthand.text import report_id

Content = tuple[str, tuple[Block, ...], tuple[Hyperlink, ...]]
"""A report's text with its blocks and links."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a feed, mail, table or file says of a report; null where it says nothing."""

    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    basis: Literal["metadata", "given"] = "metadata"
    modified: str | None = None
    notes: tuple[str, ...] = ()


def compose(title: str | None, parts: Sequence[Part], ref: str, options: ReadOptions, facts: Facts,
            outside: Outside) -> Report | Rejected:
    """The report of these parts, or why it is none: it has too few words."""
    text, blocks, links = assemble(title, parts)
    problem = check_words(text, ref, options)
    if problem:
        return problem
    dated = None if facts.published else dateline_date(text, blocks)
    return placed(Report(
        id=report_id(facts.url or ref, text), ref=ref, url=facts.url, publisher=facts.publisher, author=facts.author,
        language=detect_language(text), published=facts.published or dated,
        published_basis=facts.basis if facts.published else "dateline" if dated else None,
        title=title, text=text, blocks=blocks, links=links, modified=facts.modified, notes=facts.notes), outside)


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
