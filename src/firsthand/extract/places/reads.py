"""Whether a known name reads as a place's where it stands: by its entity, the words beside it, its size.

"Washington" may be a man, "Reading" a verb, "Lincoln" a car; most towns of the gazetteer are words or
surnames too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.countries import is_demonym
from firsthand.extract.places.gazetteer import Place
from firsthand.extract.places.words import COMMON

if TYPE_CHECKING:
    from spacy.tokens import Doc

MIN_LONE_POPULATION = 15_000
"""Population from which a name that nothing else tells to be a place may be one: below lie surnames."""
BEFORE, AFTER = 30, 24
"""Code points before and after a name in which a word beside it may stand."""
PLACES = frozenset({"GPE", "LOC", "FAC"})
ACRONYM = 4
"""Letters of the longest word in capitals that is rather an agency's short name than a city's, but at the head of a
line."""
WIDE = frozenset({"country", "continent", "state"})

_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|of|around|outside|inside|across|into|between|through|towards?|over|throughout|within|via|"
    r"against|leaving|left|entering|(?:north|south|east|west){1,3}(?:ern)?|downtown|visit|visited|"
    r"reached|city|town|village|province|and|or|for|,)\s+(?:the\s+)?$", re.IGNORECASE)
_LOOSE_BEFORE = re.compile(r"\b(?:to|of|for)\s+(?:the\s+)?$", re.IGNORECASE)
"""What stands before a place as often as before anything else."""
_HERE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|downtown|outside|(?:city|town|village|port|capital|province|district|state) of)\s+$",
    re.IGNORECASE)
_HOME_BEFORE = re.compile(r",\s+(?:\d{1,3},\s+)?(?:both\s+|all\s+|formerly\s+)?of\s+$|\b(?:D|R|I|DFL|Lib|Lab|Con)\.?-$")
""""Marcus Alder, 30, of Orlen", "Sen. Alder, D-Orlen": whose home it is."""
_NOT_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sgt|Lt|Capt|Col|Gen|Rev|Sen|Rep|Gov|Judge|President|Minister|King|Queen|Prince|Officer|"
    r"Detective|Chief|Mayor|Sheriff|Coach)\.?|[A-Z][a-z]+\s[A-Z]\.)\s+$")
_SHIP_BEFORE = re.compile(
    r"(?:\b(?:INS|USS|USNS|HMS|HMAS|HMCS|HNLMS|RFA|PNS|KRI|BRP|ROKS|USCGC|RMS|SS|M/?[VTS])"
    r"|\b(?:frigate|destroyer|cruiser|corvette|submarine|warship|tanker|freighter|trawler|yacht|steamer|schooner))\s+$")
_PERSON_AFTER = re.compile(r"\s+(?:said|says|told|added|adds|himself|herself|who)\b|'s\s+(?:wife|husband|son"
                           r"|daughter)\b")
_AREA_AFTER = re.compile(r",\s+(?:[A-Z][a-z]+\.?|[A-Z]\.?[A-Z]\.?)(?:\W|$)")
_CIVIC_AFTER = re.compile(
    r"(?:'s)?\s+(?:City|County|Town|Township|Village|Police|Fire|School|Schools|High|Middle|Elementary|Community|"
    r"Senior Center|Public|Volunteer|Municipal|Circuit|District|Regional|Chamber|Library|Hospital|Board|Council|"
    r"Sheriff|Correctional|Detention|University|College|Rotary|Area|Central|police|firefighters?|man|woman|men|women|"
    r"teen|teens|teenager|boy|girl|couple|residents?|mayor|officials?|council(?:lors?|ors?|man|woman)?|native|family|"
    r"mother|father|area|resident|businessman|neighbou?rhood|suburb|city|school)\b|-(?:based|area|born|bound)\b")
"""What stands right behind a town's name and makes it one: its offices and its people."""
_COUNTY_LAST = re.compile(r"\s(?:County|Co|Parish|Borough|Township|Twp)\.?$", re.IGNORECASE)
_LINE_AFTER = re.compile(r"(?:, [A-Z][\w.]+)?\s*(?:—|–|--|- |\([A-Z])")
""""ORLEN (Agency) --": a line that opens a report."""
MIN_SPEAKING = 200_000
"""People of a capital or city that may speak itself: "Orlen said it would sign"."""
_THE_BEFORE = re.compile(r"\b(?:the|in|on|of|across|from)\s+$", re.IGNORECASE)
_SURNAME_AFTER = re.compile(r"\s+[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Piece:
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


def make_piece(doc: Doc) -> Piece:
    """A piece of a parsed document."""
    entities = tuple((entity.start_char, entity.end_char, entity.label_) for entity in doc.ents)
    return Piece(doc.text, tuple(entity[0] for entity in entities), entities)


def reads_as_place(piece: Piece, start: int, end: int, candidates: tuple[Place, ...]) -> bool:
    """Whether a known name is one of a place here."""
    words, best = piece.text[start:end], candidates[0]
    if _is_no_name(piece, start, end, best):
        return False
    if best.level == "district" and _COUNTY_LAST.search(words):
        return True
    label, low, _ = piece.label(start, end)
    if label in PLACES and (low >= start or best.level in WIDE or label != "FAC"):
        return True
    if (answer := _told_by_words(piece.text, start, end, label)) is not None:
        speaks = label == "" and best.population >= MIN_SPEAKING and not person_beside(piece.text, start, end)
        return answer or speaks
    return _stands_alone(piece, start, end, best)


def _stands_alone(piece: Piece, start: int, end: int, best: Place) -> bool:
    """Whether a name that no word right beside it tells to be a place's is one by its kind and size."""
    label, low, high = piece.label(start, end)
    before = piece.text[max(0, start - BEFORE):start]
    if best.level == "feature":
        return " " in piece.text[start:end] or label == "" or bool(_THE_BEFORE.search(before))
    if label == "PERSON" or best.level in WIDE:
        return best.level in WIDE and (label != "PERSON" or (low, high) == (start, end))
    if person_beside(piece.text, start, end) or _SURNAME_AFTER.match(piece.text, end):
        return False  # a part of a longer name: "Orlen Rights Watch"
    told = bool(_PLACE_BEFORE.search(before))
    if best.population < MIN_LONE_POPULATION and label == "":
        told = told and not _LOOSE_BEFORE.search(before)
    inside = label == "ORG" and (low, high) != (start, end)
    large = best.level == "city" and best.population >= MIN_LONE_POPULATION
    return (told and not inside) or (large and (told or not inside or start == low))


def _is_no_name(piece: Piece, start: int, end: int, best: Place) -> bool:
    """Whether words are a common word, a demonym or too short a name to be looked at."""
    words = piece.text[start:end]
    if (len(words) < 3 and best.level == "city") or is_ship(piece.text, start):
        return True
    if words.isupper() and len(words) <= ACRONYM and best.level == "city" and not _LINE_AFTER.match(piece.text, end):
        return True
    if words.casefold() in COMMON and words != "US":
        here = _HERE_BEFORE.search(piece.text[max(0, start - BEFORE):start]) and piece.label(start, end)[0] in PLACES
        return not (here and re.match(r"[,.;]", piece.text[end:end + 1]))
    return best.level == "city" and is_demonym(words)


def is_ship(text: str, start: int) -> bool:
    """Whether the words right before a name make it a ship's: "HMS Varn", "the tanker Orlen"."""
    return bool(_SHIP_BEFORE.search(text[max(0, start - BEFORE):start]))


def somebody(text: str, start: int, end: int) -> bool:
    """Whether the words beside a name make it a person's."""
    return bool(_NOT_BEFORE.search(text[max(0, start - BEFORE):start]) or _PERSON_AFTER.match(text, end)) \
        or person_beside(text, start, end)


def _told_by_words(text: str, start: int, end: int, label: str) -> bool | None:
    """Whether the words right beside a name tell that it is a place's or a person's; None if they don't."""
    before, after = text[max(0, start - BEFORE):start], text[end:end + AFTER]
    person = label == "PERSON"
    opens = text[start:end].isupper() and _LINE_AFTER.match(after) and (not before or before.endswith("\n"))
    if _PERSON_AFTER.match(after) and label not in PLACES:
        return False
    if opens or _HOME_BEFORE.search(before):
        return True
    if _HERE_BEFORE.search(before):
        return not (person and _SURNAME_AFTER.match(after) and not _CIVIC_AFTER.match(after))
    if _NOT_BEFORE.search(before):
        return not person and bool(re.match(r",\s+[A-Z]", after))
    civic = _CIVIC_AFTER.match(after) or (_AREA_AFTER.match(after) and label in ("", "ORG", "NORP"))
    return True if civic and not person_beside(text, start, end) else None


def person_beside(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word right before it makes a name somebody's ("Marcus Alder")."""
    before = re.search(r"(?:^|[\s\"(])([A-Z][a-z]+)\s$", text[max(0, start - 20):start])
    return bool(before) and text[start:end].count(" ") == 0 and before is not None \
        and before.group(1).casefold() not in COMMON and not _PLACE_BEFORE.search(before.group(1) + " ")
