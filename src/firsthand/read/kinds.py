"""Which reader reads what: by the kind of a file, or by the media type that an archive names.

Readers are imported when their kind turns up: a plain text needs no PDF parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from firsthand.options import ReadOptions
from firsthand.plugins import Reader, installed
from firsthand.read.outside import Outside
from firsthand.read.source import FORMATS, SNIFFED_BYTES, Format, sniff
from firsthand.records import Rejected, Report

Items = Iterator[Report | Rejected]
StreamReader = Callable[[BinaryIO, str, ReadOptions], Items]
"""Reads many reports from a stream: (handle, ref, options)."""

MEDIA: dict[str, Format] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/feed+json": "feed",
    "message/rfc822": "eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
UNSURE = frozenset({"", "application/xml", "text/xml", "application/json", "application/octet-stream",
                    "binary/octet-stream"})
"""Media types that say nothing: the content tells."""


def stream_reader(kind: str) -> StreamReader | None:
    """The reader of a kind that holds many reports, one of a plugin among them; None for one that is read whole."""
    if kind == "jsonl":
        from firsthand.read.json_records import read_records

        return read_records
    if kind in ("csv", "parquet"):
        from firsthand.read.columns import read_csv, read_parquet

        return read_csv if kind == "csv" else read_parquet
    if kind in ("warc", "wacz"):
        from firsthand.read.wacz import read_wacz
        from firsthand.read.warc import read_warc

        return _of_archive(read_warc if kind == "warc" else read_wacz)
    if kind == "mbox":
        from firsthand.read.mail import read_mbox

        return read_mbox
    other = None if kind in FORMATS else installed().readers(FORMATS).get(kind)
    return _of_plugin(other) if other else None


def _of_plugin(other: Reader) -> StreamReader:
    from firsthand.read.table import read_cells

    return lambda handle, ref, options: read_cells(installed().read(other, handle, ref, options), ref, options)


def _of_archive(reader: Callable[..., Items]) -> StreamReader:
    return lambda handle, ref, options: reader(handle, ref, options, partial(_read_media, options=options))


def _read_media(content: bytes, media_type: str, ref: str, outside: Outside, *, options: ReadOptions) -> Items:
    """Content of a media type; what holds no words for people to read is rejected."""
    kind = MEDIA.get(media_type)
    if kind is None and media_type in UNSURE:
        kind = sniff(content[:SNIFFED_BYTES])
        if kind not in MEDIA.values() or (kind == "text" and b"\x00" in content[:SNIFFED_BYTES]):
            kind = None
    if kind is None:
        yield Rejected(ref, "not-a-page", f"Its media type is {media_type or 'not named'}, which holds no article.")
        return
    yield from read_content(content, kind, ref, options, outside)


def read_content(content: bytes, kind: str, ref: str, options: ReadOptions, outside: Outside) -> Items:
    """The reports of some content that is at hand as a whole."""
    if kind == "html":
        from firsthand.read.page import read_page

        yield read_page(content, ref, options, outside)
    elif kind == "feed":
        if content.lstrip()[:1] == b"{":
            from firsthand.read.json_feed import read_json_feed as read_feed
        else:
            from firsthand.read.feed import read_feed

        yield from read_feed(content, ref, options, outside)
    elif kind == "pdf":
        from firsthand.read.pdf import read_pdf

        yield read_pdf(content, ref, options, outside)
    elif kind == "docx":
        from firsthand.read.docx import read_docx

        yield read_docx(content, ref, options, outside)
    elif kind == "eml":
        from firsthand.read.mail import read_mail

        yield from read_mail(content, ref, options, outside)
    else:
        from firsthand.read.text import read_text

        yield read_text(content, ref, options, outside)
