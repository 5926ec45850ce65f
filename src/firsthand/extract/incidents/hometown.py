"""The town that local news tells of: by its police, by the dateline, by "in …" and "…, Ohio".

Local reports name the quarter, the street, the county and the homes of suspects; the town itself
often stands only beside its police or at the head of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.countries import country_names, is_demonym
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.lexicon import words
from firsthand.extract.places.gazetteer import STATE_NAMES, STATES
from firsthand.extract.places.words import COMMON
from firsthand.text import fold

POLICE, LINE, FULL_LINE, INSIDE, LEAD, STATE, OF = 2.0, 2.0, 3.0, 1.0, 2.0, 1.5, 0.5
"""What one cue adds: its police, a dateline, a dateline with a state ("ORLEN, Ohio (AP) -"), "in X", the same
in headline or lead, "X, Ohio", "of X" (mostly somebody's home). Set by trial on local news of shootings."""
MOST = 4.0
"""What cues of one kind add at most: a long report repeats its town's police."""
LINE_CHARS = 100
"""Code points at the head of a paragraph in which a dateline ends."""
LEAST = 2.0
"""A town needs so much to be the report's own: its police, or a dateline."""

_STATES = "|".join(sorted((re.escape(name.title()) for name in STATE_NAMES.values()), key=len, reverse=True))
_SHORT = "|".join(re.escape(short.title()) + r"\.?" for short in STATES.values() if " " not in short)
_STATE = rf"(?:{_STATES}|{_SHORT}|(?:[A-Z]\.\s?){{2}}|{'|'.join(STATES)})"
_WORD = r"(?:(?:St|Ft|Mt)\.|[A-Z][a-z'’]+(?:-[A-Z]?[a-z]+)*|[A-Z]{3,}(?:-[A-Z]+)*)"
_NAME = rf"(?P<name>{_WORD}(?: (?:(?:of|the|de|del|la) )?{_WORD}){{0,2}})"
_SIDE = (r"(?:north|south|east|west|northern|southern|eastern|western|northeast|northwest|southeast|southwest|"
         r"downtown|central|suburban)")
_CUES = (
    (re.compile(rf"\b{_NAME}(?:['’]s)? (?:[Pp]olice\b(?! (?:Command|Directorate|Headquarters))|POLICE\b|PD\b|[Ff]ire [Dd]epartment|[Ff]irefighters)"), "police", POLICE),  # noqa: E501 - one pattern
    (re.compile(rf"\b[Pp]olice (?:in|of) {_NAME}"), "police", POLICE),
    (re.compile(rf"\b[Cc]ity of {_NAME}"), "in", INSIDE),
    (re.compile(rf"\b(?:in|In|IN|at|near|outside|inside) (?:{_SIDE} )?{_NAME}"), "in", INSIDE),
    (re.compile(rf"\b{_NAME}, {_STATE}(?!\w)"), "state", STATE),
    (re.compile(rf"\bof {_NAME}"), "of", OF),
    (re.compile(rf"\b{_NAME} (?:man|woman|teen|teenager|boy|girl|mother|father|mom|dad|couple|family|home|house|"
                r"apartment|motel|hotel|bar|nightclub|church|park|shooting)\b"), "of", OF),
)
_LINE = re.compile(rf"^\W*(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){{0,3}}|{_WORD}(?: {_WORD}){{0,2}}(?=, {_STATE}))"
                   rf"(?P<state>,? {_STATE})?,?\s*(?P<agency>\([^()]{{2,30}}\))?\s*(?P<dash>--|[-–—:])?\s")
_NO_TOWN = re.compile(
    r"\b(?:County|Parish|State|Street|St|Road|Avenue|Ave|Drive|Lane|Boulevard|Blvd|Highway|Park|School|Hospital|"
    r"University|College|Church|Center|Centre|Apartments?|Court|Mall|Metro|Transit|Federal|Township Road|Department|"
    r"Office|Sheriff|Police|News|Channel|Memorial|Medical|Jail|Prison|Army|Air|Navy|Housing|High|Elementary|"
    r"Plaza|Inn|Club|Bar|Saturday|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Authorities|Officers?|Deputies|"
    r"Investigators|Detectives?|Witnesses|Update|UPDATE|Family|Suspect|Man|Woman|Fatal|Shooting|Shot|Murder)\b")
_LOCAL = frozenset({"police", "state"})
_OWN = _LOCAL | {"line"}
"""Kinds of cues that a report has of its own town, and seldom of another."""
_LEADING = words("""
the according after and but when while as in at near for on of that local metro former two three four five sgt lt det
officer chief a an city downtown suburban
""")


@dataclass(frozen=True, slots=True)
class Town:
    """A report's own town: its folded name, the span of its first naming, and how sure it is.

    `local` is true where its police or its state tell it: then the report is local news, whose quarters
    and streets say little without their town. A dateline alone is any correspondent's.
    """

    name: str
    start: int
    end: int
    weight: float
    local: bool


def find_town(text: str, scenes: Sequence[Scene]) -> Town | None:
    """The town that a report's own cues agree on, or None; a police or a dateline must be among them."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    first: dict[str, tuple[int, int]] = {}
    for scene in scenes:
        people = {word.text for word in scene.words if word.entity == "PERSON"}
        for start, end, kind, weight in _named(text, scene):
            given = text[start:end]
            name = fold(given)
            if not _may_be_town(given, name) or (kind in ("in", "of", "state") and people & set(given.split())):
                continue
            first.setdefault(name, (start, end))
            weights[name][kind] = min(MOST, weights[name][kind] + weight)
    sure = [(sum(kinds.values()), name) for name, kinds in weights.items() if kinds.keys() & _OWN]
    if not sure:
        return None
    weight, name = max(sure, key=lambda pair: (pair[0], -first[pair[1]][0]))
    told = max((sum(kinds.values()) for other, kinds in weights.items() if other != name and kinds.get("in")),
               default=0.0)
    if weight < LEAST or told > weight:
        return None
    local = bool(weights[name].keys() & _LOCAL)
    return Town(name, *_first_naming(text, scenes, first[name]), weight, local)


def _first_naming(text: str, scenes: Sequence[Scene], cue: tuple[int, int]) -> tuple[int, int]:
    """The first place where the town's words stand, be it without a cue ("Orlen shooting leaves two dead")."""
    words = re.compile(rf"(?<!\w){re.escape(text[slice(*cue)])}(?!\w)")
    for scene in scenes:
        if scene.start >= cue[0]:
            break
        if found := words.search(text, scene.start, scene.end):
            return found.span()
    return cue


def _named(text: str, scene: Scene) -> Iterator[tuple[int, int, str, float]]:
    """(start, end, kind of cue, weight) of the names beside cues in a sentence; offsets into the report's text."""
    opens = scene.start == 0 or text[:scene.start][-3:].rstrip(" ").endswith("\n")
    line = _LINE.match(text[scene.start:scene.start + LINE_CHARS]) if opens else None
    if line and (line["dash"] or line["agency"]) and (line["agency"] or line["state"] or line["name"].isupper()):
        start = _without_leading(line[0], *line.span("name"))
        yield (scene.start + start, scene.start + line.end("name"), "line",
               FULL_LINE if line["state"] or line["agency"] else LINE)
    for pattern, kind, weight in _CUES:
        for match in pattern.finditer(scene.text):
            start, end = match.span("name")
            start = _without_leading(scene.text, start, end)
            if start < end and not (scene.text[start:end].isupper() and end - start < 5):
                yield scene.start + start, scene.start + end, kind, LEAD if kind == "in" and scene.lead else weight


def _without_leading(text: str, start: int, end: int) -> int:
    """Where a name begins once words that only open a sentence or a title are left out."""
    while start < end:
        word, _, rest = text[start:end].partition(" ")
        if word.rstrip(".").lower() not in _LEADING:
            return start
        start = end - len(rest) if rest else end
    return start


def _may_be_town(given: str, name: str) -> bool:
    states = set(STATE_NAMES.values()) - {"new york", "washington"}
    wide = name in country_names() or name in states
    return not (wide or name in COMMON or is_demonym(given) or _NO_TOWN.search(given.title()) or len(name) < 3)
