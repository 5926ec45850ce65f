"""What the tests of faults share: commands that are killed, cases compared, small disks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firsthand.case import Case
from firsthand.tables import TABLES
from tests.serve.conftest import made_case  # noqa: F401 (fixture)

ROOT = Path(__file__).parents[2]
FAULTS = int(os.environ.get("FAULTS", "3"))
"""How many moments of each command are tried; `make faults` tries more."""


def child(*arguments: object) -> subprocess.Popen[str]:
    """A process of `tests.faults.child`."""
    return subprocess.Popen([sys.executable, "-m", "tests.faults.child", *map(str, arguments)], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run_killed(moment: int, told: Path, *command: object) -> None:
    """Runs a command that is killed at a moment."""
    with child("run", moment, told, *command) as process:
        errors = process.communicate()[1]
    assert process.returncode == -signal.SIGKILL, errors


def run_whole(told: Path, *command: object) -> int:
    """Runs a command to its end; gives the number of moments at which it could have been killed."""
    with child("run", 0, told, *command) as process:
        errors = process.communicate()[1]
    assert process.returncode == 0, errors
    return int(told.read_text())


def moments(total: int) -> list[int]:
    """Some of the moments of a command, the first and the last among them; the same in each run."""
    if total <= FAULTS:
        return list(range(1, total + 1))
    between = random.Random(7).sample(range(2, total), max(0, FAULTS - 2))
    return sorted({1, total, *between})


def tables_of(path: str | Path) -> dict[str, list[Any]]:
    """Every table of a case."""
    with Case(path, create=False) as case:
        found = case.tables()
    return {table.name: list(getattr(found, table.name)) for table in TABLES}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder],
                                           capture_output=True, check=False).returncode:
        pytest.skip("disks can only be mounted by root, and not in every container: not tested here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
