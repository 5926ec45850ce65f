"""Lists of names: how they are read, who is who in them, and how they are weighed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import firsthand as fh
from firsthand.weigh.fusion import people


@pytest.mark.parametrize(("written", "names"), [
    ("ohm, ada; lin, bo", ("ada ohm", "bo lin")),
    ("ada ohm and bo lin", ("ada ohm", "bo lin")),
    ("ada ohm & bo lin", ("ada ohm", "bo lin")),
    ("ada ohm, bo lin", ("ada ohm", "bo lin")),
    ("ohm, ada, lin, bo", ("ada ohm", "bo lin")),
    ("ohm, ada", ("ada ohm",)),
    ("van der ohm, ada; lin, bo (editor)", ("ada der ohm van", "bo lin")),
    ("a. ohm jr., et al", ("a ohm",)),
    ("ådå öhm", ("ada ohm",)),
    ("o'hara, bo; o’hara, bo", ("bo ohara",)),
    ("", ()), ("; & ,", ()),
])
def test_lists_are_read_in_the_ways_they_are_written(written: str, names: tuple[str, ...]) -> None:
    assert people.names_of(written) == names


@pytest.mark.parametrize(("one", "two", "same"), [
    ("ada ohm", "a ohm", True), ("ada ohm", "ohm", True), ("ada kernigan", "ada kernighan", True),
    ("ada ohm", "ida ohm", False), ("ada ohm", "bo ohm", False), ("a o", "ada ohm", False), ("a", "ada", False),
    ("ada marlowe", "ada marlow", True), ("ada halsted", "ada halsetd", True), ("ann lin", "jan lin", False),
    ("x" * 50, "x" * 49 + "y", False),
])
def test_who_is_one_person(one: str, two: str, same: bool) -> None:
    assert people.is_same_person(one, two) is same
    assert people.is_same_person(two, one) is same


def test_two_names_of_one_list_are_two_people() -> None:
    found = people.find_people([("a ohm", "ada ohm"), ("ohm",)], [1, 1])
    assert found["a ohm"] != found["ada ohm"]


def answer(*values: str) -> tuple[object, object]:
    rows = [(f"s{place}", "x", value) for place, value in enumerate(values)]
    row, = fh.weigh_claims(rows, kind="set").to_pylist()
    return row["value"], row["sources"]


@pytest.mark.parametrize(("values", "best"), [
    (("Ohm, Ada; Lin, Bo", "Ada Ohm and Bo Lin", "Ada Ohm", "A. Ohm", "Ada Ohm"), "Ada Ohm and Bo Lin"),
    (("Ada Ohm", "Ada Ohm", "Ada Ohm", "Ada Ohm", "Ada Ohm", "Ada Ohm and Cy Dey"), "Ada Ohm"),
    (("Ada Halstead", "Ada Halsted", "Halstead, Ada"), "Ada Halstead"),
    (("Bo Lin & Ada Ohm", "Ada Ohm; Bo Lin", "Cy Dey"), "Ada Ohm; Bo Lin"),
])
def test_left_out_names_weigh_little_and_slips_are_not_chosen(values: tuple[str, ...], best: str) -> None:
    assert answer(*values)[0] == best


def test_other_spellings_and_orders_count_together() -> None:
    assert answer("Ada Halstead & Bo Lin", "Lin, Bo; Halsted, Ada", "B. Lin and A. Halstead")[1] == 3


@given(st.lists(st.text(alphabet="ab,;& .é", max_size=12), min_size=1, max_size=8))
def test_any_lists_can_be_weighed(values: list[str]) -> None:
    rows = [(f"s{place}", "x", value) for place, value in enumerate([*values, "a"]) if value.strip()]
    row, = fh.weigh_claims(rows, kind="set").to_pylist()
    assert row["value"] in {value.strip() for _, _, value in rows}
    assert 0 <= row["probability"] <= 1


def test_a_place_within_a_wider_one_needs_no_majority() -> None:
    rows = [("a", "x", "Pier > Selm > Land"), ("b", "x", "Land"), ("c", "x", "Land"), ("d", "x", "Selm > Land")]
    row, = fh.weigh_claims(rows, kind="path").to_pylist()
    assert row["value"] == "Pier > Selm > Land"


def test_a_wide_place_is_right_where_any_place_in_it_is() -> None:
    rows = [(name, f"i{place}", "Land") for name in "abc" for place in range(5)]
    rows += [("d", f"i{place}", f"Town {place} > Land") for place in range(5)]
    found = fh.weigh_claims(rows, kind="path").to_pylist()
    assert all(str(row["value"]).startswith("Town") for row in found)
