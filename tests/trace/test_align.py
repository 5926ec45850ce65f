from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.trace.align import Run, align
from firsthand.trace.laid import SEED_WORDS
from tests.trace.pairs import laid, listed, runs

TEXT = " ".join(f"word{number}" for number in range(60))


@pytest.mark.parametrize(("left", "right", "expected"), [
    ("", "", []),
    ("one", "one", []),
    (TEXT, TEXT, [(0, 0, 60)]),
    (TEXT, f"before it {TEXT}", [(0, 2, 60)]),
    (TEXT, TEXT.replace("word20 ", "other "), [(0, 0, 20), (21, 21, 39)]),
    ("one two three four five six", "one two three four seven eight", []),
])
def test_runs(left: str, right: str, expected: list[Run]) -> None:
    assert runs(left, right) == expected


def test_reordered_halves_are_two_runs() -> None:
    words = TEXT.split()
    assert runs(TEXT, " ".join(words[30:] + words[:30])) == [(0, 30, 30), (30, 0, 30)]


@pytest.mark.parametrize(("share", "least"), [(0.1, 0.7), (0.2, 0.4), (0.4, 0.1)])
def test_a_passage_is_found_through_changed_words(share: float, least: float) -> None:
    chance, words = random.Random(3), [f"word{number}" for number in range(300)]
    changed = [f"new{number}" if chance.random() < share else word for number, word in enumerate(words)]
    found = align(laid(" ".join(words), " ".join(changed)), np.array([[0], [1]]))
    assert found.shared(1)[0] >= least * len(words)
    assert found.longest_passage(1)[0] >= 30


def test_framed_words_start_no_run() -> None:
    framed = np.zeros(60, dtype=np.bool_)
    framed[10:] = True
    assert listed(align(laid(TEXT, TEXT, framed=[framed, framed]), np.array([[0], [1]]))) == [(0, 0, 10)]


def test_pairs_are_aligned_as_if_each_were_alone() -> None:
    chance, words = random.Random(8), TEXT.split()
    texts = [" ".join(word if chance.random() < 0.8 else f"x{number}" for word in chance.choice((words, words[::-1])))
             for number in range(9)]
    pairs = np.array([(left, right) for left in range(9) for right in range(9)]).T
    together = align(laid(*texts), pairs)
    for number, (left, right) in enumerate(pairs.T.tolist()):
        assert listed(together.at(together.pair == number)) == runs(texts[left], texts[right])


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.lists(st.sampled_from("abcdef"), max_size=60))
def test_runs_hold_the_same_words_and_do_not_overlap(left: list[str], right: list[str]) -> None:
    reached = 0
    for first, second, length in runs(" ".join(left), " ".join(right)):
        assert left[first:first + length] == right[second:second + length]
        assert first >= reached
        assert length >= SEED_WORDS
        reached = first + length
