"""The SQL tables of a case: one for each table of the contract, read off its record type.

A column holds text, a whole number, a real number or a truth value where the record does, and
JSON where it holds a list, a nested record, or more than one kind of value. Beside them stand `meta`
(notes on the case itself), `responses` (what was fetched, as it came) and the tables of a shared
case: accounts, sessions and the audit log.
"""

from __future__ import annotations

import dataclasses
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from firsthand import tables

SCHEMA = 1
"""The number of the contract's schema that a case is kept in."""

PER_REPORT = ("mentions", "attributions", "values")
"""Tables whose rows rest on one report alone; the rest hold reports against each other."""

ACROSS = ("stories", "links", "origins", "findings", "flags")
"""Tables that are computed anew from all reports of a case."""


IDENTIFIED = ("reports", "decisions")
"""Tables whose key is the database's own; the rows of the others are only numbered."""


class PlainText(sa.types.TypeDecorator[str]):
    """Text with any character in it: PostgreSQL holds no NUL, so there it is written with an escape sign.

    NUL becomes SUB 0, and SUB itself SUB 1; every other text stays as it is.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """What is written."""
        if value is None or dialect.name != "postgresql" or not ("\x00" in value or "\x1a" in value):
            return value
        return value.replace("\x1a", "\x1a1").replace("\x00", "\x1a0")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """What was written."""
        if value is None or dialect.name != "postgresql" or "\x1a" not in value:
            return value
        return value.replace("\x1a0", "\x00").replace("\x1a1", "\x1a")


def build_schema() -> sa.MetaData:
    """The SQL tables of all contract tables and those of the case itself, by their names."""
    metadata = sa.MetaData()
    for table in tables.TABLES:
        constraints = [sa.UniqueConstraint("target", "version")] if table.name == "decisions" else []
        sa.Table(table.name, metadata, *_columns(table), *constraints)
    sa.Table("meta", metadata, sa.Column("name", sa.Text, primary_key=True),
             sa.Column("value", PlainText, nullable=False))
    sa.Table("accounts", metadata, sa.Column("name", sa.Text, primary_key=True),
             sa.Column("role", sa.Text, nullable=False), sa.Column("password", sa.Text, nullable=False),
             sa.Column("created", sa.Text, nullable=False))
    sa.Table("responses", metadata, sa.Column("sha256", sa.Text, primary_key=True),
             sa.Column("url", sa.Text, nullable=False, index=True), sa.Column("final_url", sa.Text, nullable=False),
             sa.Column("fetched", sa.Text, nullable=False), sa.Column("etag", sa.Text),
             sa.Column("last_modified", sa.Text), sa.Column("warc", sa.LargeBinary, nullable=False))
    sa.Table("sessions", metadata, sa.Column("token", sa.Text, primary_key=True),
             sa.Column("name", sa.Text, nullable=False), sa.Column("expires", sa.Text, nullable=False))
    sa.Table("audit", metadata, sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
             sa.Column("when", sa.Text, nullable=False), sa.Column("who", PlainText, nullable=False),
             sa.Column("what", sa.Text, nullable=False), sa.Column("detail", PlainText, nullable=False))
    return metadata


def _columns(table: tables.Table) -> list[sa.Column[Any]]:
    hints = get_type_hints(table.record)
    identity = set(table.key) if table.name in IDENTIFIED else set()
    columns: list[sa.Column[Any]] = []
    for field in dataclasses.fields(table.record):
        name = field.name.rstrip("_")
        columns.append(sa.Column(name, _sql_type(hints[field.name]), primary_key=name in identity,
                                 index=name in ("report", "story"), autoincrement=False))
    return columns if identity else [sa.Column("row", sa.Integer, primary_key=True), *columns]


def _sql_type(hint: Any) -> sa.types.TypeEngine[Any]:
    """The SQL type of an annotation; optional is no other type, every column may be null."""
    if get_origin(hint) in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not types.NoneType]
        return _sql_type(members[0]) if len(members) == 1 else sa.JSON(none_as_null=True)
    if get_origin(hint) is Literal:
        return sa.Text()
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    plain: dict[Any, sa.types.TypeEngine[Any]] = {
        str: PlainText(), int: number, float: sa.Float(), bool: sa.Boolean()}
    return plain.get(hint, sa.JSON(none_as_null=True))
