"""Every error can happen, says what to do, and reaches nobody as a traceback."""

from __future__ import annotations

import io
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import firsthand as fh
from firsthand import errors
from firsthand.case import Case
from firsthand.decide import Choice
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.extras import load_extra
from firsthand.fetch.target import parse_target
from firsthand.plugins import Exporter, load_plugins
from firsthand.read.unpack import packing_of, unpack
from firsthand.records import Flag, Report
from firsthand.show.cli import app, main
from firsthand.tables import from_json
from tests.conftest import gzipped
from tests.serve.conftest import made_case  # noqa: F401 (fixture)
from tests.test_docs import ERRORS


def no_case(folder: Path) -> None:
    Case(folder / "none.db", create=False)


def wrong_option(folder: Path) -> None:
    fh.read_reports([str(folder)], fh.Options().read.__class__(format="papyrus"))


def nothing_readable(_: Path) -> None:
    fh.weigh_claims([("a source without a claim",)])


def damaged(_: Path) -> None:
    data = gzipped(b"words " * 1000)[:-20]
    unpack(io.BytesIO(data), packing_of(data) or "", fh.Options().read).read()


def closed_address(_: Path) -> None:
    parse_target("ftp://quay.example/list")


def not_of_the_table(_: Path) -> None:
    from_json(Flag, {"report": "r1", "kind": "undated"})


def no_parquet(folder: Path) -> None:
    (folder / "x.parquet").write_bytes(b"no Parquet")
    DuckDBEngine().read(folder / "x.parquet")


def no_model(folder: Path) -> None:
    from firsthand.extract.attribution.tagger import model_digest

    model_digest(folder)


def no_extra(_: Path) -> None:
    load_extra("firsthand_of_another_day", "notebook")


def bad_plugin(_: Path) -> None:
    load_plugins().write(Exporter("odd", ".odd", "text/plain", "Odd", lambda tables, about: tables.mood), None, {})


RAISED: dict[str, Callable[[Path], object]] = {
    "InputError": nothing_readable, "DamagedError": damaged, "FetchError": closed_address, "OptionError": wrong_option,
    "CaseError": no_case, "TableError": not_of_the_table, "EngineError": no_parquet, "ModelError": no_model,
    "PluginError": bad_plugin, "MissingExtraError": no_extra,
}
"""What raises each; ConflictError takes two people and has a test of its own, FirsthandError is the base of all."""


def test_every_error_stands_in_the_table() -> None:
    assert {one.__name__ for one in ERRORS} == {*RAISED, "ConflictError", "FirsthandError"}


@pytest.mark.parametrize("name", sorted(RAISED))
def test_an_error_happens_and_says_what_and_what_next(name: str, tmp_path: Path) -> None:
    with pytest.raises(errors.FirsthandError) as caught:
        RAISED[name](tmp_path)
    assert type(caught.value).__name__ == name
    assert len(str(caught.value).split()) >= 4


def test_two_who_decide_the_same_are_told(made_case: Path, tmp_path: Path) -> None:  # noqa: F811
    with Case(made_case) as source:
        source.copy_to(tmp_path / "case.db")
    with Case(tmp_path / "case.db") as one, Case(tmp_path / "case.db") as other:
        row = next(row for row in one.tables().values if row.slot == "killed")
        other.snapshot()
        one.decide(Choice("accept", row), "ada")
        with pytest.raises(errors.ConflictError, match="ada decided on this meanwhile"):
            other.decide(Choice("reject", row), "bo")


def newer(path: Path) -> None:
    with Case(path):
        pass
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


@pytest.mark.parametrize("arguments", [
    ["show", "none.db"], ["show", "notes.txt"], ["show", "newer.db"], ["add", "notes.txt", "notes.txt"],
    ["add", "new.db", "nothing.txt"], ["add", "new.db", "notes.txt", "--format", "papyrus"], ["report", "nothing.txt"],
    ["report", "notes.txt", "-o", "page.doc"], ["report", "notes.txt", "-o", "nowhere/page.html"],
    ["report", "notes.txt", "--columns", "mood=x"], ["report", "notes.txt", "--outlets", "nothing.csv"],
    ["export", "none.db", "--to", "out"], ["weigh", "nothing.csv", "-o", "truth.csv"],
    ["weigh", "notes.txt", "-o", "truth.csv"], ["check", "none.db", "--against", "nothing.jsonl"],
    ["match", "nothing.jsonl", "--against", "nothing.jsonl", "-o", "run.jsonl"],
    ["draft", "none.db", "1", "-o", "x.csv"],
    ["backup", "none.db", "copy.db"], ["restore", "none.db", "new.db"], ["copy", "none.db", "new.db"],
    ["reanalyse", "none.db"], ["users", "none.db"], ["doctor", "none.db"], ["doctor", "notes.txt"],
    ["serve", "none.db", "--shared"], ["serve", "none.db", "--host", "0.0.0.0"], ["show", "postgresql://[broken"],
    ["show", "."], ["show", "made.db", "²"], ["add", ".", "notes.txt"], ["add", "mysql://host/new.db", "notes.txt"],
    ["show", ""],
    ["weigh", ".", "-o", "truth.csv"], ["users", "newer.db", "bo", "--role", "king"],
])
def test_a_command_that_cannot_work_says_so_in_a_line(arguments: list[str], tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("These are notes on nothing much.\n" * 40, "utf-8")
    newer(Path("newer.db"))
    with Case("made.db"):
        pass
    monkeypatch.setattr(sys, "argv", ["firsthand", *arguments])
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 1
    assert isinstance(told.exception, errors.FirsthandError), told.exception
    assert re.search(r"\w", str(told.exception))
    assert "Traceback" not in told.output
    assert not Path("new.db").exists() or arguments[0] == "add"


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status of a command and what it said on standard error, from `main` itself."""
    monkeypatch.setattr(sys, "argv", ["firsthand", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(("error", "status", "told"), [
    (OSError(28, "No space left on device"), 1, "firsthand: the output cannot be written or read: No space left"),
    (PermissionError(13, "Permission denied", "x.csv"), 1, "firsthand: x.csv cannot be written or read: Permission"),
    (KeyError("mood"), 1, "firsthand: this is a fault of firsthand's own (KeyError: 'mood', in cli.py, line "),
    (KeyboardInterrupt(), 130, "firsthand: stopped; what was kept before stays, and the same command goes on"),
    (errors.InputError("no \x1b[2J column"), 1, "firsthand: no \ufffd[2J column"),
])
def test_whatever_goes_wrong_is_a_line(error: BaseException, status: int, told: str, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("firsthand.show.cli._analyse", fail)
    ended, words = run(["report", "x.txt"], monkeypatch, capsys)
    assert ended == status
    assert words.strip().splitlines()[-1].startswith(told)


def test_no_report_is_made_of_an_error() -> None:
    assert not issubclass(Report, errors.FirsthandError)
