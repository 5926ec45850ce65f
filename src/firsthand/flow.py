"""The way of the data: the stages in their order, on one screen.

    inputs ─read→ reports ─extract→ mentions, attributions, values
           ─group→ stories ─trace→ links, origins ─weigh→ findings, flags

What people decided is put over the tables on the way: stories made by hand are grouped so, and values,
attributions and links count as they were decided. Grouping and copies go by what was extracted, so that
a correction changes its own story and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from firsthand.decide import (
    Hand,
    decide_attributions,
    decide_links,
    decide_values,
    group_by_hand,
    origins_by_hand,
    read_hand,
    standing,
    title_by_hand,
)
from firsthand.engine.base import Engine
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.extract import Extracted, Extractor, join
from firsthand.group import find_stories, make_story
from firsthand.options import Options, ReadOptions
from firsthand.plugins import installed
from firsthand.read import read_inputs
from firsthand.records import (
    Attribution,
    Decision,
    Finding,
    Flag,
    Link,
    Match,
    Mention,
    Origin,
    Rejected,
    Report,
    Story,
    Value,
)
from firsthand.tables import table_of
from firsthand.trace import find_links, find_origins
from firsthand.trace.outlets import outlets_of
from firsthand.weigh import Evidence, find_findings, find_flags
from firsthand.weigh.flags import KINDS
from firsthand.weigh.versions import KINDS as VERSION_KINDS
from firsthand.weigh.versions import flag_versions


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table of the contract, as rows; `tables.TABLES` tells their record types and keys."""

    reports: Sequence[Report] = ()
    rejected: Sequence[Rejected] = ()
    mentions: Sequence[Mention] = ()
    attributions: Sequence[Attribution] = ()
    values: Sequence[Value] = ()
    stories: Sequence[Story] = ()
    links: Sequence[Link] = ()
    origins: Sequence[Origin] = ()
    findings: Sequence[Finding] = ()
    flags: Sequence[Flag] = ()
    matches: Sequence[Match] = ()
    decisions: Sequence[Decision] = ()


def read_reports(inputs: Sequence[str], options: ReadOptions | None = None) -> tuple[list[Report], list[Rejected]]:
    """The reports of some files, folders or `-` (standard input), and what could not be used."""
    items = list(read_inputs(inputs, options or ReadOptions()))
    return ([item for item in items if isinstance(item, Report)],
            [item for item in items if isinstance(item, Rejected)])


Progress = Callable[[int], None]
"""Is told how many more reports have been analysed."""


def analyse(reports: Sequence[Report], options: Options | None = None,
            progress: Progress | None = None) -> Tables:
    """All tables of some reports. The order in which the reports are given changes nothing."""
    options = options or Options()
    unique = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
    extracted = extract(unique, Extractor(options.extract), progress)
    return relate(Tables(reports=unique, mentions=extracted.mentions, attributions=extracted.attributions,
                         values=extracted.values), options)


def extract(reports: Sequence[Report], extractor: Extractor, progress: Progress | None = None) -> Extracted:
    """What the reports say, in batches; every report is read alone."""
    parts = []
    for start in range(0, len(reports), extractor.options.batch_size):
        batch = reports[start:start + extractor.options.batch_size]
        parts.append(extractor.extract(batch))
        if progress:
            progress(len(batch))
    return join(parts)


def relate(tables: Tables, options: Options | None = None, engine: Engine | None = None) -> Tables:
    """The tables that hold reports against each other, from those that hold one report each.

    Takes reports, mentions, attributions, values and decisions; gives them back, as decided, with
    stories, links, origins, findings and flags.
    """
    options = options or Options()
    joined = join_reports(tables, options, engine)
    return weigh_stories(decided(joined), options)


def join_reports(tables: Tables, options: Options, engine: Engine | None = None) -> Tables:
    """The tables with their stories and links, as the stages find them and a desk made them by hand."""
    engine = engine or DuckDBEngine()
    stories = find_stories(tables.reports, tables.mentions, tables.values, engine, options.group)
    links = find_links(tables.reports, tables.attributions, engine, options.trace, tables.mentions, stories)
    hand = _hand_of(tables)
    if hand.together or hand.apart:
        reports = {report.id: report for report in tables.reports}
        groups = group_by_hand([story.reports for story in stories], hand)
        stories = tuple(sorted((make_story([reports[one] for one in ids]) for ids in groups), key=lambda one: one.id))
    return replace(tables, stories=title_by_hand(stories, hand), links=links)


def _hand_of(tables: Tables) -> Hand:
    """What people merged and split, as far as its reports are there."""
    return read_hand(standing(tables.decisions, {report.id: report for report in tables.reports}).held)


def decided(tables: Tables) -> Tables:
    """The tables with values, attributions and links as people decided them."""
    if not tables.decisions:
        return tables
    inforce = standing(tables.decisions, {report.id: report for report in tables.reports}).held
    return replace(tables, values=decide_values(tables.values, inforce).rows,
                   attributions=decide_attributions(tables.attributions, inforce).rows,
                   links=decide_links(tables.links, inforce).rows)


def weigh_stories(tables: Tables, options: Options, publishers: Sequence[str] = ()) -> Tables:
    """The tables with origins, findings and flags of their stories.

    A story's follow from its own reports' rows alone, so that one can be weighed anew without the
    rest; what they take from the case are its `publishers`, which count as known outlets.
    """
    reports, links, stories = tables.reports, tables.links, tables.stories
    outlets = outlets_of(options.trace).with_publishers(publishers)
    traced = find_origins(stories, reports, links, tables.attributions, tables.values, outlets)
    origins, claims = origins_by_hand(traced.origins, traced.claims, _hand_of(tables))
    findings = find_findings(stories, reports, claims, tables.mentions, options.weigh, origins)
    evidence = Evidence(reports, tables.mentions, tables.attributions, tables.values, links, claims, findings)
    rows = {name: getattr(evidence, name) for name in ("reports", "mentions", "attributions", "values", "links",
                                                       "findings")} | {"origins": origins}
    flags = table_of(Flag).sorted([*find_flags(stories, evidence, options.weigh),
                                   *flag_versions(stories, reports, tables.values),
                                   *installed().flags(stories, rows, (*KINDS, *VERSION_KINDS))])
    return replace(tables, origins=origins, findings=findings, flags=flags)
