"""Reports that lie on disk: their columns are read from a memory-mapped file when somebody asks.

Grouping and tracing go over the texts of all reports. A stored report holds its place in the file and
no text, some hundred bytes whatever its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, Self, TypeVar, overload

from firsthand.engine.files import ROWS_AT_ONCE, files_of, read_batches
from firsthand.records import Block, Hyperlink, Report
from firsthand.tables import from_arrow, schema_of

R = TypeVar("R")


class StoredReport(Report):
    """A report whose columns are read when they are asked for."""

    __slots__ = ("_place", "_store")
    _place: int
    _store: StoredReports

    def __init__(self, store: StoredReports, place: int) -> None:
        object.__setattr__(self, "_store", store)
        object.__setattr__(self, "_place", place)


def _column(name: str) -> property:
    return property(lambda report: report._store.cell(report._place, name))


for _name in Report.__dataclass_fields__:
    setattr(StoredReport, _name, _column(_name))


class StoredReports(Sequence[Report]):
    """The reports of a Parquet table, in its order, kept in an Arrow file for reading one by one."""

    def __init__(self, table: Path, file: Path) -> None:
        import pyarrow as pa

        self._file = file
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, schema_of(Report)) as writer:
            for batch in read_batches(table):
                for part in batch.cast(schema_of(Report)).combine_chunks().to_batches(ROWS_AT_ONCE):
                    writer.write_batch(part)
        self._source = pa.memory_map(str(file), "rb")
        reader = pa.ipc.open_file(self._source)
        self._batches = [reader.get_batch(number) for number in range(reader.num_record_batches)]
        self._ends = list(accumulate(part.num_rows for part in self._batches))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._batches.clear()
        self._source.close()
        self._file.unlink(missing_ok=True)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Report: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Report]: ...
    def __getitem__(self, place: int | slice) -> Report | Sequence[Report]:
        if isinstance(place, slice):
            return [StoredReport(self, one) for one in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return StoredReport(self, place % len(self))

    def cell(self, place: int, name: str) -> Any:
        """A column of the report at a place, as its record has it."""
        batch = bisect_right(self._ends, place)
        row = place - self._ends[batch - 1] if batch else place
        return _typed(name, self._batches[batch][name][row].as_py())


def _typed(name: str, cell: Any) -> Any:
    """A cell as its record has it; written out, since it is asked for many times a report."""
    if name == "blocks":
        return tuple(Block(**one) for one in cell)
    if name == "links":
        return tuple(Hyperlink(**one) for one in cell)
    return tuple(cell) if isinstance(cell, list) else cell


class StoredRows(Sequence[R], Generic[R]):
    """The rows of a Parquet table as records, made anew each time that one goes over them."""

    def __init__(self, record: type[R], table: Path) -> None:
        self._record, self._table = record, table

    def __len__(self) -> int:
        import pyarrow.parquet as pq

        return sum(int(pq.read_metadata(file).num_rows) for file in files_of(self._table))

    def __iter__(self) -> Iterator[R]:
        for batch in read_batches(self._table):
            yield from from_arrow(self._record, batch)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        return list(self)[place]
