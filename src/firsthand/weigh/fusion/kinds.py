"""Kinds of values: what counts as the same, and what as near.

- text: the same after case folding and joining white space.
- number: as text, and near within a relative difference of 0.001.
- time: as text, and near within ten minutes round the clock (Li et al., "Truth Finding on the Deep
  Web", VLDB 2012).
- path: places on the way to a root, "Pier 4 > Port Selm > Selmland" in either direction; a place in a wider
  one says more than that.
- set: lists of names (`people`), in any order, each in any order of its words; within an item names that
  are spelled nearly so are one, and each name is weighed for itself (`members`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from firsthand.weigh.fusion import people

Kind = Literal["auto", "text", "number", "time", "path", "set"]
KINDS: tuple[str, ...] = get_args(Kind)
Floats = NDArray[np.float64]

TIME_TOLERANCE_MINUTES = 10.0
NUMBER_TOLERANCE = 0.001
MOST = 0.9
"""So many of the values must be of a kind for `auto` to take it."""
LISTED = 0.3
"""The same for sets and paths: a set of one has no sign between names, and a root no way to it."""
SAMPLE = 20_000
"""Distinct values that `auto` looks at, evenly spread over the alphabet."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?")
_WAY = re.compile(r"\s*(?:>|/|\|)\s*")
_WORDS = re.compile(r"\w+")
_LIST = re.compile(r"[;&|]|\band\b")
_FIGURE = re.compile(r"\d")


def fold(value: str) -> str:
    """Case folded, white space joined."""
    return " ".join(value.casefold().split())


def pick_kind(keys: Sequence[str], kind: Kind) -> Kind:
    """The kind of some folded values: the one asked for, else what most of them look like."""
    if kind != "auto":
        return kind
    seen = keys[::max(1, len(keys) // SAMPLE)]
    if not seen:
        return "text"
    looks: tuple[tuple[Kind, float, float], ...] = (
        ("time", float(np.mean([np.isfinite(minutes(key)) for key in seen])), MOST),
        ("number", float(np.mean([np.isfinite(number(key)) for key in seen])), MOST),
        ("path", float(np.mean([" > " in key for key in seen])), LISTED),
        ("set", _listed(seen), LISTED))
    return next((name for name, share, least in looks if share >= least), "text")


def _listed(keys: Sequence[str]) -> float:
    """The share of values that look like lists: with signs between names, or the words of another in other order.

    Values with figures are no names, and a slash alone may stand in anything.
    """
    worded = Counter(" ".join(sorted(_WORDS.findall(key))) for key in keys)
    found = [(_LIST.search(key) is not None or worded[" ".join(sorted(_WORDS.findall(key)))] > 1)
             and not _FIGURE.search(key) for key in keys]
    return float(np.mean(found))


def canonical(key: str, kind: Kind) -> str:
    """The folded value so that equal ones are the same string."""
    if kind == "number" and np.isfinite(number(key)):
        return repr(number(key))
    if kind == "time" and np.isfinite(minutes(key)):
        return f"{minutes(key):.0f}"
    if kind == "path":
        return " > ".join(part for part in _WAY.split(key) if part)
    if kind == "set":
        return "; ".join(people.names_of(key)) or key
    return key


def minutes(key: str) -> float:
    """Minutes after midnight of a clock time, NaN for anything else."""
    found = _CLOCK.fullmatch(key)
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        return float("nan")
    return float((int(found[1]) * 60 + int(found[2])) % 1440)


def number(key: str) -> float:
    """The number that a value is, commas between thousands left out, NaN for anything else."""
    if len(key) > 40 or not _NUMBER.fullmatch(key):
        return float("nan")
    try:
        found = float(key.replace(",", ""))
    except ValueError:
        return float("nan")
    return found if np.isfinite(found) else float("nan")


def scale(keys: Sequence[str], kind: Kind) -> Floats:
    """Where each value lies on the clock or among the numbers; NaN where it lies nowhere."""
    if kind == "time":
        return np.array([minutes(key) for key in keys], dtype=np.float64)
    if kind == "number":
        return np.array([number(key) for key in keys], dtype=np.float64)
    return np.full(len(keys), np.nan)


def nearness(one: Any, two: Any, kind: Kind) -> Floats:
    """1 for the same place on the scale falling to 0 just beyond the tolerance, for arrays of places."""
    gap = np.abs(one - two)
    if kind == "time":
        gap = np.minimum(gap, 1440 - gap)
        return np.asarray(np.maximum(0.0, 1 - gap / (TIME_TOLERANCE_MINUTES + 1)), dtype=np.float64)
    size = np.maximum(np.maximum(np.abs(one), np.abs(two)) * NUMBER_TOLERANCE, 1e-300)
    return np.asarray(np.where(gap <= size, np.maximum(1 - gap / (1.1 * size), 0), 0), dtype=np.float64)


def lies_in(one: str, two: str) -> bool:
    """Whether canonical path `one` lies in the wider `two`, the root first or last in both."""
    narrow, wide = one.split(" > "), two.split(" > ")
    return len(wide) < len(narrow) and wide in (narrow[:len(wide)], narrow[-len(wide):])
