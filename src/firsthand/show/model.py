"""What every form of a story shows: the terminal, the page and Markdown print this and nothing else.

Texts in here are taken from reports as they stand; each form makes them safe for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from firsthand.records import BlockKind, Difference, Direction, LinkKind, OriginCount, Slot, Status

if TYPE_CHECKING:
    from firsthand.show.atlas import Spots
    from firsthand.show.chart import Chart

MarkKind = Literal["value", "differs", "flag", "says", "copied", "cites", "aside"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a report with what stands around them, and who, where and when.

    `id` is unique on a page; `report` is the report's number within its story, from 1;
    `start` and `end` are code points into the report's text; `said_by` is null for the report's
    own voice; `block` is the kind of block that the words stand in.
    """

    id: str
    report: int
    outlet: str
    published: str
    said_by: str | None
    before: str
    text: str
    after: str
    start: int
    end: int
    block: BlockKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One value in one cell of the disagreement table, with all the words that give it.

    `wording` is what the report wrote where the value says it otherwise ("dozens", "Tuesday").
    `said_by` names the speakers, none where the report speaks in its own voice; `notes` are short
    remarks such as "replaced by a later figure" or "denied by …"; `finding` is the finding's number.
    """

    id: str
    finding: int
    value: str
    wording: str | None
    said_by: tuple[str, ...]
    own_voice: bool
    notes: tuple[str, ...]
    status: Status
    difference: Difference | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: its values, the origins that give them, and the words."""

    values: tuple[str, ...]
    origins: tuple[str, ...]
    findings: tuple[int, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A difference within a row: its kind, what the kind means, the reasons, and the sides."""

    id: str
    kind: Difference
    meaning: str
    reasons: tuple[str, ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A slot of the story: one cell for each column, and how the cells differ."""

    slot: Slot
    of: str | None
    label: str
    contested: bool
    cells: tuple[tuple[Entry, ...], ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An origin of the story: `note` counts its reports and reprints, `why` says how it is known."""

    id: str
    name: str
    note: str
    why: str
    in_case: bool
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """The bookkeeping of a finding: who gives it, how many origins, and what it weighs (0 to 1)."""

    number: int
    label: str
    value: str
    status: str
    origins: str
    reports: tuple[int, ...]
    weight: float
    method: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A source that reports rely on and that nobody has added, with the words that name it."""

    id: str
    name: str
    why: str
    reports: tuple[int, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A flag: its kind in words, a sentence that can be checked, and the words it rests on.

    Reprints raise the flags of what they reprint: flags with the same sentence are one remark.
    """

    id: str
    kind: str
    label: str
    why: str
    reports: tuple[int, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A report that had it from a report of the story (`to`), another story or a named source.

    `target` names that, `text` says so in words; `words` are the report's own that show it; `shared`
    are passages that stand in both, each with its form in either, longest first, and `more` counts the rest.
    """

    id: str
    from_: int
    to: int | None
    source: str | None
    kind: LinkKind
    share: float | None
    direction: Direction
    target: str
    text: str
    words: Words | None
    shared: tuple[tuple[Words, Words], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Lineage:
    """All reports that had it in one way from one report or source, in one line."""

    kind: str
    text: str
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a voice says: the words, how firmly, and the numbers of the reports that carry them."""

    id: str
    words: Words
    stance: str
    direct: bool
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom reports let speak; `kind` is null where nothing tells what they are."""

    name: str
    kind: str | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A value of another happening that a report names in passing, or a place or time it names."""

    id: str
    label: str
    value: str
    words: Words
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a report's text under the same marks.

    `marks` are the ids of the words that cover it, `opens` those that begin with it, `closes`
    those that end with it.
    """

    text: str
    marks: tuple[str, ...]
    opens: tuple[str, ...]
    closes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a report as segments, which together are the block's text."""

    kind: BlockKind
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What marked words are marked for: `words` is their id, `target` the id of what rests on them.

    `kind` `differs` is a value that another one stands against; values and flags are highlighted.
    """

    words: str
    kind: MarkKind
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report of the story, with its text cut at the marked words."""

    id: str
    number: int
    title: str
    outlet: str
    author: str | None
    published: str
    url: str | None
    ref: str
    origins: tuple[str, ...]
    passages: tuple[Passage, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """An earlier fact-check or an event record beside the words that it speaks of.

    `rating` is its publisher's own words, never ours; `differs` and `agrees` compare slots in words.
    """

    id: str
    kind: Literal["factcheck", "record"]
    source: str
    rating: str | None
    published: str
    url: str | None
    claim: str
    differs: tuple[str, ...]
    agrees: tuple[str, ...]
    remarks: tuple[str, ...]
    reports: tuple[int, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision in words: `what` was done, `on` what as it was seen, and what it became (`to`, or nothing).

    `before`, `text` and `after` are its words as they were kept; `reports` the numbers of its reports in
    the story, none outside of one; `kind`, `target` and `report` are the decision's own.
    """

    number: int
    kind: str
    target: str
    report: str
    what: str
    on: str
    to: str
    who: str
    when: str
    note: str
    before: str
    text: str
    after: str
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """Everything that is shown of a story. `number` counts stories from 1, the largest first.

    `counted` says in words why the story has as many origins as its headline says, where its table
    has another number of columns; `tolls` and `spots` are what the drawings are made from.
    """

    id: str
    number: int
    title: str
    period: str
    headline: str
    origins: OriginCount
    columns: tuple[Column, ...]
    silent: tuple[str, ...]
    rows: tuple[Row, ...]
    weighings: tuple[Weighing, ...]
    missing: tuple[Missing, ...]
    remarks: tuple[Remark, ...]
    edges: tuple[Edge, ...]
    lineages: tuple[Lineage, ...]
    voices: tuple[Voice, ...]
    other: tuple[Aside, ...]
    places: tuple[Aside, ...]
    times: tuple[Aside, ...]
    reports: tuple[ReportView, ...]
    checks: tuple[Check, ...] = ()
    counted: tuple[str, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    tolls: tuple[Chart, ...] = ()
    spots: Spots | None = None
