"""How many independent origins a story has, from its rows of the origins table alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from firsthand.records import Origin, OriginCount


def count_origins(origins: Iterable[Origin]) -> OriginCount:
    """The number of independent origins behind the reports of a story, given the story's origins.

    `low` counts those that are certain, `best` the likely ones too, `high` the possible ones as well,
    though never more than there are reports, unless `best` is. Counted are the origins whose own report
    is in the case, and of the sources that nobody has added those without which a report would have no
    origin that is more than possible; the others only add to what an origin of the case tells. So
    `low <= best <= high`, and `low` is at least 1 where there is any origin.
    """
    rows = sorted(origins, key=lambda row: row.id)
    added = [row for row in rows if row.in_case]
    told = {report for row in added if row.standing != "possible" for report in row.reports}
    counted = added + [row for row in rows if not row.in_case and not told.issuperset(row.reports)]
    standings = Counter(row.standing for row in counted)
    low = max(standings["certain"], min(1, len(rows)))
    best = max(low, standings["certain"] + standings["likely"])
    reports = {report for row in rows for report in row.reports}
    return OriginCount(low, best, max(best, min(len(counted), len(reports))))
