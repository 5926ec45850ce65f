"""Processes that die, and files that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.crawl.ledger import Ledger
from firsthand.engine.files import ROWS_AT_ONCE, evened, sha256_of, write_bytes
from firsthand.engine.local import LocalEngine
from firsthand.errors import EngineError, OptionError

SCHEMA = pa.schema([("number", pa.int64())])


@dataclass(frozen=True)
class Fragile:
    """Adds numbers up; a seven kills the process."""

    def __call__(self, item: tuple[int, ...], /) -> int:
        if 7 in item:
            os._exit(3)
        return sum(item)

    def crashed(self, item: tuple[int, ...], /) -> int | Sequence[tuple[int, ...]]:
        middle = len(item) // 2
        return [item[:middle], item[middle:]] if middle else -1


def test_what_kills_its_process_is_found_and_costs_nothing_else(tmp_path: Path) -> None:
    engine = LocalEngine(2, "100MB", tmp_path)
    try:
        assert sorted(engine.each(Fragile(), [(1, 2), (3, 4), (6, 7, 8), (9,), (10, 20)])) == [-1, 3, 6, 7, 8, 9, 30]
    finally:
        engine.close()


def test_a_memory_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="write it as 4GB"):
        LocalEngine(1, "much", tmp_path)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3 * ROWS_AT_ONCE), max_size=9))
def test_rows_fall_into_the_same_groups_however_they_come(sizes: list[int]) -> None:
    numbers = list(range(sum(sizes)))
    parts, start = [], 0
    for size in sizes:
        parts.append(pa.table({"number": numbers[start:start + size]}, schema=SCHEMA))
        start += size
    found = list(evened(iter(parts), SCHEMA))
    assert [row for part in found for row in part["number"].to_pylist()] == numbers
    assert [part.num_rows for part in found] == [
        min(10 * ROWS_AT_ONCE, len(numbers) - start) for start in range(0, len(numbers), 10 * ROWS_AT_ONCE)]


def test_a_line_counts_while_its_files_are_as_it_says(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    write_bytes(b"rows", ledger.path("a.parquet"))
    line = ledger.enter("key", ["a.parquet"], 3, {"too-short": 2})
    assert Ledger(tmp_path).find("key") == line
    assert line.files == {"a.parquet": sha256_of(tmp_path / "a.parquet")}
    write_bytes(b"rowz", ledger.path("a.parquet"))
    assert ledger.find("key") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"key": "key"}', b'{"key": "other", "files": {}}',
                                     b'{"key": "key", "files": {}, "more": 1}'])
def test_a_torn_line_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.json").write_bytes(content)
    assert Ledger(tmp_path).find("key") is None


def test_sweeping_leaves_what_lines_name_and_takes_the_rest(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for name in ("a.parquet", "old.parquet", "b.parquet.17.part"):
        write_bytes(b"rows", ledger.path(name))
    ledger.sweep([ledger.enter("key", ["a.parquet"])])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "key.json"]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="nothing was left there"):
        write_bytes(b"rows", tmp_path / "missing" / "a.parquet")
