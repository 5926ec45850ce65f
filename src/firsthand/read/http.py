"""An HTTP answer as an archive holds it: status, headers, content, with every coding undone.

Archives are lenient with what servers sent, and some undo a coding without changing the headers;
so a coding is undone only where the bytes are in it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions

HEAD_BYTES = 262_144
"""A head is looked for in so many first bytes."""

PIECE = 4_096
"""Newer codings are undone by so many bytes: of the piece in which the content breaks off, nothing is given."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (None where there is no status line), headers by their small-letter names, decoded content.

    `is_whole` is false where the content breaks off within its compression.
    """

    status: int | None
    headers: dict[str, str]
    content: bytes
    is_whole: bool = True

    @property
    def media_type(self) -> str:
        """The media type in small letters, without parameters; empty where none is named."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the headers name."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None


def parse_answer(block: bytes, options: ReadOptions) -> Answer:
    """An HTTP answer; raises `DamagedError` where its content is a bomb or can't be decompressed."""
    head, _, body = _split(block)
    lines = head.splitlines()
    status = _STATUS.match(lines[0]) if lines else None
    headers = parse_headers(lines[1:] if status else lines)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    is_whole = True
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body, whole = _decoded(body, coding.strip(), options)
        is_whole = is_whole and whole
    return Answer(int(status[1]) if status else None, headers, body, is_whole)


def parse_headers(lines: list[bytes]) -> dict[str, str]:
    """Header lines by their names in small letters, folded lines joined; the first of a name counts."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        words = line.decode("utf-8", "replace")
        if words[:1] in (" ", "\t") and name:
            found[name] += " " + words.strip()
            continue
        key, colon, value = words.partition(":")
        name = key.strip().lower()
        if colon and name not in found:
            found[name] = value.strip()
        else:
            name = ""
    return found


def _split(block: bytes) -> tuple[bytes, bytes, bytes]:
    """Head and body: apart at the first blank line."""
    head = block[:HEAD_BYTES]
    marks = [(at, mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := head.find(mark)) >= 0]
    at, mark = min(marks, default=(len(head), b""))
    return block[:at], mark, block[at + len(mark):]


def _without_chunks(body: bytes) -> bytes:
    """A chunked body put together; a body that is not chunked, or breaks off, as far as it goes."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[match.end():match.end() + size])
        at = match.end() + size
        if at >= len(body):
            break
    return b"".join(pieces) if pieces and at >= len(body) else body


def _decoded(body: bytes, coding: str, options: ReadOptions) -> tuple[bytes, bool]:
    """A body without a coding, and whether it is whole."""
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, 31, options) if body.startswith(b"\x1f\x8b") else (body, True)
    if coding == "deflate":
        is_wrapped = body[:1] == b"\x78"  # servers send it with and without its wrapping
        return _inflated(body, 15 if is_wrapped else -15, options)
    if coding in ("br", "zstd") and body.lstrip()[:1] != b"<":
        return _by_arrow(body, "brotli" if coding == "br" else coding, options)
    return body, True


def _inflated(body: bytes, form: int, options: ReadOptions) -> tuple[bytes, bool]:
    inflater = zlib.decompressobj(form)
    try:
        found = inflater.decompress(body, options.max_bytes + 1)
    except zlib.error as error:
        if form == -15:  # named deflate but plain already
            return body, True
        raise DamagedError("damaged", f"Its content can't be decompressed ({error}).") from None
    return _checked(found, options), inflater.eof


def _by_arrow(body: bytes, codec: str, options: ReadOptions) -> tuple[bytes, bool]:
    import pyarrow as pa

    found = bytearray()
    try:
        stream: Any = pa.CompressedInputStream(pa.BufferReader(body), codec)
        while len(found) <= options.max_bytes and (piece := stream.read(PIECE)):
            found += piece
    except (OSError, ValueError) as error:
        if not found:
            raise DamagedError("damaged", f"Its content can't be decompressed ({error}).") from None
        return bytes(found), False
    return _checked(bytes(found), options), True


def _checked(content: bytes, options: ReadOptions) -> bytes:
    if len(content) > options.max_bytes:
        raise DamagedError("bomb", f"Its content unpacks to more than {options.max_bytes} bytes (option max_bytes); "
                                   "no page is that long.")
    return content
