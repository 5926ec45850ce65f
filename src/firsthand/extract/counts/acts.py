"""What stands before counted people: "killing 30", "the deaths of 30", "the toll to 30"."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract import lexicon as lex
from firsthand.extract.counts.people import Phrase
from firsthand.extract.counts.states import Reading
from firsthand.extract.numerals import Word

_TAKES = lex.words("claim claims claimed claiming took takes taking cost costing")
_NO_VERBS = lex.words("dead wounded injured murder shooting killings")
_DEATHS = frozenset({"deaths", "fatalities"})
_LEAD_IN = frozenset(
    {
        "the",
        "a",
        "an",
        "another",
        "further",
        "additional",
        '"',
        "'",
        "total",
        "of",
        "also",
        "all",
        "family",
        "nearby",
        "its",
        "their",
        "his",
        "her",
        ":",
    }
)


def read_before(words: Sequence[Word], phrase: Phrase, used: set[int]) -> Reading | None:  # noqa: PLR0911 - one line a form
    """ "killing 30", "the deaths of 30", "the toll to 30"."""
    index = phrase.number.first - 1
    of = False
    while index >= 0 and (words[index].lower in _LEAD_IN or (phrase.implicit and _describes(words[index]))):
        if words[index].lower == "of":
            of = True
        index -= 1
    if index < 0:
        return None
    lower = words[index].lower
    if of and lower in lex.DEATHS | frozenset({"lives"}):
        return Reading("killed", index)
    if phrase.implicit and lower == "as" and _names_dead(words, index):
        return Reading("killed", index)
    if of and lower in lex.INJURIES:
        return Reading("injured", index)
    if lower == "dead" and index and words[index - 1].lower in lex.SHOT:
        return Reading("killed", index)
    if index not in used and (unit := _act_at(words, index, phrase)):
        return Reading(unit, index)
    if not phrase.implicit and not phrase.number.single:
        return read_toll(words, phrase)
    return None


def _names_dead(words: Sequence[Word], index: int) -> bool:
    """ "The dead were identified as [Ann Moor]"."""
    before = {word.lower for word in words[max(0, index - MAX_NAMING):index]}
    return bool(before & {"identified", "named"}) and bool(before & _DEAD)


_DEAD = lex.DEAD | lex.KILLED | lex.words("bodies fatalities died")
MAX_NAMING = 10
"""Tokens from "the dead" to the names that follow."""


def _describes(word: Word) -> bool:
    """Is it an age, an adjective or "his" before somebody: "the murder of 7-year-old [Ann Moor]"?"""
    return word.lower.endswith(("year-old", "month-old")) or word.tag in ("PRP$", "JJ", "CD", "HYPH") \
        or word.lower in ("year", "month", "old")


def _act_at(words: Sequence[Word], index: int, phrase: Phrase) -> str | None:  # noqa: PLR0911 - one line a form
    """The unit that a verb gives the people after it."""
    lower = words[index].lower
    if words[index].pos in ("NOUN", "ADJ") and lower in _NO_VERBS:
        return None
    earlier = [word.lower for word in words[max(0, index - 2) : index]]
    linked = len(earlier) == 2 and earlier[1] in ("or", "and", "&", "/", ",")
    if lower in lex.KILL or lower == "drowning":
        return "casualties" if linked and earlier[0] in lex.HURT else "killed"
    if lower in lex.HURT and lower != "injuries":
        if linked and earlier[0] in lex.SHOT:
            return "injured"
        return "casualties" if linked and earlier[0] in lex.KILL else "injured"
    if lower in ("shot", "shooting", "shoots", "stabbed", "stabbing", "stabs"):
        tail = [word.lower for word in words[phrase.last : phrase.last + 2]]
        if "fatally" in earlier:
            return "killed"
        return "killed" if "dead" in tail or tail == ["to", "death"] else "injured"
    if lower in _TAKES and phrase.noun in ("lives", "life"):
        return "killed"
    return None


def read_toll(words: Sequence[Word], phrase: Phrase) -> Reading | None:
    """ "bringing the toll to 32", "the number of people killed rose to 32"."""
    first = phrase.number.first
    nearest = words[first - 1].lower if first else ""
    if nearest not in lex.TOLL_MOVES and nearest not in (":", "over", "than", "least"):
        return None
    if any(word.lower in _DEATHS for word in words[max(0, first - 4):first - 1]):
        return Reading("killed", first - 1, toll=True)
    window = words[max(0, first - 18) : first]
    tolls = [index for index, word in enumerate(window) if word.lower in lex.TOLL]
    if not tolls:
        return None
    rest = window[max(0, tolls[-1] - 1) :]
    about = {word.lower for word in rest}
    return Reading(unit, first - 1, toll=True) if (unit := _toll_of(window[tolls[-1]], rest, about)) else None


def _toll_of(head: Word, rest: Sequence[Word], about: set[str]) -> str | None:
    """The unit of a toll or number by the words from it to its figure."""
    if head.lower not in ("toll", "tally") and not about & (
        lex.KILLED | lex.DEATHS | lex.HURTED | lex.INJURIES | lex.DEAD | frozenset({"victims", "casualties"})
    ):
        return None
    if any(
        word.tag in ("VBD", "VBZ") and word.pos == "VERB" and word.lower not in lex.TOLL_MOVES | lex.HURT | lex.KILL
        for word in rest
    ):
        return None
    if about & {"casualty", "casualties"} and "death" not in about:
        return "casualties"
    harmed = about & (lex.HURTED | lex.INJURIES) and not about & (lex.KILLED | lex.DEAD | lex.DEATHS)
    return "injured" if harmed else "killed"
