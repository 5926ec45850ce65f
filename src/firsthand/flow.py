"""The way of the data: the stages in their order, on one screen.

    inputs ─read→ reports ─extract→ mentions, attributions, values
           ─group→ stories ─trace→ links, origins ─weigh→ findings, flags
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from firsthand.engine.base import Engine
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.extract import Extracted, Extractor, join
from firsthand.group import find_stories
from firsthand.options import Options, ReadOptions
from firsthand.read import read_inputs
from firsthand.records import (
    Attribution,
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
from firsthand.trace import find_links, find_origins
from firsthand.weigh import Evidence, find_findings, find_flags


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


def read(inputs: Sequence[str], options: ReadOptions | None = None) -> tuple[list[Report], list[Rejected]]:
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

    Takes reports, mentions, attributions and values; gives them back with stories, links, origins,
    findings and flags.
    """
    options, engine = options or Options(), engine or DuckDBEngine()
    reports, attributions, values = tables.reports, tables.attributions, tables.values
    stories = find_stories(reports, tables.mentions, values, engine, options.group)
    links = find_links(reports, attributions, engine, options.trace, tables.mentions)
    traced = find_origins(stories, reports, links, attributions, values)
    findings = find_findings(stories, reports, traced.claims, tables.mentions, options.weigh)
    evidence = Evidence(reports, tables.mentions, attributions, values, links, traced.claims, findings)
    flags = find_flags(stories, evidence, options.weigh)
    return replace(tables, stories=stories, links=links, origins=traced.origins, findings=findings,
                   flags=flags)
