"""Which of several candidates is the happening's: a linear score over cues, its weights learned.

The weights are in `data/happening.json`, beside what they were fitted on: a softmax over the
candidates of a report and "none of them" (a conditional logit: McFadden, 1974).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from firsthand.errors import ModelError


@dataclass(frozen=True, slots=True)
class Weights:
    """What a unit of each cue adds, and the score of there being none."""

    cues: Mapping[str, float]
    none: float


@cache
def load_weights(what: str) -> Weights:
    """The shipped weights of "town" or "day"; raises `ModelError` where they are missing or damaged."""
    source = files("firsthand") / "data" / "happening.json"
    try:
        found = json.loads(source.read_text("utf-8"))[what]
        return Weights(found["cues"], found["none"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{source} cannot be read: {error}; install firsthand again") from error


def rank(names: Sequence[str], candidates: Sequence[Sequence[float]], weights: Weights) -> list[float]:
    """The probability of each candidate, in their order, and last that of none of them.

    `candidates` hold the counts of the cues `names`.
    """
    scores = [sum(weights.cues.get(name, 0.0) * count for name, count in zip(names, counts, strict=True))
              for counts in candidates]
    scores.append(weights.none)
    most = max(scores)
    raw = [math.exp(score - most) for score in scores]
    return [round(one / sum(raw), 6) for one in raw]
