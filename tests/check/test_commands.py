"""`firsthand check`, `match` and `draft` as a desk uses them, on a small invented case."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.check.draft import GED_COLUMNS, shape_errors
from firsthand.decide import Choice
from firsthand.errors import InputError, OptionError
from firsthand.show.cli import app
from firsthand.show.documents import render
from tests.check.test_events import GED_ROW, write_csv

TEXT = ("Blast in Aden kills 14\n\nADEN, 21 March 2018 - At least 14 people were killed on 20 March 2018 when a bomb "
        "exploded at the fish quay in Aden, police said. A photo shows the burning quay of Aden that night.\n")
RECORD = GED_ROW | {"latitude": "12.78", "longitude": "45.03", "where_coordinates": "Aden city", "country": "Yemen",
                    "source_office": "Coast Agency", "source_original": ""}
REVIEW = {"@type": "ClaimReview", "claimReviewed": "A photo shows the burning quay of Mombasa at night.",
          "url": "https://check.example/1", "author": {"name": "Selm Checks"}, "datePublished": "2018-03-25",
          "reviewRating": {"alternateName": "Miscaptioned"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("check")
    record = {"id": "a", "text": TEXT, "publisher": "Coast Agency", "published": "2018-03-21"}
    (place / "reports.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    write_csv(place / "ged.csv", GED_COLUMNS, RECORD, RECORD | {"id": "102", "latitude": "15.35", "longitude": "44.2",
                                                                 "where_coordinates": "Sanaa"})
    (place / "review.jsonld").write_text(json.dumps(REVIEW), "utf-8")
    with Case(place / "case.db") as case:
        case.add(place / "reports.jsonl")
    return place


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    if isinstance(done.exception, Exception):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_a_case_against_checks_and_records(folder: Path) -> None:
    _, out, err = run("check", folder / "case.db", "--against", folder / "review.jsonld", folder / "ged.csv")
    assert not err
    assert "Selm Checks, 25 March 2018, rates it “Miscaptioned”" in out
    assert "“A photo shows the burning quay of Aden that night.” – Coast Agency, 21 March 2018" in out
    assert "differs, place: here Aden, there Mombasa" in out
    assert "agrees, place: Aden and the record's Aden city" in out
    assert "Coast Agency is the publisher of a report of this story: no independent witness there" in out
    assert "Records without a story" in out
    assert "UCDP GED 102" in out
    with Case(folder / "case.db", create=False) as case:
        tables = case.tables()
    assert {row.kind for row in tables.matches} == {"factcheck", "record"}
    text = next(one.text for one in tables.reports)
    photo = next(row for row in tables.matches if row.kind == "factcheck")
    assert text[photo.start:photo.end] == "A photo shows the burning quay of Aden that night."
    assert (photo.rating, photo.publisher, photo.published) == ("Miscaptioned", "Selm Checks", "2018-03-25")
    page = render(tables, ".html")
    assert "Against the record" in page
    assert "Miscaptioned" in page
    assert "place: here Aden, there Mombasa" in page
    assert "their rating" in run("show", folder / "case.db", "1")[1].casefold()


def test_a_new_check_replaces_the_matches_of_the_last(folder: Path) -> None:
    for _ in range(2):
        _, out, _ = run("check", folder / "case.db", "--against", folder / "ged.csv", "--json")
    found = json.loads(out)
    assert [row["target"] for row in found["matches"]] == ["UCDP GED 101"]
    assert [row["id"] for row in found["records_without_story"]] == ["102"]
    with Case(folder / "case.db", create=False) as case:
        assert len(case.tables().matches) == 1


def test_a_file_that_cannot_be_used_does_not_stop_the_rest(folder: Path) -> None:
    (folder / "odd.csv").write_text("a,b\n1,2\n", "utf-8")
    _, _, err = run("check", folder / "case.db", "--against", folder / "odd.csv", folder / "ged.csv")
    assert "odd.csv" in err
    with pytest.raises(InputError, match="a, b"):
        run("check", folder / "case.db", "--against", folder / "odd.csv")
    with pytest.raises(InputError, match="cannot be read"):
        run("check", folder / "case.db", "--against", folder / "nothing.csv")


def test_files_without_a_claim_are_no_record_to_hold_against(folder: Path) -> None:
    (folder / "none.json").write_text('{"@type": "Article"}', "utf-8")
    (folder / "none.html").write_text("<html><body>words</body></html>", "utf-8")
    with pytest.raises(InputError, match="no checked claim in it"):
        run("check", folder / "case.db", "--against", folder / "none.json", folder / "none.html")
    _, _, err = run("check", folder / "case.db", "--against", folder / "none.json", folder / "ged.csv")
    assert "none.json: it holds no ClaimReview" in err


def test_vectors_are_kept_where_the_user_says(folder: Path) -> None:
    kept = folder / "kept.vec"
    first = run("check", folder / "case.db", "--against", folder / "review.jsonld", "--vectors", kept)
    data = kept.read_bytes()
    assert run("check", folder / "case.db", "--against", folder / "review.jsonld", "--vectors", kept) == first
    assert kept.read_bytes() == data
    with pytest.raises(OptionError, match="holds no vectors"):
        run("check", folder / "case.db", "--against", folder / "review.jsonld", "--vectors", folder / "ged.csv")


def test_a_ged_shaped_row_is_drafted(folder: Path) -> None:
    run("draft", folder / "case.db", "1", "-o", folder / "row.csv")
    with (folder / "row.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["date_start"], row["low"], row["where_coordinates"]) == ("2018-03-20", "14", "Aden")


def test_a_review_is_drafted_only_for_what_somebody_decided(folder: Path) -> None:
    with pytest.raises(OptionError, match="nobody has decided"):
        run("draft", folder / "case.db", "1", "--finding", "1", "--as", "Desk", "-o", folder / "draft.jsonld")
    with pytest.raises(OptionError, match="findings 1 to"):
        run("draft", folder / "case.db", "1", "--finding", "99", "--as", "Desk", "-o", folder / "draft.jsonld")
    with pytest.raises(OptionError, match="ending"):
        run("draft", folder / "case.db", "1", "-o", folder / "draft.txt")


def test_a_decided_finding_is_drafted_with_an_empty_rating(folder: Path) -> None:
    with Case(folder / "case.db", create=False) as case:
        (story,) = case.stories()
        findings = enumerate(story.findings(), start=1)
        number, killed = next((place, one) for place, one in findings if one.slot == "killed")
        case.decide(Choice("accept", killed), "ann")
    run("draft", folder / "case.db", "1", "--finding", str(number), "--as", "Selm Desk", "-o", folder / "draft.jsonld")
    node = json.loads((folder / "draft.jsonld").read_text("utf-8"))
    assert node["claimReviewed"].startswith("killed: ")
    assert node["author"]["name"] == "Selm Desk"
    assert node["reviewRating"] == {"@type": "Rating"}
    assert shape_errors(node) == []
