"""A text as the terms that two wordings of one claim share: folded, stemmed, numbers written one way.

What people post is cleaned first: addresses are dropped but for the words in their paths, @names and
#tags are split where their capitals are, and the "— Name (@name) May 1, 2018" under a quoted post is
told apart from what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.text import WORD, fold

_ADDRESS = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S*", re.IGNORECASE)
_GLUED = re.compile(r"(?<=\S)(?=(?:https?://|pic\.twitter\.com/))", re.IGNORECASE)
_SIGNED = re.compile(
    r"\s*[—–-]+\s*(?P<name>[^—–\n]{0,80}?)\s*\(\s*@\s*(?P<handle>\w{1,40})\)"
    r"\s*(?P<day>(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+\d{1,2},?\s+\d{4})?\s*$")
_TAG = re.compile(r"[@#](\w+)")
_SEAMS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d])(?=\d)|_")
_PATH_WORD = re.compile(r"[A-Za-z]{3,}")
_NO_PATH = ("t.co/", "pic.twitter.com/", "bit.ly/", "goo.gl/", "youtu.be/")
"""Addresses whose paths are codes."""
_AMOUNT = re.compile(r"(\d+)(k|m|mn|bn|b)")
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion"}
_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = ({word: str(number) for number, word in enumerate(_UNITS)}
            | {word: str(10 * number) for number, word in enumerate(_TENS, start=2)})
_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
_VOWEL = re.compile("[aeiouy]")
MAX_CHARS = 5_000
"""So much of a text is looked at: no claim is longer, and a page pasted by mistake must not stall a run."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a post says, who signed it, the words in the addresses it holds, and its day as written."""

    says: str
    signed: str
    linked: str
    day: str


def read_post(text: str) -> Post:
    """A post without its dressing; any other text comes out as it is."""
    text = _GLUED.sub(" ", text[:MAX_CHARS])
    signed, day = "", ""
    if "(" in text[-160:] and (found := _SIGNED.search(text, max(0, len(text) - 200))):
        text, day = text[:found.start()], found["day"] or ""
        signed = f"{found['name']} {split_tag(found['handle'])}"
    linked = " ".join(word for address in _ADDRESS.findall(text) if not any(host in address for host in _NO_PATH)
                      for word in _PATH_WORD.findall(address.split("//")[-1].partition("/")[2]))
    says = _TAG.sub(lambda tag: split_tag(tag[1]), _ADDRESS.sub(" ", text))
    return Post(says, signed, linked, day)


def split_tag(tag: str) -> str:
    """The words of a tag or handle, by its capitals, digits and underscores ("FreeConeDay" is three)."""
    return " ".join(_SEAMS.split(tag))


class Terms:
    """Turns words into terms, and remembers what it has turned: texts repeat their words."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> list[str]:
        """The terms of a text in order, repeated ones too."""
        known = self._known
        found: list[str] = []
        for word in WORD.findall(_COMMA.sub("", text[:MAX_CHARS])):
            terms = known.get(word)
            if terms is None:
                terms = known[word] = _terms_of(word)
            found += terms
        return found


def _terms_of(word: str) -> tuple[str, ...]:
    bare = fold(word).replace("'", "").replace("’", "")
    if not bare:
        return ()
    if amount := _AMOUNT.fullmatch(bare):
        return amount[1], _SCALES[amount[2]]
    return (_NUMBERS.get(bare) or stem(bare),)


def stem(word: str) -> str:
    """A word without its plural, -ing, -ed and -ly (after Harman 1991): "dying", "dies" and "died" stay near.

    A light stemmer: it never joins words of unlike meaning as fuller ones do ("universe", "university").
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    word = _singular(word)
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _VOWEL.search(word[:-len(ending)]):
            word = word[:-len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
