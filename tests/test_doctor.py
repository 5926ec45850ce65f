"""A case is damaged in one way at a time: the doctor names it, repairs it or says that it cannot."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand import doctor
from firsthand.case import Case
from firsthand.decide import Choice
from firsthand.errors import CaseError
from firsthand.records import Match
from firsthand.show.cli import app
from firsthand.show.export import export_tables
from firsthand.store import SqlStore
from tests.serve.conftest import made_case  # noqa: F401 (fixture)
from tests.store.test_copy import postgresql, server  # noqa: F401 (fixtures)

REPORT = "(SELECT id FROM reports WHERE ref = 'a')"


@pytest.fixture
def path(made_case: Path, tmp_path: Path) -> Path:  # noqa: F811
    """A case of four reports with a decision, an answer and a match."""
    target = tmp_path / "case.db"
    with Case(made_case) as source:
        source.copy_to(target)
    with Case(target) as case:
        tables = case.tables()
        case.decide(Choice("accept", next(row for row in tables.values if row.slot == "killed")), "ada")
        case.tables()
    with SqlStore(target) as store, store.transaction() as writer:
        writer.insert("matches", [Match(tables.reports[0].id, 0, 5, "x", "factcheck", 0.9, None, ())])
        writer.connection.exec_driver_sql(
            "INSERT INTO responses VALUES ('ab', 'https://news.example/a', '', '2018-03-20', NULL, NULL, x'00')")
        writer.connection.exec_driver_sql("UPDATE responses SET sha256 = "
                                          "'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'")
    return target


def damage(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def tables_of(path: Path, folder: Path) -> dict[str, bytes]:
    with Case(path, create=False) as case:
        return {one.name: one.read_bytes() for one in export_tables(case.tables(), folder, "jsonl", {})}


def test_a_sound_case_has_nothing_amiss(path: Path) -> None:
    assert doctor.examine(path) == []
    assert doctor.repair(path) == ([], [])
    told = CliRunner().invoke(app, ["doctor", str(path)])
    assert (told.exit_code, told.output) == (0, f"{path}: nothing is amiss\n")


@pytest.mark.parametrize(("statement", "what"), [
    ("UPDATE mentions SET report = 'nobody' WHERE row = 1", "mentions: rows of reports that are not in the case"),
    ("INSERT INTO matches (report, start, \"end\") VALUES ('nobody', 0, 1)", "matches: rows of reports"),
    ("UPDATE matches SET differences = '[not json'", "matches: rows that cannot be read"),
    ("DELETE FROM report_words_docsize", "the index of words"),
    ("INSERT INTO report_words(report_words) VALUES ('delete-all')", "the index of words"),
    ("DROP TABLE report_words", "the index of words"),
    ("DELETE FROM stories", "not every report"),
    ("UPDATE stories SET reports = '[\"nobody\"]'", "what holds reports against each other is damaged"),
    ("UPDATE findings SET reports = '[broken'", "what holds reports against each other is damaged"),
    ("UPDATE findings SET reports = replace(reports, '\"start\": ', '\"start\": 9999')", "is damaged"),
    ("UPDATE findings SET reports = replace(reports, '\"start\": ', '\"start\": -')", "is damaged"),
    ("UPDATE origins SET reports = '[\"nobody\"]'", "what holds reports against each other is damaged"),
    ("UPDATE meta SET value = '' WHERE name = 'related'", "out of date"),
])
def test_what_can_be_worked_out_again_is_repaired(path: Path, tmp_path: Path, statement: str, what: str) -> None:
    before = tables_of(path, tmp_path / "before")
    damage(path, statement)
    found = doctor.examine(path)
    assert len(found) == 1
    assert what in f"{found[0].what} {found[0].examples}"
    assert found[0].cure
    mended, left = doctor.repair(path)
    assert (mended, left) == (found, [])
    after = tables_of(path, tmp_path / "after")
    lost = {name for name in before if before[name] != after[name]}
    assert lost <= {"mentions.jsonl", "matches.jsonl"}
    with Case(path) as case:
        assert case.search("quay")


@pytest.mark.parametrize("statement", [
    f"UPDATE \"values\" SET start = 100000, \"end\" = 100004 WHERE report = {REPORT}",
    f"UPDATE attributions SET content = '[[0, 99999]]' WHERE report = {REPORT}",
    "UPDATE attributions SET content = '[[0,' WHERE row = 1",
])
def test_rows_of_a_report_are_worked_out_from_its_words_again(path: Path, statement: str) -> None:
    damage(path, statement)
    found = doctor.examine(path)
    assert [one.cure for one in found] == ["analyse"]
    mended, left = doctor.repair(path)
    assert (mended, left) == (found, [])
    with Case(path) as case:
        assert {row.slot for row in case.tables().values} >= {"killed"}
        assert [one.action for one in case.tables().decisions] == ["accept"]


@pytest.mark.parametrize(("statement", "what", "advice"), [
    ("UPDATE reports SET text = text || ' ' WHERE ref = 'c'", "were changed after they were added", "restore a backup"),
    ("UPDATE reports SET blocks = '[broken' WHERE ref = 'c'", "reports cannot be read", "restore a backup"),
    ("UPDATE responses SET warc = x'01'", "do not fit their digests", "restore a backup"),
    ("UPDATE decisions SET number = 3", "decisions are missing", "restore a backup"),
    ("UPDATE decisions SET anchors = '{{'", "decisions cannot be read", "restore a backup"),
    ("ALTER TABLE findings DROP COLUMN why", "tables or columns are missing", "restore a backup"),
    ("DROP TABLE sessions", "tables or columns are missing", "restore a backup"),
    ("UPDATE matches SET start = 9999", "point outside", "firsthand check"),
])
def test_what_cannot_be_repaired_is_said_with_what_to_do(path: Path, statement: str, what: str, advice: str) -> None:
    damage(path, statement)
    mended, left = doctor.repair(path)
    hopeless = [one for one in left if what in one.what]
    assert [one.cure for one in hopeless] == [None]
    assert advice in hopeless[0].advice
    assert hopeless[0] in mended
    told = CliRunner().invoke(app, ["doctor", str(path), "--repair"])
    assert told.exit_code == 1
    assert advice in told.output


def test_a_decision_that_lost_its_words_is_listed_and_kept(path: Path) -> None:
    damage(path, "UPDATE decisions SET anchors = replace(anchors, '\"exact\": \"14\"', '\"exact\": \"41\"')")
    found = doctor.examine(path)
    assert [(one.what, one.cure) for one in found] == [("decisions have lost their words", None)]
    doctor.repair(path)
    with SqlStore(path) as store:
        assert len(store.decisions()) == 1


def test_a_torn_file_is_told(path: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.db"
    shutil.copy(path, torn)
    data = bytearray(torn.read_bytes())
    page = 4096
    for start in range(6 * page, len(data) - page, 7 * page):
        data[start:start + 200] = bytes(200)
    torn.write_bytes(data)
    found = doctor.examine(torn)
    assert found[0].what == doctor.TORN
    assert "restore" in found[0].advice
    half = tmp_path / "half.db"
    half.write_bytes(bytes(data[:len(data) // 3]))
    told = CliRunner().invoke(app, ["doctor", str(half)])
    assert told.exit_code == 1
    notes = tmp_path / "notes.db"
    notes.write_text("no database at all " * 100, "utf-8")
    with pytest.raises(CaseError, match=r"notes\.db"):
        doctor.examine(notes)


def test_models_that_are_not_those_of_their_cards_are_told(tmp_path: Path) -> None:
    assert doctor.find_changed_models() == []
    assert doctor.find_changed_models(tmp_path) == ["no model is there"]
    folder = tmp_path / "models" / "tagger"
    folder.mkdir(parents=True)
    (folder / "weights").write_bytes(b"these")
    digest = "4b2e0d2d4f3f0c0a0b"
    (folder / "card.json").write_text(json.dumps({"sha256": {"weights": digest, "words": digest}}), "utf-8")
    assert doctor.find_changed_models(folder.parent) == ["tagger/weights", "tagger/words"]
    (folder / "card.json").write_text("{", "utf-8")
    assert doctor.find_changed_models(folder.parent) == ["tagger/card.json"]


def test_a_case_on_postgresql_is_looked_over_too(path: Path, postgresql: str) -> None:  # noqa: F811
    with Case(path) as case:
        case.copy_to(postgresql)
    assert doctor.examine(postgresql) == []
    with SqlStore(postgresql) as store, store.transaction() as writer:
        for statement in ("DROP INDEX report_words", "UPDATE mentions SET report = 'nobody' WHERE \"row\" = 1",
                          "UPDATE responses SET warc = '\\x01'"):
            writer.connection.exec_driver_sql(statement)
    before, left = doctor.repair(postgresql)
    assert {one.cure for one in before} == {"index", "remove", None}
    assert [one.what for one in left] == ["kept answers do not fit their digests"]
