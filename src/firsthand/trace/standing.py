"""How surely each origin of a story is an origin of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.records import Standing


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind an origin: its `reports`; those of them that lean on it (name, copy, credit or
    cite it) and do not speak for themselves; whether a value rests on it; whether somebody else's word
    makes it `sure`; whether its own report is in the case; and whether it publishes."""

    reports: tuple[str, ...]
    leaning: frozenset[str]
    valued: bool
    sure: bool
    in_case: bool
    outlet: bool


def find_standings(backings: Mapping[str, Backing]) -> dict[str, Standing]:
    """The standing of each origin of a story, given by name, the most leaned-on first.

    Of the reports that are there, one that names another origin for some of its values may have the
    rest from there as well; and one that gives no value where others do adds no account. Of the
    authorities that are quoted, a second one that only the same reports quote may have been found by
    the same reporter: one way to the facts, so that it is no more than possible. Outlets that are
    cited publish by themselves and are not held against each other.
    """
    leans: dict[str, set[str]] = defaultdict(set)
    for name, backing in backings.items():
        for report in backing.leaning:
            leans[report].add(name)
    valued = any(backing.valued for backing in backings.values())
    found: dict[str, Standing] = {}
    quoted: set[str] = set()
    for name, backing in backings.items():
        if backing.in_case:
            idle = valued and not backing.valued
            doubtful = idle or all(leans[report] - {name} for report in backing.reports)
        else:
            doubtful = not backing.outlet and quoted.issuperset(backing.reports)
            quoted.update(backing.reports)
        sure = backing.sure and (backing.in_case or not doubtful)
        found[name] = "certain" if sure else "possible" if doubtful else "likely"
    return found
