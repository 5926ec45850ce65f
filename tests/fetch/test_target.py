from __future__ import annotations

import pytest

from firsthand.errors import FetchError
from firsthand.fetch.target import parse_target
from firsthand.read.source import is_address


@pytest.mark.parametrize(("url", "expected"), [
    ("https://news.example/a?b=c#d", "https://news.example/a?b=c"),
    ("HTTP://News.Example", "http://news.example/"),
    ("http://news.example.:80/a b".replace(" ", "%20"), "http://news.example/a%20b"),
    ("https://news.example:8443/", "https://news.example:8443/"),
    ("https://bücher.example/ä?ö=ü", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"),
    ("http://[2606:2800::1]:8080/x", "http://[2606:2800::1]:8080/x"),
    ("http://8.8.8.8/", "http://8.8.8.8/"),
    ("http://1.example/", "http://1.example/"),
])
def test_the_plain_form_of_an_address(url: str, expected: str) -> None:
    assert parse_target(url).url == expected


@pytest.mark.parametrize(("url", "reason"), [
    ("file:///etc/passwd", "closed-scheme"), ("ftp://news.example/", "closed-scheme"),
    ("gopher://news.example/", "closed-scheme"), ("javascript://news.example/", "closed-scheme"),
    ("jar:http://news.example!/", "closed-scheme"), ("//news.example/", "closed-scheme"),
    ("data:text/html,hello", "closed-scheme"), ("unix://socket", "closed-scheme"),
    ("http://", "bad-address"), ("http:///path", "bad-address"), ("http://user:word@news.example/", "bad-address"),
    ("http://8.8.8.8@127.0.0.1/", "bad-address"), ("http://news.example:port/", "bad-address"),
    ("http://news.example:99999/", "bad-address"), ("http://[::1/", "bad-address"), ("http://[v1.x]/", "bad-address"),
    ("http://news.example\\@inner/", "bad-address"), ("http://news.example/\r\nX-Evil: 1", "bad-address"),
    ("http://news.example/a\tb", "bad-address"), ("http://news.example/\x00", "bad-address"),
    ("http://a..b/", "bad-address"), ("http://-a.example/", "bad-address"), ("http://a%00b/", "bad-address"),
    ("http://" + "a" * 64 + ".example/", "bad-address"), ("http://news.example/" + "a" * 5000, "bad-address"),
    ("http://2130706433/", "bad-address"), ("http://0177.0.0.1/", "bad-address"), ("http://0x7f.0.0.1/", "bad-address"),
    ("http://0x7f000001/", "bad-address"), ("http://127.1/", "bad-address"), ("http://0/", "bad-address"),
    ("http://127.0.0.1.0x1/", "bad-address"), ("http://①②⑦.①/", "bad-address"), ("http://256.0.0.1/", "bad-address"),
    ("http://1.2.3.08/", "bad-address"), ("http://[::ffff:1.2.3]/", "bad-address"),
])
def test_what_is_no_plain_web_address(url: str, reason: str) -> None:
    with pytest.raises(FetchError) as raised:
        parse_target(url)
    assert raised.value.reason == reason


@pytest.mark.parametrize(("reference", "expected"), [
    ("/b", "https://news.example/b"), ("b", "https://news.example/a/b"), ("?x", "https://news.example/a/?x"),
    ("//other.example/b", "https://other.example/b"), ("http://other.example:81/b", "http://other.example:81/b"),
])
def test_where_a_redirect_leads(reference: str, expected: str) -> None:
    assert parse_target("https://news.example/a/").join(reference).url == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("https://news.example", True), ("file:///etc/passwd", True), ("a.txt", False), ("C:\\a.txt", False),
    ("news.example", False), ("", False), ("://", False), ("a b://c", False), ("x+y://z", True),
])
def test_what_is_meant_as_an_address(name: str, expected: bool) -> None:
    assert is_address(name) is expected
