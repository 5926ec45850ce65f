"""What is said of counted people after they are named: "12 people … were killed"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.extract import lexicon as lex
from firsthand.extract.counts.people import Phrase
from firsthand.extract.numerals import Word

MAX_REACH = 28
"""Tokens between people and what is said of them; a news sentence's subject is rarely further off."""
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
_RELATIVE = frozenset({"who", "which", "that"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase's people suffered, and the token that says so."""

    unit: str
    trigger: int
    part: bool = False
    joined: bool = False
    toll: bool = False


def read_after(words: Sequence[Word], phrase: Phrase, starts: dict[int, Phrase]) -> Reading | None:
    """ "12 people … were killed": the first thing that is said of the people."""
    listing, helped, among, relative, content = False, False, False, False, 0
    index = phrase.last
    limit = min(len(words), phrase.last + (MAX_REACH if not phrase.implicit else 9))
    while index < limit:
        word = words[index]
        lower = word.lower
        if index in starts and index > phrase.last - 1 and not starts[index].implicit:
            if not listing and not among and (content or phrase.implicit):
                return None
            index = starts[index].last
            continue
        unit = _state_at(words, index, phrase)
        if unit and not (index > phrase.last and words[index - 1].lower in ("suspected", "the") and not among):
            if not helped and (relative or _is_active(words, index, starts, phrase)):
                return None
            if index > phrase.last and words[index].tag == "VBD" and not helped and _killed_before(words, phrase) \
                    and words[index - 1].lower in ("and", ",", "or"):
                return None
            if unit == "injured" and (phrase.implicit or phrase.number.single) and _dies_later(words, index):
                unit = "killed"
            return Reading(unit, index, part=among)
        if lower in lex.INCLUDING:
            listing, among = listing or lower != "among", among or lower in ("among", "amongst")
        if lower in _BREAKS or (
            word.tag in ("VBD", "VBZ", "VBP")
            and word.pos == "VERB"
            and lower not in lex.INCLUDING
            and not _is_reported(words, index)
        ):
            return None
        helped = helped or word.pos == "AUX" or lower in ("be", "been", "being", "was", "were", "got", "get", "are")
        relative = relative or lower in _RELATIVE
        content += lower not in JOINTS
        index += 1
    return None


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
    if lower in lex.DIE:
        return "killed"
    if lower in ("lost", "lose", "losing") and any(word in ("life", "lives") for word in after):
        return "killed"
    if lower in lex.HURTED:
        return (
            None if before in ("critically", "seriously") and not after else _mixed(after, lex.KILLED) or "injured"
        )
    if lower in ("shot", "stabbed", "gunned", "hacked", "beaten", "burned"):
        return _shot(before, after, lower)
    if lower in ("missing", "unaccounted"):
        return "missing"
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
    ):
        return False
    if words[index - 1].lower in _RELATIVE:
        return True
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None:
        return False
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
