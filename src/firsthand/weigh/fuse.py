"""How much of what the origins say speaks for a value: the weighing of `fusion`, with copying known from `trace`.

The units are origins: a claim counts where it starts, so that copies and reports that quote one authority
count once however many they are (the discount that `fusion` has to find from shared wrong values is read off
the links here). An origin that may as well have it from another one of the story counts half. As in ACCU
(Dong, Berti-Equille, Srivastava, VLDB 2009) each origin adds log(n * a / (1 - a)) to its value, for an
accuracy `a` and `n` wrong values: inside a story there is too little to tell one origin's accuracy from
another's, so it is that of `fusion` before anything is seen. An origin that gives a value which lies within
this one speaks for it too (32 is at least 20); the values that cannot hold together with it stand against it,
each with its own origins, and beside them as many wrong values that nobody gave. As in `fusion`, log odds are
taken back for what a few claims leave open about the accuracy itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, pi, sqrt

METHOD = "origin-fusion"
ACCURACY, CLAIMS = 0.8, 10.0
"""The accuracy of an origin of which nothing is known, and the claims that this is known from."""
WRONG_VALUES = 5.0
"""Wrong values that a slot is taken to have. One origin alone comes to `ACCURACY` with these."""
UNSURE = 0.5
"""What an origin counts that may have it from another one of the story: one or none, and nothing tells which."""
VOTE = log(WRONG_VALUES * ACCURACY / (1 - ACCURACY))


@dataclass(frozen=True, slots=True)
class Support:
    """Who gives a value: for each origin what it counts, and the reports by which it is known."""

    counts: Mapping[str, float]
    reports: Mapping[str, frozenset[str]]

    @property
    def whole(self) -> float:
        """What all count together; somebody must have started it, so at least one where there is any."""
        return max(1.0, sum(self.counts[origin] for origin in sorted(self.counts))) if self.counts else 0.0

    def without(self, origins: Iterable[str]) -> Support:
        """The same less some origins."""
        gone = set(origins)
        return Support({name: count for name, count in self.counts.items() if name not in gone},
                       {name: reports for name, reports in self.reports.items() if name not in gone})


def support_of(given: Iterable[tuple[str, str, bool]]) -> Support:
    """The support that (origin, report, whether it is surely an origin of its own) rows make."""
    counts: dict[str, float] = {}
    reports: dict[str, set[str]] = defaultdict(set)
    for origin, report, certain in given:
        counts[origin] = max(counts.get(origin, 0.0), 1.0 if certain else UNSURE)
        reports[origin].add(report)
    return Support(counts, {origin: frozenset(known) for origin, known in reports.items()})


def probability(own: Support, against: Sequence[Support], claims: int) -> float:
    """The probability of a value, 0 to 1; `claims` is how many origins speak of the slot at all."""
    mine = exp(_told(own.whole, claims))
    theirs = sum(sorted(exp(_told(other.whole, claims)) for other in against))
    return round(mine / (mine + theirs + WRONG_VALUES), 4)


def _told(count: float, claims: int) -> float:
    """The log odds of so many origins, less what is not known of their accuracy (see `fusion.fuse`)."""
    level = 1 / ((claims + CLAIMS) * ACCURACY * (1 - ACCURACY))
    return VOTE * count / sqrt(1 + pi / 8 * level * count ** 2)


def explain(own: Support, against: Sequence[Support], names: Mapping[str, str]) -> str:
    """Which origins count how much, with the discount for copying: "Coast Agency 1 (3 reports, counted once)"."""
    others = support_of((origin, report, other.counts[origin] == 1.0) for other in against
                        for origin in other.counts for report in other.reports[origin])
    parts = [f"for: {_listed(own, names)}"] if own.counts else ["nobody gives it but to deny it or before it changed"]
    if others.counts:
        parts.append(f"against: {_listed(others, names)}")
    return "; ".join(parts)


def _listed(support: Support, names: Mapping[str, str]) -> str:
    ranked = sorted(support.counts, key=lambda origin: (-support.counts[origin], names.get(origin, origin), origin))
    return ", ".join(_counted(support, origin, names.get(origin, origin)) for origin in ranked)


def _counted(support: Support, origin: str, name: str) -> str:
    reasons = []
    if len(support.reports[origin]) > 1:
        reasons.append(f"{len(support.reports[origin])} reports, counted once")
    if support.counts[origin] < 1:
        reasons.append("may have it from another origin here")
    return f"{name} {support.counts[origin]:g}" + (f" ({'; '.join(reasons)})" if reasons else "")
