"""Disks that are full or read-only, others that write at the same time, a clock set back, a server that goes away."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.decide import Choice
from firsthand.errors import CaseError
from firsthand.records import Report
from firsthand.store import SqlStore
from tests.conftest import make_report
from tests.faults.conftest import tables_of
from tests.store.servers import Server
from tests.store.test_sql import NO_ROWS


def test_a_full_disk_loses_nothing_that_was_kept(small_disk: Path) -> None:
    path = small_disk / "case.db"
    kept: list[Report] = []
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_000_000)
    with SqlStore(path, create=True) as store:
        reports = (make_report(f"Number {number}: " + "the fish quay burned. " * 1_000, ref=str(number))
                   for number in range(200))
        with pytest.raises(CaseError, match=r"full.*the case is as it was"):
            fill(store, reports, kept)
        report = next(reports)
        assert kept
        assert {row.id for row in store.rows("reports")} == {row.id for row in kept}
        ballast.unlink()
        write(store, report)
        assert report in store.rows("reports")


@pytest.mark.parametrize("work", ["backup", "export", "page"])
def test_a_full_disk_leaves_no_half_file(work: str, small_disk: Path, made_case: Path) -> None:
    old = small_disk / "page.html"
    old.write_text("of yesterday")
    (small_disk / "ballast").write_bytes(b"x" * (2 * 1024 * 1024 - 4 * 1024))
    before = {path.name for path in small_disk.iterdir()}
    told = subprocess.run([sys.executable, "-m", "firsthand", *{
        "backup": ["backup", str(made_case), str(small_disk / "copy.db")],
        "export": ["export", str(made_case), "--to", str(small_disk), "--format", "prov"],
        "page": ["show", str(made_case), "-o", str(old)]}[work]], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert re.search(r"cannot be (written|copied).*(full|No space left)", told.stderr), told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert old.read_text() == "of yesterday"
    assert {path.name for path in small_disk.iterdir() if not path.name.endswith(".part")} == before


def test_a_read_only_disk_shows_and_refuses(small_disk: Path, made_case: Path) -> None:
    path = small_disk / "case.db"
    with Case(made_case) as source:
        source.copy_to(path)
    whole = tables_of(path)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert tables_of(path) == whole
    with Case(path) as case:
        row = case.tables().values[0]
        with pytest.raises(CaseError, match="cannot be written"):
            case.decide(Choice("accept", row), "ada")
    with pytest.raises(CaseError, match="read-only"):
        Case(small_disk / "other.db")


def test_two_that_add_the_same(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    reports = [make_report(f"Number {number}: the fish quay burned.", ref=str(number)) for number in range(40)]
    errors: list[Exception] = []

    def add() -> None:
        try:
            with SqlStore(path, create=True) as store:
                for report in reports:
                    write(store, report)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with SqlStore(path) as store:
        assert len(store.rows("reports")) == len(reports)


def test_a_clock_set_back_changes_no_order(made_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.db"
    with Case(made_case) as source:
        source.copy_to(path)
    times = iter(f"2018-03-{day:02}T10:00:00Z" for day in range(28, 0, -1))
    monkeypatch.setattr("firsthand.case.now", lambda: next(times))
    with Case(path) as case:
        row = case.tables().values[0]
        first = case.decide(Choice("accept", row), "ada")
        second = case.decide(Choice("reject", row, seen=1, target=first.target), "ada")
        assert second.when < first.when
        now = case.tables()
    again = tables_of(path)
    assert [one.action for one in again["decisions"]] == ["accept", "reject"]
    assert again["values"] == list(now.values)
    assert row not in again["values"]


def test_a_server_that_goes_away_and_comes_back() -> None:
    server = Server()
    try:
        report, lost = make_report("The fish quay burned."), make_report("The fish quay burned again.")
        with SqlStore(server.new_database("quay"), create=True) as store:
            write(store, report)
            server.stop()
            with pytest.raises(CaseError, match=r"cannot be written.*the case is as it was"):
                write(store, lost)
            with pytest.raises(CaseError, match=r"cannot be read.*try again"):
                store.rows("reports")
            server.start()
            assert store.rows("reports") == [report]
            write(store, lost)
            assert len(store.rows("reports")) == 2
    finally:
        server.remove()


def fill(store: SqlStore, reports: Iterable[Report], kept: list[Report]) -> None:
    """Adds report after report, and lists those that were kept."""
    for report in reports:
        write(store, report)
        kept.append(report)


def write(store: SqlStore, report: Report) -> None:
    """Adds a report in a transaction of its own."""
    with store.transaction() as writer:
        writer.add_reports([report], NO_ROWS)
