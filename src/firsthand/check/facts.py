"""What a story's accounts give, as far as event records have columns for it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from firsthand.check.stories import GivenCount, GivenDays, GivenPlace, Spot, StoryFacts
from firsthand.days import to_day
from firsthand.records import CountRange, Day, Finding, Mention, Name, Origin, PlaceValue, Report, Story

Canonical = Callable[[str], str]
"""The one name that an outlet or agency has, whatever it is called."""


def story_facts(story: Story, reports: Mapping[str, Report], mentions: Sequence[Mention], findings: Sequence[Finding],
                origins: Sequence[Origin], canonical: Canonical) -> StoryFacts:
    """The facts of one story; `mentions`, `findings` and `origins` are its own rows.

    A day that is only a weekday and a finding that is only denied are left out.
    """
    places = _resolved(mentions)
    given = [(finding, _spot(finding)) for finding in findings if finding.reports and finding.status != "denied"]
    members = [reports[one] for one in story.reports if one in reports]
    return StoryFacts(
        story=story.id, title=story.title,
        days=tuple(days for finding, spot in given if (days := _days(finding, spot))),
        places=tuple(_place(finding, spot, places) for finding, spot in given if finding.slot == "place"),
        counts=tuple(count for finding, spot in given if (count := _count(finding, spot))),
        actors=_names(given, "perpetrator"), targets=_names(given, "target"),
        sources=_sources(members, origins, canonical),
        headlines=tuple(sorted({report.title for report in members if report.title})))


def _names(given: Sequence[tuple[Finding, Spot]], slot: str) -> tuple[tuple[str, Spot], ...]:
    return tuple((finding.value.name, spot) for finding, spot in given
                 if finding.slot == slot and isinstance(finding.value, Name))


def _spot(finding: Finding) -> Spot:
    first = min(finding.reports, key=lambda one: (one.report, one.start, one.end))
    return Spot(first.report, first.start, first.end)


def _resolved(mentions: Iterable[Mention]) -> dict[object, PlaceValue]:
    """Places by their GeoNames id and by the words that name them (report, start)."""
    found: dict[object, PlaceValue] = {}
    for one in mentions:
        if isinstance(one.value, PlaceValue):
            found.setdefault((one.report, one.start), one.value)
            if one.value.geonameid is not None:
                found.setdefault(one.value.geonameid, one.value)
    return found


def _days(finding: Finding, spot: Spot) -> GivenDays | None:
    bounds = days_of(finding.value.date) if isinstance(finding.value, Day) else None
    return GivenDays(*bounds, spot) if bounds else None


def days_of(edtf: str) -> tuple[date, date] | None:
    """The first and last day of an EDTF day, month, year or closed interval; None for anything else."""
    low, _, high = edtf.partition("/")
    if high:
        first, last = days_of(low), days_of(high)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    if day := to_day(edtf if len(edtf) >= 10 else None):
        return day, day
    parts = edtf.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 2 or not 1 <= int(parts[0]) <= 9999:
        return None
    months = (1, 12) if len(parts) == 1 else (int(parts[1]), int(parts[1]))
    if not 1 <= months[0] <= 12:
        return None
    year = int(parts[0])
    return date(year, months[0], 1), date(year, months[1], monthrange(year, months[1])[1])


def _place(finding: Finding, spot: Spot, places: Mapping[object, PlaceValue]) -> GivenPlace:
    name = finding.value.name if isinstance(finding.value, Name) else ""
    number = finding.value.geonameid if isinstance(finding.value, Name) else None
    at = next((places[one.report, one.start] for one in finding.reports if (one.report, one.start) in places), None)
    value = places.get(number, at) if number is not None else at
    if value is None:
        return GivenPlace(name, None, None, None, spot)
    return GivenPlace(name, value.lat, value.lon, value.country, spot)


def _count(finding: Finding, spot: Spot) -> GivenCount | None:
    if finding.slot not in ("killed", "injured") or finding.of != "total" or not isinstance(finding.value, CountRange):
        return None
    return GivenCount(finding.slot, finding.value.low, finding.value.high, finding.status == "superseded", spot)


def _sources(members: Sequence[Report], origins: Sequence[Origin], canonical: Canonical) -> dict[str, str]:
    """Canonical names of the story's publishers and origins, each with what it is there."""
    found: dict[str, str] = {}
    for origin in origins:
        found.setdefault(canonical(origin.name), "an origin")
    for report in members:
        if report.publisher:
            found[canonical(report.publisher)] = "the publisher of a report"
    return found
