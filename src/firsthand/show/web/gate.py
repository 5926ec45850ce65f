"""Who may come in: a one-time token on one's own machine, accounts where a desk shares a case.

A session is a random token in a cookie that no script can read and no other site's form sends
along; every form carries a second token that is worked out from the session's.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from firsthand.store import Account, Accounts

COOKIE = "firsthand"
MAX_TRIES = 5
TRY_SECONDS = 300.0
"""After so many wrong passwords for a name or from an address within this time, further ones are not looked at."""
MAX_WATCHED = 10_000
"""Names and addresses whose tries are remembered at once."""
_RANK = {"reader": 0, "editor": 1, "owner": 2}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is looking: the name that decisions are kept under, the role, and the token of every form."""

    name: str
    role: str
    form_token: str

    def may(self, role: str) -> bool:
        """Whether the visitor has this role or a higher one."""
        return _RANK[self.role] >= _RANK[role]


class Gate(Protocol):
    """What the workbench asks about a visitor."""

    shared: bool

    def enter(self, token: str) -> str | None:
        """A session for the token of a printed address; None where it does not open."""

    def visitor(self, session: str) -> Visitor | None:
        """Who has this session; None for nobody."""

    def leave(self, session: str) -> None:
        """Ends a session."""

    def log(self, who: str, what: str, detail: str = "") -> None:
        """Notes what somebody did."""


class LocalGate:
    """One person on their own machine: the token opens once, what it opened lasts while the server runs."""

    shared = False

    def __init__(self, name: str) -> None:
        self.token = secrets.token_urlsafe(24)
        self._name = name
        self._unused = True
        self._sessions: set[str] = set()
        self._lock = Lock()

    def enter(self, token: str) -> str | None:
        """A session for the printed token, the first time."""
        with self._lock:
            if not self._unused or not same(token, self.token):
                return None
            self._unused = False
            session = secrets.token_urlsafe(32)
            self._sessions.add(digest(session))
            return session

    def visitor(self, session: str) -> Visitor | None:
        """The person at this machine."""
        return Visitor(self._name, "owner", form_token(session)) if digest(session) in self._sessions else None

    def leave(self, session: str) -> None:
        """Ends the session; the server has to be started anew."""
        self._sessions.discard(digest(session))

    def log(self, who: str, what: str, detail: str = "") -> None:
        """Nobody else is here: the decisions are log enough."""


class SharedGate:
    """A desk: accounts with argon2 passwords, roles, and a log."""

    shared = True

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self.accounts = accounts
        self._tries = Tries(clock)

    def enter(self, token: str) -> str | None:
        """There are no printed tokens in a shared case."""
        return None

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """A session for the right password; None for a wrong one, or after too many."""
        keys = (f"name {name}", f"address {address}")
        if any(self._tries.spent(key) for key in keys):
            self.accounts.log(name[:60], "sign-in refused", f"too many tries, from {address}")
            return None
        account = self.accounts.find(name)
        if not check_password(account, password) or account is None:
            for key in keys:
                self._tries.add(key)
            self.accounts.log(name[:60], "sign-in failed", f"from {address}")
            return None
        self._tries.clear(keys[0])
        self.accounts.log(name, "signed in", f"from {address}")
        return self.accounts.begin(name)

    def visitor(self, session: str) -> Visitor | None:
        """The account of a session."""
        account = self.accounts.of_session(session) if session else None
        return Visitor(account.name, account.role, form_token(session)) if account else None

    def leave(self, session: str) -> None:
        """Signs out."""
        self.accounts.end(session)

    def log(self, who: str, what: str, detail: str = "") -> None:
        """Notes what somebody did."""
        self.accounts.log(who, what, detail)


class Tries:
    """Counts wrong passwords for a while."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times: dict[str, deque[float]] = {}
        self._lock = Lock()

    def spent(self, key: str) -> bool:
        """True after too many tries within the time."""
        with self._lock:
            times = self._times.get(key, deque())
            while times and self._clock() - times[0] > TRY_SECONDS:
                times.popleft()
            return len(times) >= MAX_TRIES

    def add(self, key: str) -> None:
        """Counts one; the longest-known key is forgotten where there are too many."""
        with self._lock:
            while len(self._times) >= MAX_WATCHED:
                self._times.pop(next(iter(self._times)))
            self._times.setdefault(key, deque(maxlen=MAX_TRIES)).append(self._clock())

    def clear(self, key: str) -> None:
        """Forgets the tries of a key."""
        with self._lock:
            self._times.pop(key, None)


def hash_password(password: str) -> str:
    """An argon2id hash with a salt of its own (RFC 9106)."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def check_password(account: Account | None, password: str) -> bool:
    """Whether a password is right; takes as long for a name that nobody has."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    if account is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(account.password, password)
    except (VerificationError, InvalidHashError):
        return False


def form_token(session: str) -> str:
    """The token of the forms of a session: without the session nobody can work it out."""
    return hmac.new(session.encode(), b"firsthand form", hashlib.sha256).hexdigest()


def digest(session: str) -> str:
    """What is kept of a session."""
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
