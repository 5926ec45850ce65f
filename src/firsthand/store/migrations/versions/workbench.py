"""Decisions, accounts, fetched answers and search; columns for versions, origins' words and matches.

Cases from before this step carry no stamp, and some of them have parts of it: what is there is left.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from firsthand.store.search import prepare_search

revision = "0002"
down_revision = "0001"

_TEXT, _JSON = sa.Text(), sa.JSON(none_as_null=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS: tuple[tuple[str, str, sa.types.TypeEngine[Any]], ...] = (
    ("reports", "modified", _TEXT), ("reports", "fetched", _TEXT), ("reports", "notes", _JSON),
    ("origins", "standing", sa.Text()), ("origins", "words", _JSON), ("findings", "explanation", _TEXT),
    *(("matches", name, _TEXT) for name in ("claim", "publisher", "published", "url")),
    ("matches", "agrees", _JSON), ("matches", "remarks", _JSON), ("matches", "story", _TEXT),
)


def upgrade() -> None:
    """Adds what is missing; what holds reports against each other is worked out anew when the case is next read."""
    known = sa.inspect(op.get_bind())
    names = set(known.get_table_names())
    for table, name, kind in COLUMNS:
        if name not in {column["name"] for column in known.get_columns(table)}:
            op.add_column(table, sa.Column(name, kind))
    _number_rejected(known)
    for table in ("findings", "flags", "matches", "origins"):
        if f"ix_{table}_story" not in {index["name"] for index in known.get_indexes(table)}:
            op.create_index(f"ix_{table}_story", table, ["story"])
    for name, make in (("decisions", _make_decisions), ("responses", _make_responses), ("accounts", _make_accounts),
                       ("sessions", _make_sessions), ("audit", _make_audit)):
        if name not in names:
            make()
    prepare_search(op.get_bind(), names)
    meta = sa.table("meta", sa.column("name"), sa.column("value"))
    op.execute(meta.update().where(meta.c.name == "related").values(value=""))


def _number_rejected(known: sa.Inspector) -> None:
    """The table `rejected` was keyed by all its columns, which PostgreSQL cannot index when they are long."""
    if "row" in {column["name"] for column in known.get_columns("rejected")}:
        return
    op.rename_table("rejected", "rejected_before")
    names = ("ref", "reason", "detail")
    made = op.create_table("rejected", sa.Column("row", sa.Integer, primary_key=True),
                           *(sa.Column(name, sa.Text()) for name in names))
    before = sa.table("rejected_before", *(sa.column(name) for name in names))
    op.execute(made.insert().from_select(names, sa.select(before).order_by(*before.c)))
    op.drop_table("rejected_before")


def _make_decisions() -> None:
    op.create_table(
        "decisions", sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("target", sa.Text()), sa.Column("version", NUMBER), sa.Column("when", sa.Text()),
        sa.Column("who", sa.Text()), sa.Column("action", sa.Text), sa.Column("kind", sa.Text),
        sa.Column("anchors", _JSON), sa.Column("row", sa.Text()), sa.Column("changes", _JSON),
        sa.Column("note", sa.Text()), sa.Column("undoes", NUMBER), sa.UniqueConstraint("target", "version"))


def _make_responses() -> None:
    op.create_table(
        "responses", sa.Column("sha256", sa.Text, primary_key=True), sa.Column("url", sa.Text, nullable=False),
        sa.Column("final_url", sa.Text, nullable=False), sa.Column("fetched", sa.Text, nullable=False),
        sa.Column("etag", sa.Text), sa.Column("last_modified", sa.Text),
        sa.Column("warc", sa.LargeBinary, nullable=False))
    op.create_index("ix_responses_url", "responses", ["url"])


def _make_accounts() -> None:
    op.create_table(
        "accounts", sa.Column("name", sa.Text, primary_key=True), sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False), sa.Column("created", sa.Text, nullable=False))


def _make_sessions() -> None:
    op.create_table(
        "sessions", sa.Column("token", sa.Text, primary_key=True), sa.Column("name", sa.Text, nullable=False),
        sa.Column("expires", sa.Text, nullable=False))


def _make_audit() -> None:
    op.create_table(
        "audit", sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("when", sa.Text, nullable=False), sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False), sa.Column("detail", sa.Text, nullable=False))
