from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from firsthand.show.graph import draw_graph
from firsthand.show.model import StoryView
from firsthand.show.view import story_views


@pytest.fixture(scope="module")
def view(harbour_tables: Any) -> StoryView:
    return story_views(harbour_tables)[0]


def row(view: StoryView, label: str) -> Any:
    return next(one for one in view.rows if one.label == label)


def test_headline_counts_missing_sources_apart(view: StoryView) -> None:
    assert view.headline == "9 reports · 4 origins (2–5) · 2 slots contested · 1 source nobody has added"


def test_columns_count_reprints(view: StoryView) -> None:
    notes = {column.name: column.note for column in view.columns}
    assert notes["Coast Agency"] == "5 reports, 3 reprints"
    assert notes["Harbour Authority"] == "2 reports"
    assert "Selm police" not in notes


def test_rows_begin_with_when_and_killed(view: StoryView) -> None:
    assert [one.label for one in view.rows][:2] == ["when", "killed"]
    assert [one.contested for one in view.rows][:2] == [True, True]


def test_an_older_figure_stands_before_the_one_that_replaces_it(view: StoryView) -> None:
    cell = row(view, "killed").cells[0]
    assert [entry.value for entry in cell] == ["at least 14", "19"]
    assert cell[0].notes == ("replaced by a later figure",)


def test_vague_words_stand_beside_their_number(view: StoryView) -> None:
    wordings = {entry.value: entry.wording for cell in row(view, "killed").cells for entry in cell}
    assert wordings == {"at least 14": None, "19": None, "12": None, "at least 24": "Dozens"}


def test_both_sides_of_a_difference_stand_together(view: StoryView) -> None:
    clash = row(view, "killed").clashes[0]
    assert clash.kind == "contradiction"
    sides = {side.values: [words.text for words in side.words] for side in clash.sides}
    assert sides == {("12",): ["Twelve", "12"], ("at least 14", "19"): ["at least 14"] * 4 + ["19"]}
    assert [one.kind for one in row(view, "killed").clashes] == ["contradiction", "update", "precision"]


def test_a_reason_told_from_either_side_stands_once(view: StoryView) -> None:
    assert row(view, "when").clashes[0].reasons == ("Tue 20 March and Wed 21 March cannot both hold",)


def test_a_denial_is_named(view: StoryView) -> None:
    entries = [entry for cell in row(view, "by whom").cells for entry in cell]
    assert entries[0].notes == ("denied by The fishermen's union",)
    assert entries[1].notes == ()


def test_words_are_cut_out_of_the_text(view: StoryView, harbour_tables: Any) -> None:
    texts = {report.title: report.text for report in harbour_tables.reports}
    entries = [entry for one in view.rows for cell in one.cells for entry in cell]
    checked = 0
    for words in (words for entry in entries for words in entry.words):
        report = view.reports[words.report - 1]
        text = "\n".join("".join(part.text for part in passage.segments) for passage in report.passages)
        assert words.text in text
        source = next((text for title, text in texts.items() if title == report.title), None)
        if source:
            assert " ".join(source[words.start:words.end].split()) == words.text
            checked += 1
    assert checked > 10


def test_all_words_have_a_mark_in_their_report(view: StoryView) -> None:
    opened = {id for report in view.reports for passage in report.passages
              for segment in passage.segments for id in segment.opens}
    cited = {words.id for one in view.rows for cell in one.cells for entry in cell for words in entry.words}
    cited |= {words.id for remark in view.remarks for words in remark.words}
    cited |= {said.words.id for voice in view.voices for said in voice.statements}
    assert cited <= opened


def test_a_statement_in_four_reports_stands_once(view: StoryView) -> None:
    police = next(voice for voice in view.voices if voice.name == "police")
    assert [len(said.reports) for said in police.statements] == [4]
    assert view.voices[-1].name == "nobody named"


def test_an_outlet_speaks_under_one_name(harbour_tables: Any) -> None:
    cited = next(link for link in harbour_tables.links if link.kind == "cites" and link.source and link.spans)
    own = cited.spans[0][0]
    text = next(report.text for report in harbour_tables.reports if report.id == cited.from_)
    said = replace(harbour_tables.attributions[0], report=cited.from_, source=(own,), source_kind="outlet",
                   source_name=text[own[0]:own[1]].split()[0])
    alone = SimpleNamespace(**vars(harbour_tables) | {"attributions": (said,)})
    assert [voice.name for voice in story_views(alone)[0].voices] == [cited.source]


def test_missing_source_carries_the_words_that_name_it(view: StoryView) -> None:
    (missing,) = view.missing
    assert (missing.name, missing.reports) == ("Selm police", (1, 2, 3, 4))
    assert {words.text for words in missing.words} == {"police said in a statement"}


def test_other_happenings_stay_out_of_the_table(view: StoryView) -> None:
    assert [aside.value for aside in view.other] == ["killed 7; when 2016"]


def test_only_web_addresses_become_links(view: StoryView) -> None:
    assert {report.url for report in view.reports if report.outlet == "Gull Post"} == {None}


def test_order_of_rows_changes_nothing_that_is_shown(harbour_tables: Any) -> None:
    turned = SimpleNamespace(**{name: rows[::-1] for name, rows in vars(harbour_tables).items()})
    there, here = story_views(turned)[0], story_views(harbour_tables)[0]
    assert there.headline == here.headline
    assert [one.label for one in there.rows] == [one.label for one in here.rows]
    assert there.rows[0] == here.rows[0]
    assert there.missing[0].reports == here.missing[0].reports
    assert there.remarks == here.remarks


def test_a_story_without_findings_is_shown(harbour_tables: Any) -> None:
    bare = SimpleNamespace(**vars(harbour_tables) | dict.fromkeys(
        ("findings", "origins", "values", "links", "flags", "attributions", "mentions"), ()))
    view = story_views(bare)[0]
    assert (view.rows, view.columns, len(view.reports)) == ((), (), 9)


def test_drawing_puts_copies_right_of_what_they_copy(view: StoryView) -> None:
    drawing = draw_graph(view)
    assert drawing is not None
    x = {box.label: box.x for box in drawing.boxes}
    assert x["Selm police"] < x["1  Coast Agency"] < x["2  Selm Courier"]
    assert len({(box.x, box.y) for box in drawing.boxes}) == len(drawing.boxes)
    assert all(box.x + 190 <= drawing.width and box.y + 30 <= drawing.height for box in drawing.boxes)


def test_drawing_survives_reports_that_cite_each_other(view: StoryView) -> None:
    drawing = draw_graph(view)
    assert drawing is not None
    assert sum(arrow.title.startswith(("Report 6 ", "Report 9 ")) for arrow in drawing.arrows) == 2


def test_large_story_keeps_one_column_an_origin(big_tables: Any) -> None:
    view = story_views(big_tables)[0]
    assert len(view.columns) == 9
    assert len(view.rows[0].clashes) == 1
    assert len(view.rows[0].clashes[0].sides) == 9
