"""Copies: reports that share wording, with the words in both and the likely direction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from firsthand.engine.base import Engine
from firsthand.options import TraceOptions
from firsthand.records import Direction, Link, Report, Span
from firsthand.trace.align import SEED_WORDS, Run, align, longest_passage, make_seeds
from firsthand.trace.outlets import Outlets
from firsthand.trace.shared import find_shared
from firsthand.trace.wording import CACHED, Mask, Wording, read_wording, word_places

SENTENCE_WORDS = 14
"""Shared words in one run that a copy has at least once; stock phrases ("left one person dead and two
others injured, police said") are shorter."""
REWRITTEN_WORDS = 30
"""Shared words in one passage whose words were changed here and there; two sentences."""
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
    the shared runs of words in both. n reports of the same words give n - 1 links beyond
    `common_holders`, all pairs below.
    """
    ordered = sorted(reports, key=lambda report: _order(report, context))
    every = read_wording(ordered)
    kept: list[int] = []
    same_words: list[tuple[int, int]] = []
    for same in _by_words(every.words):
        star = len(same) > options.common_holders
        same_words += [(same[0], other) for other in same[1:]] if star else []
        kept += same[:1] if star else same
    kept.sort()
    wording = Wording([ordered[number] for number in kept], [every.words[number] for number in kept], every.hashes)
    days = [context.days.get(report.id) for report in wording.reports]
    publishers = [_publisher(report, context) for report in wording.reports]
    shared = find_shared(wording, days, publishers, engine, options)
    texts = _Texts(every, dict(zip(kept, shared.framed, strict=True)))
    links = [_link(texts, later, earlier, _whole(every.words[later]), context) for earlier, later in same_words]
    for one, two in shared.pairs:
        earlier, later = kept[one], kept[two]
        runs = align(texts.seeds(later), texts.seeds(earlier))
        sizes = len(every.words[later]), len(every.words[earlier])
        if publishers[two] is not None and publishers[two] == publishers[one]:
            runs = _without_tail(runs, sizes)
        runs = _without_repeats(runs)
        if runs and _is_copy(runs, min(sizes), options):
            links.append(_link(texts, later, earlier, runs, context))
    return links


class _Texts:
    """Some reports by their places, with what aligning them needs, made when asked for."""

    def __init__(self, wording: Wording, framed: Mapping[int, Mask]) -> None:
        self.reports, self.words = wording.reports, wording.words
        self.seeds = lru_cache(CACHED)(
            lambda number: make_seeds(wording.grams(number, SEED_WORDS), framed[number]))
        self.places = lru_cache(CACHED)(lambda number: word_places(wording.reports[number]))

    def span(self, number: int, first: int, length: int) -> Span:
        """Where `length` words of a report stand in its text, from word `first` on."""
        places = self.places(number)
        return int(places[first, 0]), int(places[first + length - 1, 1])


def _order(report: Report, context: Context) -> tuple[date, str, str]:
    """Earliest first; a report without a day comes last."""
    return context.days.get(report.id) or date.max, report.published or "", report.id


def _by_words(words: Sequence[npt.NDArray[np.int32]]) -> Iterator[list[int]]:
    """The places of the texts of the same words together, in the order of the first of them."""
    groups: dict[bytes, list[int]] = {}
    for number, one in enumerate(words):
        groups.setdefault(blake2b(one.tobytes(), digest_size=16).digest(), []).append(number)
    return iter(groups.values())


def _whole(words: Sized) -> list[Run]:
    return [Run(0, 0, len(words))] if len(words) else []


def _publisher(report: Report, context: Context) -> str | None:
    return context.outlets.canonical(report.publisher) if report.publisher else None


def _without_tail(runs: list[Run], sizes: tuple[int, int]) -> list[Run]:
    """The runs without one at the very end of both texts: two pages of one publisher end alike."""
    if not runs:
        return runs
    last = runs[-1]
    ends = (last.left + last.length, last.right + last.length) == sizes
    frame = last.length < WHOLE_SHARE * min(sizes)
    return runs[:-1] if ends and frame else runs


def _without_repeats(runs: Sequence[Run]) -> list[Run]:
    """The runs without those whose words in the other text an earlier one has: a phrase used twice."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.right, -run.length)):
        if not kept or run.right + run.length > kept[-1].right + kept[-1].length:
            kept.append(run)
    return sorted(kept, key=lambda run: run.left)


def _is_copy(runs: Sequence[Run], shorter: int, options: TraceOptions) -> bool:
    shared = _covered(runs)
    return shared >= WHOLE_SHARE * shorter or (
        (max(run.length for run in runs) >= SENTENCE_WORDS or longest_passage(runs) >= REWRITTEN_WORDS)
        and shared >= options.least_words and shared >= options.least_share * shorter)


def _link(texts: _Texts, later: int, earlier: int, runs: Sequence[Run], context: Context) -> Link:
    """The link between two reports that share runs (places of `later` first)."""
    backwards, direction = _direction(texts, later, earlier, context)
    ours, theirs = (earlier, later) if backwards else (later, earlier)
    if backwards:
        runs = sorted((Run(run.right, run.left, run.length) for run in runs), key=lambda run: run.left)
    spans = tuple((texts.span(ours, run.left, run.length), texts.span(theirs, run.right, run.length))
                  for run in runs)
    share = _covered(runs) / len(texts.words[ours]) if len(texts.words[ours]) else 1.0
    return Link(texts.reports[ours].id, texts.reports[theirs].id, None, "copies", round(share, 4), spans, direction)


def _direction(texts: _Texts, later: int, earlier: int, context: Context) -> tuple[bool, Direction]:
    """(True where the earlier one in order is the copy, how that is known)."""
    new, old = texts.reports[later], texts.reports[earlier]
    credits = [_publisher(other, context) in context.credited.get(one.id, ())
               for one, other in ((new, old), (old, new))]
    if credits[0] != credits[1]:
        return credits[1], "known"
    days = [context.days.get(one.id) for one in (new, old)]
    if None in days:
        return False, "unknown"
    if days[0] != days[1] or _hours_differ(new, old):
        return False, "inferred"
    lengths = len(texts.words[later]), len(texts.words[earlier])
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
