"""The own voice of a report: whose words it really speaks where it names no source for a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from firsthand.records import Link, LinkKind, Report, Span
from firsthand.trace.cycles import find_cycles
from firsthand.trace.outlets import Outlets

Basis = Literal["named", "copied", "credited", "cited", "circular", "own"]

MOSTLY = 0.5
"""A report of which this part is copied has its own voice from there too."""
PARTLY = 0.15
"""A report of which this part is copied may have the rest from there as well."""
REWRITTEN_CHARS = 180
"""Characters between two copied runs, in both texts, that are rewritten: thirty words."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An authority's name, how it is known, and whether nobody else of the story may stand behind it."""

    name: str
    basis: Basis
    certain: bool


class Voices:
    """Finds the voice behind any words of the reports of one story, from their links."""

    def __init__(self, reports: Sequence[Report], links: Iterable[Link], outlets: Outlets) -> None:
        self._reports = {report.id: report for report in reports}
        self._outlets = outlets
        self._copies: dict[str, list[Link]] = defaultdict(list)
        self._named: dict[str, list[Link]] = defaultdict(list)
        inside = [link for link in links if link.from_ in self._reports]
        for link in inside:
            if link.kind != "copies":
                self._named[link.from_].append(link)
            elif link.to in self._reports:
                self._copies[link.from_].append(link)
        self._circles = {report: circle for circle in find_cycles(
            link for link in inside if link.to in self._reports) for report in circle}
        self._leaned_on = {link.source for link in inside if link.source} | {
            self.publisher(link.to) for link in inside
            if link.kind != "copies" and link.to in self._reports and link.to}

    def publisher(self, report: str) -> str:
        """The canonical name under which a report speaks for itself."""
        one = self._reports[report]
        if one.publisher and one.publisher.strip():
            return self._outlets.canonical(one.publisher)
        return _host(one.url) or one.author or PurePath(one.ref).stem or one.ref

    def circle(self, report: str) -> tuple[str, ...]:
        """The publishers of the reports that this one names as source in a circle; empty where none."""
        return tuple(sorted({self.publisher(other) for other in self._circles.get(report, ())}))

    def behind(self, report: str, words: Span | None) -> Voice:
        """The voice behind some words of a report, or behind the report as a whole (None)."""
        basis: Basis | None = None
        seen = {report}
        while True:
            link = self._copied_from(report, words) or (None if words else self._credited(report))
            if link is None or link.to is None or link.to in seen:
                break
            basis = basis or ("copied" if link.kind == "copies" else "credited")
            words = _moved(link, words)
            report = link.to
            seen.add(report)
        voice = self._own(report, words)
        return Voice(voice.name, basis, voice.certain) if basis and voice.basis == "own" else voice

    def _credited(self, report: str) -> Link | None:
        """The first credit of a report that leads to another one of the story."""
        return min((link for link in self._named[report] if link.kind == "credits" and link.to in self._reports
                    and report not in self._circles), key=lambda link: (link.spans[:1], link.to or ""), default=None)

    def _copied_from(self, report: str, words: Span | None) -> Link | None:
        """The link to the report that these words are copied from: the one that shares most."""
        size = len(self._reports[report].text)
        fits = [link for link in self._copies[report] if (link.share or 0) >= MOSTLY
                or (_holds(link, words) if words else _rewritten(link) >= MOSTLY * size)]
        return min(fits, key=lambda link: (-(link.share or 0), link.to or ""), default=None)

    def beside(self, report: str, words: Iterable[Span]) -> tuple[Voice, ...]:
        """Who else may stand behind a report: the outlets elsewhere that it cites in the blocks that hold
        some words, and the reports that a part of it is copied from."""
        blocks = {self._block(report, span) for span in words} - {None}
        cited = {link.source for link in self._named[report]
                 if link.kind == "cites" and link.source and link.to is None
                 and any(self._block(report, span) in blocks for span, _ in link.spans)}
        partly = {self.behind(link.to, None).name for link in self._copies[report]
                  if link.to and (link.share or 0) >= PARTLY}
        return (*(Voice(name, "cited", False) for name in sorted(cited)),
                *(Voice(name, "copied", False) for name in sorted(partly)))

    def _block(self, report: str, words: Sequence[int]) -> Span | None:
        """The block of the report that holds some words, as its span."""
        return next(((block.start, block.end) for block in self._reports[report].blocks
                     if words and block.start <= words[0] < block.end), None)

    def _own(self, report: str, words: Span | None) -> Voice:
        """Whom a report that copies nobody credits or cites, else its publisher."""
        publisher = self.publisher(report)
        if report in self._circles:
            return Voice(publisher, "circular", False)
        if credited := self._named_for(report, "credits", None):
            return Voice(credited, "credited", True)
        if cited := self._named_for(report, "cites", words):
            return Voice(cited, "cited", False)
        known = self._outlets.find(publisher)
        agency = known is not None and known.kind == "agency"
        return Voice(publisher, "own", agency or publisher in self._leaned_on)

    def _named_for(self, report: str, kind: LinkKind, words: Span | None) -> str | None:
        """The outlet that a report names in this way for some words: in their block, else first of all."""
        named = [(span, link.source) for link in self._named[report] if link.kind == kind and link.source
                 for span, _ in link.spans or (((), ()),)]
        block = self._block(report, words) if words else None
        near = [(span, source) for span, source in named if block and self._block(report, span) == block]
        if words and near:
            return min(near, key=lambda one: (abs(one[0][0] - words[0]), one))[1]
        return min(named, default=((), None))[1]


def _rewritten(link: Link) -> int:
    """The characters of a report that are copied, with the gaps between the runs that were rewritten."""
    total, last = 0, ((0, -REWRITTEN_CHARS - 1), (0, -REWRITTEN_CHARS - 1))
    for ours, theirs in link.spans:
        gaps = ours[0] - last[0][1], theirs[0] - last[1][1]
        total += ours[1] - ours[0] + (gaps[0] if min(gaps) >= 0 and max(gaps) <= REWRITTEN_CHARS else 0)
        last = (ours[0], ours[1]), (theirs[0], theirs[1])
    return total


def _holds(link: Link, words: Span) -> bool:
    return any(ours[0] <= words[0] and words[1] <= ours[1] for ours, _ in link.spans)


def _moved(link: Link, words: Span | None) -> Span | None:
    """Where the words stand in the report that they are copied from, as far as the spans tell."""
    for ours, theirs in link.spans:
        if words is not None and ours[0] <= words[0] and words[1] <= ours[1]:
            start = theirs[0] + words[0] - ours[0]
            return (start, start + words[1] - words[0]) if ours[1] - ours[0] == theirs[1] - theirs[0] else None
    return None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None

