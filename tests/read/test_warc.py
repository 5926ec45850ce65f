from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions
from firsthand.read import read_inputs
from firsthand.read.http import parse_answer
from firsthand.records import Rejected, Report
from tests.conftest import gzipped

URL = "https://selmpost.example/news/{}"
PAGE = ("<!doctype html><html><head><title>Quay {0} burns</title></head><body><article><h1>Quay {0} burns</h1>"
        "<p>The fish quay number {0} in Port Selm burned on Tuesday, and nobody could say how the fire had begun."
        "</p></article></body></html>")
HEADERS = {"Content-Type": "text/html; charset=utf-8"}


def answer(body: bytes, status: str = "200 OK", headers: dict[str, str] | None = None) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in (HEADERS if headers is None else headers).items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def record(block: bytes, number: int = 1, kind: str = "response", **headers: str) -> bytes:
    rows = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{number}>", "WARC-Date": "2018-03-21T07:05:00Z",
            "WARC-Target-URI": URL.format(number), "Content-Type": "application/http; msgtype=response",
            "Content-Length": str(len(block)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in rows.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return record(answer(PAGE.format(number).encode()), number)


def read(folder: Path, content: bytes, name: str = "a.warc", **options: Any) -> list[Report | Rejected]:
    (folder / name).write_bytes(content)
    return list(read_inputs([str(folder / name)], ReadOptions(**options)))


def told(items: list[Report | Rejected]) -> list[str]:
    return [item.reason if isinstance(item, Rejected) else item.ref.rpartition("/")[2] for item in items]


INFO = record(b"software: x\r\n", 0, "warcinfo", WARC_Target_URI="", Content_Type="application/warc-fields")


def test_responses_are_reports_and_other_records_are_nothing(tmp_path: Path) -> None:
    asked = record(b"GET / HTTP/1.1\r\n\r\n", 1, "request")
    items = read(tmp_path, INFO + page(1) + asked + page(2))
    assert told(items) == ["1", "2"]
    found = items[0]
    assert isinstance(found, Report)
    assert (found.url, found.fetched, found.title) == (URL.format(1), "2018-03-21T07:05:00Z", "Quay 1 burns")
    assert found.notes == ()


@pytest.mark.parametrize(("name", "pack"), [
    ("a.warc.gz", lambda rows: b"".join(map(gzip.compress, rows))),
    ("a.warc.gz", lambda rows: gzipped(b"".join(rows))),
    ("a", lambda rows: b"".join(map(gzip.compress, rows))), ("a", b"".join), ("a.arc", b"".join),
])
def test_packed_or_not(tmp_path: Path, name: str, pack: Callable[[list[bytes]], bytes]) -> None:
    assert told(read(tmp_path, pack([INFO, page(1), page(2)]), name)) == ["1", "2"]


@pytest.mark.parametrize(("block", "expected"), [
    (answer(b"", "404 Not Found"), "http-status"), (answer(b"", "500 Oh"), "http-status"),
    (answer(b"", "302 Found", {"Location": "/b"}), "redirect"), (answer(b"", "304 Not Modified"), "redirect"),
    (answer(b"\x89PNG", headers={"Content-Type": "image/png"}), "not-a-page"),
    (answer(b"{}", headers={"Content-Type": "application/json"}), "not-a-page"),
    (answer(b"\x00\x01", headers={}), "not-a-page"), (answer(b""), "empty"), (b"no http at all", "no-http"),
    (b"", "no-http"), (answer(b"%PDF-1.4 half", headers={"Content-Type": "application/pdf"}), "damaged"),
    (answer(PAGE.encode(), headers={"Content-Encoding": "gzip"} | HEADERS), "1"),
    (answer(gzipped(PAGE.encode())[:-30], headers={"Content-Encoding": "gzip"} | HEADERS), "1"),
    (answer(gzipped(PAGE.encode())[:20] + b"x" * 99, headers={"Content-Encoding": "gzip"} | HEADERS), "damaged"),
    (answer(gzipped(b" " * 300_000), headers={"Content-Encoding": "gzip"} | HEADERS), "bomb"),
    (answer(PAGE.encode(), headers={}), "1"),
    (answer(b"The fish quay burned on Tuesday.", headers={"Content-Type": "text/plain"}), "1"),
])
def test_each_response_is_an_article_or_a_counted_rejection(tmp_path: Path, block: bytes, expected: str) -> None:
    items = read(tmp_path, record(block) + page(2), max_bytes=200_000)
    assert told(items) == [expected, "2"], items
    assert items[0].ref == URL.format(1)


@pytest.mark.parametrize(("kind", "expected"), [("revisit", "revisit"), ("continuation", "continuation"),
                                                ("metadata", None), ("odd", None), ("", None)])
def test_other_kinds_of_records(tmp_path: Path, kind: str, expected: str | None) -> None:
    items = told(read(tmp_path, record(b"x", kind=kind) + page(2)))
    assert items == [expected, "2"] if expected else ["2"]


def test_plain_text_of_common_crawl(tmp_path: Path) -> None:
    block = b"The fish quay in Port Selm burned on Tuesday."
    items = read(tmp_path, record(block, kind="conversion", Content_Type="text/plain"), "a.warc.wet")
    assert [item.text for item in items if isinstance(item, Report)] == [block.decode()]


@pytest.mark.parametrize("digest", ["sha1:{}", "sha256:{}", "md5:{}"])
def test_a_record_that_was_changed_after_it_was_archived_is_told(tmp_path: Path, digest: str) -> None:
    block = answer(PAGE.format(1).encode())
    name = digest.partition(":")[0]
    right = base64.b32encode(hashlib.new(name, block).digest()).decode()
    first, second = read(tmp_path, record(block, 1, WARC_Block_Digest=digest.format(right))
                         + record(block.replace(b"Tuesday", b"Fridays"), 2, WARC_Block_Digest=digest.format(right)))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.notes == ()
    assert "changed after" in second.notes[0]


def test_an_answer_that_the_archive_cut_is_told(tmp_path: Path) -> None:
    found, = read(tmp_path, record(answer(PAGE.encode()), WARC_Truncated="length"))
    assert "broke this answer off (length)" in found.notes[0]  # type: ignore[union-attr]
    packed = answer(gzipped(PAGE.encode())[:-30], headers={"Content-Encoding": "gzip"} | HEADERS)
    found, = read(tmp_path, record(packed))
    assert "breaks off" in found.notes[0]  # type: ignore[union-attr]


# ---------------------------------------------------------------- damage

def test_a_damaged_member_is_told_and_the_next_one_is_read(tmp_path: Path) -> None:
    members = [gzipped(page(number)) for number in (1, 2, 3)]
    broken = bytearray(members[1])
    broken[20:40] = b"\xff" * 20
    items = read(tmp_path, members[0] + bytes(broken) + members[2], "a.warc.gz")
    assert told(items) == ["1", "damaged", "3"]
    assert f"begins at byte {len(members[0])}" in items[1].detail  # type: ignore[union-attr]


def test_a_member_whose_checksum_is_wrong_is_told(tmp_path: Path) -> None:
    members = [gzipped(page(number)) for number in (1, 2)]
    items = read(tmp_path, members[0][:-8] + b"\x00" * 8 + members[1], "a.warc.gz")
    assert told(items)[-1] == "2"
    assert "damaged" in told(items)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_archive_that_breaks_off_gives_what_there_is(tmp_path: Path, name: str) -> None:
    whole = [page(1), page(2)] if name == "a.warc" else [gzipped(page(1)), gzipped(page(2))]
    content = b"".join(whole)
    for cut in range(1, len(whole[1]) - 8, 151):
        items = read(tmp_path, content[:-8 - cut], name)
        assert told(items)[0] == "1"
        assert len(items) >= 2 or cut > len(whole[1]) - 12
        assert all(item.reason in ("truncated", "damaged", "no-record") for item in items[1:]
                   if isinstance(item, Rejected))


@pytest.mark.parametrize(("middle", "reason"), [
    (b"these bytes are no record\r\n" * 3, "no-record"), (b"x" * 300_000 + b"\r\n", "no-record"),
    (record(b"x", Content_Length="many"), "no-record"), (record(b"x", Content_Length="-1"), "no-record"),
    (record(b"x" * 5000, Content_Length="5000"), "too-large"), (b"\x00" * 5000 + b"\n", "no-record"),
])
def test_what_is_no_record_is_passed_over(tmp_path: Path, middle: bytes, reason: str) -> None:
    items = read(tmp_path, page(1) + middle + page(2), max_bytes=4000)
    assert told(items)[0] == "1"
    assert reason in told(items)
    assert told(items)[-1] == "2"


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\x00" * 100, INFO, b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000])
def test_an_archive_without_a_response_is_rejected(tmp_path: Path, content: bytes) -> None:
    items = read(tmp_path, content)
    assert items
    assert all(isinstance(item, Rejected) for item in items)


def test_a_length_that_is_only_claimed_takes_no_memory(tmp_path: Path) -> None:
    items = read(tmp_path, page(1) + record(b"x", Content_Length="99999999999999"))
    assert told(items) == ["1", "too-large"]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_between_records_give_reports_or_reasons(tmp_path_factory: pytest.TempPathFactory, noise: bytes,
                                                           is_packed: bool) -> None:
    folder = tmp_path_factory.mktemp("warc")
    content = gzipped(page(1)) + noise if is_packed else page(1) + noise
    items = read(folder, content, "a.warc.gz" if is_packed else "a.warc")
    assert told(items)[0] == "1"


# ---------------------------------------------------------------- HTTP

CHUNKED = {"Transfer-Encoding": "chunked"}


@pytest.mark.parametrize(("block", "expected"), [
    (answer(b"4\r\nquay\r\n6;x=y\r\n burns\r\n0\r\n\r\n", headers=CHUNKED), b"quay burns"),
    (answer(b"quay burns", headers=CHUNKED), b"quay burns"),
    (answer(b"4\r\nquay\r\n6\r\n bu", headers=CHUNKED), b"quay bu"),
    (answer(b"fade out\r\n", headers=CHUNKED), b"fade out\r\n"),
    (answer(zlib.compress(b"quay"), headers={"Content-Encoding": "deflate"}), b"quay"),
    (answer(zlib.compress(b"quay")[2:-4], headers={"Content-Encoding": "deflate"}), b"quay"),
    (answer(b"\xff\xffquay", headers={"Content-Encoding": "deflate"}), b"\xff\xffquay"),
    (answer(gzipped(b"quay"), headers={"content-encoding": "GZIP"}), b"quay"),
    (answer(gzipped(gzipped(b"quay")), headers={"Content-Encoding": "gzip, gzip"}), b"quay"),
    (answer(b"quay", headers={"Content-Encoding": "odd"}), b"quay"),
    (b"HTTP/1.1 200\nA: b\n c\n\nquay", b"quay"), (b"HTTP/1.1 200 OK\r\n", b""),
])
def test_codings_are_undone_where_the_bytes_are_in_them(block: bytes, expected: bytes) -> None:
    assert parse_answer(block, ReadOptions()).content == expected


@pytest.mark.parametrize(("coding", "codec"), [("br", "brotli"), ("zstd", "zstd")])
def test_newer_codings(coding: str, codec: str) -> None:
    import pyarrow as pa

    packed = pa.Codec(codec).compress(b"quay burns" * 50, asbytes=True)
    block = answer(packed, headers={"Content-Encoding": coding})
    assert parse_answer(block, ReadOptions()).content == b"quay burns" * 50


def test_a_newer_coding_that_breaks_off_gives_what_came_before() -> None:
    import pyarrow as pa

    words = b" ".join(b"quay %d" % (number * number) for number in range(9_000))
    packed = pa.Codec("brotli").compress(words, asbytes=True)
    found = parse_answer(answer(packed[:-2_000], headers={"Content-Encoding": "br"}), ReadOptions())
    assert not found.is_whole
    assert found.content
    assert words.startswith(found.content)
    with pytest.raises(DamagedError):
        parse_answer(answer(packed[:5], headers={"Content-Encoding": "br"}), ReadOptions())


def test_headers_are_read_as_people_write_them() -> None:
    found = parse_answer(b"HTTP/1.0 200 Fine\r\nCONTENT-TYPE: Text/HTML ; Charset='Koi8-R'\r\nX: a\r\n b\r\n"
                         b"x: c\r\nno header\r\n\r\n", ReadOptions())
    assert (found.status, found.media_type, found.charset) == (200, "text/html", "Koi8-R")
    assert found.headers["x"] == "a b"


# ---------------------------------------------------------------- WACZ and lists of paths

def wacz(files: dict[str, bytes], resources: list[dict[str, str]] | None = None, top: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
        if resources is not None:
            archive.writestr(f"{top}datapackage.json", json.dumps({"resources": resources}))
    return target.getvalue()


@pytest.mark.parametrize("top", ["", "quay-collection/"], ids=["bare", "with its folder"])
def test_a_collection_and_its_checksums(tmp_path: Path, top: str) -> None:
    packed = gzipped(page(1))
    row = {"path": "archive/a.warc.gz", "hash": "sha256:" + hashlib.sha256(packed).hexdigest()}
    files = {"archive/a.warc.gz": packed, "pages/pages.jsonl": b"{}"}
    found, = read(tmp_path, wacz(files, [row], top), "a.wacz")
    changed, = read(tmp_path, wacz(files, [row | {"hash": "sha256:00"}], top), "b.wacz")
    assert isinstance(found, Report)
    assert isinstance(changed, Report)
    assert found.notes == ()
    assert "changed after it was packed" in changed.notes[0]


@pytest.mark.parametrize(("content", "reason"), [
    (b"PK\x03\x04 no zip", "damaged"), (b"", "damaged"), (wacz({"x.txt": b"x"}), "empty"),
    (wacz({"archive/a.warc.gz": b"no gzip"}), "no-record"), (wacz({"archive/a.warc": b""}), "empty"),
])
def test_collections_that_are_none(tmp_path: Path, content: bytes, reason: str) -> None:
    assert told(read(tmp_path, content, "a.wacz")) == [reason]


def test_a_collection_that_breaks_off(tmp_path: Path) -> None:
    content = wacz({"archive/a.warc.gz": gzipped(page(1))})
    assert told(read(tmp_path, content[:-30], "a.wacz")) == ["damaged"]


def test_a_broken_list_of_checksums_does_no_harm(tmp_path: Path) -> None:
    for package in (b"{", b"[]", b'{"resources": 1}', b'{"resources": [1, {"path": 2}]}'):
        files = {"archive/a.warc": page(1), "datapackage.json": package}
        assert told(read(tmp_path, wacz(files), "a.wacz")) == ["1"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_list_of_archives_on_disk(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    archive = tmp_path / "crawl-data" / "NEWS" / "2018" / "a.warc.gz"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(gzipped(page(1)))
    name = "warc.paths.gz" if pack is gzip.compress else "warc.paths"
    listing = archive.parent.parent / name
    listing.write_bytes(pack(b"crawl-data/NEWS/2018/a.warc.gz\n\ncrawl-data/NEWS/2018/b.warc.gz\n"
                             b"/etc/hostname\n../2018/a.warc.gz\n"))
    items = list(read_inputs([str(listing)], ReadOptions()))
    assert told(items) == ["1", "not-found", "not-found", "not-found"]


def test_a_broken_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "warc.paths.gz").write_bytes(gzipped(b"a\n")[:-6])
    assert told(list(read_inputs([str(tmp_path / "warc.paths.gz")], ReadOptions()))) == ["damaged"]
