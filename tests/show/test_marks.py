from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from firsthand.records import Block, Report
from firsthand.show.marks import Mark, cut_passages


def made(text: str, *blocks: Block) -> Report:
    return Report("id", "ref", None, None, None, None, None, None, None, text, tuple(blocks), ())


def test_overlapping_marks_share_the_words_that_both_cover() -> None:
    (passage,) = cut_passages(made("one two three four"), [Mark(0, 7, "a"), Mark(4, 13, "b")])
    assert [(one.text, one.marks, one.opens, one.closes) for one in passage.segments] == [
        ("one ", ("a",), ("a",), ()), ("two", ("a", "b"), ("b",), ("a",)),
        (" three", ("b",), (), ("b",)), (" four", (), (), ())]


def test_a_mark_goes_on_in_the_next_passage() -> None:
    first, second = cut_passages(made("one\n\ntwo"), [Mark(0, 8, "a")])
    assert [one.marks for one in (*first.segments, *second.segments)] == [("a",), ("a",)]
    assert second.segments[0].closes == ("a",)
    assert second.segments[0].opens == ()


def test_text_between_blocks_is_kept() -> None:
    report = made("Head\n\nno block\n\nbody", Block("headline", 0, 4), Block("paragraph", 16, 20))
    assert [(one.kind, one.segments[0].text) for one in cut_passages(report, [])] == [
        ("headline", "Head"), ("paragraph", "no block"), ("paragraph", "body")]


@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_every_mark_covers_its_words_and_no_text_is_lost(text: str, data: Any) -> None:
    ends = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends), max_size=6))
    blocks = data.draw(st.lists(st.tuples(ends, ends), max_size=3))
    marks = [Mark(min(span), max(span), str(number)) for number, span in enumerate(spans)]
    report = made(text, *(Block("paragraph", min(one), max(one)) for one in blocks))
    segments = [segment for passage in cut_passages(report, marks) for segment in passage.segments]
    assert "".join("".join(one.text for one in segments).split()) == "".join(text.split())
    for mark in marks:
        covered = "".join(one.text for one in segments if mark.id in one.marks)
        assert "".join(covered.split()) == "".join(text[mark.start:mark.end].split())
