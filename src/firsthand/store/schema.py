"""The SQL tables of a case: one for each table of the contract, read off its record type.

A column holds text, a whole number, a real number or a truth value where the record does, and
JSON where it holds a list, a nested record, or more than one kind of value.
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


def build_schema() -> tuple[sa.MetaData, sa.Table]:
    """The SQL tables of all contract tables, by their names, and the table `meta` (name, value)."""
    metadata = sa.MetaData()
    for table in tables.TABLES:
        sa.Table(table.name, metadata, *_columns(table))
    meta = sa.Table("meta", metadata, sa.Column("name", sa.Text, primary_key=True),
                    sa.Column("value", sa.Text, nullable=False))
    return metadata, meta


def _columns(table: tables.Table) -> list[sa.Column[Any]]:
    hints = get_type_hints(table.record)
    identity = set(table.key) if table.name in ("reports", "rejected") else set()
    columns: list[sa.Column[Any]] = []
    for field in dataclasses.fields(table.record):
        name = field.name.rstrip("_")
        columns.append(sa.Column(name, _sql_type(hints[field.name]), primary_key=name in identity,
                                 index=name == "report"))
    return columns if identity else [sa.Column("row", sa.Integer, primary_key=True), *columns]


def _sql_type(hint: Any) -> sa.types.TypeEngine[Any]:
    """The SQL type of an annotation; optional is no other type, every column may be null."""
    if get_origin(hint) in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not types.NoneType]
        return _sql_type(members[0]) if len(members) == 1 else sa.JSON(none_as_null=True)
    if get_origin(hint) is Literal:
        return sa.Text()
    plain: dict[Any, sa.types.TypeEngine[Any]] = {
        str: sa.Text(), int: sa.Integer(), float: sa.Float(), bool: sa.Boolean()}
    return plain.get(hint, sa.JSON(none_as_null=True))
