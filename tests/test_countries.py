"""Countries by name and by demonym."""

from __future__ import annotations

import pytest

from firsthand.countries import country_code, country_of, is_demonym
from firsthand.names import same_place


@pytest.mark.parametrize(("words", "code"), [
    ("Peru", "PE"), ("the", None), ("Peruvian", "PE"), ("Danes", "DK"), ("U.K.", "GB"), ("british", "GB"),
    ("South Korean", "KR"), ("Orlen", None), ("Congolese", "CD"), ("Côte d'Ivoire", "CI")])
def test_country_code(words: str, code: str | None) -> None:
    assert country_code(words) == code


def test_names_and_demonyms_meet() -> None:
    assert country_of("Belgian") == country_of("Belgium") == "belgium"
    assert is_demonym("Belgian")
    assert not is_demonym("Belgium")


def test_a_quarter_with_its_town_is_the_quarter() -> None:
    assert same_place("Harn Hill, Orlen", "Harn Hill")
    assert not same_place("Harn Hill, Orlen", "Harn Hill, Dalmar")
    assert not same_place("Harn Hill, Orlen", "Orlen")
