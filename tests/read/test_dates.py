from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.read.dates import normal_date

DATES = [
    ("2018-03-20", "2018-03-20"),
    ("  2018-03-20\n", "2018-03-20"),
    ("20180320", "2018-03-20"),
    ("2018-03-20T14:05:00+01:00", "2018-03-20T14:05:00+01:00"),
    ("2018-03-20T14:05:09.123Z", "2018-03-20T14:05:09Z"),
    ("2018-03-20T14:05:00+00:00", "2018-03-20T14:05:00Z"),
    ("2018-03-20 14:05", "2018-03-20T14:05:00"),
    ("2018/03/20", "2018-03-20"),
    ("2018.3.2", "2018-03-02"),
    ("20 March 2018", "2018-03-20"),
    ("Tuesday, 20th March 2018", "2018-03-20"),
    ("March 20, 2018", "2018-03-20"),
    ("Mar. 20 2018, 2:05 p.m.", "2018-03-20T14:05:00"),
    ("20 Mar 2018 12:30 AM", "2018-03-20T00:30:00"),
    ("Sept 1 2018", "2018-09-01"),
    ("Tue, 20 Mar 2018 14:05:00 +0100", "2018-03-20T14:05:00+01:00"),
    ("Tue, 20 Mar 2018 14:05:00 GMT", "2018-03-20T14:05:00Z"),
    # what could be read two ways, or is no whole day, is none
    ("03/04/2018", None),
    ("March 2018", None),
    ("2018", None),
    ("2018-03", None),
    ("yesterday", None),
    ("31 April 2018", None),
    ("2018-02-30", None),
    ("0001-01-01", None),
    ("0001-01-01T00:00:00Z", None),
    ("", None),
    ("   ", None),
    ("20 March 2018 " * 40, None),
    ("on 20 March 2018 the quay burned", None),
]


@pytest.mark.parametrize(("words", "expected"), DATES)
def test_normal_date(words: str, expected: str | None) -> None:
    assert normal_date(words) == expected


@given(st.dates().filter(lambda day: day.year >= 1600))
def test_every_iso_day_stays_itself(day: object) -> None:
    assert normal_date(str(day)) == str(day)


@given(st.text(max_size=90))
def test_any_words_give_an_iso_date_or_none(words: str) -> None:
    found = normal_date(words)
    assert found is None or re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d(:\d\d)?)?)?", found)
