"""The tables of the first cases: reports and what the stages find in them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    op.create_table("meta", sa.Column("name", sa.Text, primary_key=True),
                    sa.Column("value", sa.Text, nullable=False))
    op.create_table("rejected", *(sa.Column(name, sa.Text, primary_key=True) for name in ("ref", "reason", "detail")))
    op.create_table("reports", sa.Column("id", sa.Text, primary_key=True), *_texts(
        "ref", "url", "publisher", "author", "language", "published"), sa.Column("published_basis", sa.Text),
        *_texts("title", "text"), *_json("blocks", "links"))
    _numbered("mentions", *_span(), sa.Column("kind", sa.Text), *_json("value"))
    _numbered("attributions", *_texts("report", "id"), *_json("source", "cue", "content"), *_texts("source_name"),
              sa.Column("source_kind", sa.Text), *_texts("parent"), sa.Column("stance", sa.Text),
              sa.Column("direct", sa.Boolean))
    _numbered("values", *_texts("report", "incident"), sa.Column("main", sa.Boolean), sa.Column("slot", sa.Text),
              *_json("low", "high"), *_texts("name", "of", "said_by", "attribution", "denied_by"),
              sa.Column("factuality", sa.Text), *_texts("as_of"), *_span()[1:])
    _numbered("stories", *_texts("id", "title"), *_json("reports"), *_texts("first", "last"))
    _numbered("links", *_texts("from", "to", "source"), sa.Column("kind", sa.Text), sa.Column("share", sa.Float),
              *_json("spans"), sa.Column("direction", sa.Text))
    _numbered("origins", *_texts("story", "id", "name"), *_json("reports"), sa.Column("in_case", sa.Boolean),
              *_texts("why"))
    _numbered("findings", *_texts("story"), sa.Column("slot", sa.Text), *_texts("of"), *_json("value"),
              *(sa.Column(name, sa.Text) for name in ("status", "difference")), *_texts("why"),
              *_json("origins", "reports", "against"), sa.Column("probability", sa.Float), *_texts("method"))
    _numbered("flags", *_texts("story", "report", "kind"), *_span()[1:], *_texts("why"))
    _numbered("matches", *_span(), *_texts("target"), sa.Column("kind", sa.Text), sa.Column("score", sa.Float),
              *_texts("rating"), *_json("differences"))
    for table in ("attributions", "flags", "matches", "mentions", "values"):
        op.create_index(f"ix_{table}_report", table, ["report"])


def _numbered(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, sa.Column("row", sa.Integer, primary_key=True), *columns)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text()) for name in names]


def _json(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.JSON(none_as_null=True)) for name in names]


def _span() -> list[sa.Column[Any]]:
    return [*_texts("report"), sa.Column("start", NUMBER), sa.Column("end", NUMBER)]
