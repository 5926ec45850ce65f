"""The grammar of English time expressions: a pattern and what its match means, rule by rule.

Each rule stands alone: `find_times` lets the earliest and then the longest match win.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.extract.times import meaning as means
from firsthand.extract.times import periods, told
from firsthand.extract.times.resolve import Context, Resolved
from firsthand.extract.times.timex import MONTH, NUMBER, SHORT_WEEKDAY, UNIT, WEEKDAY, WEEKDAYS

Meaning = Callable[[re.Match[str], Context], Resolved | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what a match of it means in a context (None: no time after all).

    `cues` are words one of which stands in every match, lower case; "#" is any digit.
    """

    pattern: re.Pattern[str]
    meaning: Meaning
    cues: frozenset[str]


_EARLY = r"(?:(?:early|late|earlier|later|mid|the\s+(?:beginning|start|end|middle|rest)\s+of)[\s-]+)"
_WHICH = r"(?:(?:the\s+)?(?P<which>last|past|previous|this|current|next|coming|following|same|that)\s+)"
_PART = r"(?:(?:early|late|mid)[\s-]*)?(?P<part>morning|afternoon|evening|nights?|noon|midday|midnight|dawn|dusk)"
_CLOCK = (r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?|(?P<named>noon|midday"
          r"|midnight)"
          r"|(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?::[0-5]\d)?)"
          r"(?:\s*\(?\b(?:GMT|UTC|EST|EDT|CET|CEST|BST|local\s+time|PST|PDT|ET|PT|MST|MDT|CST|CDT)\b\)?)?")
_D = r"(?P<day>[12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?"
_M = rf"(?P<month>{MONTH})\.?"
_Y = r"(?P<year>1[0-9]\d\d|20\d\d)"
_WEEKDAY_HEAD = rf"(?:\b(?:{WEEKDAY}|{SHORT_WEEKDAY})\.?,?\s+)?"
_ABOUT = (r"(?:(?:the|about|almost|nearly|more|less|than|over|past|last|next|first|coming|previous|up|to|at|least|"
          r"latest|just|only|another|final|initial|around|additional|preceding|following|as|many|under|within"
          r"|roughly|"
          r"some|recent|no)\s+)*?")
_RANGE = rf"(?:\s*(?:to|or|-)\s*{NUMBER})?"
_NO_COUNT = r"(?![\d%]|[.,:]\d|\s*(?:per\s?cent|million|billion|people|persons?)\b)"


def _rule(pattern: str, meaning: Meaning, cues: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), meaning, frozenset(cues.split()))


def cue_words(text: str) -> frozenset[str]:
    """The lower-case words of a text, with "#" where it has a digit: what `Rule.cues` is held against."""
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return frozenset(words | ({"#"} if re.search(r"\d", text) else set()))


_MONTH_CUES = "january february march april may june july august september october november december jan feb mar apr " \
              "jun jul aug sep sept oct nov dec"
_DAY_CUES = " ".join(day + end for day in WEEKDAYS for end in ("", "s"))
_PART_CUES = "morning afternoon evening night nights noon midday midnight dawn dusk overnight"
_UNIT_CUES = " ".join(("second minute hour day week fortnight month quarter year decade century centuries",
                       "seconds minutes hours days weeks fortnights months quarters years decades"))
_SEASON_CUES = "spring summer autumn fall winter"


_DAY_FIRST = rf"(?:{_WEEKDAY_HEAD}{_D}\s+(?:of\s+)?{_M}(?:,?\s*{_Y}\b)?|(?P<weekday>{WEEKDAY}))"
_MONTH_FIRST = rf"{_WEEKDAY_HEAD}{_M}\s*{_D}(?:,?\s*{_Y}\b)?"
"""A day: "Tuesday", "3 May", "Tuesday, 3 May 2031"; the other order apart, since a group has one place in a pattern."""
_NIGHT_OF = (r"\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?:(?P<part>morning|afternoon|evening|night|dawn)"
             r"|(?P<hours>(?:early|small|wee)\s+hours))\s+(?:of|on)\s+")
_OVERNIGHT = r"\bovernight\s+(?:on\s+|(?P<into>into\s+))?"


RULES: tuple[Rule, ...] = (
    _rule(rf"{_WEEKDAY_HEAD}\b{_D}\s+(?:of\s+)?{_M}(?:,?\s+(?:of\s+)?{_Y}\b(?!\s*(?:people"
          rf"|killed)))?", means.read_calendar, _MONTH_CUES),
    _rule(rf"{_WEEKDAY_HEAD}\b(?:last\s+)?{_M}\s*\b{_D}{_NO_COUNT}(?:,?\s*{_Y}\b)?", means.read_calendar, _MONTH_CUES),
    _rule(rf"{_WEEKDAY_HEAD}\b{_M}\s+(?P<day>\d{{1,2}}),?(?P<year>(?:19|20)\d\d)\b", means.read_calendar, _MONTH_CUES),
    _rule(rf"{_EARLY}?\b{_M},?\s+(?:of\s+)?{_Y}\b(?![,.]\d)", means.read_calendar, _MONTH_CUES),
    _rule(rf"{_EARLY}?\b(?:{_WHICH})?\b{_M}(?!\s+\d|\w)", means.read_calendar, _MONTH_CUES),
    _rule(rf"\bthe\s+week\s+(?:of|beginning|ending)\s+{_M}\s+{_D}", periods.read_week_of, "week"),
    _rule(r"\b\d{4}-\d\d-\d\d(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d)?)?(?!\d)", means.read_iso, "#"),
    _rule(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/.-]\d|\d)", means.read_slashed, "#"),
    _rule(rf"{_EARLY}?(?:\bthe\s+)?(?:fiscal|calendar|year|year-end)\s+(?:year\s+)?{_Y}\b", means.read_year, "#"),
    _rule(r"\b(?:in|since|of|by|until|till|from|during|before|after|between|through|to|late|early|mid|and|or|"
          rf"the\s+(?:end|beginning|start)\s+of)[\s-]+(?P<cut>{_Y})\b(?![,.:]\d|\s*[%$]|-\w|\s+(?:people|men|women|"
          r"children|civilians|soldiers|families|troops|miles|feet|homes|tons|other|of)\b)",
          means.read_loose_year, "#"),
    _rule(r"(?<![\w$£€.,:/-])(?P<year>19\d\d|20[0-4]\d)(?![\w%]|[.,:/-]\d|-[a-z])", means.read_loose_year, "#"),
    _rule(rf"{_EARLY}?\b(?:the\s+)?(?P<decade>(?:1[5-9]|20)\d0'?s)\b",
          means.read_decade, "# twenties thirties forties fifties sixties seventies eighties nineties"),
    _rule(rf"{_EARLY}?\b(?:the\s+)(?:{_EARLY})?(?P<decade>'?[2-9]0'?s|(?:twent|thirt|fort|fift|sixt|sevent|eight"
          rf"|ninet)ies)\b",
          means.read_decade, "# twenties thirties forties fifties sixties seventies eighties nineties"),
    _rule(rf"{_EARLY}?(?:{_WHICH})?\b(?P<weekday>{WEEKDAY})(?P<many>s)?(?:(?:'s)?(?:,?\s+in\s+the)?\s+{_PART}\b)?"
          r"(?!\w)", means.read_weekday, _DAY_CUES),
    _rule(rf"\b{_PART}\s+(?P<near>yesterday|today|tomorrow)\b", means.read_near, "yesterday today tomorrow"),
    _rule(rf"{_EARLY}?\b(?P<near>today|tonight|yesterday|tomorrow)(?:(?:'s)?\s+{_PART})?\b",
          means.read_near, "today tonight yesterday tomorrow"),
    _rule(rf"\b(?:{_EARLY}?(?:this|last|the|that|same)\s+{_PART}|overnight)\b(?!\s+(?:Live|Times|Show|Post|News)\b)",
          means.read_this_part, _PART_CUES),
    _rule(rf"\b{_CLOCK}(?:,?\s+(?:on\s+)?(?:(?P<weekday>{WEEKDAY})|(?P<near>today|yesterday|tomorrow)"
          rf"|{_M}\s+{_D}(?:,?\s+{_Y})?))?(?!\w)", means.read_clock, "# noon midday midnight"),
    _rule(rf"{_EARLY}?(?:{_WHICH})(?:fiscal\s+|calendar\s+)?(?P<unit>day|week|weekend|month|quarter|year|decade"
          rf"|century|spring|summer|autumn"
          r"|fall|winter)\b", means.read_which_unit, "last past previous this current next coming following same that"),
    _rule(rf"\b{_ABOUT}\b(?P<number>{NUMBER}){_RANGE}(?:\s+or\s+(?:so"
          rf"|two))?[\s-]+(?:more\s+)?(?P<unit>{UNIT})(?:\s+or\s+(?:so|two))?"
          r"[\s-]+(?P<way>ago|earlier|later|afterwards?|from\s+now|from\s+today|prior)\b",
          means.read_ago, "ago earlier later afterward afterwards now today prior"),
    _rule(rf"\b{_ABOUT}\b(?P<number>{NUMBER}){_RANGE}(?:\s+(?:or\s+so|more|full|consecutive|straight|trading"
          rf"|business|working|long))?"
          rf"[\s-]+(?P<unit>{UNIT})\b(?P<half>\s+and\s+a\s+half)?(?:\s+or\s+(?:so"
          r"|two)\b)?(?:[\s-]+long\b)?", means.read_span, _UNIT_CUES),
    _rule(r"\b(?:(?:recent|past|coming|many|the\s+(?:past|last|next|coming|first)|previous)\s+)?"
          r"(?P<unit>minutes|hours|days|weeks|months|quarters|years|decades|centuries)\b(?!\s+(?:ago"
          r"|old))", means.read_many_units, _UNIT_CUES),
    _rule(r"\b(?:hourly|daily|nightly|weekly|monthly|yearly|annually|biweekly"
          rf"|(?:every|each)\s+(?P<other>other\s+)?(?:(?P<number>{NUMBER})\s+)?(?P<unit>{UNIT}))\b",
          means.read_set, "hourly daily nightly weekly monthly yearly annually biweekly every each"),
    _rule(r"\b(?:(?:the|this|last|next)\s+)?(?:(?P<year0>(?:19|20)\d\d)\s+)?(?:(?P<old>year-ago|year-earlier)\s+)?(?:(?:fiscal|year's"
          r"|years)\s+)*(?P<which>)?(?P<ordinal>first|second|third|fourth|last|1st|2nd|3rd|4th)"
          rf"[\s-](?:fiscal[\s-])?(?P<piece>quarter|half)(?:\s+of)?(?:\s+(?:fiscal\s+)?{_Y}|\s+(?P<of>this|last"
          rf"|next)\s+year)?\b",
          periods.read_quarter, "quarter half"),
    _rule(rf"{_EARLY}?\b(?:(?P<which>last|this|next|the|in|of|since|during|early|late)\s+)(?P<season>spring"
          rf"|summer|autumn|fall|winter)"
          rf"(?:\s+(?:of\s+)?{_Y})?\b(?!\s+(?:of|in\s+the))", periods.read_season, _SEASON_CUES),
    _rule(rf"\b(?P<season>spring|summer|autumn|fall|winter)(?P<which>)?\s+(?:of\s+)?{_Y}\b",
          periods.read_season, _SEASON_CUES),
    _rule(rf"\b(?P<holiday>christmas(?:\s(?:day|eve))?|new year's (?:day|eve)|halloween|valentine's day"
          rf"|may day)(?:,?\s+{_Y})?\b", means.read_holiday, "christmas new halloween valentine may"),
    _rule(r"\b(?:(?-i:now)|nowadays|currently|current|at\s+present|these\s+days)\b",
          means.read_reference("PRESENT_REF"), "now nowadays currently current present these"),
    _rule(r"\b(?:recently|lately|the\s+past|in\s+the\s+past"
          r"|(?:the\s+)?(?:recent|past|(?:past|last)\s+(?:few|several))\s+"
          r"(?:days|weeks|months|quarters|years|decades)(?:\s+and\s+(?:weeks|months|years))?)\b"
          rf"(?!\s+(?:{NUMBER}|{UNIT})\b)", means.read_reference("PAST_REF"), "recently recent lately past last"),
    _rule(r"\b(?:the\s+(?:near\s+)?future|(?:the\s+)?near\s+term|(?<!foreseeable\s)future(?=\s*[.,;])"
          r"|(?:the\s+)?(?:coming|future)\s+(?:days|weeks|months|quarters|years|decades))\b",
          means.read_reference("FUTURE_REF"), "future term coming"),
    _rule(r"\b(?P<which>)the\s+full\s+(?P<unit>year)\b", periods.read_this_unit, "year"),
    _rule(r"\bfor\s+(?P<cut>the\s+(?:fiscal\s+)?year)\b(?!\s+(?:ended|ending|before|of))",
          means.read_duration("P1Y"), "year"),
    _rule(r"\b(?:the\s+|over\s+)?weekend\b(?!\w)", periods.read_weekend, "weekend"),
    _rule(r"\b(?:the\s+)?(?:(?P<old>(?:comparable\s+)?(?:year-ago|year-earlier|prior-year))|latest|most\s+recent"
          r"|that|same|the)"
          r"\s+(?P<piece>quarter|period)\b", periods.read_told_quarter, "quarter period"),
    _rule(rf"\b(?:the\s+)?{_Y}\s+(?P<piece>quarter|period)\b", periods.read_years_quarter, "quarter period"),
    _rule(r"\b(?P<words>nineteen\s+(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two"
          r"|three|four|"
          r"five|six|seven|eight|nine))?|(?:the\s+year\s+)two\s+thousand)\b",
          periods.read_spelled_year, "nineteen thousand"),
    _rule(r"\b(?:the\s+)?(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\s+century\b", periods.read_century, "century"),
    _rule(rf"\b(?P<which>last\s+|next\s+|this\s+)?thanksgiving(?:\s+day)?(?:,?\s+{_Y})?\b",
          means.read_thanksgiving, "thanksgiving"),
    _rule(r"\b(?:the\s+)?(?:end\s+of\s+(?:the\s+)?year|year['\s-]?s?[\s-]?end)\b",
          periods.read_year_end, "year years yearend"),
    _rule(_NIGHT_OF + _DAY_FIRST, told.read_part_of, _PART_CUES + " hours"),
    _rule(_NIGHT_OF + _MONTH_FIRST, told.read_part_of, _PART_CUES + " hours"),
    _rule(_OVERNIGHT + _DAY_FIRST, told.read_part_of, "overnight"),
    _rule(_OVERNIGHT + _MONTH_FIRST, told.read_part_of, "overnight"),
    _rule(r"\b(?:the\s+)?eve\s+of\s+" + _DAY_FIRST, told.read_eve, "eve"),
    _rule(r"\b(?:the\s+)?eve\s+of\s+" + _MONTH_FIRST, told.read_eve, "eve"),
    _rule(r"\b(?:the\s+)(?P<way>next|following|previous|preceding)\s+(?:day|(?P<part>morning|afternoon|evening|night))\b",
          told.read_next_part, "next following previous preceding"),
    _rule(r"\bthe\s+(?P<unit>day|night|evening|morning)\s+(?P<way>before|after)"
          r"(?:\s+(?P<near>yesterday|tomorrow)|(?=\s*[,.;:]))", told.read_day_beside, "before after"),
    _rule(rf"\b{_M}\s+(?:of\s+)?(?P<of>last|this|next)\s+year\b", told.read_month_of, _MONTH_CUES),
    _rule(r"\byear-(?:ago|earlier)\b(?!\s+(?:quarter|period))", told.read_year_ago, "year"),
    _rule(rf"\bthe\s+quarter\b(?=\s+(?:that\s+)?end(?:ed|ing)\s+(?:on\s+)?(?P<month>{MONTH}))", told.read_quarter_ended,
          "quarter"),
    _rule(r"\bthe\s+(?:fiscal\s+)?year\b(?=\s+(?:that\s+)?end(?:ed|ing)\b)|\bthe\s+fiscal\s+year\b",
          means.read_duration("P1Y"), "year"),
)
"""Every rule. Order matters only between matches of the same words: the first wins."""
