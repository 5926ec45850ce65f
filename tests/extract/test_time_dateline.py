"""Datelines: a table of heads, and that the report alone is enough."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand.extract.parse import Parser
from firsthand.extract.times.dateline import find_dateline
from firsthand.records import Report

CASES = [json.loads(line) for line in
         (Path(__file__).parents[1] / "cases" / "dateline.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("title", [None, "Boats sink: 2 lost"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_table(case: dict[str, Any], title: str | None, report: Callable[..., Report]) -> None:
    one = report(case["text"], published=case["published"], title=title)
    found = find_dateline(one)
    if case["date"] is None:
        assert found is None
        return
    assert found is not None
    words = [span and one.text[slice(*span)] for span in (found.span, found.place, found.agency)]
    assert [found.date, *words] == [case["date"], case["words"], case["place"], case["agency"]]


def test_report_and_its_parse_give_the_same(parser: Parser, report: Callable[..., Report]) -> None:
    one = report("\u200bPublished 3 May 2016 Boats sank.", title="\ufeffBoats")
    parsed, = parser.parse([one])
    found = find_dateline(one)
    assert found is not None
    assert found == find_dateline(parsed)
    assert one.text[slice(*found.span)] == "3 May 2016"


@pytest.mark.parametrize("text", ["", " ", "\ufffd", "May", "32 May 2016", "1/1/0000"])
def test_no_dateline(text: str, report: Callable[..., Report]) -> None:
    assert find_dateline(report(text)) is None
