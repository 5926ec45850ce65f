"""Stories as Markdown (CommonMark with tables): the same content as the page, for notes and tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.records import Rejected
from firsthand.show import phrase
from firsthand.show.model import Check, Clash, Entry, ReportView, Row, Ruling, StoryView, Words
from firsthand.show.scene import merge_words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_BLOCK_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+=])")
_NOT_IN_ADDRESS = re.compile(r"[<>\s\x00-\x1f\x7f]")
MAX_QUOTES = 6
"""Sentences shown for one value; the rest are counted."""


def render_markdown(views: Sequence[StoryView], *, title: str = "", rejected: Sequence[Rejected] = (),
                    orphaned: Sequence[Ruling] = ()) -> str:
    """The stories as Markdown; texts of reports are escaped, so that they bring no markup of their own."""
    lines = [f"# {safe(title)}", ""] if title else []
    alone = [view for view in views if len(view.reports) < 2] if len(views) > 1 else []
    for view in views:
        if not alone or len(view.reports) > 1:
            lines += [*_story(view), ""]
    if alone:
        lines += [f"## {phrase.number_of(len(alone), 'report stands', 'reports stand')} alone", ""]
        lines += [f"- {safe(view.title)} ({_source(report)})" for view in alone for report in view.reports]
        lines.append("")
    if orphaned:
        lines += ["## Decisions whose words are gone", "", *map(_ruling, orphaned), ""]
    if rejected:
        lines += ["## Rejected inputs", "", *(f"- {safe(row.ref)}: {safe(row.detail)}" for row in rejected), ""]
    lines.append("firsthand never says true or false: you decide.")
    return "\n".join(lines) + "\n"


def safe(text: str) -> str:
    """A text on one line that Markdown and HTML leave as it is."""
    escaped = _SPECIAL.sub(r"\\\1", phrase.one_line(text))
    escaped = re.sub(r"(?i)\b(https?|ftp)(:)", r"\1\\\2", escaped)
    return _BLOCK_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", escaped)


def _story(view: StoryView) -> Iterator[str]:
    yield from (f"## {safe(view.title)}", "", f"{safe(view.headline)}  ", safe(view.period), "")
    yield from _accounts(view)
    yield from _differences(view)
    yield from _around(view)
    yield from _words(view)
    yield from _reports(view.reports)


def _accounts(view: StoryView) -> Iterator[str]:
    if not view.rows:
        yield from ("No report gives a figure, day, place or actor that could be compared.", "")
        return
    if view.counted:
        yield from (" ".join(map(safe, view.counted)), "")
    yield "|  | " + " | ".join(f"{safe(one.name)} ({safe(one.note)})" if one.note else safe(one.name)
                              for one in view.columns) + " |"
    yield "|---" * (len(view.columns) + 1) + "|"
    for row in view.rows:
        cells = [" <br> ".join(_entry(entry) for entry in cell) or "—" for cell in row.cells]
        yield f"| {safe(row.label)} | " + " | ".join(cells) + " |"
    yield ""
    if view.silent:
        yield from (f"Give no value that could be compared: {safe(phrase.listed(view.silent))}", "")


def _entry(entry: Entry) -> str:
    said = f"said by {phrase.listed(entry.said_by)}" if entry.said_by else "in its own voice"
    said += " and in its own voice" if entry.said_by and entry.own_voice else ""
    wording = f" “{safe(entry.wording)}”" if entry.wording else ""
    return f"**{safe(entry.value)}**{wording} {safe('; '.join((said, *entry.notes)))}"


def _differences(view: StoryView) -> Iterator[str]:
    clashes = [(row, clash) for row in view.rows for clash in row.clashes]
    if not clashes:
        return
    yield from ("### How they differ", "")
    for row, clash in clashes:
        yield from _clash(row, clash)
    yield ""


def _clash(row: Row, clash: Clash) -> Iterator[str]:
    yield f"- {safe(row.label)}, **{clash.kind}**: {safe(phrase.reasons_words(clash.reasons) or clash.meaning)}"
    for side in clash.sides:
        yield f"  - {safe(phrase.listed(side.values, 'or'))} ({safe(phrase.listed(side.origins))})"
        yield from _quotes(side.words, "    ")


def _around(view: StoryView) -> Iterator[str]:
    missing = [f"- {safe(one.name)}: {safe(one.why or 'relied on, not in the case')}{_in(one.reports)}"
               for one in view.missing]
    remarks = [f"- {safe(one.label)}: {safe(one.why)}{_in(one.reports)}" for one in view.remarks]
    links = [f"- {safe(line.text)}" for line in view.lineages]
    other = [f"- {safe(one.value)}{_in(one.reports)}" for one in view.other]
    checks = [line for one in view.checks for line in _check(one)]
    for heading, lines in (("Not yet seen", missing), ("Look at", remarks), ("Against the record", checks),
                           ("Decided", [_ruling(one) for one in view.rulings]), ("Who had it from whom", links),
                           ("Other happenings named", other)):
        if lines:
            yield from (f"### {heading}", "", *lines, "")


def _check(check: Check) -> Iterator[str]:
    rating = f" Their rating: “{safe(check.rating)}”." if check.rating else ""
    yield f"- {safe(check.source)}: {safe(check.claim)}.{rating}{_in(check.reports)}"
    for line in (*(f"differs, {one}" for one in check.differs), *(f"agrees, {one}" for one in check.agrees),
                 *check.remarks):
        yield f"  - {safe(line)}"


def _ruling(one: Ruling) -> str:
    to = f" → {safe(one.to)}" if one.to else ""
    note = f": {safe(one.note)}" if one.note else ""
    words = f"{safe(one.before)} **{safe(one.text)}** {safe(one.after)}".strip()
    return f"- {one.what} {safe(one.on)}{to}{note} ({safe(one.who)}, {safe(one.when)}; on “{words}”{_in(one.reports)})"


def _words(view: StoryView) -> Iterator[str]:
    entries = [(row, entry) for row in view.rows for cell in row.cells for entry in cell]
    if entries:
        yield from ("### The words", "")
    for row, entry in entries:
        yield f"- {safe(row.label)}: {safe(entry.value)}"
        yield from _quotes(entry.words, "  ")
    if entries:
        yield ""
    if view.voices:
        yield from ("### Who says what", "")
    for voice in view.voices:
        yield f"- {safe(voice.name)}" + (f" ({voice.kind})" if voice.kind else "")
        for said in voice.statements:
            yield from _quotes([said.words], "  ", f" ({said.stance})")
    if view.voices:
        yield ""


def _quotes(words: Sequence[Words], indent: str, remark: str = "") -> Iterator[str]:
    merged = merge_words(words)
    for one, also in merged[:MAX_QUOTES]:
        text = f"{safe(one.before)}{' ' * one.before.endswith(' ')}**{safe(one.text)}**"
        text += f"{' ' * one.after.startswith(' ')}{safe(one.after)}"
        same = f"; the same{_in([other.report for other in also])}" if also else ""
        yield f"{indent}- “{text}” {safe(phrase.place_of(one))}{same}{remark}"
    if len(merged) > MAX_QUOTES:
        yield f"{indent}- and {len(merged) - MAX_QUOTES} more"


def _reports(reports: Sequence[ReportView]) -> Iterator[str]:
    yield from ("### Reports", "")
    for report in reports:
        yield f"{report.number}. {safe(report.title)} ({_source(report)})"


def _source(report: ReportView) -> str:
    address = f"<{_NOT_IN_ADDRESS.sub('', report.url)}>" if report.url else safe(report.ref)
    return f"{safe(report.outlet)}, {safe(report.published)}, {address}"


def _in(reports: Sequence[int]) -> str:
    if not reports:
        return ""
    return f" in {'report' if len(reports) == 1 else 'reports'} {phrase.listed([str(one) for one in reports])}"
