"""Inputs to reports: texts, pages, feeds, archives, tables, documents and mail, compressed or not.

What cannot be read becomes a `Rejected` with its reason and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from io import BufferedReader
from typing import Any

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions
from firsthand.read.kinds import read_content, stream_reader
from firsthand.read.outside import Outside
from firsthand.read.source import SNIFFED_BYTES, Source, detect_format, list_sources
from firsthand.read.unpack import packing_of, unpack
from firsthand.records import Hyperlink, Rejected, Report
from firsthand.text import keepable, report_id

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
    if source.address:
        yield Rejected(source.ref, "not-fetched", "Addresses are fetched into a case only, which keeps the answers: "
                                                  f"firsthand add CASE {source.address}")
        return
    try:
        with source.open() as handle:
            yield from map(_kept, _read_handle(handle, source, options))
    except DamagedError as error:
        yield Rejected(source.ref, error.reason, str(error))
    except OSError as error:
        yield Rejected(source.ref, "unreadable", f"It can't be opened or read ({error.strerror or error}); "
                                                 "check that it is a file and that you may read it.")


def _kept(item: Report | Rejected) -> Report | Rejected:
    """The item as it can be kept: what cannot be is replaced, but in a text, which is then no report."""
    if isinstance(item, Report) and keepable(item.text) != item.text:
        return Rejected(keepable(item.ref), "binary", "There are NUL bytes or halves of characters in its text; check "
                                                      "where it comes from.")
    cells = ((field.name, getattr(item, field.name)) for field in fields(item))
    mended: dict[str, Any] = {name: now for name, cell in cells if (now := _keepable(cell)) != cell}
    if not mended:
        return item
    found: Report | Rejected = replace(item, **mended)
    return replace(found, id=report_id(found.url or found.ref, found.text)) if isinstance(found, Report) else found


def _keepable(cell: Any) -> Any:
    if isinstance(cell, Hyperlink):
        return replace(cell, href=keepable(cell.href))
    return keepable(cell) if isinstance(cell, str) else tuple(map(_keepable, cell)) if isinstance(cell, tuple) else cell


def _read_handle(handle: BufferedReader, source: Source, options: ReadOptions) -> Iterator[Report | Rejected]:
    """Reads a source through its compression; an archive undoes its own, record by record."""
    packing = packing_of(handle.peek(SNIFFED_BYTES))
    if packing is None:
        yield from _read(handle, detect_format(source, handle.peek(SNIFFED_BYTES), options), source, options)
        return
    named = detect_format(source, b"", options)
    if named == "warc":
        yield from _read(handle, named, source, options)
        return
    plain = unpack(handle, packing, options)
    yield from _read(plain, detect_format(source, plain.peek(SNIFFED_BYTES), options), source, options)


def _read(handle: BufferedReader, kind: str, source: Source, options: ReadOptions) -> Iterator[Report | Rejected]:
    reader = stream_reader(kind)
    if reader is not None:
        yield from reader(handle, source.ref, options)
        return
    content = handle.read(options.max_bytes + 1)
    if len(content) > options.max_bytes:
        yield Rejected(source.ref, "too-large", f"It has more than {options.max_bytes} bytes (option "
                                                "max_bytes); split it into one file a report.")
    else:
        yield from read_content(content, kind, source.ref, options, Outside())
