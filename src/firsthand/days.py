"""The day of each report: its dateline where the text has one, else its publication day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from firsthand.records import Mention, Report, TimeValue

HEAD_CHARS = 240
"""A dateline stands above the first sentence; headline and agency line may come before it."""
MAX_CLASH_DAYS = 60
"""A head that names a day further from the publication speaks of something past."""

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def to_day(moment: str | None) -> date | None:
    """The day of an ISO date or time; None where there is none, or no such day."""
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


def report_days(reports: Sequence[Report], mentions: Iterable[Mention]) -> dict[str, date | None]:
    """The day of each report by its id: the first full date with its year that its head names,
    which beats `published`; else the day of `published`; None where neither is known.
    """
    by_id = {report.id: report for report in reports}
    heads: dict[str, tuple[int, date]] = {}
    for mention in mentions:
        report = by_id.get(mention.report)
        named = _named_day(report, mention) if report else None
        if report and named and (report.id not in heads or mention.start < heads[report.id][0]):
            heads[report.id] = mention.start, named
    return {report.id: _chosen(heads.get(report.id), to_day(report.published)) for report in reports}


def _chosen(head: tuple[int, date] | None, published: date | None) -> date | None:
    if head is None or (published and abs((head[1] - published).days) > MAX_CLASH_DAYS):
        return published
    return head[1]


def _named_day(report: Report, mention: Mention) -> date | None:
    """The day that a mention in the head of a report writes out in full, year included."""
    value = mention.value
    if not isinstance(value, TimeValue) or not _FULL_DAY.match(value.timex):
        return None
    title_end = max((block.end for block in report.blocks if block.kind == "headline"), default=0)
    if mention.start > title_end + HEAD_CHARS or value.timex[:4] not in report.text[mention.start:mention.end]:
        return None
    return to_day(value.timex)
