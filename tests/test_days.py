from __future__ import annotations

from datetime import date

import pytest

from firsthand.days import report_days, to_day
from firsthand.records import Mention, TimeValue
from tests.conftest import make_report


@pytest.mark.parametrize(("moment", "day"), [
    ("2031-03-20", date(2031, 3, 20)), ("2031-03-20T23:59:00Z", date(2031, 3, 20)),
    (None, None), ("", None), ("soon", None), ("2031-02-30", None), ("2031-03", None),
])
def test_to_day(moment: str | None, day: date | None) -> None:
    assert to_day(moment) == day


@pytest.mark.parametrize(("text", "words", "published", "day"), [
    ("Published 22 March 2031 A blast killed 14.", "22 March 2031", "2031-03-19", date(2031, 3, 22)),
    ("Published 22 March 2031 A blast killed 14.", "22 March 2031", None, date(2031, 3, 22)),
    ("A blast killed 14 on 22 March.", "22 March", "2031-03-19", date(2031, 3, 19)),
    ("A blast as of 22 March 2031 killed 14.", "22 March 2031", "2033-03-19", date(2033, 3, 19)),
    (f"{'Words. ' * 60}22 March 2031", "22 March 2031", "2031-03-19", date(2031, 3, 19)),
    ("A blast.", "blast", None, None),
])
def test_a_full_date_in_the_head_beats_the_publication(text: str, words: str, published: str | None,
                                                       day: date | None) -> None:
    report = make_report(text, published=published)
    start = text.index(words)
    mention = Mention(report.id, start, start + len(words), "time", TimeValue("2031-03-22", "DATE", None, "text"))
    assert report_days([report], [mention]) == {report.id: day}
