"""Places that no gazetteer has, and what the words beside a name tell of it.

"the village of X" is a place whatever it is called; "Orlen and Dalmar counties" names counties; "the
Peruvian navy" names Peru; "Alder Falls, Ore." names what contains it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from firsthand.countries import country_of, demonyms
from firsthand.extract.places.gazetteer import Gazetteer, Place
from firsthand.extract.places.reads import PLACES, Piece
from firsthand.extract.places.words import COMMON
from firsthand.records import Span

Found = tuple[int, int, tuple[Place, ...]]
"""A name `[start, end)` in a piece, and the places that it may mean."""

_KIND = (r"(?:village|town|city|district|neighbou?rhood|province|governorate|county|suburb|region|area|camp|hamlet|"
         r"municipality|state|island|valley|river|lake|mountain|road|street|highway|crossing|airport|airbase"
         r"|checkpoint)")
_OF = re.compile(rf"\b{_KIND}s?\s+(?:of|called|named)\s+(?P<name>(?:[Aa]l-?"
                 rf"|[A-Z])[\w'-]+(?:[ -][A-Z][\w'-]+){{0,3}})")
_BESIDE = re.compile(r"\b(?:in|at|near|on|from|to|of|around|outside|inside|across|into|"
                     r"between|and|the|left|reached|entered|towards?|"
                     r"through|north|south|east|west)\s+"
                     rf"(?P<name>(?:al-|el-)?[A-Z][\w'-]+(?:[ -][A-Z][\w'-]+){{0,3}})\s+{_KIND}s?\b")
_NAME = r"[A-Z][\w'.]+(?:[ -][A-Z][\w'.]+){0,2}"
_COUNTIES = re.compile(rf"(?P<list>{_NAME}(?:(?:,? and |, |,? or ){_NAME}){{1,30}}) (?:counties|parishes)\b")
_CONTAINER = re.compile(
    r"(?P<comma>,|\s\()?(?:'s)?(?:(?<=[,(])|,?\s+in|,?\s+(?:[a-z]+\s+){0,2}(?:of|in))\s*(?:the\s+)?"
    r"(?:(?:north|south|east|west|central|(?:north|south)?(?:east|west)?ern)\s+)?"
    r"(?P<name>(?:[A-Z]\.\s?){2,3}|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3}\.?)")
_TOKEN = re.compile(r"\b[A-Z][\w.]*[\w.]\b")


def told_places(piece: Piece, known: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """The other places of the parser, and those that words beside them tell; the gazetteer has few of them."""
    taken = sorted((start, end) for start, end, _ in known)
    starts = [start for start, _ in taken]
    found: list[Found] = []

    def add(start: int, end: int) -> None:
        number = bisect_right(starts, start)
        free = (number == 0 or taken[number - 1][1] <= start) and (number == len(taken) or taken[number][0] >= end)
        if free and end > start and piece.text[start:end].casefold() not in COMMON:
            found.append((start, end, gazetteer.find(piece.text[start:end])))
            taken.insert(number, (start, end))
            starts.insert(number, start)

    for pattern in (_OF, _BESIDE):
        for match in pattern.finditer(piece.text):
            label, _, _ = piece.label(*match.span("name"))
            if label not in ("NORP", "DATE", "CARDINAL", "ORDINAL"):
                add(match.start("name"), bare_end(piece.text, *match.span("name")))
    for start, end, label in piece.entities:
        lead = re.sub(r"^(?:the|The)\s+", "", piece.text[start:end])
        if label in PLACES and re.match(r"[A-Z]|al-|el-", lead):
            add(end - len(lead), bare_end(piece.text, end - len(lead), end))
    return found


def listed_counties(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """The counties of a list whose kind stands behind it once: "Orlen, Dalmar and Selm counties"."""
    for match in _COUNTIES.finditer(text):
        for part in re.finditer(rf"(?<![\w-]){_NAME}", match["list"]):
            if counties := gazetteer.counties(part[0]):
                yield match.start() + part.start(), match.start() + part.end(), counties


def peoples(piece: Piece, names: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """What people or things of a country or area are called ("the Peruvian navy"): it names the country too."""
    taken = sorted((start, end) for start, end, _ in names)
    tokens = [match.span() for match in _TOKEN.finditer(piece.text)]
    found: list[Found] = []
    for number, (start, end) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) and tokens[number + 1][0] == end + 1 else end
        if found and start < found[-1][1]:
            continue
        for last in dict.fromkeys((following, end)):
            before = bisect_right(taken, (last, 0)) - 1
            free = before < 0 or taken[before][1] <= start
            if free and (place := _home_of(piece.text[start:last], gazetteer)) is not None:
                found.append((start, last, (place,)))
                break
    return found


def _home_of(words: str, gazetteer: Gazetteer) -> Place | None:
    """The country, area or city whose people words name."""
    plain = words.replace(".", "").casefold()
    if plain in demonyms() or plain.removesuffix("s") in demonyms():
        return next((place for place in gazetteer.find(country_of(words) or "") if place.level == "country"), None)
    return gazetteer.people(words)


def container(text: str, end: int, gazetteer: Gazetteer) -> tuple[Place, Span | None] | None:
    """The state or country that stands behind a name ("Alder Falls, Ore.", "Selm in northern Ruhland"), with the
    span of its own name where only a comma parts them.
    """
    match = _CONTAINER.match(text, end)
    if match is None:
        return None
    words = match["name"].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).removesuffix("'s")
        place = gazetteer.state(name) or next(
            (place for place in gazetteer.find(name) if place.level in ("country", "state")), None)
        if place is not None:
            own = (match.start("name"), match.start("name") + len(name)) if match["comma"] else None
            return place, own
    return None


def bare_end(text: str, start: int, end: int) -> int:
    """The end of a name without a possessive or a sign behind it."""
    if text[start:end].endswith("'s"):
        end -= 2
    while end > start and text[end - 1] in "',- ":
        end -= 1
    return end
