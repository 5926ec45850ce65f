"""The words that a decision rests on, and whether they are still there.

A decision is never moved to words that look alike: they stand where they stood, in the report that
has the same id, or the decision has lost its words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from firsthand.records import Anchor, Attribution, Finding, Link, Origin, Report, Story, Value
from firsthand.tables import to_json
from firsthand.text import digest

CONTEXT_CHARS = 32
"""Characters kept before and after the words, as the W3C's Web Annotation examples do."""
HEAD_CHARS = 120
"""Characters of a report that stand for it where a decision is on whole reports."""

Decidable = Value | Attribution | Link | Story | Origin | Finding
KINDS: dict[type[Any], str] = {Value: "value", Attribution: "attribution", Link: "link", Story: "story",
                               Origin: "origin", Finding: "finding"}
"""What can be decided, and what a decision calls it."""


def anchor(report: Report, start: int, end: int) -> Anchor:
    """The words `[start, end)` of a report as an anchor; cut to the text where they reach beyond it."""
    text = report.text
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    return Anchor(report.id, start, end, text[start:end], text[max(0, start - CONTEXT_CHARS):start],
                  text[end:end + CONTEXT_CHARS], hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())


def holds(one: Anchor, reports: Mapping[str, Report]) -> bool:
    """True where the words still stand where they stood."""
    report = reports.get(one.report)
    return report is not None and report.text[one.start:one.end] == one.exact


def spots_of(row: Decidable) -> list[tuple[str, int, int]]:
    """Report, start and end of all words that a row rests on; whole reports are (report, 0, 0)."""
    if isinstance(row, Value):
        return [(row.report, row.start, row.end)]
    if isinstance(row, Attribution):
        return [(row.report, start, end) for start, end in (row.content or row.source or row.cue)]
    if isinstance(row, Link):
        return [(row.from_, pair[0][0], pair[0][1]) for pair in row.spans] or [(row.from_, 0, 0)]
    if isinstance(row, Finding):
        return [(one.report, one.start, one.end) for one in row.reports]
    return [(report, 0, 0) for report in row.reports]


def anchors_of(row: Decidable, reports: Mapping[str, Report]) -> tuple[Anchor, ...]:
    """The words of a row as anchors; a whole report is held by its first words."""
    found = []
    for report_id, start, end in dict.fromkeys(spots_of(row)):
        report = reports.get(report_id)
        if report is not None:
            found.append(anchor(report, start, end if end > start else HEAD_CHARS))
    return tuple(found)


def same_reading(row: Decidable) -> tuple[Any, ...]:
    """What makes two rows the same thing said at the same words, whatever analysis they come from."""
    if isinstance(row, Value):
        return row.report, row.slot, row.of, row.start, row.end, row.low, row.high, row.name
    if isinstance(row, Attribution):
        return row.report, row.source, row.content
    if isinstance(row, Link):
        return row.from_, row.to, row.source, row.kind
    if isinstance(row, Finding):
        return row.slot, row.of, row.value
    if isinstance(row, Origin):
        return row.story, row.name
    return row.reports


def target_of(row: Decidable) -> str:
    """The name under which decisions on a row are kept: its kind and a digest of what it is.

    Findings of one value in two stories differ by the first of their words.
    """
    identity: list[Any] = [_plain(one) for one in same_reading(row)]
    if isinstance(row, Finding):
        identity.append(sorted(spots_of(row))[:1])
    return f"{KINDS[type(row)]}:{digest(json.dumps(identity, sort_keys=True))}"


def _plain(cell: Any) -> Any:
    return to_json(cell) if hasattr(cell, "__dataclass_fields__") else cell
