"""Stretches of the calendar: quarters, halves, seasons, weekends, the fiscal year, centuries.

As in `meaning`: each takes a match and the context, and gives None where the words are no time after all.
"""

from __future__ import annotations

import re

from firsthand.extract.times.meaning import RELATIVE, read_calendar, unit_from_base
from firsthand.extract.times.resolve import Context, Resolved, quarter_value, told_quarter, weekend_day
from firsthand.extract.times.timex import ORDINALS, SEASONS, parse_day, spelled_year, week_value, weekend_value

Found = re.Match[str]


def read_quarter(found: Found, context: Context) -> Resolved | None:
    """A quarter or half of a year."""
    half = found["piece"].casefold() == "half"
    last = found["ordinal"].casefold() == "last"
    if last and not (half and found["year"]):
        return None
    number = 2 if last else ORDINALS[found["ordinal"].casefold()]
    if half and number > 2:
        return None
    year = found["year"] or found["year0"]
    if year is None and found["old"] and context.base:
        year = f"{context.base.year - 1:04}"
    if year is None and (which := _year_of(found)) and context.base:
        year = f"{context.base.year + RELATIVE.get(which, 0):04}"
    if year:
        return Resolved(f"{year}-{'H' if half else 'Q'}{number}", "DATE",
                        None if found["year"] or found["year0"] else context.anchor)
    if half:
        return Resolved(f"{context.base.year:04}-H{number}", "DATE", context.anchor) if context.base else None
    value = quarter_value(context, number)
    return Resolved(value, "DATE", context.anchor) if value else Resolved(f"XXXX-Q{number}", "DATE")


def _year_of(found: Found) -> str:
    """Which year a quarter is of: "the first quarter of next year", "next year's first quarter"."""
    ahead = re.match(r"(this|last|next)\s+year", found.group(), re.IGNORECASE)
    return str(found["of"] or found["which"] or (ahead[1] if ahead else "")).casefold()


def read_this_unit(found: Found, context: Context) -> Resolved | None:
    """The full year: the base day's."""
    return unit_from_base(context, 0, found["unit"].casefold())


def read_season(found: Found, context: Context) -> Resolved | None:
    """A season, of a year or of the base day's."""
    letter = SEASONS[found["season"].casefold()]
    if found["year"]:
        return Resolved(f"{found['year']}-{letter}", "DATE")
    if context.base is None:
        return Resolved(f"XXXX-{letter}", "DATE")
    step = RELATIVE.get((found["which"] or "").casefold(), 0)
    return Resolved(f"{context.base.year + step:04}-{letter}", "DATE", context.anchor)


def read_week_of(found: Found, context: Context) -> Resolved | None:
    """The week of May 3."""
    inner = read_calendar(found, context)
    day = parse_day(inner.timex) if inner else None
    return Resolved(week_value(day), "DATE", inner.anchor if inner else None) if day else None


def read_weekend(found: Found, context: Context) -> Resolved | None:
    """The weekend."""
    day = weekend_day(context)
    return Resolved(weekend_value(day), "DATE", context.anchor) if day else Resolved("XXXX-WXX-WE", "DATE")


def read_told_quarter(found: Found, context: Context) -> Resolved | None:
    """The quarter, the latest quarter, the year-ago period: what the text spoke of before."""
    if found["piece"].casefold() == "period" and context.quarter is None:
        return None
    value = told_quarter(context)
    if value is None:
        return None
    if found["old"]:
        value = f"{int(value[:4]) - 1:04}{value[4:]}"
    return Resolved(value, "DATE", "text" if context.quarter else context.anchor)


def read_years_quarter(found: Found, context: Context) -> Resolved | None:
    """The 1988 quarter, the 1988 period: the quarter that the text spoke of, in that year."""
    if context.quarter is None:
        return None
    return Resolved(f"{found['year']}{context.quarter[4:]}", "DATE", "text")


def read_spelled_year(found: Found, context: Context) -> Resolved | None:
    """Nineteen ninety-six."""
    year = spelled_year(found["words"])
    return Resolved(f"{year:04}", "DATE") if year else None


def read_century(found: Found, context: Context) -> Resolved | None:
    """The 20th century."""
    number = int(found["ordinal"])
    return Resolved(f"{number - 1:02}", "DATE") if 1 <= number <= 21 else None


def read_year_end(found: Found, context: Context) -> Resolved | None:
    """The end of the year."""
    return Resolved(f"{context.base.year:04}", "DATE", context.anchor) if context.base else None
