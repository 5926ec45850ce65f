from __future__ import annotations

import pytest

from firsthand.fetch.robots import NOTHING, Rules, parse_robots
from tests.conftest import steps


@pytest.mark.parametrize(("rules", "path", "expected"), [
    ("User-agent: *\nDisallow: /a", "/ab", False), ("User-agent: *\nDisallow: /a", "/b", True),
    ("User-agent: *\nDisallow: /a\nAllow: /ab", "/abc", True), ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /\nAllow: /", "/a", True), ("user-agent:*\ndisallow:/a # not\n", "/a", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False), ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
    ("User-agent: *\nDisallow: /a*c", "/abbbc/d", False), ("User-agent: *\nDisallow: /a*c", "/abbb", True),
    ("User-agent: *\nDisallow: /a$", "/a", False), ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /*a*$", "/xax", False), ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
    ("User-agent: *\nDisallow: /\nUser-agent: firsthand\nDisallow: /a", "/b", True),
    ("User-agent: other\nUser-agent: FirstHand/2\nDisallow: /", "/b", False),
    ("User-agent: firsthand\nCrawl-delay: 2\nUser-agent: other\nDisallow: /", "/b", True),
    ("User-agent: firsthand\nDisallow: /a\n\nUser-agent: firsthand\nDisallow: /b", "/b", False),
    ("User-agent: *\nDisallow: /ä", "/%C3%A4", False), ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("\ufeffUser-agent: *\nDisallow: /", "/a", False), ("Disallow: /", "/a", True), ("\xff<html>", "/a", True),
    ("User-agent: *\nDisallow: /" + "x" * 3000, "/a", True),
])
def test_what_may_be_fetched(rules: str, path: str, expected: bool) -> None:
    assert parse_robots(rules.encode(), "firsthand").allows(path) is expected


@pytest.mark.parametrize(("value", "expected"), [("2", 2.0), ("0.5", 0.5), ("-1", None), ("inf", None), ("", None)])
def test_the_pause_that_is_asked_for(value: str, expected: float | None) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {value}".encode(), "firsthand").delay_seconds == expected


def test_nothing_and_everything() -> None:
    assert not NOTHING.allows("/a")
    assert Rules().allows("/a")


def test_no_rule_makes_matching_slow() -> None:
    rules = Rules(((("/" + "*a" * 900 + "*b"), False),))
    assert steps(lambda: rules.allows("/" + "a" * 4000)) < 20_000
