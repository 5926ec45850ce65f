"""Names of places and where they are, from GeoNames (CC BY 4.0).

`data/places.xz` holds countries, their first and second level areas, the cities from 1,000 people on
(smaller ones too where local news is English), with alternate spellings of the larger ones, and seas,
rivers, mountains and regions; `training/gazetteer.py` says how it is built. Its lines are kept sorted, as
bytes, and searched by bisection: loading takes a third of a second and 35 MB, where a table of all names in
Python would take two seconds and three times the memory.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from firsthand.errors import ModelError
from firsthand.names import place_key

Level = Literal["continent", "country", "state", "district", "city", "feature"]
_LEVELS: dict[str, Level] = {"k": "continent", "n": "country", "s": "state", "d": "district", "c": "city",
                             "f": "feature"}
MAX_KNOWN = 50_000
"""Names whose places are kept at hand: a crawl of any length asks for ever new ones."""
_COUNTIES = (" county", " parish", " borough")
"""What an area of the second level is called where English is spoken: "Orlen and Dalmar counties"."""

STATES = {
    "AL": "ala", "AK": "alaska", "AZ": "ariz", "AR": "ark", "CA": "calif", "CO": "colo", "CT": "conn", "DE": "del",
    "FL": "fla", "GA": "ga", "HI": "hawaii", "ID": "idaho", "IL": "ill", "IN": "ind", "IA": "iowa", "KS": "kan",
    "KY": "ky", "LA": "la", "ME": "maine", "MD": "md", "MA": "mass", "MI": "mich", "MN": "minn", "MS": "miss",
    "MO": "mo", "MT": "mont", "NE": "neb", "NV": "nev", "NH": "n h", "NJ": "n j", "NM": "n m", "NY": "n y",
    "NC": "n c", "ND": "n d", "OH": "ohio", "OK": "okla", "OR": "ore", "PA": "pa", "RI": "r i", "SC": "s c",
    "SD": "s d", "TN": "tenn", "TX": "tex", "UT": "utah", "VT": "vt", "VA": "va", "WA": "wash", "WV": "w va",
    "WI": "wis", "WY": "wyo", "DC": "d c",
}
"""The codes and newspaper abbreviations of the states of the United States, folded."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: `country` is ISO 3166-1, `area` the code of the first level within it.

    `other` is true where it was found by an alternate name.
    """

    name: str
    level: Level
    country: str | None
    area: str
    latitude: float
    longitude: float
    population: int
    geonameid: int | None
    other: bool = False


class Gazetteer:
    """Names to places; loaded at the first look-up."""

    def __init__(self) -> None:
        self._sorted: list[bytes] = []
        self._known: dict[str, tuple[Place, ...]] = {}
        self._short: dict[str, str] = {}

    def find(self, name: str) -> tuple[Place, ...]:
        """All places of a name (or of "St" for "Saint", "Mt" for "Mount", "Co." for "County"), the largest first."""
        key = place_key(name)
        if key not in self._known:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            found = self._lookup(key)
            for short, full in (("st", "saint"), ("mt", "mount"), ("ft", "fort"), ("saint", "st"), ("fort", "ft")):
                if not found and key.startswith(short + " "):
                    found = self._lookup(full + key[len(short):])
            for short, full in ((" co", " county"), (" twp", " township")):
                if not found and key.endswith(short):
                    found = self._lookup(key.removesuffix(short) + full) or self._lookup(key.removesuffix(short))
            self._known[key] = tuple(sorted(found, key=lambda place: (-place.population, place.geonameid or 0,
                                                                      place.latitude, place.longitude)))
        return self._known[key]

    def state(self, words: str) -> Place | None:
        """The state of the United States that an abbreviation means ("Ala.", "TX"); None for other words."""
        if not self._short:
            self._short = {short: code for code, short in STATES.items()}
        word = words.strip()
        code = word if word in STATES else self._short.get(place_key(word), "")
        if not code or (word.islower() and len(word) < 5):
            return None
        return next((place for place in self.find(STATE_NAMES.get(code, ""))
                     if place.level == "state" and place.country == "US"), None)

    def people(self, words: str) -> Place | None:
        """The area or city whose people or things a word names ("Ohioan", "Sicilians"); None for other words.

        Countries' own words are in `countries.demonyms`.
        """
        key = place_key(words)
        lines = [fields for name in (key, key.removesuffix("s")) for fields in self._lines(name) if fields[1] == "~"]
        for fields in lines:
            for place in self.find(fields[3]):
                if not place.other and fields[2] in ("", place.country or ""):
                    return place
        return None

    def counties(self, name: str) -> tuple[Place, ...]:
        """The counties of a bare name ("Orlen" for "Orlen County")."""
        found = [place for kind in _COUNTIES for place in self.find(name + kind) if place.level == "district"]
        return tuple(found)

    def _lookup(self, key: str) -> list[Place]:
        places = []
        for fields in self._lines(key):
            if fields[1] == "=":
                places += [replace(place, other=True) for other in self._lines(fields[3])
                           if other[1] == "c" and other[2] == fields[2]
                           and (place := _place(other)).population >= 20_000]
            elif fields[1] != "~":
                places.append(_place(fields))
        return places

    def _lines(self, key: str) -> list[list[str]]:
        """The entries of a key."""
        if not key:
            return []
        lines, wanted = self._loaded(), key.encode("utf-8", "surrogatepass") + b"\t"
        first = last = bisect_left(lines, wanted)
        while last < len(lines) and lines[last].startswith(wanted):
            last += 1
        return [line.decode("utf-8").split("\t") for line in lines[first:last]]

    def _loaded(self) -> list[bytes]:
        """The sorted lines."""
        if not self._sorted:
            import lzma
            from importlib.resources import files

            try:
                block = lzma.decompress((files("firsthand") / "data" / "places.xz").read_bytes())
            except (OSError, lzma.LZMAError) as error:
                raise ModelError(f"the place names data/places.xz cannot be read ({error}); "
                                 "reinstall firsthand") from error
            self._sorted = block.split(b"\n")
        return self._sorted


def _place(fields: list[str]) -> Place:
    key, kind, country, area, latitude, longitude, size, number, name = fields
    return Place(name or key.title(), _LEVELS[kind], country or None, area, float(latitude), float(longitude),
                 int(float(size)), int(number) if number else None)


_NAMES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    "indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|"
    "montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|"
    "oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|"
    "west virginia|wisconsin|wyoming|washington d c")
STATE_NAMES: dict[str, str] = dict(zip(STATES, _NAMES.split("|"), strict=True))
"""The folded names of the states of the United States by their codes."""
