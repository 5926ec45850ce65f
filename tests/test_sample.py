"""The sample case gives what `expected.json` beside it says, one test an expectation."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firsthand.flow import Tables, analyse
from firsthand.options import ReadOptions
from firsthand.read import read_inputs
from firsthand.records import CountRange, Day, Finding, Name, Report, Value
from firsthand.text import fold

SAMPLE = Path(__file__).parents[1] / "src" / "firsthand" / "data" / "sample"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


def each(part: str) -> Any:
    """One test for each expectation of a part, named by what it is about."""
    return pytest.mark.parametrize("expected", [pytest.param(one, id=_label(one)) for one in EXPECTED[part]])


def _label(one: dict[str, Any]) -> str:
    value = one.get("value", {})
    words = [one.get(name) for name in ("from", "to", "report", "kind", "slot", "source", "name")]
    return "-".join(str(word) for word in [*words, *value.values()] if word) or one.get("why", "")


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    items = list(read_inputs([str(SAMPLE / "reports")], ReadOptions()))
    assert [item for item in items if not isinstance(item, Report)] == []
    return [item for item in items if isinstance(item, Report)]


@pytest.fixture(scope="module")
def tables(reports: list[Report]) -> Tables:
    return analyse(reports)


@pytest.fixture(scope="module")
def called(reports: list[Report]) -> dict[str, str]:
    """What `expected.json` calls each report, by its id."""
    return {report.id: Path(report.ref).name for report in reports}


def test_every_report_is_named_once(called: dict[str, str]) -> None:
    expected = [name for story in EXPECTED["stories"] for name in story["reports"]]
    assert sorted(called.values()) == sorted(expected)
    assert 12 <= len(expected) <= 15


def test_every_report_has_publisher_date_and_address(reports: list[Report]) -> None:
    assert [report.ref for report in reports
            if not (report.publisher and report.published and report.url and report.title)] == []


@each("stories")
def test_story(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    stories = [sorted(called[report] for report in story.reports) for story in tables.stories]
    assert sorted(expected["reports"]) in stories


@each("copies")
def test_copy(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    shares = [link.share for link in tables.links if link.kind == "copies" and link.to
              and (called[link.from_], called[link.to]) == (expected["from"], expected["to"])]
    assert len(shares) == 1
    assert expected["share"] <= (shares[0] or 0) <= 1


def test_nothing_else_is_a_copy(tables: Tables, called: dict[str, str]) -> None:
    family = {name for one in EXPECTED["copies"] for name in (one["from"], one["to"])}
    found = {called[end] for link in tables.links if link.kind == "copies"
             for end in (link.from_, link.to) if end}
    assert found <= family


@each("cites")
def test_citation(tables: Tables, reports: list[Report], called: dict[str, str],
                  expected: dict[str, Any]) -> None:
    publishers = {report.id: report.publisher for report in reports}
    sources = {fold(name) for link in tables.links if link.kind in ("cites", "credits")
               and called[link.from_] == expected["from"]
               for name in (link.source, publishers.get(link.to or "")) if name}
    assert fold(expected["source"]) in sources


@each("origins")
def test_origin(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    found = [origin for origin in main_origins(tables) if fold(origin.name) == fold(expected["name"])]
    assert len(found) == 1
    assert found[0].in_case is expected["in_case"]
    assert set(expected["reports"]) <= {called[report] for report in found[0].reports}


def test_the_toll_and_the_day_have_no_other_origins(tables: Tables) -> None:
    names = {origin.id: fold(origin.name) for origin in main_origins(tables)}
    given = {names.get(witness.origin) for finding in tables.findings
             if finding.slot in ("killed", "injured", "missing", "date")
             for witness in finding.reports if witness.origin in names}
    assert given <= {fold(one["name"]) for one in EXPECTED["origins"]}


def main_origins(tables: Tables) -> list[Any]:
    main = max(tables.stories, key=lambda story: len(story.reports))
    return [origin for origin in tables.origins if origin.story == main.id]


def findings_of(tables: Tables, expected: dict[str, Any]) -> Iterator[Finding]:
    """The main story's findings of a slot and value; a place's name may be longer than expected."""
    main = max(tables.stories, key=lambda story: len(story.reports))
    for finding in tables.findings:
        if finding.story == main.id and finding.slot == expected["slot"] and finding.of in (None, "total") \
                and _is_value(finding.value, expected["value"]):
            yield finding


def _is_value(value: CountRange | Day | Name, expected: dict[str, Any]) -> bool:
    if isinstance(value, Name):
        return fold(expected.get("name", "\0")) in fold(value.name)
    if isinstance(value, Day):
        return value.date == expected.get("date")
    return (value.low, value.high) == (expected.get("low"), expected.get("high"))


@each("findings")
def test_finding(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    found = list(findings_of(tables, expected))
    given = {called[witness.report] for finding in found for witness in finding.reports}
    assert set(expected["reports"]) <= given
    main = max(found, key=lambda finding: len(finding.reports))
    assert main.status in expected.get("status", [main.status])
    assert main.difference in expected.get("difference", [main.difference])
    bounds = expected.get("origins", {"low": 1, "high": len(called)})
    assert bounds["low"] <= main.origins.low <= main.origins.best <= main.origins.high <= bounds["high"]
    assert main.origins.best == bounds.get("best", main.origins.best)


@each("said_by")
def test_said_by(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    sources = [value.said_by or "" for value in main_values(tables, called, expected["report"])
               if value.slot == expected["slot"]]
    assert any(fold(expected["source"]) in fold(source) for source in sources), sources


def main_values(tables: Tables, called: dict[str, str], name: str) -> list[Value]:
    return [value for value in tables.values if value.main and called[value.report] == name]


@each("denials")
def test_denial(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    deniers = [_words(tables, attribution.report, attribution.source)
               for attribution in tables.attributions
               if attribution.stance == "denies" and called[attribution.report] == expected["report"]]
    assert any(fold(expected["source"]) in fold(denier) for denier in deniers), deniers


def _words(tables: Tables, report: str, spans: tuple[tuple[int, int], ...]) -> str:
    text = next(one.text for one in tables.reports if one.id == report)
    return " ".join(text[start:end] for start, end in spans)


@each("flags")
def test_flag(tables: Tables, called: dict[str, str], expected: dict[str, Any]) -> None:
    flagged = {called[flag.report] for flag in tables.flags if flag.kind == expected["kind"]}
    assert flagged == set(expected["reports"])


def test_every_span_lies_in_its_text(tables: Tables) -> None:
    texts = {report.id: report.text for report in tables.reports}
    spans = [(row.report, row.start, row.end) for rows in (tables.mentions, tables.values, tables.flags)
             for row in rows]
    spans += [(witness.report, witness.start, witness.end) for finding in tables.findings
              for witness in (*finding.reports, *finding.against)]
    assert spans
    assert [span for span in spans if not 0 <= span[1] <= span[2] <= len(texts[span[0]])] == []


def test_the_order_of_the_reports_changes_nothing(reports: list[Report], tables: Tables) -> None:
    mixed = random.Random(7).sample(reports, len(reports))
    again = analyse(mixed)
    for name in ("mentions", "attributions", "values", "stories", "links", "origins", "findings", "flags"):
        assert list(getattr(again, name)) == list(getattr(tables, name)), name
