from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = ("SELM CITY, 20 March 2018 - At least 14 people were killed on Tuesday when a blast tore through the fish "
        "quay of Port Selm, the harbour master said.")
TABLES = {"reports", "rejected", "mentions", "attributions", "values", "stories", "links", "origins", "findings",
          "flags", "matches", "decisions"}


def firsthand(*arguments: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "firsthand", *map(str, arguments)], input=given, text=True,
                          capture_output=True, check=False, env={**os.environ, "COLUMNS": "100"})


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_report_prints_the_findings_and_no_bar_in_a_pipe(text: Path) -> None:
    done = firsthand("report", text)
    assert done.returncode == 0, done.stderr
    assert "at least 14" in done.stdout
    assert done.stderr == ""


def test_report_reads_standard_input(text: Path) -> None:
    assert "at least 14" in firsthand("report", "-", given=TEXT).stdout


@pytest.mark.parametrize(("ending", "opening"), [(".html", "<!doctype html>"), (".md", "#"), (".json", "{")])
def test_report_writes_documents(text: Path, tmp_path: Path, ending: str, opening: str) -> None:
    output = tmp_path / f"out{ending}"
    done = firsthand("report", text, "-o", output)
    assert done.returncode == 0, done.stderr
    written = output.read_text("utf-8")
    assert written.lower().startswith(opening)
    assert "14" in written


def test_json_holds_every_table(text: Path) -> None:
    assert set(json.loads(firsthand("report", text, "--json").stdout)) == TABLES


def test_add_show_export(text: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.db"
    assert "1 new report" in firsthand("add", case, text).stdout
    assert "1 in the case already" in firsthand("add", case, text).stdout
    assert "SELM CITY" in firsthand("show", case).stdout
    assert "at least 14" in firsthand("show", case, "1", "--words").stdout
    for format in ("jsonl", "parquet"):
        done = firsthand("export", case, "--to", tmp_path / format, "--format", format)
        assert done.returncode == 0, done.stderr
        assert {path.stem for path in (tmp_path / format).iterdir()} == TABLES | {"case"}


def test_some_unreadable_input_is_a_warning(text: Path, tmp_path: Path) -> None:
    done = firsthand("report", text, tmp_path / "nothing-here.txt")
    assert done.returncode == 0
    assert "nothing-here.txt" in done.stderr
    assert "1 input rejected" in done.stderr


@pytest.mark.parametrize(("arguments", "told"), [
    (("report", "nothing-here.txt"), "nothing could be read"),
    (("add", "case.db", "nothing-here.txt"), "nothing could be read"),
    (("report", "a.txt", "-o", "page.pdf"), ".html, .md or .json"),
    (("report", "a.txt", "--format", "odt"), "odt"),
    (("show", "no-case.db"), "firsthand add"),
    (("export", "a.txt", "--to", "out"), "a.txt"),
])
def test_what_cannot_be_done_is_one_line_and_status_1(
        text: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str) -> None:
    monkeypatch.chdir(text.parent)
    done = firsthand(*arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_help_loads_nothing_heavy() -> None:
    code = ("import sys; sys.argv = ['firsthand', '--help']\n"
            "from firsthand.show.cli import app\n"
            "try: app()\nexcept SystemExit: pass\n"
            "heavy = {'spacy', 'pyarrow', 'duckdb', 'sqlalchemy', 'trafilatura', 'onnxruntime', 'numpy', 'jinja2'}\n"
            "print('HEAVY', sorted(heavy & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout
