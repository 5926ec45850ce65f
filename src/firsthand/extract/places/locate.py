"""Which place each name of a report means: by what contains it, what else the report names, and size.

Every name has candidates. Names that can only be one place, or say what contains them ("Alder Falls,
Ore."), vote for countries and areas; the votes, nearness to other names and the population choose
among the candidates of the rest. One name means one place throughout a report (Gale, Church and
Yarowsky, "One sense per discourse", 1992) unless a container says otherwise.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from firsthand.extract.places.gazetteer import Gazetteer, Place
from firsthand.names import place_key
from firsthand.records import Report

Key = TypeVar("Key")

# Weights of evidence, in powers of ten of population; set by trial on LGL and GeoVirus.
LEVEL_BONUS = {"continent": 3.0, "country": 3.0, "state": 1.5, "district": -0.5, "city": 0.0}
SAME_AREA = 6.0
SAME_COUNTRY = 2.0
CONTAINED = 9.0
NEAR_KM = 200.0
NEAR_BONUS = 1.5
HOME_COUNTRY = 1.0


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the plain text, the places it may mean, and what it says that contains it."""

    start: int
    end: int
    words: str
    candidates: tuple[Place, ...]
    container: Place | None


@dataclass(frozen=True, slots=True)
class _Votes:
    """What a report speaks of: shares of its names by country and by area, and sure points."""

    countries: dict[str, float]
    areas: dict[tuple[str, str], float]
    points: tuple[tuple[str, float, float], ...]
    home: str | None


def locate(named: list[Named], report: Report, gazetteer: Gazetteer) -> list[Place | None]:
    """The place of each name, in the same order; None where it has no candidates."""
    groups: dict[str, list[Named]] = defaultdict(list)
    for name in named:
        groups[place_key(name.words)].append(name)
    votes = _votes(groups, {}, _home(report))
    chosen: dict[str, Place] = {}
    for _ in range(2):  # the second time with the first's choices as votes
        chosen = {key: best for key, group in sorted(groups.items())
                  if (best := _choose(key, group, votes)) is not None}
        votes = _votes(groups, chosen, votes.home)
    return [_own(name, chosen.get(place_key(name.words))) for name in named]


def _own(name: Named, chosen: Place | None) -> Place | None:
    """A name's own container beats what the report chose for its other uses."""
    if name.container is not None and chosen is not None and not _inside(chosen, name.container):
        within = [place for place in name.candidates if _inside(place, name.container)]
        return within[0] if within else chosen
    return chosen


def _inside(place: Place, container: Place) -> bool:
    if place.level in ("country", "continent") or place.country != container.country:
        return False
    return container.level == "country" or (bool(container.area) and place.area == container.area
                                            and place.level != "state")


def _home(report: Report) -> str | None:
    """The country of the publisher's address, where its last part is a country's."""
    for address in (report.publisher, report.url):
        host = re.search(r"(?:^|//|\.)[\w-]+(?:\.[\w-]+)*\.([a-z]{2})(?:[/:]|$)", (address or "").casefold())
        if host:
            code = host.group(1).upper()
            return {"UK": "GB"}.get(code, None if code in ("TV", "IO", "ME", "CO", "EU", "FM", "AI", "LY") else code)
    return None


def _votes(groups: dict[str, list[Named]], chosen: dict[str, Place], home: str | None) -> _Votes:
    countries: dict[str, float] = defaultdict(float)
    areas: dict[tuple[str, str], float] = defaultdict(float)
    points: list[tuple[str, float, float]] = []
    for key, group in sorted(groups.items()):
        place = chosen.get(key) or _sure(group)
        weight = 1 + math.log2(len(group))
        for container in {name.container for name in group if name.container is not None}:
            countries[container.country or ""] += 1
            areas[container.country or "", container.area] += 1 if container.area else 0
        if place is None:
            # An open name speaks a little for each area that it may lie in: together such names agree.
            where = {(each.country, each.area) for each in group[0].candidates if each.country and each.area}
            for country, area in sorted(where):
                areas[country, area] += 1 / len(where)
                countries[country] += 1 / len(where)
            continue
        if place.country is None:
            continue
        countries[place.country] += weight
        if place.area:
            areas[place.country, place.area] += weight
        if place.level in ("city", "district"):
            points.append((key, place.latitude, place.longitude))
    return _Votes(_shares(countries), _shares(areas), tuple(points), home)


def _shares(counts: dict[Key, float]) -> dict[Key, float]:
    total = sum(counts.values())
    return {key: number / total for key, number in counts.items()} if total else {}


def _sure(group: list[Named]) -> Place | None:
    """The place of a name that can only be one, or that is one by far."""
    candidates = group[0].candidates
    if not candidates:
        return None
    best = max(candidates, key=_size)
    if len(candidates) == 1 or (best.level in ("country", "continent") and all(
            place.level not in ("country", "state") for place in candidates if place is not best)):
        return best
    rest = sorted((_size(place) for place in candidates if place is not best), reverse=True)
    return best if _size(best) - rest[0] > 1.5 else None


def _size(place: Place) -> float:
    return math.log10(place.population + 10) + LEVEL_BONUS[place.level]


def _choose(key: str, group: list[Named], votes: _Votes) -> Place | None:
    """The likeliest candidate of a name throughout a report."""
    candidates = group[0].candidates
    if not candidates:
        return None
    containers = [name.container for name in group if name.container is not None]
    return max(candidates, key=lambda place: (
        _score(key, place, containers, votes), place.population, place.geonameid or 0, place.latitude))


def _score(key: str, place: Place, containers: list[Place], votes: _Votes) -> float:
    score = _size(place)
    score += CONTAINED * any(_inside(place, container) for container in containers)
    if place.country is not None:
        score += SAME_COUNTRY * votes.countries.get(place.country, 0)
        score += HOME_COUNTRY * (votes.home == place.country)
        if place.level != "country":
            score += SAME_AREA * votes.areas.get((place.country, place.area), 0)
    if place.level in ("city", "district") and any(
            _distance(place, latitude, longitude) < NEAR_KM
            for other, latitude, longitude in votes.points if other != key):
        score += NEAR_BONUS
    return score


def _distance(place: Place, latitude: float, longitude: float) -> float:
    """Kilometres between a place and a point (equirectangular: near enough for a bonus)."""
    wide = (longitude - place.longitude + 180) % 360 - 180
    east = math.radians(wide) * math.cos(math.radians((place.latitude + latitude) / 2))
    return 6371.0 * math.hypot(math.radians(latitude - place.latitude), east)
