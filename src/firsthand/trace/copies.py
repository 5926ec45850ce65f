"""Copies: reports that share wording, with the words in both and the likely direction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from firsthand.engine.base import Engine
from firsthand.options import TraceOptions
from firsthand.records import Direction, Link, Report
from firsthand.trace.align import Run, align
from firsthand.trace.outlets import Outlets
from firsthand.trace.wording import Worded, find_shared, read_wording

SENTENCE_WORDS = 14
"""Shared words in one run that a copy has at least once; stock phrases ("left one person dead and two
others injured, police said") are shorter."""
WHOLE_SHARE = 0.6
"""A text of which this part is shared is a reprint however short it is, and its end is no page frame."""
MUCH_LONGER = 1.3
"""Of two texts of one day the one this much longer is taken for the original: reprints are cut."""


@dataclass(frozen=True)
class Context:
    """What direction is read from: days and credited sources by report id, and the outlets."""

    days: Mapping[str, date | None]
    credited: Mapping[str, Collection[str]]
    outlets: Outlets


def find_copies(reports: Sequence[Report], context: Context, engine: Engine,
                options: TraceOptions) -> list[Link]:
    """The links of kind "copies" between some reports; boilerplate does not count.

    `from` is the report that repeats, `share` the part of its words that stand in `to`, and `spans`
    the maximal shared runs of words in both. n reports of the same words give n - 1 links beyond
    `common_holders`, all pairs below.
    """
    ordered = sorted(reports, key=lambda report: _order(report, context))
    worded = [read_wording(report, options.shingle_words) for report in ordered]
    kept: list[Worded] = []
    links: list[Link] = []
    for same in _by_words(worded):
        if len(same) > options.common_holders:
            links += [_link(one, same[0], _whole(one), context) for one in same[1:]]
            kept.append(same[0])
        else:
            kept += same
    kept.sort(key=lambda one: _order(one.report, context))
    days = [context.days.get(one.report.id) for one in kept]
    publishers = [_publisher(one.report, context) for one in kept]
    shared = find_shared(kept, days, publishers, engine, options)
    for earlier, later in shared.pairs:
        ours, theirs = kept[later], kept[earlier]
        runs = align(ours, theirs, options.shingle_words, shared.boilerplate)
        if publishers[later] is not None and publishers[later] == publishers[earlier]:
            runs = _without_tail(runs, ours, theirs)
        runs = _without_repeats(runs)
        if runs and _is_copy(runs, ours, theirs, options):
            links.append(_link(ours, theirs, runs, context))
    return links


def _order(report: Report, context: Context) -> tuple[date, str, str]:
    """Earliest first; a report without a day comes last."""
    return context.days.get(report.id) or date.max, report.published or "", report.id


def _by_words(worded: Sequence[Worded]) -> Iterator[list[Worded]]:
    """The reports of the same words together, in the order of the first of them."""
    groups: dict[str, list[Worded]] = {}
    for one in worded:
        groups.setdefault(one.same_words(), []).append(one)
    return iter(groups.values())


def _whole(one: Worded) -> list[Run]:
    return [Run(0, 0, len(one.words))] if one.words else []


def _publisher(report: Report, context: Context) -> str | None:
    return context.outlets.canonical(report.publisher) if report.publisher else None


def _without_tail(runs: list[Run], ours: Worded, theirs: Worded) -> list[Run]:
    """The runs without one at the very end of both texts: two pages of one publisher end alike."""
    if not runs:
        return runs
    last = runs[-1]
    ends = last.left + last.length == len(ours.words) and last.right + last.length == len(theirs.words)
    frame = last.length < WHOLE_SHARE * min(len(ours.words), len(theirs.words))
    return runs[:-1] if ends and frame else runs


def _without_repeats(runs: Sequence[Run]) -> list[Run]:
    """The runs without those whose words in the other text an earlier one has: a phrase used twice."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.right, -run.length)):
        if not kept or run.right + run.length > kept[-1].right + kept[-1].length:
            kept.append(run)
    return sorted(kept, key=lambda run: run.left)


def _is_copy(runs: Sequence[Run], ours: Worded, theirs: Worded, options: TraceOptions) -> bool:
    shared, shorter = _covered(runs), min(len(ours.words), len(theirs.words))
    return shared >= WHOLE_SHARE * shorter or (
        max(run.length for run in runs) >= SENTENCE_WORDS
        and shared >= options.least_words and shared >= options.least_share * shorter)


def _link(later: Worded, earlier: Worded, runs: Sequence[Run], context: Context) -> Link:
    """The link between two reports that share runs (places of `later` first)."""
    backwards, direction = _direction(later, earlier, context)
    ours, theirs = (earlier, later) if backwards else (later, earlier)
    if backwards:
        runs = sorted((Run(run.right, run.left, run.length) for run in runs), key=lambda run: run.left)
    spans = tuple((_span(ours, run.left, run.length), _span(theirs, run.right, run.length)) for run in runs)
    share = _covered(runs) / len(ours.words) if ours.words else 1.0
    return Link(ours.report.id, theirs.report.id, None, "copies", round(share, 4), spans, direction)


def _direction(later: Worded, earlier: Worded, context: Context) -> tuple[bool, Direction]:
    """(True where the earlier one in order is the copy, how that is known)."""
    credits = [_publisher(other.report, context) in context.credited.get(one.report.id, ())
               for one, other in ((later, earlier), (earlier, later))]
    if credits[0] != credits[1]:
        return credits[1], "known"
    days = [context.days.get(one.report.id) for one in (later, earlier)]
    if None in days:
        return False, "unknown"
    if days[0] != days[1] or _hours_differ(later.report, earlier.report):
        return False, "inferred"
    lengths = len(later.words), len(earlier.words)
    if max(lengths) >= MUCH_LONGER * min(lengths):
        return lengths[0] > lengths[1], "inferred"
    return False, "unknown"


def _hours_differ(later: Report, earlier: Report) -> bool:
    """True where both say the time of day of their publication, and not the same."""
    return "T" in (later.published or "") and "T" in (earlier.published or "") and (
        later.published != earlier.published)


def _covered(runs: Sequence[Run]) -> int:
    """Words of the left text that stand in a run; runs may overlap there after turning."""
    covered, reached = 0, 0
    for run in runs:
        covered += max(0, run.left + run.length - max(run.left, reached))
        reached = max(reached, run.left + run.length)
    return covered


def _span(text: Worded, first: int, length: int) -> tuple[int, int]:
    return text.spans[first][0], text.spans[first + length - 1][1]
