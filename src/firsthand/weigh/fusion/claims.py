"""Claims from a CSV file, Arrow, pandas or triples, checked: nothing is dropped without a word."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("source", "item", "value")
SHOWN = 5
"""So many rejected lines are named one by one; the rest are counted."""
BLOCK_BYTES = 1 << 24
"""Bytes that the CSV parser takes at once; a longer row makes it take the whole file."""


@dataclass(frozen=True)
class Claims:
    """`table` has the string columns source, item, value, trimmed and never empty.

    `notes` are sentences for the user: what was rejected, repeated or decoded otherwise, with lines.
    """

    table: pa.Table
    notes: list[str] = field(default_factory=list)


def read_claims(path: Path) -> Claims:
    """The claims of a CSV file (UTF-8 with or without mark, UTF-16, or Windows-1252 line by line; .gz too).

    Rows without a source, item or value, or with another number of cells, are rejected and noted with
    their lines. Raises `InputError` where the file cannot be read, lacks a column or has no claim.
    """
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read: {reason}; give the path of a CSV file") from error
    notes: list[str] = []
    data = _as_utf8(data, path, notes)
    if not data.strip():
        raise InputError(f"{path}: line 1: the file is empty; it needs the columns source,item,value")
    table, wrong = _parse(data, path)
    return _checked(table, str(path), notes, wrong)


def as_claims(given: Any) -> Claims:
    """Claims from an Arrow table, a pandas frame, or (source, item, value) triples; raises `InputError`."""
    import pyarrow as pa

    if isinstance(given, Claims):
        return given
    if isinstance(given, pa.Table):
        table = given
    elif hasattr(given, "__arrow_c_stream__"):
        table = pa.table(given)
    elif hasattr(given, "columns") and hasattr(given, "to_numpy"):
        table = pa.Table.from_pandas(given, preserve_index=False)
    else:
        table = _of_triples(given)
    _need_columns(table.column_names, "claims")
    return _checked(table.select(COLUMNS), "claims", [])


def _of_triples(rows: Iterable[Sequence[Any]]) -> pa.Table:
    import pyarrow as pa

    columns: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for number, row in enumerate(rows, 1):
        if isinstance(row, str) or len(row) != len(COLUMNS):
            raise InputError(f"claims: row {number} is not (source, item, value): {str(row)[:60]!r}")
        for column, cell in zip(columns, row, strict=True):
            column.append(None if cell is None else str(cell))
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(COLUMNS, columns, strict=True)})


def _as_utf8(data: bytes, path: Path, notes: list[str]) -> bytes:
    """The bytes as UTF-8; lines that are not are taken as Windows-1252, and noted."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = data.count(b"\n", 0, error.start) + 1
        lines = [_line_as_utf8(line) for line in data.split(b"\n")]
        others = sum(one != two for one, two in zip(lines, data.split(b"\n"), strict=True))
        notes.append(f"{path}: line {first}: not UTF-8; read as Windows-1252 ({others} lines so read)")
        return b"\n".join(lines)
    return data


def _line_as_utf8(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace").encode()
    return line


def _parse(data: bytes, path: Path) -> tuple[pa.Table, dict[int, str]]:
    """The three columns as the file has them, and what is wrong with the rows left out, by their numbers."""
    import pyarrow as pa
    from pyarrow import csv

    wrong: dict[int, str] = {}

    def reject(row: Any) -> str:
        wrong[row.number] = f"{row.actual_columns} cells where the header has {row.expected_columns}; rejected"
        return "skip"

    kept = csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=False)
    parsing = csv.ParseOptions(newlines_in_values=True, invalid_row_handler=reject)
    header = csv.ReadOptions(use_threads=False, block_size=min(BLOCK_BYTES, len(data) + 1))
    try:
        table = csv.read_csv(pa.BufferReader(data), header, parsing, kept)
    except pa.ArrowInvalid:
        wrong.clear()
        whole = csv.ReadOptions(use_threads=False, block_size=min(len(data) + 1, 2**31 - 1))
        try:
            table = csv.read_csv(pa.BufferReader(data), whole, parsing, kept)
        except pa.ArrowInvalid as error:
            raise InputError(f"{path}: not a CSV file: {str(error).splitlines()[0][:200]}") from error
    names = [name.strip().casefold() for name in table.column_names]
    _need_columns(names, f"{path}: line 1")
    return table.rename_columns(names).select(COLUMNS), wrong


def _need_columns(names: Sequence[str], where: str) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise InputError(f"{where}: no column {', '.join(missing)}; there are: {', '.join(names)[:200]}")
    twice = [name for name in COLUMNS if list(names).count(name) > 1]
    if twice:
        raise InputError(f"{where}: the column {twice[0]} stands there twice")


def _checked(table: pa.Table, where: str, notes: list[str], wrong: dict[int, str] | None = None) -> Claims:
    """Trimmed strings; rows with an empty cell are rejected, all rejected ones noted with their lines.

    `wrong` tells which rows of the file the table lacks; None where the claims come from no file.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    text = {name: pc.fill_null(table[name].cast(pa.string()), "") for name in COLUMNS}
    cells = {name: pc.utf8_trim_whitespace(column) for name, column in text.items()}
    empty = pc.or_(pc.or_(pc.equal(cells["source"], ""), pc.equal(cells["item"], "")), pc.equal(cells["value"], ""))
    rejected = pc.indices_nonzero(empty).to_numpy()
    if len(rejected) or wrong:
        found = dict.fromkeys(_row_numbers(rejected, wrong), "no source, item or value; rejected") | (wrong or {})
        lines = _lines(sorted(found), text, wrong)
        _tell(notes, [f"{where}: {line}: {found[row]}" for row, line in zip(sorted(found), lines, strict=True)])
    kept = pa.table(cells).filter(pc.invert(empty))
    if not kept.num_rows:
        raise InputError(f"{where}: line 2: no claim follows" + "".join(f"\n{note}" for note in notes))
    if pc.count_distinct(kept["source"]).as_py() == 1:
        notes.append(f"{where}: all claims are of one source: there is nothing to weigh them against")
    return Claims(kept.combine_chunks(), notes)


def _row_numbers(places: Any, wrong: dict[int, str] | None) -> list[int]:
    """Rows of the table as numbers of the input, from 1; in a file the header is 1, rows left out count."""
    import numpy as np

    left_out = np.array(sorted(wrong or ()), dtype=np.int64)
    first = 1 if wrong is None else 2
    # The nth row left out stands before as many table rows as its number less the rows left out before it.
    before = np.searchsorted(left_out - np.arange(len(left_out)), places + first, "right")
    return [int(row) for row in places + first + before]


def _lines(rows: Sequence[int], text: dict[str, Any], wrong: dict[int, str] | None) -> list[str]:
    """What to call rows of the input: a file's by their lines, counting line breaks inside cells."""
    import numpy as np
    import pyarrow.compute as pc

    if wrong is None:
        return [f"row {row}" for row in rows]
    breaks = sum(pc.count_substring(column, "\n").to_numpy() for column in text.values())
    passed = np.concatenate([[0], np.cumsum(breaks)])
    left_out = np.array(sorted(wrong), dtype=np.int64)
    return [f"line {row + int(passed[row - 2 - int((left_out < row).sum())])}" for row in rows]


def _tell(notes: list[str], found: Sequence[str]) -> None:
    """Adds the first `SHOWN` sentences and the number of the others."""
    notes += found[:SHOWN]
    if len(found) > SHOWN:
        notes.append(f"and {len(found) - SHOWN} more rows rejected so")
