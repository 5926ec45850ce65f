"""The schema of a case over the versions of firsthand: a stamp in the case, and the steps from each to the next.

A new case is made as the record types say and stamped with `HEAD`. One with an earlier stamp, or with
none, as before there were stamps, is taken through the steps in `migrations`, all in one transaction. One
with a stamp that is not known was written by a newer firsthand and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from firsthand.errors import CaseError
from firsthand.store.connect import reason_of
from firsthand.store.schema import SCHEMA
from firsthand.store.search import prepare_search
from firsthand.version import VERSION

if TYPE_CHECKING:
    from alembic.config import Config

FIRST, HEAD = "0001", "0002"
"""The stamp of cases from before there were stamps, and that of the schema that this firsthand writes."""
STAMPS = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
"""Where Alembic keeps the stamp."""
META = sa.table("meta", sa.column("name"), sa.column("value"))
LOCK = 715_114
"""The number of PostgreSQL's advisory lock: one process at a time makes or changes a schema."""


def prepare_case(engine: sa.Engine, metadata: sa.MetaData, place: str, *, create: bool) -> None:
    """Makes the tables of a case, or brings them up to date; does nothing where they are.

    Raises `CaseError` where the database is no case, holds none and `create` is not given, cannot be
    written though it must be, or was written by a newer firsthand.
    """
    with engine.connect() as connection:
        names = _check_case(connection, place, create)
        if names and stamp_of(connection) == HEAD:
            return
    try:
        with _alone(engine) as connection:
            names = _check_case(connection, place, create)
            if not names:
                _make(connection, metadata)
            elif stamp_of(connection) != HEAD:
                upgrade(connection)
                _note_writer(connection)
    except sa.exc.OperationalError as error:
        if not names:
            raise
        raise CaseError(f"{place} was made by an earlier firsthand and cannot be brought up to date here: "
                        f"{reason_of(error)}; the case is as it was; copy it to where it may be written") from error


def stamp_of(connection: sa.Connection) -> str:
    """The stamp of a case's schema; `FIRST` where it has none."""
    if not sa.inspect(connection).has_table(STAMPS.name):
        return FIRST
    return connection.execute(sa.select(STAMPS.c.version_num)).scalar() or FIRST


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    """Takes a case, or an empty database, through the steps that are due, within the connection's transaction."""
    from alembic import command

    if not sa.inspect(connection).has_table(STAMPS.name) and sa.inspect(connection).has_table(META.name):
        _stamp(connection, FIRST)
    command.upgrade(_config(connection), to)


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "firsthand.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _stamp(connection: sa.Connection, stamp: str) -> None:
    STAMPS.create(connection)
    connection.execute(sa.insert(STAMPS), [{"version_num": stamp}])


def _check_case(connection: sa.Connection, place: str, create: bool) -> list[str]:
    """The names of a database's tables; raises `CaseError` where it is no case that can be used."""
    names = sa.inspect(connection).get_table_names()
    if not names and not create:
        raise CaseError(f"{place}: there is no case here; make one with: firsthand add CASE INPUT...")
    if names and "meta" not in names:
        raise CaseError(f"{place} is a database, but not a case of firsthand; give another file")
    if names:
        told = sa.select(META.c.name, META.c.value).where(META.c.name.in_(["schema", "written_by"]))
        notes = {row.name: row.value for row in connection.execute(told)}
        schema, stamp = notes.get("schema"), stamp_of(connection)
        if schema != str(SCHEMA) or stamp > HEAD:
            writer = f"firsthand {notes['written_by']}" if "written_by" in notes else "a newer firsthand"
            raise CaseError(f"{place} has schema {schema} ({stamp}), which {writer} wrote; this is firsthand "
                            f"{VERSION}, which reads {SCHEMA} ({HEAD}): open it with the version that wrote it")
    return names


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which nobody else makes or changes tables; all of it is kept, or nothing."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":  # the driver begins none for statements that make tables
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        yield connection


def _make(connection: sa.Connection, metadata: sa.MetaData) -> None:
    metadata.create_all(connection)
    prepare_search(connection, set())
    connection.execute(sa.insert(META), [{"name": "schema", "value": str(SCHEMA)}])
    _note_writer(connection)
    _stamp(connection, HEAD)


def _note_writer(connection: sa.Connection) -> None:
    """Notes the version that gave the case its schema, for who opens it with an older one."""
    connection.execute(sa.delete(META).where(META.c.name == "written_by"))
    connection.execute(sa.insert(META), [{"name": "written_by", "value": VERSION}])
