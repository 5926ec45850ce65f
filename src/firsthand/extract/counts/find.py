"""How many people were killed, injured or are missing: counts with their bounds, sentence by sentence.

The words around a number decide, not the parse alone: headlines and damaged texts parse badly.
A number's unit is found, in this order: by what is said after it ("30 were injured"), by what
stands right before it ("killing 30", "the deaths of 30", "the toll to 30"), and from the
number that it is joined to ("12 soldiers and four civilians", "including two children").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from firsthand.extract import lexicon as lex
from firsthand.extract.counts.acts import read_before
from firsthand.extract.counts.people import Phrase, find_phrases, words_of
from firsthand.extract.counts.states import JOINTS, Reading, read_after
from firsthand.extract.numerals import Word
from firsthand.extract.parse import Parsed
from firsthand.records import CountValue, Mention

_PASSED = lex.words("passes passed passing tops topped topping surpasses surpassed exceeds exceeded exceeding")
"""A toll that passes a number is more than it."""
_AMONG = frozenset({"among", "amongst"})


@dataclass(frozen=True, slots=True)
class Count:
    """A count of people with its place in the report.

    `sentence` is the number of its sentence from 0, `start` and `end` the number's span with its
    bounds in the report's text, `noun` whom it counts ("children", or ""), `part` true for a group
    within a larger total, `joined` true for one of several groups named side by side, `implicit`
    where one person is meant without a number, `toll` where it is called a toll, `weak` where the
    people were only said to be shot: hurt, unless it turns out that they died.
    """

    sentence: int
    low: int | None
    high: int | None
    unit: str
    start: int
    end: int
    noun: str
    part: bool = False
    joined: bool = False
    implicit: bool = False
    toll: bool = False
    weak: bool = False


def find_counts(parsed: Parsed) -> list[Mention]:
    """The mentions of kind "count" of a report, in the text's order; spans hold number and bounds."""
    return [
        Mention(parsed.report.id, count.start, count.end, "count", CountValue(count.low, count.high, count.unit))
        for count in read_counts(parsed)
        if not count.implicit
    ]


def read_counts(parsed: Parsed) -> list[Count]:
    """Every count of people killed, injured, missing or of casualties, with what is known of it."""
    found: list[Count] = []
    for number, (offset, sentence, _) in enumerate(parsed.sentences()):
        words = words_of(sentence, offset)
        for phrase, reading in sentence_counts(words):
            first, last = phrase.number.first, phrase.number.last
            start, end = parsed.original(words[first].start, words[last - 1].end)
            if phrase.number.single:
                start, end = parsed.original(words[first].start, words[phrase.last - 1].end)
            low, high = phrase.number.low, phrase.number.high
            if reading.toll and first and words[first - 1].lower in _PASSED and low == high and low is not None:
                low, high = low + 1, None
            found.append(
                Count(
                    number,
                    low,
                    high,
                    reading.unit,
                    start,
                    end,
                    phrase.noun,
                    reading.part,
                    reading.joined,
                    phrase.implicit,
                    reading.toll,
                    words[reading.trigger].lower in ("shot", "shoots", "shooting", "shoot")
                    and reading.unit == "injured",
                )
            )
    return found


def sentence_counts(words: Sequence[Word]) -> list[tuple[Phrase, Reading]]:
    """The people phrases of a sentence that have a unit, with their reading."""
    if not any(word.lower in _SIGNS for word in words):
        return []
    phrases = _outermost(find_phrases(words))
    starts = {phrase.number.first: phrase for phrase in phrases}
    readings: list[Reading | None] = []
    used: set[int] = set()
    for phrase in phrases:
        reading = read_after(words, phrase, starts) or read_before(words, phrase, used)
        if reading and reading.trigger >= phrase.last:
            used.add(reading.trigger)
        readings.append(reading)
    _inherit(words, phrases, readings)
    return [(phrase, reading) for phrase, reading in zip(phrases, readings, strict=True) if reading]


def _outermost(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Without people that are part of a counted phrase: "one man" is not "man" as well."""
    kept: list[Phrase] = []
    for phrase in phrases:
        inside = kept and phrase.implicit and phrase.last <= kept[-1].last
        if not inside:
            kept.append(phrase)
    return kept


_SIGNS = (
    lex.KILL
    | lex.DIE
    | lex.DEAD
    | lex.DEATHS
    | lex.HURT
    | lex.SHOT
    | lex.MISSING
    | lex.TOLL
    | lex.words("""
taken transported rushed stabbed gunned lost lose losing claimed claims claiming casualties
""")
)


# ---------------------------------------------------------------- numbers joined to others


def _inherit(words: Sequence[Word], phrases: Sequence[Phrase], readings: list[Reading | None]) -> None:
    """Gives units to numbers joined to others, and marks groups within a total."""
    last: int | None = None
    for index, phrase in enumerate(phrases):
        reading = readings[index]
        if phrase.implicit and not reading:
            continue
        if last is None:
            readings[index] = _among(words, phrase, reading)
        else:
            previous = readings[last]
            assert previous is not None
            gap = [word.lower for word in words[phrases[last].last : phrase.number.first]]
            readings[index] = _joined(words, phrase, reading, previous, gap)
            if readings[index] and readings[index].joined and not readings[index].part and not previous.part:  # type: ignore[union-attr]
                readings[last] = Reading(previous.unit, previous.trigger, previous.part, True, previous.toll)
        if readings[index] is not None:
            last = index


def _among(words: Sequence[Word], phrase: Phrase, reading: Reading | None) -> Reading | None:
    """ "Among the dead were seven children"."""
    before = [word.lower for word in words[: phrase.number.first]]
    if reading and not reading.part and phrase.last < len(words) and _of_them(words, phrase):
        return Reading(reading.unit, reading.trigger, part=True)
    if ("among" in before or "included" in before or "include" in before) and len(before) < 14:
        if set(before) & (lex.DEAD | lex.KILLED | lex.DEATHS | frozenset({"victims"})):
            return Reading("killed", phrase.number.first - 1, part=True)
        if set(before) & (lex.HURTED | lex.INJURIES):
            return Reading("injured", phrase.number.first - 1, part=True)
    return reading


def _of_them(words: Sequence[Word], phrase: Phrase) -> bool:
    tail = [word.lower for word in words[phrase.number.last : phrase.number.last + 3]]
    return (
        tail[:2] in (["of", "them"], ["of", "whom"], ["of", "those"])
        or tail[:3] == ["of", "the", "dead"]
        or tail[:3] == ["of", "the", "victims"]
    )


def _joined(
    words: Sequence[Word], phrase: Phrase, reading: Reading | None, previous: Reading, gap: Sequence[str]
) -> Reading | None:
    """The reading of a phrase that follows another counted one."""
    listed = (
        any(word in lex.INCLUDING - _AMONG for word in gap)
        or _of_them(words, phrase)
        or any(one in _AMONG and two in ("them", "whom", "these") for one, two in pairwise(gap))
    )
    close = (
        all(word in JOINTS for word in gap)
        and len(gap) <= 4
        and (bool(gap) or reading is None or reading.trigger == previous.trigger)
    )
    acts = any(word in lex.KILL | lex.HURT | lex.DIE for word in gap)
    if listed and not acts and len(gap) < 12:
        unit = previous.unit if reading is None or reading.trigger >= phrase.last else reading.unit
        return Reading(unit, previous.trigger, part=True)
    if reading is None:
        if (close and not phrase.implicit and phrase.noun not in ("", "lives")) or (close and previous.part):
            return Reading(previous.unit, previous.trigger, part=previous.part, joined=True)
        return None
    if close and previous.part and reading.unit == previous.unit:
        return Reading(reading.unit, reading.trigger, part=True)
    if close and reading.trigger == previous.trigger:
        return Reading(reading.unit, reading.trigger, reading.part, joined=True)
    return reading
