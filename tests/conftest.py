"""What several tests need: one parser a session, and a way to make a report from its text."""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from firsthand.extract.parse import Parser
from firsthand.records import Block, Report
from firsthand.text import report_id


@pytest.fixture(scope="session")
def parser() -> Parser:
    """One parser for all tests: its model takes half a second to load."""
    return Parser()


@pytest.fixture
def report() -> Callable[..., Report]:
    """`report(text, **fields)`: a report of this text; `title` is put before it, as in the contract.

    Without `blocks`, the title is a headline and every further stretch between blank lines a paragraph.
    """
    return make_report


def gzipped(data: bytes) -> bytes:
    """Packed without the time of packing: the bytes may stand in a test's name, the same for all workers."""
    return gzip.compress(data, mtime=0)


def steps(work: Callable[[], object]) -> int:
    """Lines of Python run by `work`, by the threads that it begins as well: growth that does not depend on the machine,
    as seconds do."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    threading.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
        threading.settrace(before)
    return count


def make_report(text: str, **fields: Any) -> Report:
    title = fields.get("title")
    whole = f"{title}\n\n{text}" if title else text
    ref = fields.pop("ref", "test")
    given = {"url": None, "publisher": None, "author": None, "language": "en", "published": None,
             "published_basis": "given" if fields.get("published") else None, "title": None,
             "blocks": _blocks(whole, title), "links": (), **fields}
    return Report(id=report_id(given["url"] or ref, whole), ref=ref, text=whole, **given)


def _blocks(text: str, title: str | None) -> tuple[Block, ...]:
    found, start = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            kind = "headline" if title and start == 0 else "paragraph"
            found.append(Block(kind, start, start + len(part)))
        start += len(part) + 2
    return tuple(found)
