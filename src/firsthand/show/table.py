"""The disagreement table: rows are slots, columns are origins, cells are values with their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.records import CountRange, Day, Finding, Origin, Status, Value, Witness
from firsthand.show import phrase
from firsthand.show.clash import find_clashes
from firsthand.show.model import Column, Entry, Row, Weighing
from firsthand.show.scene import Scene, same_words

_SLOTS = tuple(phrase.SLOT_LABELS)
_STATUS_ORDER: dict[Status, int] = {"superseded": 0}
"""An older figure stands before the one that replaces it; the rest keep the order of their reports."""
Spot = tuple[str, str, int, int]
"""Report, slot, start and end: where a value stands."""
MAX_NAME_CHARS = 60
MAX_WORDING_CHARS = 40
"""Longer words stay behind the value; these stand beside it ("dozens", "on Tuesday")."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table with what it leaves out: `silent` are the origins that give no value."""

    columns: tuple[Column, ...]
    silent: tuple[str, ...]
    rows: tuple[Row, ...]
    weighings: tuple[Weighing, ...]


def make_table(scene: Scene) -> Table:
    """The disagreement table of a story."""
    numbered = list(enumerate(sorted(scene.findings, key=finding_order), start=1))
    giving = Counter(origin for _, finding in numbered
                     for origin in {witness.origin for witness in finding.reports})
    columns = _columns(scene, giving)
    names = {column.id: column.name for column in columns}
    slots = dict.fromkeys((finding.slot, finding.of) for _, finding in numbered)
    values = _values_at(scene)
    rows = tuple(_row(scene, number, [one for one in numbered if (one[1].slot, one[1].of) == slot], names,
                      values) for number, slot in enumerate(slots, start=1))
    silent = tuple(phrase.one_line(origin.name) for origin in scene.origins
                   if origin.id not in giving and origin.in_case)
    return Table(columns, silent, rows, tuple(_weighing(scene, *one) for one in numbered))


def finding_order(finding: Finding) -> tuple[int, bool, str, int, tuple[int, str]]:
    """The order of the table: by slot, totals first, then what most origins give."""
    bounds = (0, "")
    if isinstance(finding.value, CountRange):
        bounds = (finding.value.low or finding.value.high or 0, str(finding.value.high or ""))
    elif isinstance(finding.value, Day):
        bounds = (0, finding.value.date)
    slot = _SLOTS.index(finding.slot) if finding.slot in _SLOTS else len(_SLOTS)
    total = finding.of in (None, "total")
    within = bounds[0], bounds[1] or str(finding.value)
    return slot, not total, finding.of or "", -finding.origins.best, within


# ---------------------------------------------------------------- columns

def _columns(scene: Scene, giving: Counter[str]) -> tuple[Column, ...]:
    """The origins that give a value, those that give most values first."""
    known = {origin.id: origin for origin in scene.origins}
    ordered = sorted((origin for origin in scene.origins if origin.id in giving),
                     key=lambda origin: (-giving[origin.id], -len(origin.reports), origin.name, origin.id))
    strays = sorted(set(giving) - set(known))
    return (*(_column(scene, origin) for origin in ordered),
            *(Column(stray, phrase.one_line(stray), "", "", True, ()) for stray in strays))


def _column(scene: Scene, origin: Origin) -> Column:
    reports = scene.numbered(origin.reports)
    copying = {link.from_ for link in scene.links if link.kind == "copies" and link.to in origin.reports}
    reprints = min(len(copying & set(origin.reports)), max(0, len(reports) - 1))
    if not origin.in_case:
        note = f"not in the case; {_relying(len(reports))}" if reports else "not in the case"
    elif reprints:
        note = f"{phrase.number_of(len(reports), 'report')}, {phrase.number_of(reprints, 'reprint')}"
    else:
        note = phrase.number_of(len(reports), "report")
    return Column(origin.id, phrase.shorten(phrase.one_line(origin.name), MAX_NAME_CHARS) or "unnamed origin", note,
                  phrase.one_line(origin.why), origin.in_case, reports)


def _relying(count: int) -> str:
    return f"{phrase.number_of(count, 'report')} {'relies' if count == 1 else 'rely'} on it"


# ---------------------------------------------------------------- rows and cells

def _row(scene: Scene, number: int, numbered: Sequence[tuple[int, Finding]], names: dict[str, str],
         values: dict[Spot, list[Value]]) -> Row:
    first = numbered[0][1]
    label = phrase.SLOT_LABELS.get(first.slot, first.slot)
    if first.of not in (None, "total"):
        label += f": {phrase.shorten(phrase.one_line(first.of or ''), MAX_WORDING_CHARS)}"
    cells = []
    for place, origin in enumerate(names, start=1):
        entries = [_entry(scene, f"s{scene.number}-f{finding_number}-c{place}", finding_number, finding,
                          origin, values)
                   for finding_number, finding in numbered
                   if any(one.origin == origin for one in finding.reports)]
        cells.append(tuple(sorted(entries, key=_entry_order)))
    contested = any(one.status == "contested" or one.difference == "contradiction" for _, one in numbered)
    return Row(first.slot, first.of, label, contested, tuple(cells),
               find_clashes(scene, f"s{scene.number}-row{number}", numbered, names))


def _entry_order(entry: Entry) -> tuple[int, int, int]:
    first = entry.words[0].report if entry.words else 0
    return _STATUS_ORDER.get(entry.status, 1), first, entry.finding


def _values_at(scene: Scene) -> dict[Spot, list[Value]]:
    found: dict[Spot, list[Value]] = {}
    for value in scene.values:
        found.setdefault((value.report, value.slot, value.start, value.end), []).append(value)
    return found


def _entry(scene: Scene, entry_id: str, number: int, finding: Finding, origin: str,
           values: dict[Spot, list[Value]]) -> Entry:
    witnesses = [one for one in finding.reports if one.origin == origin and one.report in scene.numbers]
    words = dict.fromkeys(scene.words(one.report, one.start, one.end, one.said_by) for one in witnesses)
    ordered = tuple(sorted(words, key=lambda one: (one.report, one.start)))
    said = {_bare(one.said_by): one.said_by for one in reversed(ordered)}
    return Entry(
        id=entry_id, finding=number, value=phrase.value_words(finding.value),
        wording=_wording(finding, [one.text for one in ordered]),
        said_by=tuple(name for name in reversed(said.values()) if name), own_voice="" in said,
        notes=_notes(scene, finding, witnesses, values), status=finding.status, difference=finding.difference,
        words=ordered)


def _bare(name: str | None) -> str:
    """A speaker's name without its article, so that "The police" and "the police" are one."""
    return same_words(name or "").removeprefix("the ")


def _wording(finding: Finding, texts: Sequence[str]) -> str | None:
    """The report's own words where the value is another form of them; null for names as written."""
    for text in texts:
        if len(text) > MAX_WORDING_CHARS:
            continue
        if isinstance(finding.value, Day):
            return text
        if isinstance(finding.value, CountRange):
            number = finding.value.low if finding.value.low is not None else finding.value.high
            words = same_words(text.replace(",", "")).split()
            return None if phrase.spelled(number or 0) & set(words) else text
    return None


def _notes(scene: Scene, finding: Finding, witnesses: Sequence[Witness],
           values: dict[Spot, list[Value]]) -> tuple[str, ...]:
    rows = [value for one in witnesses
            for value in values.get((one.report, finding.slot, one.start, one.end), ())]
    notes = []
    if finding.status == "superseded":
        notes.append("replaced by a later figure")
    deniers = sorted({phrase.one_line(row.denied_by) for row in rows if row.denied_by})
    if deniers:
        notes.append(f"denied by {phrase.listed(deniers)}")
    elif any(row.factuality == "denied" for row in rows):
        denying = scene.numbered(row.report for row in rows if row.factuality == "denied")
        notes.append(f"denied in {'report' if len(denying) == 1 else 'reports'} "
                     f"{phrase.listed([str(one) for one in denying])}")
    elif finding.status == "denied":
        notes.append("denied")
    if rows and all(row.factuality in ("probable", "possible") for row in rows):
        notes.append("said with reserve")
    days = sorted({row.as_of for row in rows if row.as_of})
    if days and isinstance(finding.value, CountRange):
        notes.append(f"as of {phrase.listed([phrase.moment_words(day) for day in days])}")
    return tuple(notes)


def _weighing(scene: Scene, number: int, finding: Finding) -> Weighing:
    label = phrase.SLOT_LABELS.get(finding.slot, finding.slot)
    if finding.of not in (None, "total"):
        label += f": {phrase.one_line(finding.of or '')}"
    return Weighing(number, label, phrase.value_words(finding.value), phrase.STATUS_WORDS[finding.status],
                    phrase.origins_words(finding.origins),
                    scene.numbered(one.report for one in finding.reports),
                    finding.probability, finding.method, phrase.one_line(finding.explanation))
