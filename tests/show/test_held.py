"""What `firsthand check` prints of matches: claims once, with each wording of the reports; nothing cut silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from firsthand.check import Checked, Problems
from firsthand.records import Match, Report
from firsthand.show.held import SHOWN, held_lines

MATCH = Match(report="", start=0, end=15, target="c1", kind="factcheck", score=0.8, rating="Miscaptioned",
              differences=("place: here Selm, there Orlen",), claim="A goat burns in Orlen.", publisher="Selm Checks",
              published="2018-03-25", url=None, agrees=(), remarks=())


def lines_of(rows: list[Match], reports: list[Report], claims: int = 1) -> list[str]:
    checked = Checked(rows, [], [], claims, 0, 0, False, Problems())
    return list(held_lines(checked, {one.id: one for one in reports}, {}))


def test_a_claim_stands_once_with_each_wording_of_the_reports(report: Callable[..., Report]) -> None:
    made = [report(text, ref=str(place), publisher=name) for place, (name, text) in enumerate(
        (("Coast Agency", "A goat in Selm."), ("Inland News", "A goat in Selm."), ("Hill Post", "The Selm goat.")))]
    rows = [replace(MATCH, report=one.id, end=len(one.text), score=0.8 - place / 10)
            for place, one in enumerate(made)]
    assert lines_of(rows[::-1], made) == [
        "1 checked claim: 1 is near to what reports say, in 3 passages",
        "  Selm Checks, 25 March 2018, rates it “Miscaptioned”: A goat burns in Orlen.",
        "    “A goat in Selm.” – Coast Agency, and 1 other report", "      differs, place: here Selm, there Orlen",
        "    “The Selm goat.” – Hill Post", "      differs, place: here Selm, there Orlen"]


def test_what_is_not_shown_is_counted(report: Callable[..., Report]) -> None:
    one = report("A goat in Selm.")
    rows = [replace(MATCH, report=one.id, target=f"c{place}") for place in range(SHOWN + 3)]
    assert lines_of(rows, [one], SHOWN + 3)[-1] == "  … and 3 more (--json lists all)"


def test_marks_that_turn_a_line_around_are_taken_out(report: Callable[..., Report]) -> None:
    one = report("A goat\u202e in\x1b[31m Selm.")
    (_, claim, words, _) = lines_of([replace(MATCH, report=one.id, end=len(one.text), claim="A\ngoat\u202e")], [one])
    assert claim.endswith("“Miscaptioned”: A goat")
    assert "\u202e" not in words
    assert "\x1b" not in words
