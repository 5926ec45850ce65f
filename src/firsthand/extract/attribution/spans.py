"""Lists of spans: joined, cut, compared."""

from __future__ import annotations

from firsthand.records import Span


def joined(spans: list[Span]) -> list[Span]:
    """The spans in order, overlapping and touching ones as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return whole


def without(spans: list[Span], holes: list[Span]) -> list[Span]:
    """The spans with the holes cut out."""
    for low, high in holes:
        spans = [part for start, end in spans
                 for part in ((start, min(end, low)), (max(start, high), end)) if part[0] < part[1]]
    return spans


def meet(left: list[Span], right: list[Span]) -> bool:
    """True where a span of one list shares a code point with one of the other."""
    return any(a < d and c < b for a, b in left for c, d in right)
