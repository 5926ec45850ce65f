"""How long the stages take, beside a bare parse of the same texts in the same run, and the memory.

    python -m bench [INPUT...]

Without INPUT, reads the stories of `../shared/gold` where they are, else the sample case. Times are
printed, never asserted: machines differ, and so do hours. The ratio to the bare parse is what to compare.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from firsthand.extract import Extractor
from firsthand.extract.parse import Parser
from firsthand.flow import Tables, extract, read_reports, relate

STORIES = Path("..") / "shared" / "gold" / "stories" / "reports.jsonl"
SAMPLE = Path("src") / "firsthand" / "data" / "sample" / "reports"
T = TypeVar("T")


def main() -> None:
    """Times each stage once, the models loaded before, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="*", help="files or folders to read")
    inputs = parser.parse_args().inputs or [str(STORIES if STORIES.exists() else SAMPLE)]
    reading, (reports, _) = timed(lambda: read_reports(inputs))
    words = sum(len(report.text.split()) for report in reports)
    print(f"{len(reports)} reports, {words // len(reports)} words each, from {inputs[0]}")
    bare, extractor = Parser(), Extractor()
    loading, _ = timed(lambda: (bare.parse(reports[:1]), extractor.extract(reports[:1])))
    parsing, _ = timed(lambda: bare.parse(reports))
    extracting, found = timed(lambda: extract(reports, extractor))
    rows = Tables(reports=reports, mentions=found.mentions, attributions=found.attributions, values=found.values)
    relating, _ = timed(lambda: relate(rows))
    print(f"{'stage':10} {'seconds':>8} {'reports/s':>10} {'ratio to a bare parse':>22}")
    for name, seconds in (("load", loading), ("read", reading), ("parse", parsing), ("extract", extracting),
                          ("relate", relating), ("all", reading + extracting + relating)):
        print(f"{name:10} {seconds:8.2f} {len(reports) / seconds:10.1f} {seconds / parsing:22.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that the work took, and what it gave."""
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


if __name__ == "__main__":
    main()
