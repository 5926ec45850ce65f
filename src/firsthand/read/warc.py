"""Web archives (WARC 0.17 to 1.1, ISO 28500): each response is an article or a counted rejection.

Records are read one by one from the stream. A damaged record is told with its place, and the next
one is read: in gzip from the next member on, else from the next line that opens a record.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions
from firsthand.read.dates import normal_date
from firsthand.read.http import Answer, parse_answer, parse_headers
from firsthand.read.outside import Outside
from firsthand.read.unpack import Gzip, Plain, packing_of, unpack
from firsthand.records import Rejected, Report

MAX_HEAD_BYTES = 65_536
PIECE = 1_048_576
CONTENT = frozenset({"response", "resource", "conversion"})
"""Records that hold a document; `conversion` is the plain text of Common Crawl's WET files."""
TOLD = {"revisit": "The archive holds it once already and only notes that it was unchanged.",
        "continuation": "It is a later part of a record that was split; put the parts together first."}

_VERSION = re.compile(rb"WARC/\d")

Content = Callable[[bytes, str, str, Outside], Iterator[Report | Rejected]]
"""Reads content of a media type (empty where unknown), found under this name."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record's headers, by their names in small letters, and its block; `place` is for people."""

    place: str
    headers: dict[str, str]
    block: bytes

    @property
    def url(self) -> str | None:
        """The address that the record is of."""
        return self.headers.get("warc-target-uri", "").strip(" <>") or None

    @property
    def name(self) -> str:
        """What its report is called: its address, else its record id, else its place."""
        return self.url or self.headers.get("warc-record-id", "").strip(" <>") or self.place


def read_warc(handle: BinaryIO, ref: str, options: ReadOptions, content: Content) -> Iterator[Report | Rejected]:
    """What the responses of an archive give; `handle` may be compressed. There is at least one item."""
    found = False
    for record in _records(handle, ref, options):
        items = iter((record,)) if isinstance(record, Rejected) else _read_record(record, options, content)
        for item in items:
            found = True
            yield item
    if not found:
        yield Rejected(ref, "empty", "There is no response in this archive.")


# ---------------------------------------------------------------- records

def _records(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[Record | Rejected]:
    head = handle.peek(8)[:8] if isinstance(handle, io.BufferedReader) else b""
    packing = packing_of(head)
    if packing != "gzip":
        stream = unpack(handle, packing, options) if packing else handle
        yield from _Reader(stream, ref, options).records()
        return
    members = Gzip(handle)
    reader = _Reader(io.BufferedReader(Plain(members, options)), ref, options)
    while True:
        problem = None
        for item in reader.records():
            yield item
            problem = item if isinstance(item, Rejected) else None
        if problem is None or problem.reason != "damaged" or not members.resume():
            return
        reader.stream = io.BufferedReader(Plain(members, options))


class _Reader:
    """Cuts a stream into records, counting them on over damaged places."""

    def __init__(self, stream: BinaryIO, ref: str, options: ReadOptions) -> None:
        self.stream, self.ref, self.options = stream, ref, options
        self.count = 0

    @property
    def place(self) -> str:
        return f"{self.ref}, record {self.count}"

    def records(self) -> Iterator[Record | Rejected]:
        """The records up to the end of the stream, or up to where it can't be read further."""
        try:
            while (opening := self._opening()) is not None:
                self.count += 1
                if not _VERSION.match(opening):
                    yield Rejected(self.place, "no-record", "What follows is no WARC record; it was passed over up to "
                                                            "the next one.")
                    if not self._skip_to_record():
                        return
                yield self._record()
        except DamagedError as error:
            yield Rejected(self.place, error.reason, str(error))

    def _opening(self) -> bytes | None:
        """The first line that is not blank; None at the end."""
        while line := self.stream.readline(MAX_HEAD_BYTES):
            if line.strip():
                return line
        return None

    def _skip_to_record(self) -> bool:
        is_start = True  # of a line; a long line is read in pieces
        while line := self.stream.readline(MAX_HEAD_BYTES):
            if is_start and _VERSION.match(line):
                return True
            is_start = line.endswith(b"\n")
        return False

    def _record(self) -> Record | Rejected:
        headers = parse_headers(self._head())
        length = headers.get("content-length", "")
        url = headers.get("warc-target-uri", "").strip(" <>")
        where = f"{self.place} ({url})" if url else self.place
        if not length.isdecimal() or len(length) > 18:
            return Rejected(where, "no-record", f"Its Content-Length is {length!r}, so where it ends is not known.")
        size = int(length)
        if size > self.options.max_bytes or headers.get("warc-type") not in CONTENT:
            self._skip(size)
            if headers.get("warc-type") in CONTENT:
                return Rejected(where, "too-large", f"It has {size} bytes, more than {self.options.max_bytes} (option "
                                                    "max_bytes).")
            return Record(self.place, headers, b"")
        block = self._take(size)
        if len(block) < size:
            return Rejected(where, "truncated", f"The archive ends after {len(block)} of its {size} bytes.")
        return Record(self.place, headers, block)

    def _head(self) -> list[bytes]:
        lines: list[bytes] = []
        size = 0
        while (line := self.stream.readline(MAX_HEAD_BYTES)).strip():
            size += len(line)
            if size > MAX_HEAD_BYTES:
                raise DamagedError("no-record", f"Its head has more than {MAX_HEAD_BYTES} bytes, so this is no WARC "
                                                "file; nothing after it was read.")
            lines.append(line.rstrip(b"\r\n"))
        return lines

    def _take(self, size: int) -> bytes:
        """A block; what a length only claims to have is never set aside for it."""
        pieces = []
        while size > 0 and (piece := self.stream.read(min(size, PIECE))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _skip(self, size: int) -> None:
        while size > 0 and (piece := self.stream.read(min(size, PIECE))):
            size -= len(piece)


# ---------------------------------------------------------------- what a record holds

def _read_record(record: Record, options: ReadOptions, content: Content) -> Iterator[Report | Rejected]:
    kind = record.headers.get("warc-type", "")
    if kind in TOLD:
        yield Rejected(record.name, kind, TOLD[kind])
        return
    if kind not in CONTENT:
        return
    try:
        answer = _answer(record, options)
    except DamagedError as error:
        yield Rejected(record.name, error.reason, str(error))
        return
    problem = _why_no_page(record, answer)
    if problem:
        yield problem
        return
    fetched = normal_date(record.headers.get("warc-date", ""))
    outside = Outside(record.url, answer.charset, fetched, tuple(_notes(record, answer)))
    yield from content(answer.content, answer.media_type, record.name, outside)


def _answer(record: Record, options: ReadOptions) -> Answer:
    if record.headers.get("content-type", "").lower().startswith("application/http"):
        return parse_answer(record.block, options)
    kind = "text/plain" if record.headers["warc-type"] == "conversion" else record.headers.get("content-type", "")
    return Answer(200, {"content-type": kind}, record.block)


def _why_no_page(record: Record, answer: Answer) -> Rejected | None:
    if answer.status is None:
        return Rejected(record.name, "no-http", "The record holds no HTTP answer.")
    if 300 <= answer.status < 400:
        place = answer.headers.get("location", "somewhere else")
        return Rejected(record.name, "redirect", f"Status {answer.status}: it leads on to {place}.")
    if answer.status != 200:
        return Rejected(record.name, "http-status", f"Status {answer.status}: the host gave no page.")
    if (record.url or "").endswith("/robots.txt"):
        return Rejected(record.name, "not-a-page", "It is the site's word to robots.")
    return None


def _notes(record: Record, answer: Answer) -> Iterator[str]:
    cut = record.headers.get("warc-truncated")
    if not answer.is_whole:
        yield "The content of this answer breaks off; what comes after is not known."
    if cut:
        yield f"The archive broke this answer off ({cut})."
    given = record.headers.get("warc-block-digest")
    if given and not cut and _digest(given, record.block) is False:
        yield "The archive's own checksum does not fit this answer: it was changed after it was archived."


def _digest(given: str, block: bytes) -> bool | None:
    """Whether a labelled digest (`sha1:BASE32` or hex) is that of a block; None where that can't be told."""
    name, _, value = given.partition(":")
    if name.lower() not in ("sha1", "sha256", "sha512", "md5"):
        return None
    found = hashlib.new(name.lower(), block, usedforsecurity=False).digest()
    return value.lower() in (found.hex(), base64.b32encode(found).decode().lower())
