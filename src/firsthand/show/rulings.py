"""What people decided, in words: what was done, on what, by whom and when."""

from __future__ import annotations

import json
from typing import Any

from firsthand.decide.anchors import CONTEXT_CHARS, KINDS
from firsthand.decide.replay import corrected
from firsthand.records import Attribution, Decision, Finding, Link, Origin, Value
from firsthand.show import phrase
from firsthand.show.model import Ruling
from firsthand.show.scene import Scene
from firsthand.show.voices import value_of
from firsthand.tables import from_json

DONE = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "merge": "merged", "split": "split",
        "note": "noted"}
"""What was done, by the decision's action."""
MAX_WORDS_CHARS = 300
MAX_NAME_CHARS = 140
_RECORDS = {name: record for record, name in KINDS.items()}


def find_rulings(scene: Scene) -> tuple[Ruling, ...]:
    """What was decided on a story and is in force, latest first."""
    return tuple(ruling_of(one, scene) for one in reversed(scene.decisions))


def ruling_of(decision: Decision, scene: Scene | None = None) -> Ruling:
    """A decision in words; with a scene, the numbers of its reports there."""
    row = from_json(_RECORDS[decision.kind], json.loads(decision.row))
    on = _name(row)
    words = decision.anchors[0] if decision.anchors else None
    what = DONE.get(decision.action, f"took back no. {decision.undoes}:")
    return Ruling(
        decision.number, decision.kind, decision.target, words.report if words else "", what, on,
        _becomes(row, decision, on), phrase.one_line(decision.who), phrase.moment_words(decision.when),
        phrase.one_line(decision.note or ""), *_quote(decision),
        scene.numbered(one.report for one in decision.anchors) if scene else ())


def _quote(decision: Decision) -> tuple[str, str, str]:
    if not decision.anchors:
        return "", "", ""
    one = decision.anchors[0]
    before, after = one.prefix, one.suffix
    if len(before) == CONTEXT_CHARS and " " in before:
        before = "…" + before[before.index(" ") + 1:]
    if len(after) == CONTEXT_CHARS and " " in after:
        after = after[:after.rindex(" ")] + "…"
    return (phrase.one_line(before) + " " * before[-1:].isspace(),
            phrase.shorten(phrase.one_line(one.exact), MAX_WORDS_CHARS),
            " " * after[:1].isspace() + phrase.one_line(after))


def _name(row: Any) -> str:
    """What a decided row was called: "killed 14", "the origin Coast Agency"."""
    if isinstance(row, Value):
        return value_of(row)
    if isinstance(row, Finding):
        return f"{phrase.SLOT_LABELS.get(row.slot, row.slot)} {phrase.value_words(row.value)}"
    if isinstance(row, Attribution):
        return f"{phrase.one_line(row.source_name or '') or 'somebody'} {phrase.STANCE_WORDS[row.stance]}"
    if isinstance(row, Link):
        return f"that the report {row.kind} {phrase.one_line(row.source or '') or 'another'}"
    name = row.name if isinstance(row, Origin) else row.title
    kind = "the origin" if isinstance(row, Origin) else "the story"
    return f"{kind} “{phrase.shorten(phrase.one_line(name), MAX_NAME_CHARS)}”"


def _becomes(row: Any, decision: Decision, on: str) -> str:
    """What a row became, where a decision changed it."""
    if decision.action not in ("correct", "merge", "split"):
        return ""
    if decision.action == "split":
        return f"{phrase.number_of(len(decision.anchors), 'report')} taken out"
    if decision.action == "merge":
        into = next((f"same as {phrase.one_line(one.value or '')}" for one in decision.changes), "")
        return into or phrase.number_of(len(decision.anchors), "report")
    name = _name(corrected(row, decision)) if isinstance(row, Value | Attribution | Link) else on
    if name != on:
        return name
    return ", ".join(f"{one.column.replace('_', ' ')} {phrase.one_line(one.value or 'none')}"
                     for one in decision.changes)
