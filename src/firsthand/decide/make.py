"""A decision in the making: what a person chose, checked and given its words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args, get_origin, get_type_hints

from firsthand.decide.anchors import KINDS, Decidable, anchors_of, target_of
from firsthand.decide.history import last_in_force
from firsthand.decide.replay import corrected
from firsthand.errors import OptionError
from firsthand.records import Attribution, Change, Decision, DecisionAction, Link, Origin, Report, Story, Value
from firsthand.tables import to_json

ALLOWED: dict[str, tuple[DecisionAction, ...]] = {
    "value": ("accept", "reject", "correct", "note", "undo"),
    "attribution": ("accept", "reject", "correct", "note", "undo"),
    "link": ("accept", "reject", "correct", "note", "undo"),
    "finding": ("accept", "reject", "note", "undo"),
    "story": ("accept", "correct", "merge", "split", "note", "undo"),
    "origin": ("accept", "reject", "correct", "merge", "split", "note", "undo"),
}
"""What can be done with what. A finding is corrected through the values that it is made of; a story is
rejected by saying which reports leave it."""
CORRECTABLE: dict[str, tuple[str, ...]] = {
    "value": ("slot", "low", "high", "name", "of", "said_by", "denied_by", "factuality", "as_of"),
    "attribution": ("source_name", "source_kind", "stance"),
    "link": ("kind", "source", "direction"),
    "origin": ("name",),
    "story": ("title",),
}
"""The columns that a correction may change."""
MAX_NOTE_CHARS = 5_000
MAX_COUNT = 10_000_000_000
"""More people than there are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants done with a row.

    `reports` are the members meant by a merge or split (of the other stories, or to be taken out);
    `seen` is the version of the target that the person had before them: 0 where nothing was decided;
    `target` where the row rests on an earlier decision and carries that decision's target.
    """

    action: DecisionAction
    row: Decidable
    changes: tuple[Change, ...] = ()
    note: str | None = None
    reports: tuple[str, ...] = ()
    seen: int = 0
    target: str | None = None


def draft(choice: Choice, who: str, when: str, reports: Mapping[str, Report],
          decisions: Sequence[Decision] = ()) -> Decision:
    """The decision that a choice makes, still without a number; raises `OptionError` where it cannot be.

    `decisions` are those made so far: one on a row that was decided before goes on from what was
    decided then, an `undo` takes back the last one on its target.
    """
    kind = KINDS[type(choice.row)]
    if choice.action not in ALLOWED[kind]:
        raise OptionError(f"a {kind} cannot be decided by {choice.action!r}; there are: {', '.join(ALLOWED[kind])}")
    _check_changes(kind, choice)
    if choice.note and len(choice.note) > MAX_NOTE_CHARS:
        raise OptionError(f"the note has {len(choice.note):,} characters; at most {MAX_NOTE_CHARS:,} are kept")
    target = choice.target or target_of(choice.row)
    earlier = last_in_force(decisions, target)
    if choice.action == "undo":
        return _undo(earlier, choice, who, when)
    anchors = anchors_of(_members(choice, _split_before(decisions, target)), reports)
    if not anchors:
        raise OptionError(f"the words of this {kind} are not in the case; load the page anew")
    row, changes = json.dumps(to_json(choice.row), ensure_ascii=False), choice.changes
    grouped = isinstance(choice.row, Origin | Story)
    if earlier and choice.target and not grouped and choice.action in ("accept", "reject", "correct"):
        anchors, row = earlier.anchors, earlier.row
        if choice.action != "reject":
            changes = tuple({one.column: one for one in (*earlier.changes, *choice.changes)}.values())
    made = Decision(0, target, choice.seen + 1, when, who, choice.action, kind,  # type: ignore[arg-type]
                    anchors, row, changes, choice.note or None)
    if isinstance(choice.row, Value | Attribution | Link):
        check_row(corrected(choice.row, made))
    return made


def _undo(earlier: Decision | None, choice: Choice, who: str, when: str) -> Decision:
    if earlier is None:
        raise OptionError("there is no decision here that could be undone")
    return replace(earlier, number=0, version=choice.seen + 1, when=when, who=who, action="undo",
                   note=choice.note or None, undoes=earlier.number)


def check_row(row: Value | Attribution | Link) -> None:
    """Raises `OptionError` where a corrected row is none that a report could give."""
    for name, hint in get_type_hints(type(row)).items():
        allowed = [one for part in (hint, *get_args(hint)) if get_origin(part) is Literal for one in get_args(part)]
        cell = getattr(row, name)
        if allowed and cell is not None and cell not in allowed:
            raise OptionError(f"{name} cannot be {cell!r}; there are: {', '.join(map(str, allowed))}")
    if isinstance(row, Value):
        _check_bounds(row)


def _check_bounds(row: Value) -> None:
    bounds = [one for one in (row.low, row.high) if one is not None]
    if row.slot in ("killed", "injured", "missing"):
        if not bounds or not all(isinstance(one, int) and 0 <= one <= MAX_COUNT for one in bounds):
            raise OptionError(f"a count is a whole number from 0 to {MAX_COUNT:,}")
        if len(bounds) == 2 and int(bounds[0]) > int(bounds[1]):
            raise OptionError(f"low {bounds[0]} is above high {bounds[1]}")
    elif row.slot == "date":
        if len(bounds) != 2 or not all(_is_day(str(one)) for one in bounds) or str(bounds[0]) > str(bounds[1]):
            raise OptionError("a day is written YYYY-MM-DD, as low and as high")
    elif not (row.name or "").strip():
        raise OptionError(f"{row.slot} needs a name")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return text.startswith("XXXX-W")


def _split_before(decisions: Sequence[Decision], target: str) -> tuple[str, ...]:
    """The reports that left an origin before: a further split takes more out and brings none back."""
    undone = {one.undoes for one in decisions if one.action == "undo"}
    earlier = [one for one in decisions
               if one.kind == "origin" and one.action == "split" and one.target == target and one.number not in undone]
    return tuple(words.report for words in earlier[-1].anchors) if earlier else ()


def _check_changes(kind: str, choice: Choice) -> None:
    allowed = CORRECTABLE.get(kind, ())
    if kind in ("origin", "story") and choice.action == "correct" and not all(one.value for one in choice.changes):
        raise OptionError(f"the {kind} needs a name")
    for change in choice.changes:
        if change.column not in allowed:
            raise OptionError(f"{change.column!r} of a {kind} cannot be corrected; there are: {', '.join(allowed)}")
    if choice.action == "correct" and not choice.changes:
        raise OptionError("a correction must change something; to agree, accept it")


def _members(choice: Choice, left_before: Sequence[str]) -> Decidable:
    """The row whose words are meant: of a merge all reports, of a split those taken out."""
    if isinstance(choice.row, Story) and choice.action in ("merge", "split"):
        return replace(choice.row, reports=_chosen(choice, choice.row.reports))
    if choice.action == "split" and isinstance(choice.row, Origin):
        return replace(choice.row, reports=(*left_before, *_chosen(choice, choice.row.reports)))
    return choice.row


def _chosen(choice: Choice, members: Sequence[str]) -> tuple[str, ...]:
    chosen = dict.fromkeys(choice.reports)
    if choice.action == "merge":
        if not chosen.keys() - set(members):
            raise OptionError("a merge needs another story; choose one")
        return (*members, *(one for one in chosen if one not in members))
    inside = tuple(one for one in members if one in chosen)
    if not inside or len(inside) == len(members):
        raise OptionError("a split needs some of the reports, not none and not all; choose those that leave")
    return inside
