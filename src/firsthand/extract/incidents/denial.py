"""What a denial denies: the claim that it speaks of, and no other value beside it.

"The coast guard denied that smugglers were behind the explosion" denies who did it; the explosion,
its place and its means stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.extract.attribution.find import said_by, speaker_at
from firsthand.extract.parse import Parsed
from firsthand.records import Attribution, Slot, Span, Value
from firsthand.text import fold

NEAR_CHARS = 300
"""A bare "denied the accusation" is of what was said within so many code points before it: two sentences."""

_BLAME = re.compile(
    r"\b(?:behind|responsib\w+|involve\w*|carr(?:ied|ying|y) out|(?:a|any|no|its|their) (?:role|hand|part)|to blame|"
    r"blame|culpab\w+|complicit\w*|guilty|orchestrat\w+|targeted|targeting|attacked|attacking|conducted|launched|"
    r"perpetrat\w+|planted|ordered)\b",
    re.IGNORECASE,
)
_EXISTS = re.compile(
    r"\bthere (?:was|were|is|are|had been|has been)\b|\b(?:took place|taken place|taking place|happened|occurred)\b",
    re.IGNORECASE,
)
_USE = re.compile(r"\b(?:use of|used|uses|using|dropped|dropping|fired|firing|possess\w*)\b", re.IGNORECASE)
_GENERIC = re.compile(
    r"^\W*(?:it|this|that|so|(?:the|any|all|these|those|such|its|his|her|their) )?(?:[\w-]+ ){0,2}"
    r"(?:it|this|that|so|claims?|reports?|accusations?|allegations?|charges?|account|story|involvement|responsibility|"
    r"wrongdoing)\b",
    re.IGNORECASE,
)
_COUNTED: tuple[Slot, ...] = ("killed", "injured", "missing")
_SMALL = frozenset(("and", "or", "the", "of", "a", "an", "its", "their"))


@dataclass(frozen=True, slots=True)
class _Denial:
    """Somebody's denial: who, where its cue starts, what it is of, and the slots that this touches."""

    who: str
    at: int
    content: tuple[Span, ...]
    slots: tuple[Slot, ...]
    words: frozenset[str]


def with_denials(parsed: Parsed, values: Sequence[Value], attributions: Sequence[Attribution]) -> list[Value]:
    """The values, with who denies those that a denial is of.

    A value that stands in a denial itself is `denied` where the denial is of its slot, and is else
    taken for granted there: the report's own word. Doers named elsewhere keep their factuality.
    """
    denials = [_denial(parsed, item, values) for item in attributions if item.stance == "denies" and item.content]
    others = [item for item in attributions if item.stance != "denies"]
    return [_marked(parsed, value, denials, others) for value in values] if denials else list(values)


def _denial(parsed: Parsed, item: Attribution, values: Sequence[Value]) -> _Denial:
    text = " ".join(parsed.words(span) for span in item.content)
    who = said_by(parsed, item) or ""
    inside = {value.slot for value in values if _within(value, item.content)}
    at = (item.cue or item.content)[0][0]
    words = _stems(text) | (_stems(who) if _BLAME.search(text) or _GENERIC.match(text) else frozenset())
    return _Denial(who, at, item.content, _slots(text, inside), words)


def _slots(text: str, inside: set[Slot]) -> tuple[Slot, ...]:
    """The slots that the words of a denial are of; `inside` are those that it gives values for."""
    if _EXISTS.search(text):
        return ("event", *(slot for slot in _COUNTED if slot in inside))
    if _BLAME.search(text):
        return ("perpetrator",)
    if _USE.search(text) and "weapon" in inside:
        return ("weapon",)
    if "perpetrator" in inside:
        return ("perpetrator",)
    if counted := tuple(slot for slot in _COUNTED if slot in inside):
        return counted
    return ("perpetrator",)


def _marked(parsed: Parsed, value: Value, denials: Sequence[_Denial], others: Sequence[Attribution]) -> Value:
    for denial in denials:
        if _within(value, denial.content):
            if value.slot in denial.slots:
                return replace(value, said_by=None, denied_by=denial.who or None, factuality="denied")
            said = speaker_at(others, value.start, value.end)
            return replace(value, said_by=said_by(parsed, said) if said else None,
                           attribution=said.id if said else None, factuality="fact")
    for denial in denials:
        if denial.who and value.main and value.slot in denial.slots and _is_of(value, denial, parsed):
            return replace(value, denied_by=denial.who)
    return value


def _is_of(value: Value, denial: _Denial, parsed: Parsed) -> bool:
    """Whether a denial elsewhere in the report is of the value: it names it, or says only "the claims"."""
    if value.slot != "perpetrator":
        return False
    if _stems(value.name or "") & denial.words:
        return True
    bare = _GENERIC.match(" ".join(parsed.words(span) for span in denial.content))
    return bool(bare) and denial.at - NEAR_CHARS <= value.start <= denial.at


def _within(value: Value, spans: Sequence[Span]) -> bool:
    return any(start <= value.start and value.end <= end for start, end in spans)


def _stems(words: str) -> frozenset[str]:
    return frozenset(word.removesuffix("'s").removesuffix("s") for word in re.findall(r"[\w'-]+", fold(words))
                     if word not in _SMALL)
