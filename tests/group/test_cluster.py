from __future__ import annotations

import random

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
