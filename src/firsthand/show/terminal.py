"""Stories on a terminal: a table where it is wide enough, else a list.

Colours carry nothing that the words don't. Every text is printed as `rich.text.Text`, never as
markup, so that square brackets in a report stay square brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from firsthand.records import Rejected
from firsthand.show import phrase
from firsthand.show.model import Clash, Column, Entry, Row, StoryView, Words
from firsthand.show.scene import merge_words

if TYPE_CHECKING:
    from rich.console import Console

LABEL_WIDTH = 12
"""Room for the longest slot; counted groups wrap."""
MIN_CELL_WIDTH = 22
"""Below this a cell's speaker breaks over three lines and a list reads better."""
MAX_ALONE = 12
"""Reports that stand alone are counted, and this many of them named."""
MAX_LINES = 8
"""Lines of links and voices without `words`."""


def print_overview(console: Console, views: Sequence[StoryView]) -> None:
    """Prints one line a story: its number, title, reports and origins."""
    for view in views:
        line = Text(f"{view.number:>4}  ", style="dim")
        line.append(view.title, style="bold" if len(view.reports) > 1 else "")
        _print(console, line)
        _print(console, Text(f"{view.headline} · {view.period}", style="dim"), indent=6)
    if not views:
        _print(console, Text("No stories yet; add reports with: firsthand add CASE INPUT..."))


def print_stories(console: Console, views: Sequence[StoryView], *, rejected: Sequence[Rejected] = (),
                  words: bool = False) -> None:
    """Prints the stories of several reports in full and names those that stand alone.

    A single story is printed in full however many reports it has. `words` adds the words behind
    every value; `rejected` are listed at the end.
    """
    alone = [view for view in views if len(view.reports) < 2] if len(views) > 1 else []
    for view in views:
        if not alone or len(view.reports) > 1:
            _print_story(console, view, words=words)
    if alone:
        _print_alone(console, alone)
    for row in rejected:
        _print(console, Text(f"Rejected: {phrase.one_line(row.ref)}: {phrase.one_line(row.detail)}"))


def _print_alone(console: Console, alone: Sequence[StoryView]) -> None:
    _print(console, Text(f"{phrase.number_of(len(alone), 'report stands', 'reports stand')} alone"), style="bold")
    for view in alone[:MAX_ALONE]:
        report = view.reports[0] if view.reports else None
        source = f" · {report.outlet}, {report.published}" if report else ""
        _print(console, Text(f"{view.number}  {view.title}{source}"), indent=2)
    if len(alone) > MAX_ALONE:
        _print(console, Text(f"… and {len(alone) - MAX_ALONE:,} more"), indent=2)
    console.print()


def _print_story(console: Console, view: StoryView, *, words: bool) -> None:
    _print(console, Text(view.title), style="bold")
    _print(console, Text(view.period, style="dim"))
    _print(console, Text(view.headline))
    console.print()
    if not view.rows:
        _print(console, Text("No report gives a figure, day, place or actor that could be compared."), indent=1)
    elif console.width >= LABEL_WIDTH + MIN_CELL_WIDTH * len(view.columns):
        _print_table(console, view, words=words)
    else:
        _print_list(console, view, words=words)
    if view.silent:
        _print(console, Text(f"Give no value that could be compared: {phrase.listed(view.silent)}"), indent=1)
    _print_missing(console, view, words=words)
    _print_remarks(console, view, words=words)
    _print_checks(console, view, words=words)
    _print_sources(console, view, words=words)
    _print_asides(console, view)
    console.print()


# ---------------------------------------------------------------- accounts

def _print_table(console: Console, view: StoryView, *, words: bool) -> None:
    _print_line(console, Text(""), [_heading(column) for column in view.columns])
    for row in view.rows:
        _print_line(console, Text(row.label, style="bold"), [_cell(cell) for cell in row.cells])
        _print_clashes(console, row, words=words)
        if words:
            _print_words(console, _row_words(row), indent=LABEL_WIDTH)
    console.print()


def _print_line(console: Console, label: Text, cells: Sequence[Text]) -> None:
    """One row with fixed widths, so that lines about differences can stand between rows."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=LABEL_WIDTH - 3)
    width = (console.width - LABEL_WIDTH) // len(cells) - 2
    for _ in cells:
        grid.add_column(width=min(width, 44))
    grid.add_row(label, *cells)
    console.print(Padding(grid, (0, 0, 0, 1), expand=False))


def _heading(column: Column) -> Text:
    return Text.assemble((column.name, "bold"), ("\n" + column.note if column.note else "", "dim"))


def _cell(entries: Sequence[Entry]) -> Text:
    return Text("\n").join(_entry(entry) for entry in entries) if entries else Text("—", style="dim")


def _value(entry: Entry) -> Text:
    text = Text.assemble((entry.value, "bold" if entry.difference == "contradiction" else ""))
    return text.append(f" “{entry.wording}”") if entry.wording else text


def _entry(entry: Entry) -> Text:
    """A value with its wording, and its speakers and remarks on lines of their own."""
    text = _value(entry)
    for remark in (_said_by(entry), *entry.notes):
        text.append(f"\n{remark}", style="dim")
    return text


def _said_by(entry: Entry) -> str:
    speakers = [*entry.said_by, "its own voice"] if entry.own_voice else entry.said_by
    return f"said by {phrase.listed(speakers)}" if entry.said_by else "in its own voice"


def _print_clashes(console: Console, row: Row, *, words: bool) -> None:
    for clash in row.clashes:
        line = Text("╰ ", style="dim")
        line.append(clash.kind, style="yellow" if clash.kind == "contradiction" else "")
        line.append(f": {phrase.reasons_words(clash.reasons) or _sides(clash)}")
        _print(console, line, indent=LABEL_WIDTH)
        if words:
            for side in clash.sides:
                _print(console, Text(f"{phrase.listed(side.values, 'or')} · {phrase.listed(side.origins)}"),
                       indent=LABEL_WIDTH + 2)


def _sides(clash: Clash) -> str:
    return f"{clash.meaning}: " + " – ".join(phrase.listed(side.values, "or") for side in clash.sides)


def _row_words(row: Row) -> list[Words]:
    return list(dict.fromkeys(words for cell in row.cells for entry in cell for words in entry.words))


def _values(columns: Sequence[Column], row: Row) -> list[Text]:
    """One line a value with all the origins that give it."""
    lines: dict[int, Text] = {}
    notes: dict[int, list[str]] = {}
    for column, entry in ((column, entry) for column, cell in zip(columns, row.cells, strict=True)
                          for entry in cell):
        if entry.finding not in lines:
            lines[entry.finding] = _value(entry)
        said = "" if not entry.said_by or entry.said_by == (column.name,) else f" ({_said_by(entry)})"
        lines[entry.finding].append(f" · {column.name}{said}")
        notes.setdefault(entry.finding, []).extend(entry.notes)
    for finding, line in lines.items():
        line.append("".join(f"; {note}" for note in dict.fromkeys(notes[finding])), style="dim")
    return list(lines.values())


def _print_list(console: Console, view: StoryView, *, words: bool) -> None:
    for row in view.rows:
        _print(console, Text(row.label), style="bold", indent=1)
        for line in _values(view.columns, row):
            _print(console, line, indent=3)
        _print_clashes(console, row, words=words)
        if words:
            _print_words(console, _row_words(row), indent=5)
    console.print()


# ---------------------------------------------------------------- around the table

def _print_missing(console: Console, view: StoryView, *, words: bool) -> None:
    if view.missing:
        _print(console, Text("Not yet seen"), style="bold")
    for missing in view.missing:
        reports = f" · {_numbers(missing.reports)}" if missing.reports else ""
        _print(console, Text(f"{missing.name}: {missing.why or 'relied on, not in the case'}{reports}"), indent=2)
        if words:
            _print_words(console, missing.words, indent=4)


def _print_remarks(console: Console, view: StoryView, *, words: bool) -> None:
    if view.remarks:
        _print(console, Text("Look at"), style="bold")
    for remark in view.remarks:
        _print(console, Text(f"{remark.label}: {remark.why} · {_numbers(remark.reports)}"), indent=2)
        if words:
            _print_words(console, remark.words, indent=4)


def _print_checks(console: Console, view: StoryView, *, words: bool) -> None:
    if view.checks:
        _print(console, Text("Against the record"), style="bold")
    for check in view.checks:
        line = Text(f"{check.source}{f', {check.published}' if check.published else ''}: {check.claim}")
        if check.rating:
            line.append(f" · their rating: “{check.rating}”")
        _print(console, line.append(f" · {_numbers(check.reports)}"), indent=2)
        for differs in check.differs:
            _print(console, Text.assemble(("differs", "yellow"), f" · {differs}"), indent=4)
        for other in (*(f"agrees · {one}" for one in check.agrees), *check.remarks):
            _print(console, Text(other, style="dim"), indent=4)
        if words:
            _print_words(console, check.words, indent=4)


def _print_sources(console: Console, view: StoryView, *, words: bool) -> None:
    limit = None if words else MAX_LINES
    _print_some(console, "Who had it from whom", [line.text for line in view.lineages], limit)
    voices = [f"{voice.name}{f' ({voice.kind})' if voice.kind else ''}: "
              f"{phrase.number_of(len(voice.statements), 'statement')} · "
              f"{_numbers(sorted({one for said in voice.statements for one in said.reports}))}"
              for voice in view.voices]
    if not words:
        _print_some(console, "Who is quoted or reported", voices, limit)
        return
    for voice, line in zip(view.voices, voices, strict=True):
        _print(console, Text(line))
        _print_words(console, [said.words for said in voice.statements], indent=2)


def _print_asides(console: Console, view: StoryView) -> None:
    other = [f"{aside.value} · {_numbers(aside.reports)}" for aside in view.other]
    _print_some(console, "Other happenings named", other, MAX_LINES)


def _print_some(console: Console, heading: str, lines: Sequence[str], limit: int | None) -> None:
    if lines:
        _print(console, Text(heading), style="bold")
    for line in lines[:limit]:
        _print(console, Text(line), indent=2)
    if limit and len(lines) > limit:
        _print(console, Text(f"… and {len(lines) - limit:,} more", style="dim"), indent=2)


def _numbers(reports: Sequence[int]) -> str:
    return f"{'report' if len(reports) == 1 else 'reports'} {phrase.listed([str(one) for one in reports])}"


def _print_words(console: Console, words: Iterable[Words], indent: int) -> None:
    for one, also in merge_words(list(words)):
        line = Text.assemble(("“", "dim"), (one.before, "dim"), one.text, (one.after, "dim"), ("”", "dim"))
        same = f"; the same in {_numbers([other.report for other in also])}" if also else ""
        line.append(f" {phrase.place_of(one)}{same}", style="dim")
        _print(console, line, indent=indent)


def _print(console: Console, line: Text, *, style: str = "", indent: int = 0) -> None:
    if style:
        line.stylize(style)
    console.print(Padding(line, (0, 0, 0, indent), expand=False))
