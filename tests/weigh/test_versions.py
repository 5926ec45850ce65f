from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from firsthand.records import Block, Flag, Report, Story, Value
from firsthand.weigh.versions import KINDS, flag_versions, page_key
from tests.conftest import make_report, steps

URL = "https://selmpost.example/news/quay"
BEFORE = ("A blast at the fish quay of Port Selm reportedly killed 14 people on Tuesday. The harbour was closed. "
          "Rescuers searched the sheds.")
AFTER = ("A blast at the fish quay of Port Selm killed 19 people on Tuesday. The harbour was closed. "
         "Rescuers searched the sheds.")


def version(text: str, hour: int | None, title: str = "Quay burns", **fields: Any) -> Report:
    fetched = None if hour is None else f"2018-03-21T{hour:02}:00:00Z"
    return replace(make_report(text, title=title, **{"url": URL, **fields}), fetched=fetched)


def value(report: Report, words: str, low: int | str, slot: Any = "killed", of: str | None = "total") -> Value:
    start = report.text.index(words)
    return Value(report.id, "i1", True, slot, low, low, None, of if slot != "date" else None, None, None, None, "fact",
                 None, start, start + len(words))


def edits(reports: list[Report], values: list[Value] | None = None) -> list[Flag]:
    story = Story("s1", "Quay burns", tuple(sorted(report.id for report in reports)), None, None)
    return sorted(flag_versions([story], reports, values or []), key=lambda flag: (flag.report, flag.kind, flag.start))


def told(reports: list[Report], values: list[Value] | None = None) -> list[tuple[str, str]]:
    texts = {report.id: report.text for report in reports}
    return [(flag.kind, texts[flag.report][flag.start:flag.end]) for flag in edits(reports, values)]


def test_a_changed_headline() -> None:
    reports = [version(BEFORE, 7), version(BEFORE, 9, title="Quay blast kills many")]
    assert told(reports) == [("headline_changed", "Quay blast kills many")]
    flag, = edits(reports)
    assert flag.why == 'The version of 2018-03-21T07:00:00Z was headed: "Quay burns"'
    assert flag.story == "s1"


def test_a_changed_figure_and_a_dropped_hedge() -> None:
    one, two = version(BEFORE, 7), version(AFTER, 9)
    values = [value(one, "14", 14), value(two, "19", 19), value(one, "Tuesday", "2018-03-20", "date"),
              value(two, "Tuesday", "2018-03-20", "date")]
    assert told([one, two], values) == [
        ("figure_changed", "19"),
        ("hedge_dropped", "A blast at the fish quay of Port Selm killed 19 people on Tuesday.")]
    figure = edits([one, two], values)[0]
    assert figure.why == 'The version of 2018-03-21T07:00:00Z gave "14" for killed; this one gives "19".'


@pytest.mark.parametrize(("hedged", "plain"), [
    ("The blast may have been caused by gas", "The blast was caused by gas"),
    ("The blast is believed to be an attack", "The blast was an attack"),
    ("Two divers are feared to have drowned", "Two divers drowned"),
])
def test_a_hedge_that_goes_takes_its_verb_along(hedged: str, plain: str) -> None:
    reports = [version(f"{hedged}, police said.", 7), version(f"{plain}, police said.", 9)]
    assert told(reports) == [("hedge_dropped", f"{plain}, police said.")]


@pytest.mark.parametrize("note", [
    "Correction: an earlier version gave a wrong number.", "An earlier version of this article misstated the toll.",
    "This story has been corrected to give the right number.", "Clarification - the harbour was shut by the police.",
])
def test_an_added_correction(note: str) -> None:
    assert ("correction_added", note) in told([version(BEFORE, 7), version(f"{BEFORE}\n\n{note}", 9)])
    assert told([version(f"{BEFORE}\n\n{note}", 7), version(f"{BEFORE} More.\n\n{note}", 9)]) == []


@pytest.mark.parametrize(("one", "two"), [
    (version(BEFORE, 7), version(BEFORE, 9)), (version(BEFORE, 7), version(BEFORE + " It was dark.", 9)),
    (version(BEFORE, 7), version(AFTER, 9, url="https://selmpost.example/news/other", title="Other")),
    (version(BEFORE, 7, url=None), version(AFTER, 9, url=None, title="Other")),
    (version(AFTER, 7), version(BEFORE, 9)),
    (version(BEFORE, 7), version(BEFORE.replace("reportedly", "allegedly"), 9)),
    (version("", 7), version("", 9)),
])
def test_what_is_no_edit(one: Report, two: Report) -> None:
    assert told([one, two]) == []


def test_without_times_nothing_is_said_of_the_order() -> None:
    flags = edits([version(BEFORE, None), version(AFTER, None, title="Quay blast")])
    assert [flag.kind for flag in flags] == ["headline_changed"]
    assert "which came first is not known" in flags[0].why


def test_publication_times_tell_the_order_where_nothing_else_does() -> None:
    one, two = version(BEFORE, None, published="2018-03-21T07:00"), version(AFTER, None, published="2018-03-21T09:00")
    assert ("hedge_dropped", "A blast at the fish quay of Port Selm killed 19 people on Tuesday.") in told([two, one])


def test_each_version_is_held_against_the_one_before_it() -> None:
    reports = [version(BEFORE, hour, title=title) for hour, title in ((7, "One"), (8, "Two"), (9, "Three"))]
    assert [flag.why.partition("headed: ")[2] for flag in sorted(edits(reports), key=lambda flag: flag.why)] == [
        '"One"', '"Two"']
    for seed in range(3):
        shuffled = random.Random(seed).sample(reports, 3)
        assert edits(shuffled) == edits(reports)


@pytest.mark.parametrize(("one", "two", "same"), [
    (URL, "http://www.selmpost.example/news/quay/", True), (URL, URL + "?utm_source=x&fbclid=y#top", True),
    (URL, URL + "/amp", True), (URL, "https://amp.selmpost.example/news/quay", True), (URL, URL + "?id=2", False),
    (URL + "?a=1&b=2", URL + "?b=2&a=1", True), (URL, "https://other.example/news/quay", False),
    ("http://[", URL, False),
])
def test_page_key(one: str, two: str, same: bool) -> None:
    assert (page_key(one) == page_key(two)) is same


def test_spans_lie_in_the_later_version_and_kinds_are_known() -> None:
    later = version(AFTER, 9, title="Other")
    for flag in edits([version(BEFORE, 7), later]):
        assert flag.report == later.id
        assert flag.kind in KINDS
        assert later.text[flag.start:flag.end].strip()


def test_long_versions_cost_in_proportion() -> None:
    def work(count: int) -> int:
        text = " ".join(f"Shed {n} of pier {n * 7} may have burned on Tuesday." for n in range(count))
        one, two = (replace(version(words, hour), blocks=(Block("paragraph", 0, len(words)),), text=words, title=None)
                    for words, hour in ((text, 7), (text.replace("may have ", ""), 9)))
        return steps(lambda: edits([one, two]))

    assert work(400) < 6 * work(100)
