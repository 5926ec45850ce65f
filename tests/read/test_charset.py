from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.read.charset import decode, known_charset

ENGLISH = "The harbour master’s café burned on Tuesday – nobody knew why."
RUSSIAN = "Рыбный причал в порту сгорел во вторник, и никто не мог сказать, почему начался пожар. " * 3
GREEK = "Η προβλήτα κάηκε την Τρίτη και κανείς δεν ήξερε πώς ξεκίνησε η φωτιά στο λιμάνι. " * 3


@pytest.mark.parametrize(("content", "named", "text", "note"), [
    (ENGLISH.encode(), None, ENGLISH, None),
    (ENGLISH.encode("utf-8-sig"), "windows-1252", ENGLISH, None),
    (ENGLISH.encode("utf-16"), None, ENGLISH, None),
    (ENGLISH.encode("utf-32"), None, ENGLISH, None),
    (ENGLISH.encode("utf-16-le"), None, ENGLISH, "UTF-16-LE"),
    (ENGLISH.encode("utf-16-be"), None, ENGLISH, "UTF-16-BE"),
    (ENGLISH.encode("cp1252"), "iso-8859-1", ENGLISH, None),
    (ENGLISH.encode("cp1252"), None, ENGLISH, "WINDOWS-1252, which is assumed"),
    (ENGLISH.encode("cp1252"), "utf-8", ENGLISH, "names utf-8"),
    (ENGLISH.encode(), "no-such", ENGLISH, None),
    (ENGLISH.encode(), "utf-16", ENGLISH, None),
    (RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, None),
    (RUSSIAN.encode("cp1251"), None, RUSSIAN, "assumed"),
    (GREEK.encode("cp1253"), None, GREEK, "assumed"),
    (RUSSIAN.encode() + b"\xff", None, RUSSIAN + "\ufffd", "1 of its characters"),
    (RUSSIAN.encode()[1:], "utf-8", "\ufffd" + RUSSIAN[1:], "damaged"),
    ("日本の港が燃えた".encode("shift_jis"), "shift_jis", "日本の港が燃えた", None),
    (b"", None, "", None),
])
def test_what_is_assumed_is_said(content: bytes, named: str | None, text: str, note: str | None) -> None:
    found = decode(content, named)
    assert found.text == text
    assert (note or "") in (found.note or "")
    assert (found.note is None) == (note is None)


@settings(deadline=None, max_examples=60)
@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_text_survives_encodings_that_can_be_told(text: str, name: str) -> None:
    text = text.replace("\x00", "").lstrip("\ufeff\ufffe")
    assert decode(text.encode(name), None).text == text


@settings(deadline=None, max_examples=60)
@given(st.binary(), st.none() | st.text(max_size=20))
def test_any_bytes_under_any_name_give_characters(content: bytes, named: str | None) -> None:
    found = decode(content, named)
    assert isinstance(found.text, str)
    found.text.encode()


@pytest.mark.parametrize(("name", "expected"), [
    ("UTF-8", "utf-8"), (" 'Latin1' ", "windows-1252"), ("ascii", "windows-1252"), ("hex", None), ("rot13", None),
    ("", None), (None, None), ("a\x00b", None), ("utf-16", None), ("idna", None), ("x" * 1000, None),
])
def test_known_charsets(name: str | None, expected: str | None) -> None:
    assert known_charset(name) == expected
