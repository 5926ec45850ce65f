from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.trace.align import SEED_WORDS, Run, Seeds, align, longest_passage, make_seeds
from firsthand.trace.wording import read_wording
from tests.conftest import make_report

TEXT = " ".join(f"word{number}" for number in range(60))


def seeds(*texts: str) -> list[Seeds]:
    wording = read_wording([make_report(text, ref=str(number)) for number, text in enumerate(texts)])
    return [make_seeds(words, wording.grams(number, SEED_WORDS), np.zeros(len(words), dtype=np.bool_))
            for number, words in enumerate(wording.words)]


def runs(left: str, right: str) -> list[Run]:
    return align(*seeds(left, right))


@pytest.mark.parametrize(("left", "right", "expected"), [
    ("", "", []),
    ("one", "one", []),
    (TEXT, TEXT, [Run(0, 0, 60)]),
    (TEXT, f"before it {TEXT}", [Run(0, 2, 60)]),
    (TEXT, TEXT.replace("word20 ", "other "), [Run(0, 0, 20), Run(21, 21, 39)]),
    ("one two three four five six", "one two three four seven eight", []),
])
def test_runs(left: str, right: str, expected: list[Run]) -> None:
    assert runs(left, right) == expected


def test_reordered_halves_are_two_runs() -> None:
    words = TEXT.split()
    assert runs(TEXT, " ".join(words[30:] + words[:30])) == [Run(0, 30, 30), Run(30, 0, 30)]


@pytest.mark.parametrize(("share", "least"), [(0.1, 0.7), (0.2, 0.4), (0.4, 0.1)])
def test_a_passage_is_found_through_changed_words(share: float, least: float) -> None:
    chance, words = random.Random(3), [f"word{number}" for number in range(300)]
    changed = [f"new{number}" if chance.random() < share else word for number, word in enumerate(words)]
    found = runs(" ".join(words), " ".join(changed))
    assert sum(run.length for run in found) >= least * len(words)
    assert longest_passage(found) >= 30


def test_framed_words_start_no_run() -> None:
    wording = read_wording([make_report(TEXT, ref="a"), make_report(TEXT, ref="b")])
    framed = np.zeros(60, dtype=np.bool_)
    framed[10:] = True
    both = [make_seeds(wording.words[number], wording.grams(number, SEED_WORDS), framed) for number in (0, 1)]
    assert align(*both) == [Run(0, 0, 10)]


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.lists(st.sampled_from("abcdef"), max_size=60))
def test_runs_hold_the_same_words_and_do_not_overlap(left: list[str], right: list[str]) -> None:
    reached = 0
    for run in runs(" ".join(left), " ".join(right)):
        assert left[run.left:run.left + run.length] == right[run.right:run.right + run.length]
        assert run.left >= reached
        assert run.length >= SEED_WORDS
        reached = run.left + run.length
