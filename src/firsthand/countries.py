"""Countries by their names and by what their people are called: "Britain", "the British", "a Briton".

The table `data/countries.csv` has the countries of ISO 3166 with their names after GeoNames (CC BY 4.0),
other names in use, and demonyms.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from types import MappingProxyType

from firsthand.text import fold

_SHARED = {"dominican": "DO", "congolese": "CD", "sudanese": "SD", "samoan": "WS"}
"""Demonyms of two countries, with the one of more people."""


def country_code(words: str) -> str | None:
    """The ISO 3166 code of the country that a name or demonym means, in any case; None for other words."""
    key = _key(words)
    names = country_names()
    if key in names:
        return names[key]
    return demonyms().get(key) or demonyms().get(key.removesuffix("s"))


def country_of(words: str) -> str | None:
    """The folded common name of the country that a name or demonym means ("british": "united kingdom")."""
    code = country_code(words)
    return None if code is None else _rows()[code][0]


def is_demonym(words: str) -> bool:
    """Whether words are what a country's people or things are called ("Peruvian", "Danes")."""
    key = _key(words)
    return key not in country_names() and (key in demonyms() or key.removesuffix("s") in demonyms())


@cache
def country_names() -> MappingProxyType[str, str]:
    """The folded names of countries, without points, with their codes."""
    return MappingProxyType({_key(name): code for code, (_, names, _) in sorted(_rows().items()) for name in names})


@cache
def demonyms() -> MappingProxyType[str, str]:
    """The folded demonyms of countries with their codes."""
    found = {_key(word): code for code, (_, _, words) in sorted(_rows().items()) for word in words}
    return MappingProxyType(found | _SHARED)


@cache
def _rows() -> MappingProxyType[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """code -> (folded common name, names, demonyms)."""
    rows = {}
    with resources.files("firsthand").joinpath("data", "countries.csv").open(encoding="utf-8") as stream:
        for cells in csv.DictReader(stream):
            names = [cells["name"], *filter(None, cells["aliases"].split("|"))]
            rows[cells["code"]] = fold(cells["name"]), tuple(names), tuple(filter(None, cells["demonyms"].split("|")))
    return MappingProxyType(rows)


def _key(words: str) -> str:
    """Folded words without points, each parted by one space."""
    return " ".join(re.sub(r"\.", "", fold(words)).split())
