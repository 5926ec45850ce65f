"""Which of many decisions are in force: later ones replace earlier ones, an undo takes one back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.decide.anchors import holds
from firsthand.records import Decision, Report


@dataclass(frozen=True, slots=True)
class Standing:
    """Decisions in force in their order, those whose words are gone, and the notes that were not taken back."""

    held: tuple[Decision, ...]
    orphaned: tuple[Decision, ...]
    notes: tuple[Decision, ...]


def standing(decisions: Iterable[Decision], reports: Mapping[str, Report]) -> Standing:
    """The decisions in force: of each target the last that was not undone, of each kind that can stand beside others.

    A decision loses its hold where none of its words are left; one on several reports goes on for
    the reports that are there.
    """
    ordered = sorted(decisions, key=lambda one: one.number)
    undone = {one.undoes for one in ordered if one.action == "undo"}
    kept = [one for one in ordered if one.action != "undo" and one.number not in undone]
    last: dict[tuple[str, str], Decision] = {}
    for one in kept:
        if one.action != "note":
            last[one.target, _aspect(one)] = one
    inforce = sorted(last.values(), key=lambda one: one.number)
    alive = {one.number for one in kept if any(holds(words, reports) for words in one.anchors)}
    notes = tuple(one for one in kept if one.action == "note")
    return Standing(tuple(one for one in inforce if one.number in alive),
                    tuple(one for one in (*inforce, *notes) if one.number not in alive),
                    tuple(one for one in notes if one.number in alive))


def _aspect(decision: Decision) -> str:
    """What a later decision on the same target replaces.

    On a value it is all that was decided; an origin or story can be accepted, renamed, merged and split
    one beside the other.
    """
    if decision.kind not in ("origin", "story"):
        return ""
    return "verdict" if decision.action in ("accept", "reject") else decision.action


def versions(decisions: Iterable[Decision]) -> dict[str, int]:
    """The latest version of every target."""
    latest: dict[str, int] = {}
    for one in decisions:
        latest[one.target] = max(one.version, latest.get(one.target, 0))
    return latest


def last_in_force(decisions: Iterable[Decision], target: str) -> Decision | None:
    """The decision or note on a target that an undo would take back; None where there is none."""
    own = sorted((one for one in decisions if one.target == target), key=lambda one: one.number)
    undone = {one.undoes for one in own if one.action == "undo"}
    left = [one for one in own if one.action != "undo" and one.number not in undone]
    return left[-1] if left else None
