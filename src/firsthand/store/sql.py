"""A case in a database, through SQLAlchemy Core: one SQLite file, or a PostgreSQL database by its URL.

Everything that belongs to one input is written in one transaction: a crash leaves the case as it
was before that input. The tables that hold reports against each other carry the digest of the
reports they were computed from, so that stale ones are known (`is_current`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from firsthand.errors import CaseError, ConflictError
from firsthand.records import Decision, Rejected, Report
from firsthand.store.connect import FAILURES, check_place, connect, place_of, reason_of, refusal
from firsthand.store.migrate import prepare_case
from firsthand.store.schema import ACROSS, PER_REPORT, build_schema
from firsthand.store.search import find_holding, find_reports, index_reports
from firsthand.tables import TABLES, from_json, to_json
from firsthand.text import digest

BATCH = 500
"""Rows or ids in one statement: SQLite takes 32,766 parameters at most."""


class SqlStore:
    """The tables of one case. Use it as a context manager, or call `close`."""

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        """Opens the case at `path`, or makes it where `create` is given and nothing is there.

        `path` is a file, or `postgresql://…`. Raises `CaseError` where there is no case, where the
        file is something else, or where it was written by a newer firsthand.
        """
        self.place = place_of(path)
        check_place(path, create=create)
        self.metadata = build_schema()
        self._meta = self.metadata.tables["meta"]
        self.engine = connect(path)
        try:
            prepare_case(self.engine, self.metadata, self.place, create=create)
        except CaseError:
            self.close()
            raise
        except FAILURES as error:
            self.close()
            raise CaseError(refusal(path, reason_of(error))) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        self.engine.dispose()

    # ------------------------------------------------------------ reading

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection to read with; raises `CaseError` where the database is damaged or gone."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except FAILURES as error:
            raise CaseError(f"{self.place} cannot be read: {reason_of(error)}; try again, and if it stays so: "
                            f"firsthand doctor {self.place}") from error

    def rows(self, name: str) -> list[Any]:
        """All rows of a table as its records, in the order of its key."""
        table = next(table for table in TABLES if table.name == name)
        with self.reading() as connection:
            cells = connection.execute(sa.select(self.metadata.tables[name])).mappings()
            later = later_columns(table.record)
            return table.sorted([from_json(table.record, given_cells(row, later)) for row in cells])

    def decisions(self, after: int = 0) -> list[Decision]:
        """The decisions with a number above `after`, in their order."""
        table = self.metadata.tables["decisions"]
        with self.reading() as connection:
            query = sa.select(table).where(table.c.number > after).order_by(table.c.number)
            later = later_columns(Decision)
            return [from_json(Decision, given_cells(row, later)) for row in connection.execute(query).mappings()]

    def known_reports(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids whose reports are in the case."""
        reports = self.metadata.tables["reports"]
        found: set[str] = set()
        with self.reading() as connection:
            for part in _parts(sorted(set(ids))):
                known = sa.select(reports.c.id).where(reports.c.id.in_(part))
                found |= set(connection.execute(known).scalars())
        return found

    def find_holding(self, words: str) -> list[str]:
        """The ids of all reports that hold all the words."""
        with self.reading() as connection:
            return find_holding(connection, words)

    def search(self, words: str, limit: int = 50, among: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """(report id, excerpt) of the reports that hold all the words, best first, or of some reports in their order.

        In an excerpt the found words stand between U+E000 and U+E001.
        """
        with self.reading() as connection:
            return find_reports(connection, words, limit, among)

    def get_meta(self, name: str) -> str | None:
        """What is noted in the case under this name."""
        with self.reading() as connection:
            return connection.execute(sa.select(self._meta.c.value).where(self._meta.c.name == name)).scalar()

    def is_current(self) -> bool:
        """True where the tables that hold reports against each other fit the reports and decisions."""
        return self.get_meta("related") == self.fingerprint()

    def state(self) -> tuple[int, int]:
        """How many reports there are, and the number of the last decision: neither ever falls."""
        reports, decisions = self.metadata.tables["reports"], self.metadata.tables["decisions"]
        with self.reading() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(reports)).scalar()
            return count or 0, connection.execute(sa.select(sa.func.max(decisions.c.number))).scalar() or 0

    def fingerprint(self) -> str:
        """A digest of the reports in the case and the number of the last decision."""
        reports, decisions = self.metadata.tables["reports"], self.metadata.tables["decisions"]
        with self.reading() as connection:
            last = connection.execute(sa.select(sa.func.max(decisions.c.number))).scalar()
            ids = connection.execute(sa.select(reports.c.id)).scalars().all()
        return mark_of(ids, last or 0)

    # ------------------------------------------------------------ writing

    @contextmanager
    def transaction(self) -> Iterator[Writer]:
        """One transaction: all that is written within is kept, or, after an error or a crash, nothing."""
        try:
            with self.engine.begin() as connection:
                yield Writer(connection, self.metadata)
        except FAILURES as error:
            raise CaseError(f"{self.place} cannot be written: {reason_of(error)}; the case is as it was "
                            "before this input") from error

    def replace_across(self, rows: Mapping[str, Sequence[object]], mark: str | None = None, stamp: str = "") -> None:
        """Writes the tables that hold reports against each other anew, in one transaction.

        `mark` is the fingerprint of what they were computed from, where others may have written since;
        `stamp` tells with what they were computed, so that it is known which rows stay as they are.
        """
        found = mark or self.fingerprint()
        with self.transaction() as writer:
            for name in ACROSS:
                writer.replace(name, rows[name])
            writer.set_meta("related", found)
            writer.set_meta("weighed", stamp)

    def replace_stories(self, stories: Sequence[str], rows: Mapping[str, Sequence[object]], mark: str,
                        stamp: str = "") -> None:
        """Writes origins, findings and flags of some stories anew; `mark` and `stamp` as for `replace_across`."""
        with self.transaction() as writer:
            for name, own in rows.items():
                table = self.metadata.tables[name]
                for part in _parts(stories):
                    writer.connection.execute(sa.delete(table).where(table.c.story.in_(part)))
                writer.insert(name, own)
            writer.set_meta("related", mark)
            writer.set_meta("weighed", stamp)

    def append_decision(self, decision: Decision) -> Decision:
        """Adds a decision under the next number; raises `ConflictError` where its version is taken."""
        table = self.metadata.tables["decisions"]
        with self.transaction() as writer:
            writer.lock()
            latest = writer.connection.execute(sa.select(sa.func.max(table.c.version)).where(
                table.c.target == decision.target)).scalar() or 0
            if latest != decision.version - 1:
                who = writer.connection.execute(sa.select(table.c.who).where(
                    table.c.target == decision.target).order_by(table.c.version.desc()).limit(1)).scalar()
                raise ConflictError(f"{who or 'somebody'} decided on this meanwhile; your decision was not kept: "
                                    "look at it again, then decide")
            last = writer.connection.execute(sa.select(sa.func.max(table.c.number))).scalar() or 0
            numbered = replace(decision, number=last + 1)
            writer.insert("decisions", [numbered])
        return numbered


def mark_of(reports: Iterable[str], last_decision: int) -> str:
    """The fingerprint of a case with these reports and decisions up to this number."""
    return digest(str(last_decision), *sorted(reports))


class Writer:
    """Writes within one transaction."""

    def __init__(self, connection: sa.Connection, metadata: sa.MetaData) -> None:
        self.connection = connection
        self._tables = metadata.tables

    def lock(self) -> None:
        """Waits until no other transaction holds the case's lock, and holds it until this one ends."""
        meta = self._tables["meta"]
        self.connection.execute(sa.update(meta).where(meta.c.name == "schema").values(value=meta.c.value))

    def set_meta(self, name: str, value: str) -> None:
        """Notes something in the case under a name."""
        meta = self._tables["meta"]
        self.connection.execute(sa.delete(meta).where(meta.c.name == name))
        self.connection.execute(meta.insert(), [{"name": name, "value": value}])

    def add_reports(self, reports: Sequence[Report], extracted: Mapping[str, Sequence[Any]]) -> None:
        """Adds reports with their rows of the per-report tables; those that are there already stay."""
        self.lock()
        table = self._tables["reports"]
        there = {name for part in _parts([report.id for report in reports]) for name in
                 self.connection.execute(sa.select(table.c.id).where(table.c.id.in_(part))).scalars()}
        new = [report for report in reports if report.id not in there]
        self.insert("reports", new)
        for part in _parts([report.id for report in new]):
            index_reports(self.connection, part)
        for name in PER_REPORT:
            self.insert(name, [row for row in extracted[name] if row.report not in there])

    def add_rejected(self, rejected: Sequence[Rejected]) -> None:
        """Adds what could not be read; what is listed already stays listed once."""
        table = self._tables["rejected"]
        for row in dict.fromkeys(rejected):
            cells = to_json(row)
            same = sa.and_(*(table.c[name] == value for name, value in cells.items()))
            if self.connection.execute(sa.select(table).where(same)).first() is None:
                self.connection.execute(table.insert(), [cells])

    def replace(self, name: str, rows: Sequence[object]) -> None:
        """Writes a table anew."""
        self.connection.execute(sa.delete(self._tables[name]))
        self.insert(name, rows)

    def insert(self, name: str, rows: Sequence[object]) -> None:
        """Adds rows to a table."""
        for part in _parts(rows):
            self.connection.execute(self._tables[name].insert(), [to_json(row) for row in part])


def later_columns(record: type[Any]) -> set[str]:
    """The columns of a record that have a default and are never null: they may have come later than a case."""
    return {field.name for field in fields(record) if field.default is not None and field.default is not MISSING}


def given_cells(row: Mapping[Any, Any], later: set[str]) -> dict[str, Any]:
    """The cells of a row, without those of columns that the case got later than the row."""
    return {name: cell for name, cell in row.items() if cell is not None or name not in later}


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start:start + BATCH]
