"""A report's sentences with what each of them names, and the happening that each tells of.

The headline and the first two sentences tell what a report is mainly about. A later sentence
tells of the same happening unless its words set it apart: another day, a span of years, "a
separate attack", "last month".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from firsthand.extract.counts.find import Count, read_counts
from firsthand.extract.incidents.means import Means, find_means
from firsthand.extract.numerals import Word
from firsthand.extract.parse import Parsed, Sentence
from firsthand.extract.times.dateline import find_dateline
from firsthand.extract.times.timex import parse_day
from firsthand.records import Mention, TimeValue

LEAD_SENTENCES = 2
"""Sentences after the headline that tell the main happening (annotation guide of the stories set)."""
NEAR_CHARS = 150
"""What a day is the day of stands within so many code points before it."""
MIN_LEAD_WORDS = 7
"""A shorter "sentence" at the head is a date line, an agency or a stray label."""

_BESIDE = frozenset({"caption", "credit"})
"""Blocks that stand beside the story: a photo's day and place are the photo's."""

_BACKGROUND = re.compile(
    r"\bsince (?:the )?(?:\w+ )?(?:start|beginning|outbreak|onset|uprising|war|conflict|\w+day,? \w+ \d+|"
    r"\d{4}|it began|early|late|mid|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|last|then)|"
    r"\bsince (?:mid-)?\d{4}|\b(?:conflict|war|uprising|crisis|violence|fighting|insurgency) (?:that )?(?:\w+ )?"
    r"(?:began|started|erupted|broke out|has killed|has claimed|have killed|has left)|"
    r"\bthe (?:civil )?war\b.{0,40}\b(?:kill|claim|dead|death)|"
    r"\b(?:last|previous) (?:month|year|week|summer|winter|spring|autumn|fall)\b|"
    r"\b(?:years?|months?|weeks?|decades?) (?:ago|earlier|before|of (?:war|fighting|conflict))\b|\bso far this year\b|"
    r"\bin (?:the )?(?:past|last) (?:\w+ )?(?:weeks|months|years|month|year)\b|"
    r"\b(?:over|during) the (?:past|last) (?:\w+ )?(?:weeks|months|years|month|year)\b|"
    r"\bthis year\b|\bannual|\bper year\b|\beach year\b|"
    r"\btoll (?:from|of|in) the (?:[\w-]+ )?(?:conflict|war|crisis|insurgency)\b|"
    r"\bin (?:19|20)\d\d\b|\b(?:deadliest|worst) .{0,30}\bsince\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"^[^\w-]*(?:[\w-]+[^\w-]+){0,4}-*meanwhile\b|"
    r"\b(?:two|three|four|\d+) (?:more|other|separate) (?:attacks|incidents|strikes|shootings)|"
    r"^\W*(?:elsewhere|separately|in (?:a )?(?:separate|another|other|related)|also on \w+day|in the meantime)\b|"
    r"\b(?:a|in) (?:separate|similar|previous|earlier|different) (?:\w+ )?(?:attack|incident|strike|"
    r"shooting|airstrike|bombing|raid|development|statement|blast)|"
    r"\banother (?:attack|strike|airstrike|raid|bombing|shooting|incident|blast)",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:said|says|told|tells|announced|reported|statement|according to|added|report|tweeted|wrote|confirmed|"
    r"interview|press conference|speaking|issued|released|warned|claimed|arrested|charged|appeared|declined|"
    r"published|updated|posted)\b",
    re.IGNORECASE,
)
_WEEKDAY_LEAD = re.compile(
    r"(?:\b(?:on|late|early|by|in|the|that|of|said|reporters|afp|reuters|ap|agency|news|him|her|them|us|a|statement)\W+){0,4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A time mention that is a day: `day`, its span, and whether it is only the day of a statement.

    `day` is an ISO day, or the TIMEX3 value of a weekday that nothing resolves ("XXXX-WXX-2").
    """

    day: str
    start: int
    end: int
    spoken: bool
    since: bool = False
    """Is it the day from which on something is counted, or a night that has two days?"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence and what it names; `start` and `end` are code points of the report's text."""

    number: int
    kind: str
    words: tuple[Word, ...]
    start: int
    end: int
    text: str
    counts: tuple[Count, ...]
    times: tuple[When, ...]
    coarse: tuple[str, ...]
    places: tuple[Mention, ...]
    means: tuple[Means, ...]
    lead: bool = False
    incident: int = 1

    @property
    def harm(self) -> bool:
        """Does it tell of a happening at all?"""
        return bool(self.counts or self.means)


def build_scenes(parsed: Parsed, times: Sequence[Mention], places: Sequence[Mention]) -> list[Scene]:
    """The sentences of a report in order, each with its mentions, and the incident it belongs to."""
    counts: dict[int, list[Count]] = {}
    for count in read_counts(parsed):
        counts.setdefault(count.sentence, []).append(count)
    spans = parsed.told
    line = find_dateline(parsed)
    told = [time for time in times if line is None or time.end <= line.span[0] or time.start >= line.span[1]]
    when, where = _by_sentence(spans, told), _by_sentence(spans, places)
    text = parsed.report.text
    latest = _latest(line.date if line else None, parsed.report.published)
    scenes: list[Scene] = []
    leads, linked = 0, False
    for number, ((start, end), kind, words) in enumerate(spans):
        label, linked = linked, kind != "headline" and _is_link(text[start:end])
        if kind in _BESIDE or linked or (label and text[max(0, start - 4):start].rstrip().endswith(":")):
            continue
        telling = tuple(counts.get(number, ()))
        means = tuple(find_means(words))
        lead = kind == "headline" or (
            kind in ("paragraph", "quote") and leads < LEAD_SENTENCES and len(words) >= MIN_LEAD_WORDS
        )
        leads += lead and kind != "headline"
        days = tuple(day for day in _whens(text, start, when[number]) if is_open(day.day) or day.day <= latest)
        scenes.append(
            Scene(
                number,
                kind,
                words,
                start,
                end,
                text[start:end],
                telling,
                days,
                tuple(_coarse(when[number])),
                tuple(where[number]),
                means,
                lead,
            )
        )
    return _assigned(scenes)


_LINK = re.compile(
    r"\W*(?:read (?:more|also)|also read|see also|related(?: (?:articles?|stor(?:y|ies)|coverage|news))?|"
    r"more (?:news|stories|coverage)|most read|trending|up next|recommended)\s*[:|>]|\W*related articles\b",
    re.IGNORECASE,
)
MIN_CAPITALS = 12
"""Letters of a line in capitals that is more than initials."""


def _is_link(text: str) -> bool:
    """Is a sentence a page's link to another story: "READ MORE: …", or a whole line in capitals?"""
    return bool(_LINK.match(text)) or (text.isupper() and sum(sign.isalpha() for sign in text) >= MIN_CAPITALS)


def _latest(line: str | None, published: str | None) -> str:
    """The last day that a report can tell of: the later of its dateline's and its page's, and one day for
    the zones of time."""
    days = [day for day in (parse_day(line), parse_day(published)) if day is not None and day < date.max]
    return (max(days) + timedelta(days=1)).isoformat() if days else "9999"


def _by_sentence(
    spans: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[list[Mention]]:
    """The mentions of each sentence."""
    found: list[list[Mention]] = [[] for _ in spans]
    starts = [span[0] for span, _, _ in spans]
    for mention in sorted(mentions, key=lambda mention: (mention.start, mention.end)):
        place = bisect_right(starts, mention.start) - 1
        if place >= 0 and mention.start < spans[place][0][1]:
            found[place].append(mention)
    return found


def _whens(text: str, start: int, mentions: Sequence[Mention]) -> list[When]:
    """The days of a sentence, without clock times alone and the stamps of a page."""
    found = []
    for mention in mentions:
        day, words = day_of(mention), text[mention.start : mention.end]
        before = text[max(start, mention.start - NEAR_CHARS) : mention.start]
        line = _PLACE_LINE.match(before) and _DASH.match(text[mention.end : mention.end + 40])
        stamped = line or _STAMP.search(before) or (re.search(r"\d{4}$", words) and _CREDIT.match(
            text[mention.end:mention.end + 60]))
        if day is None or not _DAY_WORD.search(words) or stamped:
            continue
        spoken = _is_spoken(before, text[mention.end : mention.end + 60]) or words.lower() == "overnight"
        since = bool(_SINCE.search(before)) or words.lower() == "overnight"
        found.append(When(day, mention.start, mention.end, spoken, since))
    return found


_DAY_WORD = re.compile(
    r"day\b|days\b|\bnight|overnight|tonight|morning|evening|afternoon|\bago\b|earlier|later|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\b(?:updated?|posted|published|publication|created|modified|dob|born|photo|file)\b[^a-z]{0,12}(?:on|at)?\W*$|"
    r"\(@\w+\)\W*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"[.,;]?\s*\([A-Z][^()]{2,50}\)")
"""A date before a credit in brackets is a photo's: "Orlen, May 3, 2031. (Some Agency)"."""
_PLACE_LINE = re.compile(r"[A-Z][\w .,'()\[\]/-]{0,60}$")
_DASH = re.compile(r"[^a-z]{0,30}?(?:--|—|–| - )")
"""A day between a place and a dash ("ORLEN, 3 JAN 31 --") is a dateline."""
_SINCE = re.compile(r"\bsince\W+(?:\w+\W+)?$|\bsince\b(?:[^.;:,]|(?<=[A-Z])\.){0,80}\b(?:collapsed|began|"
                    r"started|ended|expired|broke|"
                    r"took effect|launched|erupted)\W+(?:on |late |early )*$", re.IGNORECASE)
_COURT = re.compile(
    r"\b(?:arraign\w*|sentenc\w+|plead(?:ed|s|ing)?|pled|plea|charged|charges|indict\w+|arrest(?:ed|s)?|convicted|"
    r"testif\w+|court|funeral|vigil|hearing|trial|extradited|apprehended|custody|judge|jury|jail|bail|bond|"
    r"remain(?:s|ed)?|underway|continu(?:e|es|ed|ing)|search(?:ing|ed)|identified|services|hospitali[sz]ed|recovering|"
    r"mourn\w*|interview(?:ed)?|walked out|scheduled|named|surrendered|turned (?:himself|herself|themselves) in|"
    r"caught|captured|wanted|visit(?:ed)?|meeting|met|returned|resign\w*|lawsuit|sued|autops\w+|buried|"
    r"investigat(?:e|ing|ors)|seek(?:ing)?|looking for|appeal\w*|on leave|briefing|conference)\b",
    re.IGNORECASE,
)
"""What follows a happening and has a day of its own."""
_HARM_WORD = re.compile(
    r"\b(?:shot|shoot\w*|shooting\w*|kill\w*|wound\w*|injur\w*|dead|died|dies|stabb\w+|attack\w*|blast|explo\w+|bomb\w*|"
    r"str(?:ike|ikes|uck)|raid\w*|airstrike\w*|gunfire|gunned|fired|crash\w*|hit|clash\w*|slain|slaying|murder\w*|homicide|"
    r"happened|occurred|took place|broke out|erupted|opened fire|shell\w+|incident|dropped|targeted)\b",
    re.IGNORECASE,
)
AFTERMATH_CHARS = 70
"""Of what a day is the day stands within so many code points before it in its clause, or at its sentence's head
after it."""
_SAYS_AFTER = re.compile(
    r"^\W*(?:said|told|demanded|announced|called|urged|condemned|warned|denied|claimed|released|arrested|charged)\b",
    re.IGNORECASE,
)


def _coarse(mentions: Sequence[Mention]) -> list[str]:
    """The months and years that a sentence names ("2016-02", "2011")."""
    return [
        mention.value.timex
        for mention in mentions
        if isinstance(mention.value, TimeValue) and re.fullmatch(r"\d{4}(?:-\d\d)?", mention.value.timex)
    ]


def day_of(mention: Mention) -> str | None:
    """The one day that a time mention names, ISO or an open weekday, or None where it names no day."""
    if not isinstance(mention.value, TimeValue) or mention.value.type not in ("DATE", "TIME"):
        return None
    timex = mention.value.timex
    if open_day := _OPEN_DAY.match(timex):
        return open_day[0]
    return day.isoformat() if (day := parse_day(timex)) else None


_OPEN_DAY = re.compile(r"XXXX-WXX-[1-7]")


def is_open(day: object) -> bool:
    """Whether a day is only a weekday, of which week nobody knows."""
    return isinstance(day, str) and _OPEN_DAY.match(day) is not None


def _is_spoken(before: str, after: str) -> bool:
    """Is a day the day of a statement or of a court: does a verb of saying stand right beside it?"""
    lead = _WEEKDAY_LEAD.search(before)
    cut = before[: lead.start()] if lead else before
    near = before[max(0, len(cut) - 14) :]
    return bool(_SAYING.search(near) or _SAYS_AFTER.match(after)) or _is_aftermath(before, after)


def _is_aftermath(before: str, after: str) -> bool:
    """Does a word for what follows a happening (court, search, funeral) stand nearer to a day than a harm?"""
    clause = re.split(r"[.;:!?]", before[-AFTERMATH_CHARS:])[-1]
    if not re.search(r"\w{3,}", clause):
        late, harm = _COURT.search(after), _HARM_WORD.search(after)
        return late is not None and (harm is None or late.start() < harm.start())
    lates, harms = list(_COURT.finditer(clause)), list(_HARM_WORD.finditer(clause))
    return bool(lates) and (not harms or lates[-1].start() > harms[-1].start())


def _assigned(scenes: list[Scene]) -> list[Scene]:
    """Every sentence with its incident: 1 is the main one.

    Where headline and lead tell of no harm (a meeting, a plea), harm told later is none of theirs.
    """
    if not any(scene.lead for scene in scenes):
        # A text of a few words has no sentence long enough for a lead: its first ones are.
        scenes = [replace(scene, lead=number < LEAD_SENTENCES) for number, scene in enumerate(scenes)]
    main = main_day(scenes)
    harmless = not any(scene.harm for scene in scenes if scene.lead)
    keys: dict[str, int] = {}
    found = []
    for scene in scenes:
        key = "" if scene.lead and not _old(scene) else _apart_key(scene, main)
        if harmless and scene.harm and not scene.lead:
            key = key or "told later"
        number = keys.setdefault(key, len(keys) + 2) if key else 1
        found.append(scene if number == 1 else replace(scene, incident=number))
    return found


def _old(scene: Scene) -> bool:
    """Does a sentence of the lead tell only of the past ("since 2011 the war has killed 300,000")?"""
    found = _BACKGROUND.search(scene.text)
    if scene.kind == "headline" or found is None or scene.times:
        return False
    # "the deadliest raid since the war began" is told of the happening itself.
    return not found[0].lower().startswith(("deadliest", "worst"))


def main_day(scenes: Sequence[Scene]) -> str | None:
    """The day of the main happening as headline and lead tell it, or the first day told of a happening."""
    lead = [when for scene in scenes if scene.lead for when in scene.times]
    told = [when for scene in scenes if scene.harm and not _BACKGROUND.search(scene.text) for when in scene.times]
    for days in ([when for when in lead if not when.spoken], [when for when in told if not when.spoken], lead):
        if days:
            return days[0].day
    return None


def _apart_key(scene: Scene, main: str | None) -> str:
    """What sets a sentence apart from the main happening: "" where nothing does."""
    if not scene.harm or scene.kind == "headline":
        return ""
    if _BACKGROUND.search(scene.text):
        return "background"
    days = [when.day for when in scene.times if not when.spoken and not when.since]
    sure = [day for day in days if not is_open(day)]
    if main and sure and not is_open(main) and main not in sure and not any(count.toll for count in scene.counts):
        return min(sure)
    if scene.coarse and not days and not any(scene.number < 4 or month == str(main)[:7] for month in scene.coarse):
        return min(scene.coarse)
    if _APART.search(scene.text):
        return f"apart {scene.number}"
    return ""
