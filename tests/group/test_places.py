from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from firsthand.group import places as places_module
from firsthand.group.happening import Happening, Place
from firsthand.group.places import Places
from firsthand.group.words import weigh_words
from firsthand.options import GroupOptions
from tests.conftest import make_report

TEXTS = ("A blast hit the fish quay of Port Selm.", "Divers searched the basin at Selm.",
         "A shaft collapsed at Orvund.")
SELM, PORT, PORT_SAME = Place("Selm", None, 0.5), Place("Port Selm", 7, 0.75), Place("Selm Harbour", 7, 0.25)
ORVUND = Place("Orvund", None, 1.0)


@pytest.mark.parametrize(("left", "right", "met", "apart"), [
    ((PORT,), (PORT_SAME,), 0.25, 0.0),  # one by GeoNames
    ((SELM,), (SELM, ORVUND), 0.5, 0.0),  # one by name
    ((SELM,), (ORVUND,), 0.0, 0.5),
    ((ORVUND, SELM), (ORVUND,), 1.0, 0.0),
    ((), (ORVUND,), 0.0, 0.0),
])
def test_places_of_two_reports_that_name_them(left: tuple[Place, ...], right: tuple[Place, ...], met: float,
                                              apart: float) -> None:
    words = weigh_words([make_report("A gull cried.", ref=str(number)) for number in range(2)], GroupOptions())
    places = Places(words, [Happening(date(2031, 3, 20), places=left), Happening(date(2031, 3, 20), places=right)])
    found = places.compare(np.array([[0, 1], [1, 0]]))
    assert [one.tolist() for one in found] == [[met, met], [apart, apart]]


def test_a_place_that_stands_in_the_words_of_the_other() -> None:
    words = weigh_words([make_report(text, ref=text) for text in TEXTS], GroupOptions())
    named = [Happening(None, places=(place,)) for place in (
        Place("Basin Selm", None, 0.5), ORVUND, Place("Kessik", None, 0.5))]
    met, apart = Places(words, named).compare(np.array([[0, 0, 1], [1, 2, 2]]))
    assert met.tolist() == [0.5, 0.0, 1.0]  # "basin" and "Selm" stand in the second, "Orvund" in the third
    assert apart.tolist() == [0.0, 0.5, 0.0]


def test_parts_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    words = weigh_words([make_report(text, ref=text) for text in TEXTS * 3], GroupOptions())
    named = [Happening(None, places=one) for one in ((SELM, ORVUND), (), (PORT, SELM), (ORVUND,), (PORT_SAME,),
                                                     (PORT, SELM, ORVUND), (SELM,), (PORT,), (PORT_SAME, ORVUND))]
    pairs = np.stack(np.triu_indices(len(named), 1))
    whole = [one.tolist() for one in Places(words, named).compare(pairs)]
    monkeypatch.setattr(places_module, "COMPARED_AT_ONCE", 3)
    assert [one.tolist() for one in Places(words, named).compare(pairs)] == whole


def test_no_pairs() -> None:
    words = weigh_words([make_report(TEXTS[0])], GroupOptions())
    assert [one.tolist() for one in Places(words, [Happening(None)]).compare(np.zeros((2, 0), np.int64))] == [[], []]
