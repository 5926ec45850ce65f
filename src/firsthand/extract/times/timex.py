"""The words of English time expressions and the arithmetic of TIMEX3 values.

Values follow TIMEX3 (TimeML 1.2.1) as TempEval-3 uses it: `2016-09-20`, `2016-W38`, `2016-Q3`,
`199` (a decade), `P2D`, `XXXX-WXX-2`, `PAST_REF`. Decades in durations count as years (`P20Y`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
EDTF_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
DAY_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "nights": "TNI",
             "overnight": "TNI", "noon": "T12:00", "midday": "T12:00", "midnight": "T24:00", "dawn": "TMO",
             "daybreak": "TMO", "dusk": "TEV"}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)}
UNITS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "weekend": "W",
         "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C",
         "centurie": "C", "millennium": "L"}
CLOCK_UNITS = {"second", "minute", "hour"}

UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries)"
_UNIT_WORD = r"(?:zero|" + "|".join((*_SMALL[1:], *_TENS)) + ")"
NUMBER = (r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:\s+\d/\d)?|" + _UNIT_WORD + r"(?:[\s-]+" + _UNIT_WORD + r")?"
          r"(?:\s+(?:hundred|thousand))?|(?:a\s+)?half(?:\s+an?)?|an?(?:\s+(?:hundred|thousand|dozen))?|(?:a\s+)?couple(?:\s+of)?"
          r"|(?:a\s+)?few|several|many|dozens\s+of|hundreds\s+of)")

MONTH = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?" \
        r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
SHORT_WEEKDAY = r"(?:mon|tues?|wed|thur?s?|fri|sat|sun)"


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    head = word.casefold()[:3]
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(head))


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 for a weekday's name or abbreviation."""
    head = word.casefold()[:3]
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(head))


def number_of(words: str) -> float | None:
    """The number that words stand for ("two", "a couple of", "5 1/2"); None where they leave it open."""
    plain = words.casefold().replace(",", "")
    if digits := re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s+(\d)/(\d))?", plain):
        whole, above, below = digits.groups()
        return float(whole) + (int(above) / int(below) if above and below != "0" else 0)
    if "couple" in plain:
        return 2
    if "half" in plain:
        return 0.5
    parts = re.findall(r"[a-z]+", plain)
    if any(part in ("few", "several", "many", "dozens", "hundreds") for part in parts):
        return None
    total = sum(_WORDS.get(part, 0) for part in parts) or 1
    scale = {"hundred": 100, "thousand": 1000, "dozen": 12}
    for part in parts:
        total *= scale.get(part, 1)
    return float(total)


def unit_of(word: str) -> str:
    """A unit's name in the singular ("centuries": "century")."""
    low = word.casefold()
    return "century" if low.startswith("centur") else low.rstrip("s")


def duration(number: float | None, unit: str) -> str:
    """The TIMEX3 duration of a number of units; X where the number is open."""
    letter = UNITS[unit]
    head = "PT" if unit in CLOCK_UNITS else "P"
    if unit == "fortnight":
        number = None if number is None else number * 2
    if number is None:
        return f"{head}X{'DE' if letter == 'E' else 'CE' if letter == 'C' else letter}"
    if letter in "ECL":
        number, letter = number * {"E": 10, "C": 100, "L": 1000}[letter], "Y"
    if number != int(number):
        return _broken(number, unit, letter, head)
    return f"{head}{int(number)}{letter}"


def _broken(number: float, unit: str, letter: str, head: str) -> str:
    """A duration with a fraction, as whole smaller units where there are such (2.5 years: P2Y6M)."""
    smaller = {"year": ("", 12, "M"), "hour": ("", 60, "M"), "minute": ("", 60, "S"), "day": ("T", 24, "H")}
    whole = f"{int(number)}{letter}" if number >= 1 else ""
    if unit not in smaller:
        return f"{head}{number:g}{letter}"
    mark, count, low = smaller[unit]
    return f"{head}{whole}{mark}{round((number - int(number)) * count)}{low}"


def spelled_year(words: str) -> int | None:
    """The year of "nineteen ninety-six" or "two thousand"; None for other words."""
    parts = [_WORDS[part] for part in re.findall(r"[a-z]+", words.casefold()) if part in _WORDS]
    if "thousand" in words.casefold():
        return 2000 + sum(parts[1:])
    return parts[0] * 100 + sum(parts[1:]) if len(parts) > 1 else None


def shift(day: date, number: int, unit: str) -> str | None:
    """The value of the unit that lies `number` units after `day`; None beyond the calendar."""
    try:
        if unit in ("day", "night"):
            return (day + timedelta(days=number)).isoformat()
        if unit in ("week", "fortnight"):
            return week_value(day + timedelta(weeks=number * (2 if unit == "fortnight" else 1)))
        if unit in ("month", "quarter"):
            months = day.year * 12 + day.month - 1 + number * (3 if unit == "quarter" else 1)
            year, month = divmod(months, 12)
            return f"{year:04}-{month + 1:02}" if unit == "month" else f"{year:04}-Q{month // 3 + 1}"
        years = day.year + number * {"year": 1, "decade": 10, "century": 100}[unit]
        if not 0 < years < 10000:
            return None
        return f"{years:04}"[:{"year": 4, "decade": 3, "century": 2}[unit]] if abs(number) < 2 else f"{years:04}"
    except OverflowError:
        return None


def week_value(day: date) -> str:
    """The ISO week of a day ("2016-W38")."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def weekend_value(day: date) -> str:
    """The weekend of a day's ISO week ("2016-W38-WE")."""
    return f"{week_value(day)}-WE"


def safe_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_day(words: str | None) -> date | None:
    """The day at the head of an ISO date or time; None where there is none."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", words or "")
    return safe_day(*(int(part) for part in found.groups())) if found else None


def edtf_of(timex: str) -> str | None:
    """The EDTF form of a TIMEX3 value, None where EDTF (ISO 8601-2:2019) has none."""
    head = re.match(r"\d{4}-\d\d-\d\d", timex)
    if head:
        clock = re.fullmatch(r"T(\d\d:\d\d)", timex[10:])
        return f"{head.group()}T{clock.group(1)}:00" if clock and clock.group(1) < "24" else head.group()
    if re.fullmatch(r"\d{4}(?:-\d\d)?", timex):
        return timex
    if re.fullmatch(r"\d{2,3}", timex):
        return timex.ljust(4, "X")
    return _edtf_period(timex)


def _edtf_period(timex: str) -> str | None:
    """The EDTF form of a week, quarter, half year or season."""
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", timex):
        first = date.fromisocalendar(int(week.group(1)), int(week.group(2)), 6 if week.group(3) else 1)
        return f"{first.isoformat()}/{(first + timedelta(days=1 if week.group(3) else 6)).isoformat()}"
    if part := re.fullmatch(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)", timex):
        codes = EDTF_SEASONS | {"Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36", "H1": "40", "H2": "41"}
        return f"{part.group(1)}-{codes[part.group(2)]}"
    return None
