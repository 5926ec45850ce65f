"""Inputs to reports: plain text, JSON Lines and HTML pages, from files, folders and standard input.

What cannot be read becomes a `Rejected` with its reason and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from firsthand.options import ReadOptions
from firsthand.read.source import SNIFFED_BYTES, Source, detect_format, list_sources
from firsthand.records import Rejected, Report

__all__ = ["Source", "list_sources", "read_inputs", "read_source"]


def read_inputs(inputs: Sequence[str], options: ReadOptions) -> Iterator[Report | Rejected]:
    """The reports of files, folders and `-` (standard input), in order, and what gave none.

    A report that has been read already (the same address or name, the same text) is rejected as
    `repeated`. Raises `OptionError` for an unknown format.
    """
    refs: dict[str, str] = {}
    for source in list_sources(inputs, options):
        for item in read_source(source, options):
            if isinstance(item, Report) and item.id in refs:
                yield Rejected(item.ref, "repeated",
                               f"It is the same report as {refs[item.id]}; nothing is lost.")
                continue
            if isinstance(item, Report):
                refs[item.id] = item.ref
            yield item


def read_source(source: Source, options: ReadOptions) -> Iterator[Report | Rejected]:
    """The reports of one source, in order; there is always at least one item, be it a `Rejected`."""
    if source.problem:
        yield source.problem
        return
    try:
        with source.open() as handle:
            head = handle.peek(SNIFFED_BYTES)
            yield from _read(handle, head, source, options)
    except OSError as error:
        yield Rejected(source.ref, "unreadable", f"It can't be opened or read ({error.strerror}); "
                                                 "check that it is a file and that you may read it.")


def _read(handle: BinaryIO, head: bytes, source: Source, options: ReadOptions) -> Iterator[Report | Rejected]:
    kind = detect_format(source, head, options)
    if kind == "jsonl":
        from firsthand.read.table import read_records

        yield from read_records(handle, source.ref, options)
        return
    content = handle.read(options.max_bytes + 1)
    if len(content) > options.max_bytes:
        yield Rejected(source.ref, "too-large", f"It has more than {options.max_bytes} bytes (option "
                                                "max_bytes); split it into one file a report.")
    elif kind == "html":
        from firsthand.read.page import read_page

        yield read_page(content, source.ref, options)
    else:
        from firsthand.read.text import read_text

        yield read_text(content, source.ref, options)
