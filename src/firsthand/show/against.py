"""The commands that hold a case against the record: `check`, `match`, `draft`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import OptionError
from firsthand.outfile import whole_file
from firsthand.show.desk import CasePlace

if TYPE_CHECKING:
    from firsthand.case import CaseStory
    from firsthand.check import Checked, Problems

SHOWN = 20
"""So many problems are printed."""
SLOW = 1_000
"""So many claims take some ten seconds to be turned into vectors, or longer."""

Files = Annotated[list[Path], typer.Option(
    "--against", metavar="FILE...", help="Fact-checks (JSON-LD, web page, feed, JSON Lines, CSV) or event records "
                                         "(UCDP GED, ACLED, other CSV).")]
Kept = Annotated[Path | None, typer.Option(
    "--vectors", metavar="FILE", help="Keep the checked claims' vectors here for the next time.")]
MapFile = Annotated[Path | None, typer.Option(
    "--columns", metavar="MAP.toml", help="Which column of a CSV holds what.")]


def check(case: CasePlace, against: Files,
          more: Annotated[list[Path] | None, typer.Argument(
              metavar="[FILE...]", help="More files, as --against.")] = None,
          columns: MapFile = None, vectors: Kept = None,
          as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False) -> None:
    """Hold a case against earlier fact-checks and event records, and keep the matches in it."""
    from firsthand.case import Case
    from firsthand.check import read_column_map
    from firsthand.show.held import held_lines

    given = read_column_map(columns) if columns else None
    with Case(case, create=False) as opened:
        checked = opened.check(*against, *(more or ()), columns=given, vectors=vectors)
        tables = opened.tables()
    if as_json:
        typer.echo(_as_json(checked))
    else:
        for line in held_lines(checked, {one.id: one for one in tables.reports},
                               {one.id: one for one in tables.stories}):
            typer.echo(line)
    _tell(checked.problems)
    _tell_made(checked.made, vectors)


def match(queries: Annotated[Path, typer.Argument(metavar="QUERIES.jsonl", help='One {"id", "text"} a line.')],
          against: Files,
          output: Annotated[Path, typer.Option("-o", "--output", metavar="RUN.jsonl", help="Where the run goes.")],
          count: Annotated[int, typer.Option("-k", "--count", help="Checked claims for each text.")] = 5,
          columns: MapFile = None, vectors: Kept = None) -> None:
    """Find the checked claims nearest to each of many texts."""
    from firsthand.check import match_posts, read_column_map

    _need_folder(output)
    done = match_posts(queries, against, output, count, read_column_map(columns) if columns else None, vectors)
    _tell(done.problems)
    _tell_made(done.made, vectors)
    typer.echo(f"{output}: {done.posts:,} texts against {done.claims:,} checked claims")


def _need_folder(output: Path) -> None:
    if not output.parent.is_dir():
        raise OptionError(f"{output}: there is no folder {output.parent}")
    if output.is_dir():
        raise OptionError(f"{output} is a folder; name a file in it")


def draft(case: CasePlace,
          story: Annotated[str, typer.Argument(metavar="STORY", help="A story's number, or the start of its id.")],
          output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE",
                                               help=".jsonld for ClaimReview, .csv for a GED-shaped row.")],
          finding: Annotated[int, typer.Option("--finding", help="The finding's number in the story, from 1; "
                                                                 "for .jsonld.")] = 0,
          name: Annotated[str, typer.Option("--as", metavar="NAME", help="The organisation that signs.")] = "",
          url: Annotated[str | None, typer.Option("--url", help="Where the review will stand.")] = None) -> None:
    """Draft a ClaimReview for a decided finding (the rating is yours), or a GED-shaped row for a story."""
    from firsthand.case import Case, pick_story, stories_of

    _need_folder(output)
    if output.suffix not in (".jsonld", ".json", ".csv"):
        raise OptionError(f"{output}: the ending must be .jsonld (ClaimReview) or .csv (a GED-shaped row)")
    with Case(case, create=False) as opened:
        picked = pick_story(stories_of(opened.tables()), story)
    text = _ged(picked) if output.suffix == ".csv" else draft_review(picked, finding, name, url)
    with whole_file(output) as unfinished:
        unfinished.write_text(text, "utf-8", newline="")
    typer.echo(str(output))


def draft_review(story: CaseStory, number: int, name: str, url: str | None) -> str:
    """A finding as ClaimReview; raises `OptionError` where it is not there, not decided, or nobody signs."""
    from firsthand.check import Desk, claim_review, shape_errors
    from firsthand.decide import standing
    from firsthand.show.export.names import page_of

    findings = story.findings()
    if not 1 <= number <= len(findings):
        raise OptionError(f"--finding {number}: the story has the findings 1 to {len(findings)}; firsthand show CASE "
                          "STORY --json lists them")
    if not name:
        raise OptionError('a ClaimReview needs whoever signs it: --as "Name of the organisation"')
    finding, own = findings[number - 1], story.own_tables()
    reports = {report.id: replace(report, url=page_of(report)) for report in own.reports}
    spots = {(one.report, one.start, one.end) for one in finding.reports}
    held = standing(own.decisions, reports).held
    if not any(one.kind in ("finding", "value") and spots & {(at.report, at.start, at.end) for at in one.anchors}
               for one in held):
        raise OptionError(f"nobody has decided finding {number} yet; decide it first: firsthand serve CASE")
    kinds = {row.source_name: row.source_kind for row in own.attributions if row.source_name}
    node = claim_review(finding, reports, kinds, Desk(name, review_url=url))
    if errors := shape_errors(node):
        raise OptionError(f"the draft is not of the shape that schema.org asks for: {'; '.join(errors)}")
    return json.dumps(node, ensure_ascii=False, indent=2) + "\n"


def _ged(story: CaseStory) -> str:
    """The story's row under the columns of GED, as CSV."""
    from firsthand.check import GED_COLUMNS, ged_row
    from firsthand.hold import facts_of

    own = story.own_tables()
    facts = facts_of(own)[0]
    sides = tuple("; ".join(sorted({getattr(one.value, "name", "") for one in story.findings(slot)}))
                  for slot in ("perpetrator", "target"))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, GED_COLUMNS)
    writer.writeheader()
    writer.writerow(ged_row(facts, own.reports, (sides[0], sides[1])))
    return stream.getvalue()


# ---------------------------------------------------------------- what check prints

def _as_json(checked: Checked) -> str:
    from firsthand.check import describe
    from firsthand.tables import to_json

    return json.dumps({
        "matches": [to_json(row) for row in checked.matches],
        "stories_without_record": [to_json(one) for one in checked.stories_alone],
        "records_without_story": [{"id": one.id, "dataset": one.dataset, "record": describe(one)}
                                  for one in checked.records_alone],
        "problems": [to_json(one) for one in checked.problems.first]}, ensure_ascii=False, indent=2)


def _tell(problems: Problems) -> None:
    """Says on standard error what could not be used: the first few, and how many in all."""
    for one in problems.first[:SHOWN]:
        typer.echo(f"{'read in part' if one.kept else 'left out'}: {one.where}: {one.what}", err=True)
    if problems.left_out + problems.in_part:
        typer.echo(f"warning: {problems.left_out:,} left out, {problems.in_part:,} read in part", err=True)


def _tell_made(made: int, vectors: Path | None) -> None:
    """Says on standard error that the claims' vectors were made, where that takes a while, and how to keep them."""
    if made >= SLOW:
        kept = f"kept in {vectors}" if vectors else "--vectors FILE keeps them for the next time"
        typer.echo(f"{made:,} checked claims were turned into vectors; {kept}", err=True)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


COMMANDS = (check, match, draft)
"""The commands of this module, in the order of the help."""
