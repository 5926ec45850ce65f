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
from firsthand.store.connect import connect, is_url, place_of, prepare_tables
from firsthand.store.schema import ACROSS, PER_REPORT, SCHEMA, build_schema
from firsthand.store.search import find_reports, index_reports
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
        if not create and not is_url(path) and not Path(path).is_file():
            raise CaseError(f"{path}: there is no case here; make one with: firsthand add {path} INPUT...")
        self.metadata = build_schema()
        self._meta = self.metadata.tables["meta"]
        self.engine = connect(path)
        try:
            self._check(create)
        except sa.exc.DBAPIError as error:
            self.close()
            raise CaseError(f"{self.place} cannot be opened as a case: {error.orig}") from error

    def _check(self, create: bool) -> None:
        names = sa.inspect(self.engine).get_table_names()
        if names and "meta" not in names:
            raise CaseError(f"{self.place} is a database, but not a case of firsthand; give another file")
        if not names and not create:
            raise CaseError(f"{self.place}: there is no case here; make one with: firsthand add CASE INPUT...")
        found = self.get_meta("schema") if names else str(SCHEMA)
        if found != str(SCHEMA):
            raise CaseError(f"{self.place} has schema {found}, this firsthand reads {SCHEMA}; "
                            "open it with the version that wrote it")
        prepare_tables(self.engine, self.metadata)
        if not names:
            with self.transaction() as writer:
                writer.set_meta("schema", str(SCHEMA))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        self.engine.dispose()

    # ------------------------------------------------------------ reading

    def rows(self, name: str) -> list[Any]:
        """All rows of a table as its records, in the order of its key."""
        table = next(table for table in TABLES if table.name == name)
        with self.engine.connect() as connection:
            cells = connection.execute(sa.select(self.metadata.tables[name])).mappings()
            later = _later_columns(table.record)
            return table.sorted([from_json(table.record, _given(row, later)) for row in cells])

    def decisions(self, after: int = 0) -> list[Decision]:
        """The decisions with a number above `after`, in their order."""
        table = self.metadata.tables["decisions"]
        with self.engine.connect() as connection:
            query = sa.select(table).where(table.c.number > after).order_by(table.c.number)
            later = _later_columns(Decision)
            return [from_json(Decision, _given(row, later)) for row in connection.execute(query).mappings()]

    def known_reports(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids whose reports are in the case."""
        reports = self.metadata.tables["reports"]
        found: set[str] = set()
        with self.engine.connect() as connection:
            for part in _parts(sorted(set(ids))):
                known = sa.select(reports.c.id).where(reports.c.id.in_(part))
                found |= set(connection.execute(known).scalars())
        return found

    def search(self, words: str, limit: int = 50) -> list[tuple[str, str]]:
        """(report id, excerpt) of the reports that hold all the words, best first.

        In an excerpt the found words stand between U+E000 and U+E001.
        """
        with self.engine.connect() as connection:
            return find_reports(connection, words, limit)

    def get_meta(self, name: str) -> str | None:
        """What is noted in the case under this name."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(self._meta.c.value).where(self._meta.c.name == name)).scalar()

    def is_current(self) -> bool:
        """True where the tables that hold reports against each other fit the reports and decisions."""
        return self.get_meta("related") == self.fingerprint()

    def state(self) -> tuple[int, int]:
        """How many reports there are, and the number of the last decision: neither ever falls."""
        reports, decisions = self.metadata.tables["reports"], self.metadata.tables["decisions"]
        with self.engine.connect() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(reports)).scalar()
            return count or 0, connection.execute(sa.select(sa.func.max(decisions.c.number))).scalar() or 0

    def fingerprint(self) -> str:
        """A digest of the reports in the case and the number of the last decision."""
        reports, decisions = self.metadata.tables["reports"], self.metadata.tables["decisions"]
        with self.engine.connect() as connection:
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
        except sa.exc.DBAPIError as error:
            raise CaseError(f"{self.place} cannot be written: {error.orig}; the case is as it was "
                            "before this input") from error

    def replace_across(self, rows: Mapping[str, Sequence[object]], mark: str | None = None) -> None:
        """Writes the tables that hold reports against each other anew, in one transaction.

        `mark` is the fingerprint of what they were computed from, where others may have written since.
        """
        found = mark or self.fingerprint()
        with self.transaction() as writer:
            for name in ACROSS:
                writer.replace(name, rows[name])
            writer.set_meta("related", found)

    def replace_stories(self, stories: Sequence[str], rows: Mapping[str, Sequence[object]], mark: str) -> None:
        """Writes origins, findings and flags of some stories anew; `mark` as for `replace_across`."""
        with self.transaction() as writer:
            for name, own in rows.items():
                table = self.metadata.tables[name]
                for part in _parts(stories):
                    writer.connection.execute(sa.delete(table).where(table.c.story.in_(part)))
                writer.insert(name, own)
            writer.set_meta("related", mark)

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

    def add_reports(self, reports: Sequence[Report], extracted: Mapping[str, Sequence[object]]) -> None:
        """Adds reports that are not in the case yet, with their rows of the per-report tables."""
        self.insert("reports", reports)
        for part in _parts([report.id for report in reports]):
            index_reports(self.connection, part)
        for name in PER_REPORT:
            self.insert(name, extracted[name])

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


def _later_columns(record: type[Any]) -> set[str]:
    """The columns of a record that have a default and are never null: they may have come later than a case."""
    return {field.name for field in fields(record) if field.default is not None and field.default is not MISSING}


def _given(row: Mapping[Any, Any], later: set[str]) -> dict[str, Any]:
    """The cells of a row, without those of columns that the case got later than the row."""
    return {name: cell for name, cell in row.items() if cell is not None or name not in later}


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start:start + BATCH]
