"""The places that reports name for their happenings, and which of them two reports share, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from firsthand.group.happening import Happening
from firsthand.group.rows import rows_of
from firsthand.group.words import Words, stem_of
from firsthand.names import same_place
from firsthand.text import WORD, fold

if TYPE_CHECKING:
    from firsthand.group.rows import Flags, Floats, Ints

COMPARED_AT_ONCE = 1_000_000
"""Pairs of places that are compared together: some 50 MB. A pair of reports has as many as theirs multiplied."""


class Places:
    """The places of some reports; two may be one by GeoNames or by spelling, and one may stand in a report that does
    not name it for its happening."""

    def __init__(self, words: Words, happenings: Sequence[Happening]) -> None:
        rarities = {(place.name, place.geonameid): place.rarity for one in happenings for place in one.places}
        numbers = {place: number for number, place in enumerate(rarities)}
        self._named = rows_of([{numbers[place.name, place.geonameid] for place in one.places} for one in happenings])
        self._places = list(rarities)
        self._rarity: Floats = np.array(list(rarities.values()), np.float64)
        self._rarest = np.zeros(len(happenings))
        np.maximum.at(self._rarest, self._named.owners(), self._rarity[self._named.ids])
        self._stands = _standing([name for name, _ in rarities], words)
        self._meet: dict[int, bool] = {}
        self.told: Flags = self._named.sizes > 0

    def compare(self, pairs: Ints) -> tuple[Floats, Floats]:
        """Of each pair of reports (two rows of numbers): how rare the rarest place is that both name or that one names
        and the other has in its words; and, where there is none, the rarity of the rarest of either, the
        lesser of the two. 0 where one names none."""
        met, apart = np.zeros(pairs.shape[1]), np.zeros(pairs.shape[1])
        both = np.flatnonzero(self.told[pairs].all(axis=0))
        ends = np.cumsum(self._named.sizes[pairs[:, both]].prod(axis=0))
        bounds = np.searchsorted(ends, np.arange(COMPARED_AT_ONCE, int(ends[-1]) if len(ends) else 0, COMPARED_AT_ONCE))
        for part in filter(len, np.split(both, bounds)):
            met[part], apart[part] = self._compare(*pairs[:, part])
        return met, apart

    def _compare(self, left: Ints, right: Ints) -> tuple[Floats, Floats]:
        """The same for some pairs of which both name one."""
        shared, rarest = np.zeros(len(left), bool), np.zeros(len(left))
        for owners, rarities in (self._held(left, right), self._held(right, left), self._same(left, right)):
            shared[owners] = True
            np.maximum.at(rarest, owners, rarities)
        return rarest, np.where(shared, 0.0, np.minimum(self._rarest[left], self._rarest[right]))

    def _held(self, ours: Ints, theirs: Ints) -> tuple[Ints, Floats]:
        """The pairs of which the right report has a place of the left one in its words, and the rarity of that."""
        owners, places = self._spread(ours)
        keys = places << 32 | theirs[owners]
        at = np.minimum(np.searchsorted(self._stands, keys), max(len(self._stands) - 1, 0))
        found = self._stands[at] == keys if len(self._stands) else np.zeros(len(keys), bool)
        return owners[found], self._rarity[places[found]]

    def _same(self, ours: Ints, theirs: Ints) -> tuple[Ints, Floats]:
        """The pairs of which both reports name one place, and its rarity."""
        owners, mine = self._spread(ours)
        again, yours = self._spread(theirs[owners])
        owners, mine = owners[again], mine[again]
        keys, which = np.unique(mine << 32 | yours, return_inverse=True)
        found = np.array([self._are_one(key) for key in keys.tolist()], bool)[which]
        return owners[found], np.minimum(self._rarity[mine[found]], self._rarity[yours[found]])

    def _spread(self, reports: Ints) -> tuple[Ints, Ints]:
        """The places of some reports, one after the other, and which of these each is of."""
        sizes = self._named.sizes[reports]
        owners = np.repeat(np.arange(len(reports)), sizes)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return owners, self._named.ids[self._named.starts[reports][owners] + within]

    def _are_one(self, key: int) -> bool:
        """Whether two places, in one number, may be one."""
        if key not in self._meet:
            (name, geonameid), (other, id_) = self._places[key >> 32], self._places[key & 0xFFFFFFFF]
            self._meet[key] = (geonameid is not None and geonameid == id_) or same_place(name, other)
        return self._meet[key]


def _standing(names: Sequence[str], words: Words) -> Ints:
    """(number of a name << 32 | report), in order, for the reports whose words hold all of a name."""
    order = np.argsort(words.whole.ids, kind="stable")
    ids, holders = words.whole.ids[order], words.whole.owners()[order]
    found = [np.empty(0, np.int64)]
    for number, name in enumerate(names):
        stems = {stem_of(fold(word)) for word in WORD.findall(name)} - {""}
        held: Ints | None = None
        for stem in sorted(stems):
            known = words.vocabulary.stems.get(stem, -1)
            own = holders[np.searchsorted(ids, known):np.searchsorted(ids, known, side="right")]
            held = own if held is None else held[np.isin(held, own, assume_unique=True)]
        if held is not None:
            found.append(number << 32 | held)
    return np.concatenate(found)
