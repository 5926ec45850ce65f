"""How a database is reached: SQLite files and PostgreSQL by URL."""

from __future__ import annotations

import getpass
import logging
import os
import sqlite3
import ssl
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from firsthand.errors import CaseError, MissingExtraError

SCHEMES = ("postgresql://", "postgres://")
SOCKET_FOLDERS = ("/run/postgresql", "/var/run/postgresql")
"""Where servers put their socket."""
WAL_TRIES, WAL_PAUSE = 100, 0.05
"""How often, and with how many seconds between, a new file is asked to let readers and writers work side by side."""
SSL_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")


FAILURES = (sa.exc.DBAPIError, OSError)
"""What a database that is damaged, full or gone raises; a broken connection comes as it is."""


def is_url(path: str | Path) -> bool:
    """True for a case that is kept on a server."""
    return str(path).startswith(SCHEMES)


def place_of(path: str | Path) -> str:
    """Where a case is kept, as it may be shown: without a password."""
    if not is_url(path):
        return str(path)
    try:
        return sa.make_url(str(path)).render_as_string(hide_password=True)
    except sa.exc.ArgumentError as error:
        raise CaseError(f"{path} is no address of a database; give postgresql://USER@HOST/DATABASE") from error


def check_place(path: str | Path, *, create: bool) -> None:
    """Raises `CaseError` where there can be no case, or where none is though it should."""
    if is_url(path):
        return
    if "://" in str(path):
        raise CaseError(f"{path}: a case is a file, or a database at postgresql://USER@HOST/DATABASE")
    if Path(path).is_dir():
        raise CaseError(f"{path} is a folder; a case is one file: give its name")
    if not create and not Path(path).is_file():
        raise CaseError(f"{path or 'no name'}: there is no case here; make one with: firsthand add CASE INPUT...")


def connect(path: str | Path) -> sa.Engine:
    """An engine for a case; nothing is opened yet. Raises `MissingExtraError` without PostgreSQL's driver."""
    if not is_url(path):
        return _file_engine(Path(path))
    if find_spec("pg8000") is None:
        raise MissingExtraError("pg8000", "postgresql")
    logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())  # a lost server is told once, by us
    place_of(path)
    given = server_arguments(sa.make_url(str(path)))
    engine = sa.create_engine("postgresql+pg8000://", connect_args=given, pool_pre_ping=True, pool_size=10,
                              max_overflow=20)
    engine.dialect.use_insertmanyvalues_wo_returning = True  # many rows a statement: one answer to wait for
    return engine


def _file_engine(path: Path) -> sa.Engine:
    """An engine for a SQLite file; one that cannot be written is opened as a file that nobody changes.

    Raises `CaseError` for such a file that a process has not closed: its last changes lie beside it.
    """
    if os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
        engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(engine, "connect", _prepare)
        return engine
    if not path.exists():
        raise CaseError(f"{path} cannot be made: its folder is not there, or read-only; give another place")
    beside = Path(f"{path}-wal")
    if beside.exists() and beside.stat().st_size:
        raise CaseError(f"{path} is read-only, and its last changes are still in {beside.name}; copy both files to "
                        "where they can be written, and open the case there")
    return sa.create_engine(f"sqlite:///file:{quote(str(path.absolute()))}?immutable=1&uri=true")


def server_arguments(url: sa.URL) -> dict[str, Any]:
    """What the driver is told of an address, read as PostgreSQL's own tools read it.

    A host that begins with `/` is the folder of a socket; without a host the usual folders of sockets are
    tried, then this machine; without a user or password the environment's `PGUSER` and `PGPASSWORD`, else
    the name of whoever runs this. Raises `CaseError` for a setting that is not understood.
    """
    query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    unknown = sorted(query.keys() - {"host", "port", "user", "password", "sslmode", "sslrootcert", "application_name"})
    if unknown:
        raise CaseError(f"{url.render_as_string()}: the setting {unknown[0]} is not understood; there are: host, port, "
                        "user, password, sslmode, sslrootcert, application_name")
    port = url.port or query.get("port") or "5432"
    if not str(port).isdecimal():
        raise CaseError(f"{url.render_as_string()}: the port {port} is no number")
    user = url.username or query.get("user") or os.environ.get("PGUSER") or getpass.getuser()
    given: dict[str, Any] = {
        "user": user, "database": url.database or user, "port": int(port),
        "password": url.password or query.get("password") or os.environ.get("PGPASSWORD"),
        "application_name": query.get("application_name", "firsthand")}
    host = url.host or query.get("host") or next((one for one in SOCKET_FOLDERS if _socket(one, port).exists()),
                                                 "localhost")
    if host.startswith("/"):
        return given | {"unix_sock": str(_socket(host, port)), "ssl_context": False}
    return given | {"host": host, "ssl_context": _ssl_context(url, query)}


def _socket(folder: str, port: object) -> Path:
    return Path(folder) / f".s.PGSQL.{port}"


def _ssl_context(url: sa.URL, query: dict[str, str]) -> ssl.SSLContext | bool | None:
    """How the connection is encrypted: False for not at all, None for where the server can."""
    mode = query.get("sslmode", "prefer")
    if mode not in SSL_MODES:
        raise CaseError(f"{url.render_as_string()}: there is no sslmode {mode}; there are: {', '.join(SSL_MODES)}")
    if mode in ("disable", "prefer"):
        return False if mode == "disable" else None
    try:
        context = ssl.create_default_context(cafile=query.get("sslrootcert"))
    except OSError as error:
        raise CaseError(f"{query.get('sslrootcert')} cannot be read as certificates: {error}") from error
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    return context


def reason_of(error: Exception) -> str:
    """What a database says is wrong, on one line."""
    cause = getattr(error, "orig", None) or error
    told = cause.args[0] if len(cause.args) == 1 else cause
    words = str(told.get("M", told) if isinstance(told, dict) else told)
    return words.partition(" (timeout is")[0]  # pg8000 adds what it was not given


def refusal(path: str | Path, reason: str) -> str:
    """What to say of a place where a database cannot be opened."""
    if reason.endswith(" full"):
        return f"{path} cannot be written: {reason}; make room, or give another place"
    advice = "is the server there, and are user and password right?" if is_url(path) else \
        "if it was a case, restore a backup: firsthand restore FILE NEW_CASE"
    return f"{place_of(path)} cannot be opened as a case: {reason}; {advice}"


def _prepare(connection: Any, _: object) -> None:
    """Readers do not wait for a writer (WAL), and a second writer waits instead of failing."""
    connection.execute("PRAGMA busy_timeout=30000")
    for left in reversed(range(WAL_TRIES)):  # SQLite does not wait by itself where two turn WAL on at once
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(WAL_PAUSE)
    connection.execute("PRAGMA synchronous=FULL")
