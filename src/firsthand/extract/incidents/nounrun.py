"""Noun phrases by the run of their tokens: what the parse gets wrong in headlines and damaged texts, this keeps."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract import lexicon as lex
from firsthand.extract.incidents import doerwords as doers
from firsthand.extract.numerals import Word

MAX_ASIDE = 14
"""Tokens of an aside between a doer and the verb."""
_ENDS = lex.DAYS | lex.REPORTS


def noun_run(words: Sequence[Word], index: int, step: int) -> int:
    """The far end of the run of noun-like tokens that goes on from a token."""
    end = index
    while 0 <= end < len(words) and _in_noun(words, end, step):
        end += step
    return end


def _in_noun(words: Sequence[Word], index: int, step: int) -> bool:
    word = words[index]
    if word.lower in _ENDS or (word.lower in doers.STRIKES and step < 0 and word.lower not in ("air",)):
        return False
    if (
        word.pos in ("NOUN", "PROPN", "ADJ", "NUM")
        or word.text == "-"
        or word.lower in ("'s", "'", "regime", "u.s.")
        or (step < 0 and word.text in ("(", ")"))
    ):
        return True
    if word.lower in ("and", "or", "its", "&"):
        beyond = index + 1
        return (
            index > 0
            and beyond < len(words)
            and words[beyond].pos in ("PROPN", "ADJ", "NOUN")
            and words[index - 1].pos in ("PROPN", "ADJ", "NOUN", "CCONJ")
            and (words[beyond].pos != "NOUN" or words[beyond].lower in doers.FORCES)
        )
    return False


def trimmed(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The tokens `[first, last)` without determiners, numbers and conjunctions at the edges."""
    while first < last and (words[first].pos in ("DET", "CCONJ", "NUM", "PUNCT", "PART", "ADP")
                            or words[first].lower in _EDGES):
        first += 1
    while last > first and (words[last - 1].pos in ("CCONJ", "PUNCT", "PART", "NUM")
                            or words[last - 1].lower in ("'s", "its")):
        last -= 1
    return first, last


_EDGES = lex.words("'s ( heavy deadly new fresh intense renewed overnight other its several local")


def before_relative(words: Sequence[Word], before: int) -> int:
    """The token before "which" or "who" and its comma: "the group, which [attacked]"."""
    if before > 0 and words[before].lower in ("which", "who", "that"):
        before -= 1
        before -= before > 0 and words[before].lower == ","
    elif before > 1 and words[before].lower == ",":
        # "The army, backed by Galish jets, [killed] …"
        opens = next((place for place in range(before - 1, max(0, before - MAX_ASIDE), -1)
                      if words[place].lower == ","), None)
        if opens is not None and words[opens + 1].tag in ("VBN", "VBG"):
            return opens - 1
    return before


def hangs(words: Sequence[Word], first: int, harm: bool = True) -> bool:
    """Does a preposition, number or "no" stand before the words, so that they are not the subject?"""
    before = first - 1
    while before >= 0 and words[before].pos == "DET" and words[before].lower != "no":
        before -= 1
    if before > 0 and words[before].lower in ("from", "of") and words[before - 1].lower in doers.FORCES:
        return False
    if before >= 0 and words[before].pos == "NUM":
        # "Ten terrorists hurled …" opens a sentence; in "4 Galish troopers killed" they suffer it.
        return harm or (before > 0 and words[before - 1].pos not in ("PUNCT", "SCONJ"))
    return before >= 0 and (words[before].pos == "ADP" or words[before].lower in ("no", "to"))
