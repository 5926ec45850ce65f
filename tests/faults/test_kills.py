"""kill -9 at any moment: nothing acknowledged is lost, nothing half-written is shown, the next run mends the rest."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from firsthand.case import Case
from firsthand.errors import CaseError
from firsthand.store import PER_REPORT
from tests.faults.conftest import child, moments, run_killed, run_whole, tables_of

TEXTS = {
    "coast.txt": "Blast at the fish quay\n\nPORT SELM, 20 March 2018 - A blast killed 14 people at the fish quay of "
                 "Port Selm on Tuesday, the harbour master said. Boats burned until the evening.",
    "post.txt": "Quay blast kills 19\n\nPORT SELM, 22 March 2018 - The blast at the fish quay of Port Selm on Tuesday "
                "killed 19 people, the harbour master said on Thursday.",
}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_add(inputs: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    total = run_whole(told, "add", tmp_path / "whole.db", inputs)
    whole = tables_of(tmp_path / "whole.db")
    for moment in moments(total):
        path = tmp_path / f"{moment}.db"
        run_killed(moment, told, "add", path, inputs)
        left, told_why = left_of(path)
        known = {report.id for report in left.get("reports", ())}
        for name in PER_REPORT:
            assert left.get(name, []) == [row for row in whole[name] if row.report in known], (moment, name)
        assert {member for story in left.get("stories", ()) for member in story.reports} == known
        assert left or "firsthand add" in told_why  # killed before there was a case: what to do is said
        with Case(path) as case:
            case.add(inputs)
        assert tables_of(path) == whole, moment


def left_of(path: Path) -> tuple[dict[str, list[Any]], str]:
    """The tables of what a killed command left, or why there are none."""
    try:
        return tables_of(path), ""
    except CaseError as error:
        return {}, str(error)


def test_backup(made_case: Path, tmp_path: Path) -> None:
    told, whole = tmp_path / "told", tables_of(made_case)
    total = run_whole(told, "backup", made_case, tmp_path / "whole.db")
    for moment in moments(total):
        path = tmp_path / f"{moment}.db"
        run_killed(moment, told, "backup", made_case, path)
        assert not path.exists(), "half a copy bears the name of a whole one"
        run_whole(told, "backup", made_case, path)
        assert tables_of(path) == whole, moment
    assert not list(tmp_path.glob("*.part*"))


def test_decisions_of_two_at_once(made_case: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with Case(made_case) as source:
        source.copy_to(path)
    kept: list[int] = []
    for rounds in (3, 5):
        both = [child("decide", path, who) for who in ("ada", "bo")]
        for _ in range(rounds):
            kept += [int(process.stdout.readline()) for process in both if process.stdout]
        for process in both:
            os.kill(process.pid, signal.SIGKILL)
            kept += [int(line) for line in process.communicate()[0].splitlines() if line.strip()]
        found = tables_of(path)["decisions"]
        assert [one.number for one in found] == list(range(1, len(found) + 1))
        assert set(kept) <= {one.number for one in found}
    assert len(kept) == len(set(kept)) >= 16
