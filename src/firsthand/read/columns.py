"""Tables (CSV, TSV, Parquet): one report a row, its columns found by name or by the column map."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from firsthand.options import ReadOptions
from firsthand.read.charset import Decoded, decode
from firsthand.read.table import COLUMNS, Row, read_cells
from firsthand.records import Rejected, Report

DELIMITERS = (",", ";", "\t", "|")
BATCH_ROWS = 500


def read_csv(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[Report | Rejected]:
    """The reports of a CSV file's rows; the first row names the columns, its signs tell the delimiter."""
    lines = _Lines(handle, options.max_bytes)
    header = next(lines, "").lstrip("\ufeff")
    if not header.strip():
        yield Rejected(ref, "empty", "The file is empty; write a header line with the columns, then one row a report.")
        return
    delimiter = max(DELIMITERS, key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        yield Rejected(ref, "bad-row", f"The header line can't be read ({error}); write the columns' names there.")
        return
    columns = _columns(names, options)
    if "text" not in columns:
        yield _without_text(names, ref, options)
        return
    with _any_field_size(options.max_bytes):
        yield from read_cells(_csv_rows(lines, columns, delimiter, ref), ref, options)


def _csv_rows(lines: _Lines, names: Sequence[str], delimiter: str, ref: str) -> Iterator[Row]:
    """(place, cells) of each row; a row that can't be cut into cells is told, and the next one is read."""
    while True:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for row in reader:
                where = f"{ref}:{lines.number}"
                if not row:
                    continue
                if len(row) > len(names):
                    yield where, Rejected(where, "bad-row", f"The row has {len(row)} cells for {len(names)} columns; "
                                                            "put cells that hold the delimiter between quotes."), ()
                else:
                    yield where, dict(zip(names, row, strict=False)), lines.told()
            return
        except csv.Error as error:
            where = f"{ref}:{lines.number}"
            yield where, Rejected(where, "bad-row", f"The row can't be read ({error})."), ()
        except _TooLongError:
            where = f"{ref}:{lines.number}"
            yield where, Rejected(where, "too-large", "The line is longer than the option max_bytes allows."), ()


class _TooLongError(Exception):
    """A line that is longer than it may be; it has been passed over."""


class _Lines(Iterator[str]):
    """The lines of a CSV file as characters; `number` is the last one's."""

    def __init__(self, handle: BinaryIO, max_bytes: int) -> None:
        self.number = 0
        self._note: str | None = None
        self._handle, self._max_bytes = handle, max_bytes
        head = handle.peek(1)[:4] if isinstance(handle, io.BufferedReader) else b""
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # in UTF-16 the byte of a newline is no newline
            content = handle.read(max_bytes)
            self._handle = io.BytesIO(self._noted(decode(content)).encode("utf-8"))

    def __next__(self) -> str:
        line = self._handle.readline(self._max_bytes + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._max_bytes:
            while line and not line.endswith(b"\n"):
                line = self._handle.readline(self._max_bytes)
            raise _TooLongError
        return self._noted(decode(line)).replace("\x00", "")

    def told(self) -> tuple[str, ...]:
        """What was assumed of the lines since the last call."""
        note, self._note = self._note, None
        return (note,) if note else ()

    def _noted(self, decoded: Decoded) -> str:
        self._note = decoded.note or self._note
        return decoded.text


@contextmanager
def _any_field_size(size: int) -> Iterator[None]:
    """The csv module's own limit is 131,072 signs a cell, for all of the process; articles are longer."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_parquet(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[Report | Rejected]:
    """The reports of a Parquet file's rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(handle if handle.seekable() else io.BytesIO(handle.read(options.max_bytes)))
        names = file.schema_arrow.names
        columns = dict(zip(names, _columns(names, options), strict=True))
        if "text" not in columns.values():
            yield _without_text(names, ref, options)
            return
        wanted = {name: column for name, column in columns.items() if column in COLUMNS}
        batches = file.iter_batches(BATCH_ROWS, columns=list(wanted))
        yield from read_cells(_parquet_rows(batches, wanted, ref), ref, options)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Rejected(ref, "damaged", f"It can't be read as Parquet ({str(error)[:200]}).")


def _parquet_rows(batches: Iterable[Any], columns: dict[str, str], ref: str) -> Iterator[Row]:
    number = 0
    for batch in batches:
        for cells in batch.to_pylist():
            number += 1
            yield f"{ref}, row {number}", {columns[name]: _plain(cell) for name, cell in cells.items()}, ()


def _plain(cell: Any) -> Any:
    """A cell as JSON has it: dates and times as ISO 8601, bytes as characters."""
    if hasattr(cell, "isoformat"):
        return cell.isoformat()
    return decode(cell).text if isinstance(cell, bytes) else cell


def _columns(names: Sequence[str], options: ReadOptions) -> list[str]:
    """The column of a report for each column of a table: as the map says, else its own name in any case."""
    mapped = {name: column for column, name in options.columns}
    taken = {column for column, name in options.columns if name in names}
    own = [name.strip().lower() for name in names]
    return [mapped.get(name) or (plain if plain in COLUMNS and plain not in taken else f" {name}")
            for name, plain in zip(names, own, strict=True)]


def _without_text(names: Sequence[str], ref: str, options: ReadOptions) -> Rejected:
    there = ", ".join(name[:40] for name in names[:20])
    wanted = dict(options.columns).get("text", "text")
    return Rejected(ref, "no-text-column", f"There is no column {wanted!r} (there are: {there}); say which one holds "
                                           "the words with: --columns text=NAME.")
