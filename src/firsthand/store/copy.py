"""A whole case from one database to another: backup, restore, and the way between SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from firsthand.errors import CaseError
from firsthand.store.connect import is_url
from firsthand.store.search import index_reports
from firsthand.store.sql import BATCH, SqlStore


@contextmanager
def new_case(path: str | Path) -> Iterator[SqlStore]:
    """A new case to write into; a file gets its name when all is written, so that half a case is never met.

    Raises `CaseError` where there is a file already.
    """
    if is_url(path):
        with SqlStore(path, create=True) as store:
            yield store
        return
    if Path(path).exists():
        raise CaseError(f"{path} exists already; give a place where there is nothing")
    part = Path(f"{path}.part")
    _remove(part)
    try:
        with SqlStore(part, create=True) as store:
            yield store
        part.replace(path)
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    """Deletes what a copy that was broken off left behind."""
    for name in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
        name.unlink(missing_ok=True)


def copy_case(source: SqlStore, target: SqlStore) -> dict[str, int]:
    """Copies every row of every table but the sessions; gives the rows of each table.

    Reads one state of the source while others may write, writes in one transaction, and compares the
    rows of both at the end. Raises `CaseError` where the target holds something already.
    """
    copied = [name for name in source.metadata.tables if name != "sessions"]
    reading = source.engine.connect()
    if source.engine.dialect.name == "postgresql":
        reading = reading.execution_options(isolation_level="REPEATABLE READ")
    with reading, reading.begin(), target.transaction() as writer:
        _check_empty(writer.connection, target)
        counts = {}
        for name in copied:
            counts[name] = _copy_table(reading, writer.connection, source.metadata.tables[name])
            there = writer.connection.execute(
                sa.select(sa.func.count()).select_from(target.metadata.tables[name])).scalar()
            if there != counts[name]:
                raise CaseError(f"{target.place}: {there} rows of {name} came, of {counts[name]}; nothing was kept")
        _set_numbering(writer.connection)
    return counts


def _check_empty(connection: sa.Connection, target: SqlStore) -> None:
    for name in ("reports", "rejected", "decisions", "accounts"):
        if connection.execute(sa.select(sa.literal(1)).select_from(target.metadata.tables[name]).limit(1)).first():
            raise CaseError(f"{target.place} holds a case already; give a place where there is none")
    connection.execute(sa.delete(target.metadata.tables["meta"]))


def _copy_table(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> int:
    rows = reading.execution_options(yield_per=BATCH).execute(sa.select(table)).mappings()
    count = 0
    while part := [dict(row) for row in islice(rows, BATCH)]:
        writing.execute(table.insert(), part)
        if table.name == "reports":
            index_reports(writing, [row["id"] for row in part])
        count += len(part)
    return count


def _set_numbering(connection: sa.Connection) -> None:
    """PostgreSQL numbers new rows from a counter of its own, which copied rows do not move."""
    if connection.dialect.name != "postgresql":
        return
    for table, column in (("audit", "number"), *((name, "row") for name in
                          ("mentions", "attributions", "values", "stories", "links", "origins", "findings", "flags",
                           "matches"))):
        connection.execute(sa.text(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), "
            f"(SELECT coalesce(max(\"{column}\"), 0) + 1 FROM \"{table}\"), false)"))
