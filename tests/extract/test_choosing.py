"""Which day is the happening's, by what stands beside it, and the weights that both choices rest on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import ModelError
from firsthand.extract.incidents.days import CUES, find_day
from firsthand.extract.incidents.ranking import load_weights, rank
from firsthand.extract.incidents.scene import Scene, build_scenes
from firsthand.extract.incidents.towncues import read_candidates
from firsthand.extract.parse import Parser
from firsthand.extract.times.find import find_times
from firsthand.records import Report
from tests.conftest import steps

Make = Callable[..., Report]


def scenes(parser: Parser, report: Report) -> list[Scene]:
    [parsed] = parser.parse([report])
    return build_scenes(parsed, find_times(parsed), [])


@pytest.mark.parametrize(("text", "day"), [
    ("Police said on Tuesday that two men were shot outside a bar on Saturday night.", "2031-05-03"),
    ("A man who was shot on Friday at about 9 p.m. died on Monday.", "2031-05-02"),
    ("Two people were shot on 3 May 2031 in Orlen. A man pleaded guilty on Monday.", "2031-05-03"),
    ("A man appeared in court on Monday. He is accused of a shooting that happened on Friday night.", "2031-05-02"),
    ("A fire broke out on Sunday.", "2031-05-04"),
])
def test_the_day_of_the_deed(parser: Parser, report: Make, text: str, day: str) -> None:
    found = find_day(scenes(parser, report(text, published="2031-05-06")), "2031-05-06")
    assert found is not None
    assert found.day == day


def test_no_day_is_made_up(parser: Parser, report: Make) -> None:
    assert find_day(scenes(parser, report("Two men were shot outside a bar in Orlen.")), "2031-05-06") is None


def test_a_pasted_town_does_not_cost_its_square(parser: Parser, report: Make) -> None:
    def cost(times: int) -> int:
        one = report("Orlen police said so in Orlen, Ohio. " * times)
        told = scenes(parser, one)
        return steps(lambda: read_candidates(one, told))

    assert cost(800) < 3 * cost(400)


def test_unknown_weights_are_told() -> None:
    with pytest.raises(ModelError, match=r"happening\.json"):
        load_weights("colour")


@given(st.lists(st.lists(st.floats(0, 3), min_size=len(CUES), max_size=len(CUES)), max_size=6))
def test_shares_are_of_one_whole(candidates: list[list[float]]) -> None:
    shares = rank(CUES, candidates, load_weights("day"))
    assert len(shares) == len(candidates) + 1
    assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert rank(CUES, candidates[::-1], load_weights("day"))[-1] == pytest.approx(shares[-1], abs=1e-6)
