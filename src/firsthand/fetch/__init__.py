"""Addresses to raw responses, politely, and without letting anybody in.

What comes back is the response as it went over the wire, as WARC records (ISO 28500) with their
digests; `read` makes reports of them as of any archive.
"""

from __future__ import annotations

from firsthand.fetch.fetcher import Fetched, Fetcher, Unchanged, Validators

__all__ = ["Fetched", "Fetcher", "Unchanged", "Validators"]

