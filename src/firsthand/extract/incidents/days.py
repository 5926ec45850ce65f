"""What a report's words tell of each day that may be the happening's: counts of cues, by day.

A day is told of the deed itself ("was shot Friday night"), of a statement ("said on Monday"), of what
follows (an arrest, a plea, a funeral), or of nothing that can be seen. `find_day` weighs the counts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.extract.incidents.ranking import load_weights, rank
from firsthand.extract.incidents.scene import Scene, When, is_open
from firsthand.extract.times.timex import parse_day

MOST = 3
"""Of one cue so many count."""
NEAR_CHARS = 90
"""Code points before and after a day in which a cue may stand, within its sentence."""
CUES = ("headline", "lead", "body", "harm", "said", "since", "court", "after", "deed", "deed behind", "clock",
        "night", "full", "weekday", "relative", "that", "same day", "one day", "days", "weeks", "early", "named",
        "first", "last")
"""The cues, in the order of the weights."""

_DEED = (r"(?:shot|shootings?|shooting|killed|wounded|injured|stabbed|attack(?:ed|s)?|blast|explo\w+|bomb\w*|struck|"
         r"hit|raid\w*|strikes?|airstrikes?|gunfire|gunned|fired|crash\w*|clash\w*|slain|slaying|murder\w*|homicide|"
         r"happened|occurred|took place|broke out|erupted|shell\w+|incident|dropped|targeted|called to|responded|"
         r"arrived|found dead|heard)")
_DEED_WORD = re.compile(rf"\b{_DEED}\b", re.IGNORECASE)
_DEED_AFTER = re.compile(rf"[^.;:!?]*\b{_DEED}\b", re.IGNORECASE)
_COURT = re.compile(
    r"\b(?:arraign\w*|sentenc\w+|plead(?:ed|s|ing)?|pled|plea|guilty|indict\w+|convict\w*|testif\w+|court|hearing|"
    r"trial|extradited|judge|jury|jurors|bail|bond|lawsuit|sued|appeal\w*|appeared|scheduled|prosecut\w+)\b",
    re.IGNORECASE)
_AFTER = re.compile(
    r"\b(?:charged|charges|arrest(?:ed|s)?|funeral|vigil|custody|remain(?:s|ed)?|search(?:ing|ed)|identified|"
    r"hospitali[sz]ed|recovering|mourn\w*|interview(?:ed)?|named|surrendered|turned (?:himself|herself|themselves) in|"
    r"caught|captured|wanted|visit(?:ed)?|meeting|met|returned|resign\w*|autops\w+|buried|condition|died|released|"
    r"investigat(?:e|ing|ors)|seek(?:ing)?|looking for|briefing|conference|news release|statement|rally|gathered)\b",
    re.IGNORECASE)
_CLOCK = re.compile(r"\d\s*(?:[ap]\.?m\b|o'clock)|\b(?:noon|midnight)\b|\d:\d\d", re.IGNORECASE)
_NIGHT = re.compile(r"\b(?:night|morning|evening|afternoon|early|late|overnight|tonight|midnight)\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[-/.]\d", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:today|yesterday|tonight|this (?:morning|afternoon|evening)|last night|ago|earlier)\b",
                       re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that may be the happening's, where it is told best, and the counts of its cues in the order of `CUES`."""

    day: str
    scene: Scene
    when: When
    counts: tuple[float, ...]


def read_candidates(scenes: Sequence[Scene], today: str | None) -> list[Candidate]:
    """The days that some sentences name, each once, in the order of their first mention.

    `today` is the ISO day of the report, for how far back a day lies; None where it is not known.
    """
    found: dict[str, Counter[str]] = {}
    best: dict[str, tuple[Scene, When]] = {}
    order: dict[str, int] = {}
    for scene in scenes:
        for when in scene.times:
            cues = set(_cues_at(scene, when))
            found.setdefault(when.day, Counter()).update(cues)
            order.setdefault(when.day, len(order))
            if when.day not in best or (_told(cues) and not _told(set(_cues_at(*best[when.day])))):
                best[when.day] = scene, when
    days = sorted(day for day in found if not is_open(day))
    return [Candidate(day, *best[day], _counts(counts, _distance(day, today), order[day], days, day))
            for day, counts in found.items()]


def _told(cues: set[str]) -> bool:
    """Whether a mention tells of a deed and of nothing after it."""
    return bool(cues & {"deed", "deed behind"}) and not cues & {"said", "court", "after", "since"}


def _counts(counts: Counter[str], distance: str, order: int, days: Sequence[str], day: str) -> tuple[float, ...]:
    counts[distance] += 1
    counts["first"] += int(len(days) > 1 and day == days[0])
    counts["last"] += int(len(days) > 1 and day == days[-1])
    return tuple(1 / (1 + order) if cue == "early" else math.log2(1 + min(MOST, counts[cue])) for cue in CUES)


def _distance(day: str, today: str | None) -> str:
    """How far before the report's day a day lies."""
    told, now = parse_day(day), parse_day(today)
    if told is None or now is None:
        return ""
    apart = (now - told).days
    return "same day" if apart <= 0 else "one day" if apart == 1 else "days" if apart < 7 else "weeks"


def _cues_at(scene: Scene, when: When) -> Iterator[str]:
    """The cues of one mention of a day."""
    start, end = when.start - scene.start, when.end - scene.start
    before, words, after = (scene.text[max(0, start - NEAR_CHARS):start], scene.text[start:end],
                            scene.text[end:end + NEAR_CHARS])
    clause = re.split(r"[;:!?]|\.\s", before)[-1]
    yield "named"
    yield "headline" if scene.kind == "headline" else "lead" if scene.lead else "body"
    cues = {"harm": scene.harm, "said": when.spoken, "since": when.since,
            "clock": bool(_CLOCK.search(words) or _CLOCK.search(before[-24:])), "night": bool(_NIGHT.search(words)),
            "full": bool(_MONTH.search(words)), "weekday": bool(_WEEKDAY.search(words)),
            "relative": bool(_RELATIVE.search(words)), "that": before.lower().endswith(("that ", "next "))}
    deed, late = _last(_DEED_WORD, clause), max(_last(_COURT, clause), _last(_AFTER, clause))
    cues["deed"] = deed > late
    cues["deed behind"] = deed < 0 and late < 0 and bool(_DEED_AFTER.match(after))
    cues["court"] = _last(_COURT, clause) > deed
    cues["after"] = _last(_AFTER, clause) > deed
    yield from (cue for cue, seen in cues.items() if seen)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of a pattern starts; -1 for none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def find_day(scenes: Sequence[Scene], today: str | None) -> Candidate | None:
    """The day that some sentences tell most of as the happening's; None where they name none."""
    candidates = read_candidates(scenes, today)
    *shares, _ = rank(CUES, [one.counts for one in candidates], load_weights("day"))
    return min(zip(shares, candidates, strict=True), default=(0.0, None),
               key=lambda pair: (-pair[0], pair[1].when.start))[1]
