"""The engine on one machine: DuckDB, out of core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.engine.base import Done, Engine, Function, Part, Query, check_inputs
from firsthand.errors import EngineError, OptionError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class DuckDBEngine(Engine):
    """Tables computed by an in-process DuckDB that spills to disk past `memory` (such as "4GB").

    What does not fit goes below `spill`, else below the current folder. Raises `OptionError` for a
    `memory` that DuckDB does not understand.
    """

    def __init__(self, memory: str = "4GB", threads: int = 2, spill: Path | None = None) -> None:
        import duckdb

        self._threads = threads
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory, "threads": threads,
            "autoinstall_known_extensions": False}  # it would fetch them
        if spill is not None:
            config["temp_directory"] = str(spill)
        try:
            self._connection = duckdb.connect(config=config)
        except duckdb.Error as error:
            raise OptionError(f"memory {memory!r} is not understood: {error}; write it as 4GB") from error

    def run(self, query: Query, tables: Mapping[str, pa.Table]) -> pa.Table:
        check_inputs(query, tables)
        with self.cursor(query) as cursor:
            for name in query.inputs:
                cursor.register(name, tables[name])
            result: pa.Table = cursor.sql(query.sql).to_arrow_table()
            return result.cast(query.output)

    @contextmanager
    def cursor(self, query: Query) -> Iterator[duckdb.DuckDBPyConnection]:
        """Where a query's tables are registered; what goes wrong is an `EngineError` that names the query."""
        import duckdb

        cursor = self._connection.cursor()
        try:
            yield cursor
        except (duckdb.Error, ValueError) as error:
            raise EngineError(f"query {query.name!r} failed: {error}") from error
        finally:
            cursor.close()

    def map_batches(self, function: Function, table: pa.Table, output: pa.Schema,
                    batch_size: int = 1024) -> pa.Table:
        parts = [function(table.slice(start, batch_size)) for start in range(0, table.num_rows, batch_size)]
        return _joined(parts, output)

    def map_groups(self, function: Function, table: pa.Table, key: str, output: pa.Schema) -> pa.Table:
        import pyarrow.compute as pc

        keys = sorted(pc.unique(table[key]).to_pylist())
        ordered = table.sort_by(key)
        sizes = {row["values"]: row["counts"] for row in pc.value_counts(ordered[key]).to_pylist()}
        parts, start = [], 0
        for value in keys:
            parts.append(function(ordered.slice(start, sizes[value])))
            start += sizes[value]
        return _joined(parts, output)

    def map_parts(self, function: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(function, parts)

    def read(self, path: Path) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.read_table(path)
        except (pa.ArrowException, OSError) as error:
            raise EngineError(f"{path} cannot be read as Parquet: {error}") from error

    def write(self, table: pa.Table, path: Path) -> None:
        import pyarrow.parquet as pq

        unfinished = path.with_name(f"{path.name}.part")
        try:
            pq.write_table(table, unfinished)
            unfinished.replace(path)
        except OSError as error:
            raise EngineError(f"{path} cannot be written: {error}; nothing was left there") from error


def _joined(parts: list[pa.Table], output: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables([part.cast(output) for part in parts]) if parts else output.empty_table()
