"""How long weighing takes, and how that grows with the claims.

    python -m bench.weigh [CLAIMS...]

Without a number, 100,000, 300,000 and 1,000,000 invented claims of 40 sources, a third of which copy.
Times are printed, never asserted; the last column is the growth of the time over the growth of the claims.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import pyarrow as pa

from firsthand.weigh.fusion import weigh_claims

SOURCES = 40
SAID = 0.4
"""How many of the items a source speaks of."""


def main() -> None:
    """Times each size once and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.weigh", description=__doc__.split("\n")[0])
    parser.add_argument("claims", nargs="*", type=int, default=[100_000, 300_000, 1_000_000])
    before: tuple[int, float] | None = None
    print(f"{'claims':>10} {'items':>9} {'seconds':>8} {'claims/s':>10} {'MiB':>6} {'growth':>7}")
    for size in parser.parse_args().claims:
        table = invent(size)
        started = time.perf_counter()
        items = weigh_claims(table).num_rows
        seconds = time.perf_counter() - started
        growth = f"{seconds / before[1] / (table.num_rows / before[0]):7.2f}" if before else ""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{table.num_rows:10} {items:9} {seconds:8.2f} {table.num_rows / seconds:10.0f} {memory:6.0f} {growth}")
        before = table.num_rows, seconds


def invent(claims: int) -> pa.Table:
    """Claims of sources of accuracies from 0.5 to 0.95; every third source copies the one before it."""
    draw = np.random.default_rng(13)
    items = max(1, int(claims / SOURCES / SAID))
    truth = draw.integers(0, 1000, items)
    columns: tuple[list[pa.Array], list[pa.Array], list[pa.Array]] = ([], [], [])
    names = pa.array([f"item {place}" for place in range(items)])
    said = spoken = truth
    for source in range(SOURCES):
        if source % 3 != 2:
            right = draw.random(items) < 0.5 + 0.45 * source / SOURCES
            said, spoken = np.where(right, truth, draw.integers(0, 1000, items)), draw.random(items) < SAID
        places = np.flatnonzero(spoken)
        columns[0].append(pa.array([f"source {source}"]).take(np.zeros(len(places), dtype=np.int64)))
        columns[1].append(names.take(places))
        columns[2].append(pa.array(said[places]).cast(pa.string()))
    return pa.table({name: pa.chunked_array(parts)
                     for name, parts in zip(("source", "item", "value"), columns, strict=True)})


if __name__ == "__main__":
    main()
