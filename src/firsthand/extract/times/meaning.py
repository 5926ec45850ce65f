"""What a match of the grammar means: one function a kind of expression, from words to a TIMEX3 value.

Each takes the match and the context that it is resolved against, and gives None where the words
are no time after all ("Three-quarters of its food").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from firsthand.extract.times.resolve import (
    Context,
    Resolved,
    moved,
    weekday_day,
    year_of_day,
    year_of_month,
)
from firsthand.extract.times.timex import (
    DAY_PARTS,
    SEASONS,
    duration,
    month_number,
    number_of,
    parse_day,
    safe_day,
    shift,
    unit_of,
    weekday_number,
    weekend_value,
)

Found = re.Match[str]

RELATIVE = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "same": 0, "that": 0, "next": 1,
             "coming": 1, "following": 1}


# ---------------------------------------------------------------- calendar dates

def read_calendar(found: Found, context: Context) -> Resolved | None:
    """A date by the names of its months: "24 May 2021", "May", "March 2011"."""
    groups = found.groupdict()
    month, day = month_number(groups["month"]), groups.get("day")
    if not _is_month(found, bool(day or groups.get("year"))):
        return None
    if groups.get("year") and day:
        whole = safe_day(int(groups["year"]), month, int(day))
        return Resolved(whole.isoformat(), "DATE") if whole else None
    if groups.get("year"):
        return Resolved(f"{groups['year']}-{month:02}", "DATE")
    if day:
        if safe_day(2000, month, int(day)) is None:
            return None
        return context.day("", year_of_day(context, month, int(day)), f"XXXX-{month:02}-{int(day):02}")
    value = year_of_month(context, month, (groups.get("which") or "").casefold())
    return Resolved(value, "DATE", context.anchor) if value else Resolved(f"XXXX-{month:02}", "DATE")


def _is_month(found: Found, dated: bool) -> bool:
    """Whether a month's word is one: names with a capital; short ones and May only where words beside them say so."""
    word = found["month"].rstrip(".")
    if not word[0].isupper():
        return False
    if dated:
        return True
    if found.groupdict().get("which") or found.group().casefold() != found["month"].casefold():
        return True
    before = found.string[max(0, found.start() - 14):found.start()]
    led = re.search(r"\b(?:in|since|until|till|by|from|of|during|through|before|after|for|to|between|and|or"
                    r"|every|each)"
                    r"\s+$", before, re.IGNORECASE)
    if _name_beside(found) and len(word) < 4:
        return False
    if word.casefold() in ("may", "march", "mar", "dec", "jan", "jun", "june", "april", "august"):
        doubtful = word.casefold() in ("may", "march", "mar", "dec", "jan", "jun")
        return bool(led) or (not doubtful and not _name_beside(found))
    return not _name_beside(found) or bool(led)


def _name_beside(found: Found) -> bool:
    """Whether a capitalised word follows: "April Jones" is nobody's month."""
    return bool(re.match(r"\s+[A-Z][a-z]", found.string[found.end():found.end() + 4]))


def read_iso(found: Found, context: Context) -> Resolved | None:
    """2021-06-03, with a time of day or without."""
    day = parse_day(found.group())
    if day is None:
        return None
    clock = f"T{found['clock']}" if found["clock"] else ""
    return Resolved(day.isoformat() + clock, "TIME" if clock else "DATE")


def read_slashed(found: Found, context: Context) -> Resolved | None:
    """3/25/2016 or 25.3.2016; where both could be the month, only the year is sure."""
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    if year < 100:
        year += 1900 if year > 50 else 2000
    if found[2] in ".-" or one > 12:
        one, two = two, one
    elif two <= 12 and one != two:
        return Resolved(f"{year:04}", "DATE")
    day = safe_day(year, one, two)
    return Resolved(day.isoformat(), "DATE") if day else None


def read_year(found: Found, context: Context) -> Resolved | None:
    """A year that the words beside it tell to be one."""
    return Resolved(found["year"], "DATE")


def read_loose_year(found: Found, context: Context) -> Resolved | None:
    """A bare number of 1900 to 2049: a year unless what stands beside it makes it an amount."""
    before, after = found.string[max(0, found.start() - 24):found.start()], found.string[found.end():found.end() + 24]
    if re.search(r"[$£€#.,:/\d-]\s?$|\b(?:at\s+least|about|around|some|than|nearly|over|up\s+to|no\.?|route|highway|"
                 r"flight|article|section|resolution|room|box|killed|wounded|for)\s+$", before, re.IGNORECASE):
        return None
    if re.match(r"\s*(?:%|[a-z]+s\b(?<!was)(?<!is)(?<!has)|people|men|women|children|feet|kilomet|met|miles|km|m\b)",
                after) and not re.match(r"\s*(?:elections?|olympics|games|talks|attacks|levels|results"
                                        r"|sales)", after):
        return None
    return Resolved(found["year"], "DATE")


def read_decade(found: Found, context: Context) -> Resolved | None:
    """The 1990s, the nineties, the '80s."""
    words = found["decade"].casefold()
    names = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7,
             "eighties": 8, "nineties": 9}
    if words in names:
        return Resolved(f"19{names[words]}", "DATE")
    digits = re.sub(r"\D", "", words)
    return Resolved(digits[:3] if len(digits) == 4 else f"{'20' if digits[0] in '01' else '19'}{digits}"[:3], "DATE")


# ---------------------------------------------------------------- weekdays and days near the base

def read_weekday(found: Found, context: Context) -> Resolved | None:
    """A weekday, with a part of the day or without; several of them are a set."""
    number = weekday_number(found["weekday"])
    part = DAY_PARTS[found["part"].casefold()] if found["part"] else ""
    before = found.string[max(0, found.start() - 8):found.start()]
    many = found["many"] and not re.match(r"\s+[a-z]", found.string[found.end():])
    if re.search(r"\b(?:every|each)\s+$", before, re.IGNORECASE) or many or (found["part"] or "").endswith("s"):
        return Resolved(f"XXXX-WXX-{number + 1}{part}", "SET")
    which = (found["which"] or "").casefold()
    if which in ("following", "same", "that", "previous") and (day := context.previous_day()):
        if which == "following":
            day += timedelta(days=(number - day.weekday() - 1) % 7 + 1)
        elif which == "previous":
            day -= timedelta(days=(day.weekday() - number) % 7 or 7)
        else:
            day -= timedelta(days=(day.weekday() - number) % 7)
        return Resolved(day.isoformat() + part, "TIME" if part else "DATE", "text")
    return context.day(part, weekday_day(context, number, which), f"XXXX-WXX-{number + 1}")


_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def read_near(found: Found, context: Context) -> Resolved | None:
    """Today, yesterday, tomorrow, tonight."""
    word = found["near"].casefold()
    part = "TNI" if word == "tonight" else DAY_PARTS[found["part"].casefold()] if found["part"] else ""
    day = context.base + timedelta(days=_NEAR[word]) if context.base else None
    return context.day(part, day)


def read_this_part(found: Found, context: Context) -> Resolved | None:
    """This morning, last night, overnight, the evening."""
    words = found.group().casefold()
    if words.startswith("the ") and not re.search(r"\b(?:in|into|during|through|by|for|later)\s+$",
                                                  found.string[max(0, found.start() - 10):found.start()]):
        return None
    part = DAY_PARTS["overnight" if "overnight" in words else found["part"].casefold()]
    if words.startswith("the ") or words.startswith("that ") or words.startswith("same "):
        day = context.previous_day()
        return Resolved(day.isoformat() + part, "TIME", "text") if day else Resolved("XXXX-XX-XX" + part, "TIME")
    back = 1 if re.search(r"\blast\b|overnight", words) else 0
    return context.day(part, context.base - timedelta(days=back) if context.base else None)


def read_clock(found: Found, context: Context) -> Resolved | None:
    """A time of day, on a day beside it or on the last that the text named."""
    time = _time_of(found)
    if time is None:
        return None
    if found["weekday"]:
        day = weekday_day(context, weekday_number(found["weekday"]), "")
        return context.day(time, day, f"XXXX-WXX-{weekday_number(found['weekday']) + 1}")
    if found["near"]:
        step = timedelta(days=_NEAR[found["near"].casefold()])
        return context.day(time, context.base + step if context.base else None)
    if found["month"]:
        dated = safe_day(int(found["year"]), month_number(found["month"]), int(found["day"])) if found["year"] else \
            year_of_day(context, month_number(found["month"]), int(found["day"]))
        return context.day(time, dated)
    if day := context.previous_day():
        return Resolved(day.isoformat() + time, "TIME", "text")
    return context.day(time, context.base)


def _time_of(found: Found) -> str | None:
    """THH:MM of a clock's match; None where the hour is none."""
    if found["named"]:
        return DAY_PARTS[found["named"].casefold()]
    if found["h24"]:
        return f"T{int(found['h24']):02}:{found['m24']}"
    hour = int(found["hour"])
    if not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if found["half"].casefold() == "p" else 0)
    return f"T{hour:02}:{found['minute'] or '00'}"


# ---------------------------------------------------------------- units

def read_which_unit(found: Found, context: Context) -> Resolved | None:
    """Last week, this year, the next month, that day, the same year."""
    which, unit = found["which"].casefold(), found["unit"].casefold()
    step = RELATIVE[which]
    if unit == "year" and which in ("same", "that") and (year := context.previous_year()):
        return Resolved(year, "DATE", "text")
    if which in ("same", "that", "following", "previous") and context.previous_day():
        return moved(context, step, unit, True) if unit != "weekend" and unit not in SEASONS else None
    if which in ("same", "that"):
        return None
    return unit_from_base(context, step, unit)


def unit_from_base(context: Context, step: int, unit: str) -> Resolved | None:
    """The unit that lies `step` units from the base day's own."""
    value: str | None
    if context.base is None:
        return Resolved({"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX"}.get(unit, "XXXX"), "DATE")
    if unit == "weekend":
        value = weekend_value(context.base + timedelta(weeks=step))
    elif unit in SEASONS:
        value = f"{context.base.year + step:04}-{SEASONS[unit]}"
    else:
        value = shift(context.base, step, unit)
    return Resolved(value, "DATE", context.anchor) if value else None


def read_ago(found: Found, context: Context) -> Resolved | None:
    """Two weeks ago, three days earlier, a year later, a month from now."""
    unit, word = unit_of(found["unit"]), re.sub(r"\s+", " ", found["way"].casefold())
    if unit in ("second", "minute", "hour"):
        amount = number_of(found["number"])
        return Resolved(duration(amount, unit), "DURATION")
    if (amount := number_of(found["number"])) is None:
        return Resolved("PAST_REF" if word in ("ago", "earlier", "before") else "FUTURE_REF", "DATE")
    back = word in ("ago", "earlier", "before", "previously", "prior")
    if amount != int(amount):
        smaller = {"year": ("month", 12), "week": ("day", 7)}.get(unit, (unit, 1))
        unit, amount = smaller[0], amount * smaller[1]
    return moved(context, -int(amount) if back else int(amount), unit, word not in ("ago", "from now", "from today"))


def read_span(found: Found, context: Context) -> Resolved | None:
    """Two days, the past three months, a five-year, several weeks."""
    if re.match(r"[\s-]olds?\b|\s+of\s+age\b", found.string[found.end():], re.IGNORECASE):
        return None
    unit = unit_of(found["unit"])
    words = found["number"].casefold()
    if (words == "a" and unit == "second") or re.fullmatch(r"(?:1[5-9]|20)\d\d", words) or _is_share(found, unit):
        return None
    before = found.string[max(0, found.start() - 8):found.start()]
    if words == "one" and re.search(r"\b(?:will|would|could|might|may|can|he|she|they|we|who)\s+$", before):
        return None  # "hopes that she will one day return"
    amount = number_of(words)
    if found["half"] and amount is not None:
        amount += 0.5
    return Resolved(duration(amount, unit), "DURATION")


def _is_share(found: Found, unit: str) -> bool:
    """"Three quarters of its food" is a share of it, no time."""
    words = found.group().casefold()
    share = re.match(r"\s+of\b", found.string[found.end():]) is not None
    return unit == "quarter" and (share or words.endswith("three-quarters"))


def read_many_units(found: Found, context: Context) -> Resolved | None:
    """Days, weeks, years: a duration of open length."""
    before = found.string[max(0, found.start() - 10):found.start()]
    if found["unit"].casefold() == "quarters" and found.group().casefold() == "quarters":
        return None  # "searched their living quarters"
    if re.search(r"\b(?:early|late|small|wee|closing|office|opening|working|rush)\s+$", before, re.IGNORECASE):
        return None
    return Resolved(duration(None, unit_of(found["unit"])), "DURATION")


def read_set(found: Found, context: Context) -> Resolved | None:
    """Daily, every year, each month."""
    words = found.group().casefold()
    adverbs = {"hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M",
               "yearly": "P1Y", "annually": "P1Y", "biweekly": "P2W", "annual": "P1Y"}
    if words in adverbs:
        return Resolved(adverbs[words], "SET")
    number = 2.0 if found["other"] else number_of(found["number"]) if found["number"] else 1.0
    return Resolved(duration(number, unit_of(found["unit"])), "SET")


_HOLIDAYS = {"christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "new year's day": (1, 1),
             "new year's eve": (12, 31), "halloween": (10, 31), "valentine's day": (2, 14), "independence day": (7, 4),
             "may day": (5, 1)}


def read_holiday(found: Found, context: Context) -> Resolved | None:
    """A holiday with a fixed day."""
    month, day = _HOLIDAYS[found["holiday"].casefold()]
    if found["year"]:
        return Resolved(f"{found['year']}-{month:02}-{day:02}", "DATE")
    return context.day("", year_of_day(context, month, day), f"XXXX-{month:02}-{day:02}")


def read_reference(value: str) -> Callable[[Found, Context], Resolved | None]:
    """A rule's meaning that is always the same reference."""
    return lambda found, context: Resolved(value, "DATE")


def read_duration(value: str) -> Callable[[Found, Context], Resolved | None]:
    """A rule's meaning that is always the same length of time."""
    return lambda found, context: Resolved(value, "DURATION")


def read_thanksgiving(found: Found, context: Context) -> Resolved | None:
    """The fourth Thursday of November (United States)."""
    if not found["year"] and context.base is None:
        return None
    latest = int(found["year"]) if found["year"] else context.base.year if context.base else 1
    years = [latest] if found["year"] else [latest - 1, latest]
    days = [first + timedelta(days=(3 - first.weekday()) % 7 + 21)
            for year in years if (first := safe_day(year, 11, 1))]
    base = context.base
    if base is None or found["year"]:
        return Resolved(days[-1].isoformat(), "DATE") if days else None
    return context.day("", min(days, key=lambda day: abs((day - base).days)))
