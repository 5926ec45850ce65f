"""Exchanges as WARC/1.1 records (ISO 28500:2017), each its own gzip member, with their digests."""

from __future__ import annotations

import gzip
import hashlib
import uuid
from collections.abc import Sequence

from firsthand.fetch.wire import Exchange


def warc_of(exchanges: Sequence[Exchange], fetched: str) -> bytes:
    """A WARC with a response and a request record for each exchange, redirects first.

    The record ids come from the content, so that the same answer at the same time (`fetched`, ISO
    8601 in UTC) gives the same bytes.
    """
    return b"".join(_member(kind, one, fetched) for one in exchanges for kind in ("response", "request"))


def _member(kind: str, one: Exchange, fetched: str) -> bytes:
    block = one.response if kind == "response" else one.request
    digest = hashlib.sha256(block).hexdigest()
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {one.target.url} {fetched} {digest}")
    headers = [
        ("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{identity}>"), ("WARC-Date", fetched),
        ("WARC-Target-URI", one.target.url), ("WARC-IP-Address", one.address),
        ("WARC-Block-Digest", f"sha256:{digest}"),
        ("Content-Type", f"application/http; msgtype={kind}"), ("Content-Length", str(len(block)))]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
    return gzip.compress(head.encode("utf-8") + block + b"\r\n\r\n", mtime=0)
