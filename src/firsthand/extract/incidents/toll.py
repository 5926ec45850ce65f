"""Is a count the whole toll of its incident, or that of a group, a site or a day within it?

The headline and the lead give the toll; a later figure is another total where it repeats one of
theirs or is larger and counts people at large. A smaller one counts a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.extract import lexicon as lex
from firsthand.extract.counts.find import Count
from firsthand.extract.incidents.scene import Scene

MAX_VAGUE = 20
"""More than twenty times "dozens" or "hundreds" is another thing."""
SMALL = 10
"""Below it, one more or less is another figure, and not "more than 40" beside "40"."""
MAX_GROWTH = 4
"""A later figure more than four times the lead's counts something wider (the war, the year)."""
NEAR_SENTENCES = 10
"""Where headline and lead give no figure, the toll stands within so many sentences."""

AT_LARGE = lex.words("""
people person persons civilian civilians citizen citizens dead killed lives life others more victims bodies
fatalities deaths casualties souls wounded injured residents villagers locals martyrs humans them those hundred
""") | {""}
"""Nouns that count people at large, not a group among them."""

_AFTER_ANOTHER = re.compile(
    r"\b(?:days?|weeks?|months?|hours|year)\s+(?:after|since|before)\b[^.;]*$|"
    r"\b(?:days|weeks|months) of (?:\w+ ){0,2}(?:air ?strikes|strikes|raids|fighting|clashes|violence|shelling|"
    r"bombing|bombardment)\b[^.;]*$|"
    r"\bafter (?:an|a) (?:earlier|previous|similar)\b"
    r"[^.;]*$|\b(?:is|was) responsible for\b[^.;]*$",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"^[^.;,]*\b(?:last (?:week|month|year)|(?:years|months|weeks) (?:ago|earlier)|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
CLAUSE_CHARS = 90
"""Code points before a count in which "a day after" sets it apart."""


OTHERS, PART = "others", "part of them"
"""What a count is of that is not the whole toll, where the text names no group and no place."""
VAGUE = frozenset({20, 24, 40, 200, 2000})
"""The low bounds of "dozens", "scores", "hundreds", …: words that a figure then makes precise."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The figure of headline or lead, and whether it is only "dozens" or "scores"."""

    size: int
    vague: bool


@dataclass(frozen=True, slots=True)
class Toll:
    """A count, the sentence (with the incident that the count is of), and what it is of."""

    scene: Scene
    count: Count
    of: str


def read_tolls(scenes: Sequence[Scene], unit: str) -> Iterator[Toll]:
    """The counts of a unit, in the text's order, each `of` "total" or a group."""
    if unit == "killed":
        yield from _tolls(scenes, unit)
        return
    killed: dict[int, bool] = {}
    for toll in _tolls(scenes, "killed"):
        if toll.scene.incident == 1 and not toll.count.part and not toll.count.implicit and toll.count.noun in AT_LARGE:
            killed[toll.scene.number] = killed.get(toll.scene.number, False) or toll.of == "total"
    for toll in _tolls(scenes, unit):
        yield _paired(toll, killed) if toll.scene.incident == 1 else toll


def _paired(toll: Toll, killed: dict[int, bool]) -> Toll:
    """ "killed six and hurt 12": if the six are only a part of the killed, so are the 12 of the hurt."""
    total = killed.get(toll.scene.number)
    if total is False and toll.of == "total" and any(killed.values()) and toll.scene.kind != "headline":
        return replace(toll, of=_group(toll.scene, toll.count))
    if total and not toll.count.part and toll.count.noun in AT_LARGE:
        return replace(toll, of="total")
    return toll


def _tolls(scenes: Sequence[Scene], unit: str) -> Iterator[Toll]:
    last = max((scene.incident for scene in scenes), default=1)
    told = [
        (_apart(scene, count, last + 1), count)
        for scene in scenes
        for count in scene.counts
        if count.unit == unit and not count.implicit and not (count.weak and is_idle(scenes, unit))
    ]
    for incident in sorted({scene.incident for scene, _ in told}):
        own = [(scene, count) for scene, count in told if scene.incident == incident]
        yield from _main_tolls(own, scenes, last + 2) if incident == 1 else _other_tolls(own)


def is_idle(scenes: Sequence[Scene], unit: str) -> bool:
    """Do plain words tell who was hurt or killed, so that "shot" alone adds nothing of this unit?

    "Four people were shot; one of them died": the four are no number of the injured. "One dead, four
    shot" names both, and so does a text in which nobody died.
    """
    main = [scene for scene in scenes if scene.incident == 1]
    if any(count.unit == unit and not count.weak and not count.implicit
           for scene in main if scene.lead for count in scene.counts):
        return True
    return unit == "killed" or any(
        count.unit == "killed" and not is_beside_dead(scene)
        for scene in main for count in scene.counts)


def is_beside_dead(scene: Scene) -> bool:
    """Does a sentence set those shot beside the dead ("15-year-old dead, 6 shot"), and not the dead among them?"""
    return any(count.weak and (count.joined or _APART_SHOT.search(scene.text)) for count in scene.counts)


_APART_SHOT = re.compile(r"\b(?:dead|dies|killed)\W+(?:and\W+)?(?:\w+\W+){1,2}shot\b", re.IGNORECASE)


def _apart(scene: Scene, count: Count, other: int) -> Scene:
    """The sentence, of another incident where the words around the count say so."""
    if scene.kind == "headline" or scene.incident != 1:
        return scene
    return replace(scene, incident=other) if tells_of_another(scene, count.start, count.end) else scene


def tells_of_another(scene: Scene, start: int, end: int) -> bool:
    """Do the words around `[start, end)` of the report tell of an earlier happening ("a day after …")?"""
    before = scene.text[max(0, start - CLAUSE_CHARS - scene.start) : start - scene.start]
    after = scene.text[end - scene.start : end - scene.start + CLAUSE_CHARS]
    return bool(_AFTER_ANOTHER.search(before) or _LONG_AGO.search(after))


def _other_tolls(told: Sequence[tuple[Scene, Count]]) -> Iterator[Toll]:
    for scene, count in told:
        yield Toll(scene, count, _group(scene, count) if count.part or count.joined else "total")


def _main_tolls(told: Sequence[tuple[Scene, Count]], scenes: Sequence[Scene], wider: int) -> Iterator[Toll]:
    """The tolls of the main incident; a figure far beyond its bar is of something `wider` (the war, the year)."""
    lead = [(scene, count) for scene, count in told if scene.lead and _may_be_total(count)]
    bar = _bar(lead)
    first = next((scene.number for scene in scenes if scene.lead), 0)
    if bar is None:
        near = [count for scene, count in told if scene.number - first < NEAR_SENTENCES and _may_be_total(count)]
        bar = Bar(_size(near[0]), near[0].high is None) if near else None
    for scene, count in told:
        if bar is not None and _is_wider(scene, count, bar):
            yield Toll(replace(scene, incident=wider), count, "total")
            continue
        total = bar is not None and _may_be_total(count) and _fits(scene, count, bar)
        yield Toll(scene, count, "total" if total else _group(scene, count))


def _may_be_total(count: Count) -> bool:
    return (not count.part or count.noun == "them") and (
        not count.joined or (count.noun in AT_LARGE and count.noun != "")
    )


def _size(count: Count) -> int:
    return count.low if count.low is not None else count.high or 0


def _bar(lead: Sequence[tuple[Scene, Count]]) -> Bar | None:
    """The figure that a total is measured by: that of the headline, else the largest of the lead's, but none far
    beyond the first that it tells (the blast's eleven, the province's 900)."""
    headline = [count for scene, count in lead if scene.kind == "headline"]
    told = [count for _, count in lead]
    if told and _size(told[0]) >= SMALL and told[0].high is not None:
        told = [count for count in told if _size(count) <= MAX_GROWTH * _size(told[0])]
    best = max(headline or told, key=_size, default=None)
    return None if best is None else Bar(_size(best), best.high is None and _size(best) in VAGUE)


def _fits(scene: Scene, count: Count, bar: Bar) -> bool:
    """Can the count be the whole toll, where the lead says `bar`?"""
    size, at_large = _size(count), count.noun in AT_LARGE
    # "more than 40" in the headline and "40" in the text are the same figure.
    if size == bar.size or (abs(size - bar.size) == 1 and size > SMALL):
        return True
    if bar.vague:
        return at_large and (scene.lead or bar.size <= 3 * size <= 3 * MAX_VAGUE * bar.size)
    if scene.lead or count.toll:
        return at_large and 9 * bar.size <= 10 * size <= 10 * MAX_GROWTH * bar.size
    wider = any(when.since for when in scene.times)
    return bar.size < size <= MAX_GROWTH * bar.size and at_large and not wider


def _is_wider(scene: Scene, count: Count, bar: Bar) -> bool:
    """Is a later figure of people at large too large for the main incident?"""
    most = MAX_VAGUE if bar.vague else MAX_GROWTH
    return (scene.kind != "headline" and not count.part and not count.joined and count.noun in AT_LARGE
            and _size(count) > max(most * bar.size, SMALL))


def _group(scene: Scene, count: Count) -> str:
    """The words for the group, the place or the day that a count is of."""
    if count.noun not in AT_LARGE and count.noun != "year-old":
        return count.noun
    for place in scene.places:
        return scene.text[place.start - scene.start : place.end - scene.start]
    return OTHERS if count.noun in ("others", "more") else PART
