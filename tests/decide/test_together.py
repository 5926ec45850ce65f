"""Merges and splits by hand, over what grouping and tracing found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.decide import (
    Choice,
    Hand,
    draft,
    group_by_hand,
    origins_by_hand,
    read_hand,
    standing,
    title_by_hand,
)
from firsthand.errors import OptionError
from firsthand.records import Change, Claim, Origin, Story
from tests.conftest import make_report
from tests.decide.test_decisions import ROW

MADE = [make_report(f"Report number {number} of a blast.", ref=str(number)) for number in range(5)]
REPORTS = {report.id: report for report in MADE}
IDS = sorted(REPORTS)
A, B, C, D, E = IDS


def story(*ids: str) -> Story:
    return Story("".join(one[:2] for one in ids), "A blast", tuple(ids), None, None)


def hand(*choices: Choice) -> Hand:
    return read_hand(replace(draft(choice, "ada", "now", REPORTS), number=number)
                     for number, choice in enumerate(choices, start=1))


def test_a_merge_holds_when_a_report_comes_to_either_story() -> None:
    merged = hand(Choice("merge", story(A, B), reports=(C,)))
    assert group_by_hand([[A, B], [C], [D]], merged) == [[A, B, C], [D]]
    assert group_by_hand([[A, B], [C, D]], merged) == [[A, B, C, D]]


def test_a_split_holds_and_the_rest_stays_together() -> None:
    split = hand(Choice("split", story(A, B, C), reports=(B,)))
    assert group_by_hand([[A, B, C]], split) == [[A, C], [B]]
    assert group_by_hand([[A, B, C, D]], split) == [[A, C, D], [B]]
    assert group_by_hand([[A], [B], [C]], split) == [[A], [B], [C]]


def test_the_later_decision_wins() -> None:
    merge, split = Choice("merge", story(A, B), reports=(C,)), Choice("split", story(A, B, C), reports=(C,))
    assert group_by_hand([[A, B], [C]], hand(merge, split)) == [[A, B], [C]]
    assert group_by_hand([[A, B], [C]], hand(split, merge)) == [[A, B, C]]


def test_reports_that_leave_together_stay_together() -> None:
    assert group_by_hand([IDS], hand(Choice("split", story(*IDS), reports=(D, E)))) == [[A, B, C], [D, E]]


@pytest.mark.parametrize("choice", [
    Choice("merge", story(A, B), reports=(A,)), Choice("split", story(A, B)), Choice("split", story(A), reports=(A,)),
])
def test_what_would_change_nothing_is_told(choice: Choice) -> None:
    with pytest.raises(OptionError, match=r"needs"):
        draft(choice, "ada", "now", REPORTS)


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.booleans()), max_size=8))
def test_every_report_stays_in_exactly_one_group(pairs: list[tuple[str, str, bool]]) -> None:
    made = Hand(tuple((x, y) for x, y, good in pairs if good and x < y), tuple((x, y) for x, y, good in pairs
                                                                             if not good and x < y))
    groups = group_by_hand([[A, B], [C, D], [E]], made)
    assert sorted(one for ids in groups for one in ids) == IDS


def origin(number: int, name: str, *reports: str) -> Origin:
    return Origin("s", f"o{number}", name, reports, True, "why", "possible")


def claim(report: str, where: str) -> Claim:
    return Claim(replace(ROW, report=report), "s", where, False)


ORIGINS = (origin(1, "Coast Agency", A, B), origin(2, "Agency of the Coast", C))
CLAIMS = (claim(A, "o1"), claim(B, "o1"), claim(C, "o2"))


def test_merged_origins_are_one_and_its_claims_follow() -> None:
    merged = hand(Choice("merge", ORIGINS[1], (Change("name", "Coast Agency"),)))
    origins, claims = origins_by_hand(ORIGINS, CLAIMS, merged)
    assert [(one.name, one.reports) for one in origins] == [("Coast Agency", (A, B, C))]
    assert "merged by hand" in origins[0].why
    assert {one.origin for one in claims} == {"o1"}


def test_a_report_that_is_split_off_is_an_origin_of_its_own() -> None:
    split = hand(Choice("split", ORIGINS[0], reports=(B,)))
    origins, claims = origins_by_hand(ORIGINS, CLAIMS, split)
    alone = next(one for one in origins if one.reports == (B,))
    assert alone.standing == "certain"
    assert [one.origin for one in claims] == ["o1", alone.id, "o2"]
    assert [one.certain for one in claims] == [False, True, False]


def test_steps_follow_one_another_by_name() -> None:
    made = hand(Choice("correct", ORIGINS[0], (Change("name", "The Coast"),)),
                Choice("merge", replace(ORIGINS[1]), (Change("name", "The Coast"),)),
                Choice("accept", replace(ORIGINS[0], name="The Coast")))
    origins, claims = origins_by_hand(ORIGINS, CLAIMS, made)
    assert [(one.name, one.reports, one.standing) for one in origins] == [("The Coast", (A, B, C), "certain")]
    assert [(one.origin, one.certain) for one in claims] == [("o1", True)] * 3
    origins, claims = origins_by_hand(ORIGINS, CLAIMS, hand(Choice("reject", ORIGINS[0])))
    assert origins[0].standing == "possible"
    assert "by hand" in origins[0].why


def test_an_origin_of_the_same_name_in_another_story_stays_as_it_is() -> None:
    other = Origin("t", "o1", "Coast Agency", (D, E), True, "why", "possible")
    origins, _ = origins_by_hand([*ORIGINS, other], CLAIMS, hand(Choice("accept", ORIGINS[0]), Choice(
        "merge", ORIGINS[0], (Change("name", "Agency of the Coast"),), seen=1)))
    assert other in origins
    assert [one.name for one in origins if one.story == "s"] == ["Agency of the Coast"]


def test_a_second_split_takes_more_out() -> None:
    first = replace(draft(Choice("split", origin(1, "Coast Agency", A, B, C), reports=(B,)), "ada", "now", REPORTS),
                    number=1)
    second = replace(draft(Choice("split", origin(1, "Coast Agency", A, C), reports=(C,), seen=1), "ada", "now",
                           REPORTS, [first]), number=2)
    assert second.target == first.target
    origins, _ = origins_by_hand([origin(1, "Coast Agency", A, B, C)], [],
                                 read_hand(standing([first, second], REPORTS).held))
    assert sorted(one.reports for one in origins) == [(A,), (B,), (C,)]


def test_a_title_holds_while_its_reports_are_together() -> None:
    titled = hand(Choice("correct", story(A, B), (Change("title", "The quay"),)))
    assert [one.title for one in title_by_hand([story(A, B, C), story(D)], titled)] == ["The quay", "A blast"]
    assert [one.title for one in title_by_hand([story(A), story(B)], titled)] == ["A blast", "A blast"]
    with pytest.raises(OptionError, match="needs a name"):
        draft(Choice("correct", story(A, B), (Change("title", None),)), "ada", "now", REPORTS)


def test_nothing_by_hand_changes_nothing() -> None:
    assert origins_by_hand(ORIGINS, CLAIMS, Hand()) == (ORIGINS, CLAIMS)
