"""Origins: where the claims of a story start once copies and citations are followed to their ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.authorities import AUTHORITIES, distinctive
from firsthand.records import Attribution, Claim, Link, Origin, Passage, Report, Span, Story, Value
from firsthand.text import fold
from firsthand.trace.authority import Use, meet_names, names_somebody, speaks_for_nobody
from firsthand.trace.outlets import Outlets, load_outlets
from firsthand.trace.standing import Backing, find_standings
from firsthand.trace.voices import Said, Voice, Voices


@dataclass(frozen=True, slots=True)
class Traced:
    """Where the claims of some stories come from.

    `origins` is the table, in the order (story, id), the most leaned-on origin of a story as "o1".
    `claims` has one row for each main value of a report of a story, in the order of the reports and
    of the values given, with the id of its origin in that story. `certain` is false for a value whose
    report names nobody for it (an own voice that no link leads on from, an anonymous source) or only
    cites an outlet elsewhere: it may come from another origin of the story, so that the number of
    origins is a range: at least the certain ones (and one), at most all.
    """

    origins: tuple[Origin, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Lead:
    """A report of a story and the voice behind one of its values (None: behind the report); `phrase`
    is how the report words the source, and `words` are where it does."""

    report: str
    value: Value | None
    voice: Voice
    phrase: str = ""
    words: tuple[Span, ...] = ()


def find_origins(stories: Sequence[Story], reports: Sequence[Report], links: Sequence[Link],
                 attributions: Sequence[Attribution], values: Sequence[Value],
                 outlets: Outlets | None = None) -> Traced:
    """The origins of some stories, most leaned-on first, and the origin of every main value.

    A value goes back to the named authority that it is attributed to (in its own words or elsewhere in
    the same report); else to the report that its words are copied from; else to the agency or outlet
    that its report credits or cites; else to its report's own publisher.
    """
    known = (outlets or load_outlets()).with_publishers(report.publisher for report in reports)
    by_id = {report.id: report for report in reports}
    sayings = {(one.report, one.id): one for one in attributions}
    main: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        if value.main:
            main[value.report].append(value)
    outgoing: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        outgoing[link.from_].append(link)
    origins: list[Origin] = []
    claims: list[Claim] = []
    for story in stories:
        voices = Voices([by_id[one] for one in story.reports],
                        [link for one in story.reports for link in outgoing[one]], known,
                        {one: [_said(value) for value in main[one]] for one in story.reports})
        leads = [lead for one in story.reports for lead in _leads(one, main[one], sayings, voices)]
        found = _origins(story, leads, voices, known)
        origins += found.origins
        claims += found.claims
    return Traced(tuple(origins), tuple(claims))


def _leads(report: str, values: Sequence[Value], sayings: Mapping[tuple[str, str], Attribution],
           voices: Voices) -> list[_Lead]:
    """The voice behind every value of a report, or behind the report where it gives none."""
    beside = [_Lead(report, None, voice)
              for voice in voices.beside(report, [(value.start, value.end) for value in values])]
    if not values:
        return [_Lead(report, None, voices.behind(report)), *beside]
    named = {_key(value): name for value in reversed(values) if (name := _authority(value, sayings))}
    leads = []
    for value in values:
        name = _authority(value, sayings) or (named.get(_key(value)) if value.said_by is None else None)
        voice = Voice(name, "named", True) if name else voices.behind(report, _said(value))
        if value.said_by and not name:
            voice = Voice(voice.name, voice.basis, voice.basis in ("copied", "credited") and voice.certain)
        leads.append(_Lead(report, value, voice, value.said_by or "", _source(value, sayings) if name else ()))
    return leads + beside


def _source(value: Value, sayings: Mapping[tuple[str, str], Attribution]) -> tuple[Span, ...]:
    """Where the report names who says a value; the value's own words where that is not told, and none where
    another value of the report tells who says it."""
    if value.said_by is None:
        return ()
    saying = sayings.get((value.report, value.attribution or ""))
    return saying.source if saying and saying.source else ((value.start, value.end),)


def _said(value: Value) -> Said:
    return Said((value.start, value.end), (value.slot, value.of), _key(value))


def _key(value: Value) -> tuple[object, ...]:
    """What is said, whoever says it: an exact figure and the same one as a bound are one claim."""
    figure = value.low if value.low is not None else value.high
    return value.slot, value.of, figure, (value.name or "").casefold()


def _authority(value: Value, sayings: Mapping[tuple[str, str], Attribution]) -> str | None:
    """The name of the authority that a value is attributed to; None for an own voice or an anonymous one."""
    if value.said_by is None:
        return None
    saying = sayings.get((value.report, value.attribution or ""))
    if saying and (saying.source_kind == "anonymous" or saying.stance not in ("asserts", "hedges")):
        return None  # who denies or doubts something is not where it comes from
    if speaks_for_nobody(value.said_by):
        return None
    name = _whole_name(saying.source_name, value.said_by) if saying and saying.source_name else value.said_by
    return name if names_somebody(name) else None


def _whole_name(name: str, phrase: str) -> str:
    """A name with the noun behind it that makes it another's: "Coast" of "Coast guard" is no coast."""
    tokens, size = phrase.split(), len(name.split())
    follows = [tokens[first + size] for first in range(len(tokens) - size)
               if tokens[first:first + size] == name.split()]
    return f"{name} {follows[0]}" if follows and fold(follows[0]) in AUTHORITIES else name


def _origins(story: Story, leads: Sequence[_Lead], voices: Voices, outlets: Outlets) -> Traced:
    """The origins and claims of one story."""
    publishers = {one: voices.publisher(one) for one in story.reports}
    shown = meet_names(_uses(leads, publishers.values()), outlets)
    backing: dict[str, list[_Lead]] = defaultdict(list)
    for lead in leads:
        backing[shown[lead.voice.name]].append(lead)
    ranked = sorted(backing, key=lambda name: (-len(_reports(backing[name])), name))
    ids = {name: f"o{number}" for number, name in enumerate(ranked, 1)}
    present = {shown[name] for name in publishers.values()}
    standings = find_standings({name: _backing(backing[name], name in present, outlets.find(name) is not None)
                                for name in ranked})
    origins = tuple(Origin(story.id, ids[name], name, _reports(backing[name]), name in present,
                           _why(backing[name], name in present, voices), standings[name],
                           () if name in present else _words(backing[name], voices)) for name in ranked)
    claims = tuple(Claim(lead.value, story.id, ids[shown[lead.voice.name]], lead.voice.certain)
                   for lead in leads if lead.value)
    return Traced(origins, claims)


def _backing(leads: Sequence[_Lead], present: bool, outlet: bool) -> Backing:
    """What stands behind an origin with these leads."""
    return Backing(_reports(leads), frozenset(lead.report for lead in leads
                                              if lead.voice.basis not in ("own", "circular")),
                   any(lead.value for lead in leads), any(lead.voice.certain for lead in leads), present, outlet)


def _uses(leads: Sequence[_Lead], publishers: Iterable[str]) -> dict[str, Use]:
    """Every name of a story, how often a value rests on it, and what stands beside it."""
    counts = Counter(lead.voice.name for lead in leads if lead.value)
    beside: dict[str, set[str]] = defaultdict(set)
    for lead in leads:
        beside[lead.voice.name] |= distinctive(lead.phrase)
    return {name: Use(counts[name], frozenset(beside[name])) for name in {*publishers, *beside}}


def _words(leads: Iterable[_Lead], voices: Voices) -> tuple[Passage, ...]:
    """The words with which reports name the source of these leads."""
    found = set[tuple[str, Span]]()
    for lead in leads:
        found.update((lead.report, span) for span in lead.words or voices.words_naming(lead.report, lead.voice.name))
    return tuple(Passage(report, start, end) for report, (start, end) in sorted(found))


def _reports(leads: Iterable[_Lead]) -> tuple[str, ...]:
    return tuple(sorted({lead.report for lead in leads}))


_REASONS = (("named", "named as the source by {}"), ("copied", "its words stand in {}"),
            ("credited", "credited by {}"), ("cited", "cited by {}"), ("own", "own voice of {}"),
            ("circular", "own voice of {}"))


def _why(leads: Sequence[_Lead], present: bool, voices: Voices) -> str:
    """How the origin is known, in words."""
    reasons = []
    for basis, words in _REASONS:
        count = len({lead.report for lead in leads if lead.voice.basis == basis})
        if count:
            reasons.append(words.format("1 report" if count == 1 else f"{count} reports"))
    circles = {voices.circle(lead.report) for lead in leads if lead.voice.basis == "circular"}
    reasons += [f"{', '.join(circle[:-1])} and {circle[-1]} cite each other"
                for circle in sorted(circles) if len(circle) > 1]
    if not present:
        reasons.append("its own report is not in the case")
    return "; ".join(reasons)
