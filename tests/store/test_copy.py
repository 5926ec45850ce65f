"""Copies of a case, accounts, and the same on PostgreSQL where there is one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import CaseError, ConflictError, OptionError
from firsthand.records import Change, Decision
from firsthand.store import ACROSS, PER_REPORT, Accounts, SqlStore, copy_case
from firsthand.store.connect import place_of
from tests.conftest import make_report
from tests.store.test_sql import NO_ROWS, rows_of

ODD = make_report("Words with a null \x00 and \x1a and \x1a0 and 🐟 and \u202e and a “quote”; naïve señor ½.",
                  title="Odd signs", publisher="Selm\x00Post")
MADE = Decision(0, "value:1", 1, "2018-03-21T10:00:00Z", "ada", "correct", "value", (), "{}",
                (Change("low", "1\x002"),))
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL of the tests' own, on a socket in a folder of its own; gives its address without a database."""
    if not BINARIES:
        pytest.skip("no PostgreSQL on this machine (Debian: postgresql): not tested against it")
    # not pytest's folder: PostgreSQL refuses to run as root, and nobody else may go there
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    binaries, data, port = BINARIES[-1].parent, folder / "data", 50000 + os.getpid() % 10000
    run = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if run:
        os.chown(folder, 65534, 65534)
    subprocess.run([*run, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "desk", "-E", "UTF8",
                    "--no-sync"], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([*run, str(binaries / "postgres"), "-D", str(data), "-F", "-k", str(folder), "-p",
                                    str(port), "-c", "listen_addresses="], cwd=folder, stdout=log, stderr=log)
    address = f"postgresql://desk@/%s?host={folder}&port={port}"
    try:
        wait_for(address % "postgres")
        yield address
    finally:
        running.send_signal(signal.SIGQUIT)
        running.wait(60)
        shutil.rmtree(folder)


def wait_for(address: str) -> None:
    """Returns once the server takes connections."""
    import psycopg

    for _ in range(600):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the tests' PostgreSQL does not come up")


_NUMBER = iter(range(1, 1000))


@pytest.fixture
def postgresql(server: str) -> str:
    """The address of a new, empty database."""
    import psycopg

    name = f"case{next(_NUMBER)}"
    with psycopg.connect(server % "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server % name


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    return str(tmp_path / "case.db")


def fill(store: SqlStore) -> None:
    with store.transaction() as writer:
        writer.add_reports([*rows_of("reports"), ODD], {name: rows_of(name) for name in PER_REPORT})
        writer.add_rejected(rows_of("rejected"))
    store.replace_across({name: rows_of(name) for name in ACROSS})
    store.append_decision(MADE)
    Accounts(store).put("ada", "owner", "hash")


def everything(store: SqlStore) -> dict[str, Any]:
    names = ("reports", "rejected", *PER_REPORT, *ACROSS, "decisions")
    return {name: store.rows(name) for name in names} | {"accounts": Accounts(store).all()}


def test_every_row_comes_back(place: str) -> None:
    with SqlStore(place, create=True) as store:
        fill(store)
        assert ODD in store.rows("reports")
        for name in (*PER_REPORT, *ACROSS, "rejected"):
            assert store.rows(name) == rows_of(name), name
    with SqlStore(place) as store:
        assert ODD in store.rows("reports")


def test_a_copy_there_and_back_loses_nothing(place: str, tmp_path: Path) -> None:
    with SqlStore(tmp_path / "from.db", create=True) as source, SqlStore(place, create=True) as middle, \
            SqlStore(tmp_path / "back.db", create=True) as back:
        fill(source)
        counts = copy_case(source, middle)
        assert counts["reports"] == 2
        copy_case(middle, back)
        assert everything(back) == everything(middle) == everything(source)
        assert back.is_current() == source.is_current()
        middle.append_decision(replace(MADE, version=2))
        with middle.transaction() as writer:
            writer.insert("flags", rows_of("flags"))
        assert back.search("naive senor")[0][0] == ODD.id


def test_a_copy_onto_a_case_is_refused_and_changes_nothing(place: str, tmp_path: Path) -> None:
    with SqlStore(place, create=True) as target, SqlStore(tmp_path / "from.db", create=True) as source:
        fill(source)
        fill(target)
        before = everything(target)
        with pytest.raises(CaseError, match="holds a case already"):
            copy_case(source, target)
        assert everything(target) == before


def test_words_are_found(place: str) -> None:
    with SqlStore(place, create=True) as store:
        with store.transaction() as writer:
            writer.add_reports([ODD, make_report("The quay burned; the quay is closed.", title="Quay closed")], NO_ROWS)
        assert len(store.search("quay")) == 1
        assert "\ue000" in store.search("quay")[0][1]
        assert len(store.search('"quay is" closed')) == 1
        for nothing in ("", '"is quay"', "orchestra", "* -", "%", "a\x00b", "' OR 1=1"):
            assert store.search(nothing) == [], nothing


def test_a_version_is_written_once_however_many_write(place: str) -> None:
    with SqlStore(place, create=True) as first, SqlStore(place) as second:
        outcomes: list[str] = []

        def write(store: SqlStore, who: str) -> None:
            for number in range(1, 11):
                try:
                    store.append_decision(replace(MADE, who=who, version=number))
                    outcomes.append("kept")
                except ConflictError:
                    outcomes.append("told")

        threads = [threading.Thread(target=write, args=pair) for pair in ((first, "ada"), (second, "bo"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = first.decisions()
        assert [one.number for one in kept] == list(range(1, len(kept) + 1))
        assert [one.version for one in kept] == list(range(1, len(kept) + 1))
        assert outcomes.count("kept") == len(kept)
        assert len(outcomes) == 20


def test_accounts_and_sessions(place: str) -> None:
    with SqlStore(place, create=True) as store:
        accounts = Accounts(store)
        accounts.put("ada", "editor", "hash")
        token = accounts.begin("ada")
        found = accounts.of_session(token)
        assert found
        assert (found.name, found.role) == ("ada", "editor")
        accounts.put("ada", "owner", "hash")
        assert accounts.of_session(token) is None
        for name, role in (("", "reader"), ("x" * 61, "reader"), ("a\x00", "reader"), ("bo", "king")):
            with pytest.raises(OptionError):
                accounts.put(name, role, "hash")
        with pytest.raises(OptionError, match="no account"):
            accounts.remove("bo")
        accounts.log("ada", "looked", "x")
        assert [(one.who, one.what) for one in accounts.audit()] == [("ada", "looked")]


def test_an_address_is_shown_without_its_password() -> None:
    assert place_of("postgresql://ada:secret@host/case") == "postgresql://ada:***@host/case"


def test_no_server_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be opened"):
        SqlStore(f"postgresql://nobody@/none?host={tmp_path}&connect_timeout=2", create=True)


def test_a_case_from_before_a_column_and_a_table_is_opened(tmp_path: Path) -> None:
    import sqlite3

    with SqlStore(tmp_path / "case.db", create=True) as store:
        fill(store)
    old = sqlite3.connect(tmp_path / "case.db")
    with old:
        old.execute("ALTER TABLE reports DROP COLUMN notes")
        old.execute("DROP TABLE decisions")
        old.execute("DROP TABLE report_words")
    old.close()
    with SqlStore(tmp_path / "case.db") as store:
        assert [row.notes for row in store.rows("reports")] == [(), ()]
        assert store.decisions() == []
        assert len(store.search("naive")) == 1


