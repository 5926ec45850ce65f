"""A small web server that answers as badly as a test wants it to, on the loopback address."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from firsthand.fetch.gate import Gate

Answer = Callable[[socket.socket, str], None]
"""Is given the connection and the path that was asked for."""


def says(content: bytes) -> Answer:
    """Sends these bytes as they are."""
    return lambda connection, _: connection.sendall(content)


def page(body: bytes, status: str = "200 OK", *headers: str) -> Answer:
    """Sends an ordinary answer."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""])
    return says(head.encode() + body)


class Server:
    """Answers by path; without an answer it says 404. `asked` holds every request as it came."""

    def __init__(self, listener: socket.socket) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[bytes] = []
        self.port: int = listener.getsockname()[1]
        self._listener = listener

    def run(self, tls: ssl.SSLContext | None) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # the test is over
                return
            threading.Thread(target=self._answer, args=(connection, tls), daemon=True).start()

    def _answer(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as wire:
                request = b""
                while b"\r\n\r\n" not in request and (piece := wire.recv(65_536)):
                    request += piece
                self.asked.append(request)
                path = request.split(b" ")[1].decode()
                self.answers.get(path, page(b"", "404 Not Found"))(wire, path)
        except OSError:  # the client broke off, as it should
            pass

    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.asked]


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener)
        thread = threading.Thread(target=server.run, args=(tls,), daemon=True)
        thread.start()
        yield server
        with suppress(OSError):  # closed by the test
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


class TestGate(Gate):
    """The gate of the tests: the port of the test's server is open, and these names lead where they say.

    The addresses that the names have are judged as always, but for 127.0.0.1, the test's server.
    """

    __test__ = False

    def __init__(self, port: int, names: dict[str, list[str]] | None = None) -> None:
        self.port, self.names = port, {"news.example": ["127.0.0.1"], **(names or {})}
        self.looked_up: list[str] = []

    def check_port(self, port: int) -> None:
        if port != self.port:
            super().check_port(port)

    def check_address(self, host: str, address: str) -> None:
        if address != "127.0.0.1" or host != "news.example":
            super().check_address(host, address)

    def look_up(self, host: str, port: int, seconds: float) -> list[str]:
        self.looked_up.append(host)
        return self.names[host] if host in self.names else super().look_up(host, port, seconds)
