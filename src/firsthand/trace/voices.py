"""The own voice of a report: whose words it really speaks where it names no source for a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from firsthand.records import Link, LinkKind, Report, Span
from firsthand.trace.cycles import find_circles, find_cycles
from firsthand.trace.outlets import Outlets

Basis = Literal["named", "copied", "credited", "cited", "circular", "own"]

MOSTLY = 0.5
"""A report of which this part is copied has its own voice from there too."""
PARTLY = 0.15
"""A report of which this part is copied may have the rest from there as well."""
REWRITTEN_CHARS = 180
"""Characters between two copied runs, in both texts, that are rewritten: thirty words."""

CONTINUED = 0.2
"""Part of what was copied from a report that this one must have copied in its turn."""
INSERTED_CHARS = 40
"""Characters by which one such gap may be longer than twice the other: six words; a sentence put in is the
report's own."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An authority's name, how it is known, and whether nobody else of the story may stand behind it."""

    name: str
    basis: Basis
    certain: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says in some words: the slot that it fills, and the claim, the same whoever makes it."""

    words: Span
    slot: tuple[object, ...]
    claim: tuple[object, ...]


@dataclass(frozen=True, eq=False)
class _Followed:
    """A link, with what following it needs, worked out once."""

    link: Link

    @cached_property
    def passages(self) -> list[tuple[Span, Span]]:
        """Where the passages of a copy stand in both reports: its runs with the gaps between them that were
        rewritten."""
        found: list[tuple[Span, Span]] = []
        for ours, theirs in self.link.spans:
            if found:
                gaps = ours[0] - found[-1][0][1], theirs[0] - found[-1][1][1]
                if min(gaps) >= 0 and max(gaps) <= min(REWRITTEN_CHARS, 2 * min(gaps) + INSERTED_CHARS):
                    found[-1] = (found[-1][0][0], ours[1]), (found[-1][1][0], theirs[1])
                    continue
            found.append(((ours[0], ours[1]), (theirs[0], theirs[1])))
        return found

    @cached_property
    def copied_chars(self) -> int:
        """The characters of the copying report in these passages."""
        return sum(end - start for (start, end), _ in self.passages)

    def passage_of(self, words: Span) -> tuple[Span, Span] | None:
        """The passage of a copy that holds most of some words of it, if it holds half of them."""
        best = max(self.passages, key=lambda passage: _overlap(passage[0], words), default=None)
        return best if best and 2 * _overlap(best[0], words) >= words[1] - words[0] else None


_State = tuple[str, Span | None, tuple[object, ...] | None, str | None]
"""A report on the way, the words there, what is said, and from which copy the way came where that matters."""


@dataclass(frozen=True, slots=True)
class _End:
    """The report where a way ends, the words there, and the kind of the way's first link."""

    report: str
    words: Span | None
    step: LinkKind | None


class Voices:
    """Finds the voice behind any words of the reports of one story, from their links and what each says."""

    def __init__(self, reports: Sequence[Report], links: Iterable[Link], outlets: Outlets,
                 said: Mapping[str, Iterable[Said]] | None = None) -> None:
        self._reports = {report.id: report for report in reports}
        self._outlets = outlets
        self._claims: dict[str, dict[tuple[object, ...], set[tuple[object, ...]]]] = {}
        for report, everything in (said or {}).items():
            claims = self._claims.setdefault(report, defaultdict(set))
            for one in everything:
                claims[one.slot].add(one.claim)
        self._copies: dict[str, list[_Followed]] = defaultdict(list)
        self._named: dict[str, list[Link]] = defaultdict(list)
        inside = [link for link in links if link.from_ in self._reports]
        for link in inside:
            if link.kind != "copies":
                self._named[link.from_].append(link)
            elif link.to in self._reports:
                self._copies[link.from_].append(_Followed(link))
        for copies in self._copies.values():
            copies.sort(key=lambda one: (-(one.link.share or 0), one.link.to or ""))
        self._whole: dict[str, Voice] = {}
        self._ends: dict[_State, _End] = {}
        ways: dict[str, list[str]] = defaultdict(list)
        for link in inside:
            if link.kind in ("copies", "credits") and link.to in self._reports:
                ways[link.from_].append(link.to or "")
        self._knotted = {report for circle in find_circles(ways) for report in circle}
        self._circles = {report: circle for circle in find_cycles(
            link for link in inside if link.to in self._reports) for report in circle}
        self._heads = self._find_heads()
        self._leaned_on = {link.source for link in inside if link.source} | {
            self.publisher(link.to) for link in inside
            if link.kind != "copies" and link.to in self._reports and link.to}

    def publisher(self, report: str) -> str:
        """The canonical name under which a report speaks for itself."""
        one = self._reports[report]
        if one.publisher and one.publisher.strip():
            return self._outlets.canonical(one.publisher)
        return _host(one.url) or one.author or PurePath(one.ref).stem or one.ref

    def words_naming(self, report: str, source: str) -> set[Span]:
        """Where a report names an outlet or agency as its source or credits it."""
        return {(words[0], words[1]) for link in self._named[report] if link.source == source
                for words, _ in link.spans if words}

    def circle(self, report: str) -> tuple[str, ...]:
        """The publishers of the reports that this one names as source in a circle; empty where none."""
        return tuple(sorted({self.publisher(other) for other in self._circles.get(report, ())}))

    def behind(self, report: str, said: Said | None = None) -> Voice:
        """The voice behind something that a report says, or behind the report as a whole (None)."""
        if said is not None:
            return self._behind(report, said)
        if report not in self._whole:
            self._whole[report] = self._behind(report, None)
        return self._whole[report]

    def _behind(self, report: str, said: Said | None) -> Voice:
        end = self._end(report, said)
        voice = self._own(end.report, end.words if said else None)
        basis: Basis | None = None if end.step is None else "copied" if end.step == "copies" else "credited"
        return Voice(voice.name, basis, voice.certain) if basis and voice.basis == "own" else voice

    def _end(self, report: str, said: Said | None) -> _End:
        """Where the way from some words leads to. Ways that meet go on together, so that each stretch of a long
        chain of copies is walked once; only in circles does it matter where a way began."""
        words, way, seen = said.words if said else None, None, {report}
        passed: list[tuple[_State, LinkKind]] = []
        while True:
            before = way.link.from_ if way and words is None and way.link.kind == "copies" else None
            state: _State = report, words, (said.slot, said.claim) if said else None, before
            if state in self._ends:
                report, words = self._ends[state].report, self._ends[state].words
                break
            way = self._copied_from(report, words, said, way) or (None if words else self._credited(report))
            if way is None or way.link.to is None:
                break
            passed.append((state, way.link.kind))
            if way.link.to in seen:
                report = self._heads.get(report, report)
                break
            words = _moved(way, words)
            report = way.link.to
            seen.add(report)
        free = self._knotted.isdisjoint(seen)
        self._ends.update({state: _End(report, words, step) for state, step in passed} if free else {})
        return _End(report, words, passed[0][1] if passed else self._ends[state].step if state in self._ends else None)

    def _find_heads(self) -> dict[str, str]:
        """For each report of a circle of copies, which dates and wording left open, the one of them that the
        others share most with."""
        into: dict[str, float] = defaultdict(float)
        for copies in self._copies.values():
            for one in copies:
                into[one.link.to or ""] += one.link.share or 0
        circles = find_circles({report: [one.link.to or "" for one in copies]
                                for report, copies in self._copies.items()})
        return {report: max(circle, key=lambda one: (into[one], one)) for circle in circles for report in circle}

    def _credited(self, report: str) -> _Followed | None:
        """The first credit of a report that leads to another one of the story."""
        first = min((link for link in self._named[report] if link.kind == "credits" and link.to in self._reports
                     and report not in self._circles), key=lambda link: (link.spans[:1], link.to or ""), default=None)
        return _Followed(first) if first else None

    def _copied_from(self, report: str, words: Span | None, said: Said | None,
                     before: _Followed | None) -> _Followed | None:
        """The link to the report that these words are copied from: the one that shares most. As a whole a
        report goes on from the one `before` only in what both copied."""
        return next((one for one in self._copies.get(report, ()) if self._has(one, words, said)
                     and (words is not None or _continues(before, one))), None)

    def _has(self, copy: _Followed, words: Span | None, said: Said | None) -> bool:
        """True where a link leads to where some words, or what is said, come from: they stand in a passage
        of it, and the other report does not say something else there; or most of the report is copied, and
        the other report says the same."""
        link = copy.link
        if words is None and said is None:
            return (link.share or 0) >= MOSTLY or copy.copied_chars >= MOSTLY * len(self._reports[link.from_].text)
        theirs = self._claims.get(link.to or "", {})
        same = said is not None and said.claim in theirs.get(said.slot, ())
        other = said is not None and bool(theirs.get(said.slot)) and not same
        if words and copy.passage_of(words):
            return not other
        return same and (link.share or 0) >= MOSTLY

    def beside(self, report: str, words: Iterable[Span]) -> tuple[Voice, ...]:
        """Who else may stand behind a report: the outlets elsewhere that it cites in the blocks that hold
        some words, and the reports that a part of it is copied from."""
        blocks = {self._block(report, span) for span in words} - {None}
        cited = {link.source for link in self._named[report]
                 if link.kind == "cites" and link.source and link.to is None
                 and any(self._block(report, span) in blocks for span, _ in link.spans)}
        partly = {self.behind(one.link.to).name for one in self._copies.get(report, ())
                  if one.link.to and (one.link.share or 0) >= PARTLY}
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


def _continues(before: _Followed | None, copy: _Followed) -> bool:
    """False where a report copied other passages than those that were copied from it."""
    if before is None or before.link.kind != "copies":
        return True
    had, has = [theirs for _, theirs in before.passages], [ours for ours, _ in copy.passages]
    common = sum(_overlap(one, other) for one in had for other in has)
    return common >= CONTINUED * min(sum(end - start for start, end in part) for part in (had, has))


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _moved(way: _Followed, words: Span | None) -> Span | None:
    """About where some words stand in the report that they are copied from."""
    passage = way.passage_of(words) if words and way.link.kind == "copies" else None
    if words is None or passage is None:
        return None
    ours, theirs = passage
    start = min(theirs[0] + max(0, words[0] - ours[0]), theirs[1] - 1)
    return start, max(start + 1, min(theirs[1], start + words[1] - words[0]))


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None

