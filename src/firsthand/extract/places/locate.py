"""Which place each name of a report means: by what contains it, what else the report names, and size.

Every name has candidates. Each candidate is believed in by its size and by what contains it ("Alder
Falls, Ore."); then, round by round, by the other names of the report: how much of what they may mean
lies in its area, in its country, and near it. Names that can only be one place speak loudest, and many
open names that agree on one area speak together (spatial minimality: Leidner, Toponym Resolution in
Text, 2007). One name means one place throughout a report (Gale, Church and Yarowsky, "One sense per
discourse", 1992) unless a container says otherwise.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from firsthand.extract.places.gazetteer import Place
from firsthand.names import place_key
from firsthand.records import Report

# Weights of evidence, in powers of ten of population: those under which the places that annotators chose are
# likeliest, on half of LGL (local news) and half of GeoVirus (world news). They are steps, not optima: the
# likelihood is flat around them.
LEVEL_BONUS = {"continent": 3.0, "country": 2.0, "state": 1.0, "district": -1.0, "city": 0.0, "feature": 0.3}
OTHER_NAME = 3.0
"""What an alternate name costs: "Berea" is in a list of names of Aleppo."""
SAME_AREA = 4.5
SAME_COUNTRY = 4.0
NEARBY = 3.0
NEAR_KM = 50.0
"""Kilometres in which the pull of a neighbour falls to 1/e."""
CITIES = frozenset({"washington", "new york"})
"""Names that English uses for the city; the state is "Washington state", or stands behind a town's name."""
CITY_MEANT = 2.0
CONTAINED = 6.0
CIVIC = 2.0
"""What a country loses where the words behind its name are a town's or a state's."""
HOME_COUNTRY = 2.5
COUNTRY_NAMED = 0.25
"""What naming a country speaks for its places, against 1 for naming a place in it: news names far countries."""
SHARPNESS = 1.5
"""How fast belief falls with the score: a candidate of a tenth of the people has e^-1.5 of the belief."""
ROUNDS = 3
"""Rounds of belief; a fourth changed nothing on either set."""
MAX_NEIGHBOURS = 64
"""Neighbours looked at in a cell of one degree: a gazetteer pasted as a text must not cost its square."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the plain text, the places it may mean, and what it says that contains it.

    `fixed` is what it must mean: the state or country that it is given as, behind another name. `civic` is
    true where the words behind it are a town's ("Lebanon City Council", "a Lebanon woman"): of a country
    English says "Lebanese".
    """

    start: int
    end: int
    words: str
    candidates: tuple[Place, ...]
    container: Place | None
    fixed: Place | None = None
    civic: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A distinct name of a report: its candidates and what each has by itself, before any context."""

    key: str
    weight: float
    candidates: tuple[Place, ...]
    alone: tuple[float, ...]


Cell = tuple[int, int]


@dataclass(slots=True)
class _Context:
    """What the names of a report speak for: belief by country and area, and by one-degree cells."""

    total: float = 0.0
    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    areas: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[Cell, list[tuple[float, str, float, float]]] = field(default_factory=lambda: defaultdict(list))


def locate(named: list[Named], report: Report) -> list[Place | None]:
    """The place of each name, in the same order; None where it has no candidates."""
    groups: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        groups[place_key(one.words)].append(one)
    home = _home(report)
    names = [_name(key, group, home) for key, group in sorted(groups.items())]
    scores = [name.alone for name in names]
    for _ in range(ROUNDS):
        beliefs = [_believed(score) for score in scores]
        context = _context(names, beliefs)
        scores = [_scores(name, belief, context) for name, belief in zip(names, beliefs, strict=True)]
    chosen = {name.key: _best(name, score) for name, score in zip(names, scores, strict=True)}
    return [_own(one, chosen[place_key(one.words)]) for one in named]


def _name(key: str, group: list[Named], home: str | None) -> _Name:
    """A distinct name with the candidates of its uses."""
    # "Orlen High School" tells that a report's Orlen is the town, not the country.
    candidates = min((one.candidates for one in group if one.candidates), key=len, default=())
    containers = {one.container for one in group if one.container is not None}
    civic = CIVIC * sum(one.civic for one in group) / len(group)
    alone = tuple(_size(place) - civic * (place.level == "country")
                  + HOME_COUNTRY * (home is not None and home == place.country)
                  + CONTAINED * any(_inside(place, container) for container in containers) for place in candidates)
    return _Name(key, 1 + math.log2(len(group)), candidates, alone)


def _best(name: _Name, scores: tuple[float, ...]) -> Place | None:
    if not name.candidates:
        return None
    return max(zip(scores, name.candidates, strict=True), key=lambda pair: (
        pair[0], pair[1].population, pair[1].geonameid or 0, pair[1].latitude))[1]


def _own(name: Named, chosen: Place | None) -> Place | None:
    """A name's own container beats what the report chose for its other uses."""
    if name.fixed is not None:
        return name.fixed
    if name.container is not None and chosen is not None and not _inside(chosen, name.container):
        within = [place for place in name.candidates if _inside(place, name.container)]
        return max(within, key=_size) if within else chosen
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


def _size(place: Place) -> float:
    size = math.log10(place.population + 10) + LEVEL_BONUS[place.level] - OTHER_NAME * place.other
    return size - CITY_MEANT * (place.level == "state" and place.country == "US" and place_key(place.name) in CITIES)


def _believed(scores: tuple[float, ...]) -> tuple[float, ...]:
    """Scores as shares of belief (softmax)."""
    if not scores:
        return ()
    most = max(scores)
    raw = [math.exp(SHARPNESS * (score - most)) for score in scores]
    return tuple(share / sum(raw) for share in raw)


# ---------------------------------------------------------------- context

def _parts(name: _Name, beliefs: tuple[float, ...]) -> Iterator[tuple[Place, float, float]]:
    """(candidate, what it adds to its country, what it adds to its area)."""
    for place, belief in zip(name.candidates, beliefs, strict=True):
        if place.country is not None:
            weight = name.weight * belief
            yield place, weight * (COUNTRY_NAMED if place.level == "country" else 1.0), \
                weight if place.area and place.level != "country" else 0.0


def _context(names: list[_Name], beliefs: list[tuple[float, ...]]) -> _Context:
    """What all names together speak for."""
    context = _Context()
    for name, belief in zip(names, beliefs, strict=True):
        for place, country, area in _parts(name, belief):
            context.total += country
            context.countries[place.country or ""] += country
            context.areas[place.country or "", place.area] += area
            if place.level in ("city", "district"):
                context.cells[_cell(place)].append((-country, name.key, place.latitude, place.longitude))
    for entries in context.cells.values():
        entries.sort()
        del entries[MAX_NEIGHBOURS:]
    return context


def _scores(name: _Name, beliefs: tuple[float, ...], context: _Context) -> tuple[float, ...]:
    """The candidates' scores: what each has alone, and what the report's other names speak for."""
    own = _Context()
    for place, country, area in _parts(name, beliefs):
        own.total += country
        own.countries[place.country or ""] += country
        own.areas[place.country or "", place.area] += area
    # One is added, so that a single other name is no whole report.
    total = context.total - own.total + 1.0
    return tuple(score + _from_others(name.key, place, context, own, total)
                 for place, score in zip(name.candidates, name.alone, strict=True))


def _from_others(key: str, place: Place, context: _Context, own: _Context, total: float) -> float:
    """What the other names speak for a candidate: shares of them in its country and area, and those near it."""
    if place.country is None:
        return 0.0
    country = (context.countries.get(place.country, 0.0) - own.countries[place.country]) / total
    if place.level == "country":
        return (SAME_COUNTRY + SAME_AREA) * country
    where = place.country, place.area
    area = (context.areas.get(where, 0.0) - own.areas[where]) / total if place.area else 0.0
    near = _near(key, place, context) if place.level in ("city", "district") else 0.0
    return SAME_COUNTRY * country + SAME_AREA * area + NEARBY * near / (near + 1.0)


def _cell(place: Place) -> Cell:
    return math.floor(place.latitude), math.floor(place.longitude)


def _near(key: str, place: Place, context: _Context) -> float:
    """The belief in other names' places around a place, each less the further it lies."""
    row, column = _cell(place)
    found: dict[str, float] = {}
    for cell in ((row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)):
        for weight, other, latitude, longitude in context.cells.get(cell, ()):
            if other != key:
                pull = -weight * math.exp(-_distance(place, latitude, longitude) / NEAR_KM)
                found[other] = max(pull, found.get(other, 0.0))
    return sum(found.values())


def _distance(place: Place, latitude: float, longitude: float) -> float:
    """Kilometres between a place and a point (equirectangular: near enough for a weight)."""
    wide = (longitude - place.longitude + 180) % 360 - 180
    east = math.radians(wide) * math.cos(math.radians((place.latitude + latitude) / 2))
    return 6371.0 * math.hypot(math.radians(latitude - place.latitude), east)
