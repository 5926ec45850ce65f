"""Sparse rows of weights, and what two rows share, for many pairs of rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

ENTRIES_AT_ONCE = 500_000
"""Entries of right rows that are looked up in one go: some 15 MB; ten times as many take twice as long each."""

ROWS_AT_ONCE = 256
"""Rows whose entries are sorted together, in little memory beside them."""
_PLACE_BITS, _WEIGHT_BITS = 22, 33
"""Of a number of 63 bits by which entries are sorted, beside 8 for the row: a text of 20 MB has no more words."""


@dataclass(frozen=True)
class Rows:
    """Row `i` has the entries `starts[i]` to `starts[i + 1]` of `ids` (ascending) and `weights` (above 0)."""

    starts: Ints
    ids: Ints
    weights: Floats

    @property
    def sizes(self) -> Ints:
        """How many entries each row has."""
        return np.diff(self.starts)

    def owners(self) -> Ints:
        """The row of every entry."""
        return np.repeat(np.arange(len(self.starts) - 1), self.sizes)

    def sums(self, entries: Floats) -> Floats:
        """The sum over each row of something that has one number an entry."""
        return np.bincount(self.owners(), entries, minlength=len(self.starts) - 1).astype(np.float64)

    def kept(self, keep: npt.NDArray[np.bool_]) -> Rows:
        """The rows with these entries only."""
        return make_rows(self.owners()[keep], self.ids[keep], self.weights[keep], len(self.starts) - 1)

    def renumbered(self, numbers: Ints) -> Rows:
        """The rows with other ids, by old id; the weights of entries that meet are added up."""
        return stacked([self._renumbered(start, numbers) for start in range(0, len(self.starts) - 1, ROWS_AT_ONCE)])

    def _renumbered(self, start: int, numbers: Ints) -> Rows:
        """The same for `ROWS_AT_ONCE` rows from one on."""
        starts = self.starts[start:start + ROWS_AT_ONCE + 1]
        own = slice(starts[0], starts[-1])
        keys = np.repeat(np.arange(len(starts) - 1), np.diff(starts)) << 32 | numbers[self.ids[own]]
        order = np.argsort(keys, kind="stable")
        keys, counts = tally(keys[order])
        places = np.repeat(np.arange(len(keys)), counts)
        weights = np.bincount(places, self.weights[own][order], len(keys)).astype(np.float64)
        return make_rows(keys >> 32, keys & 0xFFFFFFFF, weights, len(starts) - 1)

    def heaviest(self, count: int) -> Ints:
        """The places of the `count` heaviest entries of each row, of like ones those of the smaller ids; rows in
        their order, the entries of each from the heaviest on."""
        parts = [self._heaviest(start, count) for start in range(0, len(self.starts) - 1, ROWS_AT_ONCE)]
        return np.concatenate([np.empty(0, np.int64), *parts])

    def _heaviest(self, start: int, count: int) -> Ints:
        """The same for `ROWS_AT_ONCE` rows from one on: row, weight and id are sorted as one number each."""
        starts = self.starts[start:start + ROWS_AT_ONCE + 1]
        weights = self.weights[starts[0]:starts[-1]]
        owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        lack = np.rint((1 - weights / max(weights.max(initial=0), 1)) * ((1 << _WEIGHT_BITS) - 1)).astype(np.int64)
        places = np.arange(len(weights)) - (starts[owners] - starts[0])
        order = np.sort((owners << _WEIGHT_BITS | lack) << _PLACE_BITS | places)
        heavy = order[places < count]  # the rows are as long as before
        found: Ints = (heavy & ((1 << _PLACE_BITS) - 1)) + starts[heavy >> (_WEIGHT_BITS + _PLACE_BITS)]
        return found


def make_rows(owners: Ints, ids: Ints, weights: Floats, count: int) -> Rows:
    """Rows from entries that are sorted by row and id."""
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(owners, minlength=count), out=starts[1:])
    return Rows(starts, ids, weights)


def stacked(parts: Sequence[Rows]) -> Rows:
    """The rows of the parts, one part after the other."""
    sizes = np.concatenate([part.sizes for part in parts] or [np.zeros(0, np.int64)])
    return Rows(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
                np.concatenate([part.ids for part in parts] or [np.zeros(0, np.int64)]),
                np.concatenate([part.weights for part in parts] or [np.zeros(0)]))


def rows_of(sets: Sequence[Iterable[int]]) -> Rows:
    """Rows of weight 1 from one set of ids each."""
    members = [sorted(one) for one in sets]
    sizes = np.fromiter((len(one) for one in members), np.int64, len(members))
    ids = np.fromiter((id_ for one in members for id_ in one), np.int64, int(sizes.sum()))
    return make_rows(np.repeat(np.arange(len(members)), sizes), ids, np.ones(len(ids)), len(members))


def tally(keys: Ints) -> tuple[Ints, Ints]:
    """The numbers in order, each once, and how often each comes. (`np.unique` takes ten times as long.)"""
    ordered = np.sort(keys)
    firsts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    return ordered[firsts], np.diff(firsts, append=len(ordered))


@dataclass(frozen=True)
class Shared:
    """Entries that both rows of a pair have: the number of the pair, and the weight in either row."""

    pair: Ints
    left: Floats
    right: Floats


def shared(left: Rows, right: Rows, pairs: Ints) -> Iterator[Shared]:
    """What row `pairs[0, k]` of `left` and row `pairs[1, k]` of `right` share, for every pair k, in parts.

    Each left row is spread over a table of all ids once, and the right rows of its pairs are looked up there: the
    time grows with the entries of the right rows. Pairs with an empty row share nothing and cost nothing.
    """
    told = np.flatnonzero((left.sizes[pairs[0]] > 0) & (right.sizes[pairs[1]] > 0))
    order = told[np.argsort(pairs[0, told], kind="stable")]
    sizes = right.sizes[pairs[1, order]]
    table = np.zeros(int(max(left.ids.max(initial=0), right.ids.max(initial=0))) + 1)
    bounds = np.searchsorted(np.cumsum(sizes), np.arange(0, sizes.sum(), ENTRIES_AT_ONCE)[1:])
    for part in filter(len, np.split(order, bounds)):
        yield _shared_part(left, right, part, pairs[:, part], table)


def _shared_part(left: Rows, right: Rows, numbers: Ints, pairs: Ints, table: Floats) -> Shared:
    """The same for some pairs that are sorted by their left rows."""
    sizes = right.sizes[pairs[1]]
    ends = np.cumsum(sizes)
    entries = np.arange(ends[-1]) + np.repeat(right.starts[pairs[1]] - ends + sizes, sizes)
    ids, found = right.ids[entries], np.zeros(len(entries))
    firsts = np.flatnonzero(np.diff(pairs[0], prepend=-1))
    lasts = np.append(firsts[1:], len(numbers))
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        row = pairs[0, first]
        own = slice(left.starts[row], left.starts[row + 1])
        spread = slice(ends[first] - sizes[first], ends[last - 1])
        table[left.ids[own]] = left.weights[own]
        found[spread] = table[ids[spread]]
        table[left.ids[own]] = 0.0
    met = np.flatnonzero(found)
    return Shared(np.repeat(numbers, sizes)[met], found[met], right.weights[entries[met]])


def dots(left: Rows, right: Rows, pairs: Ints) -> Floats:
    """The dot product of the rows of each pair."""
    total = np.zeros(pairs.shape[1])
    for part in shared(left, right, pairs):
        total += np.bincount(part.pair, part.left * part.right, len(total))
    return total


def held(left: Rows, right: Rows, pairs: Ints) -> Floats:
    """The sum of the left row's weights of the ids that the right row has as well, for each pair."""
    total = np.zeros(pairs.shape[1])
    for part in shared(left, right, pairs):
        total += np.bincount(part.pair, part.left, len(total))
    return total
