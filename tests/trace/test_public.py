from __future__ import annotations

from typing import Any

import pytest

from firsthand.engine.duckdb import DuckDBEngine
from firsthand.options import TraceOptions
from firsthand.records import Attribution, Report
from firsthand.trace import find_links
from firsthand.trace.citations import Citation
from firsthand.trace.public import find_public_words
from tests.conftest import make_report

SPEECH = ('"Twelve boats of the northern fleet were moored beside the fuel pier when the valve gave way, and no alarm '
          'was heard by anybody on the quay before the first flames rose above the roof of the auction hall."')
LEFT = ("Nobody at Port Selm had slept when the coast guard spoke to the press under the broken clock. {} Behind him "
        "cranes lifted what was left of the stalls, and fishermen asked who would pay for their nets.")
RIGHT = ("The price of herring doubled overnight in every market along the coast. {} Traders in the capital said that "
         "they had bought from abroad already, while the ministry promised loans to the crews.")


def quoting(report: Report, kind: Any = "official", direct: bool = True) -> Attribution:
    start = report.text.index(SPEECH)
    return Attribution(report.id, "a1", (), (), ((start, start + len(SPEECH)),), "Ana Brel", kind, None, "asserts",
                       direct)


@pytest.mark.parametrize(("kind", "direct", "copies"), [
    ("official", True, 0), ("organisation", True, 0), ("person", True, 1), ("official", False, 1)])
def test_what_an_office_said_to_everybody_is_no_copy(kind: Any, direct: bool, copies: int) -> None:
    reports = [make_report(text.format(SPEECH), ref=ref, publisher=ref, published="2031-03-20")
               for ref, text in (("a", LEFT), ("b", RIGHT))]
    links = find_links(reports, [quoting(one, kind, direct) for one in reports], DuckDBEngine(), TraceOptions())
    assert len([link for link in links if link.kind == "copies"]) == copies


def test_a_reprint_is_one_whatever_it_quotes() -> None:
    reports = [make_report(LEFT.format(SPEECH), ref=ref, publisher=ref, published="2031-03-20") for ref in "ab"]
    links = find_links(reports, [quoting(one) for one in reports], DuckDBEngine(), TraceOptions())
    assert [link.kind for link in links] == ["copies"]


@pytest.mark.parametrize(("at", "expected"), [(110, {}), (500, {"r": [(20, 100)]})])
def test_words_told_to_one_outlet_are_not_public(at: int, expected: dict[str, list[tuple[int, int]]]) -> None:
    speech = Attribution("r", "a1", (), (), ((20, 100),), "Ana Brel", "official", None, "asserts", True)
    told = Citation("r", "cites", "Coast Agency", None, at, at + 12)
    assert find_public_words([speech], [told]) == expected
