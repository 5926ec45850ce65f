"""Event records in the columns of UCDP GED, ACLED and files of a desk's own."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from firsthand.check.columns import read_column_map
from firsthand.check.days import read_day
from firsthand.check.draft import GED_COLUMNS
from firsthand.check.events import EventRecord, read_events, split_list
from firsthand.check.lines import Problem
from firsthand.errors import InputError, OptionError

GED_ROW = {
    "id": "101", "relid": "SEL-2018-1-1", "year": "2018", "type_of_violence": "3", "side_a": "Selm Front",
    "side_b": "Civilians",
    "source_article": '"Coast Agency,2018-03-21,Blast at the quay";"Inland News,2018-03-22,Toll rises"',
    "source_office": "Coast Agency;Inland News", "source_headline": "Blast at the quay;Toll rises",
    "source_original": "police", "where_prec": "2", "where_coordinates": "Port Selm town", "adm_1": "Selm province",
    "latitude": "12.50", "longitude": "44.25", "country": "Yemen (North Yemen)", "date_prec": "1",
    "date_start": "2018-03-20 00:00:00.000", "date_end": "2018-03-20 00:00:00.000", "best": "14", "high": "19",
    "low": "12"}
ACLED = ("event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
         "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
         "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp")
ACLED_ROW = {"event_id_cnty": "YEM77", "event_date": "20 March 2018", "time_precision": "2", "actor1": "Selm Front",
             "country": "Yemen", "location": "Port Selm", "latitude": "12.5", "longitude": "44.25",
             "geo_precision": "1", "source": "Coast Agency; SOS", "fatalities": "14", "notes": "words, with a comma"}


def write_csv(path: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), "utf-8")
    return path


def read(path: Path, **options: object) -> tuple[list[EventRecord], list[Problem]]:
    problems: list[Problem] = []
    return list(read_events(path, problems.append, **options)), problems  # type: ignore[arg-type]


def test_a_ged_row(tmp_path: Path) -> None:
    assert len(GED_COLUMNS) == 49
    (record,), problems = read(write_csv(tmp_path / "ged.csv", GED_COLUMNS, GED_ROW))
    assert not problems
    assert (record.id, record.dataset, record.first, record.last) == (
        "101", "UCDP GED", date(2018, 3, 20), date(2018, 3, 20))
    assert (record.low, record.best, record.high) == (12, 14, 19)
    assert (record.lat, record.lon, record.reach_km, record.where) == (12.5, 44.25, 25.0, "exact to about 25 km")
    assert record.sources == ("Coast Agency", "Inland News", "police")
    assert record.headlines == ("Blast at the quay", "Toll rises")
    assert record.places == ("Port Selm town", "Selm province")


def test_offices_are_read_from_the_articles_where_they_are_missing(tmp_path: Path) -> None:
    row = GED_ROW | {"source_office": "", "source_original": ""}
    (record,), _ = read(write_csv(tmp_path / "ged.csv", GED_COLUMNS, row))
    assert record.sources == ("Coast Agency", "Inland News")


def test_an_acled_row(tmp_path: Path) -> None:
    (record,), _ = read(write_csv(tmp_path / "acled.csv", tuple(ACLED.split(",")), ACLED_ROW))
    assert (record.id, record.best, record.first, record.last) == ("YEM77", 14, date(2018, 3, 13), date(2018, 3, 27))
    assert (record.reach_km, record.sources) == (10.0, ("Coast Agency", "SOS"))


@pytest.mark.parametrize(("change", "said"), [
    ({"date_start": "0000-00-00"}, "0000-00-00"), ({"date_start": ""}, "no day"), ({"date_start": "soon"}, "soon"),
    ({"date_start": "2018-02-30"}, "2018-02-30"), ({"date_start": "0001-01-01"}, "0001-01-01")])
def test_a_row_without_a_day_is_left_out_with_its_line(tmp_path: Path, change: dict[str, str], said: str) -> None:
    records, problems = read(write_csv(tmp_path / "ged.csv", GED_COLUMNS, GED_ROW | change, GED_ROW))
    assert [one.id for one in records] == ["101"]
    assert problems[0].where.endswith("ged.csv:2")
    assert said in problems[0].what


@pytest.mark.parametrize("change", [{"latitude": ""}, {"latitude": "north"}, {"longitude": "999"}, {"latitude": "nan"}])
def test_a_point_off_the_globe_is_none(tmp_path: Path, change: dict[str, str]) -> None:
    (record,), _ = read(write_csv(tmp_path / "ged.csv", GED_COLUMNS, GED_ROW | change))
    assert (record.lat, record.lon) == (None, None)


def test_only_wanted_records_are_made(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ged.csv", GED_COLUMNS, GED_ROW, GED_ROW | {"id": "102", "date_start": "2019-01-01",
                                                                             "date_end": "2019-01-01"})
    assert [one.id for one in read(path, wanted=lambda first, last: first.year == 2019)[0]] == ["102"]


def test_a_desks_own_columns_by_a_map(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Nr,Day,Pier,Dead,By,From\n1,03/20/2018,Port Selm,14,Selm Front,Coast Agency; police\n", "utf-8")
    given = tmp_path / "map.toml"
    given.write_text('name = "Harbour log"\ndate_format = "%m/%d/%Y"\nwithin_days = 1\n[columns]\nid = "Nr"\n'
                     'first = "Day"\nplace = "Pier"\nbest = "Dead"\nactor = "By"\nsources = "From"\n', "utf-8")
    (record,), _ = read(path, given=read_column_map(given))
    assert (record.dataset, record.first, record.last) == ("Harbour log", date(2018, 3, 19), date(2018, 3, 21))
    assert (record.low, record.best, record.high, record.sources) == (14, 14, 14, ("Coast Agency", "police"))


@pytest.mark.parametrize(("words", "said"), [
    ("kind = 'guesses'", "kind"), ("[columns]\ndead = 'D'", "dead"), ("within_km = 'far'", "within_km"),
    ("[", "cannot")])
def test_a_map_that_is_wrong_says_where(tmp_path: Path, words: str, said: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(words, "utf-8")
    with pytest.raises(OptionError, match=said):
        read_column_map(path)


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("one,two\n1,2\n", "utf-8")
    with pytest.raises(InputError, match=r"one, two.*--columns"):
        read(path)


@pytest.mark.parametrize(("words", "day"), [
    ("2018-03-20", date(2018, 3, 20)), ("2018-3-5 00:00:00.000", date(2018, 3, 5)), ("20180320", date(2018, 3, 20)),
    ("20 March 2018", date(2018, 3, 20)), ("Mar 20, 2018", date(2018, 3, 20)), ("03/04/2018", None),
    ("0000-00-00", None), ("", None), ("99999999999999999999", None), ("2018-13-01", None)])
def test_days(words: str, day: date | None) -> None:
    assert read_day(words) == day


@pytest.mark.parametrize(("words", "members"), [
    ("a; b", ["a", "b"]), ('"a;b";"c"', ["a;b", "c"]), ("", []), (";;", []), ("a;a", ["a"])])
def test_lists_in_a_cell(words: str, members: list[str]) -> None:
    assert split_list(words) == members
