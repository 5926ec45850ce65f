from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.records import CountRange, Day, Name, OriginCount
from firsthand.show import phrase
from firsthand.text import printable


@pytest.mark.parametrize(("value", "words"), [
    (CountRange(24, None), "at least 24"),
    (CountRange(None, 20), "up to 20"),
    (CountRange(32, 32), "32"),
    (CountRange(0, 0), "0"),
    (CountRange(40, 50), "40 to 50"),
    (CountRange(1200, 1200), "1,200"),
    (CountRange(None, None), "some, no number given"),
    (Day("2018-03-20"), "Tue 20 March 2018"),
    (Day("2018-02-31"), "2018-02-31"),
    (Day("2018-03"), "2018-03"),
    (Name("fish  quay\n"), "fish quay"),
    (Name(""), "not named"),
])
def test_value_words(value: CountRange | Day | Name, words: str) -> None:
    assert phrase.value_words(value) == words


@pytest.mark.parametrize(("moment", "words"), [
    (None, "no date"),
    ("2018-03-20", "20 March 2018"),
    ("2018-03-20T14:00:00Z", "20 March 2018, 14:00 UTC"),
    ("2018-03-20T14:00:00+05:30", "20 March 2018, 14:00 UTC+05:30"),
    ("2018-03-20T14:00:00", "20 March 2018, 14:00"),
    ("last week", "last week"),
])
def test_moment_words(moment: str | None, words: str) -> None:
    assert phrase.moment_words(moment) == words


@pytest.mark.parametrize(("items", "words"), [
    ([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_listed(items: list[str], words: str) -> None:
    assert phrase.listed(items) == words


def test_origins_words_shows_a_range_only_where_it_is_one() -> None:
    assert phrase.origins_words(OriginCount(2, 2, 2)) == "2 origins"
    assert phrase.origins_words(OriginCount(1, 1, 3)) == "1 origin (1–3)"


def test_excerpt_keeps_to_the_sentence_and_the_line() -> None:
    text = "Headline\n\nRain fell. At least 14 people died, he said. More follows.\nNext"
    start = text.index("14")
    assert phrase.excerpt(text, start, start + 2) == ("At least ", "14", " people died, he said.")


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_excerpt_is_one_printable_line(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    before, words, after = phrase.excerpt(text, start, end)
    assert words == phrase.one_line(text[start:end])
    assert len(before) + len(after) <= 2 * phrase.CONTEXT_CHARS + 4
    (before + words + after).encode("utf-8")
    assert not {"\n", "\x1b", "\u202e"} & set(before + words + after)


@given(st.text(), st.integers(2, 40))
def test_shorten_never_exceeds_its_length(text: str, chars: int) -> None:
    assert len(phrase.shorten(text, chars)) <= chars


@given(st.text(alphabet=st.characters()))
def test_printable_replaces_one_for_one(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")


@pytest.mark.parametrize(("words", "shown"), [
    ("the harbour\nmaster", "the harbour master"), ("They", "someone told only as “They”"),
    ("who", "someone told only as “who”")])
def test_a_speaker_who_is_a_pronoun_is_no_name(words: str, shown: str) -> None:
    assert phrase.speaker(words) == shown
