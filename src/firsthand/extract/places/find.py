"""The places that a text names, resolved to GeoNames where they can be.

`find_places` takes the names that the gazetteer knows and the places that the parser or the words
beside a name tell ("the village of X"); `locate` then decides, for the whole report at once, which
place each name means. A name that stays unresolved is still a mention, with value None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from firsthand.extract.parse import Parsed
from firsthand.extract.places.beside import Found, bare_end, container, listed_counties, peoples, told_places
from firsthand.extract.places.gazetteer import Gazetteer, Place
from firsthand.extract.places.locate import Named, locate
from firsthand.extract.places.reads import Piece, make_piece, reads_as_place, somebody
from firsthand.extract.places.words import GEO_TAILS, NAME_HEADS
from firsthand.names import place_key
from firsthand.records import Mention, PlaceValue, Span

__all__ = ["Gazetteer", "find_places"]

_INITIAL = r"[NSW]\.\s?[A-Z][a-z]{0,2}\.|(?:[A-Z]\.\s?){2,4}|[A-Z]\.\s(?=[A-Z][a-z])"
_NAME = r"(?:(?:[A-Z]\.){2,4}|(?:St|Mt|Ft|Pt)\.|[A-Z][\w'-]*[\w]|[A-Z]|al-[A-Z][\w'-]+)"
_LINK = r"(?:\s+(?:of|the|de|del|la|le|di|da|do|dos|es|as|el|al|an|and|upon|on|am|sur)\b){0,2}"
_SEQUENCE = re.compile(rf"(?<![\w@#])(?:(?:D|R|I|DFL)-(?=[A-Z]))?(?P<run>{_INITIAL}|{_NAME}(?:{_LINK}[ ]+{_NAME})*)")
_WORD = re.compile(r"[NSW]\.\s?[A-Z][a-z]{0,2}\.|(?:[A-Z]\.\s?){2,4}|[^\s]+")
_TOWN_AFTER = re.compile(r"\s+(?:City|Town|Township|High|Middle|Elementary|elementary|Junior High|Independent School|"
                         r"School|Police Department|Fire Department|Volunteer Fire|Rotary)\b")
_STATE_AFTER = re.compile(r"\s+(?:state|province|governorate)\b")
_CIVIC_AFTER = re.compile(
    r"\s+(?:man|woman|men|women|teen|teens|teenager|boy|girl|couple|residents?|mother|father|native|family|parents|"
    r"motorists?|motorcyclist|driver|students?|mayor|[Cc]ity|[Cc]ouncil|[Cc]ouncilman|High|Elementary|Middle|School|"
    r"Fire|firefighters|Civic|Elks|Rotary|Township|Chamber|Library|[Pp]olice [Dd]epartment|[Pp]olice [Cc]hief|"
    r"Municipal|Community|Volunteer|Parks|home|house|apartments?)\b")
"""What stands behind a town's name and seldom behind a country's."""
MAX_WORDS = 6
"""Words of the longest name that is looked up."""


def find_places(parsed: Parsed, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions of kind "place" of a report, in the text's order; value None where unresolved."""
    named: list[Named] = []
    pieces = [(offset, make_piece(doc)) for offset, doc, _ in parsed.pieces]
    # A name that reads as a place once is one wherever nothing makes it a person's.
    first = [list(_known(piece, gazetteer, frozenset())) for _, piece in pieces]
    sure = frozenset(place_key(piece.text[start:end]) for (_, piece), known in zip(pieces, first, strict=True)
                     for start, end, _ in known)
    for offset, piece in pieces:
        listed = list(listed_counties(piece.text, gazetteer))
        names = listed + _free(_known(piece, gazetteer, sure), listed)
        names += told_places(piece, names, gazetteer)
        names += peoples(piece, names, gazetteer)
        named += _with_containers(piece.text, sorted(names, key=lambda item: item[:2]), offset, gazetteer)
    values = locate(named, parsed.report)
    return [Mention(parsed.report.id, *parsed.original(name.start, name.end), "place", _value(value))
            for name, value in zip(named, values, strict=True)]


def _value(place: Place | None) -> PlaceValue | None:
    if place is None:
        return None
    return PlaceValue(place.geonameid, place.name, place.country, place.latitude, place.longitude)


def _free(found: Iterator[Found], taken: Sequence[Found]) -> list[Found]:
    """The names that share no word with those already taken."""
    words = {number for start, end, _ in taken for number in range(start, end)}
    return [item for item in found if words.isdisjoint(range(item[0], item[1]))]


def _with_containers(text: str, found: Sequence[Found], offset: int, gazetteer: Gazetteer) -> list[Named]:
    """The names of a piece, each with what contains it; a container that is named is fixed to what it contains."""
    given: dict[int, Place] = {}
    named = []
    for start, end, candidates in found:
        around = container(text, end, gazetteer)
        if around is not None and around[1] is not None:
            given.setdefault(around[1][0], around[0])
        named.append(Named(offset + start, offset + end, text[start:end], candidates, around[0] if around else None,
                           civic=bool(_CIVIC_AFTER.match(text, end))))
    return [replace(one, fixed=given.get(one.start - offset)) if place_key(one.words) else one for one in named]


def _known(piece: Piece, gazetteer: Gazetteer, sure: frozenset[str]) -> Iterator[Found]:
    """The names that the gazetteer has, the longest at each word, where they read as places."""
    for sequence in _SEQUENCE.finditer(piece.text):
        words = list(_words(piece.text, *sequence.span("run"), gazetteer))
        first = 0
        while first < len(words):
            count, found = _longest(piece, words[first:first + MAX_WORDS], gazetteer, sure)
            if found is not None:
                yield found
            first += max(1, count)


def _words(text: str, start: int, end: int, gazetteer: Gazetteer) -> Iterator[Span]:
    """The words of a run; "Orlen-Dalmar", "D-Orlen" and "Orlen-based" are parted where the whole is no place."""
    for word in _WORD.finditer(text, start, end):
        if "-" not in word[0] or not word[0][0].isupper() or gazetteer.find(word[0]):
            yield word.span()
            continue
        for part in re.finditer(r"[A-Z][^-]*", word[0]):
            yield word.start() + part.start(), word.start() + part.end()


def _longest(piece: Piece, words: list[Span], gazetteer: Gazetteer,
             sure: frozenset[str]) -> tuple[int, Found | None]:
    """(words it takes, match) of the longest name at the head of some words; (0, None) where there is none."""
    for count in range(len(words), 0, -1):
        start, end = words[0][0], bare_end(piece.text, words[0][0], words[count - 1][1])
        state = gazetteer.state(piece.text[start:end]) if _short_state(piece.text, start, end) else None
        if state is not None:
            return count, (start, end, (state,))
        candidates = gazetteer.find(piece.text[start:end])
        if candidates and (reads_as_place(piece, start, end, candidates) or (
                place_key(piece.text[start:end]) in sure and not somebody(piece.text, start, end))):
            if (tail := _tail(piece.text, words, count, candidates)) is not None:
                return count + 1, (start, tail, ())
            return count, (start, end, _of_kind(piece.text, end, candidates))
        if count == 2 and _opens_name(piece, words, gazetteer):
            return count, (start, end, ())  # a place, and nobody knows where
    return 0, None


def _tail(text: str, words: list[Span], count: int, candidates: tuple[Place, ...]) -> int | None:
    """The end of a name that goes on with a word that makes it another place's ("Plum Island" is no part of Plum)."""
    if count == len(words) or candidates[0].level not in ("city", "feature") or text[words[count - 1][1]] != " ":
        return None
    end = bare_end(text, *words[count])
    return end if text[words[count][0]:end].casefold() in GEO_TAILS else None


def _of_kind(text: str, end: int, candidates: tuple[Place, ...]) -> tuple[Place, ...]:
    """The candidates of the kind that the word behind a name tells ("Orlen state", "Orlen High School")."""
    states = tuple(place for place in candidates if place.level == "state")
    if states and _STATE_AFTER.match(text, end):
        return states
    towns = tuple(place for place in candidates if place.level in ("city", "district"))
    return towns if towns and _TOWN_AFTER.match(text, end) else candidates


def _opens_name(piece: Piece, words: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether some words open with a name of two ("Port Selm") of which the gazetteer has one word alone,
    as some other place: that place is not meant."""
    text, (start, end), (after, last) = piece.text, words[0], words[1]
    if text[start:end].casefold() not in NAME_HEADS or text[end:after] != " " or not text[after].isupper():
        return False
    alone = gazetteer.find(text[start:end]) or gazetteer.find(text[after:bare_end(text, after, last)])
    return bool(alone) and piece.label(start, last)[0] != "PERSON"


def _short_state(text: str, start: int, end: int) -> bool:
    """Whether an abbreviation of a state stands as one: behind a comma, or with its points."""
    return bool(re.search(r",\s*$", text[:start][-3:])) or "." in text[start:end + 1]
