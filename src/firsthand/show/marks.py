"""A report's text cut into passages and segments, so that marked words can overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from firsthand.records import BlockKind, Report
from firsthand.show.model import Passage, Segment


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words to highlight: code points `[start, end)` and the id that leads to them."""

    start: int
    end: int
    id: str


def cut_passages(report: Report, marks: Sequence[Mark]) -> tuple[Passage, ...]:
    """The whole text of a report as passages whose segments carry the marks over them.

    Text between blocks becomes paragraphs, so that every character but line breaks around
    passages is there. Marks outside the text or without length are left out.
    """
    fitting = sorted(mark for mark in marks if 0 <= mark.start < mark.end <= len(report.text))
    cuts = sorted({mark.start for mark in fitting} | {mark.end for mark in fitting})
    passages = []
    for kind, start, end in _spans(report):
        inside = [start, *cuts[bisect_right(cuts, start):bisect_left(cuts, end)], end]
        passages.append(Passage(kind, _segments(report.text, inside, fitting)))
    return tuple(passages)


def _spans(report: Report) -> list[tuple[BlockKind, int, int]]:
    """The blocks in order, overlaps cut off, with what lies between them; no empty ones."""
    spans: list[tuple[BlockKind, int, int]] = []
    done = 0
    for block in sorted(report.blocks, key=lambda block: (block.start, block.end)):
        start, end = max(block.start, done), min(block.end, len(report.text))
        if start < end:
            spans += [("paragraph", first, last) for first, last in _paragraphs(report.text, done, start)]
            spans.append((block.kind, start, end))
            done = end
    spans += [("paragraph", first, last) for first, last in _paragraphs(report.text, done, len(report.text))]
    return spans


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a stretch between blank lines, without white space around them."""
    found = []
    for part in text[start:end].split("\n\n"):
        bare = part.strip()
        if bare:
            first = start + len(part) - len(part.lstrip())
            found.append((first, first + len(bare)))
        start += len(part) + 2
    return found


def _segments(text: str, cuts: Sequence[int], marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """Segments between neighbouring cuts; a mark that began in an earlier passage goes on."""
    open_marks = [mark for mark in marks if mark.start < cuts[0] < mark.end]
    waiting = [mark for mark in marks[bisect_left(marks, Mark(cuts[0], 0, "")):] if mark.start < cuts[-1]]
    segments, taken = [], 0
    for start, end in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.end > start]
        first = taken
        while taken < len(waiting) and waiting[taken].start == start:
            taken += 1
        open_marks += waiting[first:taken]
        segments.append(Segment(text[start:end], tuple(mark.id for mark in open_marks),
                                tuple(mark.id for mark in waiting[first:taken]),
                                tuple(mark.id for mark in open_marks if mark.end == end)))
    return tuple(segments)
