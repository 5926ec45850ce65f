"""Runs the scorers on the gold data beside the checkout and holds the figures to the floors.

    python -m evals [--shared DIR] [--only NAME] [--raise-floors]

Where the gold data is not there, says so and ends with 0: it belongs to its publishers and is not
part of the repository. Ends with 1 where a figure fell below its floor.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from evals import factchecks, factuality, planted
from evals.measures import MEASURES, Measure

FLOORS = Path(__file__).with_name("floors.toml")
OWN = {"factchecks": factchecks.run, "factuality": factuality.run, "planted": planted.run}
"""Measures that score themselves."""
ROUNDING = 0.0005
"""Floors are written with three digits."""


def main() -> int:
    """Runs the measures; gives the exit status."""
    arguments = _arguments()
    if not (arguments.shared / "gold").is_dir():
        print(f"no gold data at {arguments.shared}: nothing measured (give --shared DIR)")
        return 0
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    figures = {measure.name: run(measure, arguments.shared) for measure in MEASURES
               if arguments.only in (None, measure.name)}
    figures |= {name: made(arguments.shared) for name, made in OWN.items() if arguments.only in (None, name)}
    below = print_figures(figures, floors)
    if arguments.raise_floors:
        write_floors(figures, floors)
    return 1 if below else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("..") / "shared", help="the folder with gold/ and score/")
    parser.add_argument("--only", choices=[*(measure.name for measure in MEASURES), *OWN],
                        help="one measure alone")
    parser.add_argument("--raise-floors", action="store_true", help="write figures above their floors as floors")
    return parser.parse_args()


def run(measure: Measure, shared: Path) -> dict[str, float | None]:
    """The figures of one measure: makes the tables with the command line and runs the scorer on them."""
    gold = shared / "gold" / measure.gold
    with tempfile.TemporaryDirectory() as folder:
        make = export_reports if measure.leave_out is None else weigh_claims
        scored = subprocess.run([sys.executable, shared / "score" / measure.scorer, *make(measure, gold, Path(folder))],
                                check=True, capture_output=True, text=True).stdout
    found = json.loads(scored.splitlines()[-1])
    return {name: pick(found, path) for name, path in measure.figures.items()}


def export_reports(_: Measure, gold: Path, folder: Path) -> list[str | Path]:
    """Adds the gold reports to a case and exports it; gives the scorer's arguments."""
    firsthand("add", str(folder / "case.db"), str(gold / "reports.jsonl"))
    firsthand("export", str(folder / "case.db"), "--to", str(folder / "export"))
    return [folder / "export", gold]


def weigh_claims(measure: Measure, gold: Path, folder: Path) -> list[str | Path]:
    """Weighs the gold claims without those of the sources to leave out; gives the scorer's arguments."""
    packed, plain = gold / "claims.csv.gz", gold / "claims.csv"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as kept:
        rows, writer = csv.reader(io.StringIO(data.decode("utf-8"), newline="")), csv.writer(kept)
        writer.writerow(next(rows))
        writer.writerows(row for row in rows if row[0] not in (measure.leave_out or ()))
    firsthand("weigh", str(folder / "claims.csv"), "-o", str(folder / "truth.csv"))
    return [folder / "truth.csv", gold / "gold.csv", "--kind", gold.name]


def firsthand(*arguments: str) -> None:
    """Runs the command line as a user would."""
    subprocess.run([sys.executable, "-m", "firsthand", *arguments], check=True, stdout=subprocess.DEVNULL)


def pick(found: dict[str, Any], path: str) -> float | None:
    """The figure at a dotted path of a scorer's JSON; a share is its `accuracy`."""
    cell: Any = found
    for part in path.split("."):
        cell = cell[part]
    return cell["accuracy"] if isinstance(cell, dict) else cell


def print_figures(figures: dict[str, dict[str, float | None]], floors: dict[str, dict[str, float]]) -> int:
    """Prints every figure beside its floor; gives how many are below."""
    below = 0
    for measure, found in figures.items():
        for name, figure in found.items():
            floor = floors.get(measure, {}).get(name)
            low = floor is not None and (figure is None or figure < floor - ROUNDING)
            below += low
            shown = "-" if figure is None else f"{figure:.3f}"
            held = "" if floor is None else f"floor {floor:.3f}"
            print(f"{measure:12} {name:28} {shown:>6}  {held}{'  BELOW' if low else ''}")
    return below


def write_floors(figures: dict[str, dict[str, float | None]], floors: dict[str, dict[str, float]]) -> None:
    """Writes floors.toml anew; a floor is never lowered."""
    lines = ["# Figures on gold data that must not fall; `python -m evals --raise-floors` raises them.\n"]
    for measure in sorted(floors.keys() | figures.keys()):
        lines.append(f"\n[{measure}]\n")
        both = floors.get(measure, {}) | {
            name: max(figure, floors.get(measure, {}).get(name, 0.0))
            for name, figure in figures.get(measure, {}).items() if figure is not None}
        lines += [f'"{name}" = {value:.3f}\n' for name, value in both.items()]
    FLOORS.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
