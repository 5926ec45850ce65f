"""The same reports give the same bytes: in any order, one at a time or all at once, by one process or two, on
SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand.case import Case
from firsthand.extract import Extractor
from firsthand.show.export import export_case
from tests.planted_news import invent, write
from tests.store.test_copy import postgresql, server  # noqa: F401 (fixtures)

HAPPENINGS = 4
FORMATS = ("jsonl", "annotations", "prov", "graphml", "geojson", "findings")
Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def records() -> Records:
    return invent(HAPPENINGS, seed=20180320)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """One for all cases: its models take seconds to load."""
    return Extractor()


def exported(case: Case, folder: Path) -> dict[str, bytes]:
    tables, about = case.tables(), case.about()
    paths = [path for form in FORMATS for path in export_case(tables, folder / form, form, about)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def expected(records: Records, extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("expected")
    return filled(folder / "case.db", [records], extractor, folder)


def filled(place: Path | str, parts: list[Records], extractor: Extractor, folder: Path) -> dict[str, bytes]:
    """What a case exports that was given these parts one after another."""
    with Case(place) as case:
        case._extractor = extractor
        for number, part in enumerate(parts):
            case.add(write(part, folder / f"part-{number}.jsonl"))
        return exported(case, folder)


def test_there_is_something_to_be_the_same(expected: dict[str, bytes]) -> None:
    lines = {name: data.count(b"\n") for name, data in expected.items()}
    assert lines["jsonl/reports.jsonl"] == 5 * HAPPENINGS
    assert HAPPENINGS <= lines["jsonl/stories.jsonl"] < 2 * HAPPENINGS
    assert lines["jsonl/findings.jsonl"] > 4 * HAPPENINGS
    assert lines["jsonl/links.jsonl"] >= HAPPENINGS
    assert lines["jsonl/flags.jsonl"] > 0


def shuffled(seed: int) -> Callable[[Records], list[Records]]:
    return lambda records: [random.Random(seed).sample(records, len(records))]


def halves(records: Records) -> list[Records]:
    mixed = random.Random(5).sample(records, len(records))
    return [mixed[1::2], mixed[::2]]


WAYS: dict[str, Callable[[Records], list[Records]]] = {
    "backwards": lambda records: [records[::-1]], "shuffled": shuffled(1), "shuffled otherwise": shuffled(2),
    "one at a time": lambda records: [[one] for one in random.Random(3).sample(records, len(records))],
    "in halves": halves,
    "some twice": lambda records: [records[3:11], records],
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_the_order(way: str, records: Records, expected: dict[str, bytes], extractor: Extractor,
                            tmp_path: Path) -> None:
    assert filled(tmp_path / "case.db", WAYS[way](records), extractor, tmp_path) == expected


def test_on_postgresql(records: Records, expected: dict[str, bytes], extractor: Extractor, tmp_path: Path,
                       postgresql: str) -> None:  # noqa: F811
    assert filled(postgresql, halves(records), extractor, tmp_path) == expected


def test_looked_at_in_between(records: Records, expected: dict[str, bytes], extractor: Extractor,
                              tmp_path: Path) -> None:
    """What a look keeps at hand does not stand in the way of what comes later."""
    with Case(tmp_path / "case.db") as case:
        case._extractor = extractor
        for number in range(0, len(records), 7):
            case.add(write(records[number:number + 7], tmp_path / f"{number}.jsonl"))
            case.tables()
        assert exported(case, tmp_path) == expected


def test_two_processes_that_add_at_once(records: Records, expected: dict[str, bytes], tmp_path: Path) -> None:
    parts = [write(part, tmp_path / f"{number}.jsonl") for number, part in enumerate(halves(records))]
    adding = [subprocess.Popen([sys.executable, "-m", "firsthand", "add", str(tmp_path / "case.db"), str(part)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for part in parts]
    told = [one.communicate() for one in adding]
    assert [one.returncode for one in adding] == [0, 0], told
    with Case(tmp_path / "case.db", create=False) as case:
        assert exported(case, tmp_path) == expected
