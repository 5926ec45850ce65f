"""The properties of weighing, on invented claims."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand as fh
from firsthand.errors import OptionError
from firsthand.weigh.fusion.answers import METHODS
from firsthand.weigh.fusion.claims import as_claims
from firsthand.weigh.fusion.kinds import KINDS

Rows = list[tuple[str, str, str]]

claims = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "z|t", "w|t"]),
                            st.sampled_from(["1", "2", "10:05", "10:09", "selm > land", "a; b", "B; A"])),
                  min_size=1, max_size=40)


def answers(rows: object, **options: str) -> dict[str, dict[str, object]]:
    return {row["item"]: row for row in fh.weigh_claims(rows, **options).to_pylist()}


def world(items: int, accuracies: dict[str, float], copies: dict[str, str],
          seed: int = 3) -> tuple[Rows, dict[str, str]]:
    """Claims of sources of known accuracy, and of copies; the right values."""
    draw = random.Random(seed)
    truth = {f"i{place}": f"v{draw.randrange(9)}" for place in range(items)}
    said = {name: {item: right if draw.random() < accuracy else f"v{draw.randrange(9)}"
                   for item, right in truth.items()} for name, accuracy in accuracies.items()}
    said |= {copy: said[of] for copy, of in copies.items()}
    return [(name, item, value) for name, given in said.items() for item, value in given.items()], truth


def right(rows: Rows, truth: dict[str, str], method: str) -> float:
    found = answers(rows, method=method)
    return sum(found[item]["value"] == value for item, value in truth.items()) / len(truth)


@given(claims, st.sampled_from(KINDS), st.sampled_from(METHODS), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_order_and_repetition_change_nothing(rows: Rows, kind: str, method: str, draw: random.Random) -> None:
    once = fh.weigh_claims(rows, kind=kind, method=method)
    other = rows + rows[:3]
    draw.shuffle(other)
    assert fh.weigh_claims(other, kind=kind, method=method).equals(once)


@given(claims, st.sampled_from(METHODS))
@settings(deadline=None, max_examples=60)
def test_every_item_has_one_answer_that_some_source_gives(rows: Rows, method: str) -> None:
    found = answers(rows, method=method)
    assert set(found) == {item for _, item, _ in rows}
    for item, row in found.items():
        assert (item, row["value"]) in {(item, value) for _, item, value in rows}
        assert 0 <= row["probability"] <= 1  # type: ignore[operator]
        assert 0 < row["origins"] <= row["sources"] + 1e-3  # type: ignore[operator]


@given(claims)
@settings(deadline=None, max_examples=60)
def test_new_names_change_no_probability(rows: Rows) -> None:
    renamed = [("source " + source, "item " + item, value) for source, item, value in rows]
    before, after = answers(rows), answers(renamed)
    for item, row in before.items():
        assert after["item " + item]["probability"] == pytest.approx(row["probability"], abs=1e-6)
        assert after["item " + item]["value"] == row["value"]


def test_other_names_in_another_order_change_nothing() -> None:
    rows, _ = world(80, {"a": 0.9, "b": 0.7, "c": 0.5, "d": 0.6}, {"e": "c"})
    name = dict(zip("abcde", "zyxwv", strict=True))
    before, after = answers(rows), answers([(name[source], item, value) for source, item, value in rows])
    for item, row in before.items():
        assert after[item]["probability"] == pytest.approx(row["probability"], abs=1e-5)


def test_a_source_that_says_nothing_changes_nothing() -> None:
    rows, _ = world(60, {"a": 0.9, "b": 0.7, "c": 0.5}, {})
    table = pa.table(dict(zip(("source", "item", "value"), zip(*rows, strict=True), strict=True)))
    silent = pa.concat_tables([table, pa.table({"source": ["mute"], "item": ["i1"], "value": [""]})])
    assert fh.weigh_claims(silent).equals(fh.weigh_claims(table))


def test_a_duplicated_source_changes_no_probability() -> None:
    rows, _ = world(400, {"a": 0.8, "b": 0.7, "c": 0.6, "d": 0.75, "e": 0.65}, {})
    doubled = rows + [("copy", item, value) for source, item, value in rows if source == "c"]
    before, after = answers(rows), answers(doubled)
    worst = max(abs(float(str(before[item]["probability"])) - float(str(after[item]["probability"])))
                for item in before if before[item]["value"] == after[item]["value"])
    assert worst <= 0.01
    assert all(before[item]["value"] == after[item]["value"] for item in before)


@pytest.mark.parametrize("items", [30, 120])
def test_a_source_that_says_the_same_is_one_voice_with_few_claims_too(items: int) -> None:
    rows, _ = world(items, {"a": 0.8, "b": 0.7, "c": 0.5, "d": 0.75}, {})
    doubled = rows + [(copy, item, value) for source, item, value in rows if source == "c" for copy in ("c2", "a0")]
    before, after = answers(rows), answers(doubled)
    for item, row in before.items():
        assert (after[item]["value"], after[item]["probability"]) == (row["value"], row["probability"])
        assert after[item]["origins"] == pytest.approx(row["origins"], abs=2e-3)


def test_sources_that_agree_in_what_everybody_says_are_no_copies() -> None:
    rows = [(source, f"i{place}", "1") for source in "abcde" for place in range(40)]
    assert {row["origins"] for row in answers(rows).values()} == {5.0}


@pytest.mark.parametrize(("rows", "low", "high"), [
    ([("a", "x", "1")], 0.6, 0.8),
    ([("a", "x", "1"), ("b", "x", "1")], 0.85, 0.97),
    ([(source, "x", "1") for source in "abc"], 0.95, 0.99),
    ([("a", "x", "1"), ("b", "x", "2")], 0.3, 0.5),
])
def test_few_claims_make_no_certainty(rows: Rows, low: float, high: float) -> None:
    assert low < float(str(answers(rows)["x"]["probability"])) < high


def test_copies_outvote_nobody() -> None:
    accuracies = {"a": 0.85, "b": 0.8, "c": 0.8, "bad": 0.35}
    rows, truth = world(400, accuracies, {f"copy{number}": "bad" for number in range(5)})
    assert right(rows, truth, "vote") < 0.6
    assert right(rows, truth, "fuse") > 0.85


@pytest.mark.parametrize("method", METHODS)
def test_every_method_finds_what_good_sources_say(method: str) -> None:
    rows, truth = world(200, {"a": 0.9, "b": 0.9, "c": 0.8, "d": 0.3, "e": 0.4}, {})
    assert right(rows, truth, method) > 0.85


def test_a_reason_names_the_sources_their_weights_and_whom_they_share_values_with() -> None:
    rows, _ = world(400, {"a": 0.85, "b": 0.8, "c": 0.8, "bad": 0.35}, {"copy": "bad"})
    shared = [str(row["why"]) for row in answers(rows).values() if "copy" in str(row["why"])]
    assert any("bad 0.5" in why and "(says the same as copy)" in why for why in shared)


def test_values_within_the_tolerance_support_each_other() -> None:
    rows = [("a", "x", "10:00"), ("b", "x", "10:04"), ("c", "x", "15:00")]
    found = answers(rows, kind="time")["x"]
    assert found["value"] in ("10:00", "10:04")
    assert float(str(found["probability"])) > 0.5


def test_authors_in_another_order_are_one_value() -> None:
    rows = [("a", "x", "Ohm, Ada; Lin, Bo"), ("b", "x", "Bo Lin; Ada Ohm"), ("c", "x", "Cy Dey")]
    assert answers(rows, kind="set")["x"]["sources"] == 2


def test_several_values_of_one_source_share_its_vote() -> None:
    rows = [("a", "x", "1"), ("a", "x", "2"), ("b", "x", "2")]
    found = answers(rows, kind="text")["x"]
    assert (found["value"], found["sources"], found["origins"]) == ("2", 2, 1.5)


def test_attributes_are_weighed_for_themselves() -> None:
    days, _ = world(120, {"a": 0.95, "b": 0.5, "c": 0.5, "d": 0.9}, {}, seed=5)
    gates, truth = world(120, {"a": 0.2, "b": 0.9, "c": 0.9, "d": 0.9}, {}, seed=6)
    rows = [(source, item + "|day", value) for source, item, value in days]
    rows += [(source, item + "|gate", value) for source, item, value in gates]
    found = answers(rows)
    assert sum(found[item + "|gate"]["value"] == value for item, value in truth.items()) > 110


def test_one_source_is_no_certainty_and_noted() -> None:
    rows = [("a", "x", "1"), ("a", "y", "2")]
    assert 0.3 < float(str(answers(rows)["x"]["probability"])) < 0.99
    assert "one source" in as_claims(rows).notes[0]


def test_an_item_of_as_many_values_as_sources_has_no_sure_answer() -> None:
    found = answers([(f"s{number}", "x", f"v{number}") for number in range(30)])["x"]
    assert (found["value"], found["sources"]) == ("v0", 1)
    assert float(str(found["probability"])) < 0.1


@pytest.mark.parametrize("options", [{"kind": "colour"}, {"method": "guess"}])
def test_an_unknown_option_is_named(options: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="unknown"):
        fh.weigh_claims([("a", "x", "1")], **options)
