"""The contract of an engine: four verbs over Arrow tables, and one over parts of arrays.

An engine runs queries, maps functions over batches, over groups and over parts, and reads and writes
Parquet. Stages know only this contract; the same SQL runs on every engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from firsthand.errors import TableError

if TYPE_CHECKING:
    import pyarrow as pa

Function = Callable[["pa.Table"], "pa.Table"]
Part = TypeVar("Part")
Done = TypeVar("Done")


@dataclass(frozen=True)
class Query:
    """A named SELECT: the tables it reads, by the names it gives them, and what comes out.

    `sql` keeps to what DuckDB and Spark SQL share. It orders its rows itself where the order matters.
    """

    name: str
    sql: str
    inputs: Mapping[str, pa.Schema]
    output: pa.Schema


class Engine(ABC):
    """Where tables are computed."""

    @abstractmethod
    def run(self, query: Query, tables: Mapping[str, pa.Table]) -> pa.Table:
        """The query's result with the schema `query.output`; raises `EngineError` naming the query,
        and `TableError` where an input is missing or has another schema."""

    @abstractmethod
    def map_batches(self, function: Function, table: pa.Table, output: pa.Schema,
                    batch_size: int = 1024) -> pa.Table:
        """`function` over batches of at most `batch_size` rows, in order, results joined."""

    @abstractmethod
    def map_groups(self, function: Function, table: pa.Table, key: str, output: pa.Schema) -> pa.Table:
        """`function` over the rows that share a value of the column `key`, groups in the key's order."""

    def map_parts(self, function: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        """`function` of each part of something in memory, in order; where the engine has threads, of several parts at
        once. It is for functions that are arithmetic on arrays and leave what they share as it is."""
        return map(function, parts)

    @abstractmethod
    def read(self, path: Path) -> pa.Table:
        """A Parquet file or folder as a table."""

    @abstractmethod
    def write(self, table: pa.Table, path: Path) -> None:
        """A table as one Parquet file; whole or not at all."""


def check_inputs(query: Query, tables: Mapping[str, pa.Table]) -> None:
    """Raises `TableError` where a table of the query is missing or has other columns."""
    for name, schema in query.inputs.items():
        if name not in tables:
            given = ", ".join(tables) or "none"
            raise TableError(f"query {query.name!r} needs the table {name!r}; given: {given}")
        if not tables[name].schema.equals(schema):
            raise TableError(f"query {query.name!r}: table {name!r} has the schema\n{tables[name].schema}\n"
                             f"where it needs\n{schema}")
