"""Findings as one CSV file (RFC 4180), for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from firsthand.decide.replay import find_verdicts
from firsthand.flow import Tables
from firsthand.show import phrase

COLUMNS = ("story", "slot", "of", "value", "low", "high", "status", "difference", "why", "origins", "origins_low",
           "origins_high", "reports", "words", "decided")


def write_findings_csv(tables: Tables, about: Mapping[str, Any]) -> str:
    """One line a finding; cells that a spreadsheet would take for a formula begin with an apostrophe."""
    stories = {story.id: story.title for story in tables.stories}
    texts = {report.id: report.text for report in tables.reports}
    verdicts = find_verdicts(tables.findings, tables.decisions)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in tables.findings:
        decision = verdicts.get(row)
        words = dict.fromkeys(texts.get(one.report, "")[one.start:one.end] for one in row.reports)
        bounds = (getattr(row.value, "low", None), getattr(row.value, "high", None))
        writer.writerow([safe_cell(cell) for cell in (
            stories.get(row.story, row.story), row.slot, row.of, phrase.value_words(row.value), *bounds, row.status,
            row.difference, row.why, row.origins.best, row.origins.low, row.origins.high,
            len({one.report for one in row.reports}), " | ".join(words),
            f"{decision.action} by {decision.who}" if decision else None)])
    return out.getvalue()


def safe_cell(cell: str | int | None) -> str | int:
    """A cell that no spreadsheet runs as a formula."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    line = phrase.one_line(cell)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
