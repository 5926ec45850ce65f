"""The command line: `firsthand report`, `add`, `show`, `export`, `demo`, `weigh`, and those of
`show.against` and `show.desk`.

Only what `--help` needs is imported here; parsers, databases and pages are imported by the
command that uses them.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import FirsthandError, InputError, OptionError
from firsthand.outfile import whole_file
from firsthand.show import against, care, crawling
from firsthand.show.choices import MAX_TOLD, make_options, tell
from firsthand.show.desk import COMMANDS, CasePlace

if TYPE_CHECKING:
    from firsthand.flow import Progress, Tables
    from firsthand.options import Options
    from firsthand.records import Rejected

app = typer.Typer(
    name="firsthand", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who said it, who only repeated it, and where the accounts disagree.")

Inputs = Annotated[list[str], typer.Argument(
    metavar="INPUT...", help="Files or folders: texts, pages, feeds, archives, tables, PDF, DOCX, mail; - is standard "
                             "input; add also takes https:// addresses.")]
Format = Annotated[str, typer.Option("--format", help=(
    "What the inputs are: auto, text, jsonl, html, feed, warc, wacz, csv, parquet, pdf, docx, eml or mbox."))]
Columns = Annotated[list[str] | None, typer.Option("--columns", metavar="COLUMN=NAME", help=(
    "Which column of a table holds what: text=body. Columns: id, text, title, published, publisher, url, author, "
    "modified, fetched."))]
OutletsFile = Annotated[Path | None, typer.Option("--outlets", metavar="FILE", help=(
    "A CSV of more agencies and outlets: name, aliases (parted by |), kind (agency, outlet), country, owner."))]
AsJson = Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")]
OutFile = Annotated[Path | None, typer.Option(
    "-o", "--output", metavar="FILE", help="Write .html, .md or .json instead of printing.")]
Words = Annotated[bool, typer.Option("--words", help="Print the words that every value rests on.")]


@app.command()
def report(inputs: Inputs, output: OutFile = None, format: Format = "auto", columns: Columns = None,
           *, outlets: OutletsFile = None, words: Words = False, as_json: AsJson = False) -> None:
    """Read inputs, print what they claim and where they disagree. Nothing is kept."""
    write = _writer_of(output)
    tables = _analyse(inputs, make_options(format, columns, outlets))
    write(tables) if write else _print(tables, words=words, as_json=as_json)


@app.command()
def add(case: CasePlace, inputs: Inputs, format: Format = "auto", columns: Columns = None,
        outlets: OutletsFile = None) -> None:
    """Add inputs to a case (made where there is none) and analyse what is new."""
    from firsthand.case import Case

    with Case(case, options=make_options(format, columns, outlets)) as opened:
        with _progress("Analysing") as progress:
            added = opened.add(*inputs, progress=progress)
        tell("note", added.notes)
        _tell_rejected(added.rejected, added.reports + added.known)
        stories = len(opened.tables().stories)
    known = f", {added.known} in the case already" if added.known else ""
    typer.echo(f"{case}: {_count(added.reports, 'new report')}{known}; {_count(stories, 'story')} now\n"
               f"Next: firsthand show {case}")


@app.command()
def show(case: CasePlace,
         story: Annotated[str | None, typer.Argument(
             metavar="[STORY]", help="A story's number in the list, or the start of its id.")] = None,
         output: OutFile = None, words: Words = False, as_json: AsJson = False) -> None:
    """List the stories of a case, or show one with its findings."""
    from firsthand.case import Case, pick_story, stories_of

    write = _writer_of(output)
    with Case(case, create=False) as opened:
        tables = opened.tables()
    if story:
        tables = pick_story(stories_of(tables), story).own_tables()
    if write:
        write(tables)
    else:
        _print(tables, words=words, as_json=as_json, overview=story is None)


@app.command()
def export(case: CasePlace,
           to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.")],
           format: Annotated[str, typer.Option("--format", help=(
               "jsonl, parquet, csv; warc (what was fetched, as it came); or one document: annotations, prov, graphml, "
               "geojson, findings."))] = "jsonl") -> None:
    """Write every table of a case, one file each, or one document, for other programs."""
    from firsthand.case import Case
    from firsthand.show.export import export_case

    with Case(case, create=False) as opened:
        written = opened.save_responses(to) if format == "warc" \
            else export_case(opened.tables(), to, format, opened.about())
    typer.echo(f"{to}: {_count(len(written), 'file')}")


@app.command()
def demo(output: OutFile = Path("firsthand-demo.html")) -> None:
    """Untangle the sample case that comes with firsthand."""
    from importlib.resources import as_file, files

    write = _writer_of(output)
    with as_file(files("firsthand") / "data" / "sample" / "reports") as folder:
        tables = _analyse([str(folder)], make_options("auto"))
    _print(tables)
    if write:
        write(tables)
    typer.echo("\nThe happening, its places and its outlets are invented. Now with your own:\n"
               "  firsthand report FILE... -o story.html     one page from files or folders\n"
               "  firsthand add my.db FILE...                keep a case and add to it\n"
               "  firsthand show my.db 1 --words             a story with the words behind every value")


@app.command()
def weigh(claims: Annotated[Path, typer.Argument(
              metavar="CLAIMS.csv", help="Columns source, item, value; may be .gz.")],
          output: Annotated[Path, typer.Option("-o", "--output", metavar="TRUTH.csv", help="Where the answers go.")],
          kind: Annotated[str, typer.Option(
              "--kind", help="What the values are: auto, text, number, time, path or set.")] = "auto",
          method: Annotated[str, typer.Option(
              "--method", help="fuse, or to compare: vote, truthfinder, accu, crh.")] = "fuse") -> None:
    """Weigh any claims: which value of each item, how sure, and who copies whom."""
    from firsthand.weigh.fusion import read_claims, weigh_claims, write_answers

    if not output.parent.is_dir():
        raise OptionError(f"{output}: there is no folder {output.parent}")
    found = read_claims(claims)
    for note in found.notes:
        typer.echo(note, err=True)
    answers = weigh_claims(found, kind=kind, method=method)
    write_answers(answers, output)
    typer.echo(f"{output}: {_count(answers.num_rows, 'item')} from {_count(found.table.num_rows, 'claim')}")


for command in (*against.COMMANDS, *COMMANDS, *care.COMMANDS, *crawling.COMMANDS):
    app.command()(command)


STOPPED = 130
"""The exit status of a command that Ctrl-C ended."""
OWN = Path(__file__).parents[1]
"""The package's folder."""


def main() -> None:
    """Runs the command line; what goes wrong is told on standard error, with exit status 1 (130: Ctrl-C)."""
    try:
        app()
    except FirsthandError as error:
        _end(str(error))
    except OSError as error:  # a full disk under a pipe, a folder that was taken away
        _end(f"{error.filename or 'the output'} cannot be written or read: {error.strerror or error}")
    except SystemExit as error:
        if error.code == STOPPED:
            typer.echo("firsthand: stopped; what was kept before stays, and the same command goes on from there (a "
                       "crawl with --resume)", err=True)
        raise
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _end(f"this is a fault of firsthand's own ({_fault(error)}); please report it, with what the same command "
             "prints after PYTHONDEVMODE=1")


def _end(message: str) -> None:
    from firsthand.text import printable

    typer.echo(f"firsthand: {printable(message)}", err=True)
    sys.exit(1)


def _fault(error: Exception) -> str:
    """An error and the last line of firsthand that it came by."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if OWN in Path(frame.filename).parents]
    return f"{type(error).__name__}: {error}, in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"


# ---------------------------------------------------------------- what the commands share

def _analyse(inputs: Sequence[str], options: Options) -> Tables:
    """All tables of some inputs; tells what was rejected."""
    from firsthand.flow import analyse, read_reports

    reports, rejected = read_reports(inputs, options.read)
    tell("note", [(report.ref, note) for report in reports for note in report.notes])
    _tell_rejected(rejected, len(reports))
    with _progress("Analysing", len(reports)) as progress:
        return replace(analyse(reports, options, progress), rejected=rejected)


def _tell_rejected(rejected: Sequence[Rejected], readable: int) -> None:
    """Warns of what could not be read; raises `InputError` where that is everything."""
    tell("rejected", [(row.ref, row.detail) for row in rejected])
    if len(rejected) > MAX_TOLD:
        reasons = Counter(row.reason for row in rejected)
        typer.echo("rejected: " + ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()), err=True)
    if not readable:
        raise InputError("nothing could be read" + ("" if rejected else ": no input holds a report"))
    if rejected:
        read = _count(readable, "report")
        typer.echo(f"warning: {_count(len(rejected), 'input')} rejected, {read} read", err=True)


@contextmanager
def _progress(what: str, total: int | None = None) -> Iterator[Progress | None]:
    """A bar on standard error while that is a terminal; None in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda reports: bar.advance(task, reports)


def _writer_of(output: Path | None) -> Callable[[Tables], None] | None:
    """What writes tables to `output`, by its ending; raises `OptionError` before any work is done."""
    if output is None:
        return None
    if output.suffix not in (".html", ".md", ".json"):
        raise OptionError(f"{output}: the ending must be .html, .md or .json")
    if not output.parent.is_dir():
        raise OptionError(f"{output}: there is no folder {output.parent}")

    def write(tables: Tables) -> None:
        from firsthand.show.documents import render

        with whole_file(output) as unfinished:
            unfinished.write_text(render(tables, output.suffix), "utf-8")
        typer.echo(f"Page: {output}")

    return write


def _print(tables: Tables, *, words: bool = False, as_json: bool = False, overview: bool = False) -> None:
    from firsthand.show.documents import render

    if as_json:
        typer.echo(render(tables, ".json"), nl=False)
        return
    from rich.console import Console

    from firsthand.show.terminal import print_overview, print_stories
    from firsthand.show.view import story_views

    views = story_views(tables)
    if overview:
        print_overview(Console(), views)
    else:
        print_stories(Console(), views, rejected=tables.rejected, words=words)


def _count(number: int, noun: str) -> str:
    """A number with its noun: "1 story", "2 stories"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
