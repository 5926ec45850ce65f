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

from firsthand.records import Claim, Decision, Origin, Standing, Story

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with the origin of a name: `merge` into the origin `given`, `split` of the report `given`,
    `correct` to the name `given`, `accept` as an origin of its own, `reject` as one that leans on others.

    It is the origin that some of the `reports` go back to: another story may have one of the same name."""

    action: str
    name: str
    reports: frozenset[str]
    given: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Hand-made groups, later ones over earlier ones.

    `together` and `apart` are pairs of report ids (smaller id first) that are in one story or in two;
    `titles` are pairs (reports of a story, its title); `steps` are what was done with origins, in order.
    """

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    titles: tuple[tuple[tuple[str, ...], str], ...] = ()
    steps: tuple[Step, ...] = ()


def read_hand(decisions: Iterable[Decision]) -> Hand:
    """The merges and splits among some decisions in force, in their order."""
    together: dict[Pair, None] = {}
    apart: dict[Pair, None] = {}
    titles: dict[tuple[str, ...], str] = {}
    steps: list[Step] = []
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
        elif one.kind == "story" and one.action == "correct":
            titles |= {tuple(ids): change.value for change in one.changes if change.value}
        elif one.kind == "origin":
            steps += _steps(one, ids)
    return Hand(tuple(together), tuple(apart), tuple(titles.items()), tuple(steps))


def _steps(decision: Decision, reports: Sequence[str]) -> list[Step]:
    row = json.loads(decision.row)
    name, own = row["name"], frozenset(row["reports"])
    if decision.action == "split":
        return [Step("split", name, own, report) for report in reports]
    if decision.action in ("merge", "correct"):
        return [Step(decision.action, name, own, change.value) for change in decision.changes
                if change.column == "name" and change.value]
    return [Step(decision.action, name, own)]


def title_by_hand(stories: Iterable[Story], hand: Hand) -> list[Story]:
    """The stories, those with the titles that people gave them whose reports are still together."""
    titled = list(stories)
    place_of = {report: place for place, story in enumerate(titled) for report in story.reports} if hand.titles else {}
    for reports, title in hand.titles:
        places = {place_of.get(report) for report in reports}
        place = places.pop() if len(places) == 1 else None
        if place is not None:
            titled[place] = replace(titled[place], title=title)
    return titled


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
    if not hand.steps:
        return tuple(origins), tuple(claims)
    by_story: dict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        by_story[origin.story].append(origin)
    made: list[Origin] = []
    moved: dict[tuple[str, str, str], str] = {}
    for story, own in by_story.items():
        made += _by_hand(story, own, hand, moved)
    sure = {(origin.story, origin.id): origin.standing for origin in made}
    return tuple(made), tuple(_moved(one, moved, sure) for one in claims)


def _moved(claim: Claim, moved: Mapping[tuple[str, str, str], str], sure: Mapping[tuple[str, str], str]) -> Claim:
    """A claim under the origin that it goes back to by hand; a split, accepted or rejected one says how surely."""
    report = claim.value.report
    split = moved.get((claim.story, claim.origin, report))
    origin = split or moved.get((claim.story, claim.origin, ""), claim.origin)
    standing = sure.get((claim.story, origin))
    certain = True if split else claim.certain
    if (claim.story, origin, "accept") in moved or (claim.story, origin, "reject") in moved:
        certain = standing == "certain"
    return replace(claim, origin=origin, certain=certain)


def _by_hand(story: str, own: Sequence[Origin], hand: Hand, moved: dict[tuple[str, str, str], str]) -> list[Origin]:
    """The origins of a story; notes in `moved` what became of (story, origin, report or "" for all)."""
    by_name = {origin.name: origin for origin in own}
    for step in hand.steps:
        if step.name not in by_name or not step.reports.intersection(by_name[step.name].reports):
            continue
        if step.action == "split":
            _split(by_name, step, moved)
        elif step.action == "merge":
            _merge(by_name, step, moved)
        elif step.action == "correct" and step.given not in by_name:
            by_name[step.given] = replace(by_name.pop(step.name), name=step.given)
        elif step.action in _VERDICTS:
            standing, why = _VERDICTS[step.action]
            origin = by_name[step.name]
            by_name[step.name] = replace(origin, standing=standing, why=f"{origin.why}; {why}".lstrip("; "))
            moved[story, origin.id, step.action] = origin.id
    return sorted(by_name.values(), key=lambda one: one.id)


_VERDICTS: dict[str, tuple[Standing, str]] = {
    "accept": ("certain", "held for an origin of its own by hand"),
    "reject": ("possible", "held for no origin of its own by hand")}


def _split(by_name: dict[str, Origin], step: Step, moved: dict[tuple[str, str, str], str]) -> None:
    origin, report = by_name[step.name], step.given
    if report not in origin.reports or len(origin.reports) < 2:
        return
    alone = f"{step.name}, as report {report[:8]} alone"
    by_name[step.name] = replace(origin, reports=tuple(one for one in origin.reports if one != report))
    by_name[alone] = replace(origin, id=f"{origin.id}-{report[:8]}", name=alone, reports=(report,),
                             why="split off by hand", standing="certain")
    moved[origin.story, origin.id, report] = by_name[alone].id


def _merge(by_name: dict[str, Origin], step: Step, moved: dict[tuple[str, str, str], str]) -> None:
    gone, kept = by_name[step.name], by_name.get(step.given)
    if kept is None or gone is kept:
        return
    del by_name[step.name]
    by_name[step.given] = replace(kept, reports=tuple(sorted({*kept.reports, *gone.reports})),
                                  in_case=kept.in_case or gone.in_case,
                                  why=f"{kept.why}; merged by hand with {step.name}")
    for key in [key for key, value in moved.items() if value == gone.id and key[0] == gone.story]:
        moved[key] = kept.id
    moved[gone.story, gone.id, ""] = kept.id


def _pair(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
