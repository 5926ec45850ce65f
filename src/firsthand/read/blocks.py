"""A text cut into blocks: every word in exactly one, in the text's order.

Where the lines of a text are cut at a fixed width, they are joined to paragraphs again; else each
line is one. What a line is (caption, credit, bio, …) is told by `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from firsthand.read import lines as line
from firsthand.records import Block, BlockKind, Span
from firsthand.text import folded_words, trim

WRAP_WIDTHS = range(40, 121)
"""Line widths that editors and mail programs wrap at."""
WRAPPED_SHARE = 0.8
"""Of the lines within paragraphs, so many must be full for the text to count as wrapped."""
TAIL_BLOCKS = 12
"""Bios and footers are looked for in so many last blocks, as long as one follows on another."""
HEAD_LINES = 6
"""Lines of publisher, date, address and author that may stand over a headline."""
TWIN_WORDS = 6
"""Two lines that share their first six words, one of them a caption, are a caption printed twice."""

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)")


def split_blocks(text: str, headline: Span | None = None) -> tuple[Block, ...]:
    """The blocks of a text, in order, together covering all that is not blank.

    `headline` is the span of a title that the input gave apart from the body; without it a short
    first line over other lines is taken for one.
    """
    if headline is None:
        spans = split_paragraphs(text)
        headline = _find_headline(text, spans)
    else:
        spans = [headline, *split_paragraphs(text, headline[1])]
    body = [span for span in spans if span != headline]
    kinds = classify([text[start:end] for start, end in body], text[slice(*headline)] if headline else None)
    blocks = [Block(kind, *span) for kind, span in zip(kinds, body, strict=True)]
    if headline is not None:
        blocks.append(Block("headline", *headline))
    return tuple(sorted(blocks, key=lambda block: block.start))


def _find_headline(text: str, spans: Sequence[Span]) -> Span | None:
    """The first line below the lines of source and date, if it is short and stands over others."""
    for span in spans[:min(HEAD_LINES, len(spans) - 1)]:
        words = text[slice(*span)]
        if not line.is_credit(words):
            return span if line.is_headline(words) and not line.is_caption(words) else None
    return None


def split_paragraphs(text: str, start: int = 0) -> list[Span]:
    """The spans of the paragraphs of `text[start:]`, without white space at their ends."""
    found = [trim(text, *match.span()) for match in _LINE.finditer(text, start)]
    rows = [span for span in found if span[0] < span[1]]
    if not _is_wrapped(text, rows):
        return rows
    return list(_joined(text, rows))


def _is_wrapped(text: str, rows: Sequence[Span]) -> bool:
    """Whether lines end where the next word would not have fitted: the mark of wrapped text."""
    width = max((end - start for start, end in rows), default=0)
    if len(rows) < 4 or width not in WRAP_WIDTHS:
        return False
    pairs = [(first, second) for first, second in pairwise(rows)
             if not _BLANK_LINE.search(text, first[1], second[0])]
    full = sum(_is_full(text, first, second, width) for first, second in pairs)
    return len(pairs) >= 2 and full >= WRAPPED_SHARE * len(pairs)


def _is_full(text: str, first: Span, second: Span, width: int) -> bool:
    next_word = text[slice(*second)].split(maxsplit=1)[0]
    return first[1] - first[0] + 1 + len(next_word) > width


def _joined(text: str, rows: Sequence[Span]) -> Iterator[Span]:
    """Paragraphs of a wrapped text: a line goes on in the next one unless it is short and closed."""
    width = max(end - start for start, end in rows)
    start, end = rows[0]
    for row in rows[1:]:
        apart = _BLANK_LINE.search(text, end, row[0]) is not None
        alone = line.is_credit(text[slice(*row)]) or (
            end - start <= line.MAX_LINE_CHARS and line.is_credit(text[start:end]))
        last = max(start, end - width), end
        short = not _is_full(text, last, row, width) and line.ends_sentence(text[slice(*last)])
        if apart or alone or short:
            yield start, end
            start = row[0]
        end = row[1]
    yield start, end


def classify(parts: Sequence[str], title: str | None) -> list[BlockKind]:
    """The kind of each part of a body, its headline left out."""
    kinds = [_kind_alone(part) for part in parts]
    if all(kind != "paragraph" for kind in kinds):  # one line of text is the text, whatever it looks like
        kinds = ["paragraph" if kind == "heading" else kind for kind in kinds]
    _mark_twins(parts, kinds)
    _mark_repeats(parts, kinds, title)
    _mark_tail(parts, kinds)
    return kinds


def _kind_alone(part: str) -> BlockKind:
    if len(part) > line.MAX_LINE_CHARS:
        return "paragraph"
    tests: Iterable[tuple[BlockKind, bool]] = (
        ("boilerplate", line.is_correction(part)), ("credit", line.is_credit(part)), ("caption", line.is_caption(part)),
        ("boilerplate", line.is_footer(part) and not line.ends_sentence(part)),
        ("heading", line.is_heading(part)))
    return next((kind for kind, holds in tests if holds), "paragraph")


def _mark_twins(parts: Sequence[str], kinds: list[BlockKind]) -> None:
    """A caption that stands there twice (once with its credit, once without) is one both times."""
    for number in [number for number, kind in enumerate(kinds) if kind == "caption"]:
        own = _opening(parts[number])
        for other in (number - 1, number + 1):
            if 0 <= other < len(parts) and len(own) == TWIN_WORDS and _opening(parts[other]) == own:
                kinds[other] = "caption"


def _mark_repeats(parts: Sequence[str], kinds: list[BlockKind], title: str | None) -> None:
    """The headline printed again is not said again."""
    key = _key(title or "")
    for number, part in enumerate(parts):
        if key and len(part) <= 2 * len(title or "") + 20 and _key(part) == key:
            kinds[number] = "boilerplate"


def _mark_tail(parts: Sequence[str], kinds: list[BlockKind]) -> None:
    """From the end backwards: footers, bios and the name over a bio; the first other block ends it."""
    for number in range(len(parts) - 1, max(len(parts) - 1 - TAIL_BLOCKS, 0), -1):
        part = parts[number]
        under = kinds[number + 1] if number + 1 < len(parts) else None
        if kinds[number] in ("credit", "caption", "boilerplate"):
            continue
        if line.is_footer(part) or line.is_bio(part) or (under == "boilerplate" and line.is_name(part)):
            kinds[number] = "boilerplate"
        else:
            return


def _opening(part: str) -> list[str]:
    return _key(part[:line.MAX_LINE_CHARS])[:TWIN_WORDS]


def _key(part: str) -> list[str]:
    return [word for word, _, _ in folded_words(part)]
