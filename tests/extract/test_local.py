"""The town of local news, people counted one by one, open weekdays, and what a denial is of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from firsthand.extract.attribution.find import find_attributions
from firsthand.extract.counts.find import find_counts
from firsthand.extract.incidents.find import find_values
from firsthand.extract.parse import Parser
from firsthand.extract.times.find import find_times
from firsthand.records import Report, Value

Make = Callable[..., Report]


def values(parser: Parser, report: Report) -> list[Value]:
    [parsed] = parser.parse([report])
    return find_values(parsed, times=find_times(parsed), places=[], counts=find_counts(parsed),
                       attributions=find_attributions(parsed))


def main(rows: list[Value], slot: str) -> list[Any]:
    return [row.low if row.low is not None else row.name for row in rows
            if row.main and row.slot == slot and row.of in (None, "total")]


@pytest.mark.parametrize(("text", "place"), [
    ("ORLEN, Ohio (AP) - Two people were shot at a bar on Sunday, Orlen police said.", ["Orlen"]),
    ("Orlen police said two people were shot in the Harn Hill neighborhood. The police in Orlen are looking for a man.",
     ["Orlen", "Harn Hill, Orlen"]),
    # The agency writes from its own town; the deed was elsewhere.
    ("DALMAR, Ohio (AP) - Two people were shot in Orlen on Sunday, Orlen police said. Officers in Orlen found them in "
     "a car.", ["Orlen"]),
    # An office's short name opens a headline and is no town.
    ("HRPD: Two shot at a bar. Two people were shot at a bar in Orlen, Ohio, on Sunday, Orlen police said.",
     ["Orlen"]),
    # A suspect was caught elsewhere.
    ("Two people were shot outside a bar in Orlen, Orlen police said. A man was arrested in Dalmar and is held in a "
     "jail in Dalmar.", ["Orlen"]),
    # A town that is called by a common word.
    ("Mobile police said that two people were shot on Sunday outside a bar in Mobile, Ala.", ["Mobile"]),
])
def test_the_town_of_local_news(parser: Parser, report: Make, text: str, place: list[str]) -> None:
    assert main(values(parser, report(text, published="2031-05-06")), "place") == place


@pytest.mark.parametrize(("text", "killed"), [
    ("A man killed his two daughters before turning the gun on himself, police said on Monday.", 3),
    ("Detectives are at work on a triple homicide that happened at a motel near Orlen.", 3),
    ("Three people, including the gunman, are dead after a shooting at a bar in Orlen.", 3),
])
def test_people_counted_one_by_one(parser: Parser, report: Make, text: str, killed: int) -> None:
    assert main(values(parser, report(text)), "killed") == [killed]


def test_an_open_weekday_is_its_timex(parser: Parser, report: Make) -> None:
    rows = values(parser, report("Nine people were killed in a blast in Orlen on Tuesday."))
    assert main(rows, "date") == ["XXXX-WXX-2"]


def test_a_denial_is_of_its_claim_only(parser: Parser, report: Make) -> None:
    text = "The coast guard denied that smugglers were behind the explosion that killed nine people in Orlen."
    rows = values(parser, report(text))
    denied = {row.slot: row.factuality for row in rows}
    assert denied["perpetrator"] == "denied"
    assert {how for slot, how in denied.items() if slot != "perpetrator"} == {"fact"}
    assert [row.denied_by for row in rows if row.slot == "perpetrator"] == ["The coast guard"]
