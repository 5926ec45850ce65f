from __future__ import annotations

import bz2
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from firsthand.options import ReadOptions
from firsthand.read import read_inputs
from firsthand.read.unpack import Gzip, packing_of
from firsthand.records import Rejected, Report
from tests.conftest import gzipped

TEXT = b"The fish quay in Port Selm burned on Tuesday.\n"
OPTIONS = ReadOptions()


def zstd(content: bytes) -> bytes:
    return pa.Codec("zstd").compress(content, asbytes=True)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzipped, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}


def read(folder: Path, name: str, content: bytes, **options: int) -> list[Report | Rejected]:
    (folder / name).write_bytes(content)
    return list(read_inputs([str(folder / name)], ReadOptions(**options)))  # type: ignore[arg-type]


def reasons(items: list[Report | Rejected]) -> list[str]:
    return [item.reason if isinstance(item, Rejected) else "read" for item in items]


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize(("name", "content"), [
    ("a.txt", TEXT), ("a.jsonl", b'{"id": "a", "text": "%s"}' % TEXT.strip()), ("a", TEXT),
    ("a.csv", b"id,text\na,%s" % TEXT), ("a.eml", b"Subject: Quay burns\n\n" + TEXT),
    ("a.html", b"<html><body><article><p>%s Nobody knew how the fire began.</p></article></body>" % TEXT),
])
def test_every_form_of_every_kind(tmp_path: Path, ending: str, name: str, content: bytes) -> None:
    items = read(tmp_path, name + ending, PACKERS[ending](content))
    assert reasons(items) == ["read"]
    assert "fish quay in Port Selm" in items[0].text  # type: ignore[union-attr]


def test_the_content_tells_and_not_the_name(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, "a.txt", gzipped(TEXT))) == ["read"]
    assert reasons(read(tmp_path, "a.gz", TEXT)) == ["read"]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_form_that_breaks_off_is_told_with_its_place(tmp_path: Path, ending: str) -> None:
    import random

    rows = b"".join(b'{"id": "%d", "text": "the quay burned %d"}\n' % (n, random.Random(n).getrandbits(256))
                    for n in range(3000))
    packed = PACKERS[ending](rows)
    items = read(tmp_path, f"a.jsonl{ending}", packed[:len(packed) // 2])
    assert reasons(items)[-1] == "damaged"
    assert "byte" in items[-1].detail  # type: ignore[union-attr]


@pytest.mark.parametrize("ending", PACKERS)
def test_damage_is_told(tmp_path: Path, ending: str) -> None:
    packed = bytearray(PACKERS[ending](TEXT * 50))
    packed[len(packed) // 2:len(packed) // 2 + 12] = b"\xff" * 12
    assert reasons(read(tmp_path, f"a.txt{ending}", bytes(packed)))[-1] in ("damaged", "binary", "read")
    assert reasons(read(tmp_path, f"b.txt{ending}", packed[:6] + b"\x00")) == ["damaged"]


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.warc", "a.mbox"])
def test_a_bomb_is_broken_off(tmp_path: Path, ending: str, name: str) -> None:
    packed = PACKERS[ending](b"x" * 12_000_000)
    items = read(tmp_path, name + ending, packed, bomb_bytes=1_000_000)
    assert reasons(items)[-1] == "bomb", items
    assert not any(isinstance(item, Report) for item in items)


def test_members_one_after_another_and_padding() -> None:
    stream = Gzip(io.BytesIO(gzipped(b"a") + gzipped(b"b") + b"\x00" * 700))
    assert b"".join(iter(stream.unpack, b"")) == b"ab"
    assert stream.members == 2


@pytest.mark.parametrize(("head", "expected"), [
    (gzipped(b""), "gzip"), (bz2.compress(b""), "bzip2"), (lzma.compress(b""), "xz"), (zstd(b"a"), "zstd"),
    (b"", None), (TEXT, None), (b"\x1f\x8b", None),
])
def test_packing_of(head: bytes, expected: str | None) -> None:
    assert packing_of(head) == expected
