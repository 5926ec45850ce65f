"""How sure a sentence leaves a happening: modals, negation, what governs it; and bad spans."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.extract.factuality import factuality_at
from firsthand.extract.parse import Parser
from firsthand.records import Report
from tests.conftest import make_report

CASES = [
    ("The blast killed nine sailors.", "nine", "fact"),
    ("Nine sailors were killed in the blast.", "Nine", "fact"),
    ("The mayor said nine sailors were killed.", "nine", "fact"),
    ("The blast may have killed nine sailors.", "nine", "possible"),
    ("Nine sailors might have drowned.", "Nine", "possible"),
    ("If the dam breaks, nine villages will flood.", "dam", "possible"),
    ("The rebels wanted to kill nine sailors.", "nine", "possible"),
    ("The rebels tried to kill nine sailors.", "nine", "possible"),
    ("The plan would cost nine sailors their lives.", "nine", "probable"),
    ("The blast did not kill nine sailors.", "nine", "unknown"),
    ("The guards refused to shoot nine sailors.", "nine", "unknown"),
    ("Nobody wounded nine sailors.", "nine", "unknown"),
]


@pytest.mark.parametrize(("text", "words", "wanted"), CASES)
def test_factuality(text: str, words: str, wanted: str, parser: Parser, report: Callable[..., Report]) -> None:
    parsed = parser.parse([report(text)])[0]
    start = text.index(words)
    assert factuality_at(parsed, start, start + len(words)) == wanted


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="ab not may kill\u200b\n.?", max_size=60), start=st.integers(0, 60),
       size=st.integers(0, 9))
def test_any_span_of_any_text_has_a_factuality(text: str, start: int, size: int, parser: Parser) -> None:
    parsed = parser.parse([make_report(text)])[0]
    assert factuality_at(parsed, start, start + size) in {"fact", "probable", "possible", "unknown"}
