"""A case held against the record: what `check` finds, from the tables that the other stages made.

It stands above the stages because it needs two of them: the words of checked claims go through the same
extractors as the reports, so that both sides of a difference are read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from firsthand.check import (
    Calendar,
    Checked,
    CheckedClaim,
    ColumnMap,
    ReportRows,
    StoryFacts,
    check_reports,
    check_stories,
    read_against,
    story_facts,
)
from firsthand.extract import Extractor
from firsthand.flow import Tables
from firsthand.options import Options, TraceOptions
from firsthand.records import Block, Mention, Report
from firsthand.trace.outlets import outlets_of

R = TypeVar("R")


def hold_against(tables: Tables, paths: Sequence[Path], columns: ColumnMap | None, extractor: Extractor,
                 options: Options, keep: Path | None = None) -> Checked:
    """The checked claims and event records of some files beside the reports and stories of a case.

    `keep` is a file in which the claims' vectors are kept from one run to the next. Raises `InputError` where none
    of the files can be used.
    """
    facts = facts_of(tables, options.trace)
    against = read_against(paths, columns, Calendar(facts, options.check).wants)
    rows = ReportRows(tables.reports, tables.mentions, tables.attributions)
    matches, made = check_reports(rows, against, options.check, lambda claims: mentions_in(claims, extractor), keep)
    records, stories_alone, records_alone = check_stories(facts, against.records, options.check)
    return Checked([*matches, *records], stories_alone if against.events else [], records_alone, len(against.claims),
                   len(against.records), made, against.events, against.problems)


def facts_of(tables: Tables, options: TraceOptions | None = None) -> list[StoryFacts]:
    """What each story's accounts give, in the order of the stories; `options` name the outlets."""
    outlets = outlets_of(options or TraceOptions()).with_publishers(report.publisher for report in tables.reports)
    reports = {report.id: report for report in tables.reports}
    mentions = _grouped(tables.mentions, attrgetter("report"))
    findings = _grouped(tables.findings, attrgetter("story"))
    origins = _grouped(tables.origins, attrgetter("story"))
    return [story_facts(story, reports, [row for one in story.reports for row in mentions.get(one, ())],
                        findings.get(story.id, []), origins.get(story.id, []), outlets.canonical)
            for story in tables.stories]


def _grouped(rows: Iterable[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def mentions_in(claims: Sequence[CheckedClaim], extractor: Extractor) -> Mapping[str, Sequence[Mention]]:
    """The mentions in the words of checked claims, read as reports are, by the claims' ids."""
    reports = [Report(id=claim.id, ref=claim.id, url=None, publisher=None, author=None, language="en", published=None,
                      published_basis=None, title=None, text=claim.claim,
                      blocks=(Block("paragraph", 0, len(claim.claim)),), links=()) for claim in claims]
    found: dict[str, list[Mention]] = {}
    for start in range(0, len(reports), extractor.options.batch_size):
        for mention in extractor.extract(reports[start:start + extractor.options.batch_size]).mentions:
            found.setdefault(mention.report, []).append(mention)
    return found
