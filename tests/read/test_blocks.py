from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.read.blocks import split_blocks, split_paragraphs
from tests.conftest import steps

BODY = "The fish quay in Port Selm burned on Tuesday, and nobody could say how the fire had begun."
MORE = "Crews cut their boats loose and drifted out into the harbour to get away from the heat of it."

CASES = [
    ("nothing", "", []),
    ("blank", " \n\t\r\n ", []),
    ("one line", BODY, ["paragraph"]),
    ("one line that could be a headline", "Quay burns", ["paragraph"]),
    ("one line that opens with a date", f"Tuesday 20 March 2018 15:10 Quay burns. {BODY}", ["paragraph"]),
    ("headline", f"Quay burns\n\n{BODY}", ["headline", "paragraph"]),
    ("Windows line ends", f"Quay burns\r\n\r\n{BODY}\r\n{MORE}\r\n", ["headline", "paragraph", "paragraph"]),
    ("old Mac line ends", f"Quay burns\r\r{BODY}\r", ["headline", "paragraph"]),
    ("lines of origin over the headline", f"Publisher: Selm Post\nDate: 20 March 2018\n\nQuay burns\n\n{BODY}",
     ["credit", "credit", "headline", "paragraph"]),
    ("no headline", f"{BODY}\n\n{MORE}", ["paragraph", "paragraph"]),
    ("heading", f"Quay burns\n\n{BODY}\n\nThe search\n\n{MORE}", ["headline", "paragraph", "heading", "paragraph"]),
    ("credit and caption", f"Quay burns\n\n{BODY}\n\nFILE: The quay in 2016\n\nVia: quayfriends\n\n{MORE}",
     ["headline", "paragraph", "caption", "credit", "paragraph"]),
    ("a caption printed twice", f"{BODY}\n\nMayor Brandt, left, speaks with fishermen in Port Selm. (Rell/Coast)\n"
                                f"Mayor Brandt, left, speaks with fishermen in the port.\n\n{MORE}",
     ["paragraph", "caption", "caption", "paragraph"]),
    ("bio, its name, and the headline again",
     f"Quay burns\n\n{BODY}\n\nJoren Hask\n\nEDITOR, Author, Poet and Playwright of the north.\n\nQuay burns",
     ["headline", "paragraph", "boilerplate", "boilerplate", "boilerplate"]),
    ("a name without a bio", f"Quay burns\n\n{BODY}\n\nJoren Hask", ["headline", "paragraph", "heading"]),
    ("footers", f"Quay burns\n\n{BODY}\n\nShare this\n\nJoren Hask is a reporter for the Post.\n© 2018 Selm Post",
     ["headline", "paragraph", "boilerplate", "boilerplate", "boilerplate"]),
    ("a footer amid the text", f"Quay burns\n\n{BODY}\n\nRead also: The old quay\n\n{MORE}",
     ["headline", "paragraph", "boilerplate", "paragraph"]),
]


@pytest.mark.parametrize(("text", "kinds"), [pytest.param(text, kinds, id=name) for name, text, kinds in CASES])
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in split_blocks(text)] == kinds


def test_a_given_title_is_the_headline_and_its_repetition_is_not() -> None:
    text = f"Quay burns.\n\nQuay burns\n{BODY}"
    assert [(block.kind, text[block.start:block.end]) for block in split_blocks(text, (0, 11))] == [
        ("headline", "Quay burns."), ("boilerplate", "Quay burns"), ("paragraph", BODY)]


def test_wrapped_lines_are_joined() -> None:
    first, second = textwrap.fill(f"{BODY} {MORE}", 50), textwrap.fill(f"{MORE} {BODY}", 50)
    text = f"{first}\n\n{second}\n"
    assert [text[start:end] for start, end in split_paragraphs(text)] == [first, second]


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    text = "\n".join(["Short.", "A line of some more words.", "Another one.", "One of six words in all.", "End."])
    assert len(split_paragraphs(text)) == 5


PIECES = st.sampled_from([BODY, MORE, "Quay burns", "Via: x", "FILE: y z", "\n", "\n\n", " ", "\r\n", "\u2028", "\x85",
                          "Joren Hask", "© 2018", "“", "(A/B)", "\u200b", "😀", "\ufffd", "The quay, left, burns\n"])


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=300))
def test_blocks_cover_what_is_not_blank_in_order(text: str) -> None:
    blocks = split_blocks(text)
    ends = [0, *(block.end for block in blocks)]
    for end, block in zip(ends, blocks, strict=False):
        assert not text[end:block.start].strip()
        assert end <= block.start < block.end
        assert text[block.start:block.end] == text[block.start:block.end].strip()
    assert not text[ends[-1]:].strip()


@pytest.mark.parametrize("text", [
    "word " * 1_000_000, "x" * 5_000_000, "\n" * 3_000_000, "(" * 2_000_000, "ab\n" * 30_000, "\"" * 2_000_000])
def test_long_texts_come_to_an_end(text: str) -> None:
    assert len(split_blocks(text)) <= text.count("\n") + 1  # a quadratic step would take hours


def test_a_long_wrapped_paragraph_costs_in_proportion() -> None:
    wrapped = textwrap.fill("The fish quay burned and nobody could say how the fire had begun, " * 120, 70)
    few, many = (steps(lambda n=n: split_paragraphs("\n".join([wrapped] * n))) for n in (1, 4))  # type: ignore[misc]
    assert many < 6 * few
