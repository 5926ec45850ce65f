"""The places that a text names, resolved to GeoNames where they can be.

`find_places` takes the names that the gazetteer knows and the places that the parser or the words
beside a name tell ("the village of X"); `locate` then decides, for the whole report at once, which
place each name means. A name that stays unresolved is still a mention, with value None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.countries import country_of, demonyms
from firsthand.extract.parse import Parsed
from firsthand.extract.places.gazetteer import Gazetteer, Place
from firsthand.extract.places.locate import Named, locate
from firsthand.extract.places.words import COMMON, NAME_HEADS
from firsthand.names import place_key
from firsthand.records import Mention, PlaceValue, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Gazetteer", "find_places"]

_INITIAL = r"[NSW]\.\s?[A-Z][a-z]{0,2}\.|(?:[A-Z]\.\s?){2,4}|[A-Z]\.\s(?=[A-Z][a-z])"
_NAME = r"(?:(?:[A-Z]\.){2,4}|(?:St|Mt|Ft|Pt)\.|[A-Z][\w'-]*[\w]|[A-Z]|al-[A-Z][\w'-]+)"
_LINK = r"(?:\s+(?:of|the|de|del|la|le|di|da|do|dos|al|el|an|and|upon|on|am|sur)\b){0,2}"
_SEQUENCE = re.compile(rf"(?<![\w@#])(?:{_INITIAL}|{_NAME}(?:{_LINK}[ ]+{_NAME})*)")
_WORD = re.compile(r"[NSW]\.\s?[A-Z][a-z]{0,2}\.|(?:[A-Z]\.\s?){2,4}|[^\s]+")
_KIND = (r"(?:village|town|city|district|neighbou?rhood|province|governorate|county|suburb|region|area|camp|hamlet|"
         r"municipality|state|island|valley|river|lake|mountain|road|street|highway|crossing|airport|airbase"
         r"|checkpoint)")
_OF = re.compile(rf"\b{_KIND}s?\s+(?:of|called|named)\s+(?P<name>(?:[Aa]l-?"
                 rf"|[A-Z])[\w'-]+(?:[ -][A-Z][\w'-]+){{0,3}})")
_BESIDE = re.compile(r"\b(?:in|at|near|on|from|to|of|around|outside|inside|across|into|"
                     r"between|and|the|left|reached|entered|towards?|"
                     r"through|north|south|east|west)\s+"
                     rf"(?P<name>(?:al-|el-)?[A-Z][\w'-]+(?:[ -][A-Z][\w'-]+){{0,3}})\s+{_KIND}s?\b")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|to|of|around|outside|inside|across|into|between|through|toward"
                           r"|towards|"
                           r"over|throughout|within|via|against|leaving|left|entering|northern|southern|eastern"
                           r"|western|"
                           r"central|north|south|east|west|northeastern|northwestern|southeastern|southwestern"
                           r"|downtown|"
                           r"visit|visited|reached|city|town|village|province|and|or|for"
                           r"|,)\s+(?:the\s+)?$", re.IGNORECASE)
_HERE_BEFORE = re.compile(r"\b(?:in|at|near|from|downtown|outside|"
                          r"(?:city|town|village|port|capital|province|district|state) of)\s+$", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Sgt|Lt|Capt|Col|Gen|Rev|Sen|Rep|Gov|Judge|President|Minister"
                         r"|King|Queen|"
                         r"Prince|Officer|Detective|Chief|Mayor|Sheriff|Coach)\.?|[A-Z][a-z]+\s[A-Z]\.)\s+$")
_PERSON_AFTER = re.compile(r"\s+(?:said|says|told|added|adds|himself|herself|who)\b|'s\s+(?:wife|husband|son"
                           r"|daughter)\b")
_AREA_AFTER = re.compile(r",\s+(?:[A-Z][a-z]+\.?|[A-Z]\.?[A-Z]\.?)(?:\W|$)")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
MAX_WORDS = 6
"""Words of the longest name that is looked up."""
MIN_LONE_POPULATION = 15_000
"""Population from which a name that nothing else tells to be a place may be one: below lie surnames."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A parsed piece with its spaCy entities, for asking what covers a span."""

    text: str
    starts: tuple[int, ...]
    entities: tuple[tuple[int, int, str], ...]

    def label(self, start: int, end: int) -> tuple[str, int, int]:
        """(label, start, end) of the entity that shares words with a span; "" where none does."""
        number = bisect_left(self.starts, end) - 1
        if number >= 0 and self.entities[number][1] > start:
            found = self.entities[number]
            return found[2], found[0], found[1]
        return "", start, end


def find_places(parsed: Parsed, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions of kind "place" of a report, in the text's order; value None where unresolved."""
    named: list[Named] = []
    pieces = [(offset, _piece(doc)) for offset, doc, _ in parsed.pieces]
    # A name that reads as a place once is one wherever nothing makes it a person's.
    first = [list(_known(piece, gazetteer, frozenset())) for _, piece in pieces]
    sure = frozenset(place_key(piece.text[start:end]) for (_, piece), known in zip(pieces, first, strict=True)
                     for start, end, _ in known)
    for offset, piece in pieces:
        known = list(_known(piece, gazetteer, sure))
        names = known + _told(piece, known)
        taken = sorted(names + _peoples(piece, names, gazetteer), key=lambda item: item[:2])
        named += [Named(offset + start, offset + end, piece.text[start:end], candidates,
                        _container(piece.text, end, gazetteer)) for start, end, candidates in taken]
    values = locate(named, parsed.report, gazetteer)
    return [Mention(parsed.report.id, *parsed.original(name.start, name.end), "place", _value(value))
            for name, value in zip(named, values, strict=True)]


def _value(place: Place | None) -> PlaceValue | None:
    if place is None:
        return None
    return PlaceValue(place.geonameid, place.name, place.country, place.latitude, place.longitude)


def _piece(doc: Doc) -> _Piece:
    entities = tuple((entity.start_char, entity.end_char, entity.label_) for entity in doc.ents)
    return _Piece(doc.text, tuple(entity[0] for entity in entities), entities)


Found = tuple[int, int, tuple[Place, ...]]


def _known(piece: _Piece, gazetteer: Gazetteer, sure: frozenset[str]) -> Iterator[Found]:
    """The names that the gazetteer has, the longest at each word, where they read as places."""
    for sequence in _SEQUENCE.finditer(piece.text):
        words = [(sequence.start() + word.start(), sequence.start() + word.end())
                 for word in _WORD.finditer(sequence.group())]
        first = 0
        while first < len(words):
            count, found = _longest(piece, words[first:first + MAX_WORDS], gazetteer, sure)
            if found is not None:
                yield found
            first += max(1, count)


def _longest(piece: _Piece, words: list[Span], gazetteer: Gazetteer,
             sure: frozenset[str]) -> tuple[int, Found | None]:
    """(words it takes, match) of the longest name at the head of some words; (0, None) where there is none."""
    for count in range(len(words), 0, -1):
        start, end = words[0][0], _bare_end(piece.text, words[0][0], words[count - 1][1])
        state = gazetteer.state(piece.text[start:end]) if _short_state(piece.text, start, end) else None
        if state is not None:
            return count, (start, end, (state,))
        candidates = gazetteer.find(piece.text[start:end])
        if candidates and (_reads_as_place(piece, start, end, candidates) or (
                place_key(piece.text[start:end]) in sure and not _somebody(piece.text, start, end))):
            return count, (start, end, candidates)
        if count == 2 and _opens_name(piece, words, gazetteer):
            return count, (start, end, ())  # a place, and nobody knows where
    return 0, None


def _opens_name(piece: _Piece, words: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether some words open with a name of two ("Port Selm") of which the gazetteer has one word alone,
    as some other place: that place is not meant."""
    text, (start, end), (after, last) = piece.text, words[0], words[1]
    if text[start:end].casefold() not in NAME_HEADS or text[end:after] != " " or not text[after].isupper():
        return False
    alone = gazetteer.find(text[start:end]) or gazetteer.find(text[after:_bare_end(text, after, last)])
    return bool(alone) and piece.label(start, last)[0] != "PERSON"


def _somebody(text: str, start: int, end: int) -> bool:
    """Whether the words beside a name make it a person's."""
    return bool(_NOT_BEFORE.search(text[max(0, start - 30):start]) or _PERSON_AFTER.match(text, end)) \
        or _person_beside(text, start, end)


def _bare_end(text: str, start: int, end: int) -> int:
    """The end of a name without a possessive or a sign behind it."""
    if text[start:end].endswith("'s"):
        end -= 2
    while end > start and text[end - 1] in "',- ":
        end -= 1
    return end


def _short_state(text: str, start: int, end: int) -> bool:
    """Whether an abbreviation of a state stands as one: behind a comma, or with its points."""
    return bool(re.search(r",\s*$", text[:start][-3:])) or "." in text[start:end + 1]


def _reads_as_place(piece: _Piece, start: int, end: int, candidates: tuple[Place, ...]) -> bool:
    """Whether a known name is one of a place here: by its entity, the words beside it, its size."""
    words, best = piece.text[start:end], candidates[0]
    if (words.casefold() in COMMON and words != "US") or (len(words) < 3 and best.level == "city"):
        return False
    label, low, high = piece.label(start, end)
    wide = best.level in ("country", "continent", "state")
    if label in _PLACES and (low >= start or wide or label != "FAC"):
        return True
    if (answer := _told_by_words(piece.text, start, end, label)) is not None:
        return answer
    if label == "PERSON" or wide:
        return wide and (label != "PERSON" or (low, high) == (start, end))
    if _person_beside(piece.text, start, end):
        return False
    told = bool(_PLACE_BEFORE.search(piece.text[max(0, start - 30):start]))
    inside = label == "ORG" and (low, high) != (start, end)
    return (told and not inside) or (best.population >= MIN_LONE_POPULATION and (told or not inside or start == low))


def _told_by_words(text: str, start: int, end: int, label: str) -> bool | None:
    """Whether the words right beside a name tell that it is a place's or a person's; None if they don't."""
    before, after = text[max(0, start - 30):start], text[end:end + 20]
    person = label == "PERSON"
    if _PERSON_AFTER.match(after) and label not in _PLACES:
        return False
    if _HERE_BEFORE.search(before):
        return not (person and re.match(r"\s+[A-Z][a-z]+", after))
    if _NOT_BEFORE.search(before):
        return not person and bool(re.match(r",\s+[A-Z]", after))
    if _AREA_AFTER.match(after) and label in ("", "ORG", "NORP") and not _person_beside(text, start, end):
        return True
    return None


def _person_beside(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word right before it makes a name somebody's ("Marcus Alder")."""
    before = re.search(r"(?:^|[\s\"(])([A-Z][a-z]+)\s$", text[max(0, start - 20):start])
    return bool(before) and text[start:end].count(" ") == 0 and before is not None \
        and before.group(1).casefold() not in COMMON and not _PLACE_BEFORE.search(before.group(1) + " ")


def _told(piece: _Piece, known: list[Found]) -> list[Found]:
    """The places that no gazetteer has: the parser's, and those that words beside them tell."""
    taken = sorted((start, end) for start, end, _ in known)
    starts = [start for start, _ in taken]
    found: list[Found] = []

    def add(start: int, end: int) -> None:
        number = bisect_right(starts, start)
        free = (number == 0 or taken[number - 1][1] <= start) and (number == len(taken) or taken[number][0] >= end)
        if free and end > start and piece.text[start:end].casefold() not in COMMON:
            found.append((start, end, ()))
            taken.insert(number, (start, end))
            starts.insert(number, start)

    for pattern in (_OF, _BESIDE):
        for match in pattern.finditer(piece.text):
            label, _, _ = piece.label(*match.span("name"))
            if label not in ("NORP", "DATE", "CARDINAL", "ORDINAL"):
                add(match.start("name"), _bare_end(piece.text, *match.span("name")))
    for start, end, label in piece.entities:
        lead = re.sub(r"^(?:the|The)\s+", "", piece.text[start:end])
        if label in _PLACES and re.match(r"[A-Z]|al-|el-", lead):
            add(end - len(lead), _bare_end(piece.text, end - len(lead), end))
    return found


_CAPITAL = re.compile(r"\b[A-Z][\w.]+(?:\s[A-Z][\w]+)?")


def _peoples(piece: _Piece, names: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """What a country's people or things are called ("the Peruvian navy"): it names the country too."""
    starts = sorted((start, end) for start, end, _ in names)
    found: list[Found] = []
    for match in _CAPITAL.finditer(piece.text):
        for words in dict.fromkeys((match.group(), match.group().split()[0])):
            code = demonyms().get(_plain(words)) or demonyms().get(_plain(words).removesuffix("s"))
            start, end = match.start(), match.start() + len(words)
            number = bisect_right(starts, (end, 0)) - 1
            if code is None or (number >= 0 and starts[number][1] > start):
                continue
            country = [place for place in gazetteer.find(country_of(words) or "") if place.level == "country"]
            found.append((start, end, tuple(country[:1])))
            break
    return found


def _plain(words: str) -> str:
    return words.replace(".", "").casefold()


_CONTAINER = re.compile(r"(?:'s)?(?:,|\s\(|,?\s+in|,?\s+(?:[a-z]+\s+){0,2}(?:of|in))\s*(?:the\s+)?(?:(?:north"
                        r"|south|east|west|central|"
                        r"northern|southern|eastern|western|northeastern|northwestern|southeastern|southwestern)\s+)?"
                        r"(?P<name>(?:[A-Z]\.\s?){2,3}|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3}\.?)")


def _container(text: str, end: int, gazetteer: Gazetteer) -> Place | None:
    """The state or country that stands behind a name: "Alder Falls, Ore.", "Selm in northern Ruhland"."""
    match = _CONTAINER.match(text, end)
    if match is None:
        return None
    words = match["name"].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).removesuffix("'s")
        if (state := gazetteer.state(name)) is not None:
            return state
        for place in gazetteer.find(name):
            if place.level in ("country", "state"):
                return place
    return None
