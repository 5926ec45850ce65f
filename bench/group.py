"""How grouping and tracing grow with the number of reports, and the memory they take.

    python -m bench.group [REPORTS.jsonl] [--sizes 10000 30000 100000]
    python -m bench.group [REPORTS.jsonl] --against-lsh 3000

The reports are synthetic: sentences of real reports mixed into new texts, half of their words drawn
anew so that no sentence stands in two of them, with planted reprints, over two years. Each size runs
in a process of its own, so that the peak memory is its own. Seconds are processor seconds, of all threads
together, which other programs on the machine stretch less than the time on the clock (`clock`). The
exponent is that of these seconds between a size and the one before: 1 is linear.

`--against-lsh` finds the copies among so many reports with `firsthand` and with datasketch's MinHash-LSH
(128 permutations) in one process, and says which part of the planted pairs (a reprint and its model) each
finds, which part of its pairs are of one planted family, and its processor seconds. LSH's threshold is
lowered until it finds as much; it gives pairs of reports alone, `firsthand` their words in both as well, with
who cites whom. Its own pairs, before they are aligned, are timed too.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from evals.plant import EDITS, change, outlet_name, read_texts
from evals.planted import SOURCE, datasketch_pairs

from firsthand.days import report_days
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.group import find_stories
from firsthand.options import GroupOptions, TraceOptions
from firsthand.records import Report
from firsthand.text import report_id
from firsthand.trace import find_links, find_origins
from firsthand.trace.shared import find_shared
from firsthand.trace.wording import read_wording

SAMPLE = Path("src") / "firsthand" / "data" / "sample" / "reports" / "others.jsonl"
OUTLETS = 400
DAYS = 730
NAMES = 20_000
"""Invented names that tell one synthetic happening from another."""


LSH_THRESHOLDS = (0.5, 0.4, 0.3, 0.2, 0.1, 0.08)
"""Jaccard overlaps of word trigrams at which LSH is tried, until it finds as much."""

Pairs = set[tuple[str, str]]
"""Ids of a reprint and its model."""


def synthesize(texts: list[str], count: int, seed: int = 3) -> tuple[list[Report], Pairs]:
    """So many reports: four of ten are originals, the others reprints of an earlier one of the last days."""
    chance = random.Random(seed)
    sentences = [sentence for text in texts for sentence in text.replace("\n", " ").split(". ") if sentence]
    names = [outlet_name(str(number)).split()[0] for number in range(NAMES)]
    words = [word for text in texts[:500] for word in text.split()]
    edits = [EDITS[name] for name in sorted(EDITS)]
    made: list[Report] = []
    planted: Pairs = set()
    for number in range(count):
        moment = datetime(2030, 1, 1) + timedelta(minutes=number * DAYS * 24 * 60 // count)
        if not made or chance.random() < 0.4:
            place, victim = chance.choice(names), chance.choice(names)
            picked = change(0.5)(". ".join(chance.sample(sentences, 14)), words, chance)
            text = f"Two people were killed in {place} and {victim} was held. {picked}. {victim} of {place}."
        else:
            earlier = made[-min(len(made), 1 + int(chance.expovariate(0.05)))]
            text = chance.choice(edits)(earlier.text, words, chance)
            planted.add((report_id(str(number), text), earlier.id))
        ref = str(number)
        made.append(Report(report_id(ref, text), ref, None, f"{names[chance.randrange(OUTLETS)]} Post", None, "en",
                           f"{moment.isoformat()}Z", "given", text[:70], text, (), ()))
    return made, planted


def run(source: Path, count: int) -> None:
    """One size: prints count, seconds of each step, and the peak memory in MiB."""
    reports, _ = synthesize(read_texts(source), count)
    engine, steps, started = DuckDBEngine(), [time.process_time()], time.perf_counter()
    stories = find_stories(reports, (), (), engine, GroupOptions())
    steps.append(time.process_time())
    links = find_links(reports, (), engine, TraceOptions(), stories=stories)
    steps.append(time.process_time())
    origins = find_origins(stories, reports, links, (), ()).origins
    steps.append(time.process_time())
    seconds = [later - earlier for earlier, later in pairwise(steps)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(count, *(f"{one:.2f}" for one in seconds), f"{time.perf_counter() - started:.2f}", f"{peak:.0f}",
          len(stories), len(links), len(origins))


def run_against_lsh(source: Path, count: int) -> None:
    """Prints seconds, the part of the planted pairs whose two reports are linked by a chain of found pairs, and the
    part of the found pairs that are of one family."""
    reports, planted = synthesize(read_texts(source), count)

    def ours(some: list[Report]) -> Pairs:
        links = find_links(some, (), DuckDBEngine(), TraceOptions())
        return {(link.from_, link.to) for link in links if link.kind == "copies" and link.to}

    def sharing(some: list[Report]) -> Pairs:
        days = report_days(some, ())
        found = find_shared(read_wording(some), [days[report.id] for report in some],
                            [report.publisher for report in some], DuckDBEngine(), TraceOptions())
        return {(some[one].id, some[two].id) for one, two in found.pairs.T.tolist()}

    def timed(name: str, find: Callable[[list[Report]], Pairs]) -> float:
        find(reports[:10])  # libraries are loaded and compiled
        started = time.process_time()
        pairs = find(reports)
        seconds, recall = time.process_time() - started, linked_share(planted, pairs)
        print(f"{name:16} {seconds:8.1f} {recall:8.3f} {linked_share(pairs, planted):8.3f}", flush=True)
        return recall

    print(f"{count} reports, {len(planted)} reprints\n{'':16}  seconds   recall precision")
    wanted = timed("firsthand", ours)
    timed("its pairs alone", sharing)
    for threshold in LSH_THRESHOLDS:
        if timed(f"datasketch {threshold}", partial(datasketch_pairs, threshold=threshold)) >= wanted:
            break


def linked_share(planted: Pairs, found: Pairs) -> float:
    """The part of the planted pairs that found pairs hold together: a star of links finds a family as well."""
    tops: dict[str, str] = {}

    def top(name: str) -> str:
        while tops.setdefault(name, name) != name:
            tops[name] = name = tops[tops[name]]
        return name

    for left, right in sorted(found):
        tops[top(left)] = top(right)
    return sum(top(left) == top(right) for left, right in planted) / max(1, len(planted))


def main() -> None:
    """Runs each size in its own process and prints the growth."""
    parser = argparse.ArgumentParser(prog="python -m bench.group", description=__doc__.split("\n")[0])
    parser.add_argument("source", nargs="?", type=Path, default=SOURCE if SOURCE.exists() else SAMPLE)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 30_000, 100_000])
    parser.add_argument("--only", type=int, help="this size alone, in this process")
    parser.add_argument("--against-lsh", type=int, metavar="COUNT", help="compare with MinHash-LSH on so many")
    arguments = parser.parse_args()
    if arguments.against_lsh:
        run_against_lsh(arguments.source, arguments.against_lsh)
        return
    if arguments.only:
        run(arguments.source, arguments.only)
        return
    print("  reports    group    links  origins      all exponent    clock     MiB  stories")
    before: tuple[int, float] | None = None
    for size in arguments.sizes:
        out = subprocess.run([sys.executable, "-m", "bench.group", str(arguments.source), "--only", str(size)],
                             check=True, capture_output=True, text=True).stdout.split()
        group, links, origins, clock, peak, stories = map(float, out[1:7])
        whole = group + links + origins
        growth = "" if before is None else f"{math.log(whole / before[1]) / math.log(size / before[0]):.2f}"
        print(f"{size:9} {group:8.1f} {links:8.1f} {origins:8.1f} {whole:8.1f} {growth:>8} {clock:8.1f} {peak:7.0f} "
              f"{stories:8.0f}", flush=True)
        before = size, whole


if __name__ == "__main__":
    main()
