"""Who may do what with a shared case: accounts, sessions, and a log of what was done.

Passwords come here hashed; a session is kept by the digest of its token, so that nobody who reads
the database can take a session over.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from firsthand.errors import OptionError
from firsthand.store.sql import SqlStore

ROLES = ("reader", "editor", "owner")
"""A reader looks, an editor adds and decides, an owner also manages accounts."""
SESSION_HOURS = 12
"""A working day; then the password is asked for again."""
MAX_NAME_CHARS = 60


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; `password` is an argon2 hash."""

    name: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What was done, by whom and when (ISO 8601, UTC)."""

    when: str
    who: str
    what: str
    detail: str


class Accounts:
    """The accounts of a case."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        tables = store.metadata.tables
        self._accounts, self._sessions, self._audit = tables["accounts"], tables["sessions"], tables["audit"]

    def all(self) -> list[Account]:
        """Every account, by name."""
        columns = self._accounts.c
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(columns.name, columns.role, columns.password).order_by(columns.name))
            return [Account(*row) for row in rows]

    def find(self, name: str) -> Account | None:
        """The account of this name."""
        return next((one for one in self.all() if one.name == name), None)

    @staticmethod
    def check(name: str, role: str) -> None:
        """Raises `OptionError` where there can be no such account."""
        if role not in ROLES:
            raise OptionError(f"there is no role {role!r}; there are: {', '.join(ROLES)}")
        if not name or len(name) > MAX_NAME_CHARS or not name.isprintable() or name != name.strip():
            raise OptionError(f"{name!r} cannot be an account's name; give 1 to {MAX_NAME_CHARS} printable characters")

    def put(self, name: str, role: str, password: str) -> None:
        """Adds an account or changes it; sessions that it had end. `password` is a hash. Raises as `check`."""
        self.check(name, role)
        with self._store.transaction() as writer:
            self._forget(writer.connection, name)
            writer.connection.execute(self._accounts.insert(), [
                {"name": name, "role": role, "password": password, "created": now()}])

    def remove(self, name: str) -> None:
        """Removes an account and ends its sessions; raises `OptionError` where there is none."""
        if self.find(name) is None:
            raise OptionError(f"there is no account {name!r}")
        with self._store.transaction() as writer:
            self._forget(writer.connection, name)

    def _forget(self, connection: sa.Connection, name: str) -> None:
        connection.execute(sa.delete(self._accounts).where(self._accounts.c.name == name))
        connection.execute(sa.delete(self._sessions).where(self._sessions.c.name == name))

    # ------------------------------------------------------------ sessions and the log

    def begin(self, name: str) -> str:
        """A new session's token; sessions that have ended are forgotten."""
        token = secrets.token_urlsafe(32)
        ends = (datetime.now(UTC) + timedelta(hours=SESSION_HOURS)).strftime(STAMP)
        with self._store.transaction() as writer:
            writer.connection.execute(sa.delete(self._sessions).where(self._sessions.c.expires < now()))
            writer.connection.execute(self._sessions.insert(), [
                {"token": _digest(token), "name": name, "expires": ends}])
        return token

    def of_session(self, token: str) -> Account | None:
        """The account of a session that has not ended."""
        query = sa.select(self._accounts.c.name, self._accounts.c.role, self._accounts.c.password).join(
            self._sessions, self._sessions.c.name == self._accounts.c.name).where(
            self._sessions.c.token == _digest(token), self._sessions.c.expires >= now())
        with self._store.reading() as connection:
            row = connection.execute(query).first()
        return Account(*row) if row else None

    def end(self, token: str) -> None:
        """Ends a session."""
        with self._store.transaction() as writer:
            writer.connection.execute(sa.delete(self._sessions).where(self._sessions.c.token == _digest(token)))

    def log(self, who: str, what: str, detail: str = "") -> None:
        """Adds to the log of what was done."""
        with self._store.transaction() as writer:
            writer.connection.execute(self._audit.insert(), [
                {"when": now(), "who": who, "what": what, "detail": detail}])

    def audit(self, limit: int = 500) -> list[AuditEntry]:
        """The latest entries of the log, newest first."""
        columns = self._audit.c
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(columns.when, columns.who, columns.what, columns.detail)
                                      .order_by(columns.number.desc()).limit(limit))
            return [AuditEntry(*row) for row in rows]


STAMP = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The time of day, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).strftime(STAMP)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
