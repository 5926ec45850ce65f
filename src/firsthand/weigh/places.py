"""How two places stand to each other: one in the other, far apart, or not known."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Literal

from firsthand.countries import country_of
from firsthand.records import PlaceValue
from firsthand.weigh.lexicon import SMALL, name_words, word_set

Named = tuple[str, PlaceValue | None]
"""A place's words, and where it is if that is known."""

NEAR_KM = 15.0
"""A village and the town beside it; reports use either name."""
FAR_KM = 150.0
"""Farther than most provinces reach from their middle."""

_AREA = word_set("""
province governorate region state district county countryside suburb outskirt area city town village
neighbourhood neighborhood quarter north south east west northern southern eastern western central old
near around rural border valley coast camp road street market square
""")
"""Words for a part or a kind of place; what remains is its name."""
_WIDE = word_set("province governorate region state county countryside border valley coast")
_VAST = word_set("gulf sea ocean bay strait channel horn peninsula desert mountain range river basin archipelago "
                 "asia africa europe america americas mideast mediterranean caribbean balkans sahel levant baltic "
                 "adriatic aegean atlantic pacific arctic")
"""What has no middle that a distance could be taken from: "the Gulf of Aden" is off many coasts."""


def relate_places(one: Named, two: Named) -> Literal["precision", "apart", "open"]:
    """Whether one place holds the other or lies beside it, both are far apart, or nothing is known."""
    if _holds(one, two) or _holds(two, one):
        return "precision"
    if one[1] is None or two[1] is None:
        return "open"
    if any(_VAST & set(name_words(name)) for name, _ in (one, two)):
        return "open"
    far = distance_km(one[1], two[1])
    wide = _is_wide(one[0]) or _is_wide(two[0])
    if far <= NEAR_KM:
        return "precision"
    if one[1].country and two[1].country and one[1].country != two[1].country and far > FAR_KM:
        return "apart"
    return "apart" if far > (2 * FAR_KM if wide else FAR_KM) else "open"


def _holds(wide: Named, narrow: Named) -> bool:
    """True where the wider place's name stands in the other's, or it is the other's country."""
    names, others = _bare(wide[0]), _bare(narrow[0])
    if names and names <= others:
        return True
    country = country_of(" ".join(name_words(wide[0])))
    if country is None or wide[1] is None or narrow[1] is None:
        return False
    return wide[1].country is not None and wide[1].country == narrow[1].country


def _bare(name: str) -> frozenset[str]:
    return frozenset(word for word in name_words(name) if word not in _AREA and word not in SMALL)


def _is_wide(name: str) -> bool:
    return bool(_WIDE & set(name_words(name)))


def distance_km(one: PlaceValue, two: PlaceValue) -> float:
    """The distance of two places on the globe (haversine)."""
    lat, other = radians(one.lat), radians(two.lat)
    part = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(radians(two.lon - one.lon) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(part)))
