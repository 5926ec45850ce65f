"""Phrases that count people: "at least six Asturian soldiers", "a woman", "a 19-year-old"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.extract import lexicon as lex
from firsthand.extract.numerals import Number, Word, number_at

MAX_PHRASE = 9
"""Tokens from a number to the end of what it counts; longer chunks are a parser's slip."""

_OUTCOMES = frozenset({"injuries", "fatalities", "deaths", "casualties"})
_HARM = lex.KILL | lex.DEAD | lex.DIE | lex.HURTED | lex.SHOT | lex.MISSING | _OUTCOMES
_COLLECTIVE = lex.words("""
family group crew couple body life staff personnel leader official judge general major elderly local national human
minor
""")
"""Singular nouns that with an article do not count one victim, or are mostly an adjective."""
DOERS = lex.words("""
suspect suspects shooter shooters gunman gunmen attacker attackers assailant assailants bomber bombers suicide-bomber
robber robbers intruder intruders burglar burglars
""")
"""Nouns for those who mostly do harm: they are counted where they clearly suffer it."""
_NUMBERED = lex.words("""
$ £ € # no. no page pages image photo picture slide figure chapter route highway interstate room age apartment channel
flight boeing airbus model unit lane exit gate platform
""")
"""A number right after one of these is a name or a sum."""
_WHERE = frozenset({"outside", "inside", "near", "amid", "off", "as", "after"})
"""Prepositions that the parser takes for a part of the name in headlines: "kills 22 outside school"."""
_AGES_JOINED = frozenset({"and", "to", "or", "-", ",", "through"})
_CALLS = frozenset({"call", "dial", "phone", "ring"})
_TITLES = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """People counted: tokens `[number.first, last)`; `noun` is what they are, or "" for a bare number.

    `implicit` is true where no number is said and one person is meant ("the driver", "Man dies").
    """

    number: Number
    last: int
    noun: str
    implicit: bool = False


def find_phrases(words: Sequence[Word]) -> list[Phrase]:
    """The phrases that may count people, in order, not overlapping."""
    ages = _ages(words)
    found: list[Phrase] = []
    index = 0
    while index < len(words):
        phrase = _phrase_at(words, index, ages)
        if phrase:
            found.append(phrase)
        inside = phrase is not None and not phrase.implicit and not phrase.number.single
        index = index + 1 if phrase is None else phrase.number.last if inside else phrase.last
    return found


def _phrase_at(words: Sequence[Word], index: int, ages: frozenset[int]) -> Phrase | None:
    if index in ages:
        return _aged(words, index, ages) if index - 1 not in ages else None
    number = number_at(words, index)
    if number is None:
        return _implicit(words, index)
    if number.low == 0 or _is_other(words, number, ages):
        return None
    return _counted(words, number, ages)


def _ages(words: Sequence[Word]) -> frozenset[int]:
    """The tokens of ages: "19-year-old", "19 years old", "aged 32", ", 45,"."""
    found: set[int] = set()
    for index, word in enumerate(words):
        if word.lower in ("year", "years", "month", "months") and index:
            last = index + 1
            while last < len(words) and words[last].lower in ("-", "old", "olds"):
                last += 1
            if last > index + 1 and words[last - 1].lower in ("old", "olds"):
                first = index - 2 if words[index - 1].lower == "-" and index > 1 else index - 1
                found.update(range(first, last))
        elif word.lower in ("aged", "age", "ages"):
            last = min(len(words), index + 2)
            while last + 1 < len(words) and words[last].lower in _AGES_JOINED and words[last + 1].text.isdigit():
                last += 2
            found.update(range(index, last))
        elif word.text.endswith(("year-old", "year-olds", "month-old")) or _is_bare_age(words, index):
            found.add(index)
    return frozenset(found)


def _is_bare_age(words: Sequence[Word], index: int) -> bool:
    """ "Ann Moor, 45, died": a number between commas after a name."""
    if not words[index].text.isdigit() or len(words[index].text) > 2 or index < 2:
        return False
    after = words[index + 1].lower if index + 1 < len(words) else "."
    before, name = words[index - 1], words[index - 2]
    if before.lower == "both":
        return after in (",", ".", ")", "and")
    if before.lower in (",", "(") and after in (",", ".", ")", "and", ";"):
        return name.pos in ("PROPN", "NOUN") or name.lower in lex.PEOPLE
    return (
        before.pos == "PROPN" and before.entity == "PERSON" and after in ("was", "of", "from", "who", "died", ",")
    )


def _is_other(words: Sequence[Word], number: Number, ages: frozenset[int]) -> bool:
    """Is it a year, day, time, sum of money, share, score or part of a name?"""
    before = words[number.first - 1] if number.first else None
    after = words[number.last] if number.last < len(words) else None
    digits = words[number.last - 1].text.isdigit()
    if any(step in ages for step in range(number.first, number.last)):
        return True
    if (before and _is_marked(before, words[number.first], digits)) or (digits and _is_torn(words, number)):
        return True
    if digits and after and (after.lower in _TITLES or _is_page(words, number.first)):
        return True
    return bool(after and _counts_things(words, number.last, digits)) or _is_year(words, number, before, after)


def _is_marked(before: Word, first: Word, digits: bool) -> bool:
    """Does the word before a number make it a name, a sum, a call or a day ("$500", "called 911", "May 3")?"""
    is_count = first.text.isdecimal() and int(first.text) >= 2100
    month = digits and before.lower.rstrip(".") in lex.MONTHS and not is_count
    return before.lower in _NUMBERED or month or (digits and before.lemma in _CALLS and len(first.text) == 3)


def _is_torn(words: Sequence[Word], number: Number) -> bool:
    """Is a number only a part of what is written together with signs ("7:30", "3-2", "40%")?"""
    first, last = number.first, number.last
    if first > 1 and words[first - 1].text in ("-", ":", "/", ".") \
            and words[first].start == words[first - 1].end and words[first - 2].end == words[first - 1].start:
        return True
    after = words[last] if last < len(words) else None
    if after is None or words[last - 1].end != after.start or after.text not in ("-", ":", "/", "%"):
        return False
    following = words[last + 1].lower if last + 1 < len(words) else ""
    return following not in ("", "at") or after.text == "%"


def _counts_things(words: Sequence[Word], last: int, digits: bool) -> bool:
    """Does a number count what its next word names, which is no people, or is it the day of a month?"""
    lower = words[last].lower
    following = words[last + 1].lower if last + 1 < len(words) else ""
    return (lower in lex.THINGS and following not in lex.PEOPLE) or (
        digits and lower.rstrip(".") in lex.MONTHS - {"may", "march"})


def _is_page(words: Sequence[Word], index: int) -> bool:
    """ "Image 1 of 8": the last number is none of people."""
    return index > 2 and words[index - 1].lower == "of" and words[index - 2].text.isdigit() \
        and words[index - 3].lower in _NUMBERED


def _is_year(words: Sequence[Word], number: Number, before: Word | None, after: Word | None) -> bool:
    text = words[number.first].text
    if number.last - number.first != 1 or not (len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")):
        return False
    if _ends_date(words, number.first):
        return True
    if after and after.lower in lex.PEOPLE:
        return False
    return (
        before is None
        or before.lower in ("in", "since", "of", "until", "by", "from", ",", "early", "late")
        or before.lower in lex.MONTHS
        or before.text.isdigit()
        or after is None
        or after.pos not in ("NOUN", "VERB")
    )


def _ends_date(words: Sequence[Word], index: int) -> bool:
    """ "January 9, [2031] Man dead": a year after a day of a month."""
    return index > 2 and words[index - 1].text == "," and words[index - 2].text.isdigit() \
        and words[index - 3].lower.rstrip(".") in lex.MONTHS


def _counted(words: Sequence[Word], number: Number, ages: frozenset[int]) -> Phrase | None:
    """The phrase of a number with what it counts, or None where that is no people."""
    last, noun, thing = _noun(words, number, ages)
    if thing or (number.single and not _is_one(words[last - 1], noun)):
        return None
    if not noun and last > number.last:
        if words[last - 1].tag in ("NNS", "NNPS"):
            return Phrase(number, last, words[last - 1].lower)
        last = number.last
    return Phrase(number, last, noun)


def _noun(words: Sequence[Word], number: Number, ages: frozenset[int]) -> tuple[int, str, bool]:
    """(end of the chunk, what its people are called or "", whether it counts things)."""
    last, noun, thing = number.last, "", False
    for index in _chunk(words, number.last, ages):
        lower = words[index].lower
        if lower == "of" or (lower in lex.THINGS and noun and index not in ages):
            # "One of the family dogs": the people are only a modifier.
            thing = thing or (words[index - 1].dep == "compound" and words[index - 1].head == index
                              and number.last < index - 1 and words[number.last].lower == "of")
            break
        if index in ages:
            if lower.endswith(("old", "olds")):
                noun, thing, last = noun or "year-old", False, index + 1
        elif lower in lex.PEOPLE and words[index].text != "US":
            noun, thing, last = lower, False, index + 1
        elif lower in lex.THINGS:
            thing, last = True, index + 1
        elif words[index].pos in ("NOUN", "PROPN") and not noun:
            last = index + 1
    return last, noun, thing


def _is_one(head: Word, noun: str) -> bool:
    """Does "a" before these words count one victim?"""
    named = noun and noun not in _COLLECTIVE | {"people", "others", "them", "more", "those"}
    return bool(named) and (head.tag in ("NN", "NNP", "JJ", "CD") or noun == "year-old")


def _chunk(words: Sequence[Word], first: int, ages: frozenset[int]) -> Iterator[int]:
    """The tokens of the noun chunk from a number on, and of an "of the …" right after the number."""
    index = first
    while index < min(len(words), first + MAX_PHRASE):
        word = words[index]
        if index in ages:
            pass
        elif word.lower in _WHERE:
            return
        elif word.lower in _HARM:
            if not (
                index + 1 < len(words)
                and words[index + 1].lower in lex.PEOPLE
                and words[index + 1].lower not in ("people", "others", "civilians")
            ):
                return
        elif word.lower == "of" and index == first:
            index += 1
            continue
        elif (
            (
                word.pos not in ("ADJ", "NOUN", "PROPN", "DET", "NUM")
                and word.lower not in lex.PEOPLE
                and word.tag not in ("PRP$", "HYPH", "VBG", "VBN", "JJ", "POS")
                and word.text not in "\"'-"
            )
            or (
                word.tag in ("VBG", "VBN")
                and not (index + 1 < len(words) and words[index + 1].pos in ("NOUN", "PROPN"))
            )
            or (
                index > first
                and number_at(words, index) is not None
                and word.lower not in ("some", "about", "over")
            )
        ):
            return
        yield index
        index += 1


def _implicit(words: Sequence[Word], index: int) -> Phrase | None:
    """One person meant without a number: "the driver", "his wife", "Man", "Ann Moor"."""
    word, following = words[index], words[index + 1] if index + 1 < len(words) else None
    if word.entity == "PERSON" and word.pos == "PROPN" and word.lower not in _HARM | lex.PEOPLE:
        last = index
        while last < len(words) and words[last].entity == "PERSON" and words[last].lower not in _HARM:
            last += 1
        if _is_authority(words, last - 1):
            return None
        return Phrase(Number(index, last, 1, 1), last, "", implicit=True)
    if word.lower not in lex.PEOPLE or word.tag not in ("NN", "NNP") or word.lower in _COLLECTIVE | _NOBODY:
        return None
    if following and following.pos in ("NOUN", "PROPN") and following.lower not in _HARM:
        return None
    return Phrase(Number(index, index + 1, 1, 1), index + 1, word.lower, implicit=True)


def _is_authority(words: Sequence[Word], head: int) -> bool:
    """ "According to Sgt. Dan Moor": who says it."""
    while words[head].dep in ("compound", "appos") and head < words[head].head < len(words):
        head = words[head].head
    to = words[head].head
    return words[head].dep == "pobj" and 0 < to < len(words) and words[to].lower == "to" \
        and words[to - 1].lower == "according"


_NOBODY = lex.words("people more them those us others dead wounded injured lives")


def _aged(words: Sequence[Word], index: int, ages: frozenset[int]) -> Phrase | None:
    """ "The 17-year-old", "17-year-old killed"; the age before a noun or a name is only its modifier."""
    last = index
    while last in ages and last < len(words):
        last += 1
    if not words[last - 1].lower.endswith("old") or (
        last < len(words) and (words[last].pos in ("NOUN", "PROPN", "ADJ") and words[last].lower not in _HARM)
    ):
        return None
    return Phrase(Number(index, last, 1, 1), last, "year-old", implicit=True)
