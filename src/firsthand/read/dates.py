"""Publication dates as people and machines write them, as ISO 8601; null where they are not plain.

Nothing is guessed: a day that could be read two ways (03/04/2018), a month without a day and
words such as "yesterday" give null.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1600
"""Before it there are no newspapers; year 1 is how some systems write "no date"."""
MAX_DATE_CHARS = 80
"""No date is longer."""

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (r"(?:,?\s+(?:at\s+|-\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.]\d\d)?"
         r"\s*(?P<half>[ap]\.?m\.?)?)?")
FULL_DATE = (rf"{_WEEKDAY}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?"
             rf"|{_MONTH.replace('month', 'month2')}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?)"
             rf"\s+(?P<year>\d{{4}})\b{_TIME}")
"""A day with month and year in English words, with or without weekday and clock time."""
_WORDED = re.compile(FULL_DATE, re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def normal_date(words: str) -> str | None:
    """A date or time in words or figures as ISO 8601, or null; UTC is written `Z`."""
    bare = words.strip()
    if not bare or len(bare) > MAX_DATE_CHARS:
        return None
    for parse in (_from_iso, _from_words, _from_figures, _from_mail):
        found = parse(bare)
        if found is not None:
            return found if int(found[:4]) >= EARLIEST_YEAR else None
    return None


def date_in(match: re.Match[str]) -> str | None:
    """The ISO form of a match of `FULL_DATE`; null where there is no such day."""
    parts = match.groupdict()
    month = _month_number(parts["month"] or parts["month2"])
    try:
        day = date(int(parts["year"]), month, int(parts["day"] or parts["day2"]))
        if parts["hour"] is None:
            return day.isoformat()
        hour = int(parts["hour"])
        if parts["half"]:
            hour = hour % 12 + (12 if parts["half"].lower().startswith("p") else 0)
        return datetime(day.year, day.month, day.day, hour, int(parts["minute"])).isoformat()
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _from_iso(words: str) -> str | None:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        pass
    try:
        return _iso(datetime.fromisoformat(words.replace(" UTC", "Z").replace(" Z", "Z")))
    except ValueError:
        return None


def _from_words(words: str) -> str | None:
    match = _WORDED.fullmatch(words)
    return date_in(match) if match else None


def _from_figures(words: str) -> str | None:
    match = _NUMBERED.fullmatch(words)
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _from_mail(words: str) -> str | None:
    """RFC 2822, as feeds and HTTP headers write it."""
    try:
        return _iso(parsedate_to_datetime(words)) if ":" in words else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _iso(moment: datetime) -> str:
    stamp = moment.replace(microsecond=0).isoformat()
    return stamp.replace("+00:00", "Z") if moment.tzinfo in (UTC, None) or stamp.endswith("+00:00") else stamp
