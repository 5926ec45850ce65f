"""Clusters from scored pairs: average link over the pairs that were looked at."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]

ENOUGH_PAIRS = 40
"""Pairs that settle whether two clusters are one. Blocking looks at a part of the pairs of large
clusters only, and those that nobody looked at are no evidence against them."""


class AverageLink:
    """Agglomerative clustering of some numbers by the mean score of the pairs between clusters.

    A pair without a score counts as `floor`. Each step joins the two clusters with the highest mean,
    ties by their numbers, as long as it is above 0. O(E log² E) for E scored pairs.
    """

    def __init__(self, numbers: Iterable[int], scores: Mapping[Pair, float], floor: float) -> None:
        self._members = {number: [number] for number in numbers}
        self._sums: dict[int, dict[int, tuple[float, int]]] = {number: {} for number in self._members}
        self._floor = floor
        for (left, right), score in scores.items():
            self._sums[left][right] = self._sums[right][left] = (score, 1)

    def clusters(self) -> list[list[int]]:
        """The clusters, each sorted, in the order of their first members."""
        heap = [(-self._mean(left, right), left, right)
                for left, others in self._sums.items() for right in others if left < right]
        heapq.heapify(heap)
        while heap and heap[0][0] < 0:
            known, left, right = heapq.heappop(heap)
            if right not in self._sums.get(left, {}) or -self._mean(left, right) != known:
                continue
            kept = self._merge(left, right)
            for other in self._sums[kept]:
                low, high = min(kept, other), max(kept, other)
                heapq.heappush(heap, (-self._mean(low, high), low, high))
        return sorted(sorted(members) for members in self._members.values())

    def _mean(self, left: int, right: int) -> float:
        total, known = self._sums[left][right]
        sizes = len(self._members[left]), len(self._members[right])
        asked = max(known, min(sizes[0] * sizes[1], ENOUGH_PAIRS))
        return (total + (asked - known) * self._floor) / asked

    def _merge(self, left: int, right: int) -> int:
        """Joins two clusters under the name of the one with more neighbours."""
        kept, gone = sorted((left, right), key=lambda name: (-len(self._sums[name]), name))
        self._members[kept] += self._members.pop(gone)
        for other, (total, known) in self._sums.pop(gone).items():
            del self._sums[other][gone]
            if other != kept:
                before = self._sums[kept].get(other, (0.0, 0))
                joined = before[0] + total, before[1] + known
                self._sums[kept][other] = self._sums[other][kept] = joined
        return kept
