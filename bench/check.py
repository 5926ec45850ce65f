"""How long holding against the record takes, and how that grows with the collection.

    python -m bench.check [CLAIMS...]

Without a number, 10,000 and 100,000 invented checked claims; 1,000,000 takes some minutes. Then event records
read as a stream. Times are printed, never asserted.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from firsthand.check.checked import CheckedClaim
from firsthand.check.draft import GED_COLUMNS
from firsthand.check.events import read_events
from firsthand.check.match import Matcher

POSTS = 200
VOCABULARY = 60_000
"""Words of an invented language, drawn as in Zipf's law."""
SYLLABLES = ("ba", "ko", "ri", "tu", "men", "sal", "dor", "vi", "pe", "lan", "gu", "sho")


def main() -> None:
    """Times each size once and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.check", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("claims", nargs="*", type=int, default=[10_000, 100_000])
    print(f"{'claims':>10} {'index s':>8} {'vectors s':>10} {'texts/s':>8} {'ms a text':>10} {'MiB':>6}")
    for size in parser.parse_args().claims:
        time_matching(size)
    time_events(50_000)


def time_matching(size: int) -> None:
    """Indexes so many claims and matches posts that repeat some of them with a third of the words changed."""
    draw = random.Random(13)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    texts = [" ".join(draw.choices(words, weights, k=18)) for _ in range(size)]
    posts = [" ".join(word if draw.random() < 0.67 else draw.choice(words) for word in text.split())
             for text in draw.sample(texts, POSTS)]
    started = time.perf_counter()
    matcher = Matcher([CheckedClaim(str(place), text, None, None, None, None, None, ())
                       for place, text in enumerate(texts)])
    indexed = time.perf_counter()
    list(matcher.match(posts[:1], 5))
    learned = time.perf_counter()
    list(matcher.match(posts, 5))
    seconds = time.perf_counter() - learned
    print(f"{size:10} {indexed - started:8.1f} {learned - indexed:10.1f} {POSTS / seconds:8.0f} "
          f"{1000 * seconds / POSTS:10.1f} {_memory():6.0f}", flush=True)


def time_events(rows: int) -> None:
    """Reads so many rows in the columns of GED, of which few are wanted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ged.csv"
        path.write_text("\n".join(_rows(rows)), "utf-8")
        size = path.stat().st_size / 1e6
        started = time.perf_counter()
        kept = sum(1 for _ in read_events(path, lambda _: None, wanted=lambda first, last: first.day == 1))
        seconds = time.perf_counter() - started
    print(f"{rows:,} event records, {size:.0f} MB: {seconds:.1f} s, {size / seconds:.0f} MB/s, {kept:,} kept, "
          f"{_memory():.0f} MiB at the peak")


def _rows(count: int) -> Iterator[str]:
    yield ",".join(GED_COLUMNS)
    for number in range(count):
        cells = {"id": str(number), "where_prec": "1", "latitude": "12.5", "longitude": "44.2", "best": "3",
                 "date_start": f"2018-01-{number % 28 + 1:02}", "date_end": f"2018-01-{number % 28 + 1:02}",
                 "source_article": '"' + "Coast Agency 2018 a headline of some words " * 12 + '"'}
        yield ",".join(cells.get(name, "x") for name in GED_COLUMNS)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
