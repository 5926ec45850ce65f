"""Lists of names as sources write them: "Ohm, Ada; Lin, Bo", "Ada Ohm and Bo Lin", "A. Ohm & B. Lynn".

A name is its words by the alphabet, so that first and last names may stand in any order. Two names of an
item are one person where all words of the shorter one meet words of the other: the same word, one that is
spelled nearly so (an edit in five letters, two in nine), or an initial.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

BREAK = re.compile(r"\s*(?:[;&|/]|\band\b|\bwith\b)\s*")
"""Between the names of a list; a comma may stand inside a name as well."""
NEAR_LETTERS = 5
"""One edit is a slip in a word from so many letters on; in shorter ones it is another name (Ann, Jan)."""
NEARER_LETTERS = 9
"""Two edits are, from so many on."""
MOST_NAMES = 40
"""Longer lists are compared as they are written: finding who is who costs the product of their lengths."""
MOST_WORDS = 100
"""Words of the lists about one thing that are held against each other for slips: its most used ones."""
MOST_PEOPLE = 1000
"""Names about one thing from which on each is taken as it is written."""
MOST_LETTERS = 40
"""Longer words are no names and meet only themselves."""

_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_WORDS = re.compile(r"[^\W_]+")
_APART = re.compile(r"['’`]")
_NO_NAMES = re.compile(r"jr|sr|i{2,3}|iv|phd|md|dr|prof|et|al|authors?|editors?|eds?|joint")
_PARTICLES = re.compile(r"de[rnl]?|van|von|d[iau]|l[ae]|te[rn]|[ae]l|bin|ibn")


def names_of(folded: str) -> tuple[str, ...]:
    """The names of a folded list, each as its words by the alphabet, sorted, each once.

    Between two commas stands a name, or in "Last, First" a part of one: so in a piece of two parts where
    the list has other signs between names, and where every first part of a pair is one word.
    """
    plain = _BRACKETS.sub(" ", folded)
    pieces = BREAK.split(plain)
    found = {name for piece in pieces for name in _piece_names(piece, len(pieces) > 1)}
    return tuple(sorted(found))


def _piece_names(piece: str, listed: bool) -> list[str]:
    parts = [words for part in piece.split(",") if (words := _words(part))]
    paired = len(parts) % 2 == 0 and ((listed and len(parts) == 2) or all(map(_is_last_name, parts[::2])))
    if paired:
        parts = [last + first for last, first in zip(parts[::2], parts[1::2], strict=True)]
    return [" ".join(sorted(words)) for words in parts]


def _words(part: str) -> list[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", _APART.sub("", part))
                   if not unicodedata.combining(sign))
    return [word for word in _WORDS.findall(bare) if not _NO_NAMES.fullmatch(word)]


def _is_last_name(words: Sequence[str]) -> bool:
    return len([word for word in words if not _PARTICLES.fullmatch(word)]) == 1


def merge_lists(keys: Sequence[str], item: Ints, key: Ints) -> tuple[Ints, dict[int, tuple[int, ...]]]:
    """Claims of lists, those of an item that name the same people in other spellings made one.

    `keys` are canonical lists, `item` and `key` one number a claim. Gives the key of each claim, that of fewest
    slips and then of most claims for the same people; and for item * len(keys) + key the people that it names,
    numbered over all.
    """
    pairs, pair_of, counts = np.unique(item * len(keys) + key, return_inverse=True, return_counts=True)
    merged = pairs % len(keys)
    found: dict[int, tuple[int, ...]] = {}
    starts = np.flatnonzero(np.diff(pairs // len(keys), prepend=-1)).tolist()
    people = 0
    for start, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
        lists = [tuple(keys[place].split("; ")) for place in merged[start:end].tolist()]
        number = find_people(lists, counts[start:end].tolist())
        first: dict[tuple[int, ...], int] = {}
        slips = count_slips(lists, counts[start:end].tolist())
        for row in sorted(range(start, end), key=lambda row: (slips[row - start], -counts[row], pairs[row])):
            named = tuple(sorted({people + number[name] for name in lists[row - start]}))
            merged[row] = first.setdefault(named, int(merged[row]))
            found.setdefault(int(pairs[row] // len(keys) * len(keys) + merged[row]), named)
        people += max(number.values(), default=0) + 1
    return np.asarray(merged[pair_of], dtype=np.int64), found


def find_people(lists: Sequence[tuple[str, ...]], counts: Sequence[int]) -> dict[str, int]:
    """A number for each name of some lists about one thing; names of one person have the same.

    The spelling that most claims use is met first; two names that stand in one list are two people.
    """
    used: Counter[str] = Counter()
    beside: dict[str, set[str]] = defaultdict(set)
    for names, count in zip(lists, counts, strict=True):
        for name in names:
            used[name] += count
            if len(names) <= MOST_NAMES:
                beside[name].update(names)
    if len(used) > MOST_PEOPLE:
        return {name: place for place, name in enumerate(sorted(used))}
    number: dict[str, int] = {}
    known: list[tuple[str, set[str]]] = []
    for name in sorted(used, key=lambda name: (-used[name], -len(name), name)):
        same = next((place for place, (one, company) in enumerate(known[:MOST_NAMES])
                     if name not in company and is_same_person(name, one)), None)
        if same is None:
            known.append((name, set()))
            same = len(known) - 1
        known[same][1].update(beside[name] - {name})
        number[name] = same
    return number


def count_slips(lists: Sequence[tuple[str, ...]], counts: Sequence[int]) -> list[int]:
    """For each list how many of its words are spelled as fewer claims have them than another spelling."""
    if len(lists) == 1:
        return [0]
    used: Counter[str] = Counter()
    held = [sorted({word for name in names for word in name.split()}) for names in lists]
    for words, count in zip(held, counts, strict=True):
        used.update(dict.fromkeys(words, count))
    common = [word for word, _ in sorted(used.items(), key=lambda pair: (-pair[1], pair[0]))][:MOST_WORDS]
    slips = {word for word in common
             if any(used[other] > used[word] and _is_slip(word, other) for other in common)}
    return [sum(word in slips for word in words) for words in held]


def is_same_person(one: str, two: str) -> bool:
    """Whether the words of the shorter name all meet words of the other, at least one that is no initial."""
    short, long = sorted((one.split(), two.split()), key=len)
    left, whole = list(long), False
    for word in sorted(short, key=lambda word: (-len(word), word)):
        met = next((other for meet in (_equal, _is_slip, _is_initial) for other in left if meet(word, other)), None)
        if met is None:
            return False
        whole |= len(word) > 1 and len(met) > 1
        left.remove(met)
    return whole


def _equal(one: str, two: str) -> bool:
    return one == two


def _is_initial(one: str, two: str) -> bool:
    return one[0] == two[0] and 1 in (len(one), len(two))


def _is_slip(one: str, two: str) -> bool:
    """Whether two words differ by so few edits that one is likely a slip for the other."""
    shorter = min(len(one), len(two))
    if shorter < NEAR_LETTERS or max(len(one), len(two)) > MOST_LETTERS:
        return False
    allowed = 1 if shorter < NEARER_LETTERS else 2
    return abs(len(one) - len(two)) <= allowed and _edits(one, two) <= allowed


def _edits(one: str, two: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours between two words (Damerau, 1964)."""
    last, row = list(range(len(two) + 1)), list(range(len(two) + 1))
    for place, sign in enumerate(one, 1):
        before, last, row = last, row, [place]
        for at, other in enumerate(two, 1):
            cost = min(row[at - 1] + 1, last[at] + 1, last[at - 1] + (sign != other))
            if place > 1 and at > 1 and sign == two[at - 2] and one[place - 2] == other:
                cost = min(cost, before[at - 2] + 1)
            row.append(cost)
    return row[-1]
