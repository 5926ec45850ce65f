"""Copies: reports that share wording, with the words in both and the likely direction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from firsthand.engine.base import Engine
from firsthand.options import TraceOptions
from firsthand.records import Direction, Link, Report, Span, Story
from firsthand.trace.align import SEED_WORDS, Run, align, longest_passage, make_seeds
from firsthand.trace.direction import Pair, settle
from firsthand.trace.outlets import Outlets
from firsthand.trace.shared import find_shared
from firsthand.trace.wording import CACHED, Mask, Wording, inside, read_wording, word_places

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
    texts = _Texts(every, dict(zip(kept, shared.framed, strict=True)), context.public)
    pairs = [_pair(texts, later, earlier, _whole(every.words[later]), context) for earlier, later in same_words]
    for one, two in sorted({*shared.pairs, *_story_pairs(wording.reports, context.stories, options)}):
        earlier, later = kept[one], kept[two]
        if np.array_equal(every.words[later], every.words[earlier]):
            pairs.append(_pair(texts, later, earlier, _whole(every.words[later]), context))
            continue
        runs = align(texts.seeds(later), texts.seeds(earlier))
        sizes = len(every.words[later]), len(every.words[earlier])
        if publishers[two] is not None and publishers[two] == publishers[one]:
            runs = _without_tail(runs, sizes)
        runs = _without_repeats(runs)
        if runs and _is_copy(runs, min(sizes), options) and _own_words_too(texts, (later, earlier), runs, options):
            pairs.append(_pair(texts, later, earlier, runs, context))
    return [_link(texts, pair, *told) for pair, told in zip(pairs, settle(pairs), strict=True)]


class _Texts:
    """Some reports by their places, with what aligning them needs, made when asked for."""

    def __init__(self, wording: Wording, framed: Mapping[int, Mask], public: Mapping[str, Sequence[Span]]) -> None:
        self.reports, self.words, self.public_in = wording.reports, wording.words, frozenset(public)
        self.seeds = lru_cache(CACHED)(
            lambda number: make_seeds(wording.words[number], wording.grams(number, SEED_WORDS), framed[number]))
        self.places = lru_cache(CACHED)(lambda number: word_places(wording.reports[number]))
        self.public = lru_cache(CACHED)(
            lambda number: inside(self.places(number), public.get(wording.reports[number].id, ())))

    def spans(self, number: int, firsts: Sequence[int], lengths: Sequence[int]) -> list[Span]:
        """Where runs of words of a report stand in its text, given by their first words and lengths."""
        places, starts = self.places(number), np.asarray(firsts, dtype=np.intp)
        ends = starts + np.asarray(lengths, dtype=np.intp) - 1
        return list(zip(places[starts, 0].tolist(), places[ends, 1].tolist(), strict=True))


def _story_pairs(reports: Sequence[Report], stories: Sequence[Story],
                 options: TraceOptions) -> Iterator[tuple[int, int]]:
    """The pairs of reports (places, the earlier first) of one story; of a large one each with its last
    `story_neighbours` before it only."""
    place = {report.id: number for number, report in enumerate(reports)}
    for story in stories:
        members = sorted(place[report] for report in story.reports if report in place)
        for number, later in enumerate(members):
            for earlier in members[max(0, number - options.story_neighbours):number]:
                yield earlier, later


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
        (max((run.length for run in runs), default=0) >= SENTENCE_WORDS or longest_passage(runs) >= REWRITTEN_WORDS)
        and shared >= options.least_words and shared >= options.least_share * shorter)


def _own_words_too(texts: _Texts, pair: tuple[int, int], runs: Sequence[Run], options: TraceOptions) -> bool:
    """Whether what two reports share makes a copy without what anybody could hear and quote."""
    reports = [texts.reports[one].id for one in pair]
    if any(report not in texts.public_in for report in reports):
        return True
    kept = [~texts.public(one) for one in pair]
    free = [int(np.count_nonzero(one)) for one in kept]
    return min(free) < options.least_words or _is_copy(list(_pieces(runs, kept[0])), min(free), options)


def _pieces(runs: Iterable[Run], kept: Mask) -> Iterator[Run]:
    """The parts of runs whose words of the left text are kept."""
    for run in runs:
        inside = kept[run.left:run.left + run.length]
        edges = np.flatnonzero(np.diff(inside.astype(np.int8), prepend=0, append=0)).tolist()
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield Run(run.left + start, run.right + start, end - start)


def _pair(texts: _Texts, later: int, earlier: int, runs: Sequence[Run], context: Context) -> Pair:
    """Two reports that share runs (places of `later` first), with what credits and dates tell."""
    sizes = len(texts.words[later]), len(texts.words[earlier])
    backwards, direction = _told(texts.reports[later], texts.reports[earlier], context)
    return Pair(later, earlier, runs, sizes, _covered(runs), backwards, direction)


def _told(new: Report, old: Report, context: Context) -> tuple[bool, Direction]:
    """(True where the earlier one in order is the copy, how that is known)."""
    credits = [_publisher(other, context) in context.credited.get(one.id, ())
               for one, other in ((new, old), (old, new))]
    if credits[0] != credits[1]:
        return credits[1], "known"
    days = [context.days.get(one.id) for one in (new, old)]
    differ = None not in days and (days[0] != days[1] or _hours_differ(new, old))
    return False, "inferred" if differ else "unknown"


def _link(texts: _Texts, pair: Pair, backwards: bool, direction: Direction) -> Link:
    """The link of a pair, from the copy."""
    ours, theirs = (pair.earlier, pair.later) if backwards else (pair.later, pair.earlier)
    runs = pair.runs
    if backwards:
        runs = sorted((Run(run.right, run.left, run.length) for run in runs), key=lambda run: run.left)
    lengths = [run.length for run in runs]
    spans = tuple(zip(texts.spans(ours, [run.left for run in runs], lengths),
                      texts.spans(theirs, [run.right for run in runs], lengths), strict=True))
    shared = _covered(runs) if backwards else pair.shared
    share = shared / len(texts.words[ours]) if len(texts.words[ours]) else 1.0
    return Link(texts.reports[ours].id, texts.reports[theirs].id, None, "copies", round(share, 4), spans, direction)


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
