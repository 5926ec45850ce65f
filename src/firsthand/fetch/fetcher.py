"""Fetching politely: what robots.txt allows, one host at a time with pauses, and only what is new."""

from __future__ import annotations

import hashlib
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firsthand.errors import FetchError
from firsthand.fetch.gate import Gate
from firsthand.fetch.records import warc_of
from firsthand.fetch.robots import NOTHING, Rules, parse_robots
from firsthand.fetch.target import Target, parse_target
from firsthand.fetch.wire import Exchange, exchange
from firsthand.options import FetchOptions
from firsthand.records import Rejected

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
"""A host that says so is left alone for the rest of the run."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer gave to ask with whether a page has changed (RFC 9110, 13)."""

    etag: str | None
    last_modified: str | None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value and value.isascii() and value.isprintable()}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer as it came: WARC bytes, their SHA-256 in hex, and when (ISO 8601, UTC)."""

    url: str
    final_url: str
    fetched: str
    sha256: str
    validators: Validators
    warc: bytes


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The host says that the page is as it was when its validators were given."""

    url: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as a fetcher knows it: the wall clock, seconds that only grow, and waiting."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Fetcher:
    """Fetches addresses one after another, knowing the rules and the last visit of every host."""

    def __init__(self, options: FetchOptions | None = None, gate: Gate | None = None,
                 tls: ssl.SSLContext | None = None, clock: Clock | None = None) -> None:
        self._options, self._gate, self._clock = options or FetchOptions(), gate or Gate(), clock or Clock()
        self._tls = tls or ssl.create_default_context()
        self._rules: dict[str, Rules] = {}
        self._last: dict[str, float] = {}
        self._busy: dict[str, int] = {}
        self._paged: set[str] = set()

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | Unchanged | Rejected:
        """The answer at an address, redirects followed; or that it is unchanged; or why it gives none."""
        try:
            hops = self._follow(parse_target(url), known.headers() if known else {})
            last = hops[-1]
            if last.status == 304 and known:
                return Unchanged(url)
            if last.status != 200:
                raise FetchError("http-status", self._told(last))
        except FetchError as error:
            return Rejected(url, error.reason, str(error))
        fetched = self._clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        warc = warc_of(hops, fetched)
        validators = Validators(last.headers.get("ETag"), last.headers.get("Last-Modified"))
        return Fetched(url, last.target.url, fetched, hashlib.sha256(warc).hexdigest(), validators, warc)

    def _follow(self, target: Target, headers: dict[str, str]) -> list[Exchange]:
        """Every exchange from an address to the one that is no redirect; each hop is checked anew."""
        hops = []
        for _ in range(self._options.max_redirects + 1):
            self._check_robots(target)
            hops.append(self._visit(target, headers, self._options))
            self._paged.add(target.host)
            place = hops[-1].headers.get("Location")
            if hops[-1].status not in REDIRECTS or not place:
                return hops
            target = target.join(place)
        raise FetchError("too-many-redirects", f"The address leads on more than {self._options.max_redirects} times.")

    def _visit(self, target: Target, headers: dict[str, str], options: FetchOptions) -> Exchange:
        """One exchange, after the pause that its host asks for."""
        if target.host in self._busy:
            raise FetchError("host-busy", f"{target.host} answered {self._busy[target.host]} and is left alone in "
                                          "this run; try again later.")
        self._pause(target)
        try:
            found = exchange(target, headers, options, self._gate, self._tls)
        finally:
            self._last[target.host] = self._clock.seconds()
        if found.status in BUSY:
            self._busy[target.host] = found.status
        return found

    def _pause(self, target: Target) -> None:
        if target.host not in self._last:
            return
        rules = self._rules.get(_site(target))
        asked = max((rules and rules.delay_seconds) or 0.0, self._options.delay_seconds)
        if asked > self._options.max_delay_seconds:
            if target.host in self._paged:
                raise FetchError("host-busy", f"{target.host} asks for {asked:g} seconds between two pages; add this "
                                              "one in another run.")
            asked = self._options.delay_seconds
        left = self._last[target.host] + asked - self._clock.seconds()
        if left > 0:
            self._clock.sleep(left)

    def _check_robots(self, target: Target) -> None:
        site = _site(target)
        if site not in self._rules:
            self._rules[site] = self._read_robots(target)
        if not self._rules[site].allows(target.path):
            is_down = self._rules[site] is NOTHING
            raise FetchError("robots", f"{target.authority} could not say in its robots.txt what may be fetched; try "
                                       "again later." if is_down else
                                       f"The robots.txt of {target.authority} asks robots to leave {target.path} "
                                       "alone; open it in a browser, save the page and add the file.")

    def _read_robots(self, target: Target) -> Rules:
        """A site's rules: none where it has no robots.txt (4xx), nothing allowed where it fails (5xx)."""
        options = replace(self._options, max_bytes=self._options.max_robots_bytes)
        at = replace(target, path="/robots.txt")
        for _ in range(self._options.max_redirects + 1):
            try:
                found = self._visit(at, {"Accept-Encoding": "identity"}, options)
            except FetchError as error:
                if error.reason == "too-large":
                    return NOTHING
                raise
            place = found.headers.get("Location")
            if found.status in REDIRECTS and place:
                at = at.join(place)
                continue
            return _rules_of(found, options)
        return Rules()  # RFC 9309, 2.3.1.2: after five redirects it counts as not there

    @staticmethod
    def _told(last: Exchange) -> str:
        wait = last.headers.get("Retry-After", "")
        when = f" after {wait} seconds" if wait.isdigit() else " later"
        advice = f"try again{when}" if last.status in BUSY or last.status >= 500 else "check the address"
        return f"{last.target.url} answered with status {last.status}; {advice}."


def _site(target: Target) -> str:
    return f"{target.scheme}://{target.authority}"


def _rules_of(found: Exchange, options: FetchOptions) -> Rules:
    if found.status >= 500 or found.status == 429:
        return NOTHING
    if found.status != 200:
        return Rules()
    content = found.body
    if found.headers.get("Content-Encoding", "").lower() == "gzip":  # unasked for, and perhaps a bomb
        try:
            content = zlib.decompressobj(31).decompress(content, options.max_bytes)
        except zlib.error:
            return NOTHING
    return parse_robots(content, options.agent)
