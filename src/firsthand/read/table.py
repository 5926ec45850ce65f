"""Records (of JSON, rows of tables): `{"id", "text", "title"?, "published"?, "publisher"?, "url"?, "author"?}`.

The text is never rewritten; where a title is given it is put before it, a blank line between. What
is no such record is rejected with its place, and the next one is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from firsthand.options import ReadOptions
from firsthand.read.blocks import split_blocks
from firsthand.read.dates import normal_date
from firsthand.read.language import detect_language
from firsthand.read.text import check_words, dateline_date
from firsthand.records import Rejected, Report
from firsthand.text import report_id

COLUMNS = ("id", "text", "title", "published", "publisher", "url", "author", "modified", "fetched")
"""The columns that a record may have; others are passed over."""

Row = tuple[str, dict[str, Any] | Rejected, tuple[str, ...]]
"""Where a record stands, its cells by the names of `COLUMNS` (or why there are none), and notes."""


def read_cells(rows: Iterable[Row], ref: str, options: ReadOptions) -> Iterator[Report | Rejected]:
    """Each record's report, or why it gives none; there is at least one item."""
    places: dict[str, str] = {}
    is_empty = True
    for where, cells, notes in rows:
        is_empty = False
        if isinstance(cells, Rejected):
            yield cells
            continue
        name = _identity(cells, where)
        if isinstance(name, str) and name in places:
            yield Rejected(where, "duplicate-id", f"It has the id {name!r} of {places[name]}; give each record an id "
                                                  "of its own.")
            continue
        report = name if isinstance(name, Rejected) else _report(cells, name, where, options, notes)
        if isinstance(report, Report):
            places[report.ref] = where
        yield report
    if is_empty:
        yield Rejected(ref, "empty", "The file holds no records; write one JSON object a line, or one row a report.")


def _identity(cells: dict[str, Any], where: str) -> str | Rejected:
    """The record's id; a number is taken as its digits; without one, where it stands."""
    name = cells.get("id")
    if name is None or name == "":
        return where
    if isinstance(name, str):
        return name
    if isinstance(name, int) and not isinstance(name, bool):
        return str(name)
    return Rejected(where, "bad-id", f'"id" is a {type(name).__name__}; make it a string.')


def _report(cells: dict[str, Any], name: str, where: str, options: ReadOptions,
            notes: Sequence[str]) -> Report | Rejected:
    body = cells.get("text")
    if not isinstance(body, str):
        found = "missing" if body is None else f"a {type(body).__name__}"
        there = ", ".join(one[:40] for one, cell in [*cells.items()][:20] if cell is not None) or "no others"
        return Rejected(where, "no-text", f'"text" is {found} (there are: {there}); put the report\'s words there, as '
                                          "a string, or say where they are with: --columns text=NAME.")
    for column in COLUMNS[2:]:
        if not isinstance(cells.get(column, ""), str | None):
            return Rejected(where, "bad-column", f'"{column}" is a {type(cells[column]).__name__}; make it a '
                                                 "string or leave it out.")
    title = _filled(cells, "title")
    text = f"{title}\n\n{body}" if title else body
    problem = check_words(body, where, options) or _check_signs(text, where)
    return problem or _made(cells, name, title, text, notes)


def _check_signs(text: str, where: str) -> Rejected | None:
    """Half a surrogate pair (`\\ud83d` alone) is no character and can't be written out again; nor is NUL text."""
    if "\x00" in text:
        return Rejected(where, "binary", f"Character {text.index(chr(0))} of the text is NUL, so this is no text; "
                                         "check where the record comes from.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return Rejected(where, "not-utf-8", f"Character {error.start} of the text is half a surrogate pair; "
                                            "write the text out again as UTF-8.")
    return None


def _made(cells: dict[str, Any], name: str, title: str | None, text: str, notes: Sequence[str]) -> Report:
    blocks = split_blocks(text, (0, len(title)) if title else None)
    published = normal_date(_filled(cells, "published") or "")
    dated = None if published else dateline_date(text, blocks)
    url = _filled(cells, "url")
    return Report(
        id=report_id(url or name, text), ref=name, url=url, publisher=_filled(cells, "publisher"),
        author=_filled(cells, "author"), language=detect_language(text), published=published or dated,
        published_basis="given" if published else "dateline" if dated else None,
        title=title, text=text, blocks=blocks, links=(), modified=normal_date(_filled(cells, "modified") or ""),
        fetched=normal_date(_filled(cells, "fetched") or ""), notes=tuple(notes))


def _filled(cells: dict[str, Any], column: str) -> str | None:
    """A column's words as they are; null where there are none."""
    words = cells.get(column)
    return words if isinstance(words, str) and words.strip() else None
