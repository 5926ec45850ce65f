from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import CaseError
from firsthand.records import Rejected
from firsthand.store import ACROSS, PER_REPORT, SqlStore
from firsthand.tables import TABLES
from tests.test_tables import ROWS

NO_ROWS: dict[str, list[Any]] = {name: [] for name in (*PER_REPORT, *ACROSS)}


def rows_of(name: str) -> list[Any]:
    table = next(table for table in TABLES if table.name == name)
    return table.sorted([row for row in ROWS if isinstance(row, table.record)])


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with SqlStore(tmp_path / "case.db", create=True) as opened:
        yield opened


def test_every_row_of_every_table_comes_back(store: SqlStore) -> None:
    with store.transaction() as writer:
        writer.add_reports(rows_of("reports"), {name: rows_of(name) for name in PER_REPORT})
        writer.add_rejected(rows_of("rejected"))
    store.replace_across({name: rows_of(name) for name in ACROSS})
    for name in ("reports", "rejected", *PER_REPORT, *ACROSS):
        assert store.rows(name) == rows_of(name), name


def test_what_is_written_survives_closing(tmp_path: Path) -> None:
    with SqlStore(tmp_path / "case.db", create=True) as store, store.transaction() as writer:
        writer.add_reports(rows_of("reports"), NO_ROWS)
    with SqlStore(tmp_path / "case.db") as store:
        assert store.rows("reports") == rows_of("reports")


def test_an_error_within_a_transaction_leaves_nothing(store: SqlStore) -> None:
    def fail_half_way() -> None:
        with store.transaction() as writer:
            writer.add_reports(rows_of("reports"), NO_ROWS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert store.rows("reports") == []


def test_tables_across_reports_are_stale_once_a_report_came(store: SqlStore) -> None:
    store.replace_across(NO_ROWS)
    assert store.is_current()
    with store.transaction() as writer:
        writer.add_reports(rows_of("reports"), NO_ROWS)
    assert not store.is_current()


def test_the_same_rejection_is_listed_once(store: SqlStore) -> None:
    for detail in ("not text", "not text", "empty"):
        with store.transaction() as writer:
            writer.add_rejected([Rejected("a.bin", "binary", detail)] * 2)
    assert [row.detail for row in store.rows("rejected")] == ["empty", "not text"]


def test_known_reports(store: SqlStore) -> None:
    with store.transaction() as writer:
        writer.add_reports(rows_of("reports"), NO_ROWS)
    assert store.known_reports(["0f", "1e", *map(str, range(2000))]) == {"0f"}


def test_no_case_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="firsthand add"):
        SqlStore(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes, not a database " * 50, "utf-8")
    for create in (True, False):
        with pytest.raises(CaseError, match=r"notes\.txt"):
            SqlStore(path, create=create)
    assert path.read_text("utf-8").startswith("these are my notes")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(CaseError, match="not a case"):
        SqlStore(path, create=True)


def test_a_case_of_a_newer_schema_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    SqlStore(path, create=True).close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(CaseError, match="schema 99"):
        SqlStore(path)
