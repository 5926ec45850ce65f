"""Flags over invented reports: each kind with a case that has it and one that looks like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.records import (
    Attribution,
    Block,
    Claim,
    Flag,
    Link,
    Mention,
    PlaceValue,
    Report,
    Story,
    TimeValue,
    Value,
)
from firsthand.weigh import Evidence, find_findings, find_flags
from firsthand.weigh.sourcing import is_unnamed


class Case:
    """Reports with values marked by their words; `flags` runs the stage."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.values: list[Value] = []
        self.mentions: list[Mention] = []
        self.attributions: list[Attribution] = []
        self.links: list[Link] = []
        self.origins: dict[str, str] = {}

    def report(self, name: str, title: str, body: str, **fields: Any) -> str:
        text = f"{title}\n\n{body}"
        blocks = [Block("headline", 0, len(title))]
        start = len(title) + 2
        for part in body.split("\n\n"):
            kind = "caption" if part.startswith("Photo:") else "paragraph"
            blocks.append(Block(kind, start, start + len(part)))
            start += len(part) + 2
        given = {"published": "2019-03-20", "published_basis": "given", "publisher": f"Paper {name}", **fields}
        self.reports.append(Report(name, name, None, given["publisher"], None, "en", given["published"],
                                   given["published_basis"], title, text, tuple(blocks), ()))
        self.origins[name] = name
        return text

    def span(self, name: str, words: str) -> tuple[int, int]:
        text = next(report.text for report in self.reports if report.id == name)
        return text.index(words), text.index(words) + len(words)

    def value(self, report: str, words: str, slot: str = "killed", **cells: Any) -> None:
        start, end = self.span(report, words)
        of = "total" if slot in ("killed", "injured") else None
        base = Value(report, "i", True, slot, None, None, None, of, None, None, None, "fact", None, start, end)  # type: ignore[arg-type]
        self.values.append(replace(base, **cells))

    def day(self, name: str, words: str, day: str) -> None:
        start, end = self.span(name, words)
        self.mentions.append(Mention(name, start, end, "time", TimeValue(day, "DATE", day, "text")))

    def flags(self) -> tuple[Flag, ...]:
        stories = [Story("s", "", tuple(sorted(report.id for report in self.reports)), None, None)]
        claims = [Claim(value, "s", self.origins[value.report], True) for value in self.values]
        findings = find_findings(stories, self.reports, claims, self.mentions)
        found = find_flags(stories, Evidence(self.reports, self.mentions, self.attributions, self.values,
                                             self.links, claims, findings))
        for flag in found:
            text = next(report.text for report in self.reports if report.id == flag.report)
            assert text[flag.start:flag.end].strip(), "a flag stands on words"
            assert flag.why.endswith(".")
        return found

    def kinds(self) -> list[str]:
        return [flag.kind for flag in self.flags()]


@pytest.mark.parametrize(("title", "body", "below", "cells", "flagged"), [
    ("30 dead at the quay", "Up to 30 are feared dead, people say.", "Up to 30", {"low": None, "high": 30}, True),
    ("30 dead at the quay", "Thirty people, or 30, died here.", "30, died", {"low": 30, "high": 30}, False),
    ("30 dead at the quay", "Doctors counted 14 dead.", "14", {"low": 14, "high": 14}, True),
    ("30 dead at the quay", "Doctors counted 14 dead, and 16 on the ship.", "14", {"low": 14, "high": 14}, False),
    ("30 dead at the quay", "Dozens died, doctors say.", "Dozens", {"low": 24, "high": None}, False),
    ("30 dead at the quay", "Reportedly 30 people died.", "30 people", {"low": 30, "high": 30}, True),
    ("Up to 30 dead at the quay", "Up to 30 are feared dead.", "Up to 30 are", {"low": None, "high": 30}, False),
])
def test_headline_exceeds_body(title: str, body: str, below: str, cells: dict[str, Any], flagged: bool) -> None:
    case = Case()
    text = case.report("a", title, body)
    if title.startswith("Up to"):
        case.value("a", "Up to 30 dead", low=None, high=30)
    else:
        case.value("a", "30 dead", low=30, high=30)
    case.value("a", below, **cells)
    if "16" in text:
        case.value("a", "16", low=16, high=16, of="ship")
    assert ("headline_exceeds_body" in case.kinds()) == flagged


def test_headline_names_whom_the_text_only_suspects() -> None:
    case = Case()
    case.report("a", "Norway bombs quay", "Suspected Norwegian jets struck the quay.")
    case.value("a", "Norway", "perpetrator", name="Norway")
    case.value("a", "Norwegian jets", "perpetrator", name="Norwegian jets")
    assert case.kinds() == ["headline_exceeds_body"]


def test_headline_asserts_what_the_text_doubts() -> None:
    case = Case()
    case.report("a", "Fleet kills 30 officers", "The Coast Bureau says 30 officers died. It could not be verified.")
    case.value("a", "30 officers", low=30, high=30)
    start = case.span("a", "30 officers died")
    case.value("a", "30 officers died", low=30, high=30, said_by="The Coast Bureau")
    assert case.kinds() == ["headline_exceeds_body"]
    assert start[0] > 20


@pytest.mark.parametrize(("source", "unnamed"), [
    ("a medical source", True), ("two officials", True), ("witnesses", True), ("some resources", True),
    ("a source at Port Selm Police", True), ("local activist Tomas Reel", False), ("Coast Bureau", False),
    ("the Observatory of Tides", False), ("US officials", True), ("officials and the Coast Bureau", False),
    ("a medical source and witnesses", True), ("the mayor", False), ("the ministry", False),
    ("an official named Reel", False), ("open sources", False), ("", False), ("The monitor", False),
])
def test_unnamed_sources(source: str, unnamed: bool) -> None:
    assert is_unnamed(source) == unnamed


def test_anonymous_source_once_for_each_source() -> None:
    case = Case()
    case.report("a", "Blast at the quay", "A medical source said 14 died. The source said 9 were hurt.")
    case.value("a", "14 died", low=14, high=14, said_by="A medical source")
    case.value("a", "9 were hurt", "injured", low=9, high=9, said_by="The source")
    flag, = case.flags()
    assert (flag.kind, flag.why) == (
        "anonymous_source", "The figure of 14 killed rests on “A medical source”, whom the report does not name.")
    assert (flag.start, flag.end) == case.span("a", "A medical source")


@pytest.mark.parametrize(("words", "flagged"), [("Some resources", True), ("The Coast Bureau", False)])
def test_a_confirmation_by_nobody(words: str, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast", f"{words} confirmed the news.")
    case.attributions = [Attribution("a", "1", (case.span("a", words),), (case.span("a", "confirmed"),),
                                     (case.span("a", "the news"),), None, None, None, "asserts", False)]
    assert ("anonymous_source" in case.kinds()) == flagged


def test_circular_citation_needs_both_ways() -> None:
    case = Case()
    case.report("a", "Blast", "Paper b reports 14 dead.")
    case.report("b", "Blast", "Paper a reports 14 dead.")
    there = Link("a", "b", None, "cites", None, ((case.span("a", "Paper b"), ()),), "known")
    back = Link("b", "a", None, "credits", None, ((case.span("b", "Paper a"), ()),), "known")
    case.links = [there]
    assert case.kinds() == []
    case.links = [there, replace(back, kind="copies")]
    assert case.kinds() == []
    case.links = [there, back]
    assert [(flag.kind, flag.report, flag.start) for flag in case.flags()] == [
        ("circular_citation", "a", 7), ("circular_citation", "b", 7)]


@pytest.mark.parametrize(("day", "flagged"), [("2019-03-02", True), ("2019-03-19", False), ("2019-03-20", False)])
def test_recycled_caption_by_day(day: str, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast at the quay", "It happened on Wednesday.\n\nPhoto: smoke over the quay, that day")
    case.value("a", "Wednesday", "date", low="2019-03-20", high="2019-03-20")
    case.day("a", "that day", day)
    assert ("recycled_caption" in case.kinds()) == flagged


@pytest.mark.parametrize(("day", "flagged"), [("2019-03-02", True), ("2019-03-05", False)])
def test_recycled_caption_by_weekday(day: str, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast at the quay", "It happened on Tuesday.\n\nPhoto: smoke over the quay, that day")
    case.value("a", "Tuesday", "date", low="XXXX-WXX-2", high="XXXX-WXX-2")
    case.day("a", "that day", day)
    assert ("recycled_caption" in case.kinds()) == flagged


@pytest.mark.parametrize("caption", ["Photo: the Farton envoy at the talks", "Photo: soldiers of Farton"])
def test_a_caption_that_says_who_is_seen_is_set_nowhere(caption: str) -> None:
    case = Case()
    case.report("a", "Blast at the quay", f"It hit Port Selm.\n\n{caption}")
    case.value("a", "Port Selm", "place", name="Port Selm")
    for words, where in (("Port Selm", "XA"), ("Farton", "XB")):
        start, end = case.span("a", words)
        case.mentions.append(Mention("a", start, end, "place", PlaceValue(None, words, where, 1.0, 1.0)))
    assert "recycled_caption" not in case.kinds()


@pytest.mark.parametrize(("country", "flagged"), [("XB", True), ("XA", False), (None, False)])
def test_recycled_caption_by_place(country: str | None, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast at the quay", "It hit Port Selm.\n\nPhoto: two leaders meet in Farton")
    case.value("a", "Port Selm", "place", name="Port Selm")
    for words, where in (("Port Selm", "XA"), ("Farton", country)):
        start, end = case.span("a", words)
        case.mentions.append(Mention("a", start, end, "place", PlaceValue(None, words, where, 1.0, 1.0)))
    assert ("recycled_caption" in case.kinds()) == flagged


@pytest.mark.parametrize(("body", "words", "day", "flagged"), [
    ("Port Selm, 12 March 2019 - A blast hit.", "12 March 2019", "2019-03-12", True),
    ("Port Selm, 19 March 2019 - A blast hit.", "19 March 2019", "2019-03-19", False),
    ("A blast like that on 12 March 2019 hit.", "12 March 2019", "2019-03-12", False),
    ("Port Selm, 12 March - A blast hit.", "12 March", "2019-03-12", False),
])
def test_dateline_mismatch(body: str, words: str, day: str, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast", body)
    case.day("a", words, day)
    assert ("dateline_mismatch" in case.kinds()) == flagged


def test_undated_and_future() -> None:
    case = Case()
    case.report("a", "Blast", "A blast hit on 4 April 2019 here.", published=None)
    assert case.kinds() == ["undated"]
    later = Case()
    later.report("a", "Blast", "A blast hit on 4 April 2019 here.")
    later.value("a", "4 April 2019", "date", low="2019-04-04", high="2019-04-04")
    assert later.kinds() == ["future_date"]


def test_single_origin_of_several_reports() -> None:
    case = Case()
    case.report("a", "Blast", "14 died.")
    case.report("b", "Blast again", "14 died.")
    case.value("a", "14 died", low=14, high=14)
    case.value("b", "14 died", low=14, high=14)
    assert case.kinds() == []
    case.origins["b"] = "a"
    flag, = case.flags()
    assert (flag.kind, flag.report) == ("single_origin", "a")


@pytest.mark.parametrize(("body", "flagged"), [
    ("14 people died on the quay.", True),
    ("14 people died on the quay. The Coast Bureau has more.", False),
])
def test_lost_attribution(body: str, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast", "The Coast Bureau said 14 died.")
    case.report("b", "Blast", body)
    case.value("a", "14 died", low=14, high=14, said_by="The Coast Bureau")
    case.value("b", "14 people", low=14, high=14)
    assert ("lost_attribution" in case.kinds()) == flagged


def test_number_not_in_source() -> None:
    case = Case()
    case.report("a", "Blast", "The Coast Bureau said 30 died.")
    case.report("b", "Blast", "We count 14 dead.", publisher="Coast Bureau")
    case.value("a", "30 died", low=30, high=30, said_by="The Coast Bureau")
    case.value("b", "14 dead", low=14, high=14)
    assert case.kinds() == ["number_not_in_source"]
    case.report("c", "Blast", "Now 30 are dead.", publisher="Coast Bureau")
    case.value("c", "30 are dead", low=30, high=30)
    assert "number_not_in_source" not in case.kinds()


@pytest.mark.parametrize(("own", "other", "flagged"), [
    ({}, {"said_by": "the Coast Bureau"}, True),
    ({}, {"denied_by": "the Oslo embassy"}, True),
    ({}, {}, False),
    ({}, {"said_by": "a source"}, False),
    ({}, {"said_by": "the Coast Bureau", "name": "rebels"}, False),
    ({"said_by": "the mayor"}, {"said_by": "the Coast Bureau"}, False),
    ({"factuality": "possible"}, {"said_by": "the Coast Bureau"}, False),
])
def test_unsupported_cause(own: dict[str, Any], other: dict[str, Any], flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast", "Norway bombed the quay.")
    case.report("b", "Blast", "Norway did it, it is said.")
    case.value("a", "Norway", "perpetrator", **{"name": "Norway", **own})
    case.value("b", "Norway", "perpetrator", **{"name": "Norway", **other})
    found = [(flag.report, flag.kind) for flag in case.flags()]
    assert (("a", "unsupported_cause") in found) == flagged


@pytest.mark.parametrize(("body", "flagged"), [
    ("That the fleet has remained silent on the matter indicates that it did it.", True),
    ("The fleet has remained silent on the matter.", False),
    ("The quay was silent. A report indicates that 14 died.", False),
])
def test_argument_from_silence(body: str, flagged: bool) -> None:
    case = Case()
    case.report("a", "Blast", body)
    assert ("argument_from_silence" in case.kinds()) == flagged


def test_loaded_words_only_beside_a_plain_one() -> None:
    case = Case()
    case.report("a", "Blast", "Terrorists hit the quay.")
    case.value("a", "Terrorists", "perpetrator", name="Terrorists")
    assert case.kinds() == []
    case.report("b", "Blast", "Rebels hit the quay.")
    case.value("b", "Rebels", "perpetrator", name="Rebels")
    flag, = case.flags()
    assert (flag.kind, flag.report) == ("loaded_words", "a")


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_gives_flags_that_stand_on_words(body: str, title: str) -> None:
    case = Case()
    text = case.report("a", title, body)
    found = find_flags([Story("s", "", ("a",), None, None)],
                       Evidence(case.reports, [], [], [], [], [], []))
    assert all(0 <= flag.start < flag.end <= len(text) for flag in found)
