"""A crawl from archives of pages to findings: reports a second, and the memory, at several sizes.

    python -m bench.crawl [--sizes 1000 10000 50000] [--processes 2] [--memory 1GB]
    python -m bench.crawl --kills 10 --sizes 1000
    python -m bench.crawl --engines --sizes 1500
    python -m bench.crawl --engines --quick --sizes 20000

The pages are those of `bench.group` (sentences of real reports mixed into new texts, with planted
reprints) dressed as news pages: head with JSON-LD, navigation, scripts, teasers, footer; 500 to an archive.
Each size runs in processes of its own. On a machine that others use as well, look at the processor seconds.
`--kills` kills a crawl so often at random moments, resumes it, and compares the bytes of every table with
those of an undisturbed run. `--engines` runs both engines and compares their tables row for row; with `--quick`
a rule extracts instead of the models, on one engine, and the other goes on from there: all that holds reports
against each other, at sizes where the models would take hours.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
from evals.plant import read_texts
from evals.planted import SOURCE

from bench.group import SAMPLE, synthesize
from firsthand.crawl import Run, crawl, work
from firsthand.engine.local import LocalEngine
from firsthand.extract import Extracted, Extractor
from firsthand.options import Options
from firsthand.records import Attribution, Report, Value
from firsthand.tables import TABLES

PAGES_AN_ARCHIVE = 500
NAVIGATION = 60
TEASERS = 12
RUN = """
import resource, sys
from firsthand.show.cli import app
app(sys.argv[1:], standalone_mode=False)
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print("used", used.ru_maxrss // 1024, round(used.ru_utime + used.ru_stime))
"""
"""Runs the command and prints the peak in MiB and the processor seconds of its own process, then of the others."""


class Quick(Extractor):
    """Finds a toll, its place and who said something by how the generated pages write them."""

    def extract(self, reports: Sequence[Report]) -> Extracted:
        """As every extractor does: the rows of the reports, one report after another."""
        values, said = [], []
        for report in reports:
            if toll := re.search(r"(Two) people were killed in (\w+)", report.text):
                values += [Value(report.id, "i1", True, "killed", 2, 2, None, "total", None, None, None, "fact", None,
                                 *toll.span(1)),
                           Value(report.id, "i1", True, "place", None, None, toll[2], None, None, None, None, "fact",
                                 None, *toll.span(2))]
            for number, match in enumerate(re.finditer(r"([A-Z]\w+(?: [A-Z]\w+)*) (said|told)\b", report.text)):
                said.append(Attribution(report.id, f"a{number}", (match.span(1),), (match.span(2),), (), match[1],
                                        "person", None, "asserts", False))
        return Extracted((), tuple(said), tuple(values))


def crawl_quickly(names: Sequence[str], folder: Path, memory: str) -> None:
    """Crawls with DuckDB in this process, where a rule extracts; what was read and extracted is laid out for Spark."""
    work._extractor = Quick
    crawl(names, folder / "duckdb", Options(), partial(LocalEngine, 0, memory), Run(resume=False))
    for part in ("work/read", "work/extract"):
        shutil.copytree(folder / "duckdb" / part, folder / "spark" / part)
    shutil.copy(folder / "duckdb" / "manifest.json", folder / "spark")


def page(report: Report, number: int) -> bytes:
    """A report as a news site would show it."""
    title, text = html.escape(report.title or ""), report.text
    about = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": report.title,
             "datePublished": report.published, "publisher": {"@type": "Organization", "name": report.publisher}}
    links = "".join(f'<li><a href="/section/{one}">Section {one}</a></li>' for one in range(NAVIGATION))
    teasers = "".join(f'<div class="teaser"><a href="/story/{number - one}"><h3>Story {number - one}</h3></a>'
                      f"<p>Read on</p></div>" for one in range(1, TEASERS))
    sentences = text.split(". ")
    paragraphs = "".join(f"<p>{html.escape('. '.join(sentences[start:start + 3]))}.</p>\n"
                         for start in range(0, len(sentences), 3))
    script = "var config=" + json.dumps({f"key{one}": [one] * 20 for one in range(150)}) + ";"
    return (f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
            f"<script type='application/ld+json'>{json.dumps(about)}</script><script>{script}</script></head><body>"
            f"<nav><ul>{links}</ul></nav><article><h1>{title}</h1>{paragraphs}</article><aside>{teasers}</aside>"
            f"<footer>All rights reserved. <a href='/terms'>Terms</a></footer></body></html>").encode()


def record(report: Report, number: int) -> bytes:
    """A page as a response of a WARC file, packed by itself."""
    body = page(report, number)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    host = (report.publisher or "nobody").split()[0].lower()
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://{host}.example/story/{number}\r\n"
            f"WARC-Date: 2032-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n")
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", 6, mtime=0)


def write_archives(folder: Path, source: Path, count: int) -> list[str]:
    """Archives of so many pages; gives their names."""
    folder.mkdir(parents=True)
    reports, _ = synthesize(read_texts(source), count)
    names = []
    for start in range(0, count, PAGES_AN_ARCHIVE):
        names.append(str(folder / f"pages-{start:07}.warc.gz"))
        with Path(names[-1]).open("wb") as handle:
            handle.writelines(record(report, start + place) for place, report in
                              enumerate(reports[start:start + PAGES_AN_ARCHIVE]))
    return names


def command(names: Sequence[str], out: Path, arguments: argparse.Namespace, engine: str = "duckdb") -> list[str]:
    """The command line of a crawl."""
    return [sys.executable, "-c", RUN, "crawl", *names, "--out", str(out), "--processes", str(arguments.processes),
            "--memory", arguments.memory, "--engine", engine, "--resume"]


@dataclass(frozen=True)
class Used:
    """Seconds by the clock and of processors, peaks (MiB) of the first process and of the largest other, and
    what the crawl said of its stages."""

    seconds: float
    cpu: int
    own: int
    other: int
    stages: str


def run(names: Sequence[str], out: Path, arguments: argparse.Namespace) -> Used:
    """Runs a crawl in processes of its own."""
    started = time.perf_counter()
    told = subprocess.run(command(names, out, arguments), check=True, capture_output=True, text=True).stdout
    lines = told.splitlines()
    used = [tuple(map(int, line.split()[1:])) for line in lines if line.startswith("used")]
    stages = next(line for line in lines if line.startswith("seconds:"))
    return Used(time.perf_counter() - started, used[0][1] + used[1][1], used[0][0], used[1][0], stages)


def tables(out: Path) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Every table by its name."""
    for table in TABLES:
        yield table.name, pq.read_table(out / f"{table.name}.parquet").to_pylist()


def kill_and_compare(names: Sequence[str], folder: Path, arguments: argparse.Namespace) -> None:
    """Kills a crawl again and again; prints which tables differ in the end."""
    seconds = run(names, folder / "straight", arguments).seconds
    chance = random.Random(11)
    for number in range(arguments.kills):
        running = subprocess.Popen(command(names, folder / "killed", arguments), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            running.wait(chance.uniform(0, seconds / arguments.kills * 2) + 3)
            print(f"run {number + 1} of {arguments.kills} came to its end", flush=True)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            print(f"run {number + 1} of {arguments.kills} killed", flush=True)
    again = run(names, folder / "killed", arguments).seconds
    differ = [table.name for table in TABLES if (folder / "straight" / f"{table.name}.parquet").read_bytes()
              != (folder / "killed" / f"{table.name}.parquet").read_bytes()]
    print(f"undisturbed {seconds:.0f} s, last resume {again:.0f} s; tables that differ: {', '.join(differ) or 'none'}")


def compare_engines(names: Sequence[str], folder: Path, arguments: argparse.Namespace) -> None:
    """Runs both engines; prints which tables differ."""
    for engine in ("duckdb", "spark"):
        started = time.perf_counter()
        if arguments.quick and engine == "duckdb":
            crawl_quickly(names, folder, arguments.memory)
        else:
            subprocess.run(command(names, folder / engine, arguments, engine), check=True, stdout=subprocess.DEVNULL)
        print(f"{engine}: {time.perf_counter() - started:.0f} s", flush=True)
    other = dict(tables(folder / "spark"))
    differ = [name for name, rows in tables(folder / "duckdb") if rows != other[name]]
    print(f"tables that differ: {', '.join(differ) or 'none'}; rows: "
          + ", ".join(f"{name} {len(rows)}" for name, rows in other.items() if rows))


def row_sizes(out: Path, count: int) -> str:
    """Bytes a report, packed on disk and bare in memory, of the rows that a shuffle moves and of the tables."""
    parts = []
    for name in ("work/extract", *(table.name for table in TABLES)):
        path = out / name
        files = sorted(path.glob("*[0-9a-f].parquet")) if path.is_dir() else [out / f"{name}.parquet"]
        bare = sum(pq.read_table(file).nbytes for file in files)
        if bare:
            parts.append(f"{name} {sum(file.stat().st_size for file in files) / count:.0f} ({bare / count:.0f})")
    return ", ".join(parts)


def main() -> None:
    """Prints a line a size."""
    parser = argparse.ArgumentParser(prog="python -m bench.crawl", description=__doc__.split("\n")[0])
    parser.add_argument("source", nargs="?", type=Path, default=SOURCE if SOURCE.exists() else SAMPLE)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 50_000])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--kills", type=int, default=0, help="kill the first size so often and compare")
    parser.add_argument("--quick", action="store_true", help="with --engines: a rule extracts, not the models")
    parser.add_argument("--engines", action="store_true", help="compare DuckDB and Spark at the first size")
    arguments = parser.parse_args()
    before = 0
    with tempfile.TemporaryDirectory() as place:
        for size in arguments.sizes:
            folder = Path(place) / str(size)
            names = write_archives(folder / "in", arguments.source, size)
            if arguments.kills or arguments.engines:
                (kill_and_compare if arguments.kills else compare_engines)(names, folder, arguments)
                return
            done = run(names, folder / "out", arguments)
            flat = f", {done.own / before:.2f} times that before" if before else ""
            print(f"{size} reports: {done.seconds:.0f} s, {size / done.seconds:.1f} a second; {done.cpu} processor "
                  f"seconds, {size / done.cpu:.1f} reports in each; {done.own} MiB in the first process{flat}, "
                  f"{done.other} in the largest other; {done.stages}", flush=True)
            print(f"  bytes a report, packed (bare): {row_sizes(folder / 'out', size)}", flush=True)
            before = done.own


if __name__ == "__main__":
    main()
