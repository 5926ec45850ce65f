"""How many independent origins a story has, from its rows of the origins table alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firsthand.records import Origin, OriginCount


def count_origins(origins: Iterable[Origin]) -> OriginCount:
    """The number of independent origins behind the reports of a story, given the story's origins.

    `low` counts those that are certain, `best` the likely ones too, `high` the possible ones as well,
    though never more than there are reports, unless `best` is. Counted are the origins whose own report
    is in the case, and of the sources that nobody has added those without which a report would have no
    origin that is more than possible; the others may only add to what an origin of the case tells, and
    count in `high`. So `low <= best <= high`, and `low` is at least 1 where there is any origin.
    """
    rows, counted = _counted(origins)
    standings = Counter(row.standing for row in counted)
    low = max(standings["certain"], min(1, len(rows)))
    best = max(low, standings["certain"] + standings["likely"])
    reports = {report for row in rows for report in row.reports}
    return OriginCount(low, best, max(best, min(len(counted) + len(_leaned_on(rows, counted)), len(reports))))


@dataclass(frozen=True, slots=True)
class CountReasons:
    """Why the number of origins is at least `low`, at best `best` and at most `high`, a sentence each."""

    low: str
    best: str
    high: str


def explain_count(origins: Iterable[Origin]) -> CountReasons:
    """The reasons for the three numbers of `count_origins`, with the origins' names."""
    rows, counted = _counted(origins)
    count = count_origins(rows)
    names = {standing: [row.name for row in counted if row.standing == standing]
             for standing in ("certain", "likely", "possible")}
    low = (f"{_listed(names['certain'])}: named as the source by others, or an agency." if names["certain"]
           else "No origin is certain; there is at least one." if rows else "There is no report.")
    more = names["likely"] if count.best > count.low else []
    best = f"Also {_listed(more)}: nothing that can be seen leads on from there." if more else "No other is likely."
    others = names["possible"] + [row.name for row in _leaned_on(rows, counted)] if count.high > count.best else []
    high = (f"Perhaps also {_listed(others)}: the reports lean on another origin as well, or give no value."
            if others else "No other is possible.")
    return CountReasons(low, best, high)


def _counted(origins: Iterable[Origin]) -> tuple[list[Origin], list[Origin]]:
    """All origins in order, and those that count."""
    rows = sorted(origins, key=lambda row: row.id)
    added = [row for row in rows if row.in_case]
    told = {report for row in added if row.standing != "possible" for report in row.reports}
    return rows, added + [row for row in rows if not row.in_case and not told.issuperset(row.reports)]


def _leaned_on(rows: Sequence[Origin], counted: Sequence[Origin]) -> list[Origin]:
    """Sources that nobody has added and that only reports with an origin of the case lean on, surely or likely."""
    return [row for row in rows if row not in counted and row.standing != "possible"]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
