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


def drop_search(connection: sa.Connection) -> None:
    """Takes the index of words away."""
    kind = "INDEX" if connection.dialect.name == "postgresql" else "TABLE"
    connection.execute(sa.text(f"DROP {kind} IF EXISTS report_words"))


def index_reports(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Adds reports that were just written to the index of words."""
    if connection.dialect.name == "postgresql":
        return
    query = sa.text("INSERT INTO report_words(rowid, title, text, publisher) "
                    "SELECT rowid, title, text, publisher FROM reports WHERE id IN :ids")
    connection.execute(query.bindparams(sa.bindparam("ids", expanding=True)), {"ids": list(ids)})


def find_holding(connection: sa.Connection, words: str) -> list[str]:
    """The ids of all reports that hold all the words, in no order of worth; none for no words."""
    phrases = _phrases(words)
    if not phrases:
        return []
    if connection.dialect.name == "postgresql":
        wanted, given = _wanted_in_postgresql(phrases)
        query = f"SELECT id FROM reports WHERE {_VECTOR} @@ ({wanted}) ORDER BY id"
    else:
        query, given = ("SELECT reports.id FROM report_words JOIN reports ON reports.rowid = report_words.rowid "
                        "WHERE report_words MATCH :wanted ORDER BY reports.id"), {"wanted": _wanted_in_sqlite(phrases)}
    return list(connection.execute(sa.text(query), given).scalars())


def find_reports(connection: sa.Connection, words: str, limit: int,
                 among: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """(report id, excerpt) of the reports that hold all the words, best first; none for no words.

    With `among`, of these reports alone, in their order.
    """
    phrases = _phrases(words)
    if not phrases or among == []:
        return []
    find = _find_in_postgresql if connection.dialect.name == "postgresql" else _find_in_sqlite
    rows = find(connection, phrases, limit, among)
    order = {one: place for place, one in enumerate(among or ())}
    return sorted(rows, key=lambda row: order[row[0]]) if order else rows


def _phrases(words: str) -> list[str]:
    phrases = [(found[1] if found[2] is None else found[2]).replace("\x00", " ").strip()
               for found in _WORDS.finditer(words)]
    return [one for one in phrases if re.search(r"\w", one)]


def _wanted_in_sqlite(phrases: Sequence[str]) -> str:
    return " ".join('"' + one.replace('"', "") + '"' for one in phrases)


def _find_in_sqlite(connection: sa.Connection, phrases: Sequence[str], limit: int,
                    among: Sequence[str] | None) -> list[tuple[str, str]]:
    query = sa.text(
        "SELECT reports.id, snippet(report_words, 1, :open, :close, '…', 24) FROM report_words "
        "JOIN reports ON reports.rowid = report_words.rowid WHERE report_words MATCH :wanted "
        + ("ORDER BY report_words.rank, reports.id LIMIT :limit" if among is None else "AND reports.id IN :among"))
    given: dict[str, object] = {"open": OPEN, "close": CLOSE, "wanted": _wanted_in_sqlite(phrases)}
    if among is None:
        rows = connection.execute(query, given | {"limit": limit})
    else:
        rows = connection.execute(query.bindparams(sa.bindparam("among", expanding=True)),
                                  given | {"among": list(among[:limit])})
    return [(row[0], row[1]) for row in rows]


def _wanted_in_postgresql(phrases: Sequence[str]) -> tuple[str, dict[str, object]]:
    return (" && ".join(f"phraseto_tsquery('simple', :p{place})" for place in range(len(phrases))),
            {f"p{place}": one for place, one in enumerate(phrases)})


def _find_in_postgresql(connection: sa.Connection, phrases: Sequence[str], limit: int,
                        among: Sequence[str] | None) -> list[tuple[str, str]]:
    wanted, given = _wanted_in_postgresql(phrases)
    given["options"] = f"StartSel={OPEN}, StopSel={CLOSE}, MaxFragments=1, MaxWords=24, MinWords=12"
    where = f"{_VECTOR} @@ ({wanted})" if among is None else "id IN :among"
    order = f"ORDER BY ts_rank({_VECTOR}, {wanted}) DESC, id LIMIT :limit" if among is None else ""
    query = sa.text(f"SELECT id, ts_headline('simple', left(text, 100000), {wanted}, :options) FROM reports "
                    f"WHERE {where} {order}")
    if among is None:
        given["limit"] = limit
    else:
        query, given["among"] = query.bindparams(sa.bindparam("among", expanding=True)), list(among[:limit])
    return [(row[0], row[1]) for row in connection.execute(query, given)]
