"""Looks a case over: what is amiss, what can be repaired, and what to do about the rest.

What the stages worked out can be worked out again; what was read, fetched or decided cannot, so that
nothing of it is ever changed here but its index of words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from firsthand.case import Case
from firsthand.decide import standing
from firsthand.extract import Extractor
from firsthand.flow import extract
from firsthand.options import Options
from firsthand.records import Decision, Report
from firsthand.store import ACROSS, PER_REPORT, Health, SqlStore
from firsthand.text import report_id

MODELS = Path(__file__).parent / "models"
MAX_SHOWN = 3
"""Examples that a finding of the doctor names."""

Cure = Literal["remove", "analyse", "relate", "index"]
"""Rows are removed; reports are analysed again; what holds reports against each other is worked out again; the
index of words is made anew."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something amiss: what, how often, the first of them, how it is repaired (None: it cannot be) and advice."""

    what: str
    count: int
    examples: tuple[str, ...]
    cure: Cure | None
    advice: str = ""


@dataclass
class _Chart:
    """What the checks found so far, and what a repair would need."""

    troubles: list[Trouble]
    reports: dict[str, Report]
    decisions: list[Decision]
    loose: dict[str, list[Any]]
    again: set[str]

    def note(self, what: str, found: list[str], cure: Cure | None, advice: str = "") -> None:
        if found:
            self.troubles.append(Trouble(what, len(found), tuple(found[:MAX_SHOWN]), cure, advice))


def examine(path: str | Path) -> list[Trouble]:
    """What is amiss with a case; raises `CaseError` where it cannot be opened at all."""
    with SqlStore(path) as store:
        return _examine(store).troubles


def repair(path: str | Path, options: Options | None = None) -> tuple[list[Trouble], list[Trouble]]:
    """Repairs what can be: gives what was amiss before, and what is left."""
    options = options or Options()
    with SqlStore(path) as store:
        chart = _examine(store)
        health = Health(store)
        cures = {one.cure for one in chart.troubles}
        for name, keys in chart.loose.items():
            health.remove(name, keys)
        if "analyse" in cures:
            _analyse_again(health, [chart.reports[one] for one in sorted(chart.again) if one in chart.reports], options)
        if "index" in cures:
            health.rebuild_search()
        if "relate" in cures or "analyse" in cures:
            with store.transaction() as writer:
                writer.set_meta("related", "")
    with Case(path, create=False, options=options) as case:
        if not any(one.cure is None and one.what in _HOPELESS for one in chart.troubles):
            case.snapshot()
    return chart.troubles, examine(path)


def _analyse_again(health: Health, reports: list[Report], options: Options) -> None:
    found = extract(reports, Extractor(options.extract))
    for name in PER_REPORT:
        health.replace_of(name, [report.id for report in reports], getattr(found, name))


# ---------------------------------------------------------------- the checks

TORN = "the file is damaged"
LOST = "tables or columns are missing"
UNREADABLE = "reports cannot be read"
UNDECIDED = "decisions cannot be read"
_HOPELESS = (TORN, LOST, UNREADABLE, UNDECIDED)
"""With these nothing can be worked out again."""
_BACKUP = "restore a backup: firsthand restore FILE CASE"


def _examine(store: SqlStore) -> _Chart:
    chart = _Chart([], {}, [], {}, set())
    health = Health(store)
    chart.note(TORN, health.damage(), None, _BACKUP)
    chart.note(LOST, health.missing(), None, _BACKUP)
    if not chart.troubles:
        _check_reports(health, chart)
        for name in (*PER_REPORT, "matches"):
            _check_rows(health, chart, name)
        _check_across(store, health, chart)
        _check_decisions(health, chart)
        chart.note("kept answers do not fit their digests", [f"{url}, fetched {when}" for url, when
                                                             in health.changed_responses()], None,
                   "they were changed after they were fetched; " + _BACKUP)
        chart.note("the index of words is not in step with the reports", [] if health.search_in_step() else ["index"],
                   "index")
    _check_models(chart)
    return chart


def _check_reports(health: Health, chart: _Chart) -> None:
    unreadable, changed = [], []
    for row in health.rows("reports"):
        if row.record is None:
            unreadable.append(f"{row.key}: {row.problem}")
            continue
        report: Report = row.record
        chart.reports[report.id] = report
        if report.id != report_id(report.url or report.ref, report.text):
            changed.append(f"{report.id} ({report.ref})")
    chart.note(UNREADABLE, unreadable, None, _BACKUP)
    chart.note("the words of reports were changed after they were added", changed, None,
               "their ids no longer fit their texts; " + _BACKUP)


def _check_rows(health: Health, chart: _Chart, name: str) -> None:
    """Rows that rest on one report: it must be there, and the words that they rest on within its text."""
    loose, damaged, outside = [], [], []
    for row in health.rows(name):
        report = chart.reports.get(row.record.report) if row.record else None
        if row.record is None:
            damaged.append(f"row {row.key}: {row.problem}")
            chart.loose.setdefault(name, []).append(row.key)
            chart.again |= set(chart.reports)  # nobody knows whose it was
        elif report is None:
            loose.append(f"row {row.key}, report {row.record.report}")
            chart.loose.setdefault(name, []).append(row.key)
        elif not _within(row.record, len(report.text)):
            outside.append(f"row {row.key}, report {row.record.report}")
            chart.again.add(report.id)
    kept = name == "matches"
    advice = "then run firsthand check again" if kept else ""
    chart.note(f"{name}: rows of reports that are not in the case", loose, "remove")
    chart.note(f"{name}: rows that cannot be read", damaged, "remove" if kept else "analyse", advice)
    chart.note(f"{name}: rows that point outside their report's text", outside, None if kept else "analyse",
               "run firsthand check again" if kept else "")


def _within(row: Any, length: int) -> bool:
    """True where every span of a row lies in a text of this length."""
    return all(_fits(start, end, length) for start, end in _spans(row))


def _fits(start: object, end: object, length: int) -> bool:
    """SQLite keeps whatever it is given, so that a number may be none."""
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length


def _spans(row: Any) -> Iterator[tuple[int, int]]:
    if hasattr(row, "start") and hasattr(row, "end"):
        yield row.start, row.end
    for field in fields(row):
        if field.name in ("source", "cue", "content"):
            yield from getattr(row, field.name)


def _check_across(store: SqlStore, health: Health, chart: _Chart) -> None:
    """What holds reports against each other: worked out from the reports that are there, and pointing into them."""
    wrong = []
    for name in ACROSS:
        for row in health.rows(name):
            named = _named(row.record) if row.record else None
            if named is None:
                wrong.append(f"{name} row {row.key}: {row.problem}")
            elif any(report not in chart.reports or not _fits(start, end, len(chart.reports[report].text))
                     for report, start, end in named):
                wrong.append(f"{name} row {row.key}: points at what is not there")
    told = {report for row in health.rows("stories") if row.record for report in row.record.reports}
    if store.is_current() and told != set(chart.reports):
        wrong.append("stories: not every report is in one")
    chart.note("what holds reports against each other is damaged", wrong, "relate")
    if not wrong and chart.reports and not store.is_current():
        chart.note("what holds reports against each other is out of date", ["after an interruption"], "relate")


def _named(row: Any) -> list[tuple[str, int, int]]:
    """(report, start, end) of all that a row points at, whole reports as (report, 0, 0)."""
    found = []
    for field in fields(row):
        cell = getattr(row, field.name)
        if field.name in ("report", "from_", "to") and cell:
            found.append((cell, getattr(row, "start", 0), getattr(row, "end", 0)))
        elif field.name in ("reports", "against", "words"):
            found += [(one, 0, 0) if isinstance(one, str) else (one.report, one.start, one.end) for one in cell]
        elif field.name == "spans":
            pairs = [pair for both in cell for pair in zip((row.from_, row.to), both, strict=True) if pair[1]]
            found += [(report, span[0], span[1]) for report, span in pairs]
    return found


def _check_decisions(health: Health, chart: _Chart) -> None:
    unreadable = []
    for row in health.rows("decisions"):
        if row.record is None:
            unreadable.append(f"{row.key}: {row.problem}")
        else:
            chart.decisions.append(row.record)
    chart.note(UNDECIDED, unreadable, None, _BACKUP)
    numbers = {one.number for one in chart.decisions}
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - numbers - {0})
    if not unreadable:
        chart.note("decisions are missing", [f"number {number}" for number in gaps], None, _BACKUP)
    lost = standing(chart.decisions, chart.reports).orphaned
    chart.note("decisions have lost their words", [_told(one) for one in lost], None,
               "they are kept and change nothing; decide anew where it matters (firsthand serve CASE)")


def _told(one: Decision) -> str:
    words = one.anchors[0].exact if one.anchors else ""
    return f"number {one.number}, {one.action} by {one.who}: “{' '.join(words.split())[:40]}”"


def _check_models(chart: _Chart) -> None:
    chart.note("models are not those of their cards", find_changed_models(), None,
               "install firsthand again: its answers would not be those that were measured")


def find_changed_models(folder: Path = MODELS) -> list[str]:
    """The files of shipped models that are missing or do not have the SHA-256 on their card."""
    wrong = []
    for card in sorted(folder.glob("*/card.json")):
        try:
            digests: Mapping[str, str] = json.loads(card.read_text("utf-8"))["sha256"]
        except (OSError, ValueError, KeyError):
            wrong.append(f"{card.parent.name}/card.json")
            continue
        for name, wanted in sorted(digests.items()):
            path = card.parent / name
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
                wrong.append(f"{card.parent.name}/{name}")
    return wrong if any(folder.glob("*/card.json")) else ["no model is there"]
