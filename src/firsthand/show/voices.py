"""What stands around the table: who is quoted, who had it from whom, flags, missing sources, asides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from firsthand.records import Attribution, CountRange, Day, Link, Mention, Name, PlaceValue, TimeValue, Value
from firsthand.show import phrase
from firsthand.show.model import Aside, Edge, Lineage, Missing, Remark, Statement, Voice, Words
from firsthand.show.scene import Scene, same_words
from firsthand.trace import load_outlets
from firsthand.trace.authority import Use, meet_names, names_somebody

MAX_SHARED = 3
"""Passages that are shown of those that two reports share, and how long each may be: enough to see that they do."""
MAX_SHARED_CHARS = 320
_PARTS_OF_DAY = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
"""TIMEX3's codes."""
NOBODY = "nobody named"
"""The voice of statements whose source the text leaves out."""
_ACTIVE = {"copies": "copies {}", "cites": "names {} as its source", "credits": "credits {}", "links": "links to {}"}
_PASSIVE = {"copies": "copied by", "cites": "named as a source by", "credits": "credited by", "links": "linked to by"}
_LINK_ORDER = tuple(_PASSIVE)
_DIRECTIONS = {"inferred": "direction inferred", "unknown": "which came first is not known"}


# ---------------------------------------------------------------- voices

def find_voices(scene: Scene) -> tuple[Voice, ...]:
    """Everybody whom the reports let speak; a statement that several reports carry stands once."""
    cited = _cited(scene)
    named = [(row, _outlet(cited, row) or _speaker(scene, row)) for row in scene.attributions if row.content]
    uses = Counter(name for _, name in named if names_somebody(name))
    shown = meet_names({name: Use(count) for name, count in uses.items()}, load_outlets())
    groups: dict[str, list[Attribution]] = {}
    speakers: dict[str, str] = {}
    for row, spelled in named:
        name = shown.get(spelled, spelled)
        groups.setdefault(same_words(name), []).append(row)
        speakers.setdefault(same_words(name), name)
    voices = [_voice(scene, speakers[key], number, rows) for number, (key, rows) in enumerate(groups.items(), start=1)]
    return tuple(sorted(voices, key=lambda voice: (
        voice.name == NOBODY, -len({one for said in voice.statements for one in said.reports}),
        -len(voice.statements), voice.name)))


def _cited(scene: Scene) -> dict[str, list[tuple[str, str]]]:
    """For each report the words that name an outlet or agency as its source, with its canonical name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for link in scene.links:
        if link.kind == "cites" and link.source:
            text = scene.reports[scene.numbers[link.from_] - 1].text
            found.setdefault(link.from_, []).extend((text[own[0]:own[1]], link.source) for own, _ in link.spans if own)
    return found


def _outlet(cited: dict[str, list[tuple[str, str]]], row: Attribution) -> str | None:
    """The canonical name of an outlet that speaks: "Galish Kest" and "the Kest news agency" are one voice."""
    if row.source_kind != "outlet" or not row.source_name:
        return None
    return next((phrase.one_line(name) for words, name in cited.get(row.report, ()) if row.source_name in words), None)


def _speaker(scene: Scene, row: Attribution) -> str:
    if row.source_name:
        return phrase.one_line(row.source_name)
    text = scene.reports[scene.numbers[row.report] - 1].text
    return phrase.one_line(" ".join(text[start:end] for start, end in row.source)) or NOBODY


def _voice(scene: Scene, name: str, number: int, rows: Sequence[Attribution]) -> Voice:
    kinds: list[str] = [row.source_kind for row in rows if row.source_kind]
    statements: dict[tuple[str, str], list[tuple[Attribution, Words]]] = {}
    for row in rows:
        words = scene.words(row.report, row.content[0][0], max(end for _, end in row.content))
        statements.setdefault((same_words(words.text), row.stance), []).append((row, words))
    said = [Statement(f"s{scene.number}-v{number}-{place}", same[0][1], phrase.STANCE_WORDS[stance],
                      same[0][0].direct, tuple(sorted({words.report for _, words in same})))
            for place, ((_, stance), same) in enumerate(statements.items(), start=1)]
    kind = max(sorted(set(kinds)), key=kinds.count) if kinds else None
    kind = "not named" if kind == "anonymous" else kind
    return Voice(name, kind, tuple(said))


# ---------------------------------------------------------------- links, missing sources, flags

def find_edges(scene: Scene) -> tuple[Edge, ...]:
    """Who had it from whom, in the order of the reports."""
    edges = sorted((_edge(scene, link) for link in scene.links),
                   key=lambda edge: (edge.from_, edge.kind, edge.to or 0, edge.source or ""))
    return tuple(replace(edge, id=f"s{scene.number}-e{number}") for number, edge in enumerate(edges, start=1))


def _edge(scene: Scene, link: Link) -> Edge:
    number, to = scene.numbers[link.from_], scene.numbers.get(link.to or "")
    source = phrase.one_line(link.source) if link.source else None
    target = _target(scene, link, to, source)
    remarks = []
    if link.kind == "copies" and link.share is not None:
        remarks.append(f"{round(100 * link.share)} % of its words stand there")
    if link.direction != "known":
        remarks.append(_DIRECTIONS[link.direction])
    text = _ACTIVE[link.kind].format(target) + (f": {', '.join(remarks)}" if remarks else "")
    words = _link_words(scene, link) if link.kind != "copies" and link.spans else None
    shared = _shared_words(scene, link) if to is not None else ()
    return Edge("", number, to, source, link.kind, link.share, link.direction, target, text, words, shared,
                len(link.spans) - len(shared) if shared else 0)


def _shared_words(scene: Scene, link: Link) -> tuple[tuple[Words, Words], ...]:
    """The longest passages that a report shares with the one that it copies, each as it stands in either."""
    pairs = sorted((pair for pair in link.spans if pair[0] and pair[1]),
                   key=lambda pair: (pair[0][0] - pair[0][1], pair))
    return tuple((_cut(scene.words(link.from_, own[0], own[1])), _cut(scene.words(link.to or "", other[0], other[1])))
                 for own, other in pairs[:MAX_SHARED])


def _cut(words: Words) -> Words:
    """Words of at most `MAX_SHARED_CHARS`; a copied page would be shown twice over."""
    if len(words.text) <= MAX_SHARED_CHARS:
        return words
    return replace(words, text=phrase.shorten(words.text, MAX_SHARED_CHARS), after="")


def link_text(scene: Scene, link: Link) -> str:
    """What a link says of its report, in words: "copies report 2 (Coast Agency): 90 % of its words stand there"."""
    return _edge(scene, link).text


def group_edges(edges: Sequence[Edge]) -> tuple[Lineage, ...]:
    """The links by what they lead to, so that forty reprints of one report are one line."""
    groups: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        groups.setdefault((edge.kind, edge.target), []).append(edge)
    lines = []
    for (kind, target), members in groups.items():
        reports = [_member(edge) for edge in members]
        noun = "report" if len(reports) == 1 else "reports"
        head = f"{target[0].upper()}{target[1:]} – {_PASSIVE[kind]}"
        lines.append(Lineage(kind, f"{head} {noun} {phrase.listed(reports)}", tuple(members)))
    return tuple(sorted(lines, key=lambda line: (_LINK_ORDER.index(line.kind), -len(line.edges), line.text)))


def _member(edge: Edge) -> str:
    remarks = [] if edge.share is None or edge.kind != "copies" else [f"{round(100 * edge.share)} %"]
    remarks += [_DIRECTIONS[edge.direction]] if edge.direction != "known" else []
    return f"{edge.from_} ({', '.join(remarks)})" if remarks else str(edge.from_)


def _link_words(scene: Scene, link: Link) -> Words:
    """The words of the report that show the link."""
    start, end = link.spans[0][0]
    return scene.words(link.from_, start, end)


def _target(scene: Scene, link: Link, to: int | None, source: str | None) -> str:
    if to is not None:
        outlet = phrase.outlet_of(scene.reports[to - 1])
        named = f"{source}, " if source and source != outlet else ""
        return f"{named}report {to} ({outlet})"
    if link.to in scene.elsewhere:
        return f"“{scene.elsewhere[link.to or '']}”, a report of another story"
    return source or "a source outside the case"


def find_missing(scene: Scene) -> tuple[Missing, ...]:
    """Sources that reports rely on and that nobody has added, most leaned-on first."""
    missing: list[Missing] = []
    for origin in scene.origins:
        if origin.in_case:
            continue
        naming = [link for link in scene.links if link.kind != "copies" and link.spans and link.source
                  and same_words(link.source) == same_words(origin.name)]
        words = dict.fromkeys(_link_words(scene, link) for link in naming)
        reports = scene.numbered([*origin.reports, *(link.from_ for link in naming)])
        missing.append(Missing(f"s{scene.number}-m{len(missing) + 1}",
                               phrase.one_line(origin.name) or "a source without a name",
                               phrase.one_line(origin.why), reports, tuple(words)))
    return tuple(sorted(missing, key=lambda one: (-len(one.reports), one.name)))


def find_remarks(scene: Scene) -> tuple[Remark, ...]:
    """The flags of a story's reports, in the order of the reports and their text."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for flag in sorted(scene.flags, key=lambda flag: (scene.numbers[flag.report], flag.start, flag.kind)):
        words = scene.words(flag.report, flag.start, flag.end)
        groups.setdefault((flag.kind, phrase.one_line(flag.why)), []).append(words)
    return tuple(Remark(f"s{scene.number}-k{number}", kind, phrase.flag_label(kind), why,
                        tuple(sorted({one.report for one in words})), tuple(words))
                 for number, ((kind, why), words) in enumerate(groups.items(), start=1))


# ---------------------------------------------------------------- asides

def find_other(scene: Scene) -> tuple[Aside, ...]:
    """Other happenings that the reports name in passing, each with what is said of it."""
    incidents: dict[tuple[str, str], list[Value]] = {}
    for value in scene.values:
        if not value.main:
            incidents.setdefault((value.report, value.incident), []).append(value)
    found = []
    for rows in incidents.values():
        said = "; ".join(dict.fromkeys(value_of(row) for row in rows))
        found.append(("another happening", said, scene.words(rows[0].report, rows[0].start, rows[0].end,
                                                             rows[0].said_by)))
    return _asides(scene, "o", found)


def value_of(row: Value) -> str:
    """What a value gives, with its slot: "killed 14", "when Tue 20 March 2018"."""
    return f"{phrase.SLOT_LABELS.get(row.slot, row.slot)}{_counted(row)} {bare_value(row)}"


def bare_value(row: Value) -> str:
    """What a value gives, in words, without its slot."""
    value: CountRange | Day | Name
    if isinstance(row.low, str) or isinstance(row.high, str):
        value = Day(str(row.low or row.high))
    elif row.name is None:
        value = CountRange(row.low, row.high)
    else:
        value = Name(row.name)
    return phrase.value_words(value)


def _counted(row: Value) -> str:
    """The group that a count is of, in brackets; nothing where it is of all."""
    return f" ({phrase.one_line(row.of)})" if row.of not in (None, "total") else ""


def find_places(scene: Scene) -> tuple[Aside, ...]:
    """The places that the reports name, with the country where they could be resolved."""
    found = []
    for row in scene.mentions:
        if row.kind == "place":
            words = scene.words(row.report, row.start, row.end)
            resolved = isinstance(row.value, PlaceValue) and row.value.geonameid is not None
            country = row.value.country if isinstance(row.value, PlaceValue) else None
            label = country or "resolved" if resolved else "not resolved"
            name = row.value.name if isinstance(row.value, PlaceValue) else words.text
            found.append((label, phrase.one_line(name), words))
    return _asides(scene, "p", found)


def find_times(scene: Scene) -> tuple[Aside, ...]:
    """The days that the reports name; those in captions apart, since a photo may be older."""
    found = []
    for row in scene.mentions:
        if row.kind == "time" and isinstance(row.value, TimeValue) and row.value.type in ("DATE", "TIME"):
            words = scene.words(row.report, row.start, row.end)
            label = "in a caption" if words.block == "caption" else "in the text"
            found.append((label, _time_words(row), words))
    return _asides(scene, "t", found)


def _time_words(row: Mention) -> str:
    if not isinstance(row.value, TimeValue):
        return ""
    day, _, hour = row.value.timex.partition("T")
    return f"{phrase.day_words(day)}, {_PARTS_OF_DAY.get(hour, hour)}" if day and hour else phrase.day_words(day)


def _asides(scene: Scene, letter: str, found: Sequence[tuple[str, str, Words]]) -> tuple[Aside, ...]:
    """What is named with the same label and value, once, with the numbers of all reports."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for label, value, words in found:
        groups.setdefault((label, value), []).append(words)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Aside(f"s{scene.number}-{letter}{number}", label, value, words[0],
                       tuple(sorted({one.report for one in words})))
                 for number, ((label, value), words) in enumerate(ordered, start=1))
