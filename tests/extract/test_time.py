"""Times: a table of sentences, and what holds for any text."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.extract.parse import Parser
from firsthand.extract.times.find import find_times
from firsthand.extract.times.timex import duration, edtf_of, number_of
from firsthand.records import Report, TimeValue
from tests.conftest import make_report

CASES = [json.loads(line) for line in
         (Path(__file__).parents[1] / "cases" / "time.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_table(case: dict[str, Any], parser: Parser, report: Callable[..., Report]) -> None:
    parsed, = parser.parse([report(case["text"], published=case["published"])])
    found = {case["text"][one.start:one.end]: one.value for one in find_times(parsed)}
    if case["words"] is None:
        assert found == {}
        return
    value = found[case["words"]]
    assert isinstance(value, TimeValue)
    assert (value.timex, value.type, value.anchor) == (case["timex"], case["type"], case["anchor"])


def test_dateline_beats_published(parser: Parser, report: Callable[..., Report]) -> None:
    text = "20 Sep 2016 A mill burned in Selm on Monday."
    parsed, = parser.parse([report(text, published="2016-10-05")])
    value = next(one.value for one in find_times(parsed) if text[one.start:one.end] == "Monday")
    assert isinstance(value, TimeValue)
    assert (value.timex, value.anchor) == ("2016-09-19", "dateline")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(["on Tuesday", "\u200b", "5 May", "2016", "\ufffd", "in March", "two days",
                                       "3/4/2011",
                                       "99 May 2011", "9999 years ago", ",", "’s", "\n\n", "the", "next",
                                       "half"]), max_size=12))
def test_spans_cut_out_words_of_any_text(parser: Parser, parts: list[str]) -> None:
    one = make_report(" ".join(parts), published="2016-02-29")
    parsed, = parser.parse([one])
    spans = [(mention.start, mention.end) for mention in find_times(parsed)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(one.text) and one.text[start:end].strip() for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize(("timex", "edtf"), [
    ("2016-09-20", "2016-09-20"), ("2016-09", "2016-09"), ("199", "199X"), ("2016-Q3", "2016-35"),
    ("2016-SU", "2016-22"), ("2016-W38", "2016-09-19/2016-09-25"), ("2016-09-20TNI", "2016-09-20"),
    ("2016-09-20T06:00", "2016-09-20T06:00:00"), ("PAST_REF", None), ("XXXX-WXX-2", None)])
def test_edtf(timex: str, edtf: str | None) -> None:
    assert edtf_of(timex) == edtf


@pytest.mark.parametrize(("words", "number"), [
    ("two", 2), ("twenty-four", 24), ("a couple of", 2), ("a hundred", 100), ("1,200", 1200), ("5 1/2", 5.5),
    ("several", None), ("an", 1)])
def test_number(words: str, number: float | None) -> None:
    assert number_of(words) == number


def test_duration_with_a_fraction() -> None:
    assert duration(2.5, "year") == "P2Y6M"
    assert duration(1.5, "hour") == "PT1H30M"
