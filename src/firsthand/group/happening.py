"""What a report says of its main happening, as far as grouping looks: days, places and kinds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from firsthand.days import report_days, to_day
from firsthand.names import place_key
from firsthand.options import GroupOptions
from firsthand.records import Mention, PlaceValue, Report, Value
from firsthand.text import fold

KINDS = ("weapon", "event")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a happening. `rarity` is 1 for one that no other report names, 0 for one that all do."""

    name: str
    geonameid: int | None
    rarity: float


@dataclass(frozen=True, slots=True)
class Happening:
    """Of a report's main happening: the `day` of the report itself; the `days` that it names for the
    happening, ascending; its `places`, by name; by slot of `KINDS` the folded words; and the folded name of
    the report's `publisher`, '' where that is not known."""

    day: date | None
    days: tuple[date, ...] = ()
    places: tuple[Place, ...] = ()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    publisher: str = ""


def read_happenings(reports: Sequence[Report], mentions: Sequence[Mention], values: Sequence[Value],
                    options: GroupOptions) -> list[Happening]:
    """The main happening of each report, in the same order; no values give one without slots."""
    known_days = report_days(reports, mentions)
    ids = {(mention.report, mention.start): mention.value.geonameid for mention in mentions
           if isinstance(mention.value, PlaceValue)}
    own: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        if value.main:
            own[value.report].append(value)
    holders = Counter(key for rows in own.values()
                      for key in {place_key(row.name) for row in rows if row.slot == "place" and row.name})
    rarity = _rarity(holders, len(reports) + options.background_places)
    return [Happening(known_days[report.id], _named_days(own[report.id]), _places(own[report.id], ids, rarity),
                      {slot: _kinds(own[report.id], slot) for slot in KINDS} if report.id in own else {},
                      fold(report.publisher or "")) for report in reports]


def _rarity(holders: Mapping[str, int], total: int) -> dict[str, float]:
    """Holders to 0 … 1: the logarithm of the share of the reports that name a place."""
    return {key: math.log(total / min(held, total)) / math.log(total) for key, held in holders.items()}


def _named_days(values: Sequence[Value]) -> tuple[date, ...]:
    """The days of the date values; a span of several days tells nothing exact."""
    days = {(to_day(str(value.low or "")), to_day(str(value.high or ""))) for value in values if value.slot == "date"}
    return tuple(sorted(low for low, high in days if low and low == high))


def _places(values: Sequence[Value], ids: Mapping[tuple[str, int], int | None],
            rarity: Mapping[str, float]) -> tuple[Place, ...]:
    """The places of a happening, each name once."""
    named = {value.name: ids.get((value.report, value.start)) for value in values
             if value.slot == "place" and value.name}
    return tuple(Place(name, named[name], rarity[place_key(name)]) for name in sorted(named))


def _kinds(values: Sequence[Value], slot: str) -> frozenset[str]:
    return frozenset(fold(value.name) for value in values if value.slot == slot and value.name)
