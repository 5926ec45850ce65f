"""Decisions put over the tables that the stages gave.

A row that a decision is about is found by being the same reading of the same words, else, after a
newer model read them otherwise, by standing on words that overlap the decided ones.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

from firsthand.decide.anchors import same_reading, spots_of
from firsthand.records import Attribution, Decision, Finding, Link, Value
from firsthand.tables import from_json, to_json

R = TypeVar("R", bound=Value | Attribution | Link)


@dataclass(frozen=True, slots=True)
class Decided(Generic[R]):
    """Rows with decisions over them: which decision each decided row rests on, and what was rejected."""

    rows: tuple[R, ...]
    by: dict[R, Decision] = field(default_factory=dict)
    rejected: tuple[tuple[R, Decision], ...] = ()


def decide_values(values: Sequence[Value], decisions: Iterable[Decision]) -> Decided[Value]:
    """Values with the decisions on them: the rejected left out, the corrected corrected."""
    def fit(row: Value, seen: Value) -> Value:
        """The decided row takes its incident from the analysis at hand."""
        return replace(seen, incident=row.incident, main=row.main, attribution=row.attribution)

    return _decide(values, decisions, Value, fit)


def decide_attributions(rows: Sequence[Attribution], decisions: Iterable[Decision]) -> Decided[Attribution]:
    """Attributions with the decisions on them; ids stay those of the analysis at hand."""
    def fit(row: Attribution, seen: Attribution) -> Attribution:
        return replace(seen, id=row.id, parent=row.parent)

    return _decide(rows, decisions, Attribution, fit)


def decide_links(rows: Sequence[Link], decisions: Iterable[Decision]) -> Decided[Link]:
    """Links with the decisions on them."""
    return _decide(rows, decisions, Link, lambda row, seen: seen)


def _decide(rows: Sequence[R], decisions: Iterable[Decision], record: type[R],
            fit: Callable[[R, R], R]) -> Decided[R]:
    wanted = [one for one in decisions if one.kind == record.__name__.lower()]
    near = _places_by_report(rows, {anchor.report for one in wanted for anchor in one.anchors})
    shown: dict[int, R | None] = {}
    by: dict[R, Decision] = {}
    added: list[R] = []
    rejected: list[tuple[R, Decision]] = []
    for one in wanted:
        seen = from_json(record, json.loads(one.row))
        free = [place for place in near.get(one.anchors[0].report, ()) if place not in shown]
        fitting = _fitting(rows, free, seen)
        first = rows[fitting[0]] if fitting else None
        shown.update(dict.fromkeys(fitting))
        if one.action == "reject":
            rejected.append((first or seen, one))
            continue
        row = corrected(fit(first, seen) if first is not None else seen, one)
        by[row] = one
        if fitting:
            shown[fitting[0]] = row
        else:
            added.append(row)
    after = [shown.get(place, row) for place, row in enumerate(rows)]
    return Decided((*(row for row in after if row is not None), *added), by, tuple(rejected))


def _places_by_report(rows: Sequence[R], reports: set[str]) -> dict[str, list[int]]:
    """The places of the rows of some reports."""
    near: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows if reports else ()):
        report = row.from_ if isinstance(row, Link) else row.report
        if report in reports:
            near[report].append(place)
    return near


def _fitting(rows: Sequence[R], places: Sequence[int], seen: R) -> list[int]:
    """The rows that a decision is about: the same reading, else what stands on overlapping words."""
    same = [place for place in places if same_reading(rows[place]) == same_reading(seen)]
    if same or isinstance(seen, Link):
        return same
    return [place for place in places if _alike(rows[place], seen) and _overlap(rows[place], seen)]


def _alike(row: R, seen: R) -> bool:
    if isinstance(row, Value) and isinstance(seen, Value):
        return (row.slot, row.of) == (seen.slot, seen.of)
    return True


def _overlap(row: R, seen: R) -> bool:
    return any(start < other_end and other_start < end
               for _, start, end in spots_of(row) for _, other_start, other_end in spots_of(seen))


def corrected(row: R, decision: Decision) -> R:
    """A row with the changes of a decision; a column that it does not have changes nothing."""
    if not decision.changes:
        return row
    cells = to_json(row)
    names = {one.name.rstrip("_") for one in fields(row)}
    for change in decision.changes:
        if change.column in names:
            cells[change.column] = _cell(row, change.column, change.value)
    return from_json(type(row), cells)


def _cell(row: Any, column: str, value: str | None) -> Any:
    """A changed cell in the type of its column: bounds of counts are numbers."""
    bound = isinstance(row, Value) and column in ("low", "high")
    if value is not None and bound and value.lstrip("-").isdecimal():
        return int(value)
    return value


def find_verdicts(findings: Sequence[Finding], decisions: Iterable[Decision]) -> dict[Finding, Decision]:
    """The findings that somebody decided on: the same value, resting on some of the same words."""
    by_reading: dict[Any, list[Decision]] = defaultdict(list)
    for one in decisions:
        if one.kind == "finding":
            by_reading[same_reading(from_json(Finding, json.loads(one.row)))].append(one)
    found = {}
    for finding in findings if by_reading else ():
        spots = set(spots_of(finding))
        for one in by_reading.get(same_reading(finding), ()):
            if spots & {(words.report, words.start, words.end) for words in one.anchors}:
                found[finding] = one
    return found
