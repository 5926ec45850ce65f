"""How long holding against the record takes, and how that grows with the collection.

    python -m bench.check [CLAIMS...] [--csv MB]

Event records are read as a stream from a CSV of so many megabytes; then, without a number, 10,000 and 100,000
invented checked claims are made (1,000,000 take some minutes). Seconds are of the processor, on all its cores
together, so that other work beside counts less; with one text alone, of the clock. They are printed, never asserted.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, count
from pathlib import Path

from firsthand.check.checked import CheckedClaim
from firsthand.check.draft import GED_COLUMNS
from firsthand.check.events import read_events
from firsthand.check.match import Matcher
from firsthand.options import CheckOptions

POSTS = 200
ALONE = 9
"""Texts that are asked one by one: the middle one's time is shown."""
VOCABULARY = 60_000
"""Words of an invented language, drawn as in Zipf's law."""
SYLLABLES = ("ba", "ko", "ri", "tu", "men", "sal", "dor", "vi", "pe", "lan", "gu", "sho")


def main() -> None:
    """Times each size once and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.check", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("claims", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--csv", type=int, default=20, metavar="MB")
    given = parser.parse_args()
    time_events(given.csv)
    heads = ("claims", 10), ("index s", 8), ("vectors s", 10), ("again s", 8), ("ms a text", 10), ("one alone ms", 13)
    print(*(f"{head:>{width}}" for head, width in heads), f"{'MiB':>6}")
    for size in given.claims:
        with tempfile.TemporaryDirectory() as folder:
            time_matching(size, Path(folder) / "kept.vec")


def time_matching(size: int, keep: Path) -> None:
    """Indexes so many claims and matches posts that repeat some of them with a third of the words changed.

    "vectors" turns all claims into vectors where that is the default, "again" reads them from their file.
    """
    draw = random.Random(13)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
    texts = [" ".join(draw.choices(words, cum_weights=weights, k=18)) for _ in range(size)]
    posts = [" ".join(word if draw.random() < 0.67 else draw.choice(words) for word in text.split())
             for text in draw.sample(texts, POSTS + ALONE + 1)]
    claims = [CheckedClaim(str(place), text, None, None, None, None, None, ()) for place, text in enumerate(texts)]
    kept = keep if size <= CheckOptions().all_by_meaning else None
    started = time.process_time()
    matcher = Matcher(claims, keep=kept)
    index = time.process_time() - started
    vectors = asked(matcher, posts[:1])
    rest = asked(matcher, posts[1:POSTS + 1])
    alone = []
    for post in posts[POSTS + 1:]:
        clock = time.perf_counter()
        list(matcher.match([post], 5))
        alone.append(time.perf_counter() - clock)
    again = asked(Matcher(claims, keep=kept), posts[:1]) if kept else float("nan")
    print(f"{size:10} {index:8.1f} {vectors:10.1f} {again:8.1f} {1000 * rest / POSTS:10.1f} "
          f"{1000 * sorted(alone)[ALONE // 2]:13.1f} {_memory():6.0f}", flush=True)


def asked(matcher: Matcher, posts: list[str]) -> float:
    """Processor seconds that matching some posts takes."""
    started = time.process_time()
    list(matcher.match(posts, 5))
    return time.process_time() - started


def time_events(megabytes: int) -> None:
    """Reads a file of this size in the columns of GED, of which few rows are wanted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ged.csv"
        rows = write_events(path, megabytes * 1_000_000)
        before, started = _memory(), time.process_time()
        kept = sum(1 for _ in read_events(path, lambda _: None, wanted=lambda first, last: first.day == 1))
        seconds = time.process_time() - started
    print(f"{rows:,} event records, {megabytes} MB: {seconds:.1f} s, {megabytes / seconds:.0f} MB/s, {kept:,} kept, "
          f"{_memory() - before:.0f} MiB more at the peak")


def write_events(path: Path, size: int) -> int:
    """Writes rows in the columns of GED until the file has so many bytes; how many rows."""
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        for number, row in enumerate(_rows()):
            stream.write(row + "\n")
            written += len(row) + 1
            if written >= size:
                return number
    return 0


def _rows() -> Iterator[str]:
    yield ",".join(GED_COLUMNS)
    for number in count():
        cells = {"id": str(number), "where_prec": "1", "latitude": "12.5", "longitude": "44.2", "best": "3",
                 "date_start": f"2018-01-{number % 28 + 1:02}", "date_end": f"2018-01-{number % 28 + 1:02}",
                 "source_article": '"' + "Coast Agency 2018 a headline of some words " * 12 + '"'}
        yield ",".join(cells.get(name, "x") for name in GED_COLUMNS)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
