from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.trace.loose import loose_matches, words_once


def matches(left: list[int], right: list[int]) -> list[int] | None:
    ours, theirs = np.array(left, dtype=np.int32), np.array(right, dtype=np.int32)
    found = np.full(len(ours), -1, dtype=np.int64)
    return found.tolist() if loose_matches(ours, theirs, (words_once(ours), words_once(theirs)), found) else None


def changed(words: list[int], share: float) -> list[int]:
    chance = random.Random(7)
    return [10_000 + place if chance.random() < share else word for place, word in enumerate(words)]


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6])
def test_what_is_left_of_a_text_whose_words_were_changed_is_found(share: float) -> None:
    words = list(range(200))
    found = matches(words, changed(words, share))
    assert found is not None
    assert sum(place == at for place, at in enumerate(found)) >= 0.8 * (1 - share) * 200
    assert all(at in (-1, place) for place, at in enumerate(found))


def test_the_same_words_in_another_order_are_no_passage() -> None:
    words = list(range(200))
    assert matches(words, random.Random(5).sample(words, 200)) is None


@pytest.mark.parametrize("length", [0, 1, 7, 29])
def test_a_short_list_in_common_is_no_passage(length: int) -> None:
    shared = list(range(length))
    assert matches([*range(1000, 1100), *shared], [*shared, *range(2000, 2100)]) is None


def test_framed_words_are_never_matched() -> None:
    framed = [-1] * 200
    assert matches(framed, framed) is None


@given(st.lists(st.integers(0, 40), max_size=80), st.lists(st.integers(0, 40), max_size=80))
def test_matches_are_the_same_words(left: list[int], right: list[int]) -> None:
    for place, at in enumerate(matches(left, right) or ()):
        assert at == -1 or left[place] == right[at]


def test_words_that_stand_once() -> None:
    once = words_once(np.array([5, 3, 5, -1, 7], dtype=np.int32))
    assert (once.words.tolist(), once.places.tolist()) == ([3, 7], [1, 4])
