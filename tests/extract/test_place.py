"""Places: a table of sentences, and what holds for any text."""

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
from firsthand.extract.places.find import Gazetteer, find_places
from firsthand.records import PlaceValue, Report
from tests.conftest import make_report, steps

CASES = [json.loads(line) for line in
         (Path(__file__).parents[1] / "cases" / "place.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_table(case: dict[str, Any], parser: Parser, report: Callable[..., Report], gazetteer: Gazetteer) -> None:
    parsed, = parser.parse([report(case["text"])])
    found = {case["text"][one.start:one.end]: one.value for one in find_places(parsed, gazetteer)}
    if case["words"] is None:
        assert found == {}
        return
    assert case["words"] in found
    value = found[case["words"]]
    if case["country"] is None:
        assert value is None
    else:
        assert isinstance(value, PlaceValue)
        assert (value.country or "-") == case["country"]  # "-": a sea lies in no country


def test_other_places_of_the_report_choose(parser: Parser, report: Callable[..., Report], gazetteer: Gazetteer) -> None:
    text = "Voters in Atlanta and Savannah in Georgia queued for hours."
    parsed, = parser.parse([report(text)])
    value = next(one.value for one in find_places(parsed, gazetteer) if text[one.start:one.end] == "Georgia")
    assert isinstance(value, PlaceValue)
    assert value.country == "US"


def test_neighbours_choose_a_small_town(parser: Parser, report: Callable[..., Report], gazetteer: Gazetteer) -> None:
    text = "A barn burned near Athens. Crews came from Nelsonville, Chauncey and Logan in Athens and Hocking counties."
    parsed, = parser.parse([report(text)])
    value = next(one.value for one in find_places(parsed, gazetteer) if text[one.start:one.end] == "Athens")
    assert isinstance(value, PlaceValue)
    assert (value.country, round(value.lat)) == ("US", 39)


def test_a_pasted_gazetteer_does_not_cost_its_square(parser: Parser, report: Callable[..., Report],
                                                     gazetteer: Gazetteer) -> None:
    def cost(names: int) -> int:
        parsed, = parser.parse([report("They met in " + ", ".join(f"Orlen{number}" for number in range(names)) + ".")])
        return steps(lambda: find_places(parsed, gazetteer))

    assert cost(400) < 3 * cost(200)


def test_gazetteer_finds_every_entry_of_a_name(gazetteer: Gazetteer) -> None:
    assert {place.country for place in gazetteer.find("Georgia")} >= {"GE", "US"}
    assert gazetteer.find("Saint Louis") != ()
    assert gazetteer.find("") == ()
    assert gazetteer.find("zzzzzz") == ()
    assert gazetteer.find("\U0010ffff") == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(["in Paris", "\u200b", "Texas", ",", "Ga.", "\ufffd", "the village of Umm",
                                       "al-Selm",
                                       "U.S.", "'s", "’s", "\n\n", "Mr.", "New", "York", "of"]), max_size=12))
def test_spans_cut_out_words_of_any_text(parser: Parser, gazetteer: Gazetteer, parts: list[str]) -> None:
    one = make_report(" ".join(parts))
    parsed, = parser.parse([one])
    spans = [(mention.start, mention.end) for mention in find_places(parsed, gazetteer)]
    assert spans == sorted(spans)
    assert all(one.text[start:end].strip() for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
