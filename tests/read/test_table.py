from __future__ import annotations

import io
import json
from typing import Any

import pytest

from firsthand.options import ReadOptions
from firsthand.read.json_records import read_records
from firsthand.records import Rejected, Report
from firsthand.text import report_id

BODY = " The fish quay burned\r\non “Tuesday”.\u00a0 "


def read(content: str | bytes, **options: Any) -> list[Report | Rejected]:
    handle = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(read_records(handle, "quay.jsonl", ReadOptions(**options)))


def record(**cells: Any) -> Report:
    found = read(json.dumps({"id": "a1", "text": BODY, **cells}))
    assert len(found) == 1
    assert isinstance(found[0], Report)
    return found[0]


def test_title_and_body_are_never_rewritten() -> None:
    found = record(title=" Quay burns ", published="2018-03-21", publisher="Inland News", author="Joren Hask")
    assert found.text == f" Quay burns \n\n{BODY}"
    assert (found.id, found.ref) == (report_id("a1", found.text), "a1")
    assert (found.title, found.publisher, found.author) == (" Quay burns ", "Inland News", "Joren Hask")
    assert (found.published, found.published_basis) == ("2018-03-21", "given")
    assert found.blocks[0].kind == "headline"


def test_the_address_makes_the_id() -> None:
    found = record(url="https://inland.example/quay")
    assert (found.id, found.url) == (report_id("https://inland.example/quay", BODY), "https://inland.example/quay")


@pytest.mark.parametrize("cells", [
    {}, {"title": None}, {"title": "  "}, {"publisher": "", "url": None, "published": ""}])
def test_empty_columns_are_null(cells: dict[str, Any]) -> None:
    found = record(**cells)
    assert found.text == BODY
    assert (found.title, found.publisher, found.url, found.published, found.published_basis) == (None,) * 5


def test_a_date_that_cannot_be_read_is_none() -> None:
    assert record(published="some day in March").published is None


def test_without_a_given_date_the_dateline_counts() -> None:
    found = record(text="PORT SELM, March 21, 2018 - The quay burned on Tuesday.")
    assert (found.published, found.published_basis) == ("2018-03-21", "dateline")


def test_ids_may_be_numbers_or_left_out() -> None:
    found = read('{"id": 7, "text": "the quay burned"}\n\n{"text": "the quay burned"}\n')
    assert [item.ref for item in found] == ["7", "quay.jsonl:3"]
    assert all(isinstance(item, Report) for item in found)


BAD = [
    ("nope", "not-json"), ('{"id": "b"', "not-json"), ("[" * 100_000, "not-json"), ("[1]", "not-an-object"),
    ('"text"', "not-an-object"), ("null", "not-an-object"), ('{"id": "b"}', "no-text"),
    ('{"id": "b", "text": null}', "no-text"), ('{"id": "b", "text": 5}', "no-text"),
    ('{"id": "b", "text": ["the quay"]}', "no-text"), ('{"id": "b", "text": ""}', "empty"),
    ('{"id": "b", "text": "quay"}', "too-short"), ('{"id": true, "text": "the quay burned"}', "bad-id"),
    ('{"id": ["b"], "text": "the quay burned"}', "bad-id"),
    ('{"id": "b", "text": "the quay burned", "title": 5}', "bad-column"),
    ('{"id": "b", "text": "the quay burned \\ud83d"}', "not-utf-8"),
    ('{"id": "a", "text": "another text for the id"}', "duplicate-id"),
]


@pytest.mark.parametrize(("line", "reason"), BAD, ids=[f"{reason}-{line[:24]}" for line, reason in BAD])
def test_a_bad_line_is_rejected_by_its_number_and_the_rest_is_read(line: str, reason: str) -> None:
    good = '{"id": "%s", "text": "the quay burned"}'
    found = read("\n".join([good % "a", line, good % "c"]))
    assert [item.ref for item in found] == ["a", "quay.jsonl:2", "c"]
    assert isinstance(found[1], Rejected)
    assert found[1].reason == reason
    assert found[1].detail.endswith(".")


def test_a_line_of_other_bytes_is_read_as_what_it_seems_to_be_and_that_is_said() -> None:
    found = read('{"id": "a", "text": "café on the quay"}'.encode("latin-1") + b'\n{"text": "the quay \x00 burned"}')
    assert [getattr(item, "reason", item.ref) for item in found] == ["a", "binary"]
    assert isinstance(found[0], Report)
    assert found[0].text == "café on the quay"
    assert "assumed" in found[0].notes[0]


def test_a_line_that_is_too_long_is_passed_over() -> None:
    found = read('{"text": "%s"}\n{"id": "b", "text": "the quay burned"}' % ("x" * 500), max_bytes=100)
    assert [getattr(item, "reason", item.ref) for item in found] == ["too-large", "b"]


def test_an_empty_file_is_rejected() -> None:
    assert [getattr(item, "reason", None) for item in read("")] == ["empty"]
    assert [getattr(item, "reason", None) for item in read("\n \n")] == ["empty"]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert [item.ref for item in read(b'\xef\xbb\xbf{"id": "a", "text": "the quay burned"}')] == ["a"]
