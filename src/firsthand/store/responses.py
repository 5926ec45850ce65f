"""The answers that a case's fetched pages came in: WARC bytes with their digests, every version kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from firsthand.errors import CaseError
from firsthand.store.sql import SqlStore, Writer


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it was kept. `url` is the address asked for, `final_url` where redirects led.

    `fetched` is ISO 8601 in UTC; `sha256` is that of `warc` in hex; a report that came of it has
    `final_url` as its `ref` and the same `fetched`.
    """

    url: str
    final_url: str
    fetched: str
    sha256: str
    etag: str | None
    last_modified: str | None
    warc: bytes


class Responses:
    """The responses of a case."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._table = store.metadata.tables["responses"]

    def last(self, url: str) -> Response | None:
        """The latest answer of an address, or null."""
        wanted = sa.select(self._table).where(self._table.c.url == url).order_by(self._table.c.fetched.desc())
        with self._store.reading() as connection:
            row = connection.execute(wanted.limit(1)).mappings().first()
        return Response(**row) if row else None

    def keep(self, writer: Writer, response: Response) -> None:
        """Adds an answer within a transaction; one that is kept already stays once."""
        same = sa.select(self._table.c.url).where(self._table.c.sha256 == response.sha256)
        if writer.connection.execute(same).first() is None:
            writer.connection.execute(self._table.insert(), [asdict(response)])

    def warcs(self) -> Iterator[bytes]:
        """The WARC bytes of every answer, oldest first; raises `CaseError` where one was changed."""
        order = sa.select(self._table).order_by(self._table.c.fetched, self._table.c.sha256)
        with self._store.reading() as connection:
            for row in connection.execution_options(yield_per=20).execute(order).mappings():
                if hashlib.sha256(row["warc"]).hexdigest() != row["sha256"]:
                    raise CaseError(f"{self._store.place}: the answer of {row['url']} of {row['fetched']} does not fit "
                                    "its digest; it was changed after it was fetched")
                yield bytes(row["warc"])
