"""Clusters from scored pairs: average link over the pairs that were looked at, against what holds each cluster
together."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

Pair = tuple[int, int]

ENOUGH_PAIRS = 40
"""Pairs that settle whether two clusters are one. Blocking looks at a part of the pairs of large
clusters only, and those that nobody looked at are no evidence against them."""
CONTRAST = 0.5
"""Part of the cohesion of two clusters that the pairs between them must have. Two happenings of one kind, with
one setting and some of its people, are like enough to be one, and only less like than the reports of each are.
Chosen with `UNDECIDED` by cross-validation over the topics of ECB+; 0.4 to 0.6 and 2 to 8 are within 0.015."""
UNDECIDED = 4
"""Pairs of score 0 that every cluster is thought to hold: few pairs tell little of how alike its reports are."""


class Between(NamedTuple):
    """Of the pairs between two clusters: the sum of the scores and their number; the same of two wordings of one
    text alone; and how many no day speaks for or against."""

    total: float
    known: int
    reworded_total: float
    reworded: int
    undated: int

    def joined(self, other: Between) -> Between:
        """The pairs of both."""
        return Between(self.total + other.total, self.known + other.known,
                       self.reworded_total + other.reworded_total, self.reworded + other.reworded,
                       self.undated + other.undated)


NOTHING = Between(0.0, 0, 0.0, 0, 0)


class AverageLink:
    """Agglomerative clustering of some numbers by the mean score of the pairs between clusters.

    A pair without a score counts as `floor`. Each step joins the two clusters with the highest mean,
    less `CONTRAST` of the lower of their cohesions, ties by their numbers, as long as that is above 0.
    The contrast counts as far as the pairs between them are `undated`: where the days are known, they
    tell two happenings of one kind apart, and two camps that tell one happening are not to be parted.
    A cluster's cohesion is the mean score of its own pairs, without those of `reworded`: how alike
    reprints are says nothing of how alike two accounts of one happening are, and a story of two
    agencies, each reprinted, must not fall in two. O(E log² E) for E scored pairs.
    """

    def __init__(self, numbers: Iterable[int], scores: Mapping[Pair, float], floor: float,
                 reworded: AbstractSet[Pair] = frozenset(), undated: AbstractSet[Pair] = frozenset()) -> None:
        self._members = {number: [number] for number in numbers}
        self._sums: dict[int, dict[int, Between]] = {number: {} for number in self._members}
        self._within = dict.fromkeys(self._members, (0.0, 0))
        self._floor = floor
        for pair, score in scores.items():
            again = pair in reworded
            found = Between(score, 1, score if again else 0.0, int(again), int(pair in undated))
            self._sums[pair[0]][pair[1]] = self._sums[pair[1]][pair[0]] = found

    def clusters(self) -> list[list[int]]:
        """The clusters, each sorted, in the order of their first members."""
        heap = [(-self._gain(left, right), left, right)
                for left, others in self._sums.items() for right in others if left < right]
        heapq.heapify(heap)
        while heap and heap[0][0] < 0:
            known, left, right = heapq.heappop(heap)
            if right not in self._sums.get(left, {}) or -self._gain(left, right) != known:
                continue
            kept = self._merge(left, right)
            for other in self._sums[kept]:
                low, high = min(kept, other), max(kept, other)
                heapq.heappush(heap, (-self._gain(low, high), low, high))
        return sorted(sorted(members) for members in self._members.values())

    def _gain(self, left: int, right: int) -> float:
        """The mean score between two clusters, less what their cohesion asks for."""
        total, asked = self._counted(left, right)
        between = self._sums[left][right]
        asked_for = CONTRAST * between.undated / between.known
        return total / asked - asked_for * min(self._cohesion(left), self._cohesion(right))

    def _counted(self, left: int, right: int) -> tuple[float, int]:
        """The sum of the pairs between two clusters that count, and how many these are."""
        between = self._sums[left][right]
        asked = max(between.known, min(len(self._members[left]) * len(self._members[right]), ENOUGH_PAIRS))
        return between.total + (asked - between.known) * self._floor, asked

    def _cohesion(self, cluster: int) -> float:
        total, pairs = self._within[cluster]
        return max(0.0, total / (pairs + UNDECIDED))

    def _merge(self, left: int, right: int) -> int:
        """Joins two clusters under the name of the one with more neighbours."""
        kept, gone = sorted((left, right), key=lambda name: (-len(self._sums[name]), name))
        self._within[kept] = self._within_both(kept, gone)
        self._members[kept] += self._members.pop(gone)
        for other, between in self._sums.pop(gone).items():
            del self._sums[other][gone]
            if other != kept:
                joined = self._sums[kept].get(other, NOTHING).joined(between)
                self._sums[kept][other] = self._sums[other][kept] = joined
        return kept

    def _within_both(self, left: int, right: int) -> tuple[float, int]:
        """The sum and number of the pairs within two clusters and between them, without those of two wordings."""
        total, asked = self._counted(left, right)
        between = self._sums[left][right]
        own = asked - between.reworded
        pairs = len(self._members[left]) * len(self._members[right]) - between.reworded
        mean = (total - between.reworded_total) / own if own else 0.0
        return (self._within[left][0] + self._within[right][0] + mean * pairs,
                self._within[left][1] + self._within[right][1] + pairs)
