"""One HTTP request over one connection, to a checked address, with every byte counted and timed.

The standard library's HTTP parser reads from a source that this module limits: a response is cut
off once its head, its body or its time is more than the options allow, whatever it says of itself.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.errors import FetchError
from firsthand.fetch.gate import Gate
from firsthand.fetch.target import Target
from firsthand.options import FetchOptions

PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response as they went over the wire, and what the response's head says."""

    target: Target
    address: str
    request: bytes
    response: bytes
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    """The response's content without chunk marks, still compressed where its head says so."""


class Deadline:
    """How long is left; time is that of `clock`, in seconds."""

    def __init__(self, options: FetchOptions, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._options = clock, options
        self._end = clock() + options.total_seconds

    def wait(self) -> float:
        """Seconds that the next step may take; raises `FetchError` where none are left."""
        left = self._end - self._clock()
        if left <= 0:
            raise FetchError("too-slow", f"The answer took more than {self._options.total_seconds:g} seconds, so it "
                                         "was broken off; try again later.")
        return min(left, self._options.silent_seconds)


class _Wire(io.RawIOBase):
    """The bytes of a socket, kept as they come, under a deadline and a limit."""

    def __init__(self, connection: socket.socket, deadline: Deadline, limit: int) -> None:
        self.kept = bytearray()
        self.limit = limit
        self._connection, self._deadline = connection, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if len(self.kept) > self.limit:
            raise FetchError("too-large", f"The answer has more than {self.limit} bytes where no more are taken, so "
                                          "it was broken off.")
        self._connection.settimeout(self._deadline.wait())
        try:
            count = self._connection.recv_into(view)
        except TimeoutError:
            self._deadline.wait()
            raise FetchError("too-slow", "The host said nothing for too long, so the connection was closed; try "
                                         "again later.") from None
        self.kept += view[:count]
        return count


class _AsSocket:
    """What `http.client.HTTPResponse` wants to be handed: something that can be read as a file."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(self._wire)


def exchange(target: Target, headers: dict[str, str], options: FetchOptions, gate: Gate,
             tls: ssl.SSLContext) -> Exchange:
    """Sends one GET and takes the whole answer; raises `FetchError` where that cannot or must not be."""
    deadline = Deadline(options)
    gate.check_port(target.port)
    addresses = gate.addresses(target.host, target.port, deadline.wait())
    request = _request(target, headers, options)
    try:
        with _connect(addresses, target, deadline, tls) as connection:
            connection.settimeout(deadline.wait())
            connection.sendall(request)
            address = connection.getpeername()[0]
            return _take(connection, target, address, request, options, deadline)
    except ssl.SSLError as error:
        raise FetchError("bad-certificate", f"{target.host}: no safe connection ({error.reason or error}); it is not "
                                            "read over an unsafe one.") from None
    except TimeoutError:
        raise FetchError("too-slow", f"{target.host} did not answer in time; try again later.") from None
    except OSError as error:
        raise FetchError("no-connection", f"{target.host} can't be reached ({error.strerror or error}); try again "
                                          "later.") from None


def _request(target: Target, headers: dict[str, str], options: FetchOptions) -> bytes:
    lines = [f"GET {target.path} HTTP/1.1", f"Host: {target.authority}",
             f"User-Agent: {options.agent} (reads single pages for a person)",
             "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
             "Accept-Language: en", "Connection: close",
             *(f"{name}: {value}" for name, value in {"Accept-Encoding": "gzip", **headers}.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _connect(addresses: list[str], target: Target, deadline: Deadline, tls: ssl.SSLContext) -> socket.socket:
    """A connection to the first of the checked addresses that answers; no name is looked up again."""
    problem: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection((address, target.port), timeout=deadline.wait())
        except OSError as error:
            problem = error
            continue
        if target.scheme == "http":
            return plain
        try:
            return tls.wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise
    raise problem or OSError("no address")


def _take(connection: socket.socket, target: Target, address: str, request: bytes, options: FetchOptions,
          deadline: Deadline) -> Exchange:
    wire = _Wire(connection, deadline, options.max_head_bytes)
    response = http.client.HTTPResponse(_AsSocket(wire), method="GET")  # type: ignore[arg-type]
    try:
        response.begin()
        declared = response.length
        if declared is not None and declared > options.max_bytes:
            raise FetchError("too-large", f"The answer has {declared} bytes, more than {options.max_bytes} (option "
                                          "max_bytes); save it and add the file.")
        wire.limit = len(wire.kept) + options.max_bytes
        body = b"".join(iter(lambda: response.read(PIECE), b""))
    except (http.client.HTTPException, ValueError) as error:
        raise FetchError("bad-answer", f"{target.host} answered with no whole HTTP message "
                                       f"({_named(error)}); try again later.") from None
    if declared is not None and len(body) < declared:
        raise FetchError("bad-answer", f"{target.host} sent {len(body)} of {declared} bytes and closed; try "
                                       "again later.")
    return Exchange(target, address, request, bytes(wire.kept), response.status, response.headers, body)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120]
