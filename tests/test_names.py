"""Spellings of place names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.names import place_key, same_place

SAME = [("Tall Arwad", "Tal Arwad"), ("Tall Arwad", "Tel Arwad"), ("Tell Arwad", "Tal Arwād"), ("Qena", "Kena"),
        ("al-Marqah", "Marqa"), ("Beit Errabat", "Beit al-Rabat"), ("Beit Ezzahr", "Bayt az-Zahr"),
        ("Zarakeh", "Zaraka"),
        ("Zarrakah", "al-Zarakah"), ("Selamina", "Selamineh"), ("Selm city", "Selm"), ("Marsaf", "Marsaaf"),
        ("Qarimli", "Karimly"), ("Louxa", "Luxa"), ("Khan Yarous", "Khan Yarus"), ("St. Selm", "St Selm"),
        ("Selaqeb", "Selaqib"), ("Selm province", "the Selm Governorate"), ("Lisbon's", "Lisbon")]
TRANSLITERATED = [
    ("Khan Sheikhoun", "Khan Shaykhun"), ("Deir ez-Zor", "Dayr az-Zawr"), ("Deir Ezzor", "Deir al-Zour"),
    ("ar-Raqqa", "Al-Raqqah"), ("Daraa", "Dar'a"), ("Hasakah", "Al-Hasakeh"), ("Qamishli", "Kamishly"),
    ("Idlib", "Edlib"), ("Tall Tawil", "Tel Taweel"), ("Jarablus", "Jarabulus"), ("Taiz", "Ta'izz"),
    ("Hodeidah", "Al Hudaydah"), ("Fallujah", "al-Falluja"), ("Kafr Takharim", "Kafar Takhareem"),
    ("Jisr al-Shughur", "Jisr ash-Shugur"), ("Maarat al-Numan", "Ma'arrat an-Nu'man"), ("Misrata", "Misratah"),
    ("Kiev", "Kyiv"), ("Kharkov", "Kharkiv"), ("Lvov", "Lviv"), ("Odessa", "Odesa"), ("Chernigov", "Chernihiv"),
    ("Lugansk", "Luhansk"), ("Donetsk", "Donets'k"), ("Nizhny Novgorod", "Nizhniy Novgorod"),
    ("Yekaterinburg", "Ekaterinburg"), ("Makhachkala", "Mahachkala"), ("Petah Tikva", "Petach Tikvah"),
    ("Beit Hanoun", "Bayt Hanun"), ("Khan Yunis", "Khan Younis"), ("Xi'an", "Xian"), ("Culiac\u00e1n", "Culiacan"),
    ("Bogot\u00e1", "Bogota"), ("D\u00fcsseldorf", "Duesseldorf")]
"""Arabic, Ukrainian and Russian, Hebrew, Chinese, Spanish and German names as the press spells them."""
OTHER = [("Homs", "Hama"), ("Tel Aviv", "Tel Tawil"), ("Lviv", "Lublin"), ("Kharkiv", "Kherson"),
         ("Kafr Zita", "Kafr Nabl"),
         ("Beit Jala", "Beit Jann"), ("Guangdong", "Guangxi"), ("Henan", "Hunan"), ("Hebei", "Hubei"),
         ("San Juan", "San Jose"), ("Rafah", "Raqqa"), ("Jenin", "Jinan"), ("Donetsk", "Dnipro"),
         ("Mara", "Mars"), ("Iran", "Iraq"), ("Mali", "Mila"), ("Lagos", "Abuja"), ("Paris", "Perth"),
         ("Tall Arwad", "Arwad"), ("New Selm", "Selm"), ("Austria", "Australia"), ("Niger", "Nigeria"), ("", ""),
         ("Iran", "Iron"), ("Slovakia", "Slovenia"), ("Zone 4", "Zone 5")]


@pytest.mark.parametrize(("left", "right"), SAME + TRANSLITERATED)
def test_same(left: str, right: str) -> None:
    assert same_place(left, right)


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_other(left: str, right: str) -> None:
    assert not same_place(left, right)


@given(st.text(max_size=30), st.text(max_size=30))
def test_order_does_not_matter(left: str, right: str) -> None:
    assert same_place(left, right) == same_place(right, left)


@given(st.text(max_size=30))
def test_key_is_stable(name: str) -> None:
    assert place_key(place_key(name)) == place_key(name)
