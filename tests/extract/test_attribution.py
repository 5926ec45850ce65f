"""Attributions: a table of sentences by construction, and what holds for any text."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.extract.attribution.find import (
    attribution_at,
    find_attributions,
    is_no_speaker,
    said_by,
    speaker_at,
    with_name,
)
from firsthand.extract.attribution.rules import Raw
from firsthand.extract.attribution.sources import identify
from firsthand.extract.parse import Parsed, Parser
from firsthand.records import Attribution, Report

TABLE = Path(__file__).parent.parent / "cases/attribution.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
_EDGES = " \n\t.,;:!?\"'“”‘’«»„-–"
Make = Callable[..., Report]


def parse(parser: Parser, report: Report) -> Parsed:
    return parser.parse([report])[0]


def words(parsed: Parsed, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [parsed.words(span).strip(_EDGES) for span in spans]


def described(parsed: Parsed, item: Attribution) -> tuple[list[str], list[str], list[str]]:
    return words(parsed, item.source), words(parsed, item.cue), words(parsed, item.content)


def wanted(row: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    def listed(text: str | None) -> list[str]:
        return [text.strip(_EDGES)] if text else []
    return listed(row["source"]), listed(row["cue"]), [text.strip(_EDGES) for text in row["content"]]


def case_id(row: dict[str, Any]) -> str:
    return f"{row['construction']}: {row.get('title') or row['text']}"[:70]


@pytest.mark.parametrize("row", CASES, ids=case_id)
def test_sentence(row: dict[str, Any], parser: Parser, report: Make, request: pytest.FixtureRequest) -> None:
    if "open" in row:
        request.applymarker(pytest.mark.xfail(reason=row["open"], strict=True))
    parsed = parse(parser, report(row["text"], title=row.get("title")))
    found = find_attributions(parsed)
    assert [described(parsed, item) for item in found] == [wanted(one) for one in row["expect"]]
    for item, one in zip(found, row["expect"], strict=True):
        given = {"name": item.source_name, "kind": item.source_kind, "stance": item.stance, "direct": item.direct,
                 "parent": item.parent and int(item.parent[1:]) - 1}
        assert {key: given[key] for key in one if key in given} == {key: one[key] for key in one if key in given}


def test_table_is_large_enough() -> None:
    assert len(CASES) >= 120
    assert sum("open" in row for row in CASES) <= len(CASES) // 10


NAMES = [
    ("The Norland Watch for Health said 12 died. The Watch said more were missing.", "Norland Watch for Health"),
    ("Watch director Ana Lind said 12 died. The road was cut. She said more were missing.", "Ana Lind"),
    ("Ana Lind said 12 died. Lind added that more were missing.", "Ana Lind"),
    ("The Norland Relief Union (NRU) said 12 died. The NRU said more were missing.", "Norland Relief Union"),
    ("The Norland Relief Union said 12 died. The group said more were missing.", "Norland Relief Union"),
    ("A source at Karlow Police Command said 12 died. The source said more were missing.",
     "source at Karlow Police Command"),
    ("A spokesman said 12 died. Witnesses said more were missing.", None),
    ("Some say 12 died. Others say more were missing.", None),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_last_source_is_named(text: str, name: str | None, parser: Parser, report: Make) -> None:
    found = find_attributions(parse(parser, report(text)))
    assert len(found) == 2
    assert found[-1].source_name == name


def test_who_says_these_words(parser: Parser, report: Make) -> None:
    text = "Nine people drowned. The daily Kest said officials believed that 12 were missing."
    parsed = parse(parser, report(text))
    found = find_attributions(parsed)
    inner = attribution_at(found, text.index("12"), text.index("12") + 2)
    assert inner is not None
    assert said_by(parsed, inner) == "officials"
    assert inner.parent == "a1"
    assert attribution_at(found, 0, 4) is None


def test_no_source_means_the_one_around(parser: Parser, report: Make) -> None:
    text = "Police said that 12 people were reportedly killed in Karlow."
    parsed = parse(parser, report(text))
    found = find_attributions(parsed)
    start = text.index("killed")
    inner, speaker = attribution_at(found, start, start + 6), speaker_at(found, start, start + 6)
    assert inner is not None
    assert said_by(parsed, inner) is None
    assert speaker is not None
    assert said_by(parsed, speaker) == "Police"


def test_a_pronoun_is_said_by_whom_it_means(parser: Parser, report: Make) -> None:
    text = "Ana Lind said 12 died. She said more were missing."
    parsed = parse(parser, report(text))
    assert [said_by(parsed, item) for item in find_attributions(parsed)] == ["Ana Lind", "Ana Lind"]


@pytest.mark.parametrize("text", [
    "said", '"', '""""""""', "''''", "according to", "According to", "said said said said", ": :", "He said",
    "\u202e\u200bsaid\u200f the mayor", "🔥 said 🔥", "says who?", "- - -: said", "\ufffd said \ufffd", "as saying",
])
def test_odd_texts_do_no_harm(text: str, parser: Parser, report: Make) -> None:
    for title in (None, text):
        parsed = parse(parser, report(text, title=title))
        check_spans(parsed, find_attributions(parsed))


def test_many_quotation_marks(parser: Parser, report: Make) -> None:
    parsed = parse(parser, report('"a " said ' * 2_000))
    check_spans(parsed, find_attributions(parsed))


PARTS = st.sampled_from(["The mayor", "said", "that", '"', "“", "”", "'", ",", ".", "\n\n", "12 people died", "he",
                         "according to", "police", "told AFP", "adding", "\u200b", "(", ")", ":", "who", "and",
                         "was quoted", "as saying", "on Monday", "reportedly", "«", "»", "é", "🔥"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, max_size=30))
def test_spans_hold_in_any_text(parts: list[str], parser: Parser, report: Make) -> None:
    parsed = parse(parser, report(" ".join(parts)))
    found = find_attributions(parsed)
    check_spans(parsed, found)
    assert found == find_attributions(parsed)


def check_spans(parsed: Parsed, found: list[Attribution]) -> None:
    """Spans lie in the text, in order, cut out words; ids count up; a parent's content holds its child."""
    size = len(parsed.report.text)
    by_id = {item.id: item for item in found}
    assert list(by_id) == [f"a{number + 1}" for number in range(len(found))]
    for item in found:
        assert item.content
        for spans in (item.source, item.cue, item.content):
            assert all(0 <= start < end <= size for start, end in spans)
            assert all(left[1] <= right[0] for left, right in pairwise(spans))
        if item.parent is not None:
            hull = item.cue + item.content
            low, high = min(start for start, _ in hull), max(end for _, end in hull)
            assert any(start <= low and high <= end for start, end in by_id[item.parent].content)


def test_they_may_mean_somebody_whose_claims_are_only_named(parser: Parser, report: Make) -> None:
    parsed = parse(parser, report('The Orlen Post says it took place on Tuesday, but this conflicts with the claims of '
                                  'Dalmar News Agency. "Two boats were hit on Wednesday," they insist.'))
    insisted = [one for one in find_attributions(parsed) if parsed.words(one.cue[0]) == "insist"]
    assert [one.source_name for one in insisted] == ["Dalmar News Agency"]


@pytest.mark.parametrize(("text", "source", "cue", "wanted"), [
    ("Navy sinks boat, crew believed to be armed", "crew", "believed", True),
    ("Nine men are believed to have drowned", "Nine men", "are believed", True),
    ("The farmers are said to be leaving", "The farmers", "are said to", True),
    ("No report indicates that the dam broke", "No report", "indicates", True),
    ("Nobody said that the dam broke", "Nobody", "said", True),
    ("No. 10 said the dam broke", "No. 10", "said", False),
    ("A nurse said to Orbit Radio the dam broke", "A nurse", "said", False),
    ("The officials believed the dam broke", "The officials", "believed", False),
    ("It was believed to hold, the mayor said", "the mayor", "said", False),
])
def test_who_is_spoken_of_and_nobody_are_no_sources(text: str, source: str, cue: str, wanted: bool) -> None:
    raw = Raw([span_of(text, source)], [span_of(text, cue)], [(0, 4)])
    assert is_no_speaker(text, raw) == wanted


def span_of(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(("text", "words", "name", "kind"), [
    ("Mayor Bell's spokesman Finn Oak said: “It is shut.”", "Mayor Bell's spokesman Finn Oak", "Finn Oak", "official"),
    ("Bell’s spokesman Finn Oak said: “It is shut.”", "Bell’s spokesman Finn Oak", "Finn Oak", "official"),
    ("Some resources confirmed the bridge was shut.", "Some resources", None, "anonymous"),
])
def test_whom_a_source_means(text: str, words: str, name: str | None, kind: str, parser: Parser, report: Make) -> None:
    parsed = parse(parser, report(text))
    who, = identify(parsed, [span_of(text, words)])
    assert (who.name, who.kind) == (name, kind)


@pytest.mark.parametrize(("text", "source", "whole"), [
    ("The Kest Centre for Rights a monitoring group said 31 died.", "a monitoring group",
     "The Kest Centre for Rights a monitoring group"),
    ("He left. Ada Bell a doctor said 3 died.", "a doctor", "Ada Bell a doctor"),
    ("In Port Selm a doctor said 3 died.", "a doctor", "a doctor"),
    ("On Monday a doctor said 3 died.", "a doctor", "a doctor"),
    ("Boats burned Monday a doctor said.", "a doctor", "a doctor"),
    ("Selm City Tuesday a doctor said 3 died.", "a doctor", "a doctor"),
    ("Ada Bell the mayor said so.", "the mayor", "the mayor"),
])
def test_a_name_beside_a_source_without_a_comma(text: str, source: str, whole: str) -> None:
    start = text.index(source)
    first, last = with_name(text, (start, start + len(source)))
    assert text[first:last] == whole
