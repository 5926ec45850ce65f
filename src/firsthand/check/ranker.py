"""The small model that weighs what a post and a checked claim share: a line through their features.

`training/match` fits it on posts with known checks (a conditional logit over each post's candidates, as in
ListNet with one right answer; Cao et al. 2007); the numbers are in `models/match/ranker.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.check.embed import MODEL, read_checked
from firsthand.check.features import NAMES
from firsthand.check.index import Floats
from firsthand.errors import ModelError

MEANING = ("meaning", "meaning below best")
"""What the vectors add to the lexical features: their cosine, and how far it is below the post's best."""
COLUMNS = (*NAMES, *MEANING)


@dataclass(frozen=True, slots=True)
class Line:
    """A weighted sum of standardised features."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def of(self, features: Floats) -> Floats:
        """[n, features] -> [n]."""
        return ((features - self.mean) / self.scale @ self.weights + np.float32(self.bias)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Ranker:
    """`order` puts a post's candidates in order, `certainty` says how likely one is the post's claim."""

    order: Line
    certainty: Line

    def scores(self, features: Floats) -> tuple[Floats, Floats]:
        """(what to sort by, probability that it says the same) for candidates of one post."""
        odds = np.clip(self.certainty.of(features), -30, 30)
        return self.order.of(features), (1 / (1 + np.exp(-odds))).astype(np.float32)


def load_ranker(folder: Path = MODEL) -> Ranker:
    """The fitted numbers; raises `ModelError` where they are not those of the card or of these features."""
    given = json.loads(read_checked(folder, "ranker.json"))
    if tuple(given["columns"]) != COLUMNS:
        raise ModelError(f"{folder / 'ranker.json'} was fitted for other features; install firsthand again")
    return Ranker(_line(given["order"]), _line(given["certainty"]))


def _line(given: dict[str, Any]) -> Line:
    mean, scale, weights = (np.array(given[part], dtype=np.float32) for part in ("mean", "scale", "weights"))
    return Line(mean, scale, weights, float(given["bias"]))
