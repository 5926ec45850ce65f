"""Numbers with their bounds in a sentence: "at least 32", "dozens", "between 20 and 30".

Integer arithmetic throughout; what the words mean in numbers is the table of docs/tables.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Word:
    """A token: its words, lower case, lemma, coarse and fine tag, and `[start, end)` in the plain text.

    `head` is the number within the sentence of the token that it depends on (its own for the root,
    -1 where that is not known) and `dep` how (the ClearNLP labels that spaCy's English parser gives).
    """

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    entity: str
    start: int
    end: int
    dep: str = ""
    head: int = -1


class Number(NamedTuple):
    """A number expression over the tokens `[first, last)`; null is an open bound.

    `single` is true for an article that counts one ("a woman").
    """

    first: int
    last: int
    low: int | None
    high: int | None
    single: bool = False


_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_VAGUE = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
"""At least two tens, dozens, scores, …: the table of docs/tables.md."""

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,7}")
_PLUS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,7})\+")
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_JOINED = re.compile(r"([a-z]+)-([a-z]+)")

_PHRASES: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    sorted(
        (
            (tuple(words.split()), kind)
            for kind, phrases in {
                "least": (
                    "at least",
                    "at the least",
                    "no fewer than",
                    "no less than",
                    "not less than",
                    "not fewer than",
                    "a minimum of",
                    "minimum of",
                    "as few as",
                    "at leas",
                ),
                "over": (
                    "more than",
                    "over",
                    "upwards of",
                    "upward of",
                    "in excess of",
                    "well over",
                    "exceeding",
                    "exceeded",
                    "exceeds",
                    "surpassed",
                    "just over",
                    "slightly more than",
                    "greater than",
                ),
                "most": (
                    "up to",
                    "as many as",
                    "at most",
                    "no more than",
                    "not more than",
                    "a maximum of",
                    "maximum of",
                ),
                "under": ("fewer than", "less than", "under", "just under"),
                "about": (
                    "about",
                    "around",
                    "some",
                    "approximately",
                    "roughly",
                    "an estimated",
                    "estimated",
                    "circa",
                    "somewhere around",
                ),
                "nearly": ("nearly", "almost", "close to", "nearing", "as nearly as"),
            }.items()
            for words in phrases
        ),
        key=lambda bound: -len(bound[0]),
    )
)

_BOUNDS = {
    first: tuple(bound for bound in _PHRASES if bound[0][0] == first) for first in {words[0] for words, _ in _PHRASES}
}
"""The phrases by their first word, the longest first: nearly every token begins none."""

_AFTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("or", "more"), "least"),
    (("at", "least"), "least"),
    (("or", "so"), "about"),
    (("or", "fewer"), "most"),
)


def number_at(words: Sequence[Word], index: int) -> Number | None:
    """The number expression, bounds and all, that begins exactly at a token, or None."""
    for phrase, kind in _BOUNDS.get(words[index].lower, ()):
        if _matches(words, index, phrase):
            found = _bare(words, index + len(phrase))
            return None if found is None else _bounded(found, index, kind)
    if words[index].lower == "between":
        return _pair(words, index, "and")
    return _with_tail(words, _bare(words, index))


def _with_tail(words: Sequence[Word], found: Number | None) -> Number | None:
    """The number with "or more", "to 30" and the like after it."""
    if found is None or found.single:
        return found
    for phrase, kind in _AFTER:
        # "5 Sep 2016 At least 42 people": the bound belongs to the number after it.
        if _matches(words, found.last, phrase) and _bare(words, found.last + len(phrase)) is None:
            more = _bounded(found, found.first, kind)
            return more._replace(last=found.last + len(phrase))
    if found.last + 1 < len(words) and words[found.last].lower in ("to", "-", "or"):
        other = _bare(words, found.last + 1)
        if other and not other.single and _rising(found, other):
            return Number(found.first, other.last, found.low, other.high)
    return found


def _rising(one: Number, two: Number) -> bool:
    """Can these be the ends of a range? "20 to 30" is one, "three to 2016" is not."""
    return one.high is not None and two.high is not None and one.high < two.high <= 3 * one.high + 3


def _pair(words: Sequence[Word], index: int, joint: str) -> Number | None:
    """ "between 20 and 30"."""
    one = _bare(words, index + 1)
    if one is None or one.last >= len(words) or words[one.last].lower != joint:
        return None
    two = _bare(words, one.last + 1)
    if two is None or not _rising(one, two):
        return None
    return Number(index, two.last, one.low, two.high)


def _bounded(found: Number, first: int, kind: str) -> Number:
    """The bounds that a phrase of a kind gives a number; a vague number keeps its own."""
    base = found.low if found.low is not None else 0
    if found.high is None or found.single:
        return found._replace(first=first)
    low: int | None = base
    high: int | None = base
    if kind == "least":
        high = None
    elif kind == "over":
        low, high = base + 1, None
    elif kind == "most":
        low = None
    elif kind == "under":
        low, high = None, base - 1
    else:
        low = 9 * base // 10
        high = (11 * base + 9) // 10 if kind == "about" else base
    return Number(first, found.last, low, high)


def _matches(words: Sequence[Word], index: int, phrase: tuple[str, ...]) -> bool:
    if index < 0 or index + len(phrase) > len(words):
        return False
    return all(words[index + step].lower == word for step, word in enumerate(phrase))


def _bare(words: Sequence[Word], index: int) -> Number | None:  # noqa: PLR0911 - one line a form
    """The number without bounds that begins at a token."""
    if index >= len(words):
        return None
    lower = words[index].lower
    if share := _share_of(words, index):
        return share
    if found := _PLUS.fullmatch(lower):
        return Number(index, index + 1, _digits(found[1]), None)
    if (found := _RANGE.fullmatch(lower)) and int(found[1]) < int(found[2]):
        return Number(index, index + 1, int(found[1]), int(found[2]))
    if _DIGITS.fullmatch(lower):
        return _digit_number(words, index, _digits(lower))
    if lower in _VAGUE:
        return _vague(words, index)
    if lower in ("a", "an") or _value(lower) is not None:
        return _spelled(words, index)
    return None


def _share_of(words: Sequence[Word], index: int) -> Number | None:
    """ "half a million", "a quarter of a million", "1.2 million"."""
    if (found := _DECIMAL.fullmatch(words[index].lower)) and index + 1 < len(words):
        scale = _SCALES.get(words[index + 1].lower, 0)
        value = int(found[1] + found[2]) * scale // 10 ** len(found[2])
        return Number(index, index + 2, value, value) if scale else None
    for phrase, part in _PARTS:
        last = index + len(phrase)
        whole = _SCALES.get(words[last].lower, 0) if last < len(words) and _matches(words, index, phrase) else 0
        if whole:
            return Number(index, last + 1, whole // part, whole // part)
    return None


_DECIMAL = re.compile(r"(\d{1,4})\.(\d{1,3})")
_PARTS = ((("half", "a"), 2), (("a", "quarter", "of", "a"), 4), (("quarter", "of", "a"), 4))


def _digits(text: str) -> int:
    return int(text.replace(",", ""))


def _digit_number(words: Sequence[Word], index: int, value: int) -> Number:
    """Digits, with a scale after them ("2 million", "3 dozen")."""
    last = index + 1
    if last < len(words) and words[last].lower == "+":
        return Number(index, last + 1, value, None)
    if last < len(words) and words[last].lower in _SCALES:
        value, last = value * _SCALES[words[last].lower], last + 1
    return Number(index, last, value, value)


def _vague(words: Sequence[Word], index: int) -> Number:
    """ "dozens", "tens of thousands": at least two of it."""
    low, last = _VAGUE[words[index].lower], index + 1
    while last + 1 < len(words) and words[last].lower == "of" and words[last + 1].lower in _VAGUE:
        low, last = low * _VAGUE[words[last + 1].lower] // 2, last + 2
    return Number(index, last, low, None)


def _value(lower: str) -> int | None:
    """The value of a number word below a hundred: "seven", "twenty", "twenty-one"."""
    if lower in _SMALL:
        return _SMALL[lower]
    if lower in _TENS:
        return _TENS[lower]
    joined = _JOINED.fullmatch(lower)
    if joined and joined[1] in _TENS and joined[2] in _SMALL:
        return _TENS[joined[1]] + _SMALL[joined[2]]
    return None


def _spelled(words: Sequence[Word], index: int) -> Number | None:
    """A number in words ("two hundred and thirty", "a dozen"), or an article that counts one."""
    lower, last = words[index].lower, index + 1
    if lower in ("a", "an"):
        return _article(words, index)
    total, part = 0, _value(lower) or 0
    while last < len(words):
        step = words[last].lower
        if step in _SCALES:
            part *= _SCALES[step]
            if _SCALES[step] >= 1000:
                total, part = total + part, 0
        elif step == "-" or (step == "and" and part >= 100) or (step == "and" and total and not part):
            if last + 1 >= len(words) or _value(words[last + 1].lower) is None:
                break
        elif (small := _value(step)) is not None and _fits(part, small):
            part += small
        else:
            break
        last += 1
    return Number(index, last, total + part, total + part)


def _fits(part: int, small: int) -> bool:
    """May a word follow in the same number? "twenty one" and "hundred five", not "two three"."""
    return part % 100 == 0 if small >= 10 else part % 10 == 0 and part % 100 != 10


def _article(words: Sequence[Word], index: int) -> Number | None:
    """ "a dozen", "a hundred", "a couple of"; otherwise "a" counts one."""
    following = words[index + 1].lower if index + 1 < len(words) else ""
    if following in _SCALES:
        return Number(index, index + 2, _SCALES[following], _SCALES[following])
    if following == "couple":
        return Number(index, index + 2, 2, 2)
    return Number(index, index + 1, 1, 1, single=True)
