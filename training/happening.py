"""`python -m training.happening GOLD...`: the weights of `incidents.ranking`, from reports with a known town and day.

Each GOLD is a folder with `reports.jsonl` and `gold.jsonl`, whose rows have the ids of their `reports`, a `city`
and a `date`. A conditional logit over the candidates of a report and "none of them": several candidates may be
right ("Orlen" and "Orlen Township"), so the likelihood is that of any of them. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from firsthand.countries import is_demonym
from firsthand.extract.incidents import days, towncues
from firsthand.extract.incidents.scene import Scene, build_scenes
from firsthand.extract.parse import Parsed, Parser
from firsthand.extract.places.find import Gazetteer, find_places
from firsthand.extract.times.find import find_times
from firsthand.flow import read_reports
from firsthand.names import place_key

RIDGE = {"town": 1.0, "day": 5.0}
"""Pull of every weight towards 0, in reports' worth; that of "none" is free."""
ROUNDS = 1500
RATE = 0.05
Choice = tuple[np.ndarray, np.ndarray]
"""The counts of the cues of each candidate of a report, and whether it is right."""


def main() -> None:
    """Fits and prints the weights of towns and days."""
    parser = argparse.ArgumentParser(prog="python -m training.happening", description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path)
    towns: list[Choice] = []
    when: list[Choice] = []
    for folder in parser.parse_args().gold:
        for town, day in observe(folder):
            towns.append(town)
            when.append(day)
    print(json.dumps({"town": fit(towns, towncues.CUES, RIDGE["town"]), "day": fit(when, days.CUES, RIDGE["day"])},
                     indent=1))


def observe(folder: Path) -> Iterator[tuple[Choice, Choice]]:
    """The candidates for town and day of every report of a folder, with which of them are right."""
    known = {str(ref): row for row in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())
             for ref in row["reports"]}
    gazetteer = Gazetteer()
    for parsed in Parser().parse([one for one in read_reports([f"{folder}/reports.jsonl"])[0] if one.ref in known]):
        scenes, row = scenes_of(parsed, gazetteer), known[parsed.report.ref]
        names = towncues.read_candidates(parsed.report, scenes)
        dates = days.read_candidates([scene for scene in scenes if scene.incident == 1], parsed.report.published)
        yield ((_table([one.counts for one in names], towncues.CUES),
                np.array([is_town(one.name, row["city"]) for one in names], float)),
               (_table([one.counts for one in dates], days.CUES),
                np.array([one.day == row["date"] for one in dates], float)))


def is_town(name: str, city: str) -> bool:
    """Whether a name is a town's, be it with more or fewer words ("Orlen Township")."""
    ones, twos = set(place_key(name).split()), set(place_key(city).split())
    return bool(ones) and (ones <= twos or twos <= ones)


def scenes_of(parsed: Parsed, gazetteer: Gazetteer) -> list[Scene]:
    """The sentences of a report as the extraction sees them."""
    places = [one for one in find_places(parsed, gazetteer) if not is_demonym(parsed.words((one.start, one.end)))]
    return build_scenes(parsed, find_times(parsed), places)


def _table(counts: Sequence[Sequence[float]], cues: Sequence[str]) -> np.ndarray:
    return np.array(counts, float).reshape(-1, len(cues))


def fit(choices: Sequence[Choice], cues: Sequence[str], ridge: float) -> dict[str, object]:
    """The weights of the cues and the score of "none", by Adam over all reports at once (Kingma, Ba, 2015)."""
    table, right, mask = _padded(choices, len(cues))
    pull = np.append(np.full(len(cues), ridge), 1e-3)
    found, mean, square = (np.zeros(len(cues) + 1) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        scores = table @ found + mask
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        hit = chance * right
        rise = np.einsum("nm,nmk->k", hit / np.maximum(hit.sum(axis=1, keepdims=True), 1e-9) - chance, table)
        slope = rise - pull * found
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        rate = RATE * min(1.0, 2 * (ROUNDS - step) / ROUNDS)
        found += rate * (mean / (1 - 0.9 ** step)) / (np.sqrt(square / (1 - 0.99 ** step)) + 1e-9)
    *weights, none = (round(float(one), 3) for one in found)
    return {"none": none, "cues": dict(sorted(zip(cues, weights, strict=True)))}


def _padded(choices: Sequence[Choice], width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The tables of all reports in one, with "none" as the last candidate; `mask` is very low where there is none."""
    most = max(len(right) for _, right in choices) + 1
    table = np.zeros((len(choices), most, width + 1))
    right, mask = np.zeros((len(choices), most)), np.full((len(choices), most), -1e9)
    for number, (counts, good) in enumerate(choices):
        size = len(good)
        table[number, :size, :width], right[number, :size] = counts, good
        table[number, size, width], right[number, size] = 1.0, not good.any()
        mask[number, :size + 1] = 0.0
    return table, right, mask


if __name__ == "__main__":
    main()
