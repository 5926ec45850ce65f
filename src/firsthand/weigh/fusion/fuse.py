"""The copy-aware method: accuracies of sources by attribute, found together with the values.

Expectation and maximisation as in ACCU (Dong, Berti-Equille, Srivastava, VLDB 2009): the value of an
item gets log odds from the accuracies of its sources; a source's accuracy is the mean probability of
what it gives. Four things are added.

1. Claims count by their independence (`copying`).
2. A value lends part of its votes to near ones (AccuSim in the same paper; Yin, Han, Yu: "Truth Discovery
   with Multiple Conflicting Information Providers on the Web", KDD 2007); but accuracy is counted on the
   very value only, since that is what tells a source that knows from one that is roughly right.
3. Attributes are weighed from the clearest to the most contested. In a contested one whole schools of
   sources may mean another thing by it, and the larger school is not the better one. Who is good at it is
   therefore asked first of the other attributes: ability less difficulty, as in the model of Rasch
   (1960; for answers without a key: Bachrach et al., "How To Grade a Test Without Knowing the Answers",
   ICML 2012). An attribute in which everybody is right weighs little there, as it should.
4. An attribute's own evidence then moves a source's accuracy from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from firsthand.weigh.fusion.facts import Facts, Floats

ROUNDS = 12
SETTLED = 1e-3
"""The largest change of a probability at which an attribute is done."""
LENT = 0.2
"""The part of its votes that a value lends to one right beside it."""
WRONG_VALUES = 5.0
"""Wrong values that an item is taken to have; Dong et al. use 10 to 100, but wrong ones crowd."""
FIRST_WRONG_VALUES = 2.0
"""The same in an attribute's first round, when only ability elsewhere is known: be careful."""
UNSAID = 1.0
"""Values of no votes that nobody gives, so that a lone claim is no more certain than its source."""
GENERAL = 0.6
"""How much of a source's log odds in an attribute is its ability elsewhere; the rest is seen there."""
MIDDLE = 0.3
"""The same where nothing else is known: a pull to the middle source."""
IMAGINED = 20.0
"""Claims of mean accuracy added to each source's own, so that one lucky item makes no expert."""
EXPECTED, FIRST = 0.8, 10.0
"""Mean accuracy before anything is seen (as ACCU starts), and the claims that it counts for: a file of three
claims that agree must not end in certainty."""
LEAST, MOST = 0.02, 0.99
"""Bounds of an accuracy, so that none settles an item alone."""
SAME_FOR_ALL = 1.0
"""Precision of the prior of an ability: a normal distribution about 0 of deviation 1."""
FULL = 200.0
"""Claims of an attribute that count for ability: its errors hang together, more would be false certainty."""


@dataclass
class Standing:
    """What is known of sources while attributes are weighed: right and given claims, difficulty."""

    right: list[Floats] = field(default_factory=list)
    given: list[Floats] = field(default_factory=list)
    ease: list[float] = field(default_factory=list)


def fuse(classes: Sequence[Facts], weights: Sequence[Floats]) -> list[Floats]:
    """The probability of each fact of each class, the claims counted by their weights."""
    standing = Standing()
    chances: dict[int, Floats] = {}
    clarity = [_clarity(facts, weight) for facts, weight in zip(classes, weights, strict=True)]
    for place in sorted(range(len(classes)), key=lambda place: (-clarity[place], classes[place].name)):
        chances[place] = _weigh_class(classes[place], weights[place], standing)
    return [chances[place] for place in range(len(classes))]


def _clarity(facts: Facts, weight: Floats) -> float:
    """The mean share of the votes that an item's strongest value has, near ones included."""
    votes = facts.per_fact(weight)
    whole = facts.totals(votes)
    share = np.maximum.reduceat(np.minimum(facts.within(votes), whole) / whole, facts.starts)
    disputed = whole[facts.starts] > 1.5
    return round(float(share[disputed].mean()), 9) if disputed.any() else 1.0


def _weigh_class(facts: Facts, weight: Floats, standing: Standing) -> Floats:
    """The fixed point of one class; adds to `standing`."""
    given = facts.per_source(np.ones(len(facts.source)))
    ability = _ability(standing, facts.sources)
    chances = facts.softmax(facts.per_fact(weight), UNSAID)
    if standing.ease:
        chances = _chances(facts, weight, _sigmoid(ability), FIRST_WRONG_VALUES)
    general = GENERAL if standing.ease else MIDDLE
    right, accuracy = given, ability
    ease: Floats = np.zeros(())
    for _ in range(ROUNDS):
        right = facts.per_source(chances[facts.fact])
        mean = (float(chances[facts.fact] @ weight) + FIRST * EXPECTED) / (float(weight.sum()) + FIRST)
        rate = (right + IMAGINED * mean) / (given + IMAGINED)
        ease = _logit(_median(rate, facts.per_source(weight) / np.maximum(given, 1) * np.minimum(given, FULL)))
        accuracy = _sigmoid(general * (ability + ease) + (1 - general) * _logit(rate))
        before, chances = chances, _chances(facts, weight, accuracy, WRONG_VALUES)
        if float(np.abs(before - chances).max(initial=0.0)) < SETTLED:
            break
    chances = _chances(facts, weight, accuracy, WRONG_VALUES, LENT)
    standing.right.append(right)
    standing.given.append(given)
    standing.ease.append(float(ease))
    return chances


def _chances(facts: Facts, weight: Floats, accuracy: Floats, wrong_values: float, lent: float = 0.0) -> Floats:
    bounded = np.clip(accuracy, LEAST, MOST)
    votes = np.maximum(np.log(wrong_values * bounded / (1 - bounded)), 0.01)
    return facts.softmax(facts.spread(facts.per_fact(votes[facts.source] * weight), lent), UNSAID)


def _ability(standing: Standing, sources: int) -> Floats:
    """Log odds by which each source is better than the middle one, from the classes weighed so far."""
    ability = np.zeros(sources)
    if not standing.ease:
        return ability
    given = np.stack(standing.given, axis=1)
    part = np.minimum(1.0, FULL / np.maximum(given, 1))
    right, given = np.stack(standing.right, axis=1) * part, given * part
    ease = np.array(standing.ease)
    for _ in range(30):
        hoped = _sigmoid(ability[:, None] + ease)
        slope = (right - given * hoped).sum(axis=1) - SAME_FOR_ALL * ability
        bend = (given * hoped * (1 - hoped)).sum(axis=1) + SAME_FOR_ALL
        ability = ability + np.clip(slope / bend, -1, 1)
    return ability


def _median(values: Floats, weights: Floats) -> Floats:
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    return np.asarray(values[order][np.searchsorted(passed, passed[-1] / 2)])


def _logit(rate: Floats) -> Floats:
    bounded = np.clip(rate, 0.01, 0.99)
    return np.asarray(np.log(bounded / (1 - bounded)), dtype=np.float64)


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)
