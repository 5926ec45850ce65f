"""Links: who copies, cites, credits or links to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from heapq import merge

from firsthand.collector import without_collector
from firsthand.days import report_days
from firsthand.engine.base import Engine
from firsthand.options import TraceOptions
from firsthand.records import Attribution, Link, LinkKind, Mention, Report, Story
from firsthand.text import folded_words
from firsthand.trace.citations import Citation, find_citations
from firsthand.trace.copies import Context, find_copies
from firsthand.trace.outlets import Outlets, outlets_of
from firsthand.trace.public import find_public_words

LEAST_COMMON_WORDS = 0.1
"""Least Jaccard overlap of the words of six letters and more of a report and the one it cites; two
reports of one happening have 0.15 and more, of two happenings mostly under 0.08."""
MAX_CANDIDATES = 50
"""Reports of a cited publisher that are looked at, nearest day first."""


@without_collector()
def find_links(reports: Sequence[Report], attributions: Sequence[Attribution], engine: Engine,
               options: TraceOptions, mentions: Sequence[Mention] = (),
               stories: Sequence[Story] = ()) -> tuple[Link, ...]:
    """All that `each_link` gives."""
    return tuple(each_link(reports, attributions, engine, options, mentions, stories))


@without_collector()
def each_link(reports: Sequence[Report], attributions: Sequence[Attribution], engine: Engine,
              options: TraceOptions, mentions: Sequence[Mention] = (),
              stories: Sequence[Story] = ()) -> Iterator[Link]:
    """The links between some reports, and to sources that are not among them, in their table's order.

    Mentions tell the datelines in the texts, which beat the publication day for who was first. The reports
    of one of the `stories` are all held against each other, so that even a heavy rewrite is found there.
    The outlets are those of the shipped table, of `options.outlets`, and the reports' publishers.
    Raises `InputError` where the options' table of outlets cannot be read.
    """
    ordered = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
    known = outlets_of(options).with_publishers(report.publisher for report in ordered)
    days = report_days(ordered, mentions)
    citations = find_citations(ordered, attributions, known)
    credited: dict[str, set[str]] = defaultdict(set)
    for citation in citations:
        if citation.source:
            credited[citation.report].add(citation.source)
    context = Context(days, credited, find_public_words(attributions, citations), known, stories)
    copies = find_copies(ordered, context, engine, options)
    targets = _Targets(ordered, days, known, options.window_days)
    return merge(copies, sorted(_links(citations, targets, copies.ids()), key=_key), key=_key)


def _key(link: Link) -> tuple[object, ...]:
    """A link's place in its table: by its key, which no other link has, null first."""
    return (link.from_, link.to is not None, link.to or "", link.source is not None, link.source or "", link.kind)


def _links(citations: Iterable[Citation], targets: _Targets, copies: Iterable[tuple[str, str]]) -> list[Link]:
    """One link for each (from, to, source, kind), with all the words that make it; `copies` are (from, to) of those."""
    copied = frozenset(copies)
    spans: dict[tuple[str, str | None, str | None, LinkKind], set[tuple[int, int]]] = defaultdict(set)
    resolved: dict[tuple[str, str], str | None] = {}
    for one in citations:
        to = one.to
        if to is None and one.source:
            key = one.report, one.source
            if key not in resolved:
                resolved[key] = targets.find(*key, copied)
            to = resolved[key]
        spans[one.report, to, one.source, one.kind].add((one.start, one.end))
    return [Link(from_, to, source, kind, None, tuple((span, ()) for span in sorted(words)), "known")
            for (from_, to, source, kind), words in spans.items()]


class _Targets:
    """Finds the report of a case that a citation of its publisher means."""

    def __init__(self, reports: Sequence[Report], days: Mapping[str, date | None], outlets: Outlets,
                 window_days: int) -> None:
        self._reports = {report.id: report for report in reports}
        self._days, self._window = days, window_days
        self._by_publisher: dict[str, list[str]] = defaultdict(list)
        for report in reports:
            if report.publisher:
                self._by_publisher[outlets.canonical(report.publisher)].append(report.id)
        self._words: dict[str, frozenset[str]] = {}

    def find(self, report: str, source: str, copied: AbstractSet[tuple[str, str]]) -> str | None:
        """The report by `source` that shares most with `report`: one that it copies, else the one of
        near days with the most words in common; None where none has enough."""
        near = [(apart, other) for other in self._by_publisher.get(source, ())
                if other != report and (apart := self._apart(report, other)) <= self._window]
        copies = sorted(other for _, other in near if (report, other) in copied or (other, report) in copied)
        if copies:
            return copies[0]
        candidates = [other for _, other in sorted(near)[:MAX_CANDIDATES]]
        common, best = max(((self._common(report, other), other) for other in candidates), default=(0.0, None))
        return best if common >= LEAST_COMMON_WORDS else None

    def _apart(self, left: str, right: str) -> int:
        """Days between two reports; 0 where one has none."""
        ours, theirs = self._days.get(left), self._days.get(right)
        return abs((ours - theirs).days) if ours and theirs else 0

    def _common(self, left: str, right: str) -> float:
        ours, theirs = self._long_words(left), self._long_words(right)
        return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0

    def _long_words(self, report: str) -> frozenset[str]:
        if report not in self._words:
            text = self._reports[report].text
            self._words[report] = frozenset(word for word, _, _ in folded_words(text) if len(word) >= 6)
        return self._words[report]
