"""Copies of a case, accounts, and the same on PostgreSQL where there is one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from firsthand.errors import CaseError, ConflictError, OptionError
from firsthand.records import Change, Decision
from firsthand.store import ACROSS, PER_REPORT, Accounts, SqlStore, copy_case
from firsthand.store.connect import place_of, server_arguments
from tests.conftest import make_report
from tests.store.servers import Server
from tests.store.test_sql import NO_ROWS, rows_of

ODD = make_report("Words with a null \x00 and \x1a and \x1a0 and 🐟 and \u202e and a “quote”; naïve señor ½.",
                  title="Odd signs", publisher="Selm\x00Post")
MADE = Decision(0, "value:1", 1, "2018-03-21T10:00:00Z", "ada", "correct", "value", (), "{}",
                (Change("low", "1\x002"),))
_NUMBER = iter(range(1, 1000))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of this process's own."""
    running = Server()
    yield running
    running.remove()


@pytest.fixture
def postgresql(server: Server) -> str:
    """The address of a new, empty database."""
    return server.new_database(f"case{next(_NUMBER)}")


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


@pytest.mark.parametrize(("address", "expected"), [
    ("postgresql://ada:pw@db.example:6000/case", {"user": "ada", "password": "pw", "host": "db.example", "port": 6000,
                                                  "database": "case", "ssl_context": None}),
    ("postgres://ada@db.example/case?sslmode=disable", {"host": "db.example", "port": 5432, "ssl_context": False}),
    ("postgresql:///case?host=/run/pg&port=6000&user=bo", {"user": "bo", "unix_sock": "/run/pg/.s.PGSQL.6000",
                                                           "database": "case"}),
    ("postgresql://ada@/case?host=db.example", {"host": "db.example", "database": "case"}),
    ("postgresql://ada@db.example", {"database": "ada"}),
])
def test_addresses_are_read_as_postgresql_reads_them(address: str, expected: dict[str, Any]) -> None:
    given = server_arguments(sa.make_url(address))
    assert {name: given.get(name) for name in expected} == expected
    assert ("host" in given) != ("unix_sock" in given)


def test_without_a_host_and_user_the_environment_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGUSER", "eda")
    monkeypatch.setenv("PGPASSWORD", "word")
    monkeypatch.setattr("firsthand.store.connect.SOCKET_FOLDERS", (str(tmp_path),))
    address = sa.make_url("postgresql:///case?port=6001")
    assert server_arguments(address)["host"] == "localhost"
    (tmp_path / ".s.PGSQL.6001").touch()
    given = server_arguments(address)
    assert (given["user"], given["password"]) == ("eda", "word")
    assert given["unix_sock"] == str(tmp_path / ".s.PGSQL.6001")


@pytest.mark.parametrize(("setting", "told"), [
    ("sslmode=maybe", "no sslmode maybe"), ("colour=red", "colour is not understood"), ("port=x", "no number"),
    ("sslmode=verify-full&sslrootcert=/none/there.pem", "cannot be read as certificates")])
def test_a_setting_that_is_not_understood_is_told(setting: str, told: str) -> None:
    with pytest.raises(CaseError, match=told) as error:
        server_arguments(sa.make_url(f"postgresql://ada:secret@db.example/case?{setting}"))
    assert "secret" not in str(error.value)


def test_an_encrypted_connection_checks_as_much_as_it_says() -> None:
    modes = {mode: server_arguments(sa.make_url(f"postgresql://ada@db.example/case?sslmode={mode}"))["ssl_context"]
             for mode in ("require", "verify-ca", "verify-full")}
    assert [(one.verify_mode.name, one.check_hostname) for one in modes.values()] == [
        ("CERT_NONE", False), ("CERT_REQUIRED", False), ("CERT_REQUIRED", True)]


def test_no_server_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be opened"):
        SqlStore(f"postgresql://nobody@/none?host={tmp_path}", create=True)
