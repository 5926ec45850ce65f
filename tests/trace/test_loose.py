from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.trace.laid import lay_out
from firsthand.trace.loose import rewritten_words
from firsthand.trace.runs import Runs


def matches(left: list[int], right: list[int]) -> list[int] | None:
    """The place in `right` of each number of `left`, -1 where it has none; None where there is no passage."""
    texts = [np.array(one, dtype=np.int32) for one in (left, right)]
    hashes = np.arange(20_000, dtype=np.uint64)
    laid = lay_out([np.maximum(one, 0) for one in texts], hashes, [one < 0 for one in texts])
    none = np.empty(0, np.int64)
    runs = rewritten_words(laid, np.array([[0], [1]]), Runs(none, none, none, none))
    found = np.full(len(left), -1, dtype=np.int64)
    for first, second, length in zip(runs.left, runs.right, runs.length, strict=True):
        found[first:first + length] = np.arange(second, second + length)
    return found.tolist() if len(runs) else None


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
    words = np.array([5, 3, 5, 0, 7], dtype=np.int32)
    laid = lay_out([words, words], np.arange(9, dtype=np.uint64), [words == 0, np.ones(5, np.bool_)])
    assert laid.once.tolist() == [False, True, False, False, True, *[False] * 5]
    assert (laid.once_index.keys.tolist(), laid.once_index.places.tolist()) == ([3, 7], [1, 4])
