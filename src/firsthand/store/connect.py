"""How a database is reached: SQLite files and PostgreSQL by URL."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from firsthand.errors import CaseError, MissingExtraError
from firsthand.store.search import prepare_search

SCHEMES = ("postgresql://", "postgres://")


def is_url(path: str | Path) -> bool:
    """True for a case that is kept on a server."""
    return str(path).startswith(SCHEMES)


def place_of(path: str | Path) -> str:
    """Where a case is kept, as it may be shown: without a password."""
    if not is_url(path):
        return str(path)
    try:
        return sa.make_url(str(path)).render_as_string(hide_password=True)
    except sa.exc.ArgumentError as error:
        raise CaseError(f"{path} is no address of a database; give postgresql://USER@HOST/DATABASE") from error


def connect(path: str | Path) -> sa.Engine:
    """An engine for a case; nothing is opened yet. Raises `MissingExtraError` without PostgreSQL's driver."""
    if not is_url(path):
        engine = sa.create_engine(f"sqlite:///{Path(path)}")
        sa.event.listen(engine, "connect", _prepare)
        return engine
    if find_spec("psycopg") is None:
        raise MissingExtraError("psycopg", "postgresql")
    place_of(path)
    url = sa.make_url(str(path)).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)


def prepare_tables(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Makes what is not there yet: tables and columns that came later, and the index of words."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(715114)"))  # one maker at a time
        known = sa.inspect(connection)
        names = set(known.get_table_names())
        for name in sorted(names & set(metadata.tables)):
            columns = {column["name"] for column in known.get_columns(name)}
            for column in metadata.tables[name].columns:
                if column.name not in columns:
                    _add_column(connection, name, column)
        if not names >= set(metadata.tables):
            metadata.create_all(connection)
        prepare_search(connection, names)


def _add_column(connection: sa.Connection, table: str, column: sa.Column[Any]) -> None:
    kind = column.type.compile(dialect=connection.dialect)
    quoted = connection.dialect.identifier_preparer.quote
    connection.execute(sa.text(f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(column.name)} {kind}"))


def _prepare(connection: Any, _: object) -> None:
    """Readers do not wait for a writer (WAL), and a second writer waits instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA synchronous=FULL")
