"""`python -m training.grouping GOLD:COLUMN...`: the weights of `group.score`, from grouped reports.

Each GOLD is a folder with `reports.jsonl` and `gold.jsonl`; COLUMN names the happening in a gold row, which
has the report's `id` or a list of `reports`. The reports of half of the happenings (by a digest of the name up
to its first "_", so that the happenings of one topic go together) are learned from; `--all` takes all.
Every set weighs the same, and so do its pairs about one happening. Prints JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from firsthand.engine.duckdb import DuckDBEngine
from firsthand.extract import Extractor
from firsthand.flow import extract, read_reports
from firsthand.group.block import find_pairs
from firsthand.group.evidence import Known, gather
from firsthand.group.happening import read_happenings
from firsthand.group.words import weigh_words
from firsthand.options import GroupOptions
from firsthand.records import Report

RIDGE = 8.0
"""Pull of every weight towards 0, in pairs' worth; the base is free."""
SPEAKS_FOR = ("whole", "lead", "names", "ages", "place", "weapon", "event", "undated", "names over days",
              "place and day", "doubted days")
"""Beginnings of the names of evidence that can only speak for one happening, whatever a set of reports suggests."""
SPEAKS_AGAINST = ("other", "days ", "reports apart", "named days ")
"""The same for evidence that can only speak against; the rest may do either."""
EXPECTED, EXPECTED_RIDGE = {"named days 1": -0.5}, 400.0
"""Weights pulled towards these and not 0, and how hard: accounts of one happening do differ by a day, and a desk
wants to see that; nothing in the cross-validated figures is lost by it but a little of the war's daily series."""
LEANING = 0.15
"""Added to the base: two accounts that are kept apart hide where they differ; two stories that are joined show it."""
UNDATED = "no day"
UNDATED_LEANING = 0.9
"""Added to the weight of no day being known, since clusters are held together by contrast (`group.cluster`): chosen
with it by cross-validation over the topics of ECB+, whose texts are undated (0.6 to 1.2 are within 0.015)."""
BY_HAND = {"same words on other days": -9.0, "one publisher on other days": -0.9}
"""No set has a series told in one frame of words, so its weight cannot be learned: it outweighs all likeness. The
second was fitted beside the others held still: -1.8 on a war's daily news, and half of that is taken, since in
local news, which follows a crime for weeks, it says nothing (0.0)."""
ROUNDS = 30
SET_WEIGHT, PAIR_WEIGHT = 1000.0, 5.0
"""What the pairs about one happening of a set weigh together, and what one of them weighs at most."""


def main() -> None:
    """Fits and prints the weights."""
    parser = argparse.ArgumentParser(prog="python -m training.grouping", description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="+", metavar="GOLD:COLUMN")
    parser.add_argument("--all", action="store_true", help="learn from all reports, not from half of them")
    arguments = parser.parse_args()
    parts = []
    for one in arguments.gold:
        folder, _, column = one.rpartition(":")
        labels = read_labels(Path(folder) / "gold.jsonl", column)
        reports = [row for row in read_reports([f"{folder}/reports.jsonl"])[0]
                   if row.ref in labels and (arguments.all or not half_of(labels[row.ref]))]
        parts.append(observe(reports, [labels[row.ref] for row in reports]))
    names = parts[0][0]
    evidence, same = (np.concatenate([part[place] for part in parts]) for place in (1, 2))
    pull = np.concatenate([np.full(len(part[2]), min(SET_WEIGHT / part[2].sum(), PAIR_WEIGHT)) for part in parts])
    base, *weights = fit(names, evidence, same, pull)
    found = {name: round(weight + UNDATED_LEANING * (name == UNDATED), 3)
             for name, weight in zip(names, weights, strict=True)}
    print(json.dumps({"base": round(base + LEANING, 3), "weights": found | BY_HAND}, indent=1))


def read_labels(path: Path, column: str) -> dict[str, str]:
    """The happening of each report, by the report's own id."""
    labels: dict[str, str] = {}
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if row.get(column):
            labels |= dict.fromkeys(row["reports"] if "reports" in row else [row["id"]], row[column])
    return labels


def half_of(label: str) -> int:
    """0 for the half of the happenings that is learned from, 1 for the other."""
    return int(hashlib.sha1(label.partition("_")[0].encode()).hexdigest(), 16) % 2


def observe(reports: Sequence[Report], labels: Sequence[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The names of the evidence, the evidence on every candidate pair, and whether it is about one happening."""
    found, options = extract(reports, Extractor()), GroupOptions()
    known = Known(weigh_words(reports, options), read_happenings(reports, found.mentions, found.values, options))
    pairs = find_pairs(known.words.whole, [one.day for one in known.happenings], DuckDBEngine(), options)
    evidence = gather(known, pairs)
    same = np.array([labels[left] == labels[right] for left, right in pairs.T], float)
    names = sorted(set(evidence) - set(BY_HAND))
    return names, np.stack([evidence[name] for name in names], axis=1), same


def fit(names: Sequence[str], evidence: np.ndarray, same: np.ndarray, weights: np.ndarray) -> list[float]:
    """Base and weights of a logistic regression with a ridge; a weight that would speak against its sign is 0."""
    signs = np.array([0, *((name.startswith(SPEAKS_FOR)) - float(name.startswith(SPEAKS_AGAINST)) for name in names)])
    table = np.hstack([np.ones((len(evidence), 1)), evidence])
    centre = np.array([0.0, *(EXPECTED.get(name, 0.0) for name in names)])
    ridge = np.array([1e-6, *(EXPECTED_RIDGE if name in EXPECTED else RIDGE for name in names)])
    found, free = np.zeros(table.shape[1]), np.ones(table.shape[1], bool)
    while True:
        found[free] = newton(table[:, free], same, weights, (centre[free], ridge[free]))
        wrong = free & (signs * found < 0)
        if not wrong.any():
            return [float(one) for one in found]
        free &= ~wrong
        found[wrong] = 0.0


def newton(table: np.ndarray, same: np.ndarray, weights: np.ndarray,
           pull: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The weights of a logistic regression by Newton's method, pulled towards a centre as hard as a ridge says."""
    centre, ridge = pull
    found = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        bend = weights * chance * (1 - chance) + 1e-9
        found = found + np.linalg.solve((table * bend[:, None]).T @ table + np.diag(ridge),
                                        table.T @ (weights * (same - chance)) - ridge * (found - centre))
    return found


if __name__ == "__main__":
    main()
