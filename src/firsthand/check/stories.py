"""Stories beside event records: which record is meant, what agrees, what differs and by how much.

A record is near a story where its days come within `slack_days` of a day that the story gives, and its place
within the record's own exactness, plus `slack_km`, of a place that the story gives. Nothing is decided: both
sides are shown, and whether the record rests on the story's own reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import asin, cos, exp, radians, sin, sqrt

from firsthand.check.events import EventRecord
from firsthand.check.witnesses import shared_sources
from firsthand.countries import country_code
from firsthand.names import same_place
from firsthand.options import CheckOptions
from firsthand.records import Match
from firsthand.text import folded_words

_PLAIN = frozenset(("the", "of", "and", "for", "in", "a", "an", "government", "forces", "force", "army", "military",
                    "state", "group", "groups", "militants", "rebels", "people", "civilians", "unidentified", "armed"))
"""Words that sides share without being one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The words of a report that give a value."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GivenDays:
    """Days that a story gives for its happening, both ends included."""

    first: date
    last: date
    spot: Spot


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """A place that a story gives; degrees and ISO country where it was resolved."""

    name: str
    lat: float | None
    lon: float | None
    country: str | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class GivenCount:
    """A figure that a story gives, null is open; `old` where a later one replaces it."""

    slot: str
    low: int | None
    high: int | None
    old: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What a story's accounts give, as far as event records have columns for it.

    `actors` are by whom, `targets` against whom, each with the words that give it. `sources` are the publishers of
    its reports and the names of its origins, canonical, each with what it is; `headlines` the reports' titles.
    """

    story: str
    title: str
    days: tuple[GivenDays, ...]
    places: tuple[GivenPlace, ...]
    counts: tuple[GivenCount, ...]
    actors: tuple[tuple[str, Spot], ...]
    targets: tuple[tuple[str, Spot], ...]
    sources: Mapping[str, str]
    headlines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A record beside a story: how near (0 to 1), what agrees, what differs, and remarks on its sources."""

    record: EventRecord
    facts: StoryFacts
    score: float
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    remarks: tuple[str, ...]


class Calendar:
    """The days of the stories, to tell early whether a record can be near any of them."""

    def __init__(self, stories: Iterable[StoryFacts], options: CheckOptions) -> None:
        slack = timedelta(days=options.slack_days)
        self._options = options
        self._by_day: dict[int, list[StoryFacts]] = defaultdict(list)
        for facts in stories:
            covered = {day for given in facts.days
                       for day in range((given.first - slack).toordinal(), (given.last + slack).toordinal() + 1)}
            for day in covered:
                self._by_day[day].append(facts)

    def wants(self, first: date, last: date) -> bool:
        """Whether a record of these days is near some story's."""
        return any(day in self._by_day for day in range(first.toordinal(), last.toordinal() + 1))

    def stories_near(self, record: EventRecord) -> list[StoryFacts]:
        """The stories whose days are near a record's, each once."""
        found = {facts.story: facts for day in range(record.first.toordinal(), record.last.toordinal() + 1)
                 for facts in self._by_day.get(day, ())}
        return list(found.values())


def compare(facts: StoryFacts, record: EventRecord, options: CheckOptions) -> Compared | None:
    """A record beside a story; None where their places are too far apart or unknown on one side."""
    near_place = _place_nearness(facts, record, options)
    if near_place <= 0:
        return None
    gap = min(_gap_days(given, record) for given in facts.days)
    parts = [_compare_days(facts, record), _compare_places(facts, record, options),
             *_compare_counts(facts, record), _compare_actors(facts, record)]
    agrees = tuple(part.removeprefix("+") for part in parts if part.startswith("+"))
    differs = tuple(part for part in parts if part and not part.startswith("+"))
    score = near_place * options.day_decay ** gap * (0.6 + 0.4 * _likeness(facts, record))
    return Compared(record, facts, round(score, 3), agrees, differs, shared_sources(
        facts.sources, facts.headlines, record.sources, record.headlines))


def choose(compared: Sequence[Compared], options: CheckOptions) -> list[Compared]:
    """The records that a story may mean: the nearest, and those that come close to it."""
    if not compared:
        return []
    ordered = sorted(compared, key=lambda one: (-one.score, one.record.dataset, one.record.id))
    least = max(options.least_record_score, ordered[0].score * options.also_meant)
    return [one for one in ordered if one.score >= least][:options.records_per_story]


def as_match(one: Compared) -> Match:
    """A row of the table `matches` for a record beside a story."""
    spot = _spot(one.facts)
    record = one.record
    return Match(
        report=spot.report, start=spot.start, end=spot.end, target=f"{record.dataset} {record.id}".strip(),
        kind="record", score=one.score, rating=None, differences=one.differs, claim=describe(record),
        publisher=record.dataset, published=None, url=record.url, agrees=one.agrees, remarks=one.remarks,
        story=one.facts.story)


def describe(record: EventRecord) -> str:
    """A record in one line: its days, place, count and actors, with how exact it says it is."""
    parts = [_days_words(record.first, record.last)]
    if record.places or record.country:
        parts.append(f"{', '.join((*record.places[:1], *filter(None, (record.country,))))} ({record.where})")
    if record.best is not None or record.low is not None:
        parts.append(f"killed {_record_count(record)}")
    if record.actors:
        parts.append(" against ".join(record.actors[:2]))
    return "; ".join(parts)


def _spot(facts: StoryFacts) -> Spot:
    spots = [*(one.spot for one in facts.counts), *(one.spot for one in facts.places),
             *(one.spot for one in facts.days)]
    return min(spots, key=lambda spot: (spot.report, spot.start, spot.end))


# ---------------------------------------------------------------- days

def _gap_days(given: GivenDays, record: EventRecord) -> int:
    return max(0, (record.first - given.last).days, (given.first - record.last).days)


def _compare_days(facts: StoryFacts, record: EventRecord) -> str:
    nearest = min(facts.days, key=lambda given: (_gap_days(given, record), given.first, given.last))
    gap = _gap_days(nearest, record)
    ours, theirs = _days_words(nearest.first, nearest.last), _days_words(record.first, record.last)
    others = sorted({_days_words(given.first, given.last) for given in facts.days if _gap_days(given, record) > gap})
    also = f"; the story also gives {', '.join(others)}" if others else ""
    if gap == 0:
        return f"+day: {ours} lies within the record's {theirs}{also}" if ours != theirs else f"+day: {ours}{also}"
    way = "later" if record.first > nearest.last else "earlier"
    return f"day: the story gives {ours}, the record {theirs}, {gap} day{'s' * (gap > 1)} {way}{also}"


def _days_words(first: date, last: date) -> str:
    one = f"{first.day} {first:%B %Y}"
    return one if first == last else f"{one} to {last.day} {last:%B %Y}"


# ---------------------------------------------------------------- places

def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points on the globe, given in degrees (haversine)."""
    one, two = radians(lat), radians(other_lat)
    part = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(part)))


def _away_km(place: GivenPlace, record: EventRecord) -> float | None:
    if place.lat is None or place.lon is None or record.lat is None or record.lon is None:
        return None
    return distance_km(place.lat, place.lon, record.lat, record.lon)


def _is_named(place: GivenPlace, record: EventRecord) -> bool:
    return any(same_place(place.name, name) for name in record.places)


def _same_country(place: GivenPlace, record: EventRecord) -> bool:
    """Whether a place lies in, or is, the record's country; GED adds the older name in brackets."""
    code = country_code((record.country or "").partition("(")[0])
    return code is not None and code in (place.country, country_code(place.name))


def _place_nearness(facts: StoryFacts, record: EventRecord, options: CheckOptions) -> float:
    """0 (another place) to 1 (the same, as far as the record can tell)."""
    return max((_nearness(place, record, options) for place in facts.places), default=0.0)


def _nearness(place: GivenPlace, record: EventRecord, options: CheckOptions) -> float:
    away = _away_km(place, record)
    if away is not None and record.reach_km is not None:
        beyond = max(0.0, away - record.reach_km - options.slack_km)
        return exp(-beyond / options.slack_km) if beyond < options.far_km else 0.0
    if _is_named(place, record):
        return 0.9
    return 0.4 if record.reach_km is None and _same_country(place, record) else 0.0


def in_area(facts: StoryFacts, record: EventRecord, options: CheckOptions) -> bool:
    """Whether a record is of a country that the story gives a place in, or not far from such a place."""
    for place in facts.places:
        away = _away_km(place, record)
        if _same_country(place, record) or (away is not None and away <= options.far_km + (record.reach_km or 0)):
            return True
    return False


def _compare_places(facts: StoryFacts, record: EventRecord, options: CheckOptions) -> str:
    place = max(facts.places, key=lambda one: (_nearness(one, record, options), one.name))
    away = _away_km(place, record)
    theirs = record.places[0] if record.places else record.country or "its point"
    if away is None or record.reach_km is None:
        return f"+place: {place.name}; the record has {theirs} ({record.where})"
    words = f"{place.name} and the record's {theirs} ({record.where}) are {away:.0f} km apart"
    return f"+place: {words}" if away <= record.reach_km + options.slack_km else f"place: {words}"


# ---------------------------------------------------------------- counts and actors

def _record_bounds(record: EventRecord, slot: str) -> tuple[int, int] | None:
    """The least and most that a record allows for a slot."""
    if slot == "injured":
        return None if record.injured is None else (record.injured, record.injured)
    known = [count for count in (record.low, record.best, record.high) if count is not None]
    return (min(known), max(known)) if slot == "killed" and known else None


def _record_count(record: EventRecord) -> str:
    bounds = _record_bounds(record, "killed") or (0, 0)
    best = record.best if record.best is not None else bounds[0]
    return str(best) if bounds[0] == bounds[1] else f"{best} ({bounds[0]} to {bounds[1]})"


def _compare_counts(facts: StoryFacts, record: EventRecord) -> Iterator[str]:
    for slot in ("killed", "injured"):
        bounds = _record_bounds(record, slot)
        if bounds is None:
            continue
        theirs = _record_count(record) if slot == "killed" else str(record.injured)
        figures = {(count.low, count.high, count.old) for count in facts.counts if count.slot == slot}
        for low, high, old in sorted(figures, key=lambda one: (one[2], one[0] or 0, one[1] or 0)):
            ours = f"{_figure(low, high)}{', since replaced' if old else ''}"
            by = max(bounds[0] - high if high is not None else 0, low - bounds[1] if low is not None else 0)
            yield (f"{slot}: the story gives {ours}, the record {theirs}: {by} apart" if by > 0
                   else f"+{slot}: {ours}; the record has {theirs}")


def _figure(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"up to {high}" if low is None else f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _compare_actors(facts: StoryFacts, record: EventRecord) -> str:
    """The sides of a record beside those that the story names; whom a story says it was against is often nobody
    that a record would call a side ("the market"), so that alone is no difference."""
    theirs = " and ".join(record.actors)
    doers = sorted({name for name, _ in facts.actors})
    named = [name for name in dict.fromkeys((*doers, *sorted({name for name, _ in facts.targets})))
             if _is_actor(name, record)]
    if named:
        return f"+sides: {', '.join(named)}; the record has {theirs}"
    if not doers or not theirs:
        return ""
    return f"by whom: the story gives {', '.join(doers[:3])}, the record has {theirs}"


def _is_actor(name: str, record: EventRecord) -> bool:
    ours = {word for word, _, _ in folded_words(name)} - _PLAIN
    theirs = {word for actor in record.actors for word, _, _ in folded_words(actor)}
    countries = {country_code(name), *map(country_code, ours)} - {None}
    return bool(ours & (theirs - _PLAIN)) or bool(countries & {country_code(word) for word in theirs})


def _likeness(facts: StoryFacts, record: EventRecord) -> float:
    """How well figures and actors fit, 0 to 1; half where neither side tells."""
    bounds = _record_bounds(record, "killed")
    fits = [_fit(count, bounds) for count in facts.counts if count.slot == "killed" and not count.old] if bounds else []
    figures = max(fits, default=0.5)
    sides = (*facts.actors, *facts.targets)
    if not sides or not record.actors:
        return figures
    return 0.7 * figures + 0.3 * any(_is_actor(name, record) for name, _ in sides)


def _fit(count: GivenCount, bounds: tuple[int, int]) -> float:
    low = count.low if count.low is not None else 0
    high = count.high if count.high is not None else max(low, bounds[1])
    if low <= bounds[1] and bounds[0] <= high:
        return 1.0
    near, far = (high, bounds[0]) if high < bounds[0] else (bounds[1], low)
    return near / far if far else 0.0
