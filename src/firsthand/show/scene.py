"""One story's rows of every table, and its words: what all parts of its view are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from firsthand.decide import standing
from firsthand.records import (
    Attribution,
    BlockKind,
    Decision,
    Finding,
    Flag,
    Link,
    Match,
    Mention,
    Origin,
    Report,
    Story,
    Value,
)
from firsthand.show import phrase
from firsthand.show.model import Words
from firsthand.text import fold

if TYPE_CHECKING:
    from firsthand.flow import Tables

R = TypeVar("R")
_Groups = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True)
class Scene:
    """The rows that belong to one story.

    `number` counts stories from 1, `numbers` gives each of its reports its number from 1, and
    `elsewhere` the titles of the reports of other stories that its links lead to. `decisions` are those in
    force and the notes.
    """

    number: int
    story: Story
    reports: tuple[Report, ...]
    numbers: dict[str, int]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    values: tuple[Value, ...]
    links: tuple[Link, ...]
    origins: tuple[Origin, ...]
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    elsewhere: dict[str, str]
    matches: tuple[Match, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def words(self, report_id: str, start: int, end: int, said_by: str | None = None) -> Words:
        """The words `[start, end)` of one of the story's reports with what stands around them."""
        number = self.numbers[report_id]
        report = self.reports[number - 1]
        before, text, after = phrase.excerpt(report.text, start, end)
        return Words(
            id=f"s{self.number}r{number}-{start}-{end}", report=number, outlet=phrase.outlet_of(report),
            published=phrase.moment_words(report.published),
            said_by=phrase.speaker(said_by) if said_by else None,
            before=before, text=text, after=after, start=start, end=end, block=block_at(report, start))

    def numbered(self, report_ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of those of some reports that are in the story, in order."""
        return tuple(sorted({self.numbers[one] for one in report_ids if one in self.numbers}))


def block_at(report: Report, offset: int) -> BlockKind:
    """The kind of the block that holds a character of a report's text; a paragraph where none does."""
    return next((block.kind for block in report.blocks if block.start <= offset < block.end), "paragraph")


def find_scenes(tables: Tables) -> list[Scene]:
    """The stories with their rows: most reports first, then in order of time.

    The same order as `case.stories_of`, so that a story's number leads to it everywhere.
    """
    by_report: _Groups = {
        "mentions": _grouped(tables.mentions, lambda row: row.report),
        "attributions": _grouped(tables.attributions, lambda row: row.report),
        "values": _grouped(tables.values, lambda row: row.report),
        "links": _grouped(tables.links, lambda row: row.from_),
        "flags": _grouped(tables.flags, lambda row: row.report),
        "matches": _grouped(tables.matches, lambda row: row.report),
    }
    by_story: _Groups = {
        "origins": _grouped(tables.origins, lambda row: row.story),
        "findings": _grouped(tables.findings, lambda row: row.story),
    }
    reports = {report.id: report for report in tables.reports}
    by_story["decisions"] = _decisions_by_story(tables, reports)
    stories = sorted(tables.stories, key=lambda story: (-len(story.reports), story.first or "", story.id))
    return [_scene(number, story, reports, by_report, by_story)
            for number, story in enumerate(stories, start=1)]


def _scene(number: int, story: Story, reports: dict[str, Report],
           by_report: _Groups, by_story: _Groups) -> Scene:
    members = sorted((reports[one] for one in story.reports if one in reports),
                     key=_published_order)
    rows: dict[str, Any] = {name: tuple(row for report in members for row in table.get(report.id, ()))
            for name, table in by_report.items()}
    rows |= {name: tuple(table.get(story.id, ())) for name, table in by_story.items()}
    numbers = {report.id: place for place, report in enumerate(members, start=1)}
    elsewhere = {link.to: phrase.title_of(reports[link.to]) for link in rows["links"]
                 if link.to in reports and link.to not in numbers}
    return Scene(number=number, story=story, reports=tuple(members), numbers=numbers, elsewhere=elsewhere,
                 **rows)


def _decisions_by_story(tables: Tables, reports: dict[str, Report]) -> dict[str, list[Any]]:
    """The decisions in force and the notes, in the stories whose reports they rest on."""
    found: dict[str, list[Any]] = {}
    if not tables.decisions:
        return found
    story_of = {report: story.id for story in tables.stories for report in story.reports}
    now = standing(tables.decisions, reports)
    for one in sorted((*now.held, *now.notes), key=lambda one: one.number):
        for story in dict.fromkeys(story_of.get(words.report, "") for words in one.anchors):
            found.setdefault(story, []).append(one)
    return found


def _published_order(report: Report) -> tuple[str, str]:
    """In order of time; a report with a day and no hour after those of that day, undated ones last."""
    published = report.published or "~"
    return published + "~" * (len(published) <= len("2018-03-20")), report.id


def _grouped(rows: Sequence[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def merge_words(words: Sequence[Words]) -> list[tuple[Words, tuple[Words, ...]]]:
    """Each sentence once, with the other words that stand in a copy of it, in the order given."""
    found: dict[tuple[str, str, str], list[Words]] = {}
    for one in words:
        sentence = same_words(one.before + one.text + one.after)
        found.setdefault((sentence, same_words(one.text), same_words(one.said_by or "")), []).append(one)
    return [(same[0], tuple(same[1:])) for same in found.values()]


def same_words(text: str) -> str:
    """A text in the form in which two copies of a statement are alike."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
