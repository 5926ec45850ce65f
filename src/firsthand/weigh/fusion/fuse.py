"""The copy-aware method: accuracies of sources by attribute, found together with the values.

Expectation and maximisation as in ACCU (Dong, Berti-Equille, Srivastava, VLDB 2009): the value of an
item gets log odds from the accuracies of its sources; a source's accuracy is the mean probability of
what it gives. Six things are added.

1. Claims count by their independence (`copying`).
2. A source is judged by the others: the probability of what it gives is taken without its own vote, else
   a source that is often alone confirms itself (the cavity of message passing; for answers of a crowd:
   Karger, Oh, Shah, NIPS 2011). The mean over all sources stays that of the whole evidence.
3. What is known of a source of few claims is what sources of about as many claims are like: the long tail
   may well be worse, or better, than the few large ones (Li et al.: "A Confidence-Aware Approach for Truth
   Discovery on Long-Tail Data", VLDB 2015, has the problem; the prior by size is empirical Bayes).
4. A value lends part of its votes to near ones (AccuSim of Dong et al.; Yin, Han, Yu: "Truth Discovery
   with Multiple Conflicting Information Providers on the Web", KDD 2007); but accuracy is counted on the
   very value only, since that is what tells a source that knows from one that is roughly right. Values that
   say less lend theirs to those that say more (`Facts`): a wide place to each place in it, as none of its
   sources speaks against that (Jung et al., "Hierarchical Truth Discovery", EDBT 2019); a list to each
   list that has more names, by how often names turn out to be left out.
5. Attributes are weighed from the clearest to the most contested. In a contested one whole schools of
   sources may mean another thing by it, and the larger school is not the better one. Who is good at it is
   therefore asked first of the other attributes: ability less difficulty, as in the model of Rasch
   (1960; for answers without a key: Bachrach et al., "How To Grade a Test Without Knowing the Answers",
   ICML 2012). An attribute in which everybody is right weighs little there, as it should.
6. An attribute's own evidence then moves a source's accuracy from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from firsthand.weigh.fusion.facts import Facts, Floats
from firsthand.weigh.fusion.members import weigh_lists

ROUNDS = 12
SETTLED = 1e-3
"""The largest change of an accuracy at which an attribute is done."""
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
"""Claims of the mean of like sources added to each source's own, so that one lucky item makes no expert;
as many of the mean of all are added to those of each size."""
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


@dataclass(frozen=True)
class _Scored:
    """One round: the votes of each source, the part of them that is lent, the values' scores and chances."""

    votes: Floats
    lent: float
    scores: Floats
    chances: Floats


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
    if facts.kind == "set":
        return weigh_lists(facts, weight)
    given = facts.per_source(np.ones(len(facts.source)))
    ability = _ability(standing, facts.sources)
    general = GENERAL if standing.ease else MIDDLE
    votes = _votes(_sigmoid(ability), FIRST_WRONG_VALUES) if standing.ease else np.ones(facts.sources)
    scored = _score(facts, weight, votes)
    right, accuracy, ease = given, ability, 0.0
    for _ in range(ROUNDS):
        seen = _by_others(facts, weight, scored)
        right = facts.per_source(seen)
        rate = _level(_rates(facts, weight, seen), seen, facts.implied(scored.chances)[facts.fact], weight)
        ease = float(_logit(_median(rate, facts.per_source(weight) / np.maximum(given, 1) * np.minimum(given, FULL))))
        before, accuracy = accuracy, _sigmoid(general * (ability + ease) + (1 - general) * _logit(rate))
        scored = _score(facts, weight, _votes(accuracy, WRONG_VALUES))
        if float(np.abs(before - accuracy).max(initial=0.0)) < SETTLED:
            break
    standing.right.append(right)
    standing.given.append(given)
    standing.ease.append(ease)
    return _told(facts, weight, _score(facts, weight, scored.votes, LENT).scores)


def _votes(accuracy: Floats, wrong_values: float) -> Floats:
    """The log odds that a claim of each source adds to its value."""
    bounded = np.clip(accuracy, LEAST, MOST)
    return np.asarray(np.maximum(np.log(wrong_values * bounded / (1 - bounded)), 0.01), dtype=np.float64)


def _score(facts: Facts, weight: Floats, votes: Floats, lent: float = 0.0) -> _Scored:
    """Scores and chances of the values; near ones lend that part, wide places all they have."""
    lent = 1.0 if facts.implies else lent
    scores = facts.spread(facts.per_fact(votes[facts.source] * weight), lent)
    return _Scored(votes, lent, scores, facts.softmax(scores, UNSAID))


def _told(facts: Facts, weight: Floats, scores: Floats) -> Floats:
    """The probabilities as they are told, for as many wrong values unsaid as the votes were reckoned with.

    The level of the accuracies is itself known only from the claims there are: with few, log odds are
    taken back by its deviation (as for a probit: MacKay, Neural Computation 4, 1992, eq. 11), so that three
    sources who agree once do not make certainty.
    """
    level = 1 / ((float(weight.sum()) + FIRST) * EXPECTED * (1 - EXPECTED))
    usual = np.log(WRONG_VALUES * EXPECTED / (1 - EXPECTED))
    return facts.softmax(scores / np.sqrt(1 + np.pi / 8 * level * (scores / usual) ** 2), WRONG_VALUES)


def _by_others(facts: Facts, weight: Floats, scored: _Scored) -> Floats:
    """For each claim the chance that it is right, were it not made: its vote is taken from what it gave it to."""
    own = scored.votes[facts.source] * weight
    chance = scored.chances[facts.fact]
    fuller = facts.implied(scored.chances)[facts.fact] - chance
    without = chance * np.exp(-own) + fuller * np.exp(-scored.lent * own)
    return np.asarray(without / np.maximum(1 - chance - fuller + without, 1e-300), dtype=np.float64)


def _rates(facts: Facts, weight: Floats, seen: Floats) -> Floats:
    """Each source's share of right claims, drawn to that of the sources of about as many claims."""
    given = facts.per_source(np.ones(len(facts.source)))
    size = np.log2(np.maximum(given, 1)).astype(np.int64)[facts.source]
    mean = (float(seen @ weight) + FIRST * EXPECTED) / (float(weight.sum()) + FIRST)
    alike = (np.bincount(size, seen * weight) + IMAGINED * mean) / (np.bincount(size, weight) + IMAGINED)
    like = alike[np.log2(np.maximum(given, 1)).astype(np.int64)]
    return np.asarray((facts.per_source(seen) + IMAGINED * like) / (given + IMAGINED), dtype=np.float64)


def _level(rate: Floats, seen: Floats, whole: Floats, weight: Floats) -> Floats:
    """The rates moved together, in log odds, so that their mean is that of the whole evidence."""
    mean, by_others = ((float(chance @ weight) + FIRST * EXPECTED) / (float(weight.sum()) + FIRST)
                       for chance in (whole, seen))
    return _sigmoid(_logit(rate) + _logit(np.array(mean)) - _logit(np.array(by_others)))


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
