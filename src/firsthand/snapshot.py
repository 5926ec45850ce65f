"""A case as it stands at one moment, in memory: every story's rows at hand, decisions put over them.

A snapshot never changes; `after` gives the next one, in which only the stories that a decision
touches were weighed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from firsthand.decide import (
    Decided,
    Standing,
    decide_attributions,
    decide_links,
    decide_values,
    read_hand,
    standing,
    title_by_hand,
)
from firsthand.flow import Tables, join_reports, weigh_stories
from firsthand.group import make_story
from firsthand.options import Options
from firsthand.records import Attribution, Decision, Link, Report, Story, Value
from firsthand.tables import TABLES
from firsthand.trace.outlets import outlet_key

R = TypeVar("R")
BY_REPORT = ("mentions", "attributions", "values", "links", "matches")
BY_STORY = ("origins", "findings", "flags")
_KEYS: dict[str, Callable[[Any], str]] = {"links": lambda row: row.from_}
WEIGHED = ("value", "attribution", "link", "origin")
"""Kinds of decisions that change what a story's findings rest on."""

Groups = Mapping[str, Mapping[str, Sequence[Any]]]


@dataclass(frozen=True)
class StoryDecided:
    """What was decided on the rows of one story."""

    values: Decided[Value]
    attributions: Decided[Attribution]
    links: Decided[Link]


@dataclass(frozen=True)
class Snapshot:
    """The rows of a case by report and by story, as extracted, with its decisions beside them."""

    reports: Mapping[str, Report]
    stories: Mapping[str, Story]
    by_report: Groups
    by_story: Groups
    decisions: tuple[Decision, ...]
    rejected: Sequence[Any]
    options: Options

    @classmethod
    def of(cls, tables: Tables, options: Options) -> Snapshot:
        """A snapshot of tables as extracted; origins, findings and flags as weighed."""
        return cls({row.id: row for row in tables.reports}, {row.id: row for row in tables.stories},
                   {name: _grouped(getattr(tables, name), _KEYS.get(name, lambda row: row.report))
                    for name in BY_REPORT},
                   {name: _grouped(getattr(tables, name), lambda row: row.story or "") for name in BY_STORY},
                   tuple(tables.decisions), tables.rejected, options)

    @cached_property
    def standing(self) -> Standing:
        """The decisions in force, and those whose words are gone."""
        return standing(self.decisions, self.reports)

    @cached_property
    def story_of(self) -> Mapping[str, str]:
        """The story of every report."""
        return {report: story.id for story in self.stories.values() for report in story.reports}

    @cached_property
    def ordered(self) -> tuple[Story, ...]:
        """The stories, those of most reports first, then by first publication: a story's number is its place."""
        return tuple(sorted(self.stories.values(), key=lambda one: (-len(one.reports), one.first or "", one.id)))

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """Every publisher of the case."""
        return tuple(sorted({row.publisher for row in self.reports.values() if row.publisher}))

    @cached_property
    def _inforce(self) -> Mapping[str, Sequence[Decision]]:
        """The decisions in force by the reports whose words they rest on."""
        found: dict[str, list[Decision]] = defaultdict(list)
        for one in self.standing.held:
            for report in dict.fromkeys(words.report for words in one.anchors):
                found[report].append(one)
        return found

    def decisions_on(self, story: Story) -> list[Decision]:
        """The decisions in force on the words of a story, in their order."""
        found = {one.number: one for report in story.reports for one in self._inforce.get(report, ())}
        return [found[number] for number in sorted(found)]

    def _own(self, name: str, story: Story) -> list[Any]:
        return [row for report in sorted(story.reports) for row in self.by_report[name].get(report, ())]

    def decided(self, story: Story) -> StoryDecided:
        """The values, attributions and links of a story with the decisions on them."""
        inforce = self.decisions_on(story)
        return StoryDecided(decide_values(self._own("values", story), inforce),
                            decide_attributions(self._own("attributions", story), inforce),
                            decide_links(self._own("links", story), inforce))

    def story_tables(self, story: Story) -> Tables:
        """The rows of every table that belong to a story, as decided.

        Reports of other stories that its links lead to are there as well, so that they can be named.
        """
        done = self.decided(story)
        ids = dict.fromkeys([*sorted(story.reports), *(link.to for link in done.links.rows if link.to)])
        return Tables(
            reports=[self.reports[one] for one in ids if one in self.reports], mentions=self._own("mentions", story),
            attributions=done.attributions.rows, values=done.values.rows, stories=[story], links=done.links.rows,
            matches=self._own("matches", story), decisions=self.decisions_on(story),
            **{name: self.by_story[name].get(story.id, ()) for name in BY_STORY})

    def tables(self) -> Tables:
        """Every table of the case, as decided, rows in the order of their keys."""
        done = [self.decided(story) for story in self.stories.values()]
        rows: dict[str, Iterable[Any]] = {
            "reports": self.reports.values(), "rejected": self.rejected, "stories": self.stories.values(),
            "decisions": self.decisions, "values": [row for one in done for row in one.values.rows],
            "attributions": [row for one in done for row in one.attributions.rows],
            "links": [row for one in done for row in one.links.rows],
            **{name: _flat(self.by_report[name]) for name in ("mentions", "matches")},
            **{name: _flat(self.by_story[name]) for name in BY_STORY}}
        return Tables(**{table.name: table.sorted(rows[table.name]) for table in TABLES})

    # ------------------------------------------------------------ what follows from decisions

    def after(self, decisions: Sequence[Decision]) -> tuple[Snapshot, tuple[str, ...] | None]:
        """The case after more decisions, and the stories that were weighed anew; None for all of them."""
        new = replace(self, decisions=(*self.decisions, *decisions))
        reports = {words.report for one in decisions if one.kind in WEIGHED and one.action != "note"
                   for words in one.anchors}
        made = {one.number: one.action for one in new.decisions}
        grouping = {made.get(one.undoes or 0, one.action) for one in decisions if one.kind == "story"}
        if grouping - {"note", "accept", "correct"}:
            return new.regrouped(self, reports), None
        titled = "correct" in grouping
        if titled:
            new = new.titled(words.report for one in decisions if one.kind == "story" for words in one.anchors)
        touched = tuple(sorted({new.story_of[one] for one in reports if one in new.story_of}))
        return new.weighed([new.stories[one] for one in touched]), None if titled else touched

    def titled(self, reports: Iterable[str]) -> Snapshot:
        """The case with the titles, by hand or else their own, of the stories that hold some reports."""
        ids = {self.story_of[one] for one in reports if one in self.story_of}
        plain = [make_story([self.reports[report] for report in row.reports]) if row.id in ids else row
                 for row in self.stories.values()]
        titled = title_by_hand(plain, read_hand(self.standing.held))
        return replace(self, stories={row.id: row for row in titled})

    def weighed(self, stories: Sequence[Story]) -> Snapshot:
        """The case with some stories weighed anew.

        What was decided on origins holds in its own story alone, so such stories are weighed one by one.
        """
        by_story: dict[str, dict[str, Sequence[Any]]] = {name: dict(self.by_story[name]) for name in BY_STORY}
        alone = [story for story in stories if any(one.kind == "origin" for one in self.decisions_on(story))]
        lone = {story.id for story in alone}
        for some in ([story for story in stories if story.id not in lone], *([story] for story in alone)):
            found = weigh_stories(self._tables_of(some), self.options, self.publishers) if some else Tables()
            for name in BY_STORY:
                own = _grouped(getattr(found, name), lambda row: row.story or "")
                by_story[name] |= {story.id: tuple(own.get(story.id, ())) for story in some}
        return replace(self, by_story=by_story)

    def _tables_of(self, stories: Sequence[Story]) -> Tables:
        """The rows of some stories as decided, in one set of tables."""
        parts = [self.story_tables(story) for story in stories]
        reports = {row.id: row for part in parts for row in part.reports}
        rows = {name: [row for part in parts for row in getattr(part, name)]
                for name in ("mentions", "attributions", "values", "links")}
        decisions = {row.number: row for part in parts for row in part.decisions}
        return Tables(reports=[reports[one] for one in sorted(reports)], stories=stories,
                      decisions=[decisions[one] for one in sorted(decisions)], **rows)

    def regrouped(self, before: Snapshot, touched: Collection[str] = ()) -> Snapshot:
        """The case with its reports grouped anew and held against each other.

        A story that is in `before`, the same case with fewer reports or other hand-made stories, keeps its
        rows, as long as none of its reports is `touched`, what they copy and cite is the same, and no
        publisher that is new to the case is named in it; every other one is weighed.
        """
        extracted = {name: _flat(self.by_report[name]) for name in ("mentions", "attributions", "values")}
        joined = join_reports(Tables(reports=sorted(self.reports.values(), key=lambda row: row.id),
                                     decisions=self.decisions, **extracted), self.options)
        links = _grouped(joined.links, lambda row: row.from_)
        new = replace(self, stories={row.id: row for row in joined.stories},
                      by_report={**self.by_report, "links": links})
        names = _keys_of(new.publishers, before.publishers)
        kept = [story for story in joined.stories if story.id in before.stories and not any(
            report in touched or links.get(report, []) != list(before.by_report["links"].get(report, ()))
            or _names_any(self.reports[report], names) for report in story.reports)]
        by_story = {name: {story.id: before.by_story[name].get(story.id, ()) for story in kept} for name in BY_STORY}
        known = {story.id for story in kept}
        return replace(new, by_story=by_story).weighed([row for row in joined.stories if row.id not in known])


def _keys_of(publishers: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """The names, without spaces and signs, of the publishers that are not among those known."""
    return frozenset(outlet_key(name) for name in {*publishers} - {*known})


def _names_any(report: Report, keys: Collection[str]) -> bool:
    """True where a report may name one of some outlets anywhere: then its origins may be others."""
    fields = (report.text, report.publisher, report.url, report.author, report.ref) if keys else ()
    return any(key in words for words in map(outlet_key, filter(None, fields)) for key in keys)


def _flat(groups: Mapping[str, Sequence[Any]]) -> list[Any]:
    return [row for name in sorted(groups) for row in groups[name]]


def _grouped(rows: Sequence[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
