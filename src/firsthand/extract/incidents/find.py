"""What a report gives for its incidents: numbers, day, place, doers, means, with who says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from firsthand.countries import country_of, is_demonym
from firsthand.extract.attribution.find import said_by, speaker_at
from firsthand.extract.factuality import factuality_at
from firsthand.extract.incidents.actors import find_actors, is_deed
from firsthand.extract.incidents.days import find_day
from firsthand.extract.incidents.deeds import Actor
from firsthand.extract.incidents.denial import with_denials
from firsthand.extract.incidents.means import Means, event_type
from firsthand.extract.incidents.scene import Scene, build_scenes, is_open
from firsthand.extract.incidents.site import find_sites
from firsthand.extract.incidents.tally import COUNTED, find_tallies
from firsthand.extract.incidents.target import find_targets
from firsthand.extract.incidents.toll import tells_of_another
from firsthand.extract.parse import Parsed
from firsthand.records import Attribution, Factuality, Mention, Slot, TimeValue, Value
from firsthand.text import fold

_POSSIBLE = re.compile(
    r"\b(?:may have|might|could|possibl[ey]|feared|reportedly|allegedly|alleged|unconfirmed|rumou?red|"
    r"perhaps|either)\b",
    re.IGNORECASE,
)
_PROBABLE = re.compile(
    r"\b(?:suspected|believed|thought|presumed|apparently|apparent|likely|probably|appears?|seems?)\b",
    re.IGNORECASE,
)
HEDGE_CHARS = 45
"""A hedge within so many code points before a value, in its sentence, is about it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value before it is known who says it."""

    scene: Scene
    slot: Slot
    start: int
    end: int
    low: int | str | None = None
    high: int | str | None = None
    name: str | None = None
    of: str | None = None


def find_values(
    parsed: Parsed,
    *,
    times: Sequence[Mention],
    places: Sequence[Mention],
    counts: Sequence[Mention],
    attributions: Sequence[Attribution],
) -> list[Value]:
    """The values of a report's incidents, in the text's order; incident "i1" is the main one.

    Every distinct (slot, value, group counted, speaker) of an incident is given once, where it is
    said first. Only counts whose mention is among `counts`, and implied single victims, are values.
    """
    # "Galish jets" names a country, and no place where something happened.
    scenes = build_scenes(parsed, times, [place for place in places
                                          if not is_demonym(parsed.words((place.start, place.end)))])
    given = {(mention.start, mention.end) for mention in counts}
    counted = list(_counts(scenes, given))
    own = _without_counted_apart(scenes, counted)
    found = [
        *counted,
        *_days(parsed, scenes),
        *_sites(parsed, scenes, attributions),
        *_actors(parsed, own),
        *_targets(parsed, own),
        *_means(parsed, own),
    ]
    values = [_value(parsed, one, times, attributions) for one in found]
    return _distinct(with_denials(parsed, values, attributions))


def _distinct(values: Sequence[Value]) -> list[Value]:
    kept: dict[tuple[Any, ...], Value] = {}
    for value in sorted(values, key=lambda value: (value.start, value.end, value.slot)):
        key = (
            value.incident,
            value.slot,
            value.low,
            value.high,
            fold(value.name or ""),
            value.of,
            fold(value.said_by or ""),
        )
        kept.setdefault(key, value)
    return list(kept.values())


def _as_of(parsed: Parsed, found: Found, times: Sequence[Mention]) -> str | None:
    """The time that a count holds for: "as of Monday", "by 6 p.m." in its sentence."""
    if found.slot not in COUNTED:
        return None
    for time in times:
        if (
            found.scene.start <= time.start < found.scene.end
            and isinstance(time.value, TimeValue)
            and re.search(
                r"\b(?:as of|by|until)\W+$", parsed.report.text[found.scene.start : time.start], re.IGNORECASE
            )
            and time.value.timex[:4].isdigit()
        ):
            return time.value.timex
    return None


def _value(parsed: Parsed, found: Found, times: Sequence[Mention], attributions: Sequence[Attribution]) -> Value:
    said = _said(attributions, found)
    speaker = said_by(parsed, said) if said else None
    number = found.scene.incident
    return Value(
        parsed.report.id,
        f"i{number}",
        number == 1,
        found.slot,
        found.low,
        found.high,
        found.name,
        found.of,
        speaker,
        said.id if said else None,
        None,
        _factuality(parsed, found, said),
        _as_of(parsed, found, times),
        found.start,
        found.end,
    )


def _said(attributions: Sequence[Attribution], found: Found) -> Attribution | None:
    """Who says a value: the one whose words hold it, else the one whose words, cue and name stand around it
    in its sentence ('"…", on "Wednesday", they insist')."""
    if (said := speaker_at(attributions, found.start, found.end)) is not None:
        return said
    around = []
    for item in attributions:
        spans = [*item.source, *item.cue, *item.content]
        low, high = min(start for start, _ in spans), max(end for _, end in spans)
        if item.source and found.scene.start <= low and low <= found.start and found.end <= high <= found.scene.end \
                and not any(start <= found.start < end for start, end in item.source):
            around.append((high - low, item))
    return min(around, key=lambda pair: (pair[0], pair[1].id))[1] if around else None


def _factuality(parsed: Parsed, found: Found, said: Attribution | None) -> Factuality:
    """How sure the words are; a report's own voice or a plain "said" is `fact`.

    Of a count by its verb ("may have killed nine"), of a name by the words before it ("suspected rebels").
    """
    if said and said.stance in ("denies", "doubts", "asks"):
        return "denied" if said.stance == "denies" else "possible"
    before = found.scene.text[
        max(0, found.start - HEDGE_CHARS - found.scene.start) : max(0, found.start - found.scene.start)
    ]
    if _POSSIBLE.search(before):
        return "possible"
    if _PROBABLE.search(before):
        return "probable"
    return factuality_at(parsed, found.start, found.end) if found.slot in COUNTED else "fact"


# ---------------------------------------------------------------- counts


def _counts(scenes: Sequence[Scene], given: set[tuple[int, int]]) -> Iterator[Found]:
    for one in find_tallies(scenes, given):
        yield Found(one.scene, one.slot, one.start, one.end, one.low, one.high, None, one.of)


def _without_counted_apart(scenes: Sequence[Scene], counted: Sequence[Found]) -> list[Scene]:
    """The sentences whose figures, if any, are not all of another incident: who did that, and how, is told of it."""
    kept: dict[int, bool] = {}
    for one in counted:
        kept[one.scene.number] = kept.get(one.scene.number, False) or one.scene.incident == 1
    return [scene for scene in scenes if scene.lead or kept.get(scene.number, True)]


# ---------------------------------------------------------------- days


def _days(parsed: Parsed, scenes: Sequence[Scene]) -> Iterator[Found]:
    """The day of each incident: where the lead tells one of the main happening, the one that its words tell most of;
    else the first told of a happening; else the day of the statement.

    Days that the text leaves open ("Tuesday", with nothing to resolve it against) are all given for
    the main incident: nobody knows whether they are one.
    """
    for incident in sorted({scene.incident for scene in scenes}):
        own = [scene for scene in scenes if scene.incident == incident]
        near = [scene for scene in own if scene.number < NEAR_SENTENCES]
        options = ([scene for scene in own if scene.lead], [scene for scene in own if scene.harm], near)
        told = _told_day(parsed, own) if incident == 1 else None
        for found in (told,) if told else _first_day(options if incident == 1 else options[1:2]):
            yield found
            if incident == 1 and is_open(found.low):
                yield from _open_days(own)


def _told_day(parsed: Parsed, scenes: Sequence[Scene]) -> Found | None:
    """The main happening's day by what the words beside each day tell, where the lead has one of no statement."""
    if not any(scene.lead and not (when.spoken or when.since) for scene in scenes for when in scene.times):
        return None
    best = find_day(scenes, parsed.report.published)
    if best is None:
        return None
    return Found(best.scene, "date", best.when.start, best.when.end, best.day, best.day)


def _first_day(options: Sequence[Sequence[Scene]]) -> Iterator[Found]:
    for spoken in (False, True):
        for scenes in options:
            for scene in scenes:
                for when in scene.times:
                    if when.spoken == spoken and (not when.since or spoken):
                        yield Found(scene, "date", when.start, when.end, when.day, when.day)
                        return


def _open_days(scenes: Sequence[Scene]) -> Iterator[Found]:
    for scene in scenes:
        for when in scene.times:
            if is_open(when.day) and not when.spoken:
                yield Found(scene, "date", when.start, when.end, when.day, when.day)


# ---------------------------------------------------------------- places, doers, means


def _sites(parsed: Parsed, scenes: Sequence[Scene], attributions: Sequence[Attribution]) -> Iterator[Found]:
    for scene, start, end, name in find_sites(parsed, scenes, attributions):
        yield Found(scene, "place", start, end, name=name)


def _home(scenes: Sequence[Scene]) -> frozenset[str]:
    """The folded words that the report uses for places: those named as such, or after "in" and "near"."""
    named = {
        word
        for scene in scenes
        for place in scene.places
        for word in fold(scene.text[place.start - scene.start : place.end - scene.start]).split()
    }
    placed = {
        fold(after.text)
        for scene in scenes
        for before, after in pairwise(scene.words)
        if before.lower in ("in", "near", "outside", "towards") and after.entity in ("GPE", "LOC", "FAC")
    }
    return frozenset(named | placed)


NEAR_SENTENCES = 16
"""Further down a report tells of the wider conflict."""
MAX_DOERS = 3
"""More names than this are no longer doers of one incident, but a list of sides."""


def _actors(parsed: Parsed, scenes: Sequence[Scene]) -> Iterator[Found]:
    """The doers of the main incident: all that headline and lead name; later those who claim it or are blamed or are
    told to have done harm; where there is none, those told to have done anything violent."""
    main = [scene for scene in scenes if scene.incident == 1 and scene.number < NEAR_SENTENCES]
    if not any(scene.harm or is_deed(scene.words) for scene in main):
        return
    home = _home(scenes)
    told: list[Found] = []
    later: list[Found] = []
    for scene in main:
        for actor in find_actors(scene.words, home):
            one = _actor(parsed, scene, actor)
            if tells_of_another(scene, one.start, one.end):
                continue
            if scene.lead or actor.way in ("claim", "blame") or (scene.harm and actor.way == "agent") or (
                    scene.counts and actor.way == "subject"):
                told.append(one)
            elif actor.way in ("agent", "subject"):
                later.append(one)
    yield from _apart(told or later, _holds)[:MAX_DOERS]


def _actor(parsed: Parsed, scene: Scene, actor: Actor) -> Found:
    start, end = parsed.original(scene.words[actor.first].start, scene.words[actor.last - 1].end)
    return Found(scene, "perpetrator", start, end, name=parsed.report.text[start:end])


def _targets(parsed: Parsed, scenes: Sequence[Scene]) -> Iterator[Found]:
    for scene, first, last in find_targets(scenes):
        start, end = parsed.original(first, last)
        yield Found(scene, "target", start, end, name=parsed.report.text[start:end])


def _holds(one: set[str], other: set[str]) -> bool:
    """Does one of two names hold all words of the other?"""
    return one <= other or other <= one


def _share(one: set[str], other: set[str]) -> bool:
    """Do two names have a word in common?"""
    return bool(one & other)


def _apart(found: Sequence[Found], same: Callable[[set[str], set[str]], bool] = _share) -> list[Found]:
    """The first of each name that is not the `same` as an earlier one."""
    kept: list[Found] = []
    for one in found:
        words = _stems(one)
        earlier = next((place for place, other in enumerate(kept) if same(words, _stems(other))), None)
        if earlier is None:
            kept.append(one)
        elif is_demonym(kept[earlier].name or "") and words == _stems(kept[earlier]) and not is_demonym(one.name or ""):
            kept[earlier] = one  # "Galish strikes … Galia denied it": the country and not its adjective
    return kept


def _stems(found: Found) -> set[str]:
    """The folded words of a name without plurals; a country and its people are one ("Russia", "Russian")."""
    return {
        country_of(word) or word.removesuffix("s")
        for word in fold(found.name or "").split() if word not in ("and", "or", "the", "of")
    }


def _means(parsed: Parsed, scenes: Sequence[Scene]) -> Iterator[Found]:
    """The first means of the highest rank, and the kind of the happening."""
    named = [(scene, means) for scene in scenes for means in scene.means if scene.incident == 1]
    for scene, means in named[:1]:
        start, end = parsed.original(scene.words[means.first].start, scene.words[means.last - 1].end)
        yield Found(scene, "event", start, end, name=event_type(means.kind))
    yield from _weapons(parsed, [pair for pair in named if pair[1].rank >= 0])


MAX_MEANS = 3
"""One incident rarely has more means than this; a longer list tells of several."""


def _weapons(parsed: Parsed, named: Sequence[tuple[Scene, Means]]) -> list[Found]:
    """Concrete means anywhere near, the first way of attacking, else a bare word of the lead."""
    chosen: list[tuple[Scene, Means]] = []
    for scene, means in named:
        same = any(other.kind == means.kind for _, other in chosen)
        near = NEAR_SENTENCES // 2 if chosen else NEAR_SENTENCES
        if (means.rank == 2 and (scene.lead or scene.counts or scene.number < near)) or (
            means.rank == 1 and not same and (scene.lead or scene.counts or not chosen)
        ):
            chosen.append((scene, means))
    told = [_mean(parsed, scene, means) for scene, means in chosen or [pair for pair in named if pair[0].lead][:1]]
    return _apart([one for one in told if not tells_of_another(one.scene, one.start, one.end)])[:MAX_MEANS]


def _mean(parsed: Parsed, scene: Scene, means: Means) -> Found:
    start, end = parsed.original(scene.words[means.first].start, scene.words[means.last - 1].end)
    return Found(scene, "weapon", start, end, name=parsed.report.text[start:end])
