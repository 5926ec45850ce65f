"""`firsthand weigh` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.errors import InputError, OptionError
from firsthand.show.cli import app

GOOD = "source,item,value\na,x,1\nb,x,1\nc,x,2\nc,y,\n"


def run(folder: Path, text: str, *options: str, output: str = "truth.csv") -> tuple[int, str, BaseException | None]:
    claims = folder / "claims.csv"
    claims.write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["weigh", str(claims), "-o", str(folder / output), *options])
    return done.exit_code, done.output, done.exception


def test_answers_are_written_and_what_was_left_out_is_said(tmp_path: Path) -> None:
    status, said, _ = run(tmp_path, GOOD)
    assert status == 0
    assert "line 5: no source, item or value; rejected" in said
    assert "1 item from 3 claims" in said
    header, answer = (tmp_path / "truth.csv").read_text("utf-8").splitlines()
    assert header == '"item","value","probability","sources","origins","why"'
    assert answer.startswith('"x","1",')


@pytest.mark.parametrize(("text", "options", "output", "error", "words"), [
    ("", (), "truth.csv", InputError, "line 1: the file is empty"),
    ("source,item\na,x\n", (), "truth.csv", InputError, "no column value"),
    (GOOD, ("--kind", "colour"), "truth.csv", OptionError, "unknown kind"),
    (GOOD, ("--method", "guess"), "truth.csv", OptionError, "unknown method"),
    (GOOD, (), "nowhere/truth.csv", OptionError, "there is no folder"),
])
def test_what_cannot_be_done_says_why(tmp_path: Path, text: str, options: tuple[str, ...], output: str,
                                      error: type[Exception], words: str) -> None:
    status, _, raised = run(tmp_path, text, *options, output=output)
    assert status != 0
    assert isinstance(raised, error)
    assert words in str(raised)
    assert not (tmp_path / "truth.csv").exists()
