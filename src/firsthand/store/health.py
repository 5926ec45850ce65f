"""What can be wrong with a case's database, and the repairs that are a matter of rows alone.

Rows are read one by one where a table cannot be read whole, so that one that is damaged hides no other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from firsthand.errors import TableError
from firsthand.store.search import drop_search, prepare_search
from firsthand.store.sql import SqlStore, given_cells, later_columns
from firsthand.tables import TABLES, from_json

_CHECK_WORDS = "INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)"
"""What makes FTS5 hold its index against the table that it is of."""
MAX_MESSAGES = 20
"""Lines of SQLite's own check that are kept: a torn file gives thousands that say the same."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row with its key in the database; `record` is None where it cannot be read, `problem` says why."""

    key: Any
    record: Any
    problem: str | None = None


class Health:
    """Looks a case's database over."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def damage(self) -> list[str]:
        """What SQLite's own check finds wrong with the file; nothing for PostgreSQL, which checks its own pages."""
        if self._store.engine.dialect.name != "sqlite":
            return []
        try:
            with self._store.engine.connect() as connection:
                told = connection.execute(sa.text(f"PRAGMA integrity_check({MAX_MESSAGES})")).scalars().all()
        except sa.exc.DatabaseError as error:
            return [str(error.orig)]
        return [str(line) for line in told if line != "ok"]

    def missing(self) -> list[str]:
        """Tables and columns that the stamp promises and that are not there."""
        known = sa.inspect(self._store.engine)
        names = set(known.get_table_names())
        lost = [name for name in self._store.metadata.tables if name not in names]
        for name, table in self._store.metadata.tables.items():
            if name in names:
                there = {column["name"] for column in known.get_columns(name)}
                lost += [f"{name}.{column.name}" for column in table.columns if column.name not in there]
        return sorted(lost)

    def rows(self, name: str) -> Iterator[KeptRow]:
        """Every row of a contract table."""
        record = next(table.record for table in TABLES if table.name == name)
        later = later_columns(record)
        table = self._store.metadata.tables[name]
        for key, cells in self._cells(table):
            if isinstance(cells, str):
                yield KeptRow(key, None, cells)
                continue
            try:
                yield KeptRow(key, from_json(record, given_cells(cells, later)))
            except (TableError, TypeError, ValueError, KeyError, AttributeError) as error:
                yield KeptRow(key, None, str(error))

    def _cells(self, table: sa.Table) -> Iterator[tuple[Any, dict[str, Any] | str]]:
        """(key, cells) of every row; a sentence in place of cells that cannot be read."""
        key = next(iter(table.primary_key.columns))
        with self._store.engine.connect() as connection:
            keys = connection.execute(sa.select(key).order_by(key)).scalars().all()
            for start in range(0, len(keys), 500):
                part = keys[start:start + 500]
                query = sa.select(table).where(key.in_(part)).order_by(key)
                try:
                    yield from [(row[key.name], dict(row)) for row in connection.execute(query).mappings()]
                except (json.JSONDecodeError, UnicodeDecodeError, sa.exc.DBAPIError):
                    yield from [(one, _cells_of(connection, table, key, one)) for one in part]

    def remove(self, name: str, keys: Sequence[Any]) -> None:
        """Removes rows by their keys."""
        table = self._store.metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        with self._store.transaction() as writer:
            for start in range(0, len(keys), 500):
                writer.connection.execute(sa.delete(table).where(key.in_(keys[start:start + 500])))

    def replace_of(self, name: str, reports: Iterable[str], rows: Sequence[object]) -> None:
        """Writes the rows that some reports have in a per-report table anew."""
        table = self._store.metadata.tables[name]
        with self._store.transaction() as writer:
            for report in sorted(set(reports)):
                writer.connection.execute(sa.delete(table).where(table.c.report == report))
            writer.insert(name, rows)
            writer.set_meta("related", "")

    def changed_responses(self) -> list[tuple[str, str]]:
        """(address, when it was fetched) of kept answers that do not fit their digests."""
        table = self._store.metadata.tables["responses"]
        with self._store.engine.connect() as connection:
            rows = connection.execution_options(yield_per=20).execute(sa.select(table).order_by(table.c.sha256))
            return [(row["url"], row["fetched"]) for row in rows.mappings()
                    if hashlib.sha256(row["warc"]).hexdigest() != row["sha256"]]

    def search_in_step(self) -> bool:
        """True where the index of words fits the reports; PostgreSQL keeps it in step itself, if it is there."""
        with self._store.engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                return any(index["name"] == "report_words" for index in sa.inspect(connection).get_indexes("reports"))
            try:
                connection.execute(sa.text(_CHECK_WORDS))
            except sa.exc.DatabaseError:
                return False
            return True

    def rebuild_search(self) -> None:
        """Makes the index of words anew from the reports."""
        with self._store.transaction() as writer:
            drop_search(writer.connection)
            prepare_search(writer.connection, set())


def _cells_of(connection: sa.Connection, table: sa.Table, key: sa.Column[Any], one: Any) -> dict[str, Any] | str:
    try:
        row = connection.execute(sa.select(table).where(key == one)).mappings().first()
    except (json.JSONDecodeError, UnicodeDecodeError, sa.exc.DBAPIError) as error:
        return str(error)
    return dict(row) if row else "it is gone"
