"""What a report says of its main happening, as far as grouping looks: days, places and kind."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from firsthand.days import report_days, to_day
from firsthand.group.words import stems_of
from firsthand.names import place_key, same_place
from firsthand.options import GroupOptions
from firsthand.records import Mention, PlaceValue, Report, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a happening. `rarity` is 1 for one that no other report names, 0 for one that all do."""

    name: str
    geonameid: int | None
    stems: frozenset[str]
    rarity: float

    def meets(self, other: Place) -> bool:
        """True where both may be one place, by GeoNames or by spelling."""
        if self.geonameid is not None and self.geonameid == other.geonameid:
            return True
        return same_place(self.name, other.name)

    def stands_in(self, words: Mapping[str, float]) -> bool:
        """True where the words of another report hold all of its name."""
        return bool(self.stems) and all(stem in words for stem in self.stems)


@dataclass(frozen=True, slots=True)
class Happening:
    """Of a report's main happening: the `day` of the report itself, the `days` that it names for the
    happening, and its `places`, sorted by name."""

    day: date | None
    days: frozenset[date] = frozenset()
    places: tuple[Place, ...] = ()

    def near_days(self) -> frozenset[date]:
        """The named days, else the report's own."""
        return self.days or (frozenset((self.day,)) if self.day else frozenset())


def read_happenings(reports: Sequence[Report], mentions: Sequence[Mention], values: Sequence[Value],
                    options: GroupOptions) -> list[Happening]:
    """The main happening of each report, in the same order; no values give one without slots."""
    known_days = report_days(reports, mentions)
    ids = {(mention.report, mention.start): mention.value.geonameid for mention in mentions
           if isinstance(mention.value, PlaceValue)}
    days: dict[str, set[date]] = defaultdict(set)
    places: dict[str, dict[str, int | None]] = defaultdict(dict)
    for value in values:
        if value.main and value.slot == "date":
            days[value.report] |= _named_days(value)
        elif value.main and value.slot == "place" and value.name:
            places[value.report][value.name] = ids.get((value.report, value.start))
    holders = Counter(key for named in places.values() for key in {place_key(name) for name in named})
    rarity = _rarity(holders, len(reports) + options.background_places)
    return [Happening(known_days[report.id], frozenset(days[report.id]),
                      tuple(Place(name, places[report.id][name], stems_of(name), rarity[place_key(name)])
                            for name in sorted(places[report.id])))
            for report in reports]


def _rarity(holders: Mapping[str, int], total: int) -> dict[str, float]:
    """Holders to 0 … 1: the logarithm of the share of the reports that name a place."""
    return {key: math.log(total / min(held, total)) / math.log(total) for key, held in holders.items()}


def _named_days(value: Value) -> set[date]:
    """The day of a date value; a span of several days tells nothing exact."""
    low, high = to_day(str(value.low or "")), to_day(str(value.high or ""))
    return {low} if low and low == high else set()


def days_apart(ours: Iterable[date], theirs: Iterable[date]) -> int | None:
    """Least days between two sets of days; None where one is empty."""
    theirs = tuple(theirs)
    return min((abs((one - two).days) for one in ours for two in theirs), default=None)
