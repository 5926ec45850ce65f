"""Where two texts share their words: runs of the same words, gathered into passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.trace.wording import Hashes, Mask

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
    """A text ready to be aligned: its runs of `SEED_WORDS` words by their first word, which of them may
    start a shared run, and the runs in the order of their hashes."""

    grams: Hashes
    usable: Mask
    sorted_grams: Hashes
    order: np.ndarray[tuple[int], np.dtype[np.intp]]


def make_seeds(grams: Hashes, framed: Mask) -> Seeds:
    """The seeds of a text; runs that touch a framed word (boilerplate) start nothing."""
    usable = np.ones(len(grams), dtype=np.bool_)
    for place in range(SEED_WORDS):
        usable &= ~framed[place:place + len(grams)]
    order = np.argsort(grams, kind="stable")
    order = order[usable[order]]
    return Seeds(grams, usable, grams[order], order)


def align(left: Seeds, right: Seeds) -> list[Run]:
    """The shared runs of the passages that both texts share, in the left text's order.

    Runs of the left text do not overlap; a run that stands several times in the right text is paired
    with its first place. O(n log n) in the words.
    """
    if not len(right.order) or not len(left.grams):
        return []
    at = np.minimum(np.searchsorted(right.sorted_grams, left.grams), len(right.order) - 1)
    hits = np.flatnonzero((right.sorted_grams[at] == left.grams) & left.usable)
    if not len(hits):
        return []
    places = right.order[at[hits]]
    breaks = np.flatnonzero((np.diff(hits) != 1) | (np.diff(places) != 1)) + 1
    starts, ends = np.concatenate(([0], breaks)), np.concatenate((breaks, [len(hits)]))
    return _in_passages(_joined(Run(int(hits[start]), int(places[start]), int(end - start) + SEED_WORDS - 1)
                                for start, end in zip(starts, ends, strict=True)))


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
    passage: list[Run] = []
    for run in runs:
        if passage and not _follows(passage[-1], run):
            kept += passage if _holds(passage) else []
            passage = []
        passage.append(run)
    return kept + (passage if passage and _holds(passage) else [])


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
    most = shared = 0
    for number, run in enumerate(runs):
        shared = run.length + (shared if number and _follows(runs[number - 1], run) else 0)
        most = max(most, shared)
    return most
