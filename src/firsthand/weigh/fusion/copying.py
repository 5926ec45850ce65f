"""Who shares rare values with whom, and how much a claim counts after that.

Two sources that give the same value where most others give another have it from each other or from
one place; that both give what everybody gives shows nothing (Dong, Berti-Equille, Srivastava:
"Integrating Conflicting Data: The Role of Source Dependence", VLDB 2009). Here no truth is needed: a
value of which a share p of an item's votes speaks weighs -log p, and the overlap of two sources is
the weight of the values that they share, as part of the larger weight of the values that either
gives for items of both. It is counted over all attributes together.

Sources that say exactly the same are one voice from the start (`find_twins`), so that a source that stands
there twice changes nothing at all. Below `DOUBT` two who agree may as well be two witnesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.weigh.fusion.facts import Facts, Floats, Ints, neighbours

LEAST_CLAIMS = 10
"""A source with fewer values shows nothing of where it has them from."""
MOST_SOURCES = 2000
"""Only so many of the largest sources are compared: the table of pairs is square."""
MOST_HOLDERS = 100
"""An item of more claims is no evidence of copying: comparing all pairs of them would be square."""
DOUBT = 10.0
"""Weight of shared values at which half is believed: ten values that a third of the votes gives."""
SHARPNESS = 24
"""Dependence is overlap to this power. Good sources overlap in 9 of 10 rare values with no word between
them, and copies in 99: 0.9 gives 0.08, 0.97 gives 0.48, 0.995 gives 0.89."""
ROUNDS = 2
"""Overlap is counted again with the votes that remain: a value of ten copies is rarer than it looked."""


@dataclass(frozen=True)
class Copying:
    """Who depends on whom. `depends`: 0 to 1 by pairs, symmetric, of the sources that have a `place` (-1 is none).

    `weights`: what each claim counts, for each class. `twin`: for each source the first that says exactly
    the same, mostly itself.
    """

    depends: Floats
    weights: list[Floats]
    place: Ints
    twin: Ints


def find_copying(classes: Sequence[Facts]) -> Copying:
    """The dependence of sources and the weights of claims, from the claims alone."""
    twin = find_twins(classes)
    kept = [facts.of_claims(twin[facts.source] == facts.source) for facts in classes]
    place = _places(kept)
    weights = [facts.part for facts in kept]
    depends = np.zeros((0, 0))
    for _ in range(ROUNDS if place.max(initial=-1) >= 1 else 0):
        depends = _dependence(kept, weights, place)
        weights = [independent_weights(facts, depends, place) * facts.part for facts in kept]
    return Copying(depends, weights, place[twin], twin)


def find_twins(classes: Sequence[Facts]) -> Ints:
    """For each source the first one that gives exactly the same values, where they are too rare for chance."""
    many = classes[0].sources
    sums, given = np.zeros(many, dtype=np.uint64), np.zeros(many, dtype=np.int64)
    for number, facts in enumerate(classes):
        order = np.argsort(facts.source, kind="stable")
        held, starts = np.unique(facts.source[order], return_index=True)
        signs = _mixed(facts.fact.astype(np.uint64) + (np.uint64(number) << np.uint64(48)))
        sums[held] += np.add.reduceat(signs[order], starts) if len(starts) else sums[held]
        given += np.bincount(facts.source, minlength=many)
    _, first, group = np.unique(np.stack([sums, given.astype(np.uint64)]), axis=1, return_index=True,
                                return_inverse=True)
    twin = first[group.reshape(-1)].astype(np.int64)
    twin[given < LEAST_CLAIMS] = np.flatnonzero(given < LEAST_CLAIMS)
    if (twin == np.arange(many)).all():
        return twin
    told = np.zeros(many)
    for facts in classes:
        kept = facts.of_claims(twin[facts.source] == facts.source)
        told += kept.per_source(_rarity(kept, kept.part)[kept.fact])
    return np.where(told[twin] >= DOUBT, twin, np.arange(many))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers mixed so that sums of them tell sets apart (SplitMix64: Steele, Lea, Flood, OOPSLA 2014)."""
    mixed = numbers * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)


def _rarity(facts: Facts, weight: Floats) -> Floats:
    """Minus the logarithm of each value's share of the votes."""
    return np.asarray(-np.log(np.maximum(facts.shares(facts.per_fact(weight)), 1e-12)), dtype=np.float64)


def independent_weights(facts: Facts, depends: Floats, place: Ints) -> Floats:
    """1 / (1 + the dependence on all others that give the same value) for each claim: k copies count one."""
    load = np.zeros(len(facts.fact))
    known = np.flatnonzero(place[facts.source] >= 0)
    source, fact = place[facts.source[known]], facts.fact[known]
    counts = np.bincount(fact, minlength=len(facts.item))
    few = counts[fact] <= MOST_HOLDERS
    rows, small = known[few], source[few]
    for one, two in neighbours(fact[few], MOST_HOLDERS):
        shared = depends[small[one], small[two]]
        load[rows[one]] += shared
        load[rows[two]] += shared
    for crowd in np.flatnonzero(counts > MOST_HOLDERS):
        rows = known[np.searchsorted(fact, crowd):np.searchsorted(fact, crowd, "right")]
        holders = place[facts.source[rows]]
        load[rows] = depends[np.ix_(holders, holders)].sum(axis=1)
    return np.asarray(1 / (1 + load), dtype=np.float64)


def _places(classes: Sequence[Facts]) -> Ints:
    """Numbers for the sources that are compared, -1 for the others; a tie at the limit leaves all out."""
    given = np.sum([np.bincount(facts.source, minlength=facts.sources) for facts in classes], axis=0)
    least = LEAST_CLAIMS
    if (given >= least).sum() > MOST_SOURCES:
        least = int(np.sort(given)[-MOST_SOURCES - 1]) + 1
    return np.where(given >= least, np.cumsum(given >= least) - 1, -1)


def _dependence(classes: Sequence[Facts], weights: Sequence[Floats], place: Ints) -> Floats:
    many = int(place.max()) + 1
    shared, own = np.zeros(many * many), np.zeros(many * many)
    for facts, weight in zip(classes, weights, strict=True):
        _count(facts, weight, place, shared, own)
    both, mine = shared.reshape(many, many), own.reshape(many, many)
    both = both + both.T
    overlap = np.minimum(both / np.maximum(np.maximum(mine, mine.T), 1e-9), 1.0)
    depends: Floats = overlap ** SHARPNESS * both ** 2 / (both ** 2 + DOUBT ** 2)
    np.fill_diagonal(depends, 0.0)
    return depends


def _count(facts: Facts, weight: Floats, place: Ints, shared: Floats, own: Floats) -> None:
    """Adds the rarity of shared values, and of all values where the other one speaks too."""
    many = int(place.max()) + 1
    rarity = _rarity(facts, weight)
    known = place[facts.source] >= 0
    source, fact = place[facts.source[known]], facts.fact[known]
    item = facts.item[fact]
    crowd = np.bincount(item) > MOST_HOLDERS
    few = ~crowd[item]
    source, fact, item = source[few], fact[few], item[few]
    for one, two in neighbours(item, MOST_HOLDERS):
        pair, back = source[one] * many + source[two], source[two] * many + source[one]
        mine, other = rarity[fact[one]], rarity[fact[two]]
        shared += np.bincount(pair, mine * (fact[one] == fact[two]), many * many)
        own += np.bincount(pair, mine, many * many) + np.bincount(back, other, many * many)
