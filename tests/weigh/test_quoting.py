"""The same quotation across reports: what counts as altered, and what does not."""

from __future__ import annotations

import pytest

from firsthand.records import Attribution
from tests.weigh.test_flags import Case

FULL = "We may have lost eleven boats in the storm but the quay itself is still standing tonight"


def quoting(*quotes: tuple[str, str]) -> Case:
    """Reports a, b, … that each quote somebody: (speaker, words)."""
    case = Case()
    for name, (speaker, words) in zip("abcdefgh", quotes, strict=False):
        case.report(name, "Storm at the quay", f"“{words},” {speaker} said.")
        case.attributions.append(Attribution(
            name, "1", (case.span(name, speaker),), (case.span(name, "said"),), (case.span(name, words),),
            speaker, "person", None, "asserts", True))
    return case


def told(case: Case) -> list[tuple[str, str]]:
    return [(flag.report, flag.why) for flag in case.flags() if flag.kind == "altered_quote"]


@pytest.mark.parametrize(("other", "words"), [
    (FULL.replace("may have lost", "have lost"), "doubt of the quotation is missing"),
    (FULL.replace("eleven boats", "eleven warships"), "words of the quotation differ"),
    (FULL.replace("eleven", "seventy"), "words of the quotation differ"),
    (FULL.replace("still standing", "not standing"), "doubt of the quotation is missing"),
    (FULL.replace(" in the storm", ""), "words of the quotation differ"),
    (FULL.split(" but ", maxsplit=1)[0], "where Paper"),
])
def test_altered_quotes_are_told_on_both_sides(other: str, words: str) -> None:
    found = told(quoting(("Tomas Reel", FULL), ("Tomas Reel", other)))
    assert [report for report, _ in found] == ["a", "b"]
    assert all(words in why for _, why in found)


@pytest.mark.parametrize("other", [
    FULL, FULL.upper(), FULL[:60], FULL.replace("eleven", "11"), FULL.replace("the quay itself", "that quay itself"),
    FULL.replace("eleven boats", "[fishing] boats"), FULL.replace(" in the storm", " …"),
    FULL.replace("boats", "boat"), "We have lost a good deal of sleep over all of this in the storm",
    "eleven boats lost", "",
])
def test_quoting_less_or_writing_otherwise_is_no_alteration(other: str) -> None:
    case = quoting(("Tomas Reel", FULL), ("Tomas Reel", other)) if other else quoting(("Tomas Reel", FULL))
    assert told(case) == []


@pytest.mark.parametrize(("speaker", "flagged"), [
    ("Tomas Reel", False), ("Mr Reel", False), ("the mayor", False), ("Vera Holm", True), ("Holm", False)])
def test_the_words_of_one_in_the_mouth_of_another(speaker: str, flagged: bool) -> None:
    found = told(quoting(("Tomas Reel", FULL), (speaker, FULL)))
    assert bool(found) is flagged
    if flagged:
        assert found[0] == ("a", "The words are given to Tomas Reel here and to Vera Holm in Paper b.")


def test_each_quotation_is_flagged_once_however_many_copies_there_are() -> None:
    changed = FULL.replace("may have", "have")
    found = told(quoting(*[("Tomas Reel", FULL)] * 3, *[("Tomas Reel", changed)] * 3))
    assert sorted(report for report, _ in found) == list("abcdef")


def test_a_set_phrase_of_many_is_not_compared() -> None:
    words = "Our thoughts and prayers are with the families of the dead in place number"
    case = quoting(*[("Tomas Reel", words)] * 8)
    assert told(case) == []
