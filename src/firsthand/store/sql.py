"""A case in a database, through SQLAlchemy Core: one SQLite file.

Everything that belongs to one input is written in one transaction: a crash leaves the case as it
was before that input. The tables that hold reports against each other carry the digest of the
reports they were computed from, so that stale ones are known (`is_current`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from firsthand.errors import CaseError
from firsthand.records import Rejected, Report
from firsthand.store.schema import ACROSS, PER_REPORT, SCHEMA, build_schema
from firsthand.tables import TABLES, from_json, to_json
from firsthand.text import digest

BATCH = 500
"""Rows or ids in one statement: SQLite takes 32,766 parameters at most."""


class SqlStore:
    """The tables of one case. Use it as a context manager, or call `close`."""

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        """Opens the case at `path`, or makes it where `create` is given and nothing is there.

        Raises `CaseError` where there is no case, where the file is something else, or where it was
        written by a newer firsthand.
        """
        self.path = Path(path)
        if not create and not self.path.is_file():
            raise CaseError(f"{path}: there is no case here; make one with: firsthand add {path} INPUT...")
        self._metadata, self._meta = build_schema()
        self._engine = sa.create_engine(f"sqlite:///{self.path}")
        sa.event.listen(self._engine, "connect", _prepare)
        try:
            self._check(create)
        except sa.exc.DBAPIError as error:
            self.close()
            raise CaseError(f"{path} cannot be opened as a case: {error.orig}") from error

    def _check(self, create: bool) -> None:
        names = sa.inspect(self._engine).get_table_names()
        if names and "meta" not in names:
            raise CaseError(f"{self.path} is a database, but not a case of firsthand; give another file")
        if not names and create:
            with self._engine.begin() as connection:
                self._metadata.create_all(connection)
                connection.execute(self._meta.insert(), [{"name": "schema", "value": str(SCHEMA)}])
        found = self.get_meta("schema") if names or create else None
        if found != str(SCHEMA):
            raise CaseError(f"{self.path} has schema {found}, this firsthand reads {SCHEMA}; "
                            "open it with the version that wrote it")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        self._engine.dispose()

    # ------------------------------------------------------------ reading

    def rows(self, name: str) -> list[Any]:
        """All rows of a table as its records, in the order of its key."""
        table = next(table for table in TABLES if table.name == name)
        with self._engine.connect() as connection:
            cells = connection.execute(sa.select(self._metadata.tables[name])).mappings()
            return table.sorted([from_json(table.record, dict(row)) for row in cells])

    def known_reports(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids whose reports are in the case."""
        reports = self._metadata.tables["reports"]
        found: set[str] = set()
        with self._engine.connect() as connection:
            for part in _parts(sorted(set(ids))):
                known = sa.select(reports.c.id).where(reports.c.id.in_(part))
                found |= set(connection.execute(known).scalars())
        return found

    def get_meta(self, name: str) -> str | None:
        """What is noted in the case under this name."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(self._meta.c.value).where(self._meta.c.name == name)).scalar()

    def is_current(self) -> bool:
        """True where the tables that hold reports against each other fit the reports in the case."""
        return self.get_meta("related") == self._reports_digest()

    def _reports_digest(self) -> str:
        reports = self._metadata.tables["reports"]
        with self._engine.connect() as connection:
            return digest(*connection.execute(sa.select(reports.c.id).order_by(reports.c.id)).scalars())

    # ------------------------------------------------------------ writing

    @contextmanager
    def transaction(self) -> Iterator[Writer]:
        """One transaction: all that is written within is kept, or, after an error or a crash, nothing."""
        try:
            with self._engine.begin() as connection:
                yield Writer(connection, self._metadata)
        except sa.exc.DBAPIError as error:
            raise CaseError(f"{self.path} cannot be written: {error.orig}; the case is as it was "
                            "before this input") from error

    def replace_across(self, rows: Mapping[str, Sequence[object]]) -> None:
        """Writes the tables that hold reports against each other anew, in one transaction."""
        found = self._reports_digest()
        with self.transaction() as writer:
            for name in ACROSS:
                writer.replace(name, rows[name])
            writer.connection.execute(sa.delete(self._meta).where(self._meta.c.name == "related"))
            writer.connection.execute(self._meta.insert(), [{"name": "related", "value": found}])


class Writer:
    """Writes within one transaction."""

    def __init__(self, connection: sa.Connection, metadata: sa.MetaData) -> None:
        self.connection = connection
        self._tables = metadata.tables

    def add_reports(self, reports: Sequence[Report], extracted: Mapping[str, Sequence[object]]) -> None:
        """Adds reports that are not in the case yet, with their rows of the per-report tables."""
        self._insert("reports", reports)
        for name in PER_REPORT:
            self._insert(name, extracted[name])

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
        self._insert(name, rows)

    def _insert(self, name: str, rows: Sequence[object]) -> None:
        for part in _parts(rows):
            self.connection.execute(self._tables[name].insert(), [to_json(row) for row in part])


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start:start + BATCH]


def _prepare(connection: Any, _: object) -> None:
    """Readers do not wait for a writer (WAL), and a second writer waits instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA synchronous=FULL")
