"""Counts: a table of sentences, and properties of every text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.extract.counts.find import find_counts, read_counts, sentence_counts
from firsthand.extract.numerals import Word
from firsthand.extract.parse import Parser
from firsthand.records import CountValue, Report

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "count.jsonl").read_text("utf-8").splitlines()
]
Make = Callable[..., Report]


@pytest.fixture(scope="module")
def found(parser: Parser) -> list[list[dict[str, Any]]]:
    """What each case gives; all are parsed in one batch, for speed."""
    from tests.conftest import make_report

    parsed = parser.parse([make_report(case["text"]) for case in CASES])
    return [
        [
            {
                "words": one.words((count.start, count.end)),
                "unit": count.unit,
                "low": count.low,
                "high": count.high,
                **({"part": True} if count.part else {}),
            }
            for count in read_counts(one)
            if not count.implicit
        ]
        for one in parsed
    ]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["text"][:50] for case in CASES])
def test_case(number: int, found: list[list[dict[str, Any]]]) -> None:
    assert found[number] == CASES[number]["counts"]


def test_mentions_carry_the_numbers_words(parser: Parser, report: Make) -> None:
    text = "The blast killed at least 30 people."
    [parsed] = parser.parse([report(text, title="Bomb kills 31")])
    mentions = find_counts(parsed)
    assert [(parsed.words((mention.start, mention.end)), mention.value) for mention in mentions] == [
        ("31", CountValue(31, 31, "killed")),
        ("at least 30", CountValue(30, None, "killed")),
    ]
    assert {mention.kind for mention in mentions} == {"count"}


def test_one_victim_without_a_number_is_no_mention(parser: Parser, report: Make) -> None:
    [parsed] = parser.parse([report("The driver was killed.")])
    assert [count.implicit for count in read_counts(parsed)] == [True]
    assert find_counts(parsed) == []


WORDS = st.sampled_from(
    [
        "12",
        "at least",
        "killed",
        "people",
        "and",
        "30",
        "wounded",
        ",",
        "dozens",
        "a",
        "woman",
        "-",
        "old",
        "year",
        "the toll",
        "to",
        "of",
        "\ufffd",
        "children",
        "including",
        ".",
        "between",
        "20+",
        "$",
        "1,200",
        "shot",
        "\u200b",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_spans_lie_in_the_text_and_bounds_are_ordered(parser: Parser, report: Make, text: str) -> None:
    for one in parser.parse([report(text)] if text.strip() else []):
        for count in read_counts(one):
            assert 0 <= count.start < count.end <= len(one.report.text)
            assert one.words((count.start, count.end)).strip()
            assert count.low is not None or count.high is not None
            assert count.low is None or count.high is None or 0 <= count.low <= count.high


@pytest.mark.parametrize(
    "text",
    ["x", "\u200b\u200b", "12", "killed", "at least", "a", "between 20 and", "12 " * 500, "killed " * 300],
)
def test_scraps_do_no_harm(parser: Parser, report: Make, text: str) -> None:
    for one in parser.parse([report(text)]):
        assert all(count.unit for count in read_counts(one))


def named(people: int) -> list[Word]:
    """The words of "Ann, Ann, … killed" with so many names."""
    words = []
    for place in range(people):
        words += [Word("Ann", "ann", "ann", "PROPN", "NNP", "PERSON", 5 * place, 5 * place + 3),
                  Word(",", ",", ",", "PUNCT", ",", "", 5 * place + 3, 5 * place + 4)]
    return [*words, Word("killed", "killed", "kill", "VERB", "VBN", "", 5 * people, 5 * people + 6)]


def test_a_list_of_names_costs_what_it_is_long() -> None:
    from tests.conftest import steps

    short, long = named(200), named(800)
    assert steps(lambda: sentence_counts(long)) < 5 * steps(lambda: sentence_counts(short))
