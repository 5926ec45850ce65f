"""Event records: UCDP GED and ACLED exports by the names of their columns, other CSV by a column map.

UCDP GED: codebook of version 25.1, whose 49 columns older versions have as well; the precision codes
are those of its sections on `where_prec` and `date_prec`. ACLED: codebook of 2024, older exports too.
A record is as exact as its makers say: places by `where_prec` or `geo_precision`, days by the span
from `date_start` to `date_end` or by `time_precision`.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from firsthand.check.columns import ColumnMap
from firsthand.check.days import read_day
from firsthand.check.lines import Problem, Report, Row, open_file, read_rows
from firsthand.errors import InputError

Window = Callable[[date, date], bool]
"""Whether a record of these days (first, last) is wanted; the others are not even made."""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event of a data set, as its makers give it.

    `first` to `last` is the span of days, `reach_km` how far from `lat`, `lon` (degrees) it may have been,
    null where only the country is known; `where` and `when` say so in words. `low`, `best`, `high` count
    deaths, null is not given. `sources` are those that it names, `headlines` theirs.
    """

    id: str
    dataset: str
    first: date
    last: date
    lat: float | None
    lon: float | None
    reach_km: float | None
    places: tuple[str, ...]
    country: str | None
    low: int | None
    best: int | None
    high: int | None
    injured: int | None
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    headlines: tuple[str, ...]
    url: str | None
    where: str
    when: str


GED_REACH: dict[str, tuple[float | None, str]] = {
    "1": (5.0, "exact"), "2": (25.0, "exact to about 25 km"), "3": (50.0, "exact to the district"),
    "4": (150.0, "exact to the province"), "5": (100.0, "along a line or within a vague area"),
    "6": (None, "exact to the country only"), "7": (None, "at sea or in the air")}
"""`where_prec`; 2 is the codebook's own figure, 3 and 4 are how far from its middle a district and a
province usually reach, 5 has no figure."""
GED_DAYS = {"1": "on the day", "2": "within two to six days", "3": "within a week", "4": "within a month",
            "5": "within more than a month"}
"""`date_prec`; `date_start` to `date_end` is that span."""
ACLED_REACH: dict[str, tuple[float | None, str]] = {
    "1": (10.0, "exact to the town"), "2": (50.0, "exact to the area around a town"),
    "3": (150.0, "exact to the province")}
ACLED_DAYS = {"1": (0, "on the day"), "2": (7, "within a week"), "3": (31, "within a month")}
MAP_REACH_KM = 25.0
"""How exact places of other files are taken to be where their map does not say: as GED's code 2."""


def is_event_header(names: Mapping[str, str]) -> bool:
    """Whether a CSV with these columns is one of the exports known here."""
    return _is_ged(names) or _is_acled(names)


def _is_ged(names: Mapping[str, str]) -> bool:
    return {"id", "date_start", "date_end", "best", "where_prec"} <= names.keys()


def _is_acled(names: Mapping[str, str]) -> bool:
    return {"event_date", "fatalities", "location"} <= names.keys()


def read_events(path: Path, report: Report, given: ColumnMap | None = None,
                wanted: Window = lambda first, last: True) -> Iterator[EventRecord]:
    """The records of a CSV file, one at a time; what cannot be used is told to `report` with its line.

    `wanted` is asked with a record's days before anything else of it is read. Raises `InputError` where
    the file cannot be opened or its columns are not known.
    """
    with open_file(path) as handle:
        rows = read_rows(handle, str(path), report)
        names = next(rows, Row({}, 1)).cells
        read = _row_reader(names, str(path), given)
        for row in rows:
            where = f"{path}:{row.line}"
            try:
                record = read(row.cells, wanted)
            except _UnusableError as error:
                report(Problem(where, str(error), False))
                continue
            if record is not None:
                yield record


class _UnusableError(Exception):
    """Why a row gives no record."""


_RowReader = Callable[[Mapping[str, str], Window], EventRecord | None]


def _row_reader(names: Mapping[str, str], ref: str, given: ColumnMap | None) -> _RowReader:
    if given and given.kind == "events":
        lacking = [theirs for theirs in given.columns.values() if theirs not in names]
        if lacking or "first" not in given.columns:
            raise InputError(f"{ref}:1: the column map names {', '.join(lacking) or 'no column for `first`, the day'}"
                             f"{', which the file lacks' if lacking else ''}; there are: {', '.join(names)[:300]}")
        return lambda cells, wanted: _mapped(cells, wanted, given)
    if _is_ged(names):
        return _ged
    if _is_acled(names):
        return _acled
    raise InputError(f"{ref}:1: neither UCDP GED nor ACLED by its columns ({', '.join(names)[:300]}); say what they "
                     "hold in a column map: --columns MAP.toml")


# ---------------------------------------------------------------- rows

def _ged(cells: Mapping[str, str], wanted: Window) -> EventRecord | None:
    first, last = _days(cells, "date_start", "date_end")
    if not wanted(first, last):
        return None
    lat, lon = _point(cells, "latitude", "longitude")
    reach, where = GED_REACH.get(cells["where_prec"], (None, "of unknown exactness"))
    get = cells.get
    return EventRecord(
        id=cells["id"] or get("relid", ""), dataset="UCDP GED", first=first, last=last, lat=lat, lon=lon,
        reach_km=reach, places=_filled(get("where_coordinates"), get("adm_2"), get("adm_1")),
        country=get("country") or None, low=_count(cells, "low"), best=_count(cells, "best"),
        high=_count(cells, "high"), injured=None, actors=_filled(get("side_a"), get("side_b")),
        sources=_ged_sources(cells), headlines=tuple(split_list(get("source_headline", ""))), url=None,
        where=where, when=GED_DAYS.get(get("date_prec", ""), "of unknown exactness"))


def _ged_sources(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Offices and original sources; `source_article` holds "office,day,headline" and serves where no office is."""
    offices = split_list(cells.get("source_office", ""))
    if not offices:
        offices = [one.split(",", 1)[0].strip() for one in split_list(cells.get("source_article", ""))]
    return _filled(*offices, *split_list(cells.get("source_original", "")))


def _acled(cells: Mapping[str, str], wanted: Window) -> EventRecord | None:
    day = _day(cells, "event_date")
    slack, when = ACLED_DAYS.get(cells.get("time_precision", "1"), (0, "of unknown exactness"))
    first, last = day - timedelta(days=slack), day + timedelta(days=slack)
    if not wanted(first, last):
        return None
    lat, lon = _point(cells, "latitude", "longitude")
    reach, where = ACLED_REACH.get(cells.get("geo_precision", ""), (None, "of unknown exactness"))
    get = cells.get
    dead = _count(cells, "fatalities")
    return EventRecord(
        id=get("event_id_cnty") or get("data_id", ""), dataset="ACLED", first=first, last=last, lat=lat, lon=lon,
        reach_km=reach, places=_filled(cells["location"], get("admin3"), get("admin2"), get("admin1")),
        country=get("country") or None, low=dead, best=dead, high=dead, injured=None,
        actors=_filled(get("actor1"), get("actor2")), sources=tuple(split_list(get("source", ""))), headlines=(),
        url=None, where=where, when=when)


def _mapped(cells: Mapping[str, str], wanted: Window, given: ColumnMap) -> EventRecord | None:
    own = {ours: cells[theirs] for ours, theirs in given.columns.items()}
    first, last = _days(own, "first", "last", given.date_format)
    slack = timedelta(days=given.within_days or 0)
    first, last = first - slack, last + slack
    if not wanted(first, last):
        return None
    lat, lon = _point(own, "latitude", "longitude") if "latitude" in own and "longitude" in own else (None, None)
    reach = given.within_km if given.within_km is not None else MAP_REACH_KM
    best = _count(own, "best")
    return EventRecord(
        id=own.get("id") or f"{first.isoformat()} {own.get('place', '')}".strip(), dataset=given.name or "event list",
        first=first, last=last, lat=lat, lon=lon, reach_km=reach, places=_filled(own.get("place")),
        country=own.get("country") or None, low=_count(own, "low", best), best=best, high=_count(own, "high", best),
        injured=_count(own, "injured"), actors=tuple(split_list(own.get("actor", ""))),
        sources=tuple(split_list(own.get("sources", ""))), headlines=_filled(own.get("headline")),
        url=own.get("url") or None, where=f"exact to {reach:g} km",
        when=f"within {given.within_days} days" if given.within_days else "on the day")


# ---------------------------------------------------------------- cells

def _days(cells: Mapping[str, str], first: str, last: str, form: str | None = None) -> tuple[date, date]:
    start = _day(cells, first, form)
    end = read_day(cells.get(last, ""), form) or start
    return (start, end) if start <= end else (end, start)


def _day(cells: Mapping[str, str], name: str, form: str | None = None) -> date:
    day = read_day(cells.get(name, ""), form)
    if day is None or not date.min + timedelta(days=400) < day < date.max - timedelta(days=400):
        raise _UnusableError(f"{name} is {cells.get(name, '')[:40]!r}, which is no day that can be told; the record is "
                        "left out")
    return day


def _point(cells: Mapping[str, str], lat: str, lon: str) -> tuple[float | None, float | None]:
    """Degrees; none where a cell is empty, no number, or off the globe."""
    try:
        found = float(cells.get(lat, "")), float(cells.get(lon, ""))
    except ValueError:
        return None, None
    if not all(map(math.isfinite, found)) or abs(found[0]) > 90 or abs(found[1]) > 180:
        return None, None
    return found


def _count(cells: Mapping[str, str], name: str, other: int | None = None) -> int | None:
    """A number of people; null where the cell is empty or no whole number."""
    words = cells.get(name, "").replace(",", "")
    return int(float(words)) if re.fullmatch(r"\d{1,9}(\.0+)?", words) else other


def _filled(*words: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in words if one and one.strip()))


def split_list(words: str) -> list[str]:
    """The members of a cell that holds several: "a; b", or "a";"b" with quotation marks of their own."""
    if not words:
        return []
    try:
        cells = next(csv.reader(io.StringIO(words), delimiter=";", skipinitialspace=True), [])
    except csv.Error:
        cells = words.split(";")
    return list(_filled(*cells))
