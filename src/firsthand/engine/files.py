"""The contract of an engine over Parquet files: for tables that no memory holds.

Beside the queries over Arrow tables (`Engine`) it runs tasks, queries over files, and functions over
groups of rows. On one machine (`engine.local`) and on a cluster (`engine.spark`) they give the same rows.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from firsthand.engine.base import Engine, Query
from firsthand.errors import EngineError

if TYPE_CHECKING:
    import pyarrow as pa

Item = TypeVar("Item")
Done = TypeVar("Done")
I_contra = TypeVar("I_contra", contravariant=True)
D_co = TypeVar("D_co", covariant=True)

Paths = Mapping[str, Sequence[Path]]
"""The Parquet files (or folders of them) behind each table that a query reads."""

ROWS_AT_ONCE = 2_000
"""Rows that are streamed together: some 20 MB of whole reports."""


class Task(Protocol[I_contra, D_co]):
    """Work that is done in another process, maybe on another machine: it must be picklable."""

    def __call__(self, item: I_contra, /) -> D_co:
        """Does the work on one item."""

    def crashed(self, item: I_contra, /) -> D_co | Sequence[Any]:
        """What is given, or done, instead where the work on `item` killed its process: smaller items, or a result."""


class FileEngine(ABC):
    """Runs tasks and queries over files."""

    queries: Engine
    """For queries over Arrow tables."""

    @abstractmethod
    def each(self, task: Task[Item, Done], items: Sequence[Item]) -> Iterator[Done]:
        """What the task gives for each item, in any order, as it is done."""

    @abstractmethod
    def store(self, query: Query, files: Paths, target: Path, function: Callable[[pa.Table], pa.Table] | None = None,
              schema: pa.Schema | None = None) -> None:
        """Writes the query's rows, in its order, as the Parquet table `target`; whole or not at all.

        With `function`, what it makes of each batch of them, of the schema `schema`.
        """

    @abstractmethod
    def collect(self, query: Query, files: Paths) -> pa.Table:
        """The query's rows in memory."""

    @abstractmethod
    def grouped(self, query: Query, files: Paths, key: str, task: Task[pa.Table, Done],
                order: str) -> Iterator[Done]:
        """What the task gives for the rows that share a value of `key`, group by group, in any order.

        The query orders its rows by `key` and `order`; so they stand in a group.
        """

    @abstractmethod
    def close(self) -> None:
        """Ends the processes, or the session."""


# ---------------------------------------------------------------- files that are whole or not there

def write_bytes(content: bytes, path: Path) -> None:
    """Writes a file so that it is there whole after a crash, or not at all."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        settle(unfinished, path)
    except OSError as error:
        raise EngineError(f"{path} cannot be written: {error}; nothing was left there") from error


def write_batches(batches: Iterator[pa.Table], schema: pa.Schema, path: Path) -> int:
    """Writes tables, one after the other, as one Parquet file, whole or not at all; gives its rows.

    The bytes depend on the rows alone: row groups have the same sizes however the rows came.
    """
    import pyarrow.parquet as pq

    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    rows = 0
    try:
        with unfinished.open("wb") as handle:
            with pq.ParquetWriter(handle, schema, compression="zstd") as writer:
                for part in evened(batches, schema):
                    writer.write_table(part, row_group_size=ROWS_AT_ONCE * 10)
                    rows += part.num_rows
            handle.flush()
            os.fsync(handle.fileno())
        settle(unfinished, path)
    except OSError as error:
        raise EngineError(f"{path} cannot be written: {error}; nothing was left there") from error
    return rows


def evened(batches: Iterator[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in tables of `ROWS_AT_ONCE * 10` rows each, the last one apart, cast to the schema."""
    import pyarrow as pa

    size = ROWS_AT_ONCE * 10
    waiting = schema.empty_table()
    for batch in batches:
        waiting = pa.concat_tables([waiting, batch.cast(schema)])
        while waiting.num_rows >= size:
            yield waiting.slice(0, size).combine_chunks()
            waiting = waiting.slice(size)
    if waiting.num_rows:
        yield waiting.combine_chunks()


def settle(unfinished: Path, path: Path) -> None:
    """Gives a finished file its name, and sees to it that the disk knows."""
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_batches(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows of a Parquet file, or of a folder of them in the order of their names, in batches."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for file in files_of(path):
        with pq.ParquetFile(file) as opened:
            for batch in opened.iter_batches(ROWS_AT_ONCE, columns=columns):
                yield pa.Table.from_batches([batch])


def files_of(path: Path) -> list[Path]:
    """The Parquet files of a table, in order."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; of a folder, that of its Parquet files' digests."""
    if path.is_dir():
        return hashlib.sha256("\n".join(map(sha256_of, files_of(path))).encode()).hexdigest()
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
