from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest

from fuzz import patterns


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, patterns._stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(("words", "found"), [(r"by (?:[A-Z]\w*|\s)+", True), (r"by (?:[A-Z]\w*(?=\s|$)|\s)+", False)])
def test_a_pattern_that_cuts_a_run_in_all_ways_is_found(words: str, found: bool) -> None:
    pattern = re.compile(words)
    assert (patterns.slowest(pattern, [pattern.fullmatch], 1.0) is not None) == found


def test_patterns_are_looked_for_as_their_modules_do() -> None:
    ways = {name: [way.__name__ for way in found] for name, _, found in patterns.patterns()}
    assert ways["firsthand.read.lines._BYLINE"] == ["fullmatch"]
    assert ways["firsthand.extract.incidents.scene._APART"] == ["search"]
