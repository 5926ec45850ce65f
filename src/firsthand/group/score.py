"""The log odds that two reports are mainly about one happening: a logistic regression over the evidence.

The weights are in `data/grouping.json`, beside what they were fitted on; each is the weight of
evidence of one observation (Good, 1985), so that a pair's score can be read term by term.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from firsthand.errors import ModelError
from firsthand.group.evidence import Known, gather

if TYPE_CHECKING:
    from firsthand.group.rows import Floats, Ints

PAIRS_AT_ONCE = 200_000
"""Pairs whose evidence is held at once: some 70 numbers each."""


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


def log_odds(known: Known, pairs: Ints, weights: Weights | None = None) -> Floats:
    """The log odds of each pair (two rows of numbers of reports), rounded so that sums in another order tie."""
    weights = weights or load_weights()
    parts = [_score(gather(known, pairs[:, start:start + PAIRS_AT_ONCE]), weights)
             for start in range(0, pairs.shape[1], PAIRS_AT_ONCE)]
    return np.round(np.concatenate(parts or [np.zeros(0)]), 6).astype(np.float64)


def _score(evidence: Mapping[str, Floats], weights: Weights) -> Floats:
    total = np.full(len(evidence["whole"]), weights.base)
    for name in sorted(weights.evidence):
        total += weights.evidence[name] * evidence[name]
    return total
