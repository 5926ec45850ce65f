"""Kinds of difference: a table of pairs of values, each with the expected kind and a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.records import PlaceValue
from firsthand.weigh.compare import Stated, compare, meets, phrase, relate

CASES = [json.loads(line) for line in
         (Path(__file__).parents[1] / "cases" / "difference.jsonl").read_text("utf-8").splitlines()]


def stated(slot: str, cells: dict[str, Any]) -> Stated:
    place = PlaceValue(**cells["place"]) if cells.get("place") else None
    return Stated(**{**cells, "slot": slot, "place": place})


@pytest.mark.parametrize("case", CASES, ids=[case["reason"] for case in CASES])
def test_kind_of_difference(case: dict[str, Any]) -> None:
    one, two = stated(case["slot"], case["one"]), stated(case["slot"], case["two"])
    found = compare([one], [two])
    assert (found.difference if found else None) == case["difference"]
    if found:
        assert found.why
        assert (None, "one", "two")[0 if found.older is None else found.older + 1] == case["older"]


@pytest.mark.parametrize("case", CASES, ids=[case["reason"] for case in CASES])
def test_the_order_of_a_pair_changes_nothing_but_which_is_older(case: dict[str, Any]) -> None:
    one, two = stated(case["slot"], case["one"]), stated(case["slot"], case["two"])
    there, back = compare([one], [two]), compare([two], [one])
    assert (there and (there.difference, there.clash)) == (back and (back.difference, back.clash))
    if there and back and there.older is not None:
        assert back.older == 1 - there.older


def test_there_are_enough_pairs_of_each_kind() -> None:
    kinds = [case["difference"] for case in CASES]
    assert len(kinds) >= 80
    assert {kind: kinds.count(kind) >= 7 for kind in {*kinds}} == dict.fromkeys({*kinds}, True)


BOUNDS = st.one_of(st.none(), st.integers(0, 60))


@st.composite
def counts(draw: st.DrawFn) -> Stated:
    low, high = draw(BOUNDS), draw(BOUNDS)
    if low is None and high is None:
        low = 3
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Stated("killed", low=low, high=high)


@given(counts(), counts())
def test_counts_clash_exactly_where_no_number_fits_both(one: Stated, two: Stated) -> None:
    def holds(item: Stated, number: int) -> bool:
        return (item.low is None or number >= item.low) and (item.high is None or number <= item.high)

    both = any(holds(one, number) and holds(two, number) for number in range(0, 62))
    assert meets(one, two) == both
    found = relate(one, two)
    assert (found is None) == ((one.low, one.high) == (two.low, two.high))


def test_the_reason_names_both_values() -> None:
    found = compare([Stated("killed", low=30, high=30)], [Stated("killed", low=20, high=None)])
    assert found
    assert found.why == "at least 20 leaves room for 30"
    assert phrase(Stated("date", low="2019-03-20", high="2019-03-20")) == "Wednesday 20 March 2019"


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["perpetrator", "weapon", "place", "event"]))
def test_any_words_can_be_compared(one: str, two: str, slot: str) -> None:
    first, second = Stated(slot, name=one), Stated(slot, name=two)  # type: ignore[arg-type]
    there, back = compare([first], [second]), compare([second], [first])
    assert (there and there.difference) == (back and back.difference)
    assert compare([first], [first]) is None
