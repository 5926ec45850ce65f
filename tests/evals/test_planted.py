from __future__ import annotations

import random

import pytest
from evals.planted import EDITS, Planted, change, measure, plant, score_pairs

from firsthand.text import WORD

WORDS = [f"{first}{second}{last}" for first in ("ba", "do", "fi", "gu", "ke", "lo", "mi", "na", "pu", "ra")
         for second in "lmnrst" for last in ("ka", "be", "di", "fo", "gu", "ha", "ni", "po", "ru", "ta")]


def texts(count: int) -> list[str]:
    """Texts of 200 invented words that share nothing but words."""
    chance = random.Random(11)
    return [". ".join(" ".join(chance.choices(WORDS, k=20)).capitalize() for _ in range(10)) + "."
            for _ in range(count)]


@pytest.fixture(scope="module")
def stories() -> list[list[Planted]]:
    return plant(texts(80), 25, 5)


def test_the_same_seed_plants_the_same(stories: list[list[Planted]]) -> None:
    assert plant(texts(80), 25, 5) == stories
    assert plant(texts(80), 25, 6) != stories


def test_every_reprint_is_later_than_what_it_was_made_from(stories: list[list[Planted]]) -> None:
    made = {one.report.id: one for story in stories for one in story}
    assert len({one.edit for one in made.values()}) == len(EDITS) + 1
    for one in made.values():
        if one.parent:
            assert (made[one.parent].report.published or "") < (one.report.published or "")
            assert made[one.parent].origin == one.origin


def test_so_many_words_are_changed() -> None:
    text = texts(1)[0]
    before, after = WORD.findall(text), WORD.findall(change(0.2)(text, WORDS, random.Random(1)))
    assert len(before) == len(after)
    assert 0.12 < sum(old != new for old, new in zip(before, after, strict=True)) / len(before) < 0.28


def test_reprints_are_found_and_origins_counted(stories: list[list[Planted]]) -> None:
    figures = measure(stories)
    assert figures["recall, copies"] >= 0.98
    assert figures["precision"] >= 0.98
    assert figures["origins exact"] >= 0.75
    assert figures["origins within"] >= 0.98
    assert figures["origins overcounted at low"] == 0


def test_links_between_families_are_mistakes(stories: list[list[Planted]]) -> None:
    every = [one for story in stories for one in story]
    origins = sorted({one.origin for one in every})
    figures = score_pairs({(origins[0], origins[1])}, every)
    assert (figures["precision"], figures["recall, copies"]) == (0.0, 0.0)
