"""Offset-safe text work that several stages share: plain forms, words, shingles, digests.

Everything here is linear in the length of the text and never changes it: functions give
offsets in code points, or a `Plain` text that knows where each of its characters came from.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.records import Span

WORD = re.compile(r"\w+(?:['’]\w+)*")
"""A word: letters, digits and inner apostrophes."""

_SAME_LENGTH = str.maketrans({
    **dict.fromkeys("‘’‚‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
                    "\u202f\u205f\u3000\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
})
_OTHER_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _SAME_LENGTH)))}]")
_ROLL = 6_364_136_223_846_793_005
"""Multiplier of Knuth's MMIX generator: odd, so that it mixes well modulo a power of two."""
_WRAP = 1 << 64
_POSSESSIVE = re.compile(r"['’]s\b")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
                        "\x00-\x08\x0e-\x1b\x7f]")

CORRECTION = re.compile(
    r"(?:corrections?|clarifications?|corrections? and clarifications?)(?:\s*[:\-|]|,? (?:appended|[A-Z][a-z]+ \d))"
    r"|(?:an? |the )?(?:earlier|previous|original|first) version of (?:this|the) (?:article|story|report|piece|post"
    r"|headline|dispatch|page)\b"
    r"|(?:editor['s]*s? note: )?this (?:article|story|report|piece|post|page) (?:has been|was) "
    r"(?:corrected|amended|updated|edited|revised|changed) (?:to|on|since|after|because|at)\b", re.IGNORECASE)
"""How a report opens what it says of its own earlier wording."""

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def keepable(words: str) -> str:
    """The words with U+FFFD for what no file or database keeps: NUL, and halves of surrogate pairs."""
    return _UNKEEPABLE.sub("\ufffd", words)


def printable(words: str) -> str:
    """The words with U+FFFD for signs that steer a terminal or that no file keeps, one for one."""
    return _UNPRINTABLE.sub("\ufffd", words)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text with plain quotes, dashes and spaces and without invisible signs.

    `offsets[i]` is where character `i` stands in the original, in code points; None where
    nothing was left out, so that both texts have the same offsets.
    """

    text: str
    offsets: tuple[int, ...] | None

    def original(self, start: int, end: int) -> Span:
        """The original's span for `[start, end)` of the plain text."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def plain(text: str) -> Plain:
    """The plain form of a text (see `Plain`); in most texts every character keeps its place."""
    same = _OTHER_SIGN.sub(lambda match: _SAME_LENGTH[ord(match.group())], text)
    if not _INVISIBLE.search(same):
        return Plain(same, None)
    kept = [index for index, sign in enumerate(same) if not _INVISIBLE.match(sign)]
    return Plain("".join(same[index] for index in kept), tuple(kept))


def fold(words: str) -> str:
    """Case, accents and possessive 's folded away, for comparing names."""
    if words.isascii():
        bare = words
    else:
        signs = unicodedata.normalize("NFKD", words)
        bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    bare = bare.casefold()
    return _POSSESSIVE.sub("", bare) if "'" in bare or "’" in bare else bare


def word_spans(text: str) -> list[Span]:
    """The spans of the words of a text, in order."""
    return [match.span() for match in WORD.finditer(text)]


def folded_words(text: str) -> list[tuple[str, int, int]]:
    """(folded word, start, end) for each word of a text, in order."""
    folds: dict[str, str] = {}
    found = []
    for match in WORD.finditer(text):
        word = match.group()
        if word not in folds:
            folds[word] = fold(word)
        found.append((folds[word], match.start(), match.end()))
    return found


def hash_words(words: Sequence[str]) -> int:
    """A signed 64-bit hash of a run of words, the same on every machine."""
    joined = "\x1f".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)


def shingles(text: str, size: int) -> Iterator[tuple[int, int]]:
    """(hash, number of its first word) for every run of `size` folded words of a text."""
    return word_shingles([word for word, _, _ in folded_words(text)], size)


def word_shingles(words: Sequence[str], size: int) -> Iterator[tuple[int, int]]:
    """(hash, number of its first word) for every run of `size` of these words.

    The hash is signed 64-bit, the same on every machine: a polynomial of the words' hashes that
    rolls along the text, so that the cost does not grow with `size` (Karp and Rabin, 1987).
    """
    known: dict[str, int] = {}
    kept: list[int] = []
    leaving, value = pow(_ROLL, size, _WRAP), 0
    for number, word in enumerate(words):
        if word not in known:
            known[word] = hash_words((word,)) % _WRAP
        kept.append(known[word])
        value = (value * _ROLL + kept[number]) % _WRAP
        if number >= size:
            value = (value - kept[number - size] * leaving) % _WRAP
        if number >= size - 1:
            yield value - _WRAP // 2, number - size + 1


def digest(*parts: str) -> str:
    """The first 16 hex digits of the SHA-256 of the parts, joined by newlines."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def report_id(address: str, text: str) -> str:
    """A report's id, from its `url or ref` and its text."""
    return digest(address, text)


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
