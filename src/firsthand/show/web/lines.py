"""A story in one line, worked out from its rows alone: thousands of them make the list of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, Field

from firsthand.records import Story
from firsthand.show import phrase
from firsthand.show.view import headline
from firsthand.snapshot import Snapshot
from firsthand.store.search import CLOSE, OPEN
from firsthand.trace import count_origins

MAX_WORDS_CHARS = 300
DAY = r"^(\d{4}-\d\d-\d\d)?$"


@dataclass(frozen=True, slots=True)
class Line:
    """A story as the list shows it; `first` and `last` are the times of its earliest and latest report."""

    id: str
    title: str
    headline: str
    period: str
    first: str
    last: str
    reports: int
    contested: bool
    missing: bool

    def fits(self, wanted: Wanted) -> bool:
        """Whether the story is one of those wanted, its words apart."""
        named = {"several": self.reports > 1, "contested": self.contested, "missing": self.missing}
        days = (not wanted.since or self.last[:10] >= wanted.since) and (
            not wanted.until or "" < self.first[:10] <= wanted.until)
        return days and named.get(wanted.only, True)


class Wanted(BaseModel):
    """Which stories a list shows: `q` are words of a report, `only` is `several`, `contested`, `missing` or
    nothing, `since` and `until` are days between which something was published; `page` counts from 1."""

    q: Annotated[str, AfterValidator(lambda words: words[:MAX_WORDS_CHARS])] = ""
    only: Annotated[str, Field(max_length=20)] = ""
    since: Annotated[str, Field(pattern=DAY)] = ""
    until: Annotated[str, Field(pattern=DAY)] = ""
    page: int = 1

    def address(self, **changed: str) -> str:
        """The address of the list, with some of it changed, ready for `page=`."""
        cells = {name: cell for name, cell in (self.model_dump(exclude={"page"}) | changed).items() if cell}
        return f"/?{urlencode(cells)}&" if cells else "/?"


def story_line(known: Snapshot, story: Story) -> Line:
    """The line of a story."""
    origins = known.by_story["origins"].get(story.id, ())
    findings = known.by_story["findings"].get(story.id, ())
    contested = {row.slot for row in findings if row.status == "contested" or row.difference == "contradiction"}
    missing = sum(not origin.in_case for origin in origins)
    return Line(story.id, phrase.shorten(phrase.one_line(story.title), 140) or "Story without a title",
                headline(len(story.reports), count_origins(origins), len(contested), missing),
                phrase.period_words(story.first, story.last), story.first or "", story.last or "", len(story.reports),
                bool(contested), missing > 0)


def split_found(excerpt: str) -> list[tuple[str, bool]]:
    """An excerpt as (words, whether they were searched for)."""
    parts: list[tuple[str, bool]] = []
    for part in excerpt.split(OPEN):
        hit, closed, rest = part.partition(CLOSE)
        parts += [(hit, True), (rest, False)] if closed else [(part, False)]
    return [(" ".join(text.split()) if not text.isspace() else " ", hit) if hit else (text, hit)
            for text, hit in parts if text]
