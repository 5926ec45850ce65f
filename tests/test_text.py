from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.text import WORD, digest, fold, folded_words, plain, report_id, shingles, trim


@given(st.text(max_size=200))
def test_plain_text_leads_back_to_the_same_signs(text: str) -> None:
    form = plain(text)
    for start in range(len(form.text)):
        low, high = form.original(start, start + 1)
        assert high == low + 1
        assert plain(text[low:high]).text == form.text[start]


@pytest.mark.parametrize(("text", "wanted"), [
    ("“At least 14”, he said", '"At least 14", he said'),
    ("«Quatorze»", '"Quatorze"'),
    ("the town’s quay", "the town's quay"),
    ("14\u00a0people — 15", "14 people - 15"),
    ("kil\u200bled\u202e here", "killed here"),
    ("\ufeffBlast", "Blast"),
    ("", ""),
])
def test_plain_form(text: str, wanted: str) -> None:
    assert plain(text).text == wanted


def test_spans_cut_the_original_words_across_what_was_left_out() -> None:
    text = "\u200b14 kil\u200bled"
    form = plain(text)
    start = form.text.index("killed")
    low, high = form.original(start, start + 6)
    assert text[low:high] == "kil\u200bled"


@pytest.mark.parametrize(("one", "other"), [("Café", "cafe"), ("The Union’s", "the union"), ("HARBOUR", "harbour")])
def test_fold_meets(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=100))
def test_words_are_where_they_say(text: str) -> None:
    for word, start, end in folded_words(text):
        assert WORD.fullmatch(text[start:end])
        assert fold(text[start:end]) == word


def test_shingles_number_their_first_word() -> None:
    found = list(shingles("One two, THREE four one two three", 3))
    assert [number for _, number in found] == [0, 1, 2, 3, 4]
    hashes = [value for value, _ in found]
    assert hashes[0] == hashes[4]
    assert len(set(hashes)) == 4
    assert all(-2**63 <= value < 2**63 for value in hashes)
    assert list(shingles("too short", 3)) == []


def test_ids_depend_on_address_and_text_alone() -> None:
    assert report_id("a", "b") == digest("a", "b")
    assert report_id("a", "b") != report_id("b", "a")
    assert len(report_id("", "\ud800")) == 16


def test_trim() -> None:
    assert trim("  a b \n", 0, 7) == (2, 5)
    assert trim("   ", 0, 3) == (3, 3)


def test_plain_of_a_long_text() -> None:
    size = 64_000  # a quadratic step would take hours
    assert plain("wo\u200brds “and” " * size).text == plain("wo\u200brds “and” ").text * size
