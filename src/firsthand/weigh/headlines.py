"""Headlines that say more than the text below them: a larger figure, or no doubt where it has some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.records import Flag, Report, Value
from firsthand.text import fold
from firsthand.weigh.actors import actors_of
from firsthand.weigh.compare import Stated, group_of, phrase
from firsthand.weigh.sight import Sight, in_headline, sentence_of

_HEDGE = re.compile(
    r"\b(?:up to|as many as|feared|reportedly|unconfirmed|allegedly|alleged|purported(?:ly)?|suspected|"
    r"may have|might have|could have|possibly|presumed|believed|appears? to|apparently|it was unclear|"
    r"unclear (?:who|whether|how)|not clear)\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:unconfirmed|could not be (?:\w+ )?(?:verified|confirmed)|cannot be (?:\w+ )?(?:verified|confirmed)|"
    r"no independent confirmation|might not have happened|may not have happened|fabricat\w+|"
    r"not (?:yet )?(?:been )?(?:verified|confirmed)|hoax|speculations?)\b", re.IGNORECASE)


def flag_headlines(sight: Sight) -> Iterator[Flag]:
    """Flags `headline_exceeds_body`: at most one a report and slot."""
    for report in sight.reports:
        values = sight.values.get(report.id, ())
        above = [value for value in values if in_headline(report, value.start)]
        below = [value for value in values if not in_headline(report, value.start)]
        for slot in ("killed", "injured"):
            parts = {(value.start, bound) for value in sight.every.get(report.id, ())
                     if value.slot == slot and not in_headline(report, value.start)
                     and isinstance(bound := value.high or value.low, int)}
            yield from _figures(_Told(sight, report, tuple(bound for _, bound in parts)),
                                _totals(above, slot), _totals(below, slot))
        yield from _actors(sight, report, [value for value in above if value.slot == "perpetrator"],
                           [value for value in below if value.slot == "perpetrator"])


def _totals(values: Sequence[Value], slot: str) -> list[Value]:
    return [value for value in values if value.slot == slot and group_of(value.of) == "total"]


@dataclass(frozen=True, slots=True)
class _Told:
    """A report, and every figure of a slot in its text, of any group and any incident."""

    sight: Sight
    report: Report
    parts: tuple[int, ...]


def _figures(told: _Told, above: Sequence[Value], below: Sequence[Value]) -> Iterator[Flag]:
    report = told.report
    for value in above:
        if not isinstance(value.low, int) or not below or _is_hedged(report, value):
            continue
        why = _larger(report, value, below, told.parts) or _surer(report, value, below)
        if why:
            yield told.sight.flag(report.id, "headline_exceeds_body", (value.start, value.end), why)
            return


def _larger(report: Report, value: Value, below: Sequence[Value], parts: Sequence[int]) -> str | None:
    """The headline's figure is above every one in the text, and the text does not have it at all."""
    body = report.text[_headline_end(report):]
    tops = [bound for other in below for bound in (other.high, other.low) if isinstance(bound, int)]
    number = value.low
    if not isinstance(number, int) or not tops or number <= max(tops) or re.search(rf"\b{number}\b", body):
        return None
    if _is_vague(report, value) or any(_is_vague(report, other) for other in below):
        return None
    if sum(parts) >= number:  # two killed here and one there make the headline's three
        return None
    most = max(below, key=lambda other: max(bound for bound in (other.high, other.low, -1)
                                            if isinstance(bound, int)))
    return (f"The headline gives {_words(value)} {value.slot}; the highest figure in the text "
            f"is {_words(most)}.")


def _headline_end(report: Report) -> int:
    """Where the headline ends."""
    return max((block.end for block in report.blocks if block.kind == "headline"), default=0)


def _is_vague(report: Report, value: Value) -> bool:
    """ "Dozens" leaves room for any headline."""
    return bool(re.search(r"\b(?:dozens?|scores|hundreds|thousands|many|several)\b",
                          report.text[value.start:value.end], re.IGNORECASE))


def _surer(report: Report, value: Value, below: Sequence[Value]) -> str | None:
    """The text gives the headline's figure, but only as a limit, with doubt, or in others' mouths."""
    same = [other for other in below if value.low in (other.low, other.high)]
    if not same:
        return None
    if all(other.low is None for other in same):
        return f"The headline says {_words(value)} {value.slot}; the text says {_words(same[0])}."
    if all(_is_hedged(report, other) for other in same):
        return (f"The headline says {_words(value)} {value.slot} as a fact; the text says it with doubt: "
                f"“{_short(sentence_of(report.text, same[0].start, same[0].end))}”.")
    doubt = _DOUBT.search(report.text, _headline_end(report))
    if doubt and all(other.said_by for other in same):
        return (f"The headline says {_words(value)} {value.slot} as a fact; the text has it only from "
                f"{_whom(same[0])}, and doubts it: “{doubt.group()}”.")
    return None


def _whom(value: Value) -> str:
    words = value.said_by or ""
    return "others" if fold(words) in ("he", "she", "they", "it", "who", "which", "") else words


def _is_hedged(report: Report, value: Value) -> bool:
    if value.factuality in ("probable", "possible", "unknown"):
        return True
    near = sentence_of(report.text, value.start, value.end)
    at = near.find(report.text[value.start:value.end])
    return bool(_HEDGE.search(near[max(0, at - 40):at + value.end - value.start + 30]))


def _actors(sight: Sight, report: Report, above: Sequence[Value], below: Sequence[Value]) -> Iterator[Flag]:
    """The headline names who did it; the text only suspects them."""
    for value in above:
        if value.said_by or value.denied_by or value.factuality != "fact" or _is_hedged(report, value):
            continue
        same = [other for other in below if actors_of(other.name or "") == actors_of(value.name or "")]
        if same and all(_is_hedged(report, other) for other in same):
            words = _short(sentence_of(report.text, same[0].start, same[0].end))
            yield sight.flag(report.id, "headline_exceeds_body", (value.start, value.end),
                             f"The headline says that “{value.name}” did it; the text only: “{words}”.")
            return


def _words(value: Value) -> str:
    return phrase(Stated(value.slot, low=value.low, high=value.high))


def _short(words: str, limit: int = 160) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"
