"""Records of JSON: an object a line (JSON Lines), or a list of objects, by itself or as the one list of an object
(as services answer), or objects that go over many lines.

JSON Lines are read a line at a time, however many there are; anything else is read as a whole.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO, cast

from firsthand.options import ReadOptions
from firsthand.read.charset import decode
from firsthand.read.json_feed import is_feed, read_items
from firsthand.read.outside import Outside
from firsthand.read.source import SNIFFED_BYTES
from firsthand.read.table import Row, read_cells
from firsthand.records import Rejected, Report

Cells = dict[str, Any] | Rejected
BOM = b"\xef\xbb\xbf"
_OPENS_WHOLE = re.compile(rb"\s*(?:\[|\{[ \t\r]*\n\s*[\"}])")
"""How a list begins, or an object of many lines; one that is alone on its line closes there."""
_BETWEEN = re.compile(r"[\s\[\],\ufeff]*")
"""What stands around the objects of a list, or of a file that holds one after another."""


def read_records(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[Report | Rejected]:
    """Each record's report, or why it gives none; blank lines are passed over. A JSON Feed gives its items.

    A report's `ref` is the record's own id, else where it stands. The second record with an id is rejected.
    """
    rows = _json_rows(handle, ref, options)
    first = next(rows, None)
    if first and isinstance(first[1], dict) and is_feed(first[1]):
        yield from read_items(first[1], ref, options, Outside(notes=first[2]))
        return
    yield from read_cells(chain([first] if first else [], rows), ref, options)


def _json_rows(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[Row]:
    mapped = [(column, name) for column, name in options.columns]
    buffered = handle if isinstance(handle, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, handle))
    is_whole = _OPENS_WHOLE.match(buffered.peek(SNIFFED_BYTES).removeprefix(BOM))
    text = dict(mapped).get("text", "text")
    for outer, found, notes in (_of_whole if is_whole else _of_lines)(buffered, ref, options):
        for where, cells in _records_of(outer, found, text):
            if isinstance(cells, dict):
                yield where, {**cells, **{column: cells.get(name) for column, name in mapped}}, notes
            else:
                yield where, cells, notes


def _records_of(where: str, found: Cells, text: str) -> Iterator[tuple[str, Cells]]:
    """The record itself, or those of its one list of objects: {"status": "ok", "articles": […]} is an answer of a
    service."""
    lists = [] if isinstance(found, Rejected) or text in found or is_feed(found) else [
        (name, rows) for name, rows in found.items()
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)]
    if len(lists) != 1:
        yield where, found
        return
    name, rows = lists[0]
    for number, row in enumerate(rows, start=1):
        yield f"{where}, {name} {number}", row


def _of_lines(handle: io.BufferedReader, ref: str, options: ReadOptions) -> Iterator[Row]:
    for number, line in _lines(handle, options.max_bytes):
        if isinstance(line, bytes) and not line.strip():
            continue
        where = f"{ref}:{number}"
        decoded = decode(line or b"")
        yield where, _parse(None if line is None else decoded.text, where, options), decoded.notes


def _of_whole(handle: io.BufferedReader, ref: str, options: ReadOptions) -> Iterator[Row]:
    """The objects in order; where the JSON is broken, those before that place."""
    content = handle.read(options.max_bytes + 1)
    if len(content) > options.max_bytes:
        yield ref, Rejected(ref, "too-large", f"It is one piece of JSON of more than {options.max_bytes} bytes (option "
                                              "max_bytes); write one object a line."), ()
        return
    decoded = decode(content)
    words, decoder, number = decoded.text, json.JSONDecoder(), 0
    at = _after_signs(words, 0)
    while at < len(words):
        number += 1
        where = f"{ref}, record {number}"
        try:
            found, end = decoder.raw_decode(words, at)
        except (ValueError, RecursionError) as error:
            place = error.lineno if isinstance(error, json.JSONDecodeError) else words.count("\n", 0, at) + 1
            yield where, Rejected(where, "not-json", f"The JSON is broken at line {place}, or breaks off there; mend "
                                                     "it there: what comes after was not read."), ()
            return
        yield where, _object(found, where, "It"), decoded.notes
        at = _after_signs(words, end)


def _after_signs(words: str, at: int) -> int:
    found = _BETWEEN.match(words, at)
    return found.end() if found else at


def _lines(handle: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line) of each line; None for one longer than `max_bytes`, which is passed over."""
    number = 0
    while line := handle.readline(max_bytes + 1):
        number += 1
        if len(line) <= max_bytes:
            yield number, line.removeprefix(BOM) if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = handle.readline(max_bytes)
        yield number, None


def _parse(words: str | None, where: str, options: ReadOptions) -> Cells:
    if words is None:
        return Rejected(where, "too-large", f"The line is longer than {options.max_bytes} bytes (option "
                                            "max_bytes); split the record.")
    if "\x00" in words:
        return Rejected(where, "binary", "There is a NUL byte in the line, so this is no text; check the file.")
    try:
        return _object(json.loads(words), where, "The line")
    except (ValueError, RecursionError) as error:
        return Rejected(where, "not-json", f"The line is no JSON ({error}); write one object a line.")


def _object(cells: Any, where: str, what: str) -> Cells:
    if isinstance(cells, dict):
        return cells
    return Rejected(where, "not-an-object", f"{what} is a JSON {type(cells).__name__}; write an object "
                                            'with "id" and "text".')
