"""Runs of words that two texts share, for many pairs of texts at once, and the passages that they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MAX_GAP = 10
"""Words between two shared runs of one passage: a changed clause; a new sentence is longer."""
FAR_GAP = 30
"""Words between two runs of one passage, where both texts have about as many: rewritten, not new."""
MAX_DRIFT = 4
"""Words by which such gaps may differ."""


@dataclass(frozen=True)
class Runs:
    """`length[i]` words from number `left[i]` of the left text of pair `pair[i]` stand from number `right[i]` of
    its right text; in the order of the pairs, and within one in the order of the left text."""

    pair: Ints
    left: Ints
    right: Ints
    length: Ints

    def __len__(self) -> int:
        return len(self.pair)

    def at(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Runs:
        """Those of the runs."""
        return Runs(self.pair[which], self.left[which], self.right[which], self.length[which])

    def shared(self, count: int) -> Ints:
        """The words that the runs of each of `count` pairs hold together."""
        return np.bincount(self.pair, self.length, count).astype(np.int64)

    def longest(self, count: int) -> Ints:
        """The words of the longest run of each of `count` pairs; 0 where it has none."""
        return largest(self.pair, self.length, count)

    def longest_passage(self, count: int) -> Ints:
        """The most words that one passage of each of `count` pairs shares."""
        firsts = passage_starts(self)
        sums = np.add.reduceat(self.length, firsts) if len(firsts) else self.length
        return largest(self.pair[firsts], sums, count)


def make_runs(pair: Ints, left: Ints, right: Ints, extra: int = 0) -> Runs:
    """The runs of words (places `left` and `right` of a pair's texts) that follow each other in both texts;
    each is `extra` words longer than that."""
    broken = (np.diff(pair) != 0) | (np.diff(left) != 1) | (np.diff(right) != 1)
    firsts = np.flatnonzero(np.concatenate([[True], broken])) if len(pair) else np.empty(0, np.intp)
    lengths = np.diff(firsts, append=len(pair)) + extra
    return Runs(pair[firsts], left[firsts], right[firsts], lengths.astype(np.int64))


def passage_starts(runs: Runs) -> npt.NDArray[np.intp]:
    """Which of the runs start a passage; every other one continues the one before it in both texts."""
    if not len(runs):
        return np.empty(0, np.intp)
    ours = runs.left[1:] - runs.left[:-1] - runs.length[:-1]
    theirs = runs.right[1:] - runs.right[:-1] - runs.length[:-1]
    gap = np.maximum(ours, theirs)
    near = (gap <= MAX_GAP) | ((gap <= FAR_GAP) & (np.abs(ours - theirs) <= MAX_DRIFT))
    follows = near & (theirs >= 0) & (runs.pair[1:] == runs.pair[:-1])
    return np.flatnonzero(np.concatenate([[True], ~follows]))


def largest(owners: Ints, numbers: Ints, count: int) -> Ints:
    """The largest of the numbers (0 or more) of each of `count` owners; 0 where it has none."""
    found = np.zeros(count, np.int64)
    np.maximum.at(found, owners, numbers)
    return found


def spread(starts: Ints, sizes: Ints) -> Ints:
    """The numbers from each start on, so many as its size says, one after the other."""
    offsets = np.cumsum(sizes) - sizes
    return np.repeat(starts - offsets, sizes) + np.arange(int(sizes.sum()))
