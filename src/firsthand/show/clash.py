"""How the values of one slot differ, with both sides of every difference together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.records import Day, Difference, Finding, Witness
from firsthand.show import phrase
from firsthand.show.model import Clash, Side
from firsthand.show.scene import Scene, same_words

_SEVEREST_FIRST: tuple[Difference, ...] = ("contradiction", "update", "scope", "precision", "framing")

Pairs = dict[Difference, dict[int, set[int]]]
"""For each kind of difference, which findings (by place in the row) stand against which."""


def find_clashes(scene: Scene, row_id: str, numbered: Sequence[tuple[int, Finding]],
                 names: dict[str, str]) -> tuple[Clash, ...]:
    """The differences among the findings of one row, severest kind first.

    `numbered` are the findings with their numbers, `names` the names of the origins by id. Values
    that stand against the same others share a side.
    """
    findings = [finding for _, finding in numbered]
    pairs = _pairs(findings)
    clashes: list[Clash] = []
    for kind in _SEVEREST_FIRST:
        for group in _components(pairs.get(kind, {})):
            sides = tuple(_side(scene, [numbered[place] for place in side], names)
                          for side in _sides(group, pairs[kind]))
            reasons = _reasons(findings[place] for place in group if findings[place].difference == kind)
            clashes.append(Clash(f"{row_id}-d{len(clashes) + 1}", kind, phrase.MEANINGS[kind], reasons, sides))
    return tuple(clashes)


def _reasons(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The reasons in words; two findings that give one reason from either side give it once."""
    reasons: dict[tuple[str, ...], str] = {}
    for finding in findings:
        line = phrase.one_line(finding.why or "")
        reasons.setdefault(tuple(sorted(same_words(line).split())), line)
    return tuple(line for line in reasons.values() if line)


def _pairs(findings: Sequence[Finding]) -> Pairs:
    giving: dict[tuple[str, int, int], set[int]] = {}
    for place, finding in enumerate(findings):
        for witness in finding.reports:
            giving.setdefault(_spot(witness), set()).add(place)
    pairs: Pairs = {}
    for place, finding in enumerate(findings):
        if finding.difference is None:
            continue
        for other in _opponents(place, findings, giving):
            sides = pairs.setdefault(_kind_between(finding, findings[other]), {})
            sides.setdefault(place, set()).add(other)
            sides.setdefault(other, set()).add(place)
    return pairs


def _opponents(place: int, findings: Sequence[Finding],
               giving: dict[tuple[str, int, int], set[int]]) -> set[int]:
    """The findings that stand against a finding: by their words, else by the reason, else of its kind."""
    named = {other for witness in findings[place].against for other in giving.get(_spot(witness), ())}
    named.discard(place)
    others = set(range(len(findings))) - {place}
    if not named:
        reason = f" {same_words(findings[place].why or '')} "
        named = {other for other in others if f" {_plain_value(findings[other])} " in reason}
    alike = {other for other in others if findings[other].difference == findings[place].difference}
    return named or alike or others


def _plain_value(finding: Finding) -> str:
    """A value as a reason spells it, without the weekday, which may be written out there."""
    words = same_words(phrase.value_words(finding.value))
    return words.partition(" ")[2] if isinstance(finding.value, Day) else words


def _kind_between(left: Finding, right: Finding) -> Difference:
    """The kind of difference of a pair, from what each finding says of its difference to all others."""
    kinds = {finding.difference for finding in (left, right) if finding.difference}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"contradiction", "update"}:
        shared = {one.origin for one in left.reports} & {one.origin for one in right.reports}
        return "update" if shared else "contradiction"
    return max(kinds, key=_SEVEREST_FIRST.index)


def _spot(witness: Witness) -> tuple[str, int, int]:
    return witness.report, witness.start, witness.end


def _components(neighbours: dict[int, set[int]]) -> list[list[int]]:
    """Findings that hang together through differences of one kind, each group in order."""
    groups, seen = [], set[int]()
    for first in sorted(neighbours):
        group, waiting = set[int](), [first]
        while waiting:
            place = waiting.pop()
            if place not in seen:
                seen.add(place)
                group.add(place)
                waiting += neighbours[place]
        if group:
            groups.append(sorted(group))
    return groups


def _sides(group: Iterable[int], neighbours: dict[int, set[int]]) -> list[list[int]]:
    """The findings of a group, those together that stand against the same others."""
    sides: dict[frozenset[int], list[int]] = {}
    for place in group:
        sides.setdefault(frozenset(neighbours[place]), []).append(place)
    return list(sides.values())


def _side(scene: Scene, numbered: Sequence[tuple[int, Finding]], names: dict[str, str]) -> Side:
    witnesses = [witness for _, finding in numbered for witness in finding.reports
                 if witness.report in scene.numbers]
    words = dict.fromkeys(scene.words(one.report, one.start, one.end, one.said_by) for one in witnesses)
    return Side(
        values=tuple(phrase.value_words(finding.value) for _, finding in numbered),
        origins=tuple(dict.fromkeys(names.get(one.origin, one.origin) for one in witnesses)),
        findings=tuple(number for number, _ in numbered),
        words=tuple(sorted(words, key=lambda one: (one.report, one.start))))
