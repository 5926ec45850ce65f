"""ClaimReview as publishers write it: forms, mistakes, and what must survive them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.check.checked import CheckedClaim
from firsthand.check.claim_review import parse_json, read_document, read_nodes
from firsthand.check.factchecks import read_factchecks
from firsthand.check.lines import Problem
from firsthand.errors import InputError

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://check.example/quay",
    "datePublished": "2018-03-25", "headline": "Is the picture of the quay from Selm?",
    "author": {"@type": "Organization", "name": "Selm Checks"}, "claimReviewed": "A photo shows the quay of Selm.",
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ann Orlen"}},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1,
                     "alternateName": "Another place"}}


def read(document: Any) -> tuple[list[CheckedClaim], list[Problem]]:
    problems: list[Problem] = []
    return list(read_nodes(document, "here", problems.append)), problems


def read_file(path: Path) -> tuple[list[CheckedClaim], list[Problem]]:
    problems: list[Problem] = []
    return list(read_factchecks(path, problems.append)), problems


def test_a_review_gives_claim_rating_publisher_day_and_claimant() -> None:
    (claim,), problems = read(REVIEW)
    assert not problems
    assert claim.claim == "A photo shows the quay of Selm."
    assert (claim.rating, claim.publisher, claim.published) == ("Another place", "Selm Checks", "2018-03-25")
    assert claim.claimants == ("Ann Orlen",)
    assert claim.title == "Is the picture of the quay from Selm?"
    assert claim.id.startswith("https://check.example/quay#")


@pytest.mark.parametrize("wrapped", [
    [REVIEW], {"@graph": [{"@type": "WebPage"}, REVIEW]}, {"@type": "Article", "review": [REVIEW]},
    {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
    {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": None}, {"item": REVIEW}]},
    REVIEW | {"@type": ["Review", "ClaimReview"]}, REVIEW | {"@type": "http://schema.org/ClaimReview"}],
    ids=["list", "graph", "nested", "feed", "feed with null", "two types", "full type"])
def test_reviews_are_found_wherever_they_stand(wrapped: Any) -> None:
    assert [claim.claim for claim in read(wrapped)[0]] == ["A photo shows the quay of Selm."]


@pytest.mark.parametrize(("change", "field", "expected"), [
    ({"reviewRating": {"ratingValue": 2, "bestRating": 5, "worstRating": 1}}, "rating", "2 (1 to 5)"),
    ({"reviewRating": {"ratingValue": "3"}}, "rating", "3"),
    ({"reviewRating": [{"alternateName": "Half right"}, {"alternateName": "Old"}]}, "rating", "Half right; Old"),
    ({"reviewRating": "Misplaced"}, "rating", "Misplaced"), ({"reviewRating": None}, "rating", None),
    ({"author": "Selm Checks"}, "publisher", "Selm Checks"),
    ({"author": [{"name": "One"}, {"name": "Two"}]}, "publisher", "One, Two"),
    ({"author": {"url": "https://www.one.example/"}}, "publisher", "one.example"),
    ({"author": None}, "publisher", "check.example"),
    ({"author": {"@type": "Organization"}, "publisher": {"name": "House"}}, "publisher", "House"),
    ({"itemReviewed": [{"author": {"name": "A"}}, {"author": [{"name": "B"}, "C"]}]}, "claimants", ("A", "B", "C")),
    ({"itemReviewed": "nothing"}, "claimants", ()),
    ({"datePublished": "2018-03-25T10:00:00+02:00"}, "published", "2018-03-25"),
    ({"datePublished": "March 25, 2018"}, "published", "2018-03-25"),
    ({"url": ["https://check.example/two"]}, "url", "https://check.example/two")])
def test_forms_of_a_field(change: dict[str, Any], field: str, expected: object) -> None:
    (claim,), _ = read(REVIEW | change)
    assert getattr(claim, field) == expected


def test_a_name_given_twice_keeps_both() -> None:
    words = json.dumps(REVIEW)[:-1] + ', "itemReviewed": {"@type": "Claim", "author": {"name": "Ben Harn"}}}'
    (claim,), _ = read(parse_json(words))
    assert claim.claimants == ("Ann Orlen", "Ben Harn")


def test_items_stand_in_for_a_missing_claim_and_an_author_is_followed_by_its_id() -> None:
    review = {name: value for name, value in REVIEW.items() if name != "claimReviewed"}
    review |= {"itemReviewed": [{"text": "The quay burned."}, {"name": "The quay sank."}], "author": {"@id": "#us"}}
    claims, _ = read({"@graph": [review, {"@id": "#us", "name": "Selm Checks"}]})
    assert [(one.claim, one.publisher) for one in claims] == [
        ("The quay burned.", "Selm Checks"), ("The quay sank.", "Selm Checks")]


def test_a_day_that_is_none_is_said_and_the_rest_is_read() -> None:
    (claim,), problems = read(REVIEW | {"datePublished": "0000-00-00"})
    assert claim.published is None
    assert [problem.kept for problem in problems] == [True]
    assert "'0000-00-00' is no day" in problems[0].what


def test_a_review_without_a_claim_is_said() -> None:
    claims, problems = read([{"@type": "ClaimReview", "author": "X"}, REVIEW])
    assert len(claims) == 1
    assert "claimReviewed" in problems[0].what


def test_of_a_broken_document_the_whole_reviews_are_read_and_the_line_is_named() -> None:
    other = REVIEW | {"claimReviewed": "The harbour master resigned."}
    words = f'{{"@graph": [\n{json.dumps(REVIEW)},\n{{"broken": \n{json.dumps(other)}]}}'
    problems: list[Problem] = []
    claims = list(read_document(words, "file.json", problems.append))
    assert [one.claim for one in claims] == [REVIEW["claimReviewed"], other["claimReviewed"]]
    assert "breaks at line 4, character" in problems[0].what


def test_a_page_with_several_scripts_one_of_them_broken(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    second = REVIEW | {"claimReviewed": "The harbour master resigned."}
    page.write_text(f"""<!doctype html><html><head>
        <script type="application/ld+json"><!-- {json.dumps([REVIEW, second])} --></script>
        <script type="application/ld+json">{{"@type": "ClaimReview", oops}}</script>
        <script>var a = {{"@type": "ClaimReview"}}</script></head><body>words</body></html>""", "utf-8")
    claims, problems = read_file(page)
    assert [one.claim for one in claims] == [REVIEW["claimReviewed"], second["claimReviewed"]]
    assert len({one.id for one in claims}) == 2
    assert len(problems) == 1
    assert "script at line 3" in problems[0].where


def test_json_lines_hold_reviews_or_plain_records(tmp_path: Path) -> None:
    path = tmp_path / "checks.jsonl"
    path.write_text("\n".join([
        json.dumps(REVIEW), '{"id": 7, "text": "Plain words.", "title": "A title", "rating": {"alternateName": "Old"}}',
        "{broken", "", '{"id": "8", "text": " "}', '"words"',
        '{"text": "From the interface.", "claimant": "C", "claimReview": [{"publisher": {"name": "P"}, '
        '"textualRating": "R", "reviewDate": "2018-01-02T00:00:00Z", "url": "https://p.example/1"}]}']), "utf-8")
    claims, problems = read_file(path)
    assert [(one.claim, one.rating) for one in claims] == [
        (REVIEW["claimReviewed"], "Another place"), ("Plain words.", "Old"), ("From the interface.", "R")]
    assert claims[1].id == "7"
    assert [one.where.rsplit(":", 1)[1] for one in problems] == ["3", "5", "6"]


def test_csv_by_its_column_names_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    path.write_bytes("Claim;Verdict;Publisher;Date;URL\nCaf\xe9 burned;Not so;Selm;0000-00-00;https://a.example/1\n"
                     "too;few\n;x;y;2018-01-01;z\nThe pier sank;So;Selm;2018-03-25;https://a.example/2\n".encode("cp1252"))
    claims, problems = read_file(path)
    assert [(one.claim, one.rating, one.published) for one in claims] == [
        ("Café burned", "Not so", None), ("The pier sank", "So", "2018-03-25")]
    assert [(one.where.rsplit(":", 1)[1], one.kept) for one in problems] == [
        ("2", True), ("2", True), ("3", False), ("4", False)]


def test_a_csv_without_a_claim_says_which_columns_there_are(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match=r"no column holds a claim.*a, b"):
        read_file(path)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                        ["@type", "claimReviewed", "author", "name", "itemReviewed", "reviewRating", "@id", "url",
                         "datePublished", "@graph", "claimReview", "text"]), inner, max_size=4), max_leaves=12))
def test_no_document_breaks_the_reader(document: Any) -> None:
    marked = {"@type": "ClaimReview", "x": document} | (document if isinstance(document, dict) else {})
    for claim in read([document, marked])[0]:
        assert claim.claim.strip()
