from __future__ import annotations

import random

import pytest

import firsthand.tokens
from firsthand.text import WORD
from firsthand.tokens import WordReader

SIGNS = "ab'’ .\n_9ß日é\u0301\U0001f600\ud800\u00ad"


def mixed(count: int, longest: int) -> list[str]:
    chance = random.Random(11)
    return ["".join(chance.choice(SIGNS) for _ in range(chance.randrange(longest))) for _ in range(count)]


@pytest.mark.parametrize("texts", [
    [], [""], ["", "", ""], ["'"], ["a'"], ["'a", "b"], ["a''b c'd’e"], ["Ann's 5-year-old, «déjà vu»; Al-Bab’s end"],
    ["no" * 2_000, "no" * 2_001], mixed(2_000, 12), mixed(20, 900)])
def test_words_are_those_of_the_pattern(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firsthand.tokens, "SIGNS_AT_ONCE", 500)
    spellings: list[str] = []

    def number(word: str) -> int:
        spellings.append(word)
        return len(spellings) - 1

    reader = WordReader(number)
    numbers, sizes = reader.read(texts)
    places = reader.find(texts)
    expected = [list(WORD.finditer(text)) for text in texts]
    assert sizes.tolist() == places.sizes.tolist() == [len(words) for words in expected]
    assert [spellings[one] for one in numbers] == [word.group() for words in expected for word in words]
    assert list(zip(places.starts.tolist(), places.ends.tolist(), strict=True)) == [
        word.span() for words in expected for word in words]
    assert len(set(spellings)) == len(spellings)
