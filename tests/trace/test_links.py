from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.engine.duckdb import DuckDBEngine
from firsthand.options import TraceOptions
from firsthand.records import Block, Hyperlink, Link, Mention, Report, Story, TimeValue
from firsthand.text import folded_words
from firsthand.trace import find_links
from tests.conftest import make_report, steps

ENGINE = DuckDBEngine()

WIRE = ("At least 14 people were killed on Tuesday when a blast tore through the fish quay of Port Selm. "
        "Two trawlers sank beside the burning stalls and the harbour was closed to all traffic until the evening. "
        "Fishermen said that a smell of gas had hung over the auction hall since the early morning.")
OWN = ("Nobody at the auction hall of Port Selm wants to talk about the morning of the blast. The quay smells of "
       "diesel, gulls sit on what is left of the stalls, and the harbour master keeps his door locked.")
FRAME = ("Follow us on every channel for more stories like this one and write to the editors of the Selm Gazette at "
         "any hour of the day or night. All rights reserved by the publishers of the Selm Gazette and their heirs.")


def links(*reports: Report, **fields: Any) -> tuple[Link, ...]:
    return find_links(reports, (), ENGINE, TraceOptions(), **fields)


def copies(*reports: Report, **fields: Any) -> list[Link]:
    return [link for link in links(*reports, **fields) if link.kind == "copies"]


def named(*reports: Report) -> set[tuple[str, str | None]]:
    return {(link.kind, link.source) for link in links(*reports) if link.kind != "copies"}


def one(text: str, ref: str, publisher: str | None = None, published: str | None = "2031-03-20",
        **fields: Any) -> Report:
    return make_report(text, ref=ref, publisher=publisher, published=published, **fields)


def test_a_reprint_is_a_copy_with_its_words_in_both_texts() -> None:
    wire = one(WIRE, "a", "Coast Agency")
    reprint = one(f"PORT SELM. {WIRE} More follows.", "b", "Selm Gazette", "2031-03-21")
    link, = copies(wire, reprint)
    assert (link.from_, link.to, link.direction) == (reprint.id, wire.id, "inferred")
    (ours, theirs), = link.spans
    assert reprint.text[slice(*ours)] == wire.text[slice(*theirs)] == WIRE[:-1]
    assert link.share == round(len(folded_words(WIRE)) / len(folded_words(reprint.text)), 4)


def test_changed_words_part_the_runs() -> None:
    wire = one(WIRE, "a")
    light = one(WIRE.replace("burning", "smoking"), "b", published="2031-03-21")
    link, = copies(wire, light)
    assert [light.text[slice(*ours)] for ours, _ in link.spans] == [
        "At least 14 people were killed on Tuesday when a blast tore through the fish quay of Port Selm. "
        "Two trawlers sank beside the",
        "stalls and the harbour was closed to all traffic until the evening. Fishermen said that a smell of gas had "
        "hung over the auction hall since the early morning"]


def test_signs_that_are_left_out_do_not_move_the_spans() -> None:
    wire = one(f"“Quay” \u200b— {WIRE}", "a")
    bare = one(WIRE.replace(",", "").replace(".", "").upper(), "b", published="2031-03-22")
    link, = copies(wire, bare)
    for ours, theirs in link.spans:
        assert [word for word, _, _ in folded_words(bare.text[slice(*ours)])] == [
            word for word, _, _ in folded_words(wire.text[slice(*theirs)])]


def test_other_words_and_stock_phrases_are_no_copies() -> None:
    stock = "Two people were killed and three others injured in a shooting, police said. "
    assert copies(one(WIRE, "a"), one(OWN, "b")) == []
    assert copies(one(stock + WIRE, "a"), one(stock + OWN, "b")) == []


@pytest.mark.parametrize(("days", "publishers", "expected"), [
    (("2031-03-01", "2031-03-20"), ("Selm Gazette", "Selm Gazette"), 0),
    (("2031-03-20", "2031-03-20"), ("Selm Gazette", "Selm Gazette"), 0),
    (("2031-03-20", "2031-03-20"), ("Selm Gazette", "Dawn Post"), 1),
])
def test_a_page_frame_is_no_copy(days: tuple[str, str], publishers: tuple[str, str], expected: int) -> None:
    reports = [one(f"{text} {FRAME}", ref, publisher, day)
               for text, ref, publisher, day in zip((WIRE, OWN), "ab", publishers, days, strict=True)]
    assert len(copies(*reports)) == expected


def test_boilerplate_blocks_are_set_aside() -> None:
    def framed(text: str, ref: str) -> Report:
        whole = f"{text}\n\n{FRAME}"
        blocks = (Block("paragraph", 0, len(text)), Block("boilerplate", len(text) + 2, len(whole)))
        return one(whole, ref, ref, blocks=blocks)

    assert copies(framed(WIRE, "a"), framed(OWN, "b")) == []


def test_who_credits_the_other_is_the_copy_whatever_the_days() -> None:
    wire = one(WIRE, "a", "Coast Agency", "2031-03-21")
    reprint = one(f"{WIRE}\n\nVia: Coast Agency", "b", "Selm Gazette", "2031-03-20")
    link, = copies(wire, reprint)
    assert (link.from_, link.to, link.direction) == (reprint.id, wire.id, "known")


def test_the_dateline_in_the_text_beats_the_publication_day() -> None:
    late = one(f"Published 22 March 2031 {WIRE}", "a", published="2031-03-19")
    early = one(WIRE, "b", published="2031-03-20")
    dateline = Mention(late.id, 10, 23, "time", TimeValue("2031-03-22", "DATE", "2031-03-22", "text"))
    assert [link.from_ for link in copies(late, early)] == [early.id]
    assert [link.from_ for link in copies(late, early, mentions=(dateline,))] == [late.id]


@pytest.mark.parametrize("fields", [("fetched",), ("modified",), ("fetched", "modified")])
def test_of_two_versions_of_a_page_the_later_has_it_from_the_earlier(fields: tuple[str, ...]) -> None:
    hours = [dict.fromkeys(fields, f"2031-03-20T{hour:02}:00:00Z") for hour in (7, 9)]
    for added in ("More follows.", "It burned all night."):
        first, second = (replace(one(text, "a", "Coast Agency", url="https://coast.example/quay"), **times)
                         for text, times in zip((WIRE, f"{WIRE} {added}"), hours, strict=True))
        link, = copies(first, second)
        assert (link.from_, link.to, link.direction) == (second.id, first.id, "known")


def test_without_days_the_direction_is_unknown() -> None:
    link, = copies(one(WIRE, "a", published=None), one(f"{WIRE} So it was.", "b", published=None))
    assert link.direction == "unknown"


@pytest.mark.parametrize(("text", "expected"), [
    ("Via: Reuters\n\nText of it all.", {("credits", "Reuters")}),
    ("PORT SELM (AP) - Fourteen people died.", {("credits", "Associated Press")}),
    ("Blast kills 14 AFP Monday 3 Mar 2031 Fourteen people died.", {("credits", "Agence France-Presse")}),
    ("A port official told Reuters that fourteen had died.", {("cites", "Reuters")}),
    ("Xinhua news agency reported that fourteen had died.", {("cites", "Xinhua")}),
    ("According to the Selm Evening Post, fourteen had died.", {("cites", "Selm Evening Post")}),
    ("This conflicts with the claims of Chinese Xinhua news agency.", {("cites", "Xinhua")}),
    ("According to the harbour master, fourteen had died.", set()),
    ("He used a map and told me of an ant.", set()),
    ("", set()),
])
def test_outlets_named_as_source(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert named(one(text, "a", "Dawn Post")) == expected


def test_nobody_cites_himself() -> None:
    assert named(one("A port official told Reuters that fourteen had died.", "a", "reuters.com")) == set()


def test_the_credit_of_a_photo_is_none_of_the_text() -> None:
    text = "The quay on 2 March. (Ana Brel/Pool Photo via AP)\n(AP)"
    caption = one(text, "a", blocks=(Block("caption", 0, len(text)),))
    assert named(caption) == set()


def test_a_citation_finds_the_report_that_it_means() -> None:
    meant = one(WIRE, "a", "Coast Agency")
    other = one("The ministry of fruit has counted its pears and found them wanting in weight.", "b", "Coast Agency")
    citing = one("The Coast Agency reported that a blast at the fish quay of Port Selm sank two trawlers beside the "
                 "burning stalls and killed 14 people. Fishermen had smelled gas at the auction hall.", "c", "Dawn Pos")
    assert [(link.kind, link.to, link.source) for link in links(meant, other, citing)] == [
        ("cites", meant.id, "Coast Agency")]


def test_hyperlinks_lead_to_reports_and_known_hosts() -> None:
    target = one(WIRE, "a", url="https://www.coast.example/quay/")
    anchor = [Hyperlink(href, 0, 6) for href in ("http://coast.example/quay?x=1", "https://www.reuters.com/world/1",
                                                 "https://shop.example/", "mailto:a@b.c", "http://[bad")]
    linking = one(OWN, "b", url="https://dawn.example/1", links=tuple(anchor))
    assert {(link.to, link.source) for link in links(target, linking)} == {(target.id, None), (None, "Reuters")}


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_the_reports_changes_nothing(order: list[int]) -> None:
    reports = [one(WIRE, "a", "Coast Agency"), one(WIRE, "b", "Dawn Post"), one(f"{WIRE} {OWN}", "c"),
               one("Coast Agency reported a blast.", "d", "Dawn Post"), one("", "e", None, None)]
    assert links(*(reports[number] for number in order)) == links(*reports)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="ab \n.'’\u200b\ufffdÄ", max_size=120), max_size=4))
def test_spans_cut_out_the_same_words_of_any_texts(texts: list[str]) -> None:
    reports = {report.id: report for report in (one(text, str(number)) for number, text in enumerate(texts))}
    for link in copies(*reports.values()):
        assert link.to is not None
        for ours, theirs in link.spans:
            cut = reports[link.from_].text[slice(*ours)], reports[link.to].text[slice(*theirs)]
            assert [word for word, _, _ in folded_words(cut[0])] == [word for word, _, _ in folded_words(cut[1])]


def test_thousands_of_reprints_make_a_star() -> None:
    same = [one(WIRE, f"same{number}") for number in range(400)]
    nearly = [one(f"{WIRE} Kiosk{number} sold out.", f"near{number}") for number in range(400)]
    found = copies(*same, *nearly)
    assert {end for link in found for end in (link.from_, link.to)} == {report.id for report in (*same, *nearly)}
    assert len(found) < 6 * 800


def test_ten_thousand_identical_reports_make_a_star_in_linear_steps() -> None:
    few, many = ([one(WIRE, f"same{number}") for number in range(count)] for count in (2_500, 10_000))
    found = copies(*many)
    assert len(found) == len(many) - 1
    assert len({link.to for link in found}) == 1
    assert steps(lambda: copies(*many)) < 5 * steps(lambda: copies(*few))


def test_a_story_of_thousands_grows_with_its_reports_not_with_their_pairs() -> None:
    def told(count: int) -> int:
        chance = random.Random(3)
        words = [f"word{number}" for number in range(4000)]
        reports = [one(" ".join(chance.choices(words, k=30)), f"r{number}") for number in range(count)]
        story = Story("s1", "Blast", tuple(sorted(report.id for report in reports)), None, None)
        return steps(lambda: links(*reports, stories=[story]))

    assert told(1_000) < 5 * told(250)


def test_reports_of_one_story_are_held_against_each_other_whatever_the_sample() -> None:
    chance = random.Random(11)
    words = [f"word{number}" for number in range(240)]
    text = " ".join(words)
    rewritten = " ".join(word if chance.random() < 0.5 else f"new{number}" for number, word in enumerate(words))
    wire, copy = one(text, "a"), one(rewritten, "b", published="2031-03-21")
    story = Story("s1", "Blast", tuple(sorted((wire.id, copy.id))), None, None)
    link, = copies(wire, copy, stories=[story])
    assert (link.from_, link.to) == (copy.id, wire.id)
    assert 0.4 < (link.share or 0) < 0.6
    for ours, theirs in link.spans:
        assert copy.text[slice(*ours)] == wire.text[slice(*theirs)]


def test_a_text_that_repeats_itself_is_copied_whole() -> None:
    caption = "A burnt stall on the fish quay of Port Selm, seen on Tuesday from the deck of a trawler. "
    text = caption * 5 + WIRE + caption * 3
    link, = copies(one(text, "a"), one(text, "b", published="2031-03-21"))
    assert link.share == 1.0


def test_a_paragraph_that_an_outlet_adds_every_day_is_no_copy() -> None:
    days = [f"2031-03-{day}" for day in (18, 19, 20, 21)]
    news = [" ".join(f"{day}word{number}" for number in range(30)) for day in days]
    told = [one(f"{words} {FRAME} And {words[::-1]}", day, "Selm Gazette", day)
            for day, words in zip(days, news, strict=True)]
    assert copies(*told) == []
    assert len(copies(*told[:3])) == 3


@pytest.mark.parametrize(("text", "expected"), [
    ("This story first appeared in the Selm Evening Post.", {("credits", "Selm Evening Post")}),
    ("With files from Reuters", {("credits", "Reuters")}),
    ("© 2031 Agence France-Presse", {("credits", "Agence France-Presse")}),
    ("Reuters contributed to this report.", {("cites", "Reuters")}),
    ("Source: Selm Observer", {("credits", "Selm Observer")}),
])
def test_ways_of_crediting(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert named(one(f"Fourteen people died at the quay.\n\n{text}", "a", "Dawn Pos")) == expected


@pytest.mark.parametrize(("line", "expected"), [
    ("Source: Selm Harbour Watch", {("credits", "Selm Harbour Watch")}), ("Photo: Reuters", set()),
    ("Picture by AFP", set()), ("All rights reserved", set())])
def test_a_credit_block_names_its_source_known_or_not(line: str, expected: set[tuple[str, str | None]]) -> None:
    body = "Fourteen people died at the quay of Port Selm."
    text = f"{body}\n\n{line}"
    blocks = (Block("paragraph", 0, len(body)), Block("credit", len(body) + 2, len(text)))
    assert named(one(text, "a", "Dawn Pos", blocks=blocks)) == expected
