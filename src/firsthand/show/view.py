"""Tables as stories to show: one view that the terminal, the page and Markdown share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.records import OriginCount, Report
from firsthand.show import phrase
from firsthand.show.atlas import find_spots
from firsthand.show.chart import draw_tolls
from firsthand.show.checks import find_checks
from firsthand.show.marks import Mark, cut_passages
from firsthand.show.model import Label, MarkKind, ReportView, StoryView, Words
from firsthand.show.rulings import find_rulings
from firsthand.show.scene import Scene, find_scenes
from firsthand.show.table import make_table
from firsthand.show.voices import (
    find_edges,
    find_missing,
    find_other,
    find_places,
    find_remarks,
    find_times,
    find_voices,
    group_edges,
)
from firsthand.trace import count_origins, explain_count

if TYPE_CHECKING:
    from firsthand.flow import Tables


def story_views(tables: Tables) -> list[StoryView]:
    """The stories of some tables, ready to be shown.

    Most reports come first, then the oldest; the order of the tables' rows
    within a report or story is kept where it means something and changes nothing else.
    """
    return [_story(scene) for scene in find_scenes(tables)]


def _story(scene: Scene) -> StoryView:
    table, missing = make_table(scene), find_missing(scene)
    remarks, edges, voices = find_remarks(scene), find_edges(scene), find_voices(scene)
    other, places, times = find_other(scene), find_places(scene), find_times(scene)
    origins = count_origins(scene.origins)
    view = StoryView(
        id=scene.story.id, number=scene.number,
        title=phrase.one_line(scene.story.title) or "Story without a title",
        period=phrase.period_words(scene.story.first, scene.story.last),
        headline=headline(len(scene.reports), origins, len({row.slot for row in table.rows if row.contested}),
                          len(missing)), origins=origins,
        columns=table.columns, silent=table.silent, rows=table.rows, weighings=table.weighings,
        missing=missing, remarks=remarks, edges=edges,
        lineages=group_edges(edges), voices=voices, other=other, places=places,
        times=times, reports=(), checks=find_checks(scene), counted=count_words(scene, len(table.columns)),
        rulings=find_rulings(scene), tolls=draw_tolls(scene), spots=find_spots(scene, scene.story.id))
    labels: dict[int, list[tuple[Words, Label]]] = {}
    for words, label in find_labels(view):
        labels.setdefault(words.report, []).append((words, label))
    reports = tuple(view_report(scene, number, report, labels.get(number, []))
                    for number, report in enumerate(scene.reports, start=1))
    return StoryView(**{name: getattr(view, name) for name in view.__slots__ if name != "reports"},
                     reports=reports)


def headline(reports: int, origins: OriginCount, contested: int, missing: int) -> str:
    """A story's one line: how many reports, origins, contested slots, and sources that nobody has added."""
    parts = [phrase.number_of(reports, "report"), phrase.origins_words(origins),
             f"{phrase.number_of(contested, 'slot')} contested" if contested else "no slot contested"]
    if missing:
        parts.append(f"{phrase.number_of(missing, 'source')} nobody has added")
    return " · ".join(parts)


def count_words(scene: Scene, columns: int) -> tuple[str, ...]:
    """Why the headline counts another number of origins than the table has columns, a sentence each.

    Nothing where the numbers are one and the same.
    """
    count = count_origins(scene.origins)
    if count.low == count.best == count.high == columns or not scene.origins:
        return ()
    reasons = explain_count(scene.origins)
    head = (f"{phrase.origins_words(count)}, {phrase.number_of(columns, 'column')}: a column is whatever a value goes "
            "back to, also a source that nobody has added or one that may lean on another column. The count is of "
            "those that nothing leads on from: the rest may only repeat them.")
    lines = [head, f"At least {count.low}: {phrase.one_line(reasons.low)}"]
    if count.best > count.low:
        lines.append(f"Most likely {count.best}: {phrase.one_line(reasons.best)}")
    if count.high > count.best:
        lines.append(f"At most {count.high}: {phrase.one_line(reasons.high)}")
    return tuple(lines)


# ---------------------------------------------------------------- reports with their marked words

def find_labels(view: StoryView) -> Iterator[tuple[Words, Label]]:
    """All words that something in the view rests on, with what it is."""
    for row in view.rows:
        for entry in (entry for cell in row.cells for entry in cell):
            kind: MarkKind = "differs" if entry.difference == "contradiction" else "value"
            yield from _labelled(entry.words, kind, f"{row.label}: {entry.value}", entry.id)
    for remark in view.remarks:
        yield from _labelled(remark.words, "flag", remark.label, remark.id)
    for missing in view.missing:
        yield from _labelled(missing.words, "cites", f"relies on {missing.name}", missing.id)
    for voice in view.voices:
        for said in voice.statements:
            yield from _labelled([said.words], "says", voice.name, said.id)
    for check in view.checks:
        yield from _labelled(check.words, "aside", f"checked by {check.source}", check.id)
    for aside in (*view.other, *view.places, *view.times):
        yield from _labelled([aside.words], "aside", aside.value, aside.id)
    cited = (edge.words for edge in view.edges if edge.words)
    yield from _labelled(list(cited), "cites", "who had it from whom", f"s{view.number}-links")


def _labelled(words: Sequence[Words], kind: MarkKind, text: str,
              target: str) -> Iterator[tuple[Words, Label]]:
    for one in words:
        yield one, Label(one.id, kind, text, target)


def view_report(scene: Scene, number: int, report: Report, labelled: Sequence[tuple[Words, Label]]) -> ReportView:
    """A report of a story with its text cut at the labelled words."""
    marks = sorted({Mark(words.start, words.end, words.id) for words, _ in labelled})
    url = report.url if (report.url or "").lower().startswith(("http://", "https://")) else None
    return ReportView(
        id=f"s{scene.number}-r{number}", number=number, title=phrase.title_of(report),
        outlet=phrase.outlet_of(report), author=phrase.one_line(report.author) if report.author else None,
        published=phrase.moment_words(report.published), url=url, ref=phrase.one_line(report.ref),
        origins=tuple(phrase.one_line(origin.name) for origin in scene.origins
                      if report.id in origin.reports),
        passages=cut_passages(report, marks),
        labels=tuple(dict.fromkeys(label for _, label in labelled)))
