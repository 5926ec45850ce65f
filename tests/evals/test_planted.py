from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from evals.plant import ADDED, EDITS, HARD, MERGED, Planted, change, plant, read_happenings
from evals.planted import measure, score_pairs

from firsthand.text import WORD

WORDS = [f"{first}{second}{last}" for first in ("ba", "do", "fi", "gu", "ke", "lo", "mi", "na", "pu", "ra")
         for second in "lmnrst" for last in ("ka", "be", "di", "fo", "gu", "ha", "ni", "po", "ru", "ta")]


def texts(count: int) -> list[str]:
    """Texts of 200 invented words that share nothing but words."""
    chance = random.Random(11)
    return [". ".join(" ".join(chance.choices(WORDS, k=20)).capitalize() for _ in range(10)) + "."
            for _ in range(count)]


def happenings() -> list[list[str]]:
    """The texts, some of them about one happening."""
    every = texts(160)
    return [*([one] for one in every[:120]), *(every[place:place + 2] for place in range(120, 160, 2))]


@pytest.fixture(scope="module")
def stories() -> list[list[Planted]]:
    return plant(happenings(), 25, 5)


def test_the_same_seed_plants_the_same(stories: list[list[Planted]]) -> None:
    assert plant(happenings(), 25, 5) == stories
    assert plant(happenings(), 25, 6) != stories


def test_every_reprint_is_later_than_what_it_was_made_from(stories: list[list[Planted]]) -> None:
    made = {one.report.id: one for story in stories for one in story}
    assert {one.edit for one in made.values()} == {*EDITS, ADDED, MERGED, "original"}
    for one in made.values():
        for parent in one.parents:
            assert (made[parent].report.published or "") <= (one.report.published or "") or one.edit in (MERGED, HARD)
            assert made[parent].origins <= one.origins


def test_marks_tell_where_claims_and_quotations_stand(stories: list[list[Planted]]) -> None:
    every = [one for story in stories for one in story]
    assert any(one.quotations for one in every)
    for one in every:
        if one.edit == "original":
            for value, _ in one.values:
                words = one.report.text[value.start:value.end]
                assert words == (f"{value.low} people were killed" if value.low else f"it was {value.name}")
            for quotation in one.quotations:
                (start, end), = quotation.content
                assert one.report.text[start] == one.report.text[end - 1] == '"'


def test_so_many_words_are_changed() -> None:
    text = texts(1)[0]
    before, after = WORD.findall(text), WORD.findall(change(0.2)(text, WORDS, random.Random(1)))
    assert len(before) == len(after)
    assert 0.12 < sum(old != new for old, new in zip(before, after, strict=True)) / len(before) < 0.28


def test_reprints_are_found_and_origins_counted(stories: list[list[Planted]]) -> None:
    figures = measure(stories)
    assert figures["recall, copies"] >= 0.98
    assert figures["precision"] >= 0.98
    assert figures["origins exact"] >= 0.9
    assert figures["origins within"] >= 0.95
    assert figures["origins overcounted at low"] == 0
    assert figures["claims' origins exact"] >= 0.9


def test_links_between_families_are_mistakes(stories: list[list[Planted]]) -> None:
    every = [one for story in stories for one in story]
    origins = sorted({origin for one in every for origin in one.origins})
    figures = score_pairs({(origins[0], origins[1])}, every)
    assert (figures["precision"], figures["recall, copies"]) == (0.0, 0.0)


def test_texts_of_one_happening_stand_together_where_the_gold_tells(tmp_path: Path) -> None:
    written = tmp_path / "reports.jsonl"
    first, second, third = texts(3)
    written.write_text("\n".join(json.dumps({"id": str(number), "text": text})
                                 for number, text in enumerate((first, second, third, first))))
    assert sorted(map(len, read_happenings(written))) == [1, 1, 1]
    (tmp_path / "gold.jsonl").write_text(json.dumps({"reports": ["0", "2"]}))
    assert sorted(map(len, read_happenings(written))) == [1, 2]
