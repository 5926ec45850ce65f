"""What a desk put together or took apart by hand, and the stories and origins that follow from it.

The stages group and trace as they find; a desk's word is put over what they found, so that a merge
or a split holds whatever reports come later.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic, TypeVar

from firsthand.records import Claim, Decision, Origin

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hand:
    """Hand-made groups, later ones over earlier ones.

    `together` and `apart` are pairs of report ids (smaller id first) that are in one story or in two;
    `merged` are pairs (origin's name, name of the origin that it is the same as); `split` are pairs
    (report, name of the origin that it does not go back to).
    """

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    merged: tuple[Pair, ...] = ()
    split: tuple[Pair, ...] = ()


def read_hand(decisions: Iterable[Decision]) -> Hand:
    """The merges and splits among some decisions in force, in their order."""
    together: dict[Pair, None] = {}
    apart: dict[Pair, None] = {}
    merged: dict[Pair, None] = {}
    split: dict[Pair, None] = {}
    for one in decisions:
        ids = [words.report for words in one.anchors]
        if one.kind == "story" and one.action == "merge":
            pairs = [_pair(*both) for both in pairwise(ids)]
            members = set(ids)
            apart = {pair: None for pair in apart if not members.issuperset(pair)}
            together |= dict.fromkeys(pairs)
        elif one.kind == "story" and one.action == "split":
            out, rest = set(ids), set(json.loads(one.row)["reports"]) - set(ids)
            together = {pair: None for pair in together if len(out & set(pair)) != 1}
            together |= dict.fromkeys(_pair(*both) for both in pairwise(ids))
            apart |= dict.fromkeys(_pair(left, right) for left in sorted(out) for right in sorted(rest))
        elif one.kind == "origin" and one.action == "merge":
            name = json.loads(one.row)["name"]
            merged |= {(name, change.value): None for change in one.changes
                       if change.column == "name" and change.value}
        elif one.kind == "origin" and one.action == "split":
            name = json.loads(one.row)["name"]
            split |= {(report, name): None for report in ids}
    return Hand(tuple(together), tuple(apart), tuple(merged), tuple(split))


def group_by_hand(members: Sequence[Sequence[str]], hand: Hand) -> list[list[str]]:
    """Groups of report ids as found, with those together that belong so, and those apart.

    A group is divided along the pairs that are apart: reports that were taken out leave, the rest stays.
    Ids that are in no group are passed over.
    """
    group_of = {report: number for number, ids in enumerate(members) for report in ids}
    joined = _Union(range(len(members)))
    for left, right in hand.together:
        if left in group_of and right in group_of:
            joined.join(group_of[left], group_of[right])
    together: dict[int, list[str]] = defaultdict(list)
    for number, ids in enumerate(members):
        together[joined.find(number)] += ids
    barred: dict[str, set[str]] = defaultdict(set)
    for left, right in hand.apart:
        barred[left].add(right)
        barred[right].add(left)
    bound: dict[str, set[str]] = defaultdict(set)
    for left, right in hand.together:
        bound[left].add(right)
        bound[right].add(left)
    return sorted(part for ids in together.values() for part in _divided(sorted(ids), barred, bound))


def _divided(ids: Sequence[str], barred: Mapping[str, set[str]], bound: Mapping[str, set[str]]) -> list[list[str]]:
    """The parts of a group: each report goes to those it is bound to, else to the first part that none of
    its barred reports is in, so that reports nobody spoke of stay with the larger rest."""
    if not any(barred.get(one) for one in ids):
        return [list(ids)]
    known = set(ids)
    unions = _Union(ids)
    for one in ids:
        for other in bound.get(one, set()) & known:
            unions.join(one, other)
    clusters: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        clusters[unions.find(one)].append(one)
    parts: list[list[str]] = []
    bars: list[set[str]] = []
    weights = {name: sum(len(barred.get(one, set()) & known) for one in cluster) for name, cluster in clusters.items()}
    for name in sorted(clusters, key=lambda name: (weights[name] / len(clusters[name]), name)):
        cluster = clusters[name]
        fits = next((place for place, against in enumerate(bars) if not against.intersection(cluster)), None)
        if fits is None:
            parts.append([])
            bars.append(set())
            fits = len(parts) - 1
        parts[fits] += cluster
        bars[fits] |= {other for one in cluster for other in barred.get(one, set())}
    return [sorted(part) for part in parts]


T = TypeVar("T", int, str)


class _Union(Generic[T]):
    """Disjoint sets of names; the smallest name stands for a set."""

    def __init__(self, names: Iterable[T]) -> None:
        self._above: dict[T, T] = {name: name for name in names}

    def find(self, name: T) -> T:
        """The name that stands for the set of a name."""
        while self._above[name] != name:
            self._above[name] = self._above[self._above[name]]
            name = self._above[name]
        return name

    def join(self, one: T, other: T) -> None:
        """Makes two sets one."""
        low, high = sorted((self.find(one), self.find(other)))
        self._above[high] = low


def origins_by_hand(origins: Sequence[Origin], claims: Sequence[Claim],
                    hand: Hand) -> tuple[tuple[Origin, ...], tuple[Claim, ...]]:
    """Origins and the claims that go back to them, with those merged and split that a desk merged and split.

    A report that was split off goes back to itself: an origin of its own, named after it, and surely one.
    """
    if not hand.merged and not hand.split:
        return tuple(origins), tuple(claims)
    by_story: dict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        by_story[origin.story].append(origin)
    made: list[Origin] = []
    moved: dict[tuple[str, str, str], str] = {}
    for story, own in by_story.items():
        made += _by_hand(story, own, hand, moved)
    new = [replace(one, origin=moved.get((one.story, one.origin, one.value.report),
                                         moved.get((one.story, one.origin, ""), one.origin)),
                   certain=one.certain or (one.story, one.origin, one.value.report) in moved) for one in claims]
    return tuple(made), tuple(new)


def _by_hand(story: str, own: Sequence[Origin], hand: Hand, moved: dict[tuple[str, str, str], str]) -> list[Origin]:
    """The origins of a story; notes in `moved` what became of (story, origin, report or "" for all)."""
    by_name = {origin.name: origin for origin in own}
    for report, name in hand.split:
        origin = by_name.get(name)
        if origin is not None and report in origin.reports and len(origin.reports) > 1:
            alone = f"{name}, as report {report[:8]} alone"
            by_name[name] = replace(origin, reports=tuple(one for one in origin.reports if one != report))
            by_name[alone] = replace(origin, id=f"{origin.id}-{report[:8]}", name=alone, reports=(report,),
                                     why="split off by hand", standing="certain")
            moved[story, origin.id, report] = by_name[alone].id
    for name, into in hand.merged:
        gone, kept = by_name.get(name), by_name.get(into)
        if gone is None or kept is None or gone is kept:
            continue
        del by_name[name]
        by_name[into] = replace(kept, reports=tuple(sorted({*kept.reports, *gone.reports})),
                                in_case=kept.in_case or gone.in_case, why=f"{kept.why}; merged by hand with {name}")
        for key in [key for key, value in moved.items() if value == gone.id and key[0] == story]:
            moved[key] = kept.id
        moved[story, gone.id, ""] = kept.id
    return sorted(by_name.values(), key=lambda one: one.id)


def _pair(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
