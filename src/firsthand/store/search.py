"""Full-text search over the reports: FTS5 in SQLite, a text index in PostgreSQL.

Words are found as they are written, without regard to case and accents; all of them must be there.
A quoted phrase must stand as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa

OPEN, CLOSE = "\ue000", "\ue001"
"""What the found words of an excerpt stand between: private signs that no report means anything by."""
_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_VECTOR = ("to_tsvector('simple', left(coalesce(title, '') || ' ' || text, 500000)"
           " || ' ' || coalesce(publisher, ''))")
"""PostgreSQL indexes at most a megabyte of a text."""


def prepare_search(connection: sa.Connection, names: set[str]) -> None:
    """Makes the index of words where there is none, and fills it with the reports that are there."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"CREATE INDEX IF NOT EXISTS report_words ON reports USING gin ({_VECTOR})"))
        return
    if "report_words" in names:
        return
    connection.execute(sa.text(
        "CREATE VIRTUAL TABLE report_words USING fts5(title, text, publisher, content='reports', "
        "content_rowid='rowid', tokenize='unicode61 remove_diacritics 2')"))
    connection.execute(sa.text("INSERT INTO report_words(report_words) VALUES ('rebuild')"))


def index_reports(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Adds reports that were just written to the index of words."""
    if connection.dialect.name == "postgresql":
        return
    query = sa.text("INSERT INTO report_words(rowid, title, text, publisher) "
                    "SELECT rowid, title, text, publisher FROM reports WHERE id IN :ids")
    connection.execute(query.bindparams(sa.bindparam("ids", expanding=True)), {"ids": list(ids)})


def find_reports(connection: sa.Connection, words: str, limit: int) -> list[tuple[str, str]]:
    """(report id, excerpt) of the reports that hold all the words, best first; none for no words."""
    phrases = [(found[1] if found[2] is None else found[2]).replace("\x00", " ").strip()
               for found in _WORDS.finditer(words)]
    phrases = [one for one in phrases if re.search(r"\w", one)]
    if not phrases:
        return []
    if connection.dialect.name == "postgresql":
        return _find_in_postgresql(connection, phrases, limit)
    wanted = " ".join('"' + one.replace('"', "") + '"' for one in phrases)
    query = sa.text(
        "SELECT reports.id, snippet(report_words, 1, :open, :close, '…', 24) FROM report_words "
        "JOIN reports ON reports.rowid = report_words.rowid WHERE report_words MATCH :wanted "
        "ORDER BY report_words.rank, reports.id LIMIT :limit")
    rows = connection.execute(query, {"open": OPEN, "close": CLOSE, "wanted": wanted, "limit": limit})
    return [(row[0], row[1]) for row in rows]


def _find_in_postgresql(connection: sa.Connection, phrases: Sequence[str], limit: int) -> list[tuple[str, str]]:
    wanted = " && ".join(f"phraseto_tsquery('simple', :p{place})" for place in range(len(phrases)))
    query = sa.text(
        f"SELECT id, ts_headline('simple', left(text, 100000), {wanted}, :options) FROM reports "
        f"WHERE {_VECTOR} @@ ({wanted}) ORDER BY ts_rank({_VECTOR}, {wanted}) DESC, id LIMIT :limit")
    options = f"StartSel={OPEN}, StopSel={CLOSE}, MaxFragments=1, MaxWords=24, MinWords=12"
    rows = connection.execute(query, {f"p{place}": one for place, one in enumerate(phrases)}
                              | {"options": options, "limit": limit})
    return [(row[0], row[1]) for row in rows]
