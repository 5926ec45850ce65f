"""Flags on where it comes from: unnamed sources, circles, one origin, attributions that got lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from firsthand.records import Flag, Link, Report, Span, Value
from firsthand.text import fold
from firsthand.weigh.actors import actors_of, relate_sets
from firsthand.weigh.compare import COUNTS, Stated, group_of, phrase
from firsthand.weigh.lexicon import name_words
from firsthand.weigh.sight import Sight, in_headline
from firsthand.weigh.speakers import authority_words

_UNNAMED = re.compile(
    r"^(?P<before>.*?)\b(?P<head>sources?|resources|officials?|witness(?:es)?|eyewitness(?:es)?|activists?|"
    r"residents?|diplomats?|insiders?|medics?|locals)\b(?P<after>.*)$", re.IGNORECASE | re.DOTALL)
_NAME_FOLLOWS = re.compile(r"\s*,?\s*[A-Z][\w'’-]+")
_AND = re.compile(r"\s+and\s+|\s*,\s*", re.IGNORECASE)
_CONFIRMS = re.compile(r"\b(?:confirm|verif|corroborat)\w*", re.IGNORECASE)
_AGAIN = re.compile(r"the (?:same )?(?:sources?|officials?|activists?)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|one|two|three|some|several|many|other)\b", re.IGNORECASE)
_ADJECTIVES = 2
"""Where commas were lost, words before these do not belong to the source any more."""
_REAL_NAME = re.compile(r"\b(?:named|called|identified as|known as)\b", re.IGNORECASE)


def flag_sourcing(sight: Sight) -> Iterator[Flag]:
    """Flags `anonymous_source`, `circular_citation`, `single_origin`, `lost_attribution`, `number_not_in_source`
    and `unsupported_cause`."""
    for report in sight.reports:
        yield from _anonymous(sight, report)
    yield from _circles(sight)
    yield from _single(sight)
    yield from _lost(sight)
    yield from _not_in_source(sight)
    yield from _unsupported(sight)


# ---------------------------------------------------------------- unnamed sources

def is_unnamed(source: str) -> bool:
    """True for words that name a kind of person and nobody: "a medical source", "two officials"."""
    return all(map(_part_is_unnamed, _AND.split(source)))


def _part_is_unnamed(source: str) -> bool:
    found = _UNNAMED.match(source.strip())
    if not found or _REAL_NAME.search(source):
        return False
    if found["head"].casefold() in ("source", "sources"):
        return not re.search(r"\b(?:open|news|media)\s*$", found["before"], re.IGNORECASE)
    return not _NAME_FOLLOWS.match(found["after"])


def _anonymous(sight: Sight, report: Report) -> Iterator[Flag]:
    """One flag for each unnamed source that a main value of the report rests on; "the source" is one before it."""
    seen: set[str] = set()
    for value in sorted(sight.values.get(report.id, ()), key=_telling_first):
        said_by = value.said_by or ""
        if not said_by or fold(said_by) in seen or not _is_anonymous(sight, value):
            continue
        if seen and _AGAIN.fullmatch(said_by):
            continue
        seen.add(fold(said_by))
        start, end = _source_span(sight, report, value)
        start = max(start, end - len(_core(report.text[start:end])))
        words = " ".join(report.text[start:end].split())
        yield sight.flag(report.id, "anonymous_source", (start, end),
                         f"{_what(value)} rests on “{words}”, whom the report does not name.")
    yield from _confirmed(sight, report, seen)


def _telling_first(value: Value) -> tuple[bool, int, str]:
    """Figures and blame before places and days, then in the text's order."""
    return value.slot in ("date", "place", "event"), value.start, repr(value)


def _confirmed(sight: Sight, report: Report, seen: set[str]) -> Iterator[Flag]:
    """ "Some resources confirmed the news": a confirmation by nobody."""
    for said in sight.said.get(report.id, ()):
        source = " ".join(report.text[start:end] for start, end in said.source)
        cue = " ".join(report.text[start:end] for start, end in said.cue)
        if _CONFIRMS.search(cue) and is_unnamed(source) and fold(source) not in seen:
            seen.add(fold(source))
            yield sight.flag(report.id, "anonymous_source", said.source[0],
                             f"“{source}” confirm it, whom the report does not name.")


def _core(words: str) -> str:
    """The words from the last article before the unnamed source on: "the lull a local resident" has lost a comma."""
    found = _UNNAMED.match(words)
    if not found:
        return words
    starts = [match.start() for match in _ARTICLE.finditer(found["before"])]
    if starts:
        return words[starts[-1]:]
    before = [match.start() for match in re.finditer(r"\S+", found["before"])]
    return words[before[-_ADJECTIVES]:] if len(before) > _ADJECTIVES else words


def _is_anonymous(sight: Sight, value: Value) -> bool:
    attribution = sight.attributions.get((value.report, value.attribution or ""))
    if attribution and attribution.source_name and authority_words(attribution.source_name) \
            and not is_unnamed(attribution.source_name):
        return False
    return is_unnamed(value.said_by or "")


def _source_span(sight: Sight, report: Report, value: Value) -> Span:
    attribution = sight.attributions.get((value.report, value.attribution or ""))
    if attribution and attribution.source:
        return attribution.source[0]
    at = report.text.find(value.said_by or "", max(0, value.start - 400))
    if value.said_by and at >= 0:
        return at, at + len(value.said_by)
    return value.start, value.end


def _what(value: Value) -> str:
    figure = phrase(Stated(value.slot, low=value.low, high=value.high, name=value.name))
    if value.slot in COUNTS:
        whom = "" if group_of(value.of) == "total" else f" of {value.of}"
        return f"The figure of {figure} {value.slot}{whom}"
    return f"The {value.slot} {figure}"


# ---------------------------------------------------------------- circles

def _circles(sight: Sight) -> Iterator[Flag]:
    """Two reports that each give the other as their source."""
    reports = {report.id: report for report in sight.reports}
    cited: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for report in sight.reports:
        for link in sight.links.get(report.id, ()):
            if link.kind in ("cites", "credits", "links") and link.to in reports and link.to != link.from_:
                cited[link.from_, link.to].append(link)
    for (source, target), links in sorted(cited.items()):
        if (target, source) in cited:
            spans = sorted((part[0][0], part[0][1]) for link in links for part in link.spans if len(part[0]) == 2)
            span = spans[0] if spans else sight.title_span(reports[source])
            name, other = _name(reports[source]), _name(reports[target])
            yield sight.flag(source, "circular_citation", span,
                             f"{name} gives {other} as its source here, and {other} gives {name} as its own.")


def _name(report: Report) -> str:
    return report.publisher or report.ref


# ---------------------------------------------------------------- origins

def _single(sight: Sight) -> Iterator[Flag]:
    """Several reports with one origin: one flag, on the earliest report."""
    givers = {claim.value.report for claim in sight.claims}
    origins = {claim.origin for claim in sight.claims}
    reports = [report for report in sight.reports if report.id in givers]
    if len(reports) < 2 or len(origins) != 1:
        return
    first = min(reports, key=lambda report: (report.published or "9", report.id))
    yield sight.flag(first.id, "single_origin", sight.title_span(first),
                     f"{len(reports)} reports of this story give values, and all of them go back to one origin.")


def _lost(sight: Sight) -> Iterator[Flag]:
    """A figure in the own voice that another report attributes to a source this one never names."""
    named: dict[tuple[object, ...], set[tuple[str, str]]] = defaultdict(set)
    for report in sight.reports:
        for value in sight.values.get(report.id, ()):
            if value.said_by and authority_words(value.said_by) and _is_telling(value):
                named[_figure(value)].add((value.said_by, _name(report)))
    first = {figure: min(sources) for figure, sources in named.items()}
    telling = {figure: frozenset().union(*(authority_words(source) for source, _ in sources))
               for figure, sources in named.items()}
    for report in sight.reports:
        values = [value for value in sight.values.get(report.id, ()) if _is_telling(value)]
        attributed = {_figure(value) for value in values if value.said_by or value.attribution}
        lost = [value for value in sorted(values, key=lambda value: (value.start, repr(value))) if (
            figure := _figure(value)) in named and figure not in attributed and not in_headline(report, value.start)]
        words = set(name_words(report.text)) if lost else set()
        for value in lost:
            if not words & telling[_figure(value)]:
                source, other = first[_figure(value)]
                yield sight.flag(report.id, "lost_attribution", (value.start, value.end),
                                 f"{_what(value)} stands in the report's own voice; {other} has it from {source}.")
                break


def _is_telling(value: Value) -> bool:
    """A figure that is not met by chance in two reports."""
    return value.slot in ("killed", "injured") and isinstance(value.low, int) and value.low >= 3


def _figure(value: Value) -> tuple[object, ...]:
    return value.slot, group_of(value.of), value.low, value.high


def _not_in_source(sight: Sight) -> Iterator[Flag]:
    """A figure credited to an outlet whose own report in the story has other figures only."""
    by_publisher: dict[frozenset[str], list[Report]] = defaultdict(list)
    for report in sight.reports:
        by_publisher[authority_words(report.publisher)].append(report)
    for report in sight.reports:
        for value in sight.values.get(report.id, ()):
            words = authority_words(value.said_by)
            if not words or not _is_telling(value):
                continue
            own = [other for other in by_publisher.get(words, ()) if other.id != report.id]
            if own and all(_has_others_only(sight, other, value) for other in own):
                yield sight.flag(report.id, "number_not_in_source", (value.start, value.end),
                                 f"{_what(value)} is credited to {value.said_by}, whose own report "
                                 "gives another figure and does not have this one.")


def _has_others_only(sight: Sight, other: Report, value: Value) -> bool:
    figures = {_figure(each) for each in sight.values.get(other.id, ()) if each.slot == value.slot
               and group_of(each.of) == group_of(value.of)}
    return bool(figures) and _figure(value) not in figures and not re.search(rf"\b{value.low}\b", other.text)


def _unsupported(sight: Sight) -> Iterator[Flag]:
    """Blame as a fact in the own voice, with no source for it anywhere in the report, where another report of
    the story has it from somebody or has it denied: whom to blame is not plain to everybody."""
    blamed = [(report, value) for report in sight.reports for value in sight.values.get(report.id, ())
              if value.slot == "perpetrator" and value.name]
    for report in sight.reports:
        own = [value for one, value in blamed if one.id == report.id]
        if not own or any(value.said_by or value.attribution or value.denied_by or value.factuality != "fact"
                          for value in own):
            continue
        value = min((one for one in own if not in_headline(report, one.start)), key=lambda one: one.start, default=None)
        others = sorted({(other.denied_by or other.said_by or "", _name(one), bool(other.denied_by))
                         for one, other in blamed if value and one.id != report.id and _blames_same(value, other)
                         and authority_words(other.denied_by or other.said_by)})
        if value is None or not others or _is_known(sight, report, {value.name or "", *(who for who, _, _ in others)}):
            continue
        who, name, denies = others[0]
        yield sight.flag(report.id, "unsupported_cause", (value.start, value.end),
                         f"“{value.name}” is blamed in the report's own voice with no source; in {name} "
                         + (f"{who} denies it." if denies else f"that is what {who} says."))


def _is_known(sight: Sight, report: Report, names: set[str]) -> bool:
    """Whether somebody of these names is a source of the report: those who say it, or the blamed who own up."""
    sources = set(name_words(" ".join(report.text[start:end] for said in sight.said.get(report.id, ())
                                      for start, end in said.source)))
    return any(authority_words(name) & sources for name in names)


def _blames_same(value: Value, other: Value) -> bool:
    relation = relate_sets(actors_of(value.name or ""), actors_of(other.name or ""))
    return relation.matched is not None and not relation.only_one
