"""What differs between the words of a report and a checked claim, slot by slot: other figures, days, places.

Both sides come with the mentions that the extractors found in them. A slot differs where both sides fill it
and no value of one can be a value of the other; a slot that only one side fills is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from firsthand.check.stories import distance_km
from firsthand.check.terms import Terms
from firsthand.countries import country_code
from firsthand.names import same_place
from firsthand.records import CountValue, Mention, PlaceValue, TimeValue

NEAR_KM = 25.0
"""A town and a place in it or beside it."""
COUNTED = ("killed", "injured", "missing")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, and what is mentioned in them."""

    text: str
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Slots:
    """What both sides share and where they differ, each as one line: "place: here Port Selm, there Aden"."""

    agrees: tuple[str, ...]
    differs: tuple[str, ...]


def compare_slots(here: Side, there: Side) -> Slots:
    """The slots that both the report (`here`) and the checked claim (`there`) fill, compared."""
    agrees, differs = [], []
    for slot, find, same in _SLOTS:
        ours, theirs = find(here), find(there)
        if not ours or not theirs:
            continue
        shared = [(words, other) for words, value in ours.items()
                  for other, their in theirs.items() if same(value, their)]
        if shared:
            agrees.append(f"{slot}: {_told(slot, shared, ours, theirs)}")
        else:
            differs.append(f"{slot}: here {', '.join(ours)}, there {', '.join(theirs)}")
    return Slots(tuple(agrees), tuple(differs))


def _told(slot: str, shared: Sequence[tuple[str, str]], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """What two sides share, in the words of the first; those of the second too where they say something else."""
    equal = [one for one, two in shared if ours[one] == theirs[two] or one.casefold() == two.casefold()]
    if equal:
        return ", ".join(dict.fromkeys(equal))
    here, there = (", ".join(dict.fromkeys(words)) for words in zip(*shared, strict=True))
    return f"{here}, which leaves {there} open" if slot in COUNTED else f"here {here}, there {there}"


def _words(side: Side, mention: Mention) -> str:
    return " ".join(side.text[mention.start:mention.end].split())


def _places(side: Side) -> dict[str, tuple[str, PlaceValue | None]]:
    return {_words(side, one): (_words(side, one), one.value if isinstance(one.value, PlaceValue) else None)
            for one in side.mentions if one.kind == "place"}


def _same_place(one: tuple[str, PlaceValue | None], two: tuple[str, PlaceValue | None]) -> bool:
    """One name, one place, near each other, or a country and a place in it."""
    if same_place(one[0], two[0]):
        return True
    if one[1] is None or two[1] is None:
        return one[1] is two[1]
    if one[1].geonameid is not None and one[1].geonameid == two[1].geonameid:
        return True
    if distance_km(one[1].lat, one[1].lon, two[1].lat, two[1].lon) <= NEAR_KM:
        return True
    return one[1].country == two[1].country and (_is_country(one) or _is_country(two))


def _is_country(place: tuple[str, PlaceValue | None]) -> bool:
    return place[1] is not None and country_code(place[0]) == place[1].country


def _times(side: Side) -> dict[str, str]:
    """The calendar times that the words write out with their year; "Monday" says nothing without its week."""
    return {_words(side, one): one.value.timex for one in side.mentions
            if isinstance(one.value, TimeValue) and one.value.timex[:4].isdigit()
            and one.value.timex[:4] in side.text[one.start:one.end]}


def _same_time(one: str, two: str) -> bool:
    """Whether one is the other or holds it ("2018" and "2018-03-20")."""
    short, long = sorted((one, two), key=len)
    return long.startswith(short)


def _counts(unit: str, side: Side) -> dict[str, CountValue]:
    return {_words(side, one): one.value for one in side.mentions
            if isinstance(one.value, CountValue) and one.value.unit == unit}


def _same_count(one: CountValue, two: CountValue) -> bool:
    """Whether some number is in both ranges."""
    lows = [count.low for count in (one, two) if count.low is not None]
    highs = [count.high for count in (one, two) if count.high is not None]
    return not lows or not highs or max(lows) <= min(highs)


def _figures(side: Side) -> dict[str, str]:
    """The numbers of a text that are neither years nor figures or days that another slot has."""
    taken = [(one.start, one.end) for one in side.mentions if one.kind in ("count", "time")]
    blank = list(side.text)
    for start, end in taken:
        blank[start:end] = " " * (end - start)
    return {term: term for term in Terms().of("".join(blank)) if term.isdigit() and not _YEAR.fullmatch(term)}


_SLOTS: tuple[tuple[str, Callable[[Side], dict[str, Any]], Callable[[Any, Any], bool]], ...] = (
    ("place", _places, _same_place), ("day", _times, _same_time),
    *((unit, partial(_counts, unit), _same_count) for unit in COUNTED), ("figure", _figures, str.__eq__))
"""Each slot with what finds its values in a side, and what tells whether two may be one."""
