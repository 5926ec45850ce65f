"""What counts as the same value, and what as near."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.weigh.fusion import kinds


@pytest.mark.parametrize(("keys", "kind"), [
    (["10:05", "23:59", "7:30"], "time"),
    (["1,200", "3.5", "-4", "1e6"], "number"),
    (["pier > selm", "selm"], "path"),
    (["ada ohm; bo lin", "bo lin"], "set"),
    (["a5", "b12", "12"], "text"),
    (["ada ohm & bo lin", "cy dey and ed fry", "bo lin"], "set"),
    (["ohm, ada", "ada ohm", "cy dey"], "set"),
    (["gate 5 and 6", "gate 7", "gate 8 & 9"], "text"),
    ([], "text"),
])
def test_the_kind_is_what_most_values_look_like(keys: list[str], kind: str) -> None:
    assert kinds.pick_kind(keys, "auto") == kind
    assert kinds.pick_kind(keys, "text") == "text"


@pytest.mark.parametrize(("one", "two", "kind"), [
    ("1,200", "1200.0", "number"), ("7:05", "07:05:00", "time"), ("24:00", "00:00", "time"),
    ("ohm, ada; lin, bo", "bo lin;ada ohm", "set"), ("pier>selm", "pier > selm", "path"),
])
def test_other_writings_of_one_value_are_the_same(one: str, two: str, kind: kinds.Kind) -> None:
    assert kinds.canonical(one, kind) == kinds.canonical(two, kind)


@pytest.mark.parametrize(("one", "two", "near"), [
    (1439.0, 5.0, True), (600.0, 610.0, True), (600.0, 611.0, False), (600.0, 600.0, True)])
def test_times_are_near_within_ten_minutes_round_midnight(one: float, two: float, near: bool) -> None:
    assert bool(kinds.nearness(np.array(one), np.array(two), "time") > 0) is near


@pytest.mark.parametrize(("one", "two", "near"), [
    (1000.0, 1001.0, True), (1000.0, 1002.0, False), (0.0, 0.0, True), (0.0, 1.0, False), (-5.0, 5.0, False)])
def test_numbers_are_near_within_a_thousandth(one: float, two: float, near: bool) -> None:
    assert bool(kinds.nearness(np.array(one), np.array(two), "number") > 0) is near


@pytest.mark.parametrize(("one", "two", "inside"), [
    ("pier > selm > land", "selm > land", True), ("land > selm > pier", "land", True),
    ("selm > land", "pier > selm > land", False), ("pier > selm", "quay > selm", False),
    ("pier > selm", "pier > selm", False), ("pier > selm > land", "selm", False)])
def test_a_place_lies_in_a_wider_one(one: str, two: str, inside: bool) -> None:
    assert kinds.lies_in(one, two) is inside


@pytest.mark.parametrize("text", ["", ".", "-", "12 men", "1,2,3", "99" * 40, "1e999", "25:00", "10:75"])
def test_what_is_no_number_has_no_place(text: str) -> None:
    assert np.isnan(kinds.number(text))
    assert np.isnan(kinds.minutes(text))
