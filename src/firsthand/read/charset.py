"""Bytes to characters: by what the document or its carrier names; what had to be assumed is said.

The order is that of the HTML standard: byte order mark, transport, the document's own word, UTF-8.
What is left is told by the bytes: single high bytes among Latin letters are Windows-1252, and of
words of high bytes charset-normalizer says in which alphabet they read as language.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32",
        b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SAMPLE_BYTES = 65_536
"""So much of a text tells its character set."""
RUN_SHARE = 0.5
"""Of the high bytes of a text in Latin script fewer stand beside another one: accents and quotation marks
stand alone; in another alphabet whole words are made of them."""
WHOLE_SHARE = 0.9
"""Of the high bytes so many must belong to whole UTF-8 characters for the rest to be damage."""

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_WEB_CHARSET = re.compile(r"utf-8|ascii|iso8859|cp125|cp8|koi8|mac-|big5|gb|euc|shift_jis|iso2022|tis-620|ptcp154")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and a sentence on what was assumed on the way, or null."""

    text: str
    note: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """The note as a report carries it."""
        return (self.note,) if self.note else ()


def known_charset(name: str | None) -> str | None:
    """Python's name for a charset of the web; ISO 8859-1 means Windows-1252, as in browsers; null if unknown."""
    try:
        found = codecs.lookup((name or "").strip(" \"'")).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    if not _WEB_CHARSET.match(found):  # Python also knows codecs that are no charset, such as hex
        return None
    return "windows-1252" if found in ("iso8859-1", "ascii") else found


def decode(content: bytes, named: str | None = None) -> Decoded:
    """The characters of some bytes; `named` is the charset that the document or its carrier names."""
    marked = next((name for bom, name in BOMS.items() if content.startswith(bom)), None)
    if marked:
        return _replaced(content, marked, None)
    charset = known_charset(named)
    text = _strict(content, charset) if charset else None
    if text is not None:
        return Decoded(text)
    text = _strict(content, "utf-8")
    if text is not None and "\x00" not in text:
        return Decoded(text)
    wide = _wide(content)
    if wide:
        return _replaced(content, wide, f"It has no byte order mark; read as {wide.upper()}: every second byte "
                                        "is 0.")
    if text is not None:
        return Decoded(text)
    return _assumed(content, charset)


def _strict(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except UnicodeError:
        return None


def _replaced(content: bytes, charset: str, note: str | None) -> Decoded:
    """Characters, U+FFFD for what is none; how many there are is noted."""
    text = content.decode(charset, "replace")
    lost = text.count("\ufffd") and _strict(content, charset) is None and text.count("\ufffd")
    damage = f"{lost} of its characters are damaged and stand as U+FFFD." if lost else None
    return Decoded(text, " ".join(filter(None, (note, damage))) or None)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte, on one side only."""
    sample = content[:SAMPLE_BYTES]
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), max(len(sample) // 2, 1)
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.02 * half else None


def _assumed(content: bytes, named: str | None) -> Decoded:
    why = f"It names {named}, which does not fit its bytes" if named else "It names no character set and is not UTF-8"
    charset = named if named and named != "utf-8" and _is_nearly(content, named) else _likely(content)
    return _replaced(content, charset, f"{why}; read as {charset.upper()}, which is assumed.")


def _is_nearly(content: bytes, charset: str) -> bool:
    """Whether all but a few of the bytes fit: the charset is right and the text damaged."""
    text = content[:SAMPLE_BYTES].decode(charset, "replace")
    foreign = sum(not sign.isascii() for sign in text)
    return text.count("\ufffd") <= (1 - WHOLE_SHARE) * foreign


def _likely(content: bytes) -> str:
    if _is_nearly(content, "utf-8"):
        return "utf-8"
    sample = content[:SAMPLE_BYTES]
    high = sum(len(run) for run in _HIGH_RUN.findall(sample))
    in_runs = sum(len(run) for run in _HIGH_RUN.findall(sample) if len(run) > 1)
    if in_runs < RUN_SHARE * high:
        return "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return known_charset(best.encoding) or "windows-1252" if best else "windows-1252"
