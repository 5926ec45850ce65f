from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.records import Origin, OriginCount, Standing
from firsthand.trace import count_origins, explain_count
from firsthand.trace.standing import Backing, find_standings


def row(in_case: bool, standing: Standing, reports: str) -> Origin:
    return Origin("s", "o", "Coast Agency", tuple(reports), in_case, "", standing)


@pytest.mark.parametrize(("rows", "expected"), [
    ([], (0, 0, 0)),
    ([(True, "likely", "a")], (1, 1, 1)),
    ([(True, "possible", "a")], (1, 1, 1)),
    ([(True, "likely", "a"), (True, "likely", "b")], (1, 2, 2)),
    ([(True, "certain", "abcd"), (True, "certain", "ef"), (True, "possible", "c"), (True, "possible", "d"),
      (False, "certain", "b")], (2, 2, 5)),
    ([(True, "certain", "a"), (False, "certain", "b")], (2, 2, 2)),
    ([(True, "possible", "a"), (False, "certain", "a")], (1, 1, 1)),
    ([(True, "possible", "a"), (True, "possible", "b"), (False, "certain", "ab")], (1, 1, 2)),
    ([(False, "certain", "a"), (False, "likely", "a")], (1, 2, 2)),
])
def test_the_count_follows_the_standings(rows: list[tuple[bool, Standing, str]],
                                         expected: tuple[int, int, int]) -> None:
    assert count_origins(row(*one) for one in rows) == OriginCount(*expected)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["certain", "likely", "possible"]),
                          st.text("abcde", min_size=1))))
def test_low_is_never_above_best_nor_best_above_high(rows: list[tuple[bool, Standing, str]]) -> None:
    count = count_origins(row(*one) for one in rows)
    assert min(1, len(rows)) <= count.low <= count.best <= count.high <= len(rows)


def backing(reports: str, leaning: str = "", sure: bool = False, in_case: bool = True, outlet: bool = True,
            valued: bool = True) -> Backing:
    return Backing(tuple(reports), frozenset(leaning), valued, sure, in_case, outlet)


@pytest.mark.parametrize(("backings", "expected"), [
    ({"gazette": backing("a"), "herald": backing("b")}, {"gazette": "likely", "herald": "likely"}),
    ({"agency": backing("abc", "bc", sure=True), "gazette": backing("b")},
     {"agency": "certain", "gazette": "possible"}),
    ({"agency": backing("ab", "b", sure=True), "gazette": backing("bc")},
     {"agency": "certain", "gazette": "likely"}),
    ({"gazette": backing("a"), "herald": backing("b", valued=False)},
     {"gazette": "likely", "herald": "possible"}),
    ({"police": backing("ab", "ab", True, False, False), "coroner": backing("a", "a", True, False, False)},
     {"police": "certain", "coroner": "possible"}),
    ({"police": backing("ab", "ab", True, False, False), "coroner": backing("c", "c", True, False, False)},
     {"police": "certain", "coroner": "certain"}),
    ({"radio": backing("a", "a", True, False), "agency": backing("a", "a", False, False)},
     {"radio": "certain", "agency": "likely"}),
])
def test_who_leans_on_others_is_less_sure(backings: dict[str, Backing], expected: dict[str, Standing]) -> None:
    assert find_standings(backings) == expected


def test_each_number_has_its_reason() -> None:
    named = [Origin("s", f"o{number}", name, (name,), True, "", standing) for number, (name, standing) in enumerate(
        [("Coast Agency", "certain"), ("Dawn Post", "likely"), ("Selm Gazette", "possible")])]
    reasons = explain_count(named)
    assert reasons.low.startswith("Coast Agency: ")
    assert reasons.best.startswith("Also Dawn Post: ")
    assert reasons.high.startswith("Perhaps also Selm Gazette: ")
    alone = explain_count(named[1:2])
    assert (alone.low, alone.high) == ("No origin is certain; there is at least one.", "No other is possible.")
    assert explain_count([]).low == "There is no report."
