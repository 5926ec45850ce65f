"""Days told from another day: "the next morning", "the day before", "the eve of 3 May", "the night of Tuesday".

As in `meaning`: each takes a match and the context, and gives None where nothing tells the day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from firsthand.extract.times.meaning import read_calendar
from firsthand.extract.times.resolve import Context, Resolved, quarter_value, weekday_day, year_of_day
from firsthand.extract.times.timex import DAY_PARTS, month_number, parse_day, safe_day, shift, weekday_number

Found = re.Match[str]


def read_next_part(found: Found, context: Context) -> Resolved | None:
    """The next morning, the following day, the previous night: from the last day that the text named."""
    part = DAY_PARTS[found["part"].casefold()] if found["part"] else ""
    step = -1 if found["way"].casefold() in ("previous", "preceding") else 1
    return _from_text(context, step, part)


def read_day_beside(found: Found, context: Context) -> Resolved | None:
    """The day before, the day after, the night before; "the day before yesterday" counts from the report's day."""
    back = found["way"].casefold() == "before"
    part = "" if found["unit"].casefold() == "day" else DAY_PARTS[found["unit"].casefold()]
    if found["near"]:
        day = _moved(context.base, -2 if back else 2)
        return context.day(part, day)
    # "the day before the attack" is told from a happening: only a text that has named a day tells which.
    return _from_text(context, -1 if back else 1, part)


def read_eve(found: Found, context: Context) -> Resolved | None:
    """The eve of a date."""
    day = _date_of(found, context)
    return context.day("", _moved(day, -1)) if day else None


def read_part_of(found: Found, context: Context) -> Resolved | None:
    """The night of Tuesday, the early hours of 3 May, overnight on Tuesday, overnight into Wednesday."""
    groups = found.groupdict()
    day = _date_of(found, context)
    if day is None:
        return None
    if groups.get("into"):
        day = _moved(day, -1) or day
    part = DAY_PARTS[groups["part"].casefold()] if groups.get("part") else "TMO" if groups.get("hours") else "TNI"
    return context.day(part, day)


def read_month_of(found: Found, context: Context) -> Resolved | None:
    """June last year, January this year."""
    if context.base is None:
        return None
    year = context.base.year + {"last": -1, "this": 0, "next": 1}[found["of"].casefold()]
    return Resolved(f"{year:04}-{month_number(found['month']):02}", "DATE", context.anchor)


def read_year_ago(found: Found, context: Context) -> Resolved | None:
    """"Year-earlier profit": the same quarter of the year before, or that year."""
    if context.quarter:
        return Resolved(f"{int(context.quarter[:4]) - 1:04}{context.quarter[4:]}", "DATE", "text")
    value = shift(context.base, -1, "year") if context.base else None
    return Resolved(value, "DATE", context.anchor) if value else None


def read_quarter_ended(found: Found, context: Context) -> Resolved | None:
    """The quarter ended June 30: that of the month."""
    value = quarter_value(context, (month_number(found["month"]) + 2) // 3)
    return Resolved(value, "DATE", context.anchor) if value else None


def _from_text(context: Context, step: int, part: str) -> Resolved | None:
    """The day so many days from the last that the text named."""
    day = _moved(context.previous_day(), step)
    return Resolved(day.isoformat() + part, "TIME" if part else "DATE", "text") if day else None


def _date_of(found: Found, context: Context) -> date | None:
    """The day of a match's weekday or date; None where it is open."""
    groups = found.groupdict()
    if groups.get("weekday"):
        return weekday_day(context, weekday_number(groups["weekday"]), "")
    if groups.get("year"):
        return safe_day(int(groups["year"]), month_number(groups["month"]), int(groups["day"]))
    if groups.get("day"):
        return year_of_day(context, month_number(groups["month"]), int(groups["day"]))
    resolved = read_calendar(found, context) if groups.get("month") else None
    return parse_day(resolved.timex) if resolved else None


def _moved(day: date | None, days: int) -> date | None:
    """A day so many days later; None beyond the calendar."""
    try:
        return day + timedelta(days=days) if day else None
    except OverflowError:
        return None
