"""The log odds that two reports are mainly about one happening: a logistic regression over the evidence.

The weights are in `data/grouping.json`, beside what they were fitted on; each is the weight of
evidence of one observation (Good, 1985), so that a pair's score can be read term by term.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from firsthand.engine.base import Engine
from firsthand.errors import ModelError
from firsthand.group.evidence import REWORDED_LIKENESS, Known, gather, gather_at_best

if TYPE_CHECKING:
    from firsthand.group.rows import Flags, Floats, Ints

PAIRS_AT_ONCE = 200_000
"""Pairs whose evidence is held at once: some 70 numbers each."""
ROUNDING = 1e-5
"""Log odds by which rounding may move a sum."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The log odds without any evidence, and what a unit of each evidence adds."""

    base: float
    evidence: Mapping[str, float]


@cache
def load_weights() -> Weights:
    """The shipped weights; raises `ModelError` where they are missing or damaged."""
    source = files("firsthand") / "data" / "grouping.json"
    try:
        found = json.loads(source.read_text("utf-8"))
        return Weights(found["base"], found["weights"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{source} cannot be read: {error}; install firsthand again") from error


def may_be_one(known: Known, pairs: Ints, engine: Engine) -> Flags:
    """False for the pairs of reports (two rows of numbers) whose log odds are below 0 whatever their words and
    places have in common: most pairs of a large case, which days, names and ages alone tell apart."""
    weights = load_weights()
    found = engine.map_parts(lambda part: _score(gather_at_best(known, part), weights) > -ROUNDING, (
        pairs[:, start:start + PAIRS_AT_ONCE] for start in range(0, pairs.shape[1], PAIRS_AT_ONCE)))
    return np.concatenate([np.zeros(0, bool), *found])


def weigh_pairs(known: Known, pairs: Ints, weights: Weights | None = None) -> tuple[Floats, Flags, Flags]:
    """The log odds of each pair (two rows of numbers of reports), rounded so that sums in another order tie; whether
    it is so alike that one text is a rewording of the other; and whether no day speaks for or against it."""
    weights = weights or load_weights()
    odds, reworded, undated = [np.zeros(0)], [np.zeros(0, bool)], [np.zeros(0, bool)]
    for start in range(0, pairs.shape[1], PAIRS_AT_ONCE):
        evidence = gather(known, pairs[:, start:start + PAIRS_AT_ONCE])
        odds.append(_score(evidence, weights))
        reworded.append(evidence["whole"] >= math.log(REWORDED_LIKENESS))
        undated.append(evidence["no day"] > 0)
    return np.round(np.concatenate(odds), 6).astype(np.float64), np.concatenate(reworded), np.concatenate(undated)


def _score(evidence: Mapping[str, Floats], weights: Weights) -> Floats:
    total = np.full(len(evidence["whole"]), weights.base)
    for name in sorted(weights.evidence):
        total += weights.evidence[name] * evidence[name]
    return total
