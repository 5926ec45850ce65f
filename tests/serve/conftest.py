"""A case without any analysis at hand: rows made by hand, so that the tests of the workbench are quick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from firsthand.case import Case
from firsthand.records import Attribution, Mention, PlaceValue, Report, Value
from firsthand.show.web import LocalGate, create_app
from firsthand.store import SqlStore
from tests.conftest import make_report

BODY = ("SELM CITY, 20 March - A blast tore through the fish quay of Port Selm on Tuesday and killed 14 people, the "
        "harbour master said. Boats burned until the evening, and the road along the river was closed for hours.")
REPRINT = BODY + " This newspaper had it first."
LATER = ("PORT SELM, 22 March - The blast at the fish quay of Port Selm on Tuesday killed 19 people, the harbour "
         "master said on Thursday. Divers searched the basin for a second day.")
HOSTILE = ("<script>window.hacked = 1</script> <svg onload=\"window.hacked = 2\"> A blast killed 12 people at the fish "
           "quay of Port Selm on Tuesday. <img src=x onerror=\"window.hacked = 3\"> javascript:alert(1) \u202e evil "
           "\x00 </textarea></title><a href=\"javascript:window.hacked=4\">click</a> {{ 7 * 7 }} \ufffe")


def _reports() -> list[Report]:
    return [
        make_report(BODY, ref="a", title="Blast at the fish quay", publisher="Coast Agency",
                    published="2018-03-20T15:10:00Z"),
        make_report(REPRINT, ref="b", title="Blast at the fish quay", publisher="Selm Post",
                    published="2018-03-20T18:00:00Z"),
        make_report(LATER, ref="c", title="Toll of the quay rises", publisher="Coast Agency",
                    published="2018-03-22T09:30:00Z"),
        make_report(HOSTILE, ref="d\"><script>window.hacked = 5</script>",
                    title="<b onmouseover=alert(1)>Quay blast</b>", publisher="<script>window.hacked=6</script>",
                    url="javascript:window.hacked=7",
                    published="2018-03-21"),
    ]


def _rows(report: Report) -> tuple[list[Mention], list[Attribution], list[Value]]:
    text = report.text
    number = next(one for one in ("14", "19", "12") if f"{one} people" in text)
    start = text.index(f"{number} people")
    place = text.index("Port Selm")
    said = text.find("the harbour master said")
    attributions = []
    if said >= 0:
        attributions = [Attribution(report.id, "a1", ((said, said + 18),), ((said + 19, said + 23),),
                                    ((text.index("blast") - 2, said - 2),), "Harbour Master", "official", None,
                                    "asserts", False)]
    who = ("the harbour master", "a1") if attributions else (None, None)
    values = [Value(report.id, "i1", True, "killed", int(number), int(number), None, "total", *who, None, "fact", None,
                    start, start + len(number)),
              Value(report.id, "i1", True, "place", None, None, "Port Selm", None, None, None, None, "fact", None,
                    place, place + 9)]
    mentions = [Mention(report.id, place, place + 9, "place", PlaceValue(99, "Port Selm", "XX", 47.5, 8.25))]
    return mentions, attributions, values


@pytest.fixture(scope="session")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "case.db"
    reports = _reports()
    rows = [_rows(report) for report in reports]
    with SqlStore(path, create=True) as store, store.transaction() as writer:
        writer.add_reports(reports, {"mentions": [row for part in rows for row in part[0]],
                                     "attributions": [row for part in rows for row in part[1]],
                                     "values": [row for part in rows for row in part[2]]})
    with Case(path) as case:
        case.snapshot()
    return path


@pytest.fixture
def case(made_case: Path, tmp_path: Path) -> Iterator[Case]:
    """A fresh copy of the case."""
    with Case(made_case) as source:
        source.copy_to(tmp_path / "case.db")
    with Case(tmp_path / "case.db", create=False) as opened:
        yield opened


@pytest.fixture
def client(case: Case) -> Iterator[TestClient]:
    """A browser without scripts that has signed in."""
    gate = LocalGate("ada")
    with TestClient(create_app(case, gate), base_url="http://127.0.0.1") as opened:
        opened.get(f"/enter?token={gate.token}")
        yield opened
