from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from firsthand.errors import OptionError
from firsthand.options import ReadOptions
from firsthand.read import Source, list_sources, read_inputs, read_source
from firsthand.read.source import detect_format
from firsthand.records import Rejected, Report

TEXT = "The fish quay in Port Selm burned on Tuesday."
RECORD = '{"id": "a", "text": "The fish quay burned on Tuesday."}\n'
PAGE = f"<!doctype html><html><body><article><p>{TEXT} Nobody could say how the fire began.</p></article></body></html>"
OPTIONS = ReadOptions()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {"b.txt": TEXT, "a/z.jsonl": RECORD, "a/b/page.html": PAGE, ".hidden.txt": TEXT,
                          ".git/x.txt": TEXT, "a/.x/y.txt": TEXT, "picture.png": "\x89PNG\x00"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_folder_stands_for_its_files_sorted_without_hidden_ones(folder: Path) -> None:
    names = [str(Path(source.ref).relative_to(folder)) for source in list_sources([str(folder)], OPTIONS)]
    assert names == ["a/b/page.html", "a/z.jsonl", "b.txt", "picture.png"]


def test_a_file_given_twice_is_listed_once(folder: Path) -> None:
    inputs = [str(folder / "b.txt"), str(folder / "a" / ".." / "b.txt"), str(folder)]
    refs = [source.ref for source in list_sources(inputs, OPTIONS)]
    assert refs[0] == inputs[0]
    assert len(refs) == 4


def test_everything_in_a_folder_is_read_or_rejected(folder: Path) -> None:
    items = list(read_inputs([str(folder)], OPTIONS))
    assert [Path(item.ref).name if isinstance(item, Report) else item.reason for item in items] == [
        "page.html", "a", "b.txt", "binary"]


@pytest.mark.parametrize(("name", "reason"), [
    ("nowhere.txt", "not-found"), ("", "not-found"), ("x" * 5000, "unreadable"), ("a\0b", "not-found"),
])
def test_what_is_not_there_is_rejected(name: str, reason: str) -> None:
    items = list(read_inputs([name], OPTIONS))
    assert [(item.ref, item.reason) for item in items if isinstance(item, Rejected)] == [(name, reason)]
    assert len(items) == 1


def test_an_empty_folder_is_rejected(tmp_path: Path) -> None:
    assert [getattr(item, "reason", None) for item in read_inputs([str(tmp_path)], OPTIONS)] == ["empty-folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    assert [getattr(item, "reason", None) for item in read_inputs([str(tmp_path)], OPTIONS)] == ["unreadable"]


def test_a_file_that_is_gone_when_it_is_read_is_rejected(tmp_path: Path) -> None:
    source = Source("a.txt", tmp_path / "a.txt")
    assert [getattr(item, "reason", None) for item in read_source(source, OPTIONS)] == ["unreadable"]


def test_a_large_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    items = list(read_inputs([str(tmp_path)], ReadOptions(max_bytes=10)))
    assert [getattr(item, "reason", None) for item in items] == ["too-large"]


def test_the_same_report_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(RECORD)
    (tmp_path / "b.jsonl").write_text(RECORD)
    assert [getattr(item, "reason", "read") for item in read_inputs([str(tmp_path)], OPTIONS)] == ["read", "repeated"]


@pytest.mark.parametrize(("content", "expected"), [(TEXT, "-"), (RECORD, "a"), (PAGE, "-")])
def test_standard_input(content: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(content.encode()))
    monkeypatch.setattr("sys.stdin", stream)
    items = list(read_inputs(["-"], OPTIONS))
    assert [item.ref for item in items if isinstance(item, Report)] == [expected]
    assert not stream.buffer.closed


@pytest.mark.parametrize(("name", "head", "expected"), [
    ("a.txt", "<html>", "text"), ("a.HTM", "words", "html"), ("a.jsonl", "words", "jsonl"), ("a.ndjson", "", "jsonl"),
    ("a", "<!DOCTYPE html><p>", "html"), ("a", "\ufeff \n<HTML>", "html"), ("a", '{"text": "x"}\n{', "jsonl"),
    ("a", '{"id": "x", "text": "cut o', "jsonl"), ("a", "{not json}\n", "text"), ("a", "words", "text"),
    ("a", "", "text"), ("a.news", "[1]", "text"),
])
def test_detect_format(name: str, head: str, expected: str) -> None:
    assert detect_format(Source(name, Path(name)), head.encode(), OPTIONS) == expected


def test_a_given_format_beats_the_name() -> None:
    assert detect_format(Source("a.txt", Path("a.txt")), b"", ReadOptions(format="html")) == "html"


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(OptionError, match=r"doc.*auto, text, jsonl, html"):
        list_sources([], ReadOptions(format="doc"))
