"""The stages that look at one report at a time: inputs to reports, reports to rows, rows to tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from firsthand.crawl import queries
from firsthand.crawl.ledger import Ledger, Line, key_of
from firsthand.crawl.place import Place
from firsthand.crawl.plan import Input
from firsthand.crawl.rows import NESTED, Unnest
from firsthand.crawl.work import ExtractTask, ReadTask, Unextracted, Unread
from firsthand.read import Source
from firsthand.tables import schema_of

ALONE = ("reports", *NESTED)


def read_inputs(place: Place) -> list[Line]:
    """Reads every input into batches of reports."""
    ledger = Ledger(place.work("read"))
    task = ReadTask(ledger.folder, place.plan.options.read, place.options.batch_reports)
    basis = [place.options.batch_reports, place.plan.basis("read")]
    items = [_unread(group, basis) for group in _together(place.plan.inputs)]
    return place.stage("read", ledger, [(one.key, one) for one in items], lambda left: place.engine.each(task, left))


LARGE_BYTES = 1_000_000
"""A larger input is read alone: it is an archive or a table, not a page."""
MOST_TOGETHER = 200
CUT = 50
"""Small inputs are cut by one in so many of their own digests, so that an input that comes or goes
changes its own group and no other."""


def _together(inputs: Sequence[Input]) -> Iterator[list[Input]]:
    """The inputs in groups that are read together."""
    group: list[Input] = []
    for one in inputs:
        if one.size >= LARGE_BYTES:
            yield [one]
            continue
        group.append(one)
        if len(group) == MOST_TOGETHER or int(one.sha256 or "1", 16) % CUT == 0:
            yield group
            group = []
    if group:
        yield group


def _unread(group: Sequence[Input], basis: object) -> Unread:
    problems = [one.problem and (one.problem.reason, one.problem.detail) for one in group]
    key = key_of("read", [(one.ref, one.sha256) for one in group], problems, basis)
    # A worker of Spark lives on through crawls, in the folder where the first one was begun.
    return Unread(tuple(Source(one.ref, None if one.problem else Path(one.ref).absolute(), one.problem)
                        for one in group), key)


def extract_batches(place: Place, read: Sequence[Line]) -> list[Line]:
    """Extracts every batch of reports."""
    ledger, source = Ledger(place.work("extract")), Ledger(place.work("read"))
    task = ExtractTask(ledger.folder, place.plan.options.extract)
    basis = place.plan.basis("extract")
    items = {key: Unextracted(source.path(name), key) for line in read for name, sha256 in line.files.items()
             if not name.endswith(REJECTED) for key in [key_of("extract", sha256, basis)]}
    return place.stage("extract", ledger, list(items.items()), lambda left: place.engine.each(task, left))


REJECTED = "-rejected.parquet"


def rejected_files(place: Place, read: Sequence[Line], extracted: Sequence[Line]) -> list[Path]:
    """The files of what was rejected."""
    return [place.work(stage) / name for stage, lines in (("read", read), ("extract", extracted))
            for line in lines for name in sorted(line.files) if name.endswith(REJECTED)]


def row_files(place: Place, extracted: Sequence[Line]) -> list[Path]:
    """The files of rows, in the order of their names."""
    return sorted(place.work("extract") / name for line in extracted for name in line.files
                  if not name.endswith(REJECTED))


def write_alone(place: Place, read: Sequence[Line], extracted: Sequence[Line]) -> Line:
    """Writes reports, mentions, attributions, values and what was rejected, each report once."""
    rows, chosen = row_files(place, extracted), place.table("work/chosen")
    rejected = rejected_files(place, read, extracted)
    key = key_of("alone", sorted(line.key for line in (*read, *extracted)))
    files = {"extracted": rows, "chosen": [chosen], "rejected": rejected}

    def make() -> None:
        store = place.engine.store
        store(queries.chosen_query(), files, chosen)
        store(queries.rejected_query(), files, place.table("rejected"))
        store(queries.reports_query(), files, place.table("reports"))
        for name, record in NESTED.items():
            store(queries.nested_query(name), files, place.table(name), Unnest(name, record), schema_of(record))

    return place.write_tables(key, (*ALONE, "rejected", "work/chosen"), make)
