from __future__ import annotations

import gzip
import hashlib
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import FetchError
from firsthand.fetch import Fetched, Fetcher, Unchanged, Validators
from firsthand.fetch.gate import Gate
from firsthand.options import FetchOptions
from firsthand.records import Rejected
from tests.conftest import gzipped
from tests.fetch.conftest import Waits
from tests.fetch.hostile import Answer, Server, TestGate, page, says, serving

BODY = b"<html><body><p>The quay burned on Tuesday.</p></body></html>"
Make = Callable[..., Fetcher]


def forever(piece: bytes, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n", pause: float = 0.0) -> Answer:
    """Never ends; breaks off once nobody listens."""
    import time

    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause)
    return answer


def silent(connection: socket.socket, _: str) -> None:
    connection.settimeout(20)
    connection.recv(1)


def at(server: Server, path: str = "/a", host: str = "news.example") -> str:
    return f"http://{host}:{server.port}{path}"


def refusal(found: object) -> str:
    assert isinstance(found, Rejected), found
    assert found.detail.endswith(".")
    return found.reason


def test_an_answer_is_kept_as_it_came(server: Server, fetcher: Make) -> None:
    server.answers["/a"] = page(BODY, "200 OK", 'ETag: "1"', "Last-Modified: Wed, 21 Mar 2018 07:00:00 GMT")
    found = fetcher().fetch(at(server))
    assert isinstance(found, Fetched)
    assert (found.final_url, found.fetched) == (at(server), "2018-03-21T07:05:00Z")
    assert found.validators == Validators('"1"', "Wed, 21 Mar 2018 07:00:00 GMT")
    assert found.sha256 == hashlib.sha256(found.warc).hexdigest()
    records = gzip.decompress(found.warc)
    raw = b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nETag: "1"' % len(BODY)
    assert raw in records
    assert BODY + b"\r\n\r\nWARC/1.1\r\nWARC-Type: request\r\n" in records
    assert b"WARC-IP-Address: 127.0.0.1\r\n" in records
    assert records.count(b"WARC-Type: ") == 2, "robots.txt is no evidence"


def test_what_is_asked_for(server: Server, fetcher: Make) -> None:
    server.answers["/a"] = page(BODY)
    fetcher().fetch(at(server))
    assert server.paths() == ["/robots.txt", "/a"]
    asked = server.asked[1].decode()
    assert f"Host: news.example:{server.port}\r\n" in asked
    assert "User-Agent: firsthand (" in asked
    assert "Cookie" not in asked


def test_a_page_that_did_not_change_is_asked_for_with_what_it_gave(server: Server, fetcher: Make) -> None:
    server.answers["/a"] = says(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    found = fetcher().fetch(at(server), Validators('"1"', "Wed, 21 Mar 2018 07:00:00 GMT"))
    assert found == Unchanged(at(server))
    assert b'If-None-Match: "1"\r\nIf-Modified-Since: Wed, 21 Mar 2018 07:00:00 GMT\r\n' in server.asked[1]
    assert refusal(fetcher().fetch(at(server))) == "http-status"


def test_validators_cannot_smuggle_headers() -> None:
    assert Validators('"1"\r\nX: y', "\x00").headers() == {}


@pytest.mark.parametrize(("status", "reason"), [("404 Not Found", "http-status"), ("500 Oh", "http-status"),
                                                ("204 No Content", "http-status"), ("206 Part", "http-status")])
def test_other_answers(server: Server, fetcher: Make, status: str, reason: str) -> None:
    server.answers["/a"] = page(b"", status)
    found = fetcher().fetch(at(server))
    assert refusal(found) == reason
    assert status[:3] in found.detail  # type: ignore[union-attr]


# ---------------------------------------------------------------- politeness

def test_robots_are_asked_once_and_followed(server: Server, fetcher: Make) -> None:
    server.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /private")
    server.answers["/a"] = server.answers["/b"] = page(BODY)
    one = fetcher()
    assert isinstance(one.fetch(at(server)), Fetched)
    assert refusal(one.fetch(at(server, "/private/1"))) == "robots"
    assert isinstance(one.fetch(at(server, "/b")), Fetched)
    assert server.paths() == ["/robots.txt", "/a", "/b"]


def test_a_redirect_does_not_lead_round_robots(server: Server, fetcher: Make) -> None:
    server.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /private")
    server.answers["/a"] = page(b"", "302 Found", "Location: /private/1")
    assert refusal(fetcher().fetch(at(server))) == "robots"
    assert "/private/1" not in server.paths()


@pytest.mark.parametrize(("answer", "expected"), [
    (page(b"", "404 Not Found"), True), (page(b"", "403 Forbidden"), True), (page(b"", "500 Oh"), False),
    (page(b"x" * 700_000), False), (page(b"", "301 Moved", "Location: /elsewhere"), False),
    (page(b"", "301 Moved", "Location: /robots.txt"), True),
    (page(gzipped(b"User-agent: *\nDisallow: /"), "200 OK", "Content-Encoding: gzip"), False),
    (page(b"not gzip", "200 OK", "Content-Encoding: gzip"), False),
])
def test_robots_that_are_odd(server: Server, fetcher: Make, answer: Answer, expected: bool) -> None:
    server.answers |= {"/robots.txt": answer, "/a": page(BODY), "/elsewhere": page(b"User-agent: *\nDisallow: /")}
    found = fetcher().fetch(at(server))
    assert isinstance(found, Fetched) == expected
    if not expected:
        assert refusal(found) == "robots"
        assert "/a" not in server.paths()


def test_pauses_between_requests_to_one_host(server: Server, fetcher: Make, waits: Waits) -> None:
    server.answers["/a"] = page(BODY)
    one = fetcher(delay_seconds=1.5)
    one.fetch(at(server))
    one.fetch(at(server))
    assert waits == [1.5, 1.5]


def test_the_pause_that_a_host_asks_for(server: Server, fetcher: Make, waits: Waits) -> None:
    server.answers |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 7"), "/a": page(BODY)}
    fetcher().fetch(at(server))
    assert waits == [7.0]


def test_a_pause_that_is_too_long_to_wait_for(server: Server, fetcher: Make, waits: Waits) -> None:
    server.answers |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 3600"), "/a": page(BODY)}
    one = fetcher()
    assert isinstance(one.fetch(at(server)), Fetched)
    assert refusal(one.fetch(at(server))) == "host-busy"
    assert waits == [1.0]


def test_a_busy_host_is_left_alone(server: Server, fetcher: Make) -> None:
    server.answers |= {"/a": page(b"", "429 Slow Down", "Retry-After: 120"), "/b": page(BODY)}
    one = fetcher()
    assert "after 120 seconds" in one.fetch(at(server)).detail  # type: ignore[union-attr]
    assert refusal(one.fetch(at(server, "/b"))) == "host-busy"
    assert "/b" not in server.paths()


# ---------------------------------------------------------------- whom it may reach

@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.0.0.2", "10.0.0.1", "169.254.169.254", "192.168.0.1", "::1", "fe80::1", "fd00:ec2::254",
    "::ffff:127.0.0.1", "64:ff9b::7f00:1",
])
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
        server: Server, fetcher: Make, address: str) -> None:
    found = fetcher(names={"inner.example": [address]}).fetch(at(server, host="inner.example"))
    assert refusal(found) == "closed-address"
    assert server.asked == []


@pytest.mark.parametrize("place", [
    "http://127.0.0.1:{port}/b", "http://inner.example:{port}/b", "http://[::1]:{port}/b", "//inner.example:{port}/b",
    "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/b", "http://[::ffff:7f00:1]/b",
    "http://[64:ff9b::7f00:1]/b",
])
def test_a_redirect_inside_is_refused(server: Server, fetcher: Make, place: str) -> None:
    server.answers |= {"/a": page(b"", "302 Found", "Location: " + place.format(port=server.port)), "/b": page(BODY)}
    found = fetcher(names={"inner.example": ["127.0.0.1"]}).fetch(at(server))
    assert refusal(found) == "closed-address"
    assert "/b" not in server.paths()


@pytest.mark.parametrize(("place", "reason"), [
    ("file:///etc/passwd", "closed-scheme"), ("ftp://news.example/a", "closed-scheme"),
    ("gopher://127.0.0.1:6379/_x", "closed-scheme"), ("http://2130706433/", "bad-address"),
    ("http://0x7f.1/", "bad-address"),
    ("http://0177.0.0.1/", "bad-address"), ("http://127.1/", "bad-address"),
    ("http://u:p@news.example/", "bad-address"), ("http://[::1", "bad-address"),
    ("http://news.example:6379/", "closed-port"), ("http://news.example:22/", "closed-port"),
])
def test_a_redirect_elsewhere_is_refused(server: Server, fetcher: Make, place: str, reason: str) -> None:
    server.answers["/a"] = page(b"", "302 Found", "Location: " + place)
    assert refusal(fetcher().fetch(at(server))) == reason


def test_redirects_are_followed_and_kept(server: Server, fetcher: Make) -> None:
    server.answers |= {"/a": page(b"", "301 Moved", "Location: b"), "/b": page(b"", "307 Moved", "Location: /c?d"),
                       "/c?d": page(BODY)}
    found = fetcher().fetch(at(server))
    assert isinstance(found, Fetched)
    assert found.final_url == at(server, "/c?d")
    assert gzip.decompress(found.warc).count(b"WARC-Type: response") == 3


def test_a_circle_of_redirects_ends(server: Server, fetcher: Make) -> None:
    server.answers["/a"] = page(b"", "302 Found", "Location: /a")
    assert refusal(fetcher().fetch(at(server))) == "too-many-redirects"
    assert server.paths().count("/a") == 6


def test_the_address_that_was_checked_is_the_one_connected_to(server: Server) -> None:
    """A name that answers differently each time: whatever it says next, nobody asks it again."""
    class Rebinding(TestGate):
        def look_up(self, host: str, port: int, seconds: float) -> list[str]:
            super().look_up(host, port, seconds)
            return ["127.0.0.1"] if len(self.looked_up) <= 2 else ["10.0.0.1"]

    server.answers["/a"] = page(BODY)
    gate = Rebinding(server.port)
    one = Fetcher(FetchOptions(), gate, clock=Waits().clock())
    assert isinstance(one.fetch(at(server)), Fetched)
    assert gate.looked_up == ["news.example"] * 2, "once for robots.txt, once for the page"
    assert refusal(one.fetch(at(server))) == "closed-address"


def test_the_connection_goes_to_no_name(server: Server, fetcher: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/a"] = page(BODY)
    real, reached = socket.create_connection, []

    def spy(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
        reached.append(address[0])
        return real(address, *rest, **options)

    monkeypatch.setattr("socket.create_connection", spy)
    fetcher().fetch(at(server))
    assert reached == ["127.0.0.1", "127.0.0.1"]


def test_a_proxy_in_the_environment_changes_nothing(
        server: Server, fetcher: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    server.answers["/a"] = page(BODY)
    assert isinstance(fetcher().fetch(at(server)), Fetched)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/",
                                 "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::10.0.0.1]/", "http://0.0.0.0/"])
def test_without_a_tests_gate_nothing_inside_is_reached(url: str) -> None:
    assert refusal(Fetcher().fetch(url)) == "closed-address"


def test_no_option_opens_the_gate() -> None:
    import dataclasses

    names = {field.name for field in dataclasses.fields(FetchOptions)}
    assert names == {"agent", "max_bytes", "max_head_bytes", "total_seconds", "silent_seconds", "max_redirects",
                     "delay_seconds", "max_delay_seconds", "max_robots_bytes"}


# ---------------------------------------------------------------- how much it takes

HEAD = b"HTTP/1.1 200 OK\r\n"
CASES: list[tuple[str, Answer, str]] = [
    ("endless body", forever(b"x" * 65_536), "too-large"),
    ("endless chunks", forever(b"4000\r\n" + b"x" * 0x4000 + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
     "too-large"),
    ("too long by its own word", says(HEAD + b"Content-Length: 99999999999\r\n\r\nx"), "too-large"),
    ("endless headers", forever(b"X-Header: " + b"x" * 1000 + b"\r\n", HEAD), "too-large"),
    ("endless header line", forever(b"x" * 1000, HEAD + b"X: "), "too-large"),
    ("endless status line", forever(b"x" * 1000, b"HTTP/1.1 200 "), "too-large"),
    ("endless interim answers", forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, b""), "too-large"),
    ("endless trailer", forever(b"X: y\r\n" * 500, HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"), "too-large"),
    ("many headers", says(HEAD + b"X: y\r\n" * 500 + b"\r\n"), "bad-answer"),
    ("drip in the body", forever(b"x", pause=0.05), "too-slow"),
    ("drip in the head", forever(b"x", HEAD + b"X: ", pause=0.05), "too-slow"),
    ("silence", silent, "too-slow"),
    ("silence in the body", lambda wire, path: (wire.sendall(HEAD + b"\r\nx"), silent(wire, path))[1], "too-slow"),
    ("nothing", says(b""), "bad-answer"),
    ("no http", says(b"SSH-2.0-OpenSSH_9.6\r\n"), "bad-answer"),
    ("half a head", says(b"HTTP/1.1 2"), "bad-answer"),
    ("broken off", says(HEAD + b"Content-Length: 100\r\n\r\nhalf"), "bad-answer"),
    ("broken chunk", says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\nhalf"), "bad-answer"),
    ("no chunk", says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhalf"), "bad-answer"),
]


@pytest.mark.parametrize(("name", "answer", "reason"), CASES, ids=[name for name, _, _ in CASES])
def test_hostile_answers(server: Server, fetcher: Make, name: str, answer: Answer, reason: str) -> None:
    server.answers["/a"] = answer
    found = fetcher(max_bytes=300_000, max_head_bytes=20_000, total_seconds=1.0).fetch(at(server))
    assert refusal(found) == reason, found
    assert server.paths()[-1] == "/a"


def test_nobody_there(server: Server, fetcher: Make) -> None:
    one = fetcher()
    server._listener.close()
    assert refusal(one.fetch(at(server))) in ("no-connection", "too-slow", "bad-answer")


# ---------------------------------------------------------------- TLS

@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for news.example that nobody has signed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run([openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example",
                    "-keyout", str(folder / "key"), "-out", str(folder / "certificate")], check=True,
                   capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key").read_text() + (folder / "certificate").read_text())
    return both


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as running:
        yield running


def test_a_certificate_is_checked_against_the_name(secure: Server, certificate: Path) -> None:
    secure.answers["/a"] = page(BODY)
    trusting = ssl.create_default_context(cafile=str(certificate))
    gate = TestGate(secure.port, {"other.example": ["127.0.0.1"]})
    gate.check_address = lambda host, address: None  # type: ignore[method-assign]
    one = Fetcher(FetchOptions(), gate, trusting, Waits().clock())
    assert isinstance(one.fetch(f"https://news.example:{secure.port}/a"), Fetched)
    assert refusal(one.fetch(f"https://other.example:{secure.port}/a")) == "bad-certificate"


def test_an_unknown_certificate_is_refused(secure: Server) -> None:
    one = Fetcher(FetchOptions(), TestGate(secure.port), clock=Waits().clock())
    assert refusal(one.fetch(f"https://news.example:{secure.port}/a")) == "bad-certificate"
    assert secure.asked == []


def test_the_gate_of_the_tests_is_not_the_gate() -> None:
    with pytest.raises(FetchError):
        Gate().check_address("news.example", "127.0.0.1")
