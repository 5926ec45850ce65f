"""Values: a table of small reports, and what holds for every text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.extract.counts.find import find_counts
from firsthand.extract.incidents.find import find_values
from firsthand.extract.parse import Parsed, Parser
from firsthand.extract.times.find import find_times
from firsthand.records import Attribution, Report, Value

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "incident.jsonl").read_text("utf-8").splitlines()
]
Make = Callable[..., Report]
COUNTED = ("killed", "injured", "missing")


def values_of(parsed: Parsed, attributions: tuple[Attribution, ...] = ()) -> list[Value]:
    return find_values(
        parsed, times=find_times(parsed), places=[], counts=find_counts(parsed), attributions=attributions
    )


def read(parser: Parser, report: Report) -> list[Value]:
    [parsed] = parser.parse([report])
    return values_of(parsed)


def main_values(values: list[Value], slot: str) -> list[Any]:
    """The main incident's values of a slot, as the table of cases writes them."""
    rows = [value for value in values if value.main and value.slot == slot]
    if slot in COUNTED:
        return [[row.low, row.high] for row in rows if row.of == "total"]
    return [row.low if slot == "date" else row.name for row in rows]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_case(case: dict[str, Any], parser: Parser, report: Make) -> None:
    values = read(parser, report(case["text"], title=case["title"], published=case["published"]))
    for slot, wanted in case["main"].items():
        assert main_values(values, slot) == wanted, slot
    for slot in {"killed", "injured", "date"} - case["main"].keys():
        assert not [row for row in main_values(values, slot) if slot != "date"], slot


def test_no_day_is_invented(parser: Parser, report: Make) -> None:
    values = read(parser, report("Nine people were killed in Orlen.", published="2031-05-07"))
    assert not [value for value in values if value.slot == "date"]


def test_a_group_is_not_a_second_total(parser: Parser, report: Make) -> None:
    values = read(parser, report("Twelve people, including four children, were killed."))
    assert [(value.low, value.of) for value in values if value.slot == "killed"] == [
        (12, "total"),
        (4, "children"),
    ]


def test_background_has_its_own_incident(parser: Parser, report: Make) -> None:
    text = "Nine miners died in a blast near Orlen. More than 300 people have been killed in the mine since 2019."
    killed = [value for value in read(parser, report(text)) if value.slot == "killed"]
    assert [(value.low, value.main) for value in killed] == [(9, True), (301, False)]
    assert len({value.incident for value in killed}) == 2


def test_the_speaker_is_kept(parser: Parser, report: Make) -> None:
    text = "Nine people were killed in Orlen, the mayor said."
    [parsed] = parser.parse([report(text)])
    said = Attribution(
        parsed.report.id,
        "a1",
        ((34, 43),),
        ((44, 48),),
        ((0, 32),),
        "the mayor",
        "official",
        None,
        "asserts",
        False,
    )
    [killed] = [value for value in values_of(parsed, (said,)) if value.slot == "killed"]
    assert (killed.said_by, killed.attribution, killed.factuality) == ("the mayor", "a1", "fact")


def test_a_hedge_lowers_factuality(parser: Parser, report: Make) -> None:
    [killed] = [
        value
        for value in read(parser, report("Up to 20 people may have been killed in the flood."))
        if value.slot == "killed"
    ]
    assert (killed.low, killed.high) == (None, 20)
    [killed] = [
        value
        for value in read(parser, report("The blast reportedly killed nine people."))
        if value.slot == "killed"
    ]
    assert killed.factuality == "possible"


WORDS = st.sampled_from(
    [
        "12",
        "people",
        "were",
        "killed",
        "in",
        "Orlen",
        "on",
        "Monday",
        ".",
        "airstrikes",
        "by",
        "the",
        "army",
        "village",
        "of",
        "al-Rim",
        "\ufffd",
        "car bomb",
        "said",
        '"',
        "and",
        "30",
        "wounded",
        "\u200b",
        "2031",
    ]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_every_value_rests_on_words(parser: Parser, report: Make, text: str) -> None:
    for one in parser.parse([report(text, published="2031-05-07")] if text.strip() else []):
        values = values_of(one)
        for value in values:
            words = one.words((value.start, value.end))
            assert words.strip()
            assert value.main == (value.incident == "i1")
            if value.slot in ("place", "perpetrator", "weapon"):
                assert value.name == words
        assert values == values_of(one)


@pytest.mark.parametrize("text", ["and " * 1500 + "airstrikes killed 12.", "Ann Moor, 23, " * 200 + "were killed.",
                                  "by by by army army , , , killed killed", "who which who killed",
                                  f"{'-' * 400}x Two people were killed at Selm.",
                                  f"A blast at Selm killed two. Attempted {'-' * 400}x murder was charged.",
                                  f"{'N' * 400}+ {'N-' * 200}+ {'- ' * 200}+ two were killed{' ' * 400}at Selm."])
def test_lists_without_end_do_no_harm(parser: Parser, report: Make, text: str) -> None:
    for value in read(parser, report(text)):
        assert value.start < value.end


def test_a_far_larger_figure_is_of_something_wider(parser: Parser, report: Make) -> None:
    text = "Eleven people were killed in a raid on Dalmar. Rescuers counted more than 900 dead in the province."
    killed = [value for value in read(parser, report(text)) if value.slot == "killed"]
    assert [(value.low, value.of, value.main) for value in killed] == [(11, "total", True), (901, "total", False)]


def test_a_country_and_its_people_are_one_doer(parser: Parser, report: Make) -> None:
    text = "Peruvian jets bombed a school in Dalmar. Nine people were killed in the attack by Peru."
    assert main_values(read(parser, report(text)), "perpetrator") == ["Peruvian jets"]
