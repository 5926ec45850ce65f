"""One body for every engine: the same queries and functions give the same tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from firsthand.engine.base import Engine, Query
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.errors import EngineError, TableError

ENGINES: dict[str, Callable[[], Engine]] = {"duckdb": DuckDBEngine}
NUMBERS = pa.schema([("key", pa.string()), ("number", pa.int64())])
SUMS = pa.schema([("key", pa.string()), ("total", pa.int64())])
SUM = Query("sums", "SELECT key, SUM(number) AS total FROM numbers GROUP BY key ORDER BY key",
            {"numbers": NUMBERS}, SUMS)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]()


def numbers(*rows: tuple[str, int]) -> pa.Table:
    return pa.Table.from_pylist([{"key": key, "number": number} for key, number in rows], schema=NUMBERS)


def test_run_gives_the_output_schema(engine: Engine) -> None:
    result = engine.run(SUM, {"numbers": numbers(("b", 2), ("a", 1), ("b", 5))})
    assert result.schema == SUMS
    assert result.to_pylist() == [{"key": "a", "total": 1}, {"key": "b", "total": 7}]


def test_run_on_no_rows(engine: Engine) -> None:
    assert engine.run(SUM, {"numbers": numbers()}).to_pylist() == []


def test_run_names_the_missing_table(engine: Engine) -> None:
    with pytest.raises(TableError, match="'sums' needs the table 'numbers'"):
        engine.run(SUM, {})


def test_run_refuses_another_schema(engine: Engine) -> None:
    with pytest.raises(TableError, match="sums"):
        engine.run(SUM, {"numbers": pa.table({"key": ["a"]})})


def test_run_names_the_failing_query(engine: Engine) -> None:
    broken = Query("broken", "SELECT nothing FROM numbers", {"numbers": NUMBERS}, SUMS)
    with pytest.raises(EngineError, match="'broken' failed"):
        engine.run(broken, {"numbers": numbers(("a", 1))})


def test_tables_of_one_query_are_gone_in_the_next(engine: Engine) -> None:
    engine.run(SUM, {"numbers": numbers(("a", 1))})
    lost = Query("lost", "SELECT key, number AS total FROM numbers", {}, SUMS)
    with pytest.raises(EngineError, match="lost"):
        engine.run(lost, {})


def test_map_batches_keeps_the_order(engine: Engine) -> None:
    sizes: list[int] = []

    def doubled(batch: pa.Table) -> pa.Table:
        sizes.append(batch.num_rows)
        return pa.table({"number": [2 * number for number in batch["number"].to_pylist()]})

    table = numbers(*(("a", number) for number in range(5)))
    result = engine.map_batches(doubled, table, pa.schema([("number", pa.int64())]), batch_size=2)
    assert result["number"].to_pylist() == [0, 2, 4, 6, 8]
    assert max(sizes) == 2


def test_map_groups_sees_every_key_once_and_whole(engine: Engine) -> None:
    def summed(group: pa.Table) -> pa.Table:
        return pa.table({"key": [group["key"][0].as_py()], "total": [sum(group["number"].to_pylist())]})

    table = numbers(("b", 2), ("a", 1), ("b", 5), ("c", 0), ("a", 3))
    result = engine.map_groups(summed, table, "key", SUMS)
    assert result.to_pylist() == [{"key": "a", "total": 4}, {"key": "b", "total": 7}, {"key": "c", "total": 0}]


def test_mapping_no_rows_gives_an_empty_table(engine: Engine) -> None:
    def never(_: pa.Table) -> pa.Table:
        raise AssertionError("called without rows")

    assert engine.map_batches(never, numbers(), SUMS).schema == SUMS
    assert engine.map_groups(never, numbers(), "key", SUMS).num_rows == 0


def test_parquet_round_trip(engine: Engine, tmp_path: Path) -> None:
    table = numbers(("ä", 1), ("b", -2))
    engine.write(table, tmp_path / "numbers.parquet")
    assert engine.read(tmp_path / "numbers.parquet").equals(table)
    assert [path.name for path in tmp_path.iterdir()] == ["numbers.parquet"]


def test_read_says_what_is_no_parquet(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "note.parquet").write_text("not a table")
    with pytest.raises(EngineError, match=r"note\.parquet cannot be read"):
        engine.read(tmp_path / "note.parquet")


def test_write_to_no_folder_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be written"):
        engine.write(numbers(("a", 1)), tmp_path / "missing" / "numbers.parquet")
    assert list(tmp_path.iterdir()) == []
