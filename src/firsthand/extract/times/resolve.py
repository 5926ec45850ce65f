"""Time expressions to TIMEX3 values, against a base day, the tense of the sentence and the text before.

A `Context` knows what an expression can be resolved against. Where it knows nothing, values stay
underspecified ("XXXX-WXX-2"): a day is never invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from firsthand.extract.times.timex import parse_day, safe_day, shift

Anchor = Literal["published", "dateline", "text"]
Tense = Literal["past", "future"]
Kind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A TIMEX3 value, its type, and what it was resolved against."""

    timex: str
    type: Kind
    anchor: Anchor | None = None


@dataclass(slots=True)
class Context:
    """What the expressions of one report are resolved against; `previous` moves along the text."""

    base: date | None
    anchor: Anchor | None
    tense: Tense | None = None
    previous: str | None = None
    quarter: str | None = None

    def day(self, words: str, value: date | None, form: str = "XXXX-XX-XX") -> Resolved:
        """A day with its part ("TMO" or ""), or the open form where there is no day."""
        kind: Kind = "TIME" if words else "DATE"
        if value is None:
            return Resolved(form + words, kind)
        return Resolved(value.isoformat() + words, kind, self.anchor)

    def previous_day(self) -> date | None:
        """The last day that the text named before."""
        return parse_day(self.previous)

    def previous_year(self) -> str | None:
        """The last year that the text named before."""
        return self.previous[:4] if self.previous and self.previous[:4].isdigit() else None


def weekday_day(context: Context, weekday: int, direction: str) -> date | None:
    """The day that a weekday means: on or before the base day, unless it is said to come."""
    base = context.base
    if base is None:
        return None
    back = (base.weekday() - weekday) % 7
    try:
        if direction in ("next", "coming"):
            return base + timedelta(days=7 - back)
        if direction in ("last", "past", "previous"):
            return base - timedelta(days=back or 7)
        if direction == "this" or (not direction and context.tense == "future"):
            return base + timedelta(days=(7 - back) % 7)
        return base - timedelta(days=back)
    except OverflowError:
        return None


def year_of_day(context: Context, month: int, day: int) -> date | None:
    """The day of a month without a year that lies nearest to the base day, on the tense's side."""
    if context.base is None:
        return None
    days = [found for step in (-1, 0, 1) if (found := safe_day(context.base.year + step, month, day))]
    return _nearest(context, days)


def year_of_month(context: Context, month: int, direction: str) -> str | None:
    """`YYYY-MM` of a month without a year."""
    if context.base is None:
        return None
    here = context.base.replace(day=1)
    days = [found for step in (-1, 0, 1) if (found := safe_day(here.year + step, month, 1))]
    if direction in ("last", "past", "previous"):
        days = [day for day in days if day < here]
        return max(days).isoformat()[:7] if days else None
    if direction in ("next", "coming"):
        days = [day for day in days if day > here]
        return min(days).isoformat()[:7] if days else None
    if direction == "this":
        return f"{here.year:04}-{month:02}"
    found = _nearest(Context(here, context.anchor, context.tense), days)
    return found.isoformat()[:7] if found else None


def _nearest(context: Context, days: list[date]) -> date | None:
    """The nearest of some days; those on the wrong side of the base count only where no other is."""
    assert context.base is not None
    base = context.base
    # A past tense rules out what comes, but a plan is often told in the past ("agreed to meet on May 3"),
    # so only a distance of over two months ahead is ruled out by it.
    limits = {"past": (-400, 60), "future": (-30, 400), None: (-400, 200)}[context.tense]
    inside = [day for day in days if limits[0] <= (day - base).days <= limits[1]]
    return min(inside or days, key=lambda day: (abs((day - base).days), day), default=None)


def quarter_value(context: Context, quarter: int) -> str | None:
    """`YYYY-Qn` of a quarter without a year: the last that has begun, or the nearest where it comes."""
    if context.base is None:
        return None
    base = context.base
    starts = {year: date(year, quarter * 3 - 2, 1) for year in (base.year - 1, base.year, base.year + 1)
              if 0 < year < 10000}
    # Figures of a quarter are told of one that has begun, unless the verb says that it comes.
    begun = [year for year, start in starts.items() if start <= base]
    if context.tense == "future" or not begun:
        year = min(starts, key=lambda year: (abs((starts[year] - base).days), year))
    else:
        year = max(begun)
    return f"{year:04}-Q{quarter}"


def told_quarter(context: Context) -> str | None:
    """The quarter that "the quarter" means: the last one of the text, else the last that ended by the base day."""
    if context.quarter:
        return context.quarter
    return shift(context.base, -1, "quarter") if context.base else None


def weekend_day(context: Context) -> date | None:
    """A day in the weekend that lies on or before the base day, or after it if the tense says so."""
    if context.base is None:
        return None
    step = 0 if context.tense != "future" else 7
    return context.base - timedelta(days=(context.base.weekday() - 5) % 7) + timedelta(days=step)


def moved(context: Context, number: int, unit: str, from_text: bool) -> Resolved | None:
    """What lies `number` units after the base day, or after the text's last day."""
    if unit == "year" and abs(number) == 1 and (quarter := context.previous) and "-Q" in quarter:
        # "profit rose in the third quarter from 5 million a year ago": the same quarter of that year
        told = int(quarter[:4])
        # Told after a figure of last year's, "a year earlier" is still that year.
        from_base = context.base is not None and context.base.year - 1 <= told <= context.base.year
        year = context.base.year + number if context.base is not None and from_base else told + number
        return Resolved(f"{year:04}{quarter[4:7]}", "DATE", "text")
    if from_text and (day := context.previous_day()):
        value = shift(day, number, unit)
        return Resolved(value, "DATE", "text") if value else None
    if from_text and unit == "year" and (previous := context.previous) and previous[:4].isdigit():
        value = f"{int(previous[:4]) + number:04}{previous[4:8]}"
        return Resolved(value, "DATE", "text")
    if context.base is None:
        return Resolved("XXXX-XX-XX" if unit == "day" else "XXXX", "DATE")
    value = shift(context.base, number, unit)
    return Resolved(value, "DATE", context.anchor) if value else None
