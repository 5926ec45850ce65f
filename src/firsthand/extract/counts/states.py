"""What is said of counted people after they are named: "12 people … were killed"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.extract import lexicon as lex
from firsthand.extract.counts.people import DOERS, Phrase
from firsthand.extract.numerals import Word

MAX_REACH = 28
"""Tokens between people and what is said of them; a news sentence's subject is rarely further off."""
MAX_REACH_OF_ONE = 9
"""The same for one person meant without a number."""
MAX_NAMES = 60
"""Tokens of the longest list of names before what is said of them."""
JOINTS = lex.words("and , & or plus as well along with alongside the another ; also other further a")
_BREAKS = lex.words("""
when after as while but where because before ; until by if since although though against following than
""")
_LEADING = lex.words("""
found left pronounced remained remain remains declared feared believed confirmed reported
lay lie burned got were was lost
""")
_CLOSERS = frozenset({"in", "by", "on", "at", ",", ".", "as", "when", "after", "during"})
_NEVER_DONE = lex.words("missing injuries fatalities deaths casualties lost lose losing taken")
_BE = lex.words("be been being was were is are am got get gets 's 're remain remains remained")
_STRUCK = lex.words("shot stabbed gunned hacked beaten burned burnt trampled crushed starved fatally")
_AGED = frozenset({"age", "aged", "ages"})
"""The parser takes "ten children ages 3 to 9" for what they do."""
_FATAL_ENDS = frozenset({",", ".", ";", ")", "and"})
"""What follows "fatally" where it stands for the verb: "four people were shot, one fatally"."""
_RELATIVE = frozenset({"who", "which", "that"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase's people suffered, and the token that says so."""

    unit: str
    trigger: int
    part: bool = False
    joined: bool = False
    toll: bool = False


@dataclass(slots=True)
class _Passed:
    """What stands between people and the word that is looked at: how it bears on who suffers what."""

    listing: bool = False
    among: bool = False
    helped: bool = False
    relative: bool = False
    content: bool = False

    def note(self, word: Word, phrase: Phrase) -> None:
        """Takes a word in."""
        lower = word.lower
        if lower in lex.INCLUDING:
            self.listing, self.among = self.listing or lower != "among", self.among or lower in ("among", "amongst")
        self.helped = self.helped or lower in _BE
        self.relative = self.relative or lower in _RELATIVE
        age = phrase.implicit and (word.text.isdigit() or lower in ("(", ")"))
        self.content = self.content or (lower not in JOINTS and not age)


def read_after(words: Sequence[Word], phrase: Phrase, starts: dict[int, Phrase]) -> Reading | None:
    """ "12 people … were killed": the first thing that is said of the people."""
    passed, index = _Passed(), phrase.last
    limit = min(len(words), phrase.last + (MAX_REACH if not phrase.implicit else MAX_REACH_OF_ONE))
    while index < limit:
        other = starts.get(index)
        if other and other.implicit and phrase.implicit and not passed.content:
            limit = min(len(words), other.last + MAX_REACH // 2, phrase.last + MAX_NAMES)
            index = other.last
        elif other and not other.implicit:
            if not passed.listing and not passed.among and (passed.content or phrase.implicit):
                return None
            index = other.last
        elif unit := _unit_at(words, index, phrase, passed):
            return _suffered_by(words, index, phrase, starts, Reading(unit, index, passed.among), passed)
        elif _ends(words, index):
            return None
        else:
            passed.note(words[index], phrase)
            index += 1
    return None


def _unit_at(words: Sequence[Word], index: int, phrase: Phrase, passed: _Passed) -> str | None:
    """The unit that a token gives the people before it; "the wounded" and "suspected" dead are other people."""
    if index > phrase.last and words[index - 1].lower in ("suspected", "the") and not passed.among:
        return None
    return _state_at(words, index, phrase) or (_condition_at(words, index) if passed.helped else None)


def _suffered_by(words: Sequence[Word], index: int, phrase: Phrase, starts: dict[int, Phrase], reading: Reading,
                 passed: _Passed) -> Reading | None:
    """The reading, where the people suffer what the token tells and do not do it."""
    if _is_left_open(words, index):
        return None
    if not passed.helped:
        if passed.relative or _is_active(words, index, starts, phrase) or _is_beside(words, phrase, index):
            return None
        if phrase.noun in DOERS and not _is_suffered(words, index):
            return None
        if index > phrase.last and words[index].tag == "VBD" and _killed_before(words, phrase) \
                and words[index - 1].lower in ("and", ",", "or"):
            return None
    if _is_left(words[phrase.last:index + 1]):
        reading = replace(reading, part=True)
    if reading.unit == "injured" and (phrase.implicit or phrase.number.single) and _dies_later(words, index):
        return replace(reading, unit="killed")
    return reading


def _is_left_open(words: Sequence[Word], index: int) -> bool:
    """Is a state negated or only asked for: "was not hurt", "is not dead", "if the man had died"?"""
    heads = {index, words[index].head} if words[index].dep in _COMPLEMENTS else {index}
    return any(word.head in heads and (word.dep == "neg" or (word.dep == "mark" and word.lower in ("if", "whether")))
               for word in words[max(0, index - MAX_REACH):index])


_COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "xcomp"})


def _is_left(between: Sequence[Word]) -> bool:
    """ "Two remain in hospital", "nine are still in critical condition": those left of the injured."""
    told = {word.lower for word in between}
    return bool(told & {"remain", "remains", "remained", "still"} and told & {"hospital", "condition", "hospitalized"})


def _ends(words: Sequence[Word], index: int) -> bool:
    """Does a token end what can be said of the people before it: a conjunction, another verb?"""
    word = words[index]
    other_verb = (word.tag in ("VBD", "VBZ", "VBP") and word.pos == "VERB" and word.lower not in lex.INCLUDING | _AGED
                  and not _is_reported(words, index))
    return word.lower in _BREAKS or other_verb


def _is_beside(words: Sequence[Word], phrase: Phrase, index: int) -> bool:
    """ "He was with two friends and suffered a wound": the verb goes on with another subject."""
    first = phrase.number.first
    return words[index].tag == "VBD" and words[index - 1].lower == "and" and first > 0 and words[first - 1].pos == "ADP"


def _is_suffered(words: Sequence[Word], index: int) -> bool:
    """Is harm said of a doer as suffered: "gunman dead", "suspect killed by police", "robber shot dead"?"""
    if words[index].lower in lex.DEAD | lex.DIE:
        return True
    after = {word.lower for word in words[index + 1:index + 4]}
    return "by" in after or "dead" in after or index + 1 == len(words) or words[index + 1].lower in ("in", "after")


def _condition_at(words: Sequence[Word], index: int) -> str | None:
    """What is said of people with "be" and a noun: "are in hospital", "is in critical condition"."""
    lower = words[index].lower
    before = [word.lower for word in words[max(0, index - 4):index]]
    if lower in ("hospital", "hospitals") and "in" in before[-3:]:
        died = any(word.lower in lex.DIE for word in words[index + 1:index + 6])  # "who had been in hospital died"
        return None if died else "injured"
    if lower == "condition" and "in" in before and set(before) & _CONDITIONS:
        return "injured"
    if lower in ("treated", "recovering") and any(word.lower in _HARMS for word in words[index + 1:index + 8]):
        return "injured"
    if lower in ("hit", "struck", "grazed", "burned", "burnt", "trampled") and "by" in [
            word.lower for word in words[index + 1:index + 3]]:
        return "injured"
    return None


_CONDITIONS = lex.words("critical serious stable fair good grave guarded life-threatening extremely")
_HARMS = lex.words("""
injury injuries wound wounds burns burn bruises bruise inhalation hospital hospitals fracture fractures concussion
concussions poisoning exposure dehydration hypothermia shock cuts lacerations gunshot
""")
_SUFFERS = lex.words("suffered suffering suffers suffer sustained sustaining sustains sustain received receiving")


def _suffered(after: Sequence[str]) -> str | None:
    """ "suffered a fatal gunshot wound", "sustained minor injuries"."""
    if not any(word in _HARMS for word in after):
        return None
    return "killed" if "fatal" in after or "mortal" in after else "injured"


def _killed_before(words: Sequence[Word], phrase: Phrase) -> bool:
    """Are the people the object of a verb of harm: "killed 62 soldiers and injured several"?"""
    before = words[phrase.number.first - 1] if phrase.number.first else None
    return before is not None and before.pos == "VERB" and before.lower in lex.KILL | lex.HURT


def _dies_later(words: Sequence[Word], index: int) -> bool:
    """ "A woman who was wounded on Sunday has died"."""
    rest = [word.lower for word in words[index + 1 : index + 18]]
    return any(word in ("died", "dies") or (word == "dead" and "pronounced" in rest) for word in rest) and not any(
        word in _BREAKS or (word in ("and", ",") and step == 0) for step, word in enumerate(rest)
    )


def _is_reported(words: Sequence[Word], index: int) -> bool:
    """A verb that leads to the state and does not tell another one: "was found dead", "remained missing"."""
    return words[index].lower in _LEADING


def _state_at(words: Sequence[Word], index: int, phrase: Phrase) -> str | None:  # noqa: PLR0911 - one line a form
    """The unit that a token gives the people before it, or None."""
    lower = words[index].lower
    before = words[index - 1].lower if index else ""
    after = [word.lower for word in words[index + 1 : index + 4]]
    if lower in lex.KILLED or lower in lex.DEAD:
        return _mixed(after, lex.HURTED) or "killed"
    if lower in lex.DIE or (lower in ("lost", "lose", "losing") and {"life", "lives"} & set(after)):
        return "killed"
    if lower in lex.HURTED:
        return (
            None if before in ("critically", "seriously") and not after else _mixed(after, lex.KILLED) or "injured"
        )
    if lower in _STRUCK:
        return _shot(before, after, lower)
    if lower in ("missing", "unaccounted"):
        return "missing"
    if lower in _SUFFERS:
        return _suffered([word.lower for word in words[index + 1:index + 8]])
    if lower in ("taken", "transported", "rushed", "airlifted", "flown") and any(
        word.lower.startswith("hospital") for word in words[index + 1 : index + 6]
    ):
        return "injured"
    if index in (phrase.number.last, phrase.last) and not phrase.implicit:
        if lower in ("fatalities", "deaths", "bodies", "killings"):
            return "killed"
        return {"injuries": "injured", "casualties": "casualties"}.get(lower)
    return None


def _mixed(after: Sequence[str], others: frozenset[str]) -> str | None:
    """ "killed or wounded", "killed and injured" with one number: nobody knows how many of each."""
    if len(after) > 1 and after[0] in ("or", "and", "&", "/", "and/or") and after[1] in others:
        return "casualties"
    return None


def _shot(before: str, after: Sequence[str], lower: str) -> str | None:
    if lower == "fatally":
        return "killed" if not after or after[0] in _FATAL_ENDS else None
    tail = " ".join(after)
    if before == "fatally" or tail.startswith(
        ("dead", "to death", "and killed", ", killed", "down", "and fatally", "& killed")
    ):
        return "killed"
    return "injured" if lower in ("shot", "stabbed") else None


def _is_active(words: Sequence[Word], index: int, starts: dict[int, Phrase], phrase: Phrase) -> bool:  # noqa: PLR0911 - one line a form
    """Do the people do it ("two gunmen killed 12 people") rather than suffer it ("12 people killed")?"""
    word = words[index]
    if (
        word.lower in lex.DIE
        or word.lower in lex.DEAD
        or word.lower in _NEVER_DONE
        or word.lower in _SUFFERS
    ):
        return False
    if words[index - 1].lower in _RELATIVE:
        return True
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None:
        return False
    if following.lower == "and" and index + 2 < len(words) and words[index + 2].lower in lex.KILLED | lex.HURTED:
        return _is_active(words, index + 2, starts, phrase)
    other = starts.get(index + 1)
    if other and not other.implicit:
        own = _next_state(words, other)
        return not own
    if following.lower in lex.DAYS | _CLOSERS:
        return False
    if following.lower in ("himself", "herself", "themselves", "self", "him", "her", "them", "it"):
        return following.lower in ("him", "them", "it")
    if following.tag == "PRP$" or (following.pos == "PROPN" and following.entity == "PERSON"):
        return True
    return word.tag == "VBD" and (following.pos in ("PRON", "DET") or following.lower in lex.PEOPLE)


def _next_state(words: Sequence[Word], phrase: Phrase) -> bool:
    """Does a word of harm follow the people at once ("30 injured", "two others wounded")?"""
    window = words[phrase.last : phrase.last + 1]
    return any(
        word.lower in lex.HURTED | lex.KILLED | lex.DEAD or word.lower in ("missing", "critically")
        for word in window
    )
