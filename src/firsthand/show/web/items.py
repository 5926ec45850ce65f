"""What can be decided in a story: every row with its words, its state, and the version that was seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firsthand.decide import target_of
from firsthand.decide.history import last_in_force, versions
from firsthand.decide.make import ALLOWED
from firsthand.decide.replay import Decided, find_verdicts
from firsthand.records import Attribution, Decision, Finding, Link, Origin, Story, Value
from firsthand.show import phrase
from firsthand.show.model import Words
from firsthand.show.rulings import DONE, ruling_of
from firsthand.show.scene import Scene, find_scenes
from firsthand.show.table import finding_order
from firsthand.show.voices import bare_value, link_text
from firsthand.snapshot import Snapshot
from firsthand.tables import from_json

KINDS = {"finding": "Findings", "value": "Values", "attribution": "Who says what", "link": "Who had it from whom",
         "origin": "Origins", "story": "The story"}
"""The parts of the page, in their order."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row to decide on.

    `seen` is the version of its target, `decision` the one in force, `notes` are what people wrote on
    it; `cells` are the columns that can be corrected, as text. A `past` row is a merge or split that is
    in force: the row that was decided on is no more, and the decision can be taken back. Of a finding,
    `leads` is the target of a value that it is made of, and `draft` its number where it was decided on, so
    that a ClaimReview can be drafted.
    """

    kind: str
    target: str
    seen: int
    row: Any
    label: str
    text: str
    detail: str
    words: tuple[Words, ...]
    decision: Decision | None
    notes: tuple[Decision, ...]
    undoable: bool
    cells: dict[str, str]
    past: bool = False
    leads: str = ""
    draft: int = 0

    @property
    def state(self) -> str:
        """"accepted by ada", or nothing."""
        return f"{DONE[self.decision.action]} by {self.decision.who}" if self.decision else ""

    @property
    def actions(self) -> tuple[str, ...]:
        """What can be done with it."""
        if self.past:
            return ("undo",)
        grouped = self.kind in ("origin", "story")
        return tuple(one for one in ALLOWED[self.kind] if (one != "undo" or self.undoable)
                     and (one != "split" or (grouped and len(self.row.reports) > 1)))


@dataclass(frozen=True, slots=True)
class _History:
    versions: dict[str, int]
    decisions: dict[str, list[Decision]]
    notes: dict[str, list[Decision]]


def find_items(known: Snapshot, story: Story, kind: str) -> list[Item]:
    """The rows of one kind of a story, in the order of its reports."""
    tables = known.story_tables(story)
    scene = find_scenes(tables)[0]
    history = _history(known)
    done = known.decided(story)
    found: Iterator[Item]
    if kind == "value":
        found = (_item(scene, history, *one) for one in _rows(done.values) if one[0].report in scene.numbers)
    elif kind == "attribution":
        found = (_item(scene, history, *one) for one in _rows(done.attributions))
    elif kind == "link":
        found = (_item(scene, history, *one) for one in _rows(done.links))
    elif kind == "finding":
        verdicts = find_verdicts(tables.findings, known.decisions_on(story))
        found = (_finding_item(known, story, number, _item(scene, history, row, verdicts.get(row)))
                 for number, row in enumerate(tables.findings, start=1))
        return sorted(found, key=lambda item: finding_order(item.row))
    else:
        rows: Sequence[Any] = tables.origins if kind == "origin" else [story]
        members = set(story.reports)
        touching = [one for one in known.standing.held if one.kind == kind and members & _members(one)]
        by = {one.target: one for one in touching}
        shown = [_item(scene, history, row, by.get(target_of(row))) for row in rows]
        return [*shown, *_past(touching, history, {item.target for item in shown})]
    return sorted(found, key=lambda item: (item.words[0].report, item.words[0].start) if item.words else (0, 0))


def _history(known: Snapshot) -> _History:
    decisions: dict[str, list[Decision]] = {}
    notes: dict[str, list[Decision]] = {}
    for one in known.decisions:
        decisions.setdefault(one.target, []).append(one)
    for one in known.standing.notes:
        notes.setdefault(one.target, []).append(one)
    return _History(versions(known.decisions), decisions, notes)


def _rows(done: Decided[Any]) -> list[tuple[Any, Decision | None]]:
    return [*((row, done.by.get(row)) for row in done.rows), *done.rejected]


def _item(scene: Scene, history: _History, row: Any, decision: Decision | None) -> Item:
    target = decision.target if decision else target_of(row)
    label, text, detail = _told(scene, row)
    own = history.decisions.get(target, [])
    return Item(kind_of(row), target, history.versions.get(target, 0), row, label, text, detail, _words(scene, row),
                decision, tuple(history.notes.get(target, ())),
                last_in_force(own, target) is not None, _cells(row))


def _finding_item(known: Snapshot, story: Story, number: int, item: Item) -> Item:
    """A finding with the way to its values; they are what is corrected."""
    done = known.decided(story).values
    spots = {(one.report, one.start, one.end) for one in item.row.reports}
    values = [row for row in done.rows if row.slot == item.row.slot and (row.report, row.start, row.end) in spots]
    decided = item.decision or any(row in done.by for row in values)
    first = values[0] if values else None
    leads = (done.by[first].target if first in done.by else target_of(first)) if first else ""
    return replace(item, leads=leads, draft=number if decided else 0)


def _members(decision: Decision) -> set[str]:
    """The reports that a decision was on, and those of its row."""
    return {words.report for words in decision.anchors} | set(json.loads(decision.row).get("reports", ()))


def _past(decisions: Sequence[Decision], history: _History, shown: set[str]) -> Iterator[Item]:
    """The decisions in force on rows that are not shown any more: merged, split or named otherwise."""
    for one in {one.target: one for one in decisions if one.target not in shown}.values():
        cells = json.loads(one.row)
        row: Origin | Story = from_json(Origin, cells) if one.kind == "origin" else from_json(Story, cells)
        told = ruling_of(one)
        yield Item(one.kind, one.target, history.versions[one.target], row, one.kind,
                   phrase.one_line(row.name if isinstance(row, Origin) else row.title), told.to, (), one,
                   tuple(history.notes.get(one.target, ())), True, {}, True)


def kind_of(row: Any) -> str:
    """What a decision calls a row."""
    return type(row).__name__.lower()


def _told(scene: Scene, row: Any) -> tuple[str, str, str]:
    """A row's label, what it gives, and what stands beside it."""
    if isinstance(row, Value):
        who = f"said by {phrase.one_line(row.said_by)}" if row.said_by else "in its own voice"
        aside = "" if row.main else " · of another happening"
        reserve = "" if row.factuality in ("fact", "unknown") else f" · {row.factuality}"
        return phrase.SLOT_LABELS.get(row.slot, row.slot), bare_value(row), _counted(row) + who + reserve + aside
    if isinstance(row, Finding):
        return (phrase.SLOT_LABELS.get(row.slot, row.slot), phrase.value_words(row.value),
                f"{_counted(row)}{phrase.STATUS_WORDS[row.status]} · {phrase.origins_words(row.origins)}")
    if isinstance(row, Attribution):
        text = scene.reports[scene.numbers[row.report] - 1].text
        source = " ".join(text[start:end] for start, end in row.source)
        return (phrase.one_line(row.source_name or source) or "nobody named", phrase.STANCE_WORDS[row.stance],
                row.source_kind or "")
    if isinstance(row, Link):
        return f"report {scene.numbers[row.from_]}", link_text(scene, row), ""
    if isinstance(row, Origin):
        reports = scene.numbered(row.reports)
        return row.standing, phrase.one_line(row.name), f"{phrase.number_of(len(reports), 'report')} · {row.why}"
    return "story", phrase.one_line(row.title), phrase.number_of(len(row.reports), "report")


def _counted(row: Value | Finding) -> str:
    """The group that a count is of, before what else is told; nothing where it is of all."""
    return f"{phrase.one_line(row.of or '')} · " if row.of not in (None, "total") else ""


def _words(scene: Scene, row: Any) -> tuple[Words, ...]:
    if isinstance(row, Value):
        return (scene.words(row.report, row.start, row.end),)
    if isinstance(row, Finding):
        return tuple(scene.words(one.report, one.start, one.end, one.said_by) for one in row.reports
                     if one.report in scene.numbers)
    if isinstance(row, Attribution) and (row.content or row.cue):
        spans = row.content or row.cue
        return (scene.words(row.report, spans[0][0], max(end for _, end in spans)),)
    if isinstance(row, Link) and row.spans:
        own, other = row.spans[0]
        here = scene.words(row.from_, own[0], own[1])
        return (here, scene.words(row.to, other[0], other[1])) if other and row.to in scene.numbers else (here,)
    if isinstance(row, Origin):
        return tuple(scene.words(one.report, one.start, one.end) for one in row.words if one.report in scene.numbers)
    return ()


def _cells(row: Any) -> dict[str, str]:
    from firsthand.decide.make import CORRECTABLE

    columns = CORRECTABLE.get(kind_of(row), ())
    return {name: "" if getattr(row, name) is None else str(getattr(row, name)) for name in columns}
