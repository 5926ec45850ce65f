"""Which of two texts that share their wording had it from the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from firsthand.records import Direction
from firsthand.trace.runs import Ints, Mask, spread

MUCH_LONGER = 1.3
"""Of two texts the one this much longer may be the original: reprints are cut."""
AT_THE_END = 0.8
"""Part of what the longer one has alone that stands after all they share: news is cut from its end."""
NEARER = 0.03
"""Part by which one of two texts must share more with the rest of their family to be nearer to its origin:
every further edit takes some words away."""
LEFT_OUT = 0.2
"""Part of a text that a compilation of it and of others leaves out, and least part of it that comes from there."""


MAX_THIRDS = 8
"""Third texts that are looked at."""
CACHED = 4096
"""Pairs whose shared words are kept at hand."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two texts, given by their places, with the runs that they share (three rows: first word in `later`, in
    `earlier`, length), their sizes in words, the words shared, and what dates and credits tell: whether
    `earlier` is the copy, and how that is known."""

    later: int
    earlier: int
    runs: Ints
    sizes: tuple[int, int]
    shared: int
    backwards: bool
    direction: Direction


def settle(pairs: Sequence[Pair]) -> list[tuple[bool, Direction]]:
    """For each pair whether the text that comes first in order is the copy, and how that is known.

    Where neither credits nor dates tell, the family does: a text that shares with two that share nothing
    with each other drew from both; of two texts the one that shares more with the others of the family is
    nearer to its origin; and one whose end is cut off is the copy.
    """
    family: dict[int, dict[int, Pair]] = defaultdict(dict)
    for pair in pairs:
        family[pair.later][pair.earlier] = family[pair.earlier][pair.later] = pair
    kin = _Kin(family)
    return [(pair.backwards, pair.direction) if pair.direction != "unknown" else kin.settle(pair) for pair in pairs]


class _Kin:
    """Tells from the rest of their family which of two texts is the copy."""

    def __init__(self, family: Mapping[int, Mapping[int, Pair]]) -> None:
        self._family = family
        self._places = lru_cache(CACHED)(_places)

    def settle(self, pair: Pair) -> tuple[bool, Direction]:
        """Whether the text that comes first in order is the copy, and how that is known."""
        drew = [self._drew_from_both(pair, one) for one in (pair.later, pair.earlier)]
        if drew[0] != drew[1]:
            return drew[1], "inferred"
        thirds = sorted(self._family[pair.later].keys() & self._family[pair.earlier].keys())[:MAX_THIRDS]
        kept = [sum(self._common(pair, third, one) for third in thirds) for one in (pair.later, pair.earlier)]
        if abs(kept[0] - kept[1]) > NEARER * max(kept):
            return kept[0] > kept[1], "inferred"
        return _by_cut(pair)

    def _drew_from_both(self, pair: Pair, text: int) -> bool:
        """True where a text of a pair shares other words with a third one that has nothing of the other text,
        and leaves out a part of that."""
        other = pair.earlier if text == pair.later else pair.later
        own_size, size = pair.sizes[text != pair.later], pair.sizes[text == pair.later]
        if size - pair.shared < LEFT_OUT * size or pair.shared < LEFT_OUT * own_size:
            return False
        own = self._family[text]
        thirds = sorted(own.keys() - self._family[other].keys() - {other})[:MAX_THIRDS]
        return any(self._common(pair, third, text) < LEFT_OUT * min(pair.shared, own[third].shared)
                   for third in thirds)

    def _common(self, pair: Pair, third: int, text: int) -> int:
        """The words of a text of a pair that stand in the other one and in a third one as well."""
        return int(np.count_nonzero(self._places(pair, text) & self._places(self._family[text][third], text)))


def _places(pair: Pair, text: int) -> Mask:
    """True for the words of a text of a pair that stand in the other one."""
    side = int(text != pair.later)
    found = np.zeros(pair.sizes[side], np.bool_)
    found[spread(pair.runs[side], pair.runs[2])] = True
    return found


def _by_cut(pair: Pair) -> tuple[bool, Direction]:
    """The longer text is the original where the other one lacks its end."""
    longer = 0 if pair.sizes[0] > pair.sizes[1] else 1  # the later one of two of a size is taken for the copy
    if pair.sizes[longer] >= MUCH_LONGER * pair.sizes[1 - longer]:
        last = int((pair.runs[longer] + pair.runs[2]).max(initial=0))
        if pair.sizes[longer] - last >= AT_THE_END * (pair.sizes[longer] - pair.shared):
            return longer == 0, "inferred"
    return longer == 0, "unknown"  # the shorter one leans on the other with more of its words
