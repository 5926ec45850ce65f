"""Whether two spellings may be of one name, a place's or another: transliterations, articles, doubled letters, slips.

Names that come from other scripts are spelled by ear: "Tal Arwad", "Tall Arwad" and "Tell Arwād" are
one. Consonants are compared after the usual exchanges (q and k, kh and k), vowels by what
they are exchanged for (e stands for a and i; ou, oo and u are one).
"""

from __future__ import annotations

import re
from functools import lru_cache

from firsthand.text import fold

_ARTICLES = frozenset(("al", "el", "ad", "ed", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez",
                       "ath", "adh", "the", "le", "la", "les"))
_KINDS = frozenset(("city", "town", "village", "province", "governorate", "district", "state", "county", "region",
                    "area", "camp", "suburb", "neighborhood", "neighbourhood", "municipality"))
_CONSONANTS = (("tch", "c"), ("ch", "c"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"),
               ("q", "k"), ("ck", "k"), ("x", "ks"), ("v", "w"), ("dj", "j"), ("tz", "z"), ("c", "k"))
_VOWELS = (("aw", "o"), ("au", "o"), ("ow", "o"), ("ou", "u"), ("oo", "u"), ("ay", "e"), ("ai", "e"),
           ("ei", "e"), ("ey", "e"), ("ee", "i"), ("ie", "i"), ("ea", "e"), ("ij", "i"), ("iy", "i"), ("ue", "u"),
           ("oe", "o"))
_SOUNDS = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "ou", "u": "uo"}


def place_key(name: str) -> str:
    """A place's name for looking up: no case, accents or signs, words parted by one space."""
    return " ".join(re.findall(r"[^\W_]+", fold(name).replace("'", "").replace("’", "")
                               if "." not in name else fold(name).replace("'", "").replace(".", " ")))


def same_place(left: str, right: str) -> bool:
    """True where both spellings may stand for one name ("Tall Arwad", "Tel Arwad").

    Articles and words for the kind of place ("city", "province") do not count. It compares
    spellings only: two names of one city ("Bombay", "Mumbai") are not the same here, and two
    cities of one name are.
    """
    if ("," in left) != ("," in right):
        # "Harn Hill, Orlen" may be "Harn Hill"; "Harn Hill, Dalmar" is another.
        left, right = left.partition(",")[0], right.partition(",")[0]
    if (one := place_key(left)) == (two := place_key(right)):
        return bool(one)
    ones, twos = _words(one), _words(two)
    if "".join(ones) == "".join(twos):
        return bool(ones)
    return bool(ones) and len(ones) == len(twos) and all(map(_same_word, ones, twos))


SOUNDS_AT_HAND = 20_000
"""Words whose sound is not worked out again: those of the outlets come with every story."""


@lru_cache(SOUNDS_AT_HAND)
def sound_key(word: str) -> str:
    """A folded word as it sounds, for looking up: "hasakeh", "hassaka" and "hasakah" have one key.

    Consonants after the usual exchanges, and after each whether a dark vowel (o, u) or another follows.
    """
    return "".join(consonant + ("o" if set(vowels) & set("ou") else "a" if vowels else "")
                   for consonant, vowels in _sounds(_bare(word)))


def one_slip(left: str, right: str) -> bool:
    """True where one letter of a word is another, left out or put in, and not one of the last two: "Martina" is
    not "Martin"."""
    at = next((place for place, (one, two) in enumerate(zip(left, right, strict=False)) if one != two),
              min(len(left), len(right)))
    ways = (left[at + 1:], right[at + 1:]), (left[at + 1:], right[at:]), (left[at:], right[at + 1:])
    return left == right or (left[-2:] == right[-2:] and any(one == two for one, two in ways))


def _words(key: str) -> list[str]:
    """The words of a key that tell names apart; all of them where none is left."""
    words = key.split()
    kept = [_bare(word) for word in words if word not in _ARTICLES and word not in _KINDS]
    return kept or words


def _bare(word: str) -> str:
    """A word without an article that has run into it ("errabat": "rabat")."""
    glued = re.match(r"[ae]([zsrdtn])\1", word)
    return word[2:] if glued and len(word) > 4 else word


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    if min(len(left), len(right)) < 3 or left.isdigit() or right.isdigit():
        return False
    return any(_sound_alike(one, two) for one in _spellings(left) for two in _spellings(right))


def _spellings(word: str) -> tuple[str, ...]:
    """A word, and where it has a kh or ch, which some write h, that way too ("Makhnaya", "Mahnaya").

    Russian and Ukrainian forms of one name become one: -ov, -ev and -iv, and g and h beside such an ending.
    """
    word = re.sub(r"^ye", "e", re.sub(r"[aeiouy]{1,2}v$", "iv", word))
    if re.search(r"(?:iv|sk|[gh]rad|orod)$", word):
        word = re.sub(r"(?<![skcgtzp])h", "g", word)
    plain = re.sub(r"[kc]h", "h", word)
    return (word,) if plain == word else (word, plain)


def _sound_alike(left: str, right: str) -> bool:
    ones, twos = _sounds(left), _sounds(right)
    if [sign for sign, _ in ones] != [sign for sign, _ in twos]:
        return False
    clashes = sum(not _near(one, two) for (_, one), (_, two) in zip(ones, twos, strict=True))
    return clashes == 0


def _near(left: str, right: str) -> bool:
    """Whether the vowels after a consonant may stand for each other; one may be left out."""
    if not left or not right:
        return len(left) + len(right) < 2
    return len(left) == len(right) and all(set(_SOUNDS[one]) & set(_SOUNDS[two])
                                           for one, two in zip(left, right, strict=True))


def _sounds(word: str) -> list[tuple[str, str]]:
    """(consonant, vowels after it), the first with no consonant; a last h is silent."""
    for spelled, sound in (*_CONSONANTS, *_VOWELS):
        word = word.replace(spelled, sound)
    word = re.sub(r"(.)\1+", r"\1", word)
    if len(word) > 3 and word.endswith("h"):
        word = word[:-1]
    found = re.findall(r"([^aeiouy]?)([aeiouy]*)", word)
    return [(consonant, vowels) for consonant, vowels in found if consonant or vowels] if word[:1] not in "aeiouy" \
        else [("", ""), *[(consonant, vowels) for consonant, vowels in found if consonant or vowels]]
