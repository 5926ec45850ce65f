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
            self.publisher(link.to) for link in inside if link.to in self._reports and link.to}

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
        copied = False
        seen = {report}
        while (link := self._copied_from(report, words)) and link.to and link.to not in seen:
            words = _moved(link, words)
            report, copied = link.to, True
            seen.add(report)
        voice = self._own(report)
        return Voice(voice.name, "copied", voice.certain) if copied and voice.basis == "own" else voice

    def _copied_from(self, report: str, words: Span | None) -> Link | None:
        """The link to the report that these words are copied from: the one that shares most."""
        fits = [link for link in self._copies[report]
                if (link.share or 0) >= MOSTLY or (words is not None and _holds(link, words))]
        return min(fits, key=lambda link: (-(link.share or 0), link.to or ""), default=None)

    def _own(self, report: str) -> Voice:
        """Whom a report that copies nobody credits or cites, else its publisher."""
        publisher = self.publisher(report)
        if report in self._circles:
            return Voice(publisher, "circular", False)
        if credited := self._first_named(report, "credits"):
            return Voice(credited, "credited", True)
        if cited := self._first_named(report, "cites"):
            return Voice(cited, "cited", False)
        known = self._outlets.find(publisher)
        agency = known is not None and known.kind == "agency"
        return Voice(publisher, "own", agency or publisher in self._leaned_on)

    def _first_named(self, report: str, kind: LinkKind) -> str | None:
        """The outlet that a report names first in this way."""
        named = [link for link in self._named[report] if link.kind == kind and link.source]
        first = min(named, key=lambda link: (link.spans[:1], link.source or ""), default=None)
        return first.source if first else None


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

