"""Decisions are events: added, never changed, and everything else follows from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from firsthand.case import Case
from firsthand.decide import Choice, decide_values, draft, standing, target_of
from firsthand.errors import ConflictError, OptionError
from firsthand.flow import relate
from firsthand.records import Attribution, Change, Finding, Link, Report, Value
from firsthand.tables import to_json
from tests.conftest import make_report

FIRST = ("SELM CITY, 20 March 2018 - At least 14 people were killed on Tuesday when a blast tore through the fish "
         "quay of Port Selm, the harbour master said. Rescuers were still searching the sheds in the evening.")
SECOND = ("A blast at the fish quay of Port Selm killed 19 people on Tuesday, police said on Thursday. "
          "The sheds of the quay burned through the night and the harbour was closed.")
OTHER = "The orchestra of Lower Varn opened its season with a concert that lasted four hours, critics said."


def value_of(report: Report, words: str, **fields: Any) -> Value:
    start = report.text.index(words)
    given = {"incident": "i1", "main": True, "slot": "killed", "low": 14, "high": 14, "name": None, "of": "total",
             "said_by": None, "attribution": None, "denied_by": None, "factuality": "fact", "as_of": None, **fields}
    return Value(report=report.id, start=start, end=start + len(words), **given)


REPORT = make_report("A blast killed 14 people and hurt 30 at the quay, the harbour master said.")
ROW = value_of(REPORT, "14 people")
REPORTS = {REPORT.id: REPORT}


def made(choice: Choice, *before: Any, reports: dict[str, Report] = REPORTS) -> Any:
    return replace(draft(choice, "ada", "2018-03-21T10:00:00Z", reports, before), number=len(before) + 1)


def rows_after(*decisions: Any, values: tuple[Value, ...] = (ROW,),
               reports: dict[str, Report] = REPORTS) -> list[Value]:
    return list(decide_values(values, standing(decisions, reports).held).rows)


def test_a_rejected_value_is_left_out_and_undo_brings_it_back() -> None:
    gone = made(Choice("reject", ROW))
    assert rows_after(gone) == []
    back = made(Choice("undo", ROW, seen=1, target=gone.target), gone)
    assert (back.undoes, back.version) == (1, 2)
    assert rows_after(gone, back) == [ROW]


def test_a_correction_changes_the_row_and_a_second_one_goes_on_from_it() -> None:
    first = made(Choice("correct", ROW, (Change("low", "15"), Change("high", None))))
    assert rows_after(first) == [replace(ROW, low=15, high=None)]
    shown = rows_after(first)[0]
    second = made(Choice("correct", shown, (Change("slot", "injured"),), seen=1, target=first.target), first)
    assert rows_after(first, second) == [replace(ROW, low=15, high=None, slot="injured")]
    undone = made(Choice("undo", shown, seen=2, target=first.target), first, second)
    assert rows_after(first, second, undone) == [replace(ROW, low=15, high=None)]


def test_an_accepted_value_stays_when_a_newer_model_reads_nothing_there() -> None:
    kept = made(Choice("accept", ROW))
    assert rows_after(kept, values=()) == [ROW]


def test_a_newer_model_that_reads_the_same_words_otherwise_does_not_bring_a_misreading_back() -> None:
    gone = made(Choice("reject", ROW))
    wider = replace(ROW, start=ROW.start - 7, low=140, high=140, incident="i7")
    elsewhere = replace(ROW, start=ROW.end + 5, end=ROW.end + 12)
    assert rows_after(gone, values=(wider, elsewhere)) == [elsewhere]


def test_a_decision_whose_words_are_gone_is_listed_and_moves_nowhere() -> None:
    gone = made(Choice("reject", ROW))
    rewritten = make_report("It was said that a blast killed 14 people and hurt 30 at the quay.")
    alike = value_of(rewritten, "14 people")
    found = standing([gone], {rewritten.id: rewritten})
    assert (found.held, found.orphaned) == ((), (gone,))
    assert rows_after(gone, values=(alike,), reports={rewritten.id: rewritten}) == [alike]


def test_notes_stand_beside_a_decision_and_do_not_replace_it() -> None:
    gone = made(Choice("reject", ROW))
    note = made(Choice("note", ROW, note="rang them up", seen=1), gone)
    found = standing([gone, note], REPORTS)
    assert (found.held, found.notes) == ((gone,), (note,))


def test_the_words_are_kept_with_what_stands_around_them() -> None:
    anchor = made(Choice("accept", ROW)).anchors[0]
    assert (anchor.exact, anchor.prefix, anchor.suffix) == ("14 people", "A blast killed ",
                                                            " and hurt 30 at the quay, the ha")
    assert len(anchor.sha256) == 64


@pytest.mark.parametrize(("choice", "told"), [
    (Choice("merge", ROW), "cannot be decided"),
    (Choice("correct", ROW), "must change something"),
    (Choice("correct", ROW, (Change("report", "x"),)), "cannot be corrected"),
    (Choice("correct", ROW, (Change("low", "many"),)), "whole number"),
    (Choice("correct", ROW, (Change("low", "20"),)), "above high"),
    (Choice("correct", ROW, (Change("slot", "mood"),)), "cannot be 'mood'"),
    (Choice("correct", ROW, (Change("slot", "date"),)), "YYYY-MM-DD"),
    (Choice("correct", ROW, (Change("slot", "place"),)), "needs a name"),
    (Choice("undo", ROW), "no decision here"),
    (Choice("note", ROW, note="x" * 5001), "5,001 characters"),
    (Choice("accept", replace(ROW, report="gone")), "not in the case"),
])
def test_what_cannot_be_decided_is_told(choice: Choice, told: str) -> None:
    with pytest.raises(OptionError, match=told):
        draft(choice, "ada", "now", REPORTS)


@pytest.mark.parametrize("row", [
    ROW, Attribution(REPORT.id, "a1", ((0, 1),), ((2, 3),), ((4, 9),), None, None, None, "asserts", False),
    Link(REPORT.id, None, "Coast Agency", "cites", None, (((0, 4), ()),), "known"),
])
def test_a_target_does_not_hang_on_the_run_that_found_it(row: Any) -> None:
    again = type(row)(**{name: getattr(row, name) for name in row.__slots__})
    assert target_of(row) == target_of(again)
    later = replace(again, incident="i9") if isinstance(row, Value) else again
    assert target_of(later) == target_of(row)


# ---------------------------------------------------------------- in a case

@pytest.fixture(scope="module")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one story of two reports and one of another, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("case")
    for name, text in (("a", FIRST), ("b", SECOND), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    with Case(folder / "case.db") as case:
        case.add(folder)
        case.tables()
    return folder / "case.db"


@pytest.fixture
def case(made_case: Path, tmp_path: Path) -> Iterator[Case]:
    with Case(made_case) as source:
        source.copy_to(tmp_path / "case.db")
    with Case(tmp_path / "case.db", create=False) as opened:
        yield opened


def killed(case: Case) -> dict[tuple[Any, Any], Finding]:
    return {(one.value.low, one.value.high): one for one in case.tables().findings if one.slot == "killed"}


def fourteen(case: Case) -> Value:
    return next(row for row in case.tables().values if row.slot == "killed" and row.low == 14)


def test_findings_follow_a_correction_and_come_back_with_undo(case: Case) -> None:
    before = case.tables()
    assert set(killed(case)) == {(14, None), (19, 19)}
    row = fourteen(case)
    made = case.decide(Choice("correct", row, (Change("low", "19"), Change("high", "19"))), "ada")
    assert set(killed(case)) == {(19, 19)}
    assert len(killed(case)[19, 19].reports) == 2
    case.decide(Choice("undo", row, seen=1, target=made.target), "ada")
    assert replace(case.tables(), decisions=()) == replace(before, decisions=())


def test_weighing_one_story_anew_gives_what_weighing_all_gives(case: Case) -> None:
    row = fourteen(case)
    case.decide(Choice("correct", row, (Change("low", "17"), Change("high", "17"))), "ada")
    link = next((one for one in case.tables().links), None)
    if link:
        case.decide(Choice("reject", link), "ada")
    attribution = case.tables().attributions[0]
    case.decide(Choice("correct", attribution, (Change("source_name", "Port Office"),)), "ada")
    shown = case.tables()
    known = case.snapshot()
    alone = {name: [row for rows in known.by_report[name].values() for row in rows]
             for name in ("mentions", "attributions", "values")}
    whole = relate(replace(shown, **alone))
    for name in ("stories", "links", "origins", "findings", "flags"):
        assert sorted(map(repr, getattr(whole, name))) == sorted(map(repr, getattr(shown, name))), name


def test_decisions_survive_closing_and_a_new_analysis(case: Case) -> None:
    case.decide(Choice("correct", fourteen(case), (Change("low", "15"), Change("high", "15"))), "ada")
    before = case.tables()
    with Case(case.place, create=False) as again:
        assert again.tables() == before
        again.reanalyse()
        assert again.tables() == before


def test_of_two_corrections_of_one_value_the_second_is_told(case: Case) -> None:
    row = fourteen(case)
    with Case(case.place, create=False) as other:
        theirs = fourteen(other)
        case.decide(Choice("correct", row, (Change("low", "15"),)), "ada")
        with pytest.raises(ConflictError, match="ada decided on this meanwhile"):
            other.decide(Choice("correct", theirs, (Change("low", "16"),)), "bo")
        assert set(killed(other)) == {(15, None), (19, 19)}
        assert len(other.tables().decisions) == 1


def test_decisions_and_reports_that_came_later_agree(case: Case, tmp_path: Path) -> None:
    case.decide(Choice("correct", fourteen(case), (Change("low", "15"), Change("high", "15"))), "ada")
    late = tmp_path / "late.txt"
    late.write_text("The blast at the fish quay of Port Selm on Tuesday killed 15, the mayor said on Friday.", "utf-8")
    case.add(late)
    assert set(killed(case)) == {(15, 15), (19, 19)}
    assert len(killed(case)[15, 15].reports) == 2


def test_decisions_are_written_down_as_json(case: Case) -> None:
    case.decide(Choice("accept", fourteen(case), note="heard the tape"), "ada")
    row = json.loads(json.dumps(to_json(case.tables().decisions[0])))
    assert (row["who"], row["action"], row["note"]) == ("ada", "accept", "heard the tape")
    assert row["anchors"][0]["exact"] in FIRST
