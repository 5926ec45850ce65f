"""The date that stands inside a text at its head, with the place and the agency beside it.

    PORT SELM, March 20 (Agency) - ...        Published September 25 2016 ...
    Headline Agency Tuesday 20 Sep 2016 ...   2016-09-05 ...

Such a line stands beside the story, not in a sentence of it: "on 3 March 2011" is no dateline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from firsthand.extract.parse import Parsed
from firsthand.extract.times.timex import MONTH, SHORT_WEEKDAY, WEEKDAY, month_number, parse_day, safe_day
from firsthand.records import Report, Span
from firsthand.text import Plain, plain

HEAD = 400
"""Code points after the title in which a dateline may stand: room for a headline and a byline."""

_WEEKDAY = rf"(?:\b(?:{WEEKDAY}|{SHORT_WEEKDAY})\b\.?,?\s+)?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?:"
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{MONTH})\.?,?\s+(?P<y1>(?:19|20)\d\d)"
    rf"|\b(?P<m2>{MONTH})\.?\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s*(?P<y2>(?:19|20)\d\d)"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    r"|\b(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)"
    rf"|\b(?P<m3>{MONTH})\.?\s+(?P<d3>\d{{1,2}})(?=\s*(?:\(|[-_:]|,\s*\())"
    rf"|\b(?P<d4>\d{{1,2}})\s+(?P<m4>{MONTH})\.?(?=\s*(?:\(|[-_:]))"
    r")(?![\d/])", re.IGNORECASE)
_IN_SENTENCE = re.compile(r"\b(?:on|in|since|until|till|by|from|to|after|before|between|dated|of|for|and|or|the|"
                          r"late|early|around|about|during|through|a|an|was|were|is|last|next|said|says|due"
                          r"|ended|ending|"
                          r"effective|maturing|expires?|that|than|this|his|her|its|their|with|as)\s*$",
                          re.IGNORECASE)
_LABEL = re.compile(r"\b(?:date of publication|published(?: on| at)?|posted(?: on| at)?|(?:last )?updated?(?: on"
                    r"| at)?|"
                    r"publication date|issued(?: on)?|release date|date)\s*:?\s*$", re.IGNORECASE)
_AFTER = re.compile(r"(?:Get\b|\)|\("
                    r"|,?\s*(?:at\s+)?\d{1,2}[:.]?\d\d(?:[:.]?\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s+(?:GMT|UTC"
                    r"|[A-Z]{2,4}T))?)?"
                    r"\s*(?:$|[\n\r]|[-_|(:\[\".;,'/]|[A-Z0-9@#“])")
_PLACE = re.compile(r"(?P<place>[A-Z][A-Z'.]+(?:[ -][A-Z'.]+){0,4}(?:,\s+[A-Z][\w.]+(?: [A-Z][\w.]+)?)?)\s*,?\s*"
                    r"(?:\((?P<agency>[A-Z][\w .&'-]{1,30})\)\s*)?[-_,|:]*\s*$")
_AGENCY_AFTER = re.compile(r"\s*,?\s*\(\s*(?P<agency>[A-Z][\w .&'/-]{1,30}?)\s*\)")
_AGENCY_BEFORE = re.compile(r"(?:^|[\s|/(-])(?P<agency>[A-Z]{2,6}|Reuters|Xinhua|Interfax|"
                            r"Kyodo|Bloomberg|Yonhap|Anadolu|dpa|[A-Z]\w+\.(?:com|net|org))\s*[-|/,)]?\s*$")
_PLACE_AFTER = re.compile(r"\s*(?:\d{1,2}:\d\d\s+)?(?P<place>[A-Z]{3,}(?:[ -][A-Z]{2,}){0,3})[\s,]*(?=[-_]"
                          r"|[A-Z0-9(])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A text's own date: its ISO day, its words' span in the report's text, and what it names.

    `span` holds the date's words; `place` and `agency` are the spans of a place and of an agency
    or outlet that the same line names, None where it names none.
    """

    date: str
    span: Span
    place: Span | None = None
    agency: Span | None = None


def find_dateline(given: Parsed | Report) -> Dateline | None:
    """The dateline of a report, or None where its text gives no full date at its head.

    A dateline without a year ("March 20 (Agency) -") takes the year that lies nearest to the
    published day; without a published day it is none.
    """
    report = given if isinstance(given, Report) else given.report
    text = plain(report.text) if isinstance(given, Report) else given.plain
    first = _body_start(report, text)
    head = text.text[first:first + HEAD]
    for found in _DATE.finditer(head):
        day = _day(found, parse_day(report.published))
        if day is not None and _stands_apart(head, found):
            place, agency = _names(head, found)
            return Dateline(day.isoformat(), text.original(first + found.start(), first + found.end()),
                            _moved(place, first, text), _moved(agency, first, text))
    return None


def _body_start(report: Report, text: Plain) -> int:
    """Where the body starts in the plain text, after the title (which is blank-line parted)."""
    if report.title and report.text.startswith(report.title):
        start = len(plain(report.title).text)
        while start < len(text.text) and text.text[start].isspace():
            start += 1
        return start
    return 0


def _day(found: re.Match[str], published: date | None) -> date | None:
    """The day that a match gives."""
    if found["iso"]:
        return parse_day(found["iso"])
    if found["one"]:
        return _digits_day(found, published)
    for number in ("1", "2"):
        if found["d" + number]:
            return safe_day(int(found["y" + number]), month_number(found["m" + number]), int(found["d" + number]))
    number = "3" if found["d3"] else "4"
    if published is None:
        return None
    days = [day for year in (-1, 0, 1) if (day := safe_day(
        published.year + year, month_number(found["m" + number]), int(found["d" + number])))]
    return min(days, key=lambda day: abs((day - published).days), default=None)


def _digits_day(found: re.Match[str], published: date | None) -> date | None:
    """The day of 25.03.2016, 25-03-2016 or 3/25/2016.

    Where both numbers could be the month, the reading nearest to the published day counts;
    without one, dots and hyphens mean day first, and a slash means nothing.
    """
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    day_first, month_first = safe_day(year, two, one), safe_day(year, one, two)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if published is not None:
        return min((day_first, month_first), key=lambda day: (abs((day - published).days), day != day_first))
    return day_first if found["mark"] != "/" else None


def _stands_apart(head: str, found: re.Match[str]) -> bool:
    """Whether a date is a line of its own and not a part of a sentence."""
    before, after = head[:found.start()], head[found.end():]
    if _LABEL.search(before):
        return True
    if _IN_SENTENCE.search(before):
        return False
    if before.strip() and re.search(r"[,;]\s*$", before) and not _PLACE.search(before):
        return False
    if re.search(r"[a-z]\s+$", before) and not re.match(r"(?:\s+\d\d:?\d\d)?\s+[A-Z0-9]", after):
        return False  # "notes due March 1, 2031. The firm ..."
    if found["d3"] or found["d4"]:
        return not before.strip() or bool(_PLACE.search(before)) or before.rstrip(" \t").endswith("\n")
    return bool(_AFTER.match(after))


def _names(head: str, found: re.Match[str]) -> tuple[Span | None, Span | None]:
    """The spans of the place and of the agency that stand beside a dateline's date."""
    line = head.rfind("\n", 0, found.start()) + 1
    place = agency = None
    if before := _PLACE.search(head[line:found.start()]):
        start, end = before.span("place")
        agency = _inside(before, "agency", line)
        place = (line + start, line + end)
        if agency is None and end - start <= 6 and line + start > 0:
            # "Headline AFP Tuesday 20 Sep": a short word in capitals behind other words is an agency.
            place, agency = None, place
    elif before := _AGENCY_BEFORE.search(head[line:found.start()]):
        agency = _inside(before, "agency", line) if line < found.start() - len(before.group()) else None
    if after := _AGENCY_AFTER.match(head, found.end()):
        agency = after.span("agency")
    elif place is None and (after := _PLACE_AFTER.match(head, found.end())):
        place = after.span("place") if after.end("place") - after.start("place") > 4 else None
    return place, agency


def _inside(found: re.Match[str], name: str, offset: int) -> Span | None:
    start, end = found.span(name)
    return (offset + start, offset + end) if start >= 0 else None


def _moved(span: Span | None, offset: int, text: Plain) -> Span | None:
    return text.original(offset + span[0], offset + span[1]) if span else None
