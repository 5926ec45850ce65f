"""Points in time as the reports give them: which is later, and days in words."""

from __future__ import annotations

import re
from calendar import day_name, monthrange
from datetime import UTC, datetime, timedelta

from firsthand.days import to_day


def is_later(one: str | None, two: str | None, hours: float = 0.0) -> bool:
    """True where ISO time `one` is surely later than `two` by more than `hours`.

    A day without a time may be any moment of it, so two times of one day say nothing.
    """
    first, second = _interval(one), _interval(two)
    if first is None or second is None:
        return False
    if second[1] - second[0] >= timedelta(days=1) and first[0] >= second[1]:
        return True
    return first[0] - second[1] > timedelta(hours=hours)


def _interval(moment: str | None) -> tuple[datetime, datetime] | None:
    """(first, end) of an ISO time in UTC; a day is 24 hours long, a time none."""
    try:
        found = datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    long = timedelta(days=1 if len(moment or "") <= 10 else 0)
    return (found, found + long) if found.year < 9999 else None


def days_as_text(low: str | None, high: str | None) -> str:
    """The ISO (EDTF) form of the days from `low` to `high`: a day, a month, a year or an interval."""
    first, last = to_day(low or high), to_day(high or low)
    if first is None or last is None:
        return str(low or high)
    if low is None or high is None:
        return f"../{last.isoformat()}" if low is None else f"{first.isoformat()}/.."
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}"
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"


def is_bare_weekday(bound: int | str | None) -> bool:
    """Whether a bound is the TIMEX3 value of a weekday that nothing resolves ("XXXX-WXX-2")."""
    return isinstance(bound, str) and bound.startswith("XXXX-WXX-")


def weekday_of(bound: str | None) -> int | None:
    """The ISO weekday (1 is Monday) of a day, or of the TIMEX3 value of a weekday alone ("XXXX-WXX-2")."""
    found = re.fullmatch(r"XXXX-WXX-([1-7])", (bound or "")[:10])
    if found:
        return int(found.group(1))
    day = to_day(bound)
    return day.isoweekday() if day else None


def words_of_day(low: str, high: str) -> str:
    """Days in words: "Tuesday 20 March 2018", "March 2018", "1 to 3 March 2018" by its ends."""
    first, last = to_day(low), to_day(high)
    if first is None or last is None:
        weekday = weekday_of(low)
        return f"a {day_name[weekday - 1]}" if weekday else low
    text = days_as_text(low, high)
    if first == last:
        return f"{first:%A} {first.day} {first:%B} {first.year}"
    if len(text) == 7:
        return f"{first:%B} {first.year}"
    if len(text) == 4:
        return text
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
