"""Lists of people, each name weighed for itself: who belongs to them, from who names whom and who does not.

The latent truth model (Zhao, Rubinstein, Gemmell, Han: "A Bayesian Approach to Discovering Truth from
Conflicting Sources for Data Integration", PVLDB 2012): a source names a right person with its own
sensitivity and a wrong one with its own rate of false names. Leaving a name out is therefore weak evidence
against it where the source often leaves some out, and naming one strong evidence for it. Found by
expectation and maximisation instead of sampling, so that the same claims give the same answer.
"""

from __future__ import annotations

import numpy as np

from firsthand.weigh.fusion.facts import Facts, Floats, Ints

ROUNDS = 20
SETTLED = 1e-4
NAMED, NAMED_CLAIMS = 0.5, 1000.0
"""Share of the right names that all sources are taken to give, and the names that this counts for; then the
names that this common share counts for in each source. Lists that leave out the same last names cannot show
it, so that no source is taken for complete on its own word: learned freely, short lists win."""
FALSE, FALSE_CLAIMS = 0.02, 300.0
"""The same for the wrong names that anybody gives: a name does not come from nowhere (Zhao et al. hold it at
0.01 for authors); a source of hundreds of them shows that it makes them up."""
UNSAID = 1.0
"""Lists of even odds that nobody gives."""


def weigh_lists(facts: Facts, weight: Floats) -> Floats:
    """The probability of each list."""
    claim, person = _named(facts)
    item_of = np.zeros(int(facts.member.max(initial=-1)) + 1, dtype=np.int64)
    item_of[facts.member] = facts.item[facts.holder]
    spoken = facts.item[facts.fact]
    chance = np.full(len(item_of), 1 - FALSE)
    odds = np.zeros(len(item_of))
    places = claim, person, spoken, item_of
    for _ in range(ROUNDS):
        right = _sums(item_of, chance)[spoken]
        common = ((float(chance[person] @ weight[claim]) + NAMED * NAMED_CLAIMS)
                  / (float(right @ weight) + NAMED_CLAIMS))
        named = _rate(facts, chance, places, common, NAMED_CLAIMS)
        wrong = _rate(facts, 1 - chance, places, FALSE, FALSE_CLAIMS)
        silent = (np.log1p(-named) - np.log1p(-wrong))[facts.source] * weight
        spoke = (np.log(named) - np.log(wrong))[facts.source] * weight - silent
        odds = _sums(spoken, silent)[item_of] + _sums(person, spoke[claim], len(item_of))
        before, chance = chance, 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        if float(np.abs(before - chance).max(initial=0.0)) < SETTLED:
            break
    return facts.softmax(_sums(facts.holder, odds[facts.member], len(facts.item)), UNSAID)


def _sums(places: Ints, weights: Floats, many: int = 0) -> Floats:
    return np.bincount(places, weights, many).astype(np.float64)


def _named(facts: Facts) -> tuple[Ints, Ints]:
    """(claim, person) for every name of every claim."""
    sizes = np.bincount(facts.holder, minlength=len(facts.item))
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    times = sizes[facts.fact]
    claim = np.repeat(np.arange(len(facts.fact)), times)
    within = np.arange(len(claim)) - np.repeat(np.cumsum(times) - times, times)
    return claim, facts.member[first[facts.fact[claim]] + within]


def _rate(facts: Facts, chance: Floats, places: tuple[Ints, Ints, Ints, Ints], mean: float, claims: float) -> Floats:
    """For each source the share of such people that it names, of those that it might have named."""
    claim, person, spoken, item_of = places
    there = _sums(item_of, chance)
    named = facts.per_source(_sums(claim, chance[person], len(facts.fact)))
    return np.asarray((named + mean * claims) / (facts.per_source(there[spoken]) + claims), dtype=np.float64)
