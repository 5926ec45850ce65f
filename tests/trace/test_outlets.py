from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import InputError
from firsthand.trace.outlets import Outlets, load_outlets

SHIPPED = load_outlets()


@pytest.mark.parametrize(("name", "canonical"), [
    ("Reuters", "Reuters"), ("the AP", "Associated Press"), ("Xinhua news agency", "Xinhua"),
    ("www.bbc.co.uk", "BBC"), ("https://www.theguardian.com/world/1", "The Guardian"), ("dailysabah", "Daily Sabah"),
    ("RTÉ", "RTE"), ("Selm Gazette", None), ("", None), (None, None), ("…", None),
])
def test_find(name: str | None, canonical: str | None) -> None:
    found = SHIPPED.find(name)
    assert (found and found.name) == canonical


@pytest.mark.parametrize(("words", "canonical"), [
    ("the Chinese state agency Xinhua", "Xinhua"), ("AFPs correspondent", "Agence France-Presse"),
    ("a map of the area", None), ("the police", None), ("Reuters' bureau", "Reuters"), ("", None),
])
def test_named_in(words: str, canonical: str | None) -> None:
    found = SHIPPED.named_in(words)
    assert (found and found.name) == canonical


def test_every_spelling_means_one_outlet() -> None:
    for row in SHIPPED.rows:
        for name in (row.name, *row.aliases):
            assert SHIPPED.canonical(name) == row.name, name


def test_publishers_of_a_case_are_outlets_too() -> None:
    case = SHIPPED.with_publishers(["Selm Gazette", None, "reuters.com", " "])
    assert case.canonical("the selm gazette") == "Selm Gazette"
    assert len(case.rows) == len(SHIPPED.rows) + 1


def test_a_users_table_comes_first(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("name,aliases,kind,country\nAnchor Press,AP|Anchor,agency,XX\n")
    assert load_outlets(table).canonical("AP") == "Anchor Press"


def test_bad_rows_are_named_with_their_lines_and_left_out(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("name,kind,country\nAnchor Press,agency,XX\n,agency,XX\nX,blog,XX\nY,outlet,nowhere\n")
    outlets = load_outlets(table)
    assert outlets.canonical("anchor press") == "Anchor Press"
    assert [row.ref.rsplit(", ")[-1] for row in outlets.rejected] == ["line 3", "line 4", "line 5"]
    assert [row.detail for row in outlets.rejected][1] == "The kind is 'blog'; agency and outlet are known."


@pytest.mark.parametrize(("rows", "told"), [
    ("name,kind\n,agency\n", r"own\.csv, line 2"), ("name,kind\nX,blog\n", r"own\.csv, line 2"),
    ("name\n", "there is none"), ("", 'no column "name"'), ("title,kind\nX,agency\n", 'no column "name"')])
def test_a_table_without_a_usable_row_is_an_error(tmp_path: Path, rows: str, told: str) -> None:
    table = tmp_path / "own.csv"
    table.write_text(rows)
    with pytest.raises(InputError, match=told):
        load_outlets(table)


def test_the_shipped_table_can_be_used_whole() -> None:
    assert SHIPPED.rejected == ()
    assert len(SHIPPED.rows) > 600


def test_a_name_in_capitals_needs_them_in_running_words() -> None:
    assert SHIPPED.named_in("Mena Brel, a neighbour") is None
    assert SHIPPED.named_in("the MENA agency") is not None


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv cannot be read"):
        load_outlets(tmp_path / "none.csv")


def test_no_rows() -> None:
    assert Outlets(()).canonical(" Selm Gazette ") == "Selm Gazette"
