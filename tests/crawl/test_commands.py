"""`firsthand crawl` and `firsthand open`, as a user runs them: processes of their own, killed and resumed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.show.cli import app
from tests.crawl.conftest import bytes_of, rows_of

KILLS = 2


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, list(arguments))
    return found.exit_code, found.output


def crawl_command(inputs: list[str], out: Path) -> list[str]:
    return [sys.executable, "-m", "firsthand", "crawl", *inputs, "--out", str(out), "--processes", "2",
            "--memory", "500MB", "--resume"]


def test_killed_at_any_moment_and_resumed_the_tables_are_the_same_bytes(news: list[str], tmp_path: Path) -> None:
    straight, out = tmp_path / "straight", tmp_path / "out"
    started = time.monotonic()
    done = subprocess.run(crawl_command(news, straight), capture_output=True, text=True, timeout=540, check=True)
    length = time.monotonic() - started
    assert "10 reports" in done.stdout
    assert "rejected: 1 duplicate-id, 1 not-found, 1 not-json, 1 repeated, 1 too-short" in done.stdout
    assert "extract:" in done.stderr
    chance = random.Random(7)
    for _ in range(KILLS):
        running = subprocess.Popen(crawl_command(news, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 0.9) * length)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    subprocess.run(crawl_command(news, out), capture_output=True, timeout=540, check=True)
    assert bytes_of(out) == bytes_of(straight)


@pytest.mark.parametrize(("arguments", "told"), [
    (("--engine", "abacus"), "there are: duckdb, spark"),
    (("--memory", "much"), "write it as 4GB"),
    (("--format", "papyrus"), "unknown input format"),
])
def test_what_cannot_be_used_is_told(news: list[str], tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(app, ["crawl", *news, "--out", str(tmp_path / "out"), *arguments])
    assert result.exit_code == 1
    assert told in str(result.exception)


def test_spark_asks_for_its_extra(news: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    result = CliRunner().invoke(app, ["crawl", *news, "--out", str(tmp_path / "out"), "--engine", "spark"])
    assert "pip install 'firsthand[spark]'" in str(result.exception)


def test_a_story_of_a_crawl_becomes_a_case(crawled: Path, tmp_path: Path) -> None:
    story = max(rows_of(crawled)["stories"], key=lambda row: len(row["reports"]))  # type: ignore[arg-type]
    case = tmp_path / "quay.db"
    status, told = run("open", str(crawled), "--story", str(story["id"])[:8], str(case))
    assert (status, f"{len(story['reports'])} reports" in told) == (0, True)  # type: ignore[arg-type]
    with Case(case, create=False) as opened:
        tables = opened.tables()
    assert sorted(row.id for row in tables.reports) == story["reports"]
    assert tables.findings
    again = run("open", str(crawled), "--story", str(story["id"]), str(case))
    assert again[0] == 0


@pytest.mark.parametrize("wanted", ["", "abc", "zzzzzzzz"])
def test_a_story_that_is_not_there_is_told(crawled: Path, tmp_path: Path, wanted: str) -> None:
    result = CliRunner().invoke(app, ["open", str(crawled), "--story", wanted, str(tmp_path / "case.db")])
    assert result.exit_code == 1
    assert "there is no story" in str(result.exception)
    assert not (tmp_path / "case.db").exists()


def test_a_folder_without_a_crawl_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["open", str(tmp_path), "--story", "abcdef", str(tmp_path / "case.db")])
    assert "holds no crawl that is done" in str(result.exception)
