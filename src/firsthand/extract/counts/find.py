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
from firsthand.extract.counts.acts import read_before, read_toll
from firsthand.extract.counts.people import Phrase, find_phrases
from firsthand.extract.counts.states import JOINTS, Reading, read_after
from firsthand.extract.numerals import Word
from firsthand.extract.parse import Parsed
from firsthand.records import CountValue, Mention

_PASSED = lex.words("pass passes passed passing top tops topped topping surpass surpasses surpassed exceed exceeds "
                    "exceeded exceeding")
"""A toll that passes a number is more than it."""
_AMONG = frozenset({"among", "amongst"})
MAX_AMONG = 14
"""Tokens before a group that "Among the dead were …" may take."""


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
    for number, (_, _, words) in enumerate(parsed.told):
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
    phrases = _one_each(words, _outermost(find_phrases(words)))
    starts = {phrase.number.first: phrase for phrase in phrases}
    readings: list[Reading | None] = []
    used: set[int] = set()
    for phrase in phrases:
        reading = _bare_toll(words, phrase) or read_after(words, phrase, starts) or read_before(words, phrase, used)
        if reading and reading.trigger >= phrase.last:
            used.add(reading.trigger)
        readings.append(reading)
    _inherit(words, phrases, readings)
    return [(phrase, reading) for phrase, reading in zip(phrases, readings, strict=True) if reading]


def _bare_toll(words: Sequence[Word], phrase: Phrase) -> Reading | None:
    """ "the toll rose to 13 and 106 were injured": what is said next is of the next number."""
    bare = not phrase.noun and not phrase.implicit and phrase.last < len(words)
    return read_toll(words, phrase) if bare and words[phrase.last].lower in ("and", ",", ";", "with") else None


def _outermost(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Without people that are part of a counted phrase: "one man" is not "man" as well."""
    kept: list[Phrase] = []
    for phrase in phrases:
        inside = kept and phrase.implicit and phrase.last <= kept[-1].last
        if not inside:
            kept.append(phrase)
    return kept


def _one_each(words: Sequence[Word], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Without the second name of somebody: "her sister, Ann Moor, 27," and "Ann Moor, a teacher," are one."""
    kept: list[Phrase] = []
    for phrase in phrases:
        before = kept[-1] if kept else None
        if before and _counts_one(before) and _counts_one(phrase) and _may_be_one(before, phrase):
            gap = [word.lower for word in words[before.last:phrase.number.first] if not word.text.isdigit()]
            named = {before.noun, phrase.noun} == {"", "year-old"} and (before.implicit or phrase.implicit)
            if (gap or named) and set(gap) <= {",", "(", "-"}:
                continue
        kept.append(phrase)
    return kept


def _may_be_one(one: Phrase, other: Phrase) -> bool:
    """Can two phrases be of one person: a name and a noun, or "his wife" and "a teacher"?"""
    return bool(one.noun) != bool(other.noun) or (one.implicit and other.number.single)


def _counts_one(phrase: Phrase) -> bool:
    return phrase.implicit or phrase.number.single


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
taken transported rushed stabbed gunned lost lose losing claimed claims claiming casualties hospital hospitals
condition suffered suffering suffers suffer sustained sustaining sustains received treated recovering struck grazed
trampled crushed beaten hacked airlifted flown identified fatally
""")
)


# ---------------------------------------------------------------- numbers joined to others


def _inherit(words: Sequence[Word], phrases: Sequence[Phrase], readings: list[Reading | None]) -> None:
    """Gives units to numbers joined to others, and marks groups within a total."""
    last: int | None = None
    for index, phrase in enumerate(phrases):
        reading = readings[index]
        if phrase.implicit and not reading:
            if last is None or not _is_named_on(words, phrases[last], phrase, readings[last]):
                continue
            reading = readings[last]
        if last is None:
            readings[index] = _among(words, phrase, reading)
        else:
            previous = readings[last]
            assert previous is not None
            gap = _gap(words[phrases[last].last : phrase.number.first], phrases[last])
            readings[index] = _joined(words, phrase, reading, previous, gap)
            if readings[index] and readings[index].joined and not readings[index].part and not previous.part:  # type: ignore[union-attr]
                readings[last] = Reading(previous.unit, previous.trigger, previous.part, True, previous.toll)
        if readings[index] is not None:
            last = index


def _is_named_on(words: Sequence[Word], last: Phrase, phrase: Phrase, reading: Reading | None) -> bool:
    """Does somebody go on a list: "identified as Ann Moor, 23, [Bob Low], 45, and …", "kills wife, [son]"?"""
    gap = _gap(words[last.last:phrase.number.first], last)
    return (reading is not None and reading.trigger < last.number.first and _counts_one(last)
            and bool(phrase.noun) == bool(last.noun) and bool(gap) and len(gap) < 4
            and all(word in JOINTS for word in gap))


def _gap(between: Sequence[Word], phrase: Phrase) -> list[str]:
    """The words between two people, without "her" and the like; after a name without its age ("Ann Moor, 23, and")."""
    if not _counts_one(phrase):
        return [word.lower for word in between if word.tag != "PRP$"]
    ages = _AGES | {word.lower for word in between if word.text.isdigit() and len(word.text) < 3}
    gap = [word.lower for word in between
           if word.lower not in ages and word.tag != "PRP$" and not word.lower.endswith("-old")]
    return [word for index, word in enumerate(gap) if word != "," or gap[index - 1:index] != [","]]


_AGES = frozenset({"aged", "age", "year", "years", "old", "-", "(", ")"})


def _among(words: Sequence[Word], phrase: Phrase, reading: Reading | None) -> Reading | None:
    """ "Among the dead were seven children"."""
    if reading and not reading.part and phrase.last < len(words) and _of_them(words, phrase):
        return Reading(reading.unit, reading.trigger, part=True)
    before = {word.lower for word in words[:phrase.number.first]} if phrase.number.first < MAX_AMONG else set()
    if before & {"among", "included", "include"}:
        if before & (lex.DEAD | lex.KILLED | lex.DEATHS | frozenset({"victims"})):
            return Reading("killed", phrase.number.first - 1, part=True)
        if before & (lex.HURTED | lex.INJURIES):
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
    listing = max((index for index, word in enumerate(gap) if word in lex.INCLUDING), default=-1)
    acts = any(word in lex.KILL | lex.HURT | lex.DIE | lex.DEAD for word in gap[listing + 1:])
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
