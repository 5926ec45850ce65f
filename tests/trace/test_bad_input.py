"""Bad input through grouping, links and origins: right or clearly said, and never more steps than reports."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from firsthand.engine.duckdb import DuckDBEngine
from firsthand.group import find_stories, make_story
from firsthand.options import GroupOptions, TraceOptions
from firsthand.records import Link, Origin, Report, Story
from firsthand.trace import find_links, find_origins
from firsthand.trace.authority import Use, meet_names
from firsthand.trace.outlets import load_outlets
from tests.conftest import make_report, steps

ENGINE = DuckDBEngine()
QUAY = ("A blast at the fish quay of Port Selm killed 14 people on Tuesday, the harbour authority said. Two trawlers "
        "sank beside the burning stalls, and divers searched the basin until dusk for a missing deckhand.")
ODD_DAYS = ("9999-12-31", "2999-01-01T00:00:00Z", "", "not a day", None, "0001-01-01")


Related = tuple[Sequence[Story], tuple[Link, ...], tuple[Origin, ...]]


def related(reports: Sequence[Report], stories: Sequence[Story] = ()) -> Related:
    stories = stories or find_stories(reports, (), (), ENGINE, GroupOptions())
    links = find_links(reports, (), ENGINE, TraceOptions(), stories=stories)
    return stories, links, find_origins(stories, reports, links, (), ()).origins


def stages(reports: Sequence[Report], found: Related) -> list[Callable[[], object]]:
    stories, links, _ = found
    return [lambda: find_stories(reports, (), (), ENGINE, GroupOptions()),
            lambda: find_links(reports, (), ENGINE, TraceOptions(), stories=stories),
            lambda: find_origins(stories, reports, links, (), ())]


def named(count: int) -> list[str]:
    chance = random.Random(2)
    return ["".join(chance.choices("bcdfglmnprst", k=1) + chance.choices("aeioubdklmnrst", k=7)).title() + " Post"
            for _ in range(count)]


def told(count: int, text: Callable[[int], str], day: Callable[[int], str | None]) -> list[Report]:
    return [make_report(text(number), ref=f"r{number}", publisher=name, published=day(number))
            for number, name in enumerate(named(count))]


def wordy(number: int) -> str:
    return f"{QUAY} {' '.join(f'word{place}' for place in random.Random(number).sample(range(3_000), 30))}"


@pytest.mark.parametrize(("text", "day"), [
    (lambda _: QUAY, lambda _: "2031-03-20"),
    (lambda _: "Blast", lambda _: None),
    (lambda number: f"Word{number}", lambda _: ""),
    (wordy, lambda number: ODD_DAYS[number % len(ODD_DAYS)]),
    (lambda number: f"{QUAY} Kiosk{number} sold out.", lambda number: f"2031-03-{1 + number % 28:02}"),
    (lambda number: f"{QUAY} Kiosk{number} sold out, the Selm Post reported.", lambda _: "2031-03-20"),
], ids=["identical", "one word, the same", "one word each", "odd days", "a day each", "one source"])
def test_steps_of_each_stage_grow_with_the_reports_and_their_links(
        text: Callable[[int], str], day: Callable[[int], str | None]) -> None:
    few, many = (told(count, text, day) for count in (150, 600))
    before, after = related(few), related(many)
    assert {report for story in before[0] for report in story.reports} == {report.id for report in few}
    growth = max(4, len(after[1]) / max(len(before[1]), 1))
    for small, large in zip(stages(few, before), stages(many, after), strict=True):
        assert steps(large) < 1.5 * growth * steps(small)


def test_a_story_of_thousands_of_outlets_grows_with_them() -> None:
    outlets = load_outlets()
    few, many = ({name: Use(1) for name in named(count)} for count in (250, 1_000))
    assert steps(lambda: meet_names(many, outlets)) < 6 * steps(lambda: meet_names(few, outlets))


def test_two_reports_that_cite_each_other_are_named_as_a_circle() -> None:
    ours = make_report(f"{QUAY} The Selm Post reported that the mayor had fled.", ref="a", publisher="Dawn Courier",
                       published="2031-03-20")
    theirs = make_report("The mayor of Port Selm fled after the blast at the fish quay, the Dawn Courier reported. "
                         "Trawlers sank beside burning stalls; divers searched the basin for a missing deckhand.",
                         ref="b", publisher="Selm Post", published="2031-03-20")
    _, links, origins = related([ours, theirs], [make_story([ours, theirs])])
    assert {(link.from_, link.to) for link in links if link.kind == "cites"} == {
        (ours.id, theirs.id), (theirs.id, ours.id)}
    assert any("Dawn Courier and Selm Post cite each other" in origin.why for origin in origins)


def test_a_report_of_megabytes_is_held_against_a_short_one_in_steps_that_do_not_grow_with_it() -> None:
    def long(repeats: int) -> list[Report]:
        gulls = " ".join(f"gull{number % 5_000} cried" for number in range(repeats))
        return [make_report(f"{QUAY} {gulls}", ref="long", published="2031-03-21"),
                make_report(QUAY, ref="short", published="2031-03-20")]

    short, large = long(5_000), long(80_000)
    link, = related(large)[1]
    assert (link.kind, link.from_, link.to) == ("copies", large[0].id, large[1].id)
    assert steps(lambda: related(large)) < 3 * steps(lambda: related(short))
