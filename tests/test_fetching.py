"""Addresses added to a case: fetched from a server of the test's own, kept as they came, read as any archive."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.errors import CaseError
from firsthand.fetch import Fetcher
from firsthand.options import FetchOptions, Options, ReadOptions
from firsthand.read import read_inputs
from firsthand.records import Rejected
from firsthand.show.cli import app
from firsthand.store import SqlStore
from tests.fetch.conftest import Waits
from tests.fetch.hostile import Server, TestGate, page, says, serving

PAGE = ("<html><head><title>Quay burns</title></head><body><article><h1>Quay burns</h1><p>A blast at the fish quay of "
        "Port Selm killed {} people on Tuesday, police said. Rescuers were still searching the sheds in the evening."
        "</p></article></body></html>")


def answer(killed: int, *headers: str) -> object:
    return page(PAGE.format(killed).encode(), "200 OK", "Content-Type: text/html; charset=utf-8", *headers)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def case(tmp_path: Path, server: Server) -> Iterator[Case]:
    with Case(tmp_path / "case.db") as opened:
        opened.fetcher = Fetcher(FetchOptions(), TestGate(server.port), clock=Waits().clock())
        yield opened


def test_a_page_is_fetched_read_and_kept(case: Case, server: Server, tmp_path: Path) -> None:
    server.answers |= {"/a": page(b"", "302 Found", "Location: /b"), "/b": answer(14)}
    url = f"http://news.example:{server.port}/a"
    added = case.add(url)
    assert (added.reports, added.rejected) == (1, ())
    report, = case.tables().reports
    assert (report.ref, report.url) == (url[:-1] + "b", url[:-1] + "b")
    assert report.fetched == "2018-03-21T07:05:00Z"
    written, = case.save_responses(tmp_path / "out")
    assert b"WARC-Type: response" in gzip.decompress(written.read_bytes())
    again, = (item for item in read_inputs([str(written)], ReadOptions()) if not isinstance(item, Rejected))
    assert again == report


def test_a_page_that_is_unchanged_is_known(case: Case, server: Server) -> None:
    url = f"http://news.example:{server.port}/a"
    server.answers["/a"] = answer(14, 'ETag: "1"')
    case.add(url)
    server.answers["/a"] = says(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    added = case.add(url)
    assert (added.reports, added.known, added.rejected) == (0, 1, ())
    assert b'If-None-Match: "1"' in server.asked[-1]


def test_a_page_that_changed_is_another_version_and_its_edits_are_flagged(case: Case, server: Server) -> None:
    url = f"http://news.example:{server.port}/a"
    server.answers["/a"] = answer(14)
    case.add(url)
    server.answers["/a"] = answer(19)
    assert case.add(url).reports == 1
    tables = case.tables()
    assert len(tables.reports) == 2
    flag, = (flag for flag in tables.flags if flag.kind == "figure_changed")
    assert '"14"' in flag.why or '"19"' in flag.why


def test_what_is_refused_is_listed_and_the_rest_goes_on(case: Case, server: Server) -> None:
    server.answers |= {"/a": answer(14), "/menu": page(b"<html></html>", "200 OK", "Content-Type: text/html")}
    base = f"http://news.example:{server.port}"
    added = case.add("http://127.0.0.1/", f"{base}/none", f"{base}/a", "file:///etc/passwd", f"{base}/menu")
    assert added.reports == 1
    assert sorted(row.reason for row in added.rejected) == ["closed-address", "closed-scheme", "http-status",
                                                            "no-article-text"]
    assert list(case.tables().rejected) == sorted(added.rejected, key=lambda row: row.ref)


@pytest.mark.parametrize(("coding", "pack"), [
    ("gzip", gzip.compress), ("gzip, gzip", lambda content: gzip.compress(gzip.compress(content))),
    ("deflate", zlib.compress), ("br", lambda content: pa.Codec("brotli").compress(content, asbytes=True)),
    ("zstd", lambda content: pa.Codec("zstd").compress(content, asbytes=True))])
def test_a_page_that_unpacks_without_end_is_refused(
        tmp_path: Path, server: Server, coding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(b"<p>quay " * 100_000)
    assert len(packed) < 10_000
    server.answers |= {"/a": page(b"", "302 Found", "Location: /b"), "/b": page(
        packed, "200 OK", "Content-Type: text/html", f"Content-Encoding: {coding}")}
    with Case(tmp_path / "bomb.db", options=Options(read=ReadOptions(max_bytes=200_000))) as case:
        case.fetcher = Fetcher(FetchOptions(), TestGate(server.port), clock=Waits().clock())
        refused, = case.add(f"http://news.example:{server.port}/a").rejected
    assert (refused.reason, "unpacks to more than 200000 bytes" in refused.detail) == ("bomb", True)


def test_an_answer_that_was_changed_in_the_case_is_told(case: Case, server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = answer(14)
    case.add(f"http://news.example:{server.port}/a")
    with SqlStore(tmp_path / "case.db") as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE responses SET warc = x'00'")
    with pytest.raises(CaseError, match="does not fit its digest"):
        case.save_responses(tmp_path / "out")


def test_reading_alone_calls_nobody() -> None:
    item, = read_inputs(["https://news.example/a"], ReadOptions())
    assert isinstance(item, Rejected)
    assert item.reason == "not-fetched"
    assert "firsthand add" in item.detail


def test_the_command_refuses_and_ends_with_1(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["add", str(tmp_path / "case.db"), "http://169.254.169.254/latest/meta-data/"])
    assert done.exit_code == 1
    assert "169.254.169.254, which is link-local (cloud metadata)" in done.stderr


def test_a_column_map_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("guid,body\na,A blast killed 14 people on Tuesday in Port Selm.\n", "utf-8")
    good = ["report", str(tmp_path / "a.csv"), "--columns", "text=body,id=guid", "--json"]
    assert '"ref": "a"' in CliRunner().invoke(app, good).stdout
    bad = CliRunner().invoke(app, [*good[:3], "words=body"])
    assert bad.exit_code == 1
    assert "COLUMN=NAME" in str(bad.exception)


def test_many_rejections_are_summed_up(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n" * 50 + '{"text": "A blast killed 14 people on Tuesday."}', "utf-8")
    done = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert done.exit_code == 0
    assert "rejected: and 30 more" in done.stderr
    assert "50 not-json" in done.stderr
