"""Cases of every schema that there was are opened, whole; those of a schema to come are left alone.

`tests/data/cases` holds one small case of each, written by the firsthand of its day, packed.
"""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from firsthand.case import Case
from firsthand.errors import CaseError
from firsthand.store import SqlStore, migrate
from firsthand.store.connect import connect
from firsthand.store.schema import build_schema
from firsthand.tables import TABLES
from tests.store.test_copy import place, postgresql, server  # noqa: F401 (fixtures)

CASES = Path(__file__).parent.parent / "data" / "cases"
NOT_OURS = ("report_words", "alembic_version")


def unpacked(name: str, folder: Path) -> Path:
    path = folder / "case.db"
    path.write_bytes(gzip.decompress((CASES / name).read_bytes()))
    return path


def differences(connection: sa.Connection) -> list[Any]:
    """What tells a database from the schema of the record types, indexes included."""
    def ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
        return not (kind in ("table", "index") and (name or "").startswith(NOT_OURS))

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, build_schema()))


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.db.gz")))
def test_a_case_of_every_schema_is_opened_whole(name: str, tmp_path: Path) -> None:
    path = unpacked(name, tmp_path)
    with sqlite3.connect(path) as before:
        texts = before.execute("SELECT id, text FROM reports ORDER BY id").fetchall()
        rejected = before.execute("SELECT ref, reason, detail FROM rejected").fetchall()
    before.close()
    with Case(path, create=False) as case:
        tables = case.tables()
        assert [(row.id, row.text) for row in tables.reports] == texts
        assert [(row.ref, row.reason, row.detail) for row in tables.rejected] == rejected
        assert tables.stories
        assert tables.findings
        assert all(row.explanation for row in tables.findings), "what stood there was not worked out anew"
        assert len(case.search("quay")) == len(texts)
    engine = connect(path)
    with engine.connect() as connection:
        assert differences(connection) == []
        assert migrate.stamp_of(connection) == migrate.HEAD
    engine.dispose()


def test_decisions_accounts_and_answers_come_along(tmp_path: Path) -> None:
    with Case(unpacked("workbench-unstamped.db.gz", tmp_path), create=False) as case:
        decided = case.tables().decisions
        assert [(one.who, one.action) for one in decided] == [("ada", "correct")]
        assert (15, 15) in {(row.low, row.high) for row in case.tables().values if row.slot == "killed"}
        assert [one.name for one in case.accounts().all()] == ["ada"]
        assert case.save_responses(tmp_path)[0].read_bytes().startswith(b"WARC/1.1")


def test_the_steps_lead_to_the_schema_of_the_record_types(place: str) -> None:  # noqa: F811
    """Where this fails, a record or table changed: add what it lists to the newest step that is not released
    yet, or write a new one into store/migrations/versions and raise `migrate.HEAD`."""
    engine = connect(place)
    with migrate._alone(engine) as connection:
        migrate.upgrade(connection)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_a_case_made_at_once_is_stamped_and_differs_in_nothing(place: str) -> None:  # noqa: F811
    SqlStore(place, create=True).close()
    engine = connect(place)
    with engine.connect() as connection:
        assert migrate.stamp_of(connection) == migrate.HEAD
        assert differences(connection) == []
    engine.dispose()


def test_the_stamp_is_that_of_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", "firsthand.store:migrations")
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [migrate.HEAD]
    assert script.get_base() == migrate.FIRST


def test_a_newer_case_is_refused_with_what_wrote_it_and_not_touched(place: str) -> None:  # noqa: F811
    SqlStore(place, create=True).close()
    engine = connect(place)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(sa.text("UPDATE meta SET value = '7.1' WHERE name = 'written_by'"))
        connection.execute(sa.text("ALTER TABLE reports ADD COLUMN mood TEXT"))
    for create in (True, False):
        with pytest.raises(CaseError, match=r"firsthand 7\.1 wrote.*open it with"):
            SqlStore(place, create=create)
    with engine.connect() as connection:
        assert migrate.stamp_of(connection) == "9999"
    engine.dispose()


def test_a_step_that_fails_leaves_the_case_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = unpacked("first-light.db.gz", tmp_path)

    def schema() -> list[Any]:
        with sqlite3.connect(path) as connection:
            found = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        connection.close()
        return found

    before = schema()

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("firsthand.store.search.prepare_search", fail)
    with pytest.raises(ZeroDivisionError):
        SqlStore(path)
    assert schema() == before
    monkeypatch.undo()
    with SqlStore(path) as store:
        assert store.rows("reports")


def test_an_old_case_that_cannot_be_written_is_told_what_to_do(tmp_path: Path) -> None:
    path = unpacked("first-light.db.gz", tmp_path)
    engine = connect(path)
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=1"))
    with pytest.raises(CaseError, match="copy it to where it may be written"):
        migrate.prepare_case(engine, build_schema(), "old.db", create=False)
    engine.dispose()


def test_two_that_open_an_old_case_at_once_take_it_through_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = unpacked("first-light.db.gz", tmp_path)

    def count(_: int) -> int:
        with SqlStore(path) as store:
            return len(store.rows("reports"))

    with ThreadPoolExecutor(4) as workers:
        assert set(workers.map(count, range(4))) == {2}


def test_every_table_of_the_contract_is_kept() -> None:
    assert {table.name for table in TABLES} <= set(build_schema().tables)
