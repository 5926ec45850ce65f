"""What a report's words tell of each name that may be its town: counts of cues, by name.

A town is told by its police, by a dateline, by "in …" beside the deed; the homes of the people, the
courts and the hospitals that a report names are told by other words. `hometown` weighs the counts.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from firsthand.countries import country_names, is_demonym
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.lexicon import words
from firsthand.extract.places.gazetteer import STATE_NAMES, STATES
from firsthand.extract.places.words import COMMON
from firsthand.names import place_key
from firsthand.records import PlaceValue, Report, Span
from firsthand.text import fold

MOST = 7
"""Of one cue so many count: a long report repeats its town's police."""
NEAR_CHARS = 48
"""Code points before and after a name in which a cue may stand."""
LINE_CHARS = 100
"""Code points at the head of a paragraph in which a dateline ends."""
MAX_MENTIONS = 200
"""Mentions of one name looked at: no count needs more, and a name pasted ten thousand times must not cost its
square."""
MAX_NAMES = 60
"""Names looked at: the first ones of a report."""
CUES = ("police", "city of", "line", "full line", "in", "in deed", "in later", "lead", "headline", "tail", "state",
        "home", "part", "inner", "outer", "county", "office", "inside", "person", "named", "resolved", "unresolved",
        "outlet", "early", "whole")
"""The cues, in the order of the weights."""

_STATES = "|".join(sorted((re.escape(name.title()) for name in STATE_NAMES.values()), key=len, reverse=True))
_SHORT = "|".join(re.escape(short.title()) + r"\.?" for short in STATES.values() if " " not in short)
_STATE = rf"(?:{_STATES}|{_SHORT}|(?:[A-Z]\.\s?){{2}}|{'|'.join(STATES)})"
_WORD = r"(?:(?:St|Ft|Mt)\.|[A-Z][a-z'’]+(?:-[A-Z]?[a-z]+)*|[A-Z]{3,}(?:-[A-Z]+)*)"
_NAME = rf"(?P<name>{_WORD}(?: (?:(?:of|the|de|del|la) )?{_WORD}){{0,2}})"
_SIDE = (r"(?:north|south|east|west|northern|southern|eastern|western|northeast|northwest|southeast|southwest|"
         r"downtown|central|suburban|nearby)")
_POLICE = (r"(?:[Pp]olice\b(?! (?:Command|Directorate|Headquarters))|POLICE\b|PD\b|[Ff]ire [Dd]epartment|"
           r"[Ff]irefighters)")
_MENTIONS = tuple(re.compile(pattern) for pattern in (
    rf"\b{_NAME}(?:['’]s)? {_POLICE}",
    rf"\b[Pp]olice (?:in|of) {_NAME}",
    rf"\b[Cc]ity of {_NAME}",
    rf"\b(?:in|In|IN|at|near|outside|inside) (?:{_SIDE} )?{_NAME}",
    rf"\b{_NAME}, {_STATE}(?!\w)",
    rf"\bof {_NAME}",
    rf"\b{_NAME} (?:man|woman|teen|teenager|boy|girl|mother|father|mom|dad|couple|family|home|house|apartment|motel|"
    r"hotel|bar|nightclub|church|park|shooting|mayor)\b",
))
"""Where the names stand that may be a town's."""
_LINE = re.compile(rf"^\W*(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){{0,3}}|{_WORD}(?: {_WORD}){{0,2}}(?=, {_STATE}))"
                   rf"(?P<state>,? {_STATE})?,?\s*(?P<agency>\([^()]{{2,30}}\))?\s*(?P<dash>--|[-–—:])?\s")
_AFTER = {cue: re.compile(pattern) for cue, pattern in {
    "police": rf"(?:['’]s)? {_POLICE}",
    "state": rf", {_STATE}(?!\w)",
    "home": r"(?:['’]s)? (?:man|woman|teen|teenager|boy|girl|mother|father|mom|dad|couple|family|resident|native)\b",
    "part": r"(?:['’]s)? (?:neighbou?rhood|area|section|Park|Heights|Hills?|Village|Terrace|Gardens?|Homes|Houses|"
            r"[Aa]partments?|Street|St\b|Road|Rd\b|Avenue|Ave|Drive|Lane|Boulevard|Blvd|Highway|Place|Court|Square|Way)\b",
    "inner": rf", (?!{_STATE}(?!\w))[A-Z][a-z]+",
    "county": r"(?:['’]s)? (?:County|Counties|Parish|Co\b)",
    "office": r" (?:High|Middle|Elementary|Hospital|Medical|University|College|General|Memorial|Regional|School|"
              r"Correctional|Jail|Court)\b",
    "inside": r" (?!Police|PD|Fire|County|Parish|High|Mayor)[A-Z][a-z]+",
}.items()}
_BEFORE = {cue: re.compile(pattern) for cue, pattern in {
    "police": r"\b[Pp]olice (?:in|of) $",
    "city of": r"\b[Cc]ity of $",
    "in": rf"\b(?:in|In|IN|at|near|outside|inside) (?:{_SIDE} )?$",
    "home": r"(?:\d\d?,? of|\b(?:resident|native|residents|man|woman|lives in|lived in|moved to|from)(?: of)?) $",
    "outer": rf"\b(?:neighbou?rhoods?|section|area|side|part) (?:of|in) (?:{_SIDE} )?$|[a-z], $",
    "inside": r"(?:^|[^.!?:\n\"”'’-])\s(?!(?:In|At|Near|The|North|South|East|West|Downtown|Police)\b)[A-Z][a-z]+\.? $",
}.items()}
_LATER = re.compile(r"\b(?:arrest\w*|jail\w*|hospital\w*|taken|flown|airlifted|transported|court\w*|caught|captured|"
                    r"found|located|headed|fled|funeral|vigil|born|raised|live[sd]?|moved|appear\w*|custody|held|"
                    r"drove|graduat\w+|buried|treated|medical)\b", re.IGNORECASE)
"""What else than the deed a place is named for."""
_TAIL = re.compile(r" [-|–—] | :: |\| ")
_NO_TOWN = re.compile(
    r"\b(?:County|Parish|State|Street|St|Road|Avenue|Ave|Drive|Lane|Boulevard|Blvd|Highway|Park|School|Hospital|"
    r"University|College|Church|Center|Centre|Apartments?|Court|Mall|Metro|Transit|Federal|Township Road|Department|"
    r"Office|Sheriff|Police|(?<!Newport )News|Channel|Memorial|Medical|Jail|Prison|Army|Air|Navy|Housing|High|"
    r"Elementary|Plaza|Inn|Club|Bar|Saturday|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Authorities|Officers?|Deputies|"
    r"Investigators|Detectives?|Witnesses|Updated?|UPDATED?|Family|Suspect|Man|Woman|Fatal|Shooting|Shot|Murder|"
    r"Another|Watch|Video|Raw|Photo|Possession|Metro|Downtown|Interstate|Gun|Swat|Fbi|Atf|Dea|Christmas|Co|"
    r"Metropolitan)\b|"
    r"(?:^|\b(?:North|South|East|West) ?)(?:[Ss]ide|Area)$|^(?:North|South)?(?:east|west|East|West)?$")
_SHORT_STATES = frozenset(STATES.values()) | frozenset(code.lower() for code in STATES)
_CIVIC = re.compile(rf"(?:['’]s)? {_POLICE}|, {_STATE}(?!\w)")
_LEADING = words("""
the according after and but when while as in at near for on of that local metro former two three four five sgt lt det
officer chief a an city downtown suburban north south east west northern southern eastern western northeast northwest
southeast southwest central nearby
""")
_TOWNS = frozenset({"mobile", "reading", "orange", "enterprise", "independence", "liberty", "hope", "bath", "nice"})
"""Common words that are towns of some size."""
_KEEP_SIDE = words("north south east west central")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a town's: folded, the span of its first mention, and the counts of its cues.

    `counts` are in the order of `CUES`, as log2(1 + count).
    """

    name: str
    start: int
    end: int
    counts: tuple[float, ...]

    def has(self, cue: str) -> bool:
        """Whether a cue was seen."""
        return self.counts[CUES.index(cue)] > 0


def read_candidates(report: Report, scenes: Sequence[Scene]) -> list[Candidate]:
    """The names of a report that may be its town's, in the order of their first mention."""
    first: dict[str, Span] = {}
    lines: dict[str, str] = {}
    for scene in scenes:
        for start, end, line in _names(report.text, scene):
            given = report.text[start:end]
            civic = bool(line) or bool(_CIVIC.match(report.text, end))
            if may_be_town(given, name := fold(given), civic):
                first.setdefault(name, (start, end))
                lines |= {name: line} if line else {}
    kept = dict(sorted(first.items(), key=lambda item: item[1])[:MAX_NAMES])
    return [Candidate(name, *span, _counts(report, scenes, name, span, lines.get(name, "")))
            for name, span in kept.items()]


def _names(text: str, scene: Scene) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind of dateline or "") of the names beside cues, and of the places that the gazetteer has."""
    opens = scene.start == 0 or text[:scene.start][-3:].rstrip(" ").endswith("\n")
    line = _LINE.match(text[scene.start:scene.start + LINE_CHARS]) if opens else None
    if line and _is_line(line):
        start = _without_leading(line[0], *line.span("name"))
        yield (scene.start + start, scene.start + line.end("name"),
               "full line" if line["state"] or line["agency"] else "line")
    for pattern in _MENTIONS:
        for match in pattern.finditer(scene.text):
            start, end = match.span("name")
            start = _without_leading(scene.text, start, end)
            if start < end and not (scene.text[start:end].isupper() and end - start < 5):
                yield scene.start + start, scene.start + end, ""
    for place in scene.places:
        if text[place.start].isupper() and place.end - place.start > 2:
            yield place.start, place.end, ""


def _is_line(line: re.Match[str]) -> bool:
    """Whether what stands at a paragraph's head is a dateline, and no "POLICE: …" of a headline."""
    if not (line["dash"] or line["agency"]) or not (line["agency"] or line["state"] or line["name"].isupper()):
        return False
    return bool(line["agency"] or line["state"]) or line["dash"] != ":"


def _counts(report: Report, scenes: Sequence[Scene], name: str, span: Span, line: str) -> tuple[float, ...]:
    """The counts of the cues of one name."""
    found: Counter[str] = Counter({line: 1} if line else {})
    wanted = re.compile(rf"(?<!\w){re.escape(report.text[slice(*span)])}(?!\w)", re.IGNORECASE)
    starts = [scene.start for scene in scenes]
    for match in islice(wanted.finditer(report.text), MAX_MENTIONS):
        number = bisect_right(starts, match.start()) - 1
        if number >= 0 and match.start() < scenes[number].end and match[0][0].isupper():
            found.update(_cues_at(report.text, scenes[number], *match.span()))
    resolved = [isinstance(place.value, PlaceValue) and place.value.geonameid is not None for scene in scenes
                for place in scene.places if fold(report.text[place.start:place.end]) == name]
    host = re.sub(r"[^a-z]", "", fold(f"{report.publisher or ''} {report.url or ''}"))
    found["resolved"] = int(any(resolved))
    found["unresolved"] = int(not any(resolved))
    found["outlet"] = int(len(name) > 3 and re.sub(r"[^a-z]", "", name) in host)
    found["whole"] = int(" " in name)
    place = max(0, bisect_right(starts, span[0]) - 1)
    return tuple(1 / (1 + place) if cue == "early" else math.log2(1 + min(MOST, found[cue])) for cue in CUES)


def _cues_at(text: str, scene: Scene, start: int, end: int) -> Iterator[str]:
    """The cues that stand beside one mention of a name."""
    before = text[max(scene.start, start - NEAR_CHARS):start]
    after = text[end:min(scene.end, end + NEAR_CHARS)]
    yield "named"
    if scene.kind == "headline":
        yield "tail" if _TAIL.search(scene.text[:start - scene.start]) else "headline"
    elif scene.lead:
        yield "lead"
    for cue, pattern in _AFTER.items():
        if pattern.match(after):
            yield cue
    for cue, pattern in _BEFORE.items():
        if pattern.search(before):
            yield cue
            if cue == "in":
                later = _LATER.search(before)
                yield "in later" if later else "in deed" if scene.harm else "named"
    if any(word.entity == "PERSON" and word.start < end and start < word.end for word in scene.words):
        yield "person"


def _without_leading(text: str, start: int, end: int) -> int:
    """Where a name begins once words that only open a sentence or a title are left out."""
    while start < end:
        word, _, rest = text[start:end].partition(" ")
        low = word.rstrip(".").lower()
        if low not in _LEADING or (low in _KEEP_SIDE and rest):
            return start
        start = end - len(rest) if rest else end
    return start


def may_be_town(given: str, name: str, civic: bool) -> bool:
    """Whether words may be a town's name at all; `civic` is true where a dateline, a police or a state tell it,
    which a town needs that is called by a common word ("Mobile police")."""
    states = set(STATE_NAMES.values()) - {"new york", "washington"}
    wide = name in country_names() or name in states or place_key(name) in _SHORT_STATES
    common = name in COMMON and not (civic and name in _TOWNS)
    return not (wide or common or is_demonym(given) or _NO_TOWN.search(given.title()) or len(name) < 3)
