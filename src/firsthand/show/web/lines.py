"""A story in one line, worked out from its rows alone: thousands of them make the list of a case."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.records import Story
from firsthand.show import phrase
from firsthand.show.view import headline
from firsthand.snapshot import Snapshot
from firsthand.store.search import CLOSE, OPEN
from firsthand.trace import count_origins


@dataclass(frozen=True, slots=True)
class Line:
    """A story as the list shows it; `last` is the time of its latest report."""

    id: str
    title: str
    headline: str
    period: str
    last: str
    reports: int
    contested: bool
    missing: bool

    def fits(self, only: str) -> bool:
        """Whether the story is wanted under a filter: `several`, `contested`, `missing`, or anything."""
        return {"several": self.reports > 1, "contested": self.contested, "missing": self.missing}.get(only, True)


def story_line(known: Snapshot, story: Story) -> Line:
    """The line of a story."""
    origins = known.by_story["origins"].get(story.id, ())
    findings = known.by_story["findings"].get(story.id, ())
    contested = {row.slot for row in findings if row.status == "contested" or row.difference == "contradiction"}
    missing = sum(not origin.in_case for origin in origins)
    return Line(story.id, phrase.shorten(phrase.one_line(story.title), 140) or "Story without a title",
                headline(len(story.reports), count_origins(origins), len(contested), missing),
                phrase.period_words(story.first, story.last), story.last or "", len(story.reports),
                bool(contested), missing > 0)


def split_found(excerpt: str) -> list[tuple[str, bool]]:
    """An excerpt as (words, whether they were searched for)."""
    parts: list[tuple[str, bool]] = []
    for part in excerpt.split(OPEN):
        hit, closed, rest = part.partition(CLOSE)
        parts += [(hit, True), (rest, False)] if closed else [(part, False)]
    return [(" ".join(text.split()) if not text.isspace() else " ", hit) if hit else (text, hit)
            for text, hit in parts if text]
