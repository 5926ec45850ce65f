"""`python -m training.factuality --gold PATH`: the weights of `extract.factuality`, from UW event factuality.

`PATH` is a folder with `items.jsonl` (`sentence_id`, `split`, `sentence`, `start`, `score`). Prints the
weights, fitted on its train part, and the figures on its dev part.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.extract.factuality import features
from firsthand.extract.parse import Parser

LEAST = 20
"""Rarer features get no weight."""
ROUNDS, SMOOTH, RIDGE = 20, 0.3, 1.0
"""Of iterated weighted least squares, which come to least absolute deviations; deviations below SMOOTH count alike."""

Item = tuple[float, bool, set[str]]
"""Score of the crowd, and what `features` finds."""


def read_items(gold: Path, split: str) -> list[Item]:
    """The items of a split with their features; items that meet no token are left out."""
    rows = [row for row in map(json.loads, (gold / "items.jsonl").read_text("utf-8").splitlines())
            if row["split"] == split]
    return list(_items(rows))


def _items(rows: list[dict[str, Any]]) -> Iterator[Item]:
    sentences = {row["sentence_id"]: row["sentence"] for row in rows}
    docs = dict(zip(sentences, Parser().docs(sentences.values()), strict=True))
    for row in rows:
        words = docs[row["sentence_id"]].char_span(row["start"], row["end"], alignment_mode="expand")
        if words:
            yield row["score"], *features(words[0])


def fit(items: list[Item]) -> dict[str, float]:
    """Weights by least absolute deviations; "negated" is the median of the negated items."""
    plain = [item for item in items if not item[1]]
    counts = Counter(name for *_, found in plain for name in found)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    table = np.array([[1.0, *(name in found for name in names)] for *_, found in plain])
    wanted, weights = np.array([item[0] for item in plain]), np.ones(len(plain))
    for _ in range(ROUNDS):
        scaled = table * weights[:, None]
        fitted = np.linalg.solve(scaled.T @ table + RIDGE * np.eye(len(names) + 1), scaled.T @ wanted)
        weights = 1 / np.maximum(SMOOTH, np.abs(wanted - table @ fitted))
    found = dict(zip(["plain", *names], (round(float(value), 2) for value in fitted), strict=True))
    return found | {"negated": round(float(np.median([item[0] for item in items if item[1]])), 2)}


def main() -> None:
    """Fit on train and print the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.factuality", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    print(json.dumps(fit(read_items(parser.parse_args().gold, "train")), indent=4))


if __name__ == "__main__":
    main()
