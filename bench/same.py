"""Same in, same out: one set of reports in many orders, on every store and engine, gives the same bytes.

    python -m bench.same [REPORTS.jsonl] [--orders 10] [--single 10] [--spark 2]

Each order fills a case on SQLite and one on PostgreSQL, all reports at once and (the first `--single` of the
orders) one at a time, and a crawl on DuckDB; then come two processes that add at once, crawls by one process and
by two, and crawls on Spark. Cases are compared by every form of export, crawls by the tables. Reports are
extracted once and that is used again in the orders: each is extracted alone, whatever else is given. The
processes and Spark extract for themselves. Ends with 1 where bytes differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
from tests.store.servers import Server

from firsthand.case import Case
from firsthand.crawl import Run, crawl, work
from firsthand.engine.files import FileEngine
from firsthand.engine.local import LocalEngine
from firsthand.engine.spark import SparkEngine
from firsthand.extract import Extracted, Extractor, join
from firsthand.flow import Tables
from firsthand.options import Options
from firsthand.records import Report
from firsthand.show.export import documents, export_case
from firsthand.tables import TABLES, from_arrow

STORIES = Path("..") / "shared" / "gold" / "stories" / "reports.jsonl"
TABLE_FILES = frozenset(f"jsonl/{table.name}.jsonl" for table in TABLES)
"""What a crawl has as well as a case."""
Lines = list[str]
Bytes = dict[str, str]
"""The digest of each file."""
Ways = Iterator[tuple[str, Callable[[], Bytes]]]
"""Ways by their names."""


class Remembering(Extractor):
    """Extracts each report once."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Extracted] = {}

    def extract(self, reports: Sequence[Report]) -> Extracted:
        """As every extractor does: the rows of the reports, one report after another."""
        new = super().extract([report for report in reports if report.id not in self._known])
        for report in reports:
            self._known.setdefault(report.id, Extracted(*(
                tuple(row for row in rows if row.report == report.id)
                for rows in (new.mentions, new.attributions, new.values))))
        return join(self._known[report.id] for report in reports)


@dataclass
class Trial:
    """What came of every way so far."""

    folder: Path
    extractor: Extractor = field(default_factory=Remembering)
    expected: Bytes = field(default_factory=dict)
    differ: int = 0
    tried: int = 0

    def run(self, ways: Ways) -> None:
        """Compares the bytes of each way with those of the very first, and prints what differs."""
        for name, way in ways:
            began = time.monotonic()
            found = way()
            self.expected = self.expected or found
            wrong = [file for file, digest in found.items() if self.expected[file] != digest]
            self.tried, self.differ = self.tried + 1, self.differ + bool(wrong)
            print(json.dumps({"way": name, "files": len(found), "differ": wrong,
                              "seconds": round(time.monotonic() - began)}), flush=True)

    def place(self) -> Path:
        """A folder of its own."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def written(self, lines: Lines) -> Path:
        """Reports as a file."""
        path = self.place() / "reports.jsonl"
        path.write_text("".join(lines), "utf-8")
        return path

    def fill(self, case: Path | str, parts: Sequence[Lines]) -> Bytes:
        """What a case exports that was given these parts one after another."""
        with Case(case) as opened:
            opened.__dict__["_extractor"] = self.extractor
            for part in parts:
                opened.add(self.written(part))
            return digests_of(opened.tables(), opened.about(), self.place())

    def crawl(self, lines: Lines, make_engine: Callable[[Path], FileEngine]) -> Bytes:
        """What the tables of a crawl are, written as a case writes them."""
        out = self.place()
        crawl([str(self.written(lines))], out, Options(), make_engine, Run(resume=False, tell=lambda _: None))
        rows = {table.name: from_arrow(table.record, pq.read_table(out / f"{table.name}.parquet")) for table in TABLES
                if (out / f"{table.name}.parquet").exists()}
        found = digests_of(Tables(**rows), {}, self.place(), ("jsonl",))  # type: ignore[arg-type]
        return {name: digest for name, digest in found.items() if name in TABLE_FILES}


def digests_of(tables: Tables, about: dict[str, object], folder: Path, forms: Sequence[str] = ()) -> Bytes:
    """The SHA-256 of every file that some tables are exported to; in all forms without `forms`."""
    found: Bytes = {}
    for form in forms or ("jsonl", "csv", *documents()):
        for path in export_case(tables, folder / form, form, about):
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def in_order(trial: Trial, number: int, lines: Lines, server: Server) -> Ways:
    """The ways of one order of the reports."""
    mixed = random.Random(number).sample(lines, len(lines))
    yield "SQLite, at once", lambda: trial.fill(trial.place() / "case.db", [mixed])
    yield "PostgreSQL, at once", lambda: trial.fill(server.new_database(f"a{number}"), [mixed])
    yield "crawl on DuckDB", lambda: trial.crawl(mixed, partial(LocalEngine, 0, "1GB"))


def one_at_a_time(trial: Trial, number: int, lines: Lines, server: Server) -> Ways:
    """The ways of one order whose reports come one by one."""
    single = [[line] for line in random.Random(number).sample(lines, len(lines))]
    yield "SQLite, one at a time", lambda: trial.fill(trial.place() / "case.db", single)
    yield "PostgreSQL, one at a time", lambda: trial.fill(server.new_database(f"b{number}"), single)


def by_processes(trial: Trial, lines: Lines, spark: int) -> Ways:
    """The ways in which other processes work, which extract for themselves."""
    yield "two processes add at once", lambda: by_two(trial, lines)
    yield "crawl by one process", lambda: trial.crawl(lines, partial(LocalEngine, 1, "1GB"))
    yield "crawl by two processes", lambda: trial.crawl(lines[::-1], partial(LocalEngine, 2, "1GB"))
    for number in range(spark):
        mixed = random.Random(number).sample(lines, len(lines))
        yield f"crawl on Spark, order {number}", partial(trial.crawl, mixed, SparkEngine)


def by_two(trial: Trial, lines: Lines) -> Bytes:
    """Two processes that add a half each to one case at the same time."""
    case = trial.place() / "case.db"
    adding = [subprocess.Popen([sys.executable, "-m", "firsthand", "add", str(case), str(trial.written(half))],
                               stdout=subprocess.DEVNULL) for half in (lines[::2], lines[1::2])]
    assert not any(one.wait() for one in adding)
    with Case(case) as opened:
        return digests_of(opened.tables(), opened.about(), trial.place())


def main() -> int:
    """Tries every way; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.same", description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="?", type=Path, default=STORIES, help="JSON Lines, each with an id of its own")
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--single", type=int, default=10, help="orders that come one at a time as well")
    parser.add_argument("--spark", type=int, default=2, help="orders that are crawled on Spark as well")
    given = parser.parse_args()
    lines = given.reports.read_text("utf-8").splitlines(keepends=True)
    server = Server()
    try:
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(Path(folder))
            work._extractor = lambda _: trial.extractor  # the crawl's own, where it runs in this process
            for number in range(given.orders):
                trial.run(in_order(trial, number, lines, server))
            for number in range(given.single):
                trial.run(one_at_a_time(trial, number, lines, server))
            trial.run(by_processes(trial, lines, given.spark))
    finally:
        server.remove()
    print(json.dumps({"reports": len(lines), "ways": trial.tried, "differ": trial.differ}))
    return int(trial.differ > 0)


if __name__ == "__main__":
    sys.exit(main())
