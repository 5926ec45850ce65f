"""The methods to compare with. Each takes the claims of one class and gives a share to each fact.

- `vote`: every source one vote; near values lend half of theirs.
- `truthfinder`: Yin, Han, Yu: "Truth Discovery with Multiple Conflicting Information Providers on the
  Web", KDD 2007; trust is the mean confidence, damping 0.3.
- `accu`: ACCU of Dong, Berti-Equille, Srivastava, VLDB 2009, without dependence, 10 wrong values.
- `crh`: Li et al.: "Resolving Conflicts in Heterogeneous Data by Truth Discovery and Source Reliability
  Estimation", SIGMOD 2014, with 0-1 loss: a source's weight is minus the logarithm of its share of errors.
"""

from __future__ import annotations

import numpy as np

from firsthand.weigh.fusion.facts import Facts, Floats

ROUNDS = 20
LENT = 0.5


def vote(facts: Facts) -> Floats:
    """The share of the votes."""
    return facts.shares(facts.spread(facts.per_fact(facts.part), LENT))


def truthfinder(facts: Facts) -> Floats:
    """The share of the confidence."""
    trust, given = np.full(facts.sources, 0.9), _given(facts)
    confidence = np.zeros(len(facts.item))
    for _ in range(ROUNDS):
        scores = -np.log1p(-np.minimum(trust, 1 - 1e-9))
        confidence = 1 / (1 + np.exp(-0.3 * facts.spread(facts.per_fact(scores[facts.source]), LENT)))
        trust = facts.per_source(confidence[facts.fact]) / given
    return facts.shares(confidence)


def accu(facts: Facts) -> Floats:
    """The probability of each value."""
    accuracy, given = np.full(facts.sources, 0.8), _given(facts)
    chances = vote(facts)
    for _ in range(ROUNDS):
        odds = np.log(10 * accuracy / (1 - accuracy))
        before, chances = chances, facts.softmax(facts.spread(facts.per_fact(odds[facts.source]), LENT))
        accuracy = np.clip((facts.per_source(facts.within(chances)[facts.fact]) + 0.8) / (given + 1), 0.05, 0.99)
        if float(np.abs(before - chances).max(initial=0.0)) < 1e-4:
            break
    return chances


def crh(facts: Facts) -> Floats:
    """The share of the weights."""
    weight, given = np.ones(facts.sources), _given(facts)
    chances = np.zeros(len(facts.item))
    for _ in range(ROUNDS):
        chances = facts.shares(facts.spread(facts.per_fact(weight[facts.source]), LENT))
        truth = np.zeros(len(facts.item))
        truth[facts.ranking(chances, chances)[facts.starts]] = 1.0
        errors = facts.per_source(1 - facts.within(truth)[facts.fact])
        rate = (errors + 0.5) / (given + 1)
        weight = np.log(rate.sum() / rate)
    return chances


def _given(facts: Facts) -> Floats:
    return np.maximum(facts.per_source(np.ones(len(facts.source))), 1.0)
