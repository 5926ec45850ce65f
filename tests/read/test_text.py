from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.options import ReadOptions
from firsthand.read.text import read_text
from firsthand.records import Rejected, Report
from firsthand.text import report_id

BODY = "The fish quay in Port Selm burned on Tuesday, and nobody could say how the fire had begun."


def read(text: str | bytes) -> Report:
    found = read_text(text.encode() if isinstance(text, str) else text, "quay.txt", ReadOptions())
    assert isinstance(found, Report)
    return found


@pytest.mark.parametrize("text", [
    BODY, f"\n\n  {BODY}\t\r\n",
    f"Quay burns\r\n\r\n{BODY}", "“Fire” — at\u00a0the quay\u200b, said Ó Dálaigh \ufffd 😀"])
def test_the_text_is_the_input_character_for_character(text: str) -> None:
    found = read(text)
    assert found.text == text
    assert found.id == report_id("quay.txt", text)
    assert (found.ref, found.url, found.publisher, found.published, found.published_basis) == (
        "quay.txt", None, None, None, None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_character(encoding: str) -> None:
    assert read(BODY.encode(encoding)).text == BODY


def test_the_title_is_the_headline_block() -> None:
    found = read(f"\nQuay burns\n\n{BODY}")
    assert found.title == "Quay burns"
    assert [found.text[block.start:block.end] for block in found.blocks if block.kind == "headline"] == ["Quay burns"]


def test_lines_of_origin_fill_the_columns() -> None:
    found = read("Quay burns\n\nPublisher: Inland News\nBy Joren Hask\nPublished: 21 March 2018, 11:15\n"
                 f"URL: https://inland.example/quay\n\n{BODY}")
    assert (found.publisher, found.author, found.url) == ("Inland News", "Joren Hask", "https://inland.example/quay")
    assert (found.published, found.published_basis) == ("2018-03-21T11:15:00", "given")
    assert found.id == report_id("https://inland.example/quay", found.text)


@pytest.mark.parametrize(("opening", "expected"), [
    ("Wednesday 21 March 2018\n\n", "2018-03-21"),
    ("PORT SELM, March 21, 2018 (Coast Agency) - ", "2018-03-21"),
    ("PORT SELM, Ordania, 21 March 2018 — ", "2018-03-21"),
    ("Date of publication 21 March 2018 ", "2018-03-21"),
    ("21 March 2018 20:22 ", "2018-03-21T20:22:00"),
    ("On 21 March 2018 a report said: ", None),
    ("PORT SELM, March 21 (Coast Agency) - ", None),
    ("In Port Selm the talk since 21 March 2018 is this. ", None),
    ("The law of 21 March 2018 has changed much. ", None),
    ("31 February 2018 - ", None),
])
def test_the_dateline_dates_the_report(opening: str, expected: str | None) -> None:
    found = read(f"Quay burns\n\n{opening}{BODY}")
    assert (found.published, found.published_basis) == (expected, "dateline" if expected else None)


@pytest.mark.parametrize(("text", "language"), [
    (BODY, "en"),
    ("Der Fischkai in der Hafenstadt brannte am Dienstag, und niemand wusste, wie das Feuer begonnen hatte.", "de"),
    ("Le quai aux poissons a brûlé mardi soir et personne ne sait comment le feu a pris dans la halle.", "fr"),
    ("Quay burns in Selm", None),
])
def test_language(text: str, language: str | None) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "empty"), (b" \n ", "empty"), (b"...", "empty"), (b"quay", "too-short"), (b"quay burns", "too-short"),
    (b"the quay\x00 burns", "binary"), (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    (b"\xff\xfeq", "empty"),
])
def test_what_is_no_text_is_rejected(content: bytes, reason: str) -> None:
    found = read_text(content, "quay.txt", ReadOptions())
    assert isinstance(found, Rejected)
    assert (found.ref, found.reason) == ("quay.txt", reason)
    assert found.detail.endswith(".")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_report_or_a_reason(content: bytes) -> None:
    found = read_text(content, "quay.txt", ReadOptions())
    assert isinstance(found, Rejected) or found.text.encode() == content.removeprefix(b"\xef\xbb\xbf") \
        or content[:2] in (b"\xff\xfe", b"\xfe\xff") or found.notes


LINES = ("N-" * 80 + "x", "N " * 80 + "x", f"By {'N' * 60}+", "-" * 160 + "x", f"Selm{' ' * 150}x")


@pytest.mark.parametrize("line", LINES)
def test_a_first_line_that_could_be_a_dateline_in_many_ways_is_read_at_once(line: str) -> None:
    assert read(f"{line}\n\nThe fish quay of Port Selm burned on Tuesday.").published is None
