"""Copies: reports that share wording, with the words in both and the likely direction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

import numpy as np
import numpy.typing as npt

from firsthand.engine.base import Engine
from firsthand.options import TraceOptions
from firsthand.records import Direction, Link, Report, Span, Story
from firsthand.tokens import WordFinder
from firsthand.trace.align import align
from firsthand.trace.direction import Pair, settle
from firsthand.trace.laid import Laid, lay_out
from firsthand.trace.outlets import Outlets
from firsthand.trace.runs import Ints, Mask, Runs, make_runs, spread
from firsthand.trace.shared import find_shared
from firsthand.trace.wording import Wording, inside, parts_of, read_wording

SENTENCE_WORDS = 14
"""Shared words in one run that a copy has at least once; stock phrases ("left one person dead and two
others injured, police said") are shorter."""
REWRITTEN_WORDS = 30
"""Shared words in one passage whose words were changed here and there; two sentences."""
WHOLE_SHARE = 0.6
"""A text of which this part is shared is a reprint however short it is, and its end is no page frame."""


@dataclass(frozen=True)
class Context:
    """What is known beside the texts: days, credited sources and the spans of public words (see
    `public.find_public_words`) by report id; the outlets; and the stories whose reports are all held
    against each other."""

    days: Mapping[str, date | None]
    credited: Mapping[str, Collection[str]]
    public: Mapping[str, Sequence[Span]]
    outlets: Outlets
    stories: Sequence[Story] = ()


def find_copies(reports: Sequence[Report], context: Context, engine: Engine,
                options: TraceOptions) -> Copies:
    """The links of kind "copies" between some reports; boilerplate does not count.

    `from` is the report that repeats, `share` the part of its words that stand in `to`, and `spans`
    the shared runs of words in both. n reports of the same words give n - 1 links beyond
    `common_holders`, all pairs below.
    """
    ordered = sorted(reports, key=lambda report: _order(report, context))
    every = read_wording(ordered)
    kinds, kept, stars = _by_words(every.words, options)
    wording = Wording([ordered[number] for number in kept], [every.words[number] for number in kept], every.hashes)
    texts = _Texts(wording, context)
    shared = find_shared(wording, texts.days, texts.publishers, engine, options)
    keys = np.unique(np.concatenate([one[0] << 32 | one[1] for one in (
        shared.pairs, _story_pairs(wording.reports, context.stories, options))]))
    found = np.stack([keys & 0xFFFFFFFF, keys >> 32])
    same = kinds[kept][found[0]] == kinds[kept][found[1]]
    everybody = _Texts(every, context)
    pairs = [everybody.pair(later, earlier, _whole(len(every.words[later])))
             for later, earlier in [*stars, *kept[found[:, same]].T.tolist()]]
    pairs += [everybody.pair(int(kept[later]), int(kept[earlier]), runs)
              for later, earlier, runs in _aligned(texts, shared.framed, found[:, ~same], engine, options)]
    ways = [_way(pair, *told) for pair, told in zip(pairs, settle(pairs), strict=True)]
    return Copies(everybody, sorted(ways, key=everybody.ids))


@dataclass(frozen=True)
class Copies:
    """The links between some reports, by `from` and `to`. Where their words stand is worked out on the way, for some
    links at a time: as rows that is most of what a large case holds."""

    texts: _Texts
    ways: Sequence[_Way]

    def ids(self) -> Iterator[tuple[str, str]]:
        """(from, to) of each."""
        return map(self.texts.ids, self.ways)

    def __iter__(self) -> Iterator[Link]:
        return _links(self.texts, self.ways)


class _Texts:
    """Some reports by their places, with what is told of them, worked out once."""

    def __init__(self, wording: Wording, context: Context) -> None:
        self.reports, self.words, self.hashes = wording.reports, wording.words, wording.hashes
        canonical = lru_cache(None)(context.outlets.canonical)
        self.publishers = [canonical(report.publisher) if report.publisher else None for report in self.reports]
        self.days = [context.days.get(report.id) for report in self.reports]
        self.public = [context.public.get(report.id, ()) for report in self.reports]
        self._credited = [context.credited.get(report.id, ()) for report in self.reports]

    def ids(self, way: _Way) -> tuple[str, str]:
        """The ids of a copy and its model."""
        return self.reports[way.ours].id, self.reports[way.theirs].id

    def pair(self, later: int, earlier: int, runs: Ints) -> Pair:
        """Two reports that share runs (places of `later` first), with what credits and dates tell."""
        backwards, direction = self._told(later, earlier)
        return Pair(later, earlier, runs, (len(self.words[later]), len(self.words[earlier])), int(runs[2].sum()),
                    backwards, direction)

    def _told(self, new: int, old: int) -> tuple[bool, Direction]:
        """(True where the earlier one in order is the copy, how that is known)."""
        if _are_versions(self.reports[new], self.reports[old]):
            return False, "known"
        credits = [self.publishers[other] in self._credited[one] for one, other in ((new, old), (old, new))]
        if credits[0] != credits[1]:
            return credits[1], "known"
        days = self.days[new], self.days[old]
        differ = None not in days and (days[0] != days[1] or _hours_differ(self.reports[new], self.reports[old]))
        return False, "inferred" if differ else "unknown"


def _story_pairs(reports: Sequence[Report], stories: Sequence[Story], options: TraceOptions) -> Ints:
    """The pairs of reports (two rows of places, the earlier first) of one story; of a large one each with its
    last `story_neighbours` before it only."""
    place = {report.id: number for number, report in enumerate(reports)}
    found = [np.empty((2, 0), np.int64)]
    for story in stories:
        members = np.array(sorted(place[report] for report in story.reports if report in place), np.int64)
        for apart in range(1, min(len(members), options.story_neighbours + 1)):
            found.append(np.stack([members[:-apart], members[apart:]]))
    return np.concatenate(found, axis=1)


def _order(report: Report, context: Context) -> tuple[date, str, str, str, str]:
    """Earliest first; a report without a day comes last. Versions of a page come as it was fetched or changed."""
    return (context.days.get(report.id) or date.max, report.published or "", report.fetched or "",
            report.modified or "", report.id)


def _by_words(words: Sequence[npt.NDArray[np.int32]], options: TraceOptions) -> tuple[Ints, Ints, list[list[int]]]:
    """For each text a number that those of the same words share; the texts to be compared, all but the later
    ones of more than `common_holders` of the same words; and these as pairs (later, earliest)."""
    groups: dict[bytes, list[int]] = {}
    for number, one in enumerate(words):
        groups.setdefault(blake2b(one.tobytes(), digest_size=16).digest(), []).append(number)
    kinds = np.zeros(len(words), np.int64)
    kept: list[int] = []
    stars: list[list[int]] = []
    for kind, same in enumerate(groups.values()):
        kinds[same] = kind
        star = len(same) > options.common_holders
        kept += same[:1] if star else same
        stars += [[other, same[0]] for other in same[1:]] if star else []
    return kinds, np.array(sorted(kept), np.int64), stars


def _whole(words: int) -> Ints:
    """The one run of two texts of the same words; none where they have none."""
    return np.array([[0], [0], [words]], np.int64)[:, :min(words, 1)]


# ---------------------------------------------------------------- what two texts share

def _aligned(texts: _Texts, framed: Sequence[Mask], pairs: Ints, engine: Engine,
             options: TraceOptions) -> Iterator[tuple[int, int, Ints]]:
    """Those of the pairs of texts (two rows of places) that share enough for a copy, with the runs that they
    share (left place, right place, length)."""
    sizes = np.array([len(one) for one in texts.words], np.int64)
    publishers = {name: number for number, name in enumerate(sorted({one for one in texts.publishers if one}))}
    publisher = np.array([publishers.get(one or "", -1) for one in texts.publishers], np.int64)

    def aligned(some: Ints) -> tuple[Ints, Ints, Runs]:
        """Those of some pairs, where the runs of each start among those of all of these, and the runs."""
        numbers, places = np.unique(some, return_inverse=True)
        here = _Here(numbers.tolist(), lay_out([texts.words[one] for one in numbers], texts.hashes,
                                              [framed[one] for one in numbers]), places.reshape(2, -1))
        one_house = (publisher[some[0]] == publisher[some[1]]) & (publisher[some[0]] >= 0)
        runs = _without_repeats(_without_tails(align(here.laid, here.pairs), sizes[some], one_house))
        copies = _are_copies(runs, sizes[some].min(axis=0), options) & _own_words_too(texts, here, runs, options)
        runs = runs.at(copies[runs.pair])
        return some[:, copies], np.searchsorted(runs.pair, np.append(np.flatnonzero(copies), some.shape[1])), runs

    parts = (pairs[:, part] for part in parts_of(sizes[pairs].sum(axis=0)))
    for some, edges, runs in engine.map_parts(aligned, parts):
        rows = np.stack([runs.left, runs.right, runs.length])
        for (later, earlier), start, end in zip(some.T.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            yield later, earlier, rows[:, start:end]


@dataclass(frozen=True)
class _Here:
    """The texts of some pairs (two rows of their places), laid out: the numbers that they have among all."""

    numbers: Sequence[int]
    laid: Laid
    pairs: Ints


def _without_tails(runs: Runs, sizes: Ints, one_house: Mask) -> Runs:
    """The runs without those at the very end of both texts, given the sizes of each pair (two rows) and whether
    it has one publisher: two pages of one publisher end alike."""
    last = np.append(runs.pair[1:] != runs.pair[:-1], True)[:len(runs)]
    ours, theirs = sizes[:, runs.pair]
    ends = (runs.left + runs.length == ours) & (runs.right + runs.length == theirs)
    frame = runs.length < WHOLE_SHARE * np.minimum(ours, theirs)
    return runs.at(~(last & ends & frame & one_house[runs.pair]))


def _without_repeats(runs: Runs) -> Runs:
    """The runs without those whose words in the other text an earlier one has: a phrase used twice."""
    order = np.lexsort((-runs.length, runs.right, runs.pair))
    ends = runs.right[order] + runs.length[order]
    reached = runs.pair[order] * (int(ends.max(initial=0)) + 1) + ends  # of an earlier pair it is less than any
    before = np.append(-1, np.maximum.accumulate(reached))[:len(reached)]
    return runs.at(np.sort(order[reached > before]))


def _are_copies(runs: Runs, shorter: Ints, options: TraceOptions) -> Mask:
    """Which pairs share enough for a copy, given the sizes of the shorter texts."""
    shared, count = runs.shared(len(shorter)), len(shorter)
    passage = (runs.longest(count) >= SENTENCE_WORDS) | (runs.longest_passage(count) >= REWRITTEN_WORDS)
    enough = (shared >= options.least_words) & (shared >= options.least_share * shorter)
    return (shared > 0) & ((shared >= WHOLE_SHARE * shorter) | (passage & enough))


def _own_words_too(texts: _Texts, here: _Here, runs: Runs, options: TraceOptions) -> Mask:
    """Whether what two reports share makes a copy without what anybody could hear and quote, pair by pair."""
    laid, public = here.laid, np.zeros(len(here.laid.words), np.bool_)
    for place, number in enumerate(here.numbers):
        if texts.public[number]:
            public[laid.starts[place]:laid.starts[place + 1]] = inside(
                texts.reports[number].text, texts.public[number])
    quotes = np.array([bool(texts.public[number]) for number in here.numbers], np.bool_)
    both = quotes[here.pairs[0]] & quotes[here.pairs[1]]
    held = np.diff(np.append(0, np.cumsum(public))[laid.starts])
    free = (laid.sizes - held)[here.pairs].min(axis=0)
    runs = runs.at(both[runs.pair])
    which, left = np.repeat(np.arange(len(runs)), runs.length), spread(runs.left, runs.length)
    kept = ~public[laid.starts[here.pairs[0][runs.pair[which]]] + left]
    pieces = make_runs(which[kept], left[kept], spread(runs.right, runs.length)[kept])
    pieces = Runs(runs.pair[pieces.pair], pieces.left, pieces.right, pieces.length)
    return np.asarray(~both | (free < options.least_words) | _are_copies(pieces, free, options))


# ---------------------------------------------------------------- links

def _links(texts: _Texts, every: Sequence[_Way]) -> Iterator[Link]:
    """The link of each way, from the copy."""
    finder = WordFinder()
    sizes = np.array([len(texts.words[way.ours]) + len(texts.words[way.theirs]) for way in every], np.int64)
    for part in parts_of(sizes):
        ways = every[part]
        spans = _spans(texts, ways, finder)
        for way in ways:
            words = len(texts.words[way.ours])
            yield Link(*texts.ids(way), None, "copies", round(way.shared / words, 4) if words else 1.0,
                       tuple(islice(spans, way.runs.shape[1])), way.direction)


@dataclass(frozen=True, slots=True)
class _Way:
    """A copy and its model, by their places; the runs that they share (three rows: first word in `ours`, in
    `theirs`, length) in the copy's order; the copy's words in them; and how the direction is known."""

    ours: int
    theirs: int
    runs: Ints
    shared: int
    direction: Direction


def _way(pair: Pair, backwards: bool, direction: Direction) -> _Way:
    """A pair from the copy."""
    if not backwards:
        return _Way(pair.later, pair.earlier, pair.runs, pair.shared, direction)
    second, first, lengths = pair.runs[:, np.argsort(pair.runs[1], kind="stable")]
    reached = np.append(0, np.maximum.accumulate(first + lengths))[:len(first)]
    shared = int(np.maximum(first + lengths - np.maximum(first, reached), 0).sum())
    return _Way(pair.earlier, pair.later, np.stack([first, second, lengths]), shared, direction)


def _spans(texts: _Texts, ways: Sequence[_Way], finder: WordFinder) -> Iterator[tuple[Span, Span]]:
    """Where the runs of the ways stand in both texts, one way after the other."""
    numbers, at = np.unique(np.array([(way.ours, way.theirs) for way in ways], np.int64), return_inverse=True)
    places = finder.find([texts.reports[number].text for number in numbers.tolist()])
    runs = np.concatenate([way.runs for way in ways], axis=1)
    counts = [way.runs.shape[1] for way in ways]
    sides = []
    for side, own in enumerate(at.reshape(-1, 2).T):
        firsts = np.repeat(places.bounds[own], counts) + runs[side]
        sides.append(zip(places.starts[firsts].tolist(), places.ends[firsts + runs[2] - 1].tolist(), strict=True))
    return zip(*sides, strict=True)


def _are_versions(later: Report, earlier: Report) -> bool:
    """True for two states of one page, of which it is told when they were fetched or changed."""
    times = ((later.fetched, earlier.fetched), (later.modified, earlier.modified))
    return later.url is not None and later.url == earlier.url and any(
        one is not None and two is not None and one > two for one, two in times)


def _hours_differ(later: Report, earlier: Report) -> bool:
    """True where both say the time of day of their publication, and not the same."""
    return "T" in (later.published or "") and "T" in (earlier.published or "") and (
        later.published != earlier.published)
