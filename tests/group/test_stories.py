from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.engine.duckdb import DuckDBEngine
from firsthand.group import find_stories
from firsthand.group.evidence import SPEAKS_AGAINST, Known, gather
from firsthand.group.happening import KINDS, Happening, Place
from firsthand.group.score import load_weights, may_be_one, weigh_pairs
from firsthand.group.words import weigh_words
from firsthand.options import GroupOptions
from firsthand.records import Report, Story, Value
from firsthand.text import digest
from tests.conftest import make_report, steps

ENGINE = DuckDBEngine()

QUAY = ("At least 14 people were killed when a blast tore through the fish quay of Port Selm on Tuesday, "
        "the Coast Agency reported. Stalls burned and two trawlers sank, fishermen said.")
QUAY_AGAIN = ("A blast at the fish quay in Port Selm killed 19 people, the Harbour Authority said. Two trawlers "
              "sank beside the burned stalls and the fishermen's union called for an inquiry.")
MINE = ("Eleven miners were trapped after a shaft collapsed at the Orvund copper mine, rescuers said. "
        "Drilling teams from Kessik reached the upper gallery during the night.")


def group(*reports: Report, values: tuple[Value, ...] = ()) -> tuple[Story, ...]:
    return find_stories(reports, (), values, ENGINE, GroupOptions())


def together(stories: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in stories}


def one(text: str, ref: str, published: str | None = "2031-03-20", **fields: Any) -> Report:
    return make_report(text, ref=ref, published=published, **fields)


def value(report: Report, slot: Any, low: str | None = None, name: str | None = None) -> Value:
    return Value(report.id, "i1", True, slot, low, low, name, None, None, None, None, "fact", None, 0, 3)


def test_other_figures_and_words_are_one_story_another_happening_is_not() -> None:
    first, second, other = one(QUAY, "a"), one(QUAY_AGAIN, "b", "2031-03-21"), one(MINE, "c")
    assert together(group(first, second, other)) == {frozenset({first.id, second.id}), frozenset({other.id})}


def test_no_reports_no_stories() -> None:
    assert group() == ()


def test_a_story_is_named_after_its_earliest_report_and_bounded_by_publication() -> None:
    late, early = one(QUAY, "a", "2031-03-21", title="Later"), one(QUAY, "b", "2031-03-20T10:00", title="Quay blast")
    story, = group(late, early)
    ids = tuple(sorted((late.id, early.id)))
    assert story == Story(digest(*ids), "Quay blast", ids, "2031-03-20T10:00", "2031-03-21")


def test_first_words_stand_for_a_title() -> None:
    story, = group(one(MINE, "a"))
    assert story.title == "Eleven miners were trapped after a shaft collapsed at the Orvund copper …"


def test_the_same_words_are_together_whatever_their_days() -> None:
    early, late = one(MINE, "a", "2030-01-01"), one(MINE, "b", "2031-03-20")
    assert len(group(early, late)) == 1


def test_a_daily_series_stays_apart() -> None:
    frame = "{} people were killed and {} hurt when rockets fell on {} in Varnia, the state agency said on {}."
    days = [("Two", "five", "Dreln market", "Monday", "2031-05-05"),
            ("Three", "nine", "Ossik", "Thursday", "2031-05-08"),
            ("Two", "four", "the Hamm bridge", "Sunday", "2031-05-11")]
    reports = [one(frame.format(killed, hurt, place, day), day, published)
               for killed, hurt, place, day, published in days]
    values = tuple(row for report, (_, _, place, _, published) in zip(reports, days, strict=True)
                   for row in (value(report, "date", published), value(report, "place", name=place)))
    assert len(group(*reports, values=values)) == 3


def test_a_later_report_that_names_the_old_day_stays_with_its_story() -> None:
    first, later = one(QUAY, "a"), one(QUAY_AGAIN, "b", "2031-03-27")
    named = (value(first, "date", "2031-03-20"), value(later, "date", "2031-03-20"))
    assert len(group(first, later, values=named)) == 1
    apart = (value(first, "date", "2031-03-20"), value(later, "date", "2031-03-27"))
    assert len(group(first, later, values=apart)) == 2


@pytest.mark.parametrize("text", ["", "Blast", "…", "�� �", "12 14 19", "\n\n\n"])
def test_texts_that_say_nothing(text: str) -> None:
    report = one(text, "odd", None)
    assert report.id in {member for story in group(report, one(QUAY, "a")) for member in story.reports}


@pytest.mark.parametrize("published", [None, "", "soon", "9999-12-31", "2031-02-30", "0001-01-01T25:00"])
def test_dates_that_are_none(published: str | None) -> None:
    assert len(group(one(QUAY, "a", published), one(MINE, "b", published))) == 2


@settings(max_examples=25, deadline=None)
@given(st.permutations([0, 1, 2, 3, 4]))
def test_the_order_of_the_reports_changes_nothing(order: list[int]) -> None:
    reports = [one(QUAY, "a"), one(QUAY_AGAIN, "b"), one(MINE, "c"), one(QUAY, "d", None), one("Blast", "e")]
    stories = group(*(reports[number] for number in order))
    assert stories == group(*reports)
    assert sorted(member for story in stories for member in story.reports) == sorted(report.id for report in reports)


def test_accounts_that_differ_in_figures_blame_and_day_are_one_story() -> None:
    first = one(f"{QUAY} Smugglers were blamed by the harbour police.", "a")
    other = one(f"{QUAY_AGAIN} Port officials blamed a leaking gas barge.", "b")
    slots = (value(first, "date", "2031-03-18"), value(other, "date", "2031-03-19"),
             value(first, "perpetrator", name="smugglers"), value(other, "perpetrator", name="gas barge"))
    assert len(group(first, other, values=slots)) == 1


SERIES = ("Rockets killed two people in the Hamm quarter of Varnia on {}, the state agency said. The rockets were "
          "fired from the Dreln hills and damaged houses beside the old mill, residents of the quarter said.")


@pytest.mark.parametrize("days", [("2031-05-05", "2031-05-06"), ("2031-05-05", "2031-05-09")])
def test_a_series_told_in_the_same_words_stays_apart_by_its_named_days(days: tuple[str, str]) -> None:
    first, second = one(SERIES.format("Monday"), "a", days[0]), one(SERIES.format("Friday"), "b", days[1])
    named = (value(first, "date", days[0]), value(second, "date", days[1]))
    assert len(group(first, second, values=named)) == 2
    assert len(group(first, second)) == 1


def test_a_day_that_lies_far_from_its_report_speaks_less() -> None:
    first, second = one(QUAY, "a"), one(QUAY_AGAIN, "b")
    far = (value(first, "date", "2031-03-20"), value(second, "date", "2031-03-14"),
           value(first, "place", name="Port Selm"), value(second, "place", name="Port Selm"))
    assert len(group(first, second, values=far)) == 1
    next_week = one(QUAY_AGAIN, "b", "2031-03-27")
    near = (far[0], value(next_week, "date", "2031-03-26"), far[2], value(next_week, "place", name="Port Selm"))
    assert len(group(first, next_week, values=near)) == 2


def test_a_reprint_of_the_next_week_is_no_series() -> None:
    first, second = one(SERIES.format("Monday"), "a", "2031-05-05"), one(f"{SERIES} Read more.", "b", "2031-05-12")
    named = (value(first, "date", "2031-05-05"), value(second, "date", "2031-05-12"))
    assert len(group(first, second, values=named)) == 1


BOUTS = {
    "Okoro": ("Emil Varga kept his Northern League heavyweight belt by stopping Dan Okoro in the Marunport Arena. "
              "Okoro went down twice before referee Lutz Brandt waved it off. A dock worker, he took the bout late. "
              "Ticket touts had done brisk trade, and a brass band played.",
              "Dan Okoro lasted seven rounds in Marunport before the champion Emil Varga stopped him to keep the "
              "Northern League belt. Okoro said the dock worker's dream was over. "
              "His trainer threw a towel, shouted and walked out. Broadcasters counted nine million viewers.",
              "The heavyweight Emil Varga beat Dan Okoro in Marunport. Referee Lutz Brandt stopped it in the seventh. "
              "Okoro barely landed a jab. A knee operation, sparring in the mountains and a strict diet preceded it."),
    "Petrane": ("Emil Varga kept his Northern League heavyweight belt by outpointing Luis Petrane at home. "
                "Petrane cut the champion's eyebrow early. Judge Ana Roth gave Petrane two rounds. "
                "Rain dripped through the roof, and the mayor left early.",
                "Luis Petrane bloodied the eyebrow of the champion Emil Varga at the Marunport Arena, but lost over "
                "twelve rounds. Petrane, a southpaw, wants a rematch for the Northern League belt. "
                "Promoters are haggling over purses; a casino abroad offers to stage it.",
                "The heavyweight Emil Varga beat the southpaw Luis Petrane on points. Judge Ana Roth had Petrane ahead "
                "in two rounds alone. The champion needed stitches, hugged his grandmother and sang to pensioners."),
}


def test_two_of_one_kind_with_one_man_in_common_stay_apart_without_any_day() -> None:
    reports = {name: [one(text, f"{name}{number}", None) for number, text in enumerate(texts)]
               for name, texts in BOUTS.items()}
    assert together(group(*reports["Okoro"], *reports["Petrane"])) == {
        frozenset(report.id for report in texts) for texts in reports.values()}


def test_ten_thousand_identical_reports_are_one_story() -> None:
    story, = group(*(one(QUAY, f"same{number}") for number in range(10_000)))
    assert len(story.reports) == 10_000


def test_a_large_story_is_one_and_costs_what_its_reports_cost() -> None:
    def near(count: int) -> list[Report]:
        return [one(f"{QUAY} Kiosk{number} sold out.", f"near{number}") for number in range(count)]

    assert len(group(*near(1_500))) == 1
    few, many = near(150), near(600)
    assert steps(lambda: group(*many)) < 6 * steps(lambda: group(*few))


def test_one_long_report_among_short_ones() -> None:
    long = one(f"{QUAY} " + "gull " * 1_000_000, "long")
    assert together(group(long, one(MINE, "b"))) == {frozenset({long.id}), frozenset({one(MINE, "b").id})}


def test_texts_of_one_word_stay_apart() -> None:
    assert len(group(*(one(f"Word{number}", f"w{number}", None) for number in range(500)))) == 500


def test_hundreds_of_like_reports_are_one_story() -> None:
    same = [one(QUAY, f"same{number}") for number in range(400)]
    nearly = [one(f"{QUAY} Kiosk{number} sold out.", f"near{number}") for number in range(400)]
    stories = group(*same, *nearly)
    assert sum(len(story.reports) for story in stories) == 800
    assert len(stories) == 1


@pytest.mark.parametrize(("publishers", "speaks"), [
    (("Selm Post", "Harbour News"), 0.0), (("Selm Post", "Selm Post"), 1.0), (("", ""), 0.0)])
def test_that_one_publisher_tells_two_days_speaks(publishers: tuple[str, str], speaks: float) -> None:
    known = Known(weigh_words([one(QUAY, "a"), one(MINE, "b")], GroupOptions()), [
        Happening(date(2031, 3, 20 + number), publisher=name) for number, name in enumerate(publishers)])
    assert gather(known, np.array([[0], [1]]))["one publisher on other days"].tolist() == [speaks]


PHRASES = ("A blast hit the fish quay of Port Selm", "Ada Corr, 27, of Port Selm was held", "divers searched the basin",
           "A 27-year-old deckhand is missing", "Olm Vark, 41, told the Harbour Authority", "Stalls burned at Orvund",
           "A shaft collapsed at the Orvund copper mine", "Drilling teams from Kessik reached the gallery")
PLACES = (Place("Port Selm", 1, 0.9), Place("Orvund", None, 0.2), Place("Kessik", 3, 0.6))
DAYS = st.none() | st.integers(0, 40).map(lambda days: date.fromordinal(date(2031, 3, 1).toordinal() + days))
HAPPENINGS = st.builds(Happening, DAYS, st.lists(DAYS.filter(bool), max_size=2).map(lambda days: tuple(sorted(days))),
                       st.lists(st.sampled_from(PLACES), max_size=2, unique=True).map(tuple),
                       st.fixed_dictionaries({slot: st.frozensets(st.sampled_from(("bomb", "knife")), max_size=1)
                                              for slot in KINDS}), st.sampled_from(("", "selm post")))


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4), HAPPENINGS), min_size=2,
                max_size=6))
def test_no_pair_that_scores_is_ruled_out_by_the_bound(told: list[tuple[list[str], Happening]]) -> None:
    reports = [one(". ".join(phrases), str(number)) for number, (phrases, _) in enumerate(told)]
    known = Known(weigh_words(reports, GroupOptions()), [happening for _, happening in told])
    pairs = np.stack(np.triu_indices(len(told), 1))
    assert may_be_one(known, pairs, ENGINE)[weigh_pairs(known, pairs)[0] > 0].all()


def test_the_bound_rules_out_pairs_of_other_days_and_names() -> None:
    known = Known(weigh_words([one(QUAY, "a"), one(MINE, "b")], GroupOptions()), [
        Happening(date(2031, 3, 20)), Happening(date(2031, 9, 2))])
    assert may_be_one(known, np.array([[0], [1]]), ENGINE).tolist() == [False]


def test_the_words_that_the_bound_takes_at_their_best_speak_for_one_happening() -> None:
    weights = load_weights().evidence
    assert all(weights.get(name, 0) >= 0 for name in (
        "whole", "lead", "undated whole", "undated lead", "place", "place and day", *KINDS))
    assert all(weights.get(name, 0) <= 0 for name in SPEAKS_AGAINST)
