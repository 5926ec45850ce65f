"""A case as it stands at one moment, in memory: every story's rows at hand, decisions put over them.

A snapshot never changes; `after` gives the next one, in which only the stories that a decision
touches were weighed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from firsthand.decide import Decided, Standing, decide_attributions, decide_links, decide_values, standing
from firsthand.flow import Tables, join_reports, weigh_stories
from firsthand.options import Options
from firsthand.records import Attribution, Decision, Link, Report, Story, Value
from firsthand.tables import TABLES

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
        if any(one.kind == "story" and one.action != "note" for one in decisions):
            return new.regrouped(), None
        reports = {words.report for one in decisions if one.kind in WEIGHED and one.action != "note"
                   for words in one.anchors}
        touched = tuple(sorted({new.story_of[one] for one in reports if one in new.story_of}))
        return new.weighed([new.stories[one] for one in touched]), touched

    def weighed(self, stories: Sequence[Story]) -> Snapshot:
        """The case with some stories weighed anew."""
        by_story: dict[str, dict[str, Sequence[Any]]] = {name: dict(self.by_story[name]) for name in BY_STORY}
        for story in stories:
            found = weigh_stories(self.story_tables(story), self.options, self.publishers)
            for name in BY_STORY:
                by_story[name][story.id] = tuple(getattr(found, name))
        return replace(self, by_story=by_story)

    def regrouped(self) -> Snapshot:
        """The case with its reports grouped anew; only stories that were not there before are weighed."""
        extracted = {name: _flat(self.by_report[name]) for name in ("mentions", "attributions", "values")}
        joined = join_reports(Tables(reports=sorted(self.reports.values(), key=lambda row: row.id),
                                     decisions=self.decisions, **extracted), self.options)
        stories = {row.id: row for row in joined.stories}
        kept = {name: {one: rows for one, rows in self.by_story[name].items() if one in stories} for name in BY_STORY}
        links = _grouped(joined.links, lambda row: row.from_)
        new = replace(self, stories=stories, by_story=kept, by_report={**self.by_report, "links": links})
        return new.weighed([row for row in joined.stories if row.id not in self.stories])


def _flat(groups: Mapping[str, Sequence[Any]]) -> list[Any]:
    return [row for name in sorted(groups) for row in groups[name]]


def _grouped(rows: Sequence[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
