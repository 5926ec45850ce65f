"""What a row is: one frozen record type a table. `tables` gives keys, JSON and Arrow for them.

The columns are those of the published contract (docs/tables.md). Offsets are Unicode code points
into the report's `text`, half open `[start, end)`: `text[start:end]` is always the words that a
row rests on. A trailing underscore in a field's name (`from_`) is dropped in the table (`from`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""Code points `[start, end)` into a report's text."""

BlockKind = Literal["headline", "paragraph", "caption", "credit", "heading", "quote", "boilerplate"]
SourceKind = Literal["person", "official", "organisation", "outlet", "document", "group", "anonymous"]
Stance = Literal["asserts", "hedges", "denies", "doubts", "asks"]
Slot = Literal["killed", "injured", "missing", "date", "place", "perpetrator", "target", "weapon", "event"]
Factuality = Literal["fact", "probable", "possible", "denied", "unknown"]
LinkKind = Literal["copies", "cites", "credits", "links"]
Direction = Literal["known", "inferred", "unknown"]
Status = Literal["several-origins", "one-origin", "contested", "superseded", "denied"]
Standing = Literal["certain", "likely", "possible"]
Difference = Literal["contradiction", "update", "scope", "precision", "framing"]


# ---------------------------------------------------------------- read

@dataclass(frozen=True, slots=True)
class Block:
    """A part of a report's text: a headline, paragraph, caption, credit line, …"""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """Where the words `[start, end)` of a report lead to."""

    href: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """One published document. `id` is `text.report_id(url or ref, text)`.

    `modified` is when the page says it was last changed, `fetched` when an archive or `firsthand` got
    it (both ISO 8601 or null). `notes` are sentences on what reading had to assume or leave out.
    """

    id: str
    ref: str
    url: str | None
    publisher: str | None
    author: str | None
    language: str | None
    published: str | None
    published_basis: Literal["metadata", "dateline", "given"] | None
    title: str | None
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Hyperlink, ...]
    modified: str | None = None
    fetched: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that gave no report: `reason` is a short constant, `detail` a sentence."""

    ref: str
    reason: str
    detail: str


# ---------------------------------------------------------------- extract

@dataclass(frozen=True, slots=True)
class TimeValue:
    """A TIMEX3 value, its EDTF form, and what it was resolved against."""

    timex: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    edtf: str | None
    anchor: Literal["published", "dateline", "text"] | None


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A GeoNames place; `lat` and `lon` in degrees."""

    geonameid: int | None
    name: str
    country: str | None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class CountValue:
    """A number of people with bounds; null is open. `unit` is what became of them."""

    low: int | None
    high: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class ActorValue:
    """Somebody that the text names."""

    name: str
    type: Literal["person", "organisation", "country", "group"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A time, place, count or actor that the text names, normalised; null where it could not be."""

    report: str
    start: int
    end: int
    kind: Literal["time", "place", "count", "actor"]
    value: TimeValue | PlaceValue | CountValue | ActorValue | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: source, cue, content (PolNeAR, Newell et al., LREC 2018)."""

    report: str
    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    source_name: str | None
    source_kind: SourceKind | None
    parent: str | None
    stance: Stance
    direct: bool


@dataclass(frozen=True, slots=True)
class Value:
    """What a report gives for a slot of one of its incidents."""

    report: str
    incident: str
    main: bool
    slot: Slot
    low: int | str | None
    high: int | str | None
    name: str | None
    of: str | None
    said_by: str | None
    attribution: str | None
    denied_by: str | None
    factuality: Factuality
    as_of: str | None
    start: int
    end: int


# ---------------------------------------------------------------- group and trace

@dataclass(frozen=True, slots=True)
class Story:
    """The reports mainly about one happening; `first` and `last` are publication times."""

    id: str
    title: str
    reports: tuple[str, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """Who had it from whom: `from_` copies, cites, credits or links `to` (a report) or `source`.

    `share` is the part of `from_`'s words that stand in `to` (0 to 1). `spans` pairs the words:
    `[[start, end] in from, [start, end] in to]`; where there is no `to`, the second is empty.
    """

    from_: str
    to: str | None
    source: str | None
    kind: LinkKind
    share: float | None
    spans: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    direction: Direction


@dataclass(frozen=True, slots=True)
class Passage:
    """The words `[start, end)` of a report."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a story's claims start. `why` says in words how that is known; `words` are those that name a
    source whose own report is not in the case.

    `standing` is how surely it is an origin of its own: `certain`, `likely` (nothing leads on from it,
    which is no proof), or `possible` (all its reports lean on another origin of the story as well).
    """

    story: str
    id: str
    name: str
    reports: tuple[str, ...]
    in_case: bool
    why: str
    standing: Standing = "likely"
    words: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A main value of a report with where it comes from: what `trace` gives and `weigh` takes.

    One claim for each row of values with `main: true` of a report of the story. `origin` is the id
    of the `Origin` that the value goes back to (copies share it). `certain` is false where the
    report may as well have it from another origin of the story, so that the count is a range.
    No table of its own: values and origins hold all of it.
    """

    value: Value
    story: str
    origin: str
    certain: bool


# ---------------------------------------------------------------- weigh and check

@dataclass(frozen=True, slots=True)
class CountRange:
    """Low and high of a count; null is open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """An ISO day."""

    date: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; a place may carry its GeoNames id."""

    name: str
    geonameid: int | None = None


@dataclass(frozen=True, slots=True)
class OriginCount:
    """How many independent origins: between `low` and `high`, at best guess `best`."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class Witness:
    """The words of a report that give a value, who says it there, and the origin it goes back to."""

    report: str
    start: int
    end: int
    said_by: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of a slot across a story: who gives it, who gives something else, and how they differ.

    `why` gives the reason for `difference` in words; `probability` lies in 0 to 1, and `explanation` says
    which origins count how much for it and against it.
    """

    story: str
    slot: Slot
    of: str | None
    value: CountRange | Day | Name
    status: Status
    difference: Difference | None
    why: str | None
    origins: OriginCount
    reports: tuple[Witness, ...]
    against: tuple[Witness, ...]
    probability: float
    method: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at, with its words and one plain sentence that a reader can check."""

    story: str | None
    report: str
    kind: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier fact-check or an event record that speaks of the same thing.

    `claim` is what it says, `rating` its publisher's own, `agrees` and `differences` compare the slots of
    both sides in words, `remarks` tell what a reader should know of it. A record belongs to a `story`.
    """

    report: str
    start: int
    end: int
    target: str
    kind: Literal["factcheck", "record"]
    score: float
    rating: str | None
    differences: tuple[str, ...]
    claim: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    agrees: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    story: str | None = None


# ---------------------------------------------------------------- decide

DecisionAction = Literal["accept", "reject", "correct", "merge", "split", "note", "undo"]
DecisionKind = Literal["value", "attribution", "link", "story", "origin", "finding"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a decision rests on (TextQuote and TextPosition selectors, W3C Web Annotation).

    `exact` stands at `[start, end)` of the report's text, `prefix` and `suffix` around it; `sha256`
    is the digest of the whole text in UTF-8.
    """

    report: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction puts into a column, as text; null empties it."""

    column: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: who, when (ISO 8601, UTC), what, and on which words. Never rewritten.

    `target` names what is decided, `version` counts the decisions on it from 1: two people cannot
    write the same version. `row` is the decided row as it was seen (JSON); `undoes` is the number
    of the decision that an `undo` takes back.
    """

    number: int
    target: str
    version: int
    when: str
    who: str
    action: DecisionAction
    kind: DecisionKind
    anchors: tuple[Anchor, ...]
    row: str
    changes: tuple[Change, ...] = ()
    note: str | None = None
    undoes: int | None = None
