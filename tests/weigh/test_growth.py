"""A story of many reports is weighed in steps that grow with them."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.flow import Tables, weigh_stories
from firsthand.group import make_story
from firsthand.options import Options
from firsthand.records import Value
from tests.conftest import make_report, steps

TOLLS = (10, 11, 12, 14, 19)


def story(count: int) -> Callable[[], object]:
    """A story in which many give one of a few tolls, some on one's own authority, some on a harbour master's, some on
    nobody's, over ten days."""
    reports, values = [], []
    for number in range(count):
        toll = TOLLS[number * 7 % len(TOLLS)]
        who = (f"Minister Olm{number}", "the harbour master", None)[number % 3]
        text = f"A blast at Port Selm killed {toll} people{f', {who} said' if who else ''}. Kiosk{number} sold out."
        reports.append(make_report(text, ref=f"r{number}", publisher=f"Selm Post {number % 40}",
                                   published=f"2031-03-{20 + number % 10}"))
        start = text.index(f"{toll} people")
        values.append(Value(reports[-1].id, "i1", True, "killed", toll, toll, None, "total", who, None, None, "fact",
                            None, start, start + 2))
    tables = Tables(reports=reports, values=values, stories=(make_story(reports),))
    return lambda: weigh_stories(tables, Options())


def test_steps_grow_with_the_reports() -> None:
    few, many = story(150), story(600)
    few()  # tables of outlets and words are read once
    assert steps(many) < 6 * steps(few)
