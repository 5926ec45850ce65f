"""The commands of a crawl: `crawl` and `open`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import OptionError
from firsthand.show.desk import CasePlace

if TYPE_CHECKING:
    from firsthand.crawl import Crawled, Progress
    from firsthand.engine.files import FileEngine

ENGINES = ("duckdb", "spark")
TOLD_STORIES = 5
LINE_SECONDS = 10.0
"""A pipe gets a line of progress so often; a terminal's line is written anew each second."""

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files or folders, as for add; no addresses.")]
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the tables and the work.")]


Columns = Annotated[list[str] | None, typer.Option("--columns", metavar="COLUMN=NAME", help="As for add.")]
OutletsFile = Annotated[Path | None, typer.Option("--outlets", metavar="FILE", help="As for add.")]


def crawl(inputs: Inputs, out: OutFolder, *,
          engine: Annotated[str, typer.Option("--engine", help="duckdb (this machine), spark (a cluster).")] = "duckdb",
          resume: Annotated[bool, typer.Option("--resume", help="Go on with the crawl in DIR.")] = False,
          memory: Annotated[str, typer.Option("--memory", help="What DuckDB may take; the rest goes to disk.")] = "4GB",
          processes: Annotated[int, typer.Option(
              "--processes", min=0, help="Processes that read and extract; 0 is one for each core.")] = 0,
          format: Annotated[str, typer.Option("--format", help="What the inputs are, as for add.")] = "auto",
          columns: Columns = None, outlets: OutletsFile = None) -> None:
    """Read any number of inputs, write every table as Parquet. May be stopped at any moment and resumed."""
    from firsthand.crawl import Run
    from firsthand.crawl import crawl as run_crawl
    from firsthand.show.choices import make_options

    if engine not in ENGINES:
        raise OptionError(f"--engine {engine}: there are: {', '.join(ENGINES)}")
    options = make_options(format, columns, outlets)
    width = processes or len(os.sched_getaffinity(0))
    found = run_crawl(inputs, out, options, lambda spill: _engine(engine, width, memory, spill),
                      Run(resume, tell=_Teller(), say=lambda line: typer.echo(line, err=True)))
    _tell_result(out, found)


def _engine(name: str, processes: int, memory: str, spill: Path) -> FileEngine:
    if name == "spark":
        from firsthand.engine.spark import SparkEngine

        return SparkEngine(spill)
    from firsthand.engine.local import LocalEngine

    return LocalEngine(processes, memory, spill)


class _Teller:
    """Writes how far a stage is on standard error: one line that changes, or in a pipe one now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        ended = progress.done == progress.total
        wait = 1.0 if self._terminal else LINE_SECONDS
        if not ended and time.monotonic() - self._last < wait:
            return
        self._last = time.monotonic()
        line = _progress_line(progress)
        typer.echo(f"\r\x1b[K{line}" if self._terminal else line, err=True, nl=ended or not self._terminal)


def _progress_line(progress: Progress) -> str:
    parts = [f"{progress.stage}: {progress.done:,} of {progress.total:,} pieces"]
    if progress.found:
        parts.append(f"{progress.found:,} done before")
    if progress.reports:
        parts.append(f"{progress.reports:,} reports, {progress.reports / max(progress.seconds, 0.001):.1f} a second")
    if progress.rejected:
        parts.append(f"rejected: {_reasons(progress.rejected)}")
    return " · ".join(parts)


def _reasons(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{count:,} {reason}" for reason, count in ordered if count)


def _tell_result(out: Path, found: Crawled) -> None:
    from firsthand.crawl import largest_stories

    rows, seconds = found.rows, sum(found.seconds.values())
    rejected = _reasons(found.rejected)
    typer.echo(f"{out}: {rows['reports']:,} reports, {rows['stories']:,} stories, {rows['findings']:,} findings in "
               f"{seconds:,.0f} s ({rows['reports'] / max(seconds, 0.001):.1f} reports a second)")
    typer.echo("seconds: " + ", ".join(f"{stage} {spent:,.0f}" for stage, spent in found.seconds.items()))
    if rejected:
        typer.echo(f"rejected: {rejected}; each is listed in {out / 'rejected.parquet'}")
    for story in largest_stories(out, TOLD_STORIES):
        typer.echo(f"  {story.id}  {len(story.reports):,} reports  {story.title}")
    typer.echo(f"Next: firsthand open {out} --story ID CASE")


def open_case(folder: Annotated[Path, typer.Argument(metavar="DIR", help="What crawl wrote.")], case: CasePlace,
              story: Annotated[str, typer.Option("--story", metavar="ID", help="The story's id, or its start.")],
              ) -> None:
    """Make a case of one story of a crawl, to go on with by hand."""
    from firsthand.case import Case
    from firsthand.crawl import open_story

    found = open_story(folder, story, case)
    with Case(case, create=False) as opened:
        stories = len(opened.tables().stories)
    typer.echo(f"{case}: {len(found.reports)} reports of “{found.title}”; {stories} "
               f"{'story' if stories == 1 else 'stories'} in the case now\nNext: firsthand show {case}")


open_case.__name__ = "open"
COMMANDS = (crawl, open_case)
