"""What the flags look at: the rows of one story, found by report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from firsthand.days import report_days
from firsthand.records import Attribution, Block, Claim, Flag, Link, Mention, Report, Span, Story, Value
from firsthand.weigh.evidence import Evidence

R = TypeVar("R")
_ENDS = ".!?\n"


@dataclass(frozen=True, slots=True)
class Sight:
    """A story and its rows: reports in a fixed order, the rest by report id.

    `values` are those of the main happening, `every` those of all incidents.
    """

    story: Story
    reports: tuple[Report, ...]
    days: Mapping[str, str | None]
    mentions: Mapping[str, Sequence[Mention]]
    attributions: Mapping[tuple[str, str], Attribution]
    said: Mapping[str, Sequence[Attribution]]
    values: Mapping[str, Sequence[Value]]
    every: Mapping[str, Sequence[Value]]
    links: Mapping[str, Sequence[Link]]
    claims: Sequence[Claim]

    def flag(self, report: str, kind: str, span: Span, why: str) -> Flag:
        """A flag on some words of a report of this story."""
        return Flag(self.story.id, report, kind, span[0], span[1], why)

    def title_span(self, report: Report) -> Span:
        """Where a report's headline stands, else its first line."""
        for block in report.blocks:
            if block.kind == "headline":
                return block.start, block.end
        return 0, max(1, min(len(report.text), (report.text.strip() + "\n").index("\n")))


def sights(stories: Sequence[Story], evidence: Evidence) -> list[Sight]:
    """One sight for each story, with the rows of its reports."""
    reports = {report.id: report for report in evidence.reports}
    days = {report: day.isoformat() if day else None
            for report, day in report_days(list(evidence.reports), evidence.mentions).items()}
    mentions = _by((row.report, row) for row in evidence.mentions)
    values = _by((row.report, row) for row in evidence.values if row.main)
    every = _by((row.report, row) for row in evidence.values)
    said = _by((row.report, row) for row in evidence.attributions)
    links = _by((row.from_, row) for row in evidence.links)
    claims = _by((row.story, row) for row in evidence.claims)
    attributions = {(row.report, row.id): row for row in evidence.attributions}
    return [Sight(story, tuple(reports[one] for one in sorted(story.reports) if one in reports),
                  days, mentions, attributions, said, values, every, links, claims.get(story.id, []))
            for story in sorted(stories, key=lambda story: story.id)]


def _by(rows: Iterable[tuple[str, R]]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return {key: sorted(members, key=repr) for key, members in found.items()}


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence or line that holds a span, by its end signs."""
    return text[_sentence_start(text, start):_sentence_end(text, end)]


def _sentence_start(text: str, start: int) -> int:
    return max(text.rfind(sign, max(0, start - 600), start) for sign in _ENDS) + 1


def _sentence_end(text: str, end: int) -> int:
    found = [place for sign in _ENDS if (place := text.find(sign, end, end + 600)) >= 0]
    return min(found, default=min(len(text), end + 600))


def block_at(report: Report, start: int) -> Block | None:
    """The block that holds an offset, or None."""
    return next((block for block in report.blocks if block.start <= start < block.end), None)


def in_headline(report: Report, start: int) -> bool:
    """True for an offset in the headline."""
    block = block_at(report, start)
    return block is not None and block.kind == "headline"
