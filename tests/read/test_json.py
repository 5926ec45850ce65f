"""JSON that is no line an object: lists, objects of many lines, JSON Feeds."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.options import ReadOptions
from firsthand.read import read_inputs
from firsthand.read.json_feed import read_json_feed
from firsthand.read.json_records import read_records
from firsthand.read.source import sniff
from firsthand.records import Rejected, Report

RECORDS = [{"id": "a", "text": "the quay burned"}, {"id": "b", "text": "fog shut the harbour"}]
FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Selm Post", "authors": [{"name": "The desk"}],
    "items": [
        {"id": "1", "url": "https://selm.example/1", "title": "Quay burns", "date_published": "2018-03-21T07:05:00Z",
         "content_html": "<p>The fish quay burned, the <a href='https://coast.example/1'>Coast Agency</a> said.</p>",
         "authors": [{"name": "Ann Dovik"}, {"name": "Bo Rell"}]},
        {"id": 2, "content_text": "Fog shut the harbour.\n\nNobody was hurt.", "date_modified": "2018-03-22T09:00:00Z",
         "external_url": "https://coast.example/2"},
        {"id": "3", "summary": "The ferry was late.", "author": {"name": "Cy Holm"}}, "odd"]}


def read(content: str, **options: Any) -> list[Report | Rejected]:
    return list(read_records(io.BytesIO(content.encode()), "a.json", ReadOptions(**options)))


def told(items: list[Report | Rejected]) -> list[str]:
    return [item.reason if isinstance(item, Rejected) else item.ref for item in items]


@pytest.mark.parametrize(("content", "expected"), [
    (json.dumps(RECORDS), ["a", "b"]), (json.dumps(RECORDS, indent=2), ["a", "b"]),
    ("\ufeff" + json.dumps(RECORDS, indent=2), ["a", "b"]), (json.dumps(RECORDS[0], indent=2), ["a"]),
    ("\n".join(json.dumps(one, indent=1) for one in RECORDS), ["a", "b"]), ("\n \n" + json.dumps(RECORDS), ["a", "b"]),
    (json.dumps([RECORDS[0], "odd", RECORDS[1]]), ["a", "not-an-object", "b"]),
    (json.dumps(RECORDS, indent=2)[:-20], ["a", "not-json"]), ("[1", ["not-an-object"]), ("[nope]", ["not-json"]),
    ("[]", ["empty"]), ("[" * 100_000, ["empty"]), ('[{"a":' * 100_000, ["not-json"]),
    ('{\n{\n{"id": "a", "text": "the quay burned"}', ["not-json", "not-json", "a"]),
    (json.dumps([{"text": "the quay burned"}] * 2), ["a.json, record 1", "a.json, record 2"]),
    ("[" + json.dumps(RECORDS[0]) + "]\x00", ["a", "not-json"]),
])
def test_json_that_is_written_as_a_whole(content: str, expected: list[str]) -> None:
    assert told(read(content)) == expected


def test_a_whole_that_is_too_long_is_told_once() -> None:
    assert told(read(json.dumps(RECORDS * 50), max_bytes=500)) == ["too-large"]


def test_other_columns_are_named_where_there_is_no_text() -> None:
    found, = read('[{"headline": "Quay burns", "body": "the quay burned"}]')
    assert isinstance(found, Rejected)
    assert "headline, body" in found.detail
    assert "--columns" in found.detail
    assert told(read('[{"name": "x", "body": "the quay burned"}]', columns=(("text", "body"), ("id", "name")))) == ["x"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_feed(tmp_path: Path, indent: int | None) -> None:
    for name in ("feed.json", "feed"):
        (tmp_path / name).write_text(json.dumps(FEED, indent=indent, sort_keys=name == "feed.json"), "utf-8")
        full, text, part, odd = read_inputs([str(tmp_path / name)], ReadOptions())
        assert isinstance(full, Report)
        assert isinstance(text, Report)
        assert isinstance(part, Report)
        assert isinstance(odd, Rejected)
        assert full.text == "Quay burns\n\nThe fish quay burned, the Coast Agency said."
        assert (full.url, full.publisher, full.author) == ("https://selm.example/1", "Selm Post", "Ann Dovik, Bo Rell")
        assert (full.published, full.published_basis, full.notes) == ("2018-03-21T07:05:00Z", "metadata", ())
        assert [(link.href, full.text[link.start:link.end]) for link in full.links] == [
            ("https://coast.example/1", "Coast Agency")]
        assert (text.ref, text.author, text.published) == ("2", "The desk", "2018-03-22T09:00:00Z")
        assert [(link.href, text.text[link.start:link.end]) for link in text.links] == [
            ("https://coast.example/2", "Fog shut the harbour.")]
        assert (part.author, "summary only" in part.notes[0]) == ("Cy Holm", True)


@pytest.mark.parametrize(("content", "reason"), [
    (b"{", "not-json"), (b"{}", "no-items"), (b"[]", "no-items"), (b'{"items": []}', "no-items"),
    (json.dumps(FEED | {"items": []}).encode(), "no-items"), (json.dumps(FEED | {"items": 5}).encode(), "no-items"),
])
def test_what_is_no_feed(content: bytes, reason: str) -> None:
    found, = read_json_feed(content, "feed.json", ReadOptions())
    assert isinstance(found, Rejected)
    assert found.reason == reason


@pytest.mark.parametrize(("head", "kind"), [
    (json.dumps(FEED), "feed"), (json.dumps(FEED).replace("/", "\\/"), "feed"), (json.dumps(RECORDS), "jsonl"),
    (json.dumps(RECORDS, indent=2), "jsonl"), (json.dumps(RECORDS[0], indent=2), "jsonl"), ("[1] A note", "text"),
    ("{ a brace", "text"),
])
def test_what_json_is_told_by(head: str, kind: str) -> None:
    assert sniff(head.encode()) == kind


@pytest.mark.parametrize(("content", "expected"), [
    ({"status": "ok", "totalResults": 2, "articles": RECORDS}, ["a", "b"]),
    ({"data": [{"text": "the quay burned"}, {"title": "no text"}]}, ["a.json, record 1, data 1", "no-text"]),
    ({"articles": RECORDS, "tags": [{"name": "quay"}]}, ["no-text"]),
    ({"articles": []}, ["no-text"]), ({"articles": [1, {"text": "fog"}]}, ["no-text"]),
    ({"text": "The quay burned.", "id": "c", "quotes": [{"text": "said"}]}, ["c"])])
def test_the_one_list_of_an_answer(content: dict[str, Any], expected: list[str]) -> None:
    assert told(read(json.dumps(content, indent=1))) == expected
    assert told(read(json.dumps(content)))[-1] == expected[-1]


def test_an_answer_whose_records_call_their_text_otherwise() -> None:
    answer = {"articles": [{"id": "a", "content": "The quay burned."}]}
    found, = read(json.dumps(answer), columns=(("text", "content"),))
    assert isinstance(found, Report)
    assert found.text == "The quay burned."
