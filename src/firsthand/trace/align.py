"""Where two texts share their words: runs of the same words, gathered into passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.trace.loose import Once, loose_matches, words_once
from firsthand.trace.wording import Hashes, Mask, Words

SEED_WORDS = 4
"""Words of the shortest shared run. Where every fifth word is changed, 66 % of the words stand in such
runs; of runs of eight only 24 % (p = 0.8: the sum over k of k p^k (1 - p)^2 from that length on)."""
MAX_GAP = 10
"""Words between two shared runs of one passage: a changed clause; a new sentence is longer."""
SINGLE_WORDS = 8
"""A run by itself of fewer words is a turn of phrase."""
FAR_GAP = 30
"""Words between two runs of one passage, where both texts have about as many: rewritten, not new."""
MAX_DRIFT = 4
"""Words by which such gaps may differ."""
PASSAGE_WORDS = 12
"""Shared words of a passage of several runs; fewer come together by chance in reports of one happening."""
DENSITY = 0.45
"""Part of a passage, its gaps included, that is shared; a fifth changed at random leaves 0.66."""
WHOLE = 0.9
"""Part of the shorter text from which on nothing else is looked for."""
LONG_WORDS = 20
LONG_DENSITY = 0.18
"""The same for a passage of so many shared words: two fifths changed leave 0.29, and five runs in the same
order at the same distances do not come together by chance."""


@dataclass(frozen=True, slots=True)
class Run:
    """`length` words from number `left` of one text stand from number `right` of the other."""

    left: int
    right: int
    length: int


@dataclass(frozen=True)
class Seeds:
    """A text ready to be aligned: its words, -1 for framed ones; its runs of `SEED_WORDS` words by their first
    word; which of them may start a shared run; the runs in the order of their hashes, and which of the like
    ones each of these is, from 0; and the words that it has once."""

    words: Words
    grams: Hashes
    usable: Mask
    sorted_grams: Hashes
    order: npt.NDArray[np.intp]
    rank: npt.NDArray[np.intp]
    once: Once


def make_seeds(words: Words, grams: Hashes, framed: Mask) -> Seeds:
    """The seeds of a text; runs that touch a framed word (boilerplate) start nothing."""
    usable = np.ones(len(grams), dtype=np.bool_)
    if framed.any():
        words = np.where(framed, np.int32(-1), words)
        for place in range(SEED_WORDS):
            usable &= ~framed[place:place + len(grams)]
    order = np.argsort(grams, kind="stable")
    order = order[usable[order]]
    sorted_grams = grams[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_grams, sorted_grams)
    return Seeds(words, grams, usable, sorted_grams, order, rank, words_once(words))


def align(left: Seeds, right: Seeds) -> list[Run]:
    """The shared runs of the passages that both texts share, in the left text's order.

    Runs of the left text do not overlap; a run that both texts have several times is paired in turn, the
    first with the first. Between and around them, the words that a rewritten passage kept in their
    order (see `loose`) are runs as well, be they single words. O(n log n) in the words.
    """
    runs = _in_passages(_joined(_exact_runs(left, right)))
    if sum(run.length for run in runs) >= WHOLE * min(len(left.words), len(right.words)):
        return runs
    matches = np.full(len(left.words), -1, dtype=np.int64)
    for run in runs:
        matches[run.left:run.left + run.length] = np.arange(run.right, run.right + run.length)
    if not loose_matches(left.words, right.words, (left.once, right.once), matches):
        return runs
    return _runs_of(matches)


def _exact_runs(left: Seeds, right: Seeds) -> list[Run]:
    """Stretches of the left text that stand in the right one word for word."""
    if not len(right.order) or not len(left.grams):
        return []
    last = len(right.order) - 1
    at = np.minimum(np.searchsorted(right.sorted_grams, left.sorted_grams), last)
    same = np.flatnonzero(right.sorted_grams[at] == left.sorted_grams)
    if not len(same):
        return []
    first = at[same]
    turn = np.minimum(first + left.rank[same], last)
    turn = np.where(right.sorted_grams[turn] == left.sorted_grams[same], turn, first)
    by_place = np.argsort(left.order[same])
    hits, places = left.order[same][by_place], right.order[turn][by_place]
    breaks = np.flatnonzero((hits[1:] - hits[:-1] != 1) | (places[1:] - places[:-1] != 1)) + 1
    starts = [0, *breaks.tolist()]
    ends = [*starts[1:], len(hits)]
    return [Run(one, other, end - start + SEED_WORDS - 1) for one, other, start, end in
            zip(hits[starts].tolist(), places[starts].tolist(), starts, ends, strict=True)]


def _runs_of(matches: npt.NDArray[np.int64]) -> list[Run]:
    """The runs of a text whose word i stands at `matches[i]` of the other, -1 where nowhere."""
    places = np.flatnonzero(matches >= 0)
    found = matches[places]
    breaks = np.flatnonzero((places[1:] - places[:-1] != 1) | (found[1:] - found[:-1] != 1)) + 1
    starts = [0, *breaks.tolist()]
    ends = [*starts[1:], len(places)]
    return [Run(one, other, end - start) for one, other, start, end in
            zip(places[starts].tolist(), found[starts].tolist(), starts, ends, strict=True)]


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one diagonal that touch are one run; of others the left overlap is cut off."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else Run(0, 0, 0)
        over = last.left + last.length - run.left
        if over >= 0 and found and run.right - run.left == last.right - last.left:
            found[-1] = Run(last.left, last.right, run.left + run.length - last.left)
        elif over <= 0:
            found.append(run)
        elif run.length - over >= SEED_WORDS:
            found.append(Run(run.left + over, run.right + over, run.length - over))
    return found


def _in_passages(runs: Sequence[Run]) -> list[Run]:
    """The runs of those passages that share enough words."""
    kept: list[Run] = []
    for passage in passages(runs):
        kept += passage if _holds(passage) else []
    return kept


def passages(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs in the left text's order, gathered: each of a list continues the one before it."""
    found: list[list[Run]] = []
    for run in runs:
        if found and _follows(found[-1][-1], run):
            found[-1].append(run)
        else:
            found.append([run])
    return found


def _follows(last: Run, run: Run) -> bool:
    """True where a run continues another in both texts."""
    ours, theirs = run.left - last.left - last.length, run.right - last.right - last.length
    if theirs < 0 or max(ours, theirs) > FAR_GAP:
        return False
    return max(ours, theirs) <= MAX_GAP or abs(ours - theirs) <= MAX_DRIFT


def _holds(passage: Sequence[Run]) -> bool:
    shared = sum(run.length for run in passage)
    extent = passage[-1].left + passage[-1].length - passage[0].left
    if max(run.length for run in passage) >= SINGLE_WORDS:
        return True
    return (shared >= PASSAGE_WORDS and shared >= DENSITY * extent) or (
        shared >= LONG_WORDS and shared >= LONG_DENSITY * extent)


def longest_passage(runs: Sequence[Run]) -> int:
    """The most words that one passage shares."""
    return max((sum(run.length for run in passage) for passage in passages(runs)), default=0)
