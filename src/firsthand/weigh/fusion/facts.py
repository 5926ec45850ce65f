"""Claims as arrays: the distinct values of items, who gives which, and which values are near.

Items may name an object and an attribute ("flight 7|gate"). Each attribute is a class of its own:
a source can be good at gates and bad at times. Everything is numbered by the alphabet of the
source, item and value, so that the order of the claims changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from firsthand.weigh.fusion import kinds
from firsthand.weigh.fusion.kinds import Kind
from firsthand.weigh.fusion.people import merge_lists

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SEPARATOR = "|"
MOST_CLASSES = 50
LEAST_ITEMS = 100
"""Items of an attribute from which on it is weighed for itself: fewer say little of any source."""
MOST_NEIGHBOURS = 64
"""Values on each side of one that can be near it; keeps an item of 10,000 values linear."""


@dataclass(frozen=True)
class Facts:
    """The claims of one class. A fact is a distinct value of an item; an item's facts stand together.

    `source`, `fact`, `part`: one entry a claim, by fact; `part` is 1 / the values that its source
    gives for the item. `item`, `wording`: one a fact, not falling, numbers into all items and raw
    values. `one`, `two`, `nearness`: facts of an item of which `two` lends to `one` (times and numbers that
    are near; the wider place to one in it); `means` where `one` is right too if `two` is. `holder`, `member`:
    of lists, the people (numbers of their own in each item) that each fact names, by fact.
    """

    name: str
    kind: Kind
    sources: int
    source: Ints
    fact: Ints
    part: Floats
    item: Ints
    wording: Ints
    one: Ints
    two: Ints
    nearness: Floats
    means: Bools
    holder: Ints
    member: Ints

    def of_claims(self, kept: Bools) -> Facts:
        """The same facts with some of the claims only."""
        if kept.all():
            return self
        return replace(self, source=self.source[kept], fact=self.fact[kept], part=self.part[kept])

    @property
    def implies(self) -> bool:
        """Whether values that say less lend to those that say more, instead of near ones to each other."""
        return self.kind == "path"

    @property
    def starts(self) -> Ints:
        """The first fact of each item."""
        return np.flatnonzero(np.diff(self.item, prepend=-1))

    def per_fact(self, weights: Floats) -> Floats:
        """The sum of the claims' weights for each fact."""
        return np.bincount(self.fact, weights, len(self.item)).astype(np.float64)

    def per_source(self, weights: Floats) -> Floats:
        """The sum of the claims' weights for each source."""
        return np.bincount(self.source, weights, self.sources).astype(np.float64)

    def spread(self, scores: Floats, share: float) -> Floats:
        """Scores with the share that near values lend to each other."""
        if not len(self.one):
            return scores
        lent = np.bincount(self.one, scores[self.two] * self.nearness, len(scores))
        return np.asarray(scores + share * lent, dtype=np.float64)

    def within(self, chances: Floats) -> Floats:
        """The probability that a value, one within the tolerance or one that lies in it is right, at most 1."""
        if not self.means.any():
            return chances
        lent = np.bincount(self.one[self.means], chances[self.two[self.means]], len(chances))
        return np.asarray(np.minimum(chances + lent, 1.0), dtype=np.float64)

    def implied(self, chances: Floats) -> Floats:
        """The probability that a value or one that says more than it is right, at most 1."""
        if not self.implies or not len(self.one):
            return chances
        fuller = np.bincount(self.two, chances[self.one] * (self.nearness > 0), len(chances))
        return np.asarray(np.minimum(chances + fuller, 1.0), dtype=np.float64)

    def totals(self, scores: Floats) -> Floats:
        """For each fact, the sum of its item's scores."""
        sums = np.add.reduceat(scores, self.starts)
        return np.asarray(np.repeat(sums, self.sizes()), dtype=np.float64)

    def sizes(self) -> Ints:
        """The facts of each item."""
        return np.diff(np.append(self.starts, len(self.item)))

    def shares(self, scores: Floats) -> Floats:
        """Each score as a share of its item's."""
        return np.asarray(scores / np.maximum(self.totals(scores), 1e-300), dtype=np.float64)

    def softmax(self, scores: Floats, unsaid: float = 0.0) -> Floats:
        """Probabilities of the values of each item from log scores; `unsaid` values of score 0 stand beside."""
        top = np.repeat(np.maximum(np.maximum.reduceat(scores, self.starts), 0.0), self.sizes())
        parts = np.exp(scores - top)
        whole = self.totals(parts) + unsaid * np.exp(-top)
        return np.asarray(parts / np.maximum(whole, 1e-300), dtype=np.float64)

    def ranking(self, chances: Floats, votes: Floats) -> Ints:
        """All facts, item by item, the likeliest first; then that of most votes, then by the alphabet."""
        return np.lexsort((self.wording, -votes, -np.round(chances, 9), self.item))


@dataclass(frozen=True)
class Coded:
    """All claims as numbers; `sources`, `items`, `values` are Arrow arrays in the alphabet's order."""

    sources: pa.Array
    items: pa.Array
    values: pa.Array
    source: Ints
    item: Ints
    value: Ints


def encode(table: pa.Table) -> Coded:
    """The numbers of a table with the string columns source, item, value."""
    names, codes = zip(*(_ranked(table[name]) for name in ("source", "item", "value")), strict=True)
    return Coded(*names, *codes)


def make_facts(coded: Coded, kind: Kind) -> list[Facts]:
    """The claims of each class; one class where items name no attributes."""
    labels, label_of = _classes(coded.items)
    found = []
    for number, label in enumerate(labels):
        rows = slice(None) if len(labels) == 1 else label_of[coded.item] == number
        found.append(_facts(coded, label, coded.source[rows], coded.item[rows], coded.value[rows], kind))
    return found


def _ranked(column: pa.ChunkedArray) -> tuple[pa.Array, Ints]:
    import pyarrow.compute as pc

    coded = column.combine_chunks().dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    return coded.dictionary.take(order), rank[coded.indices.to_numpy()]


def _classes(items: pa.Array) -> tuple[list[str], Ints]:
    """The attributes that items end in, and each item's; one class "" where they are not of that form."""
    import pyarrow as pa
    import pyarrow.compute as pc

    one = [""], np.zeros(len(items), dtype=np.int64)
    if not pc.all(pc.match_substring(items, SEPARATOR)).as_py():
        return one
    tails = pc.list_element(pc.split_pattern(items, SEPARATOR, max_splits=1, reverse=True), 1)
    coded = tails.dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary)
    rank = np.argsort(order.to_numpy(), kind="stable")
    label_of = rank[coded.indices.to_numpy()].astype(np.int64)
    small = np.bincount(label_of).min() < LEAST_ITEMS
    if small or len(order) > MOST_CLASSES:
        return one
    assert isinstance(coded.dictionary, pa.Array)
    return coded.dictionary.take(order).to_pylist(), label_of


def _facts(coded: Coded, name: str, source: Ints, item: Ints, value: Ints, kind: Kind) -> Facts:
    used, value = np.unique(value, return_inverse=True)
    keys, key_of, kind = _keys(coded.values.take(used).to_pylist(), kind)
    key = key_of[value]
    people: dict[int, tuple[int, ...]] = {}
    well_put = np.ones(len(key), dtype=np.bool_)
    if kind == "set":
        own, (key, people) = key, merge_lists(keys, item, key)
        well_put = own == key
    many = len(coded.sources)
    joined = (item * len(keys) + key) * many + source
    order = np.argsort(joined, kind="stable")
    joined = joined[order]
    fact_keys, claim_fact = np.unique(joined // many, return_inverse=True)
    kept = well_put[order]
    wording = used[_most_given(claim_fact[kept], joined[kept], value[order][kept])]
    distinct = np.flatnonzero(np.diff(joined, prepend=-1))
    claim_source, claim_fact = joined[distinct] % many, claim_fact[distinct]
    fact_item, fact_key = fact_keys // len(keys), fact_keys % len(keys)
    _, place, times = np.unique(fact_item[claim_fact] * many + claim_source, return_inverse=True, return_counts=True)
    near = _near_pairs(keys, fact_item, fact_key, kind)
    lists = [people[place] for place in fact_keys.tolist()] if kind == "set" else []
    return Facts(name, kind, many, claim_source, claim_fact, 1.0 / times[place], fact_item, wording, *near,
                 np.repeat(np.arange(len(lists)), [len(one) for one in lists]),
                 np.array([person for one in lists for person in one], dtype=np.int64))


def _most_given(fact: Ints, claim: Ints, value: Ints) -> Ints:
    """For each fact the raw value that most of its claims use, then the first by the alphabet.

    `fact` and `claim` do not fall; a claim that stands there twice in the same words counts once.
    """
    many = int(value.max()) + 1
    firsts = np.flatnonzero(np.diff(fact, prepend=-1))
    if (np.minimum.reduceat(value, firsts) == np.maximum.reduceat(value, firsts)).all():
        return np.asarray(value[firsts])
    number = np.cumsum(np.diff(claim, prepend=claim[0]) != 0)
    _, first = np.unique(number * many + value, return_index=True)
    pairs, counts = np.unique(fact[first] * many + value[first], return_counts=True)
    order = np.lexsort((pairs, -counts, pairs // many))
    best = order[np.flatnonzero(np.diff(pairs[order] // many, prepend=-1))]
    return np.asarray(pairs[best] % many, dtype=np.int64)


def _keys(values: Sequence[str], kind: Kind) -> tuple[list[str], Ints, Kind]:
    """The distinct values in the order of their scale, and the number of each raw value's."""
    folded = [kinds.fold(value) for value in values]
    kind = kinds.pick_kind(sorted(set(folded)), kind)
    known = {key: kinds.canonical(key, kind) for key in folded}
    keys = sorted(set(known.values()))
    if kind in ("time", "number"):
        keys.sort(key=lambda key: (float(key) if np.isfinite(kinds.number(key)) else np.inf, key))
    number = {key: place for place, key in enumerate(keys)}
    return keys, np.array([number[known[key]] for key in folded], dtype=np.int64), kind


def _near_pairs(keys: Sequence[str], item: Ints, key: Ints, kind: Kind) -> tuple[Ints, Ints, Floats, Bools]:
    """Which facts of an item lend to which, how much, and which follow from which (see `Facts`)."""
    ones, twos, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    place = np.array([kinds.number(text) for text in keys]) if kind in ("time", "number") else None
    for first, second in neighbours(item) if kind not in ("text", "set") else ():
        for one, two in ((first, second), (second, first)):
            if place is not None:
                near: Any = np.nan_to_num(kinds.nearness(place[key[one]], place[key[two]], kind))
            else:
                near = np.array([float(kinds.lies_in(keys[a], keys[b]))
                                 for a, b in zip(key[one], key[two], strict=True)])
            close = near > 0
            ones.append(one[close])
            twos.append(two[close])
            found.append(near[close])
    one, two, near = np.concatenate(ones), np.concatenate(twos), np.concatenate(found)
    if kind != "path":
        return one, two, near, np.full(len(one), place is not None)
    # The wider place follows from each one in it, which lends it nothing.
    back = np.zeros(len(near))
    return (np.concatenate([one, two]), np.concatenate([two, one]), np.concatenate([near, back]),
            np.concatenate([back > 0, near > 0]))


def neighbours(group: Ints, most: int = MOST_NEIGHBOURS) -> Iterator[tuple[Ints, Ints]]:
    """All pairs of places that stand in the same group, nearest first; `group` does not fall."""
    ahead = np.arange(len(group))
    for step in range(1, min(most, len(group) - 1) + 1):
        ahead = ahead[:np.searchsorted(ahead, len(group) - step)]
        ahead = ahead[group[ahead + step] == group[ahead]]
        if not len(ahead):
            return
        yield ahead, ahead + step
