"""Tables of a case as pandas frames, for notebooks (`pip install 'firsthand[notebook]'`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from firsthand.extras import load_extra
from firsthand.flow import Tables
from firsthand.records import CountRange, Day, Finding, Report
from firsthand.tables import to_json

if TYPE_CHECKING:
    import pandas as pd

FINDING_COLUMNS = ("story", "title", "slot", "of", "low", "high", "date", "name", "status", "difference", "origins",
                   "origins_low", "origins_high", "reports", "against", "probability", "words", "why")


def to_frame(rows: Iterable[object], columns: Iterable[str]) -> pd.DataFrame:
    """Records as a frame with these columns; lists and nested cells stay lists and dicts."""
    pandas = load_extra("pandas", "notebook")
    return pandas.DataFrame([to_json(row) for row in rows], columns=list(columns))


def findings_frame(tables: Tables) -> pd.DataFrame:
    """One row a finding: its value in columns of its own, and how many origins and reports stand on each side.

    `low` and `high` are for counts (null is open), `date` for days, `name` for the rest; `reports` and `against`
    count reports; `words` are those of the first report that gives the value. Sorted as the table is.
    """
    pandas = load_extra("pandas", "notebook")
    titles = {story.id: story.title for story in tables.stories}
    reports = {report.id: report for report in tables.reports}
    frame = pandas.DataFrame([_cells(one, titles, reports) for one in tables.findings], columns=list(FINDING_COLUMNS))
    return frame.astype({"low": "Int64", "high": "Int64"})


def _cells(one: Finding, titles: Mapping[str, str], reports: Mapping[str, Report]) -> dict[str, Any]:
    value: Any = one.value
    counted = isinstance(value, CountRange)
    first = one.reports[0] if one.reports else None
    text = reports[first.report].text[first.start:first.end] if first and first.report in reports else None
    return {"story": one.story, "title": titles.get(one.story), "slot": one.slot, "of": one.of,
            "low": value.low if counted else None, "high": value.high if counted else None,
            "date": value.date if isinstance(value, Day) else None,
            "name": None if counted or isinstance(value, Day) else value.name,
            "status": one.status, "difference": one.difference, "origins": one.origins.best,
            "origins_low": one.origins.low, "origins_high": one.origins.high,
            "reports": len({witness.report for witness in one.reports}),
            "against": len({witness.report for witness in one.against}), "probability": one.probability,
            "words": text, "why": one.why}
