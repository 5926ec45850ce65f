from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import records as r
from firsthand.errors import TableError
from firsthand.tables import TABLES, from_arrow, from_json, schema_of, table_of, to_arrow, to_json

ROWS: list[Any] = [
    r.Report("0f", "a.txt", None, "Gazette", None, "en", "2018-03-20", "given", None, "Some words",
             (r.Block("paragraph", 0, 10),), (r.Hyperlink("https://a.example", 0, 4),)),
    r.Rejected("a.bin", "binary", "not text"),
    r.Mention("0f", 0, 4, "time", r.TimeValue("2018-03-20", "DATE", "2018-03-20", "dateline")),
    r.Mention("0f", 0, 4, "place", r.PlaceValue(7, "Selm", "XX", 1.5, -2.25)),
    r.Mention("0f", 0, 4, "place", None),
    r.Mention("0f", 0, 4, "count", r.CountValue(14, None, "killed")),
    r.Mention("0f", 0, 4, "count", r.CountValue(None, None, "killed")),
    r.Mention("0f", 0, 4, "actor", r.ActorValue("Harbour Authority", "organisation")),
    r.Attribution("0f", "a1", ((0, 4),), ((5, 9),), ((9, 10), (11, 12)), None, "official", None, "asserts", False),
    r.Value("0f", "i1", True, "killed", 14, None, None, "total", "police", "a1", None, "fact", None, 0, 4),
    r.Value("0f", "i1", True, "date", "2018-03-20", "2018-03-20", None, None, None, None, None, "fact", None, 0, 4),
    r.Story("s1", "A blast", ("0f",), "2018-03-20", None),
    r.Link("0f", None, "Coast Agency", "cites", None, (((0, 4), ()),), "known"),
    r.Link("0f", "1e", None, "copies", 0.5, (((0, 4), (2, 6)),), "inferred"),
    r.Origin("s1", "o1", "Coast Agency", ("0f",), False, "cited"),
    r.Finding("s1", "killed", "total", r.CountRange(14, None), "contested", "contradiction", "14 and 12",
              r.OriginCount(1, 1, 2), (r.Witness("0f", 0, 4, None, "o1"),), (), 0.5, "m"),
    r.Finding("s1", "killed", "total", r.CountRange(None, None), "one-origin", None, None,
              r.OriginCount(1, 1, 1), (), (), 0.5, "m"),
    r.Finding("s1", "date", None, r.Day("2018-03-20"), "one-origin", None, None, r.OriginCount(1, 1, 1), (), (), 1.0,
              "m"),
    r.Finding("s1", "place", None, r.Name("Port Selm"), "one-origin", None, None, r.OriginCount(1, 1, 1), (), (),
              1.0, "m"),
    r.Finding("s1", "place", None, r.Name("Port Selm", 7), "one-origin", None, None, r.OriginCount(1, 1, 1), (), (),
              1.0, "m"),
    r.Flag(None, "0f", "undated", 0, 4, "no day"),
    r.Decision(1, "value:1", 1, "2018-03-21T10:00:00Z", "ada", "correct", "value",
               (r.Anchor("0f", 0, 4, "Some", "", " words", "ab"),), "{}", (r.Change("low", "14"),), "misread", None),
    r.Match("0f", 0, 4, "check-1", "factcheck", 0.5, None, ("place",)),
]


def row_id(row: Any) -> str:
    return f"{type(row).__name__}-{ROWS.index(row)}"


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_a_row_survives_json(row: Any) -> None:
    assert from_json(type(row), to_json(row)) == row


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_a_row_survives_arrow(row: Any) -> None:
    assert from_arrow(type(row), to_arrow(type(row), [row])) == [row]


def test_every_table_has_an_example_above() -> None:
    assert {type(row) for row in ROWS} == {table.record for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_columns(table: Any) -> None:
    columns = [field.name.rstrip("_") for field in dataclasses.fields(table.record)]
    assert set(table.key) <= set(columns)
    assert schema_of(table.record).names == columns


def test_json_has_the_published_names_and_no_fields_of_other_kinds() -> None:
    link = to_json(ROWS[12])
    assert link["from"] == "0f"
    assert "from_" not in link
    assert to_json(ROWS[5])["value"] == {"low": 14, "high": None, "unit": "killed"}
    assert to_json(ROWS[18])["value"] == {"name": "Port Selm"}


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="'rating'"):
        from_json(r.Match, {"report": "0f", "start": 0, "end": 4, "target": "x", "kind": "record", "score": 1.0,
                            "differences": []})


def test_a_type_without_a_table_is_told() -> None:
    with pytest.raises(TableError, match="CountRange"):
        table_of(r.CountRange)


@given(st.lists(st.tuples(st.none() | st.integers(-10**9, 10**9), st.integers(0, 10**7)), max_size=8), st.randoms())
def test_rows_sort_by_number_and_in_any_order_alike(bounds: list[tuple[int | None, int]], random: Any) -> None:
    rows = [dataclasses.replace(ROWS[9], low=low, start=start) for low, start in bounds]
    shuffled = list(rows)
    random.shuffle(shuffled)
    found = table_of(r.Value).sorted(shuffled)
    assert found == table_of(r.Value).sorted(rows)
    assert [row.start for row in found] == sorted(row.start for row in rows)
