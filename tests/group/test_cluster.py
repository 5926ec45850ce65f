from __future__ import annotations

import random
from itertools import combinations, product

import pytest

from firsthand.group.cluster import ENOUGH_PAIRS, AverageLink

CASES = {
    "nothing above zero": ({(0, 1): -1.0}, [[0], [1], [2]]),
    "one pair": ({(0, 1): 1.0}, [[0, 1], [2]]),
    "two of three pairs": ({(0, 1): 3.0, (1, 2): 3.0}, [[0, 1, 2]]),
    "a weak third": ({(0, 1): 3.0, (1, 2): 1.0, (0, 2): -3.0}, [[0, 1], [2]]),
    "an unseen pair counts as the floor": ({(0, 1): 5.0, (1, 2): 1.0}, [[0, 1], [2]]),
}


@pytest.mark.parametrize("case", CASES)
def test_the_mean_of_the_pairs_decides(case: str) -> None:
    scores, clusters = CASES[case]
    assert AverageLink(range(3), scores, -2.0).clusters() == clusters


def test_the_order_of_pairs_changes_nothing() -> None:
    chance = random.Random(5)
    scores = {(left, right): round(chance.gauss(-0.5, 2), 1) for left in range(25) for right in range(left + 1, 25)}
    shuffled = list(scores.items())
    chance.shuffle(shuffled)
    assert AverageLink(range(25), dict(shuffled), -2.0).clusters() == AverageLink(range(25), scores, -2.0).clusters()


def test_pairs_that_nobody_looked_at_do_not_part_large_clusters() -> None:
    half = ENOUGH_PAIRS
    scores = {(left, right): 4.0 for start in (0, half) for left in range(start, start + half)
              for right in range(left + 1, start + half)}
    scores |= {(number, half + number): 4.0 for number in range(half)}
    assert len(AverageLink(range(2 * half), scores, -2.0).clusters()) == 1


def two_sides(within: float, between: float, size: int = 4) -> dict[tuple[int, int], float]:
    """The scores of two sides of `size` numbers each."""
    sides = range(size), range(size, 2 * size)
    return ({pair: within for side in sides for pair in combinations(side, 2)}
            | dict.fromkeys(product(*sides), between))


@pytest.mark.parametrize(("within", "between", "count"), [
    (3.0, 2.0, 1), (3.0, 0.5, 2), (1.0, 0.5, 1), (0.5, 0.5, 1), (3.0, -0.1, 2)])
def test_two_of_one_kind_are_told_apart_by_how_much_more_alike_the_reports_of_each_are(
        within: float, between: float, count: int) -> None:
    scores = two_sides(within, between)
    assert len(AverageLink(range(8), scores, -2.0, undated=set(scores)).clusters()) == count


def test_two_camps_that_tell_the_same_days_are_not_parted() -> None:
    scores = two_sides(3.0, 0.5)
    half = set(list(product(range(4), range(4, 8)))[::4])  # few pairs that no day speaks of ask for little
    assert len(AverageLink(range(8), scores, -2.0).clusters()) == 1
    assert len(AverageLink(range(8), scores, -2.0, undated=half).clusters()) == 1


def test_a_lone_report_asks_for_no_contrast() -> None:
    scores = dict.fromkeys(combinations(range(4), 2), 5.0) | {(number, 4): 0.5 for number in range(4)}
    assert AverageLink(range(5), scores, -2.0, undated=set(scores)).clusters() == [[0, 1, 2, 3, 4]]


def test_reprints_of_two_accounts_do_not_part_them() -> None:
    scores = two_sides(8.0, 1.0)
    reworded = {pair for pair, score in scores.items() if score == 8.0}
    undated = set(scores)
    assert AverageLink(range(8), scores, -2.0, undated=undated).clusters() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert AverageLink(range(8), scores, -2.0, reworded, undated).clusters() == [list(range(8))]


def test_rewordings_between_two_clusters_leave_their_cohesion_to_the_rest() -> None:
    scores = two_sides(3.0, 2.0)
    between = set(product(range(4), range(4, 8)))
    assert len(AverageLink(range(8), scores, -2.0, between, set(scores)).clusters()) == 1
