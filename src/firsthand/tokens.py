"""The words of many texts at once, as numbers: what `text.WORD` finds, without a step of Python a word.

The texts are laid out in one row of code points; each word's hash is a polynomial of its signs (Karp and
Rabin, 1987), and only words that come for the first time are looked at as strings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Hashes = npt.NDArray[np.uint64]
    Signs = npt.NDArray[np.uint32]
    Kinds = npt.NDArray[np.int8]

SIGNS_AT_ONCE = 1_000_000
"""Code points that are worked on together: some 30 MB."""
_BASE = np.uint64(6_364_136_223_846_793_005)
"""Multiplier of Knuth's MMIX generator: odd, so that it can be undone modulo 2^64."""
_APOSTROPHES = (ord("'"), ord("’"))
_OTHER, _LETTER, _APOSTROPHE, _UNKNOWN = 0, 1, 2, 3
_CODE_POINTS = 0x110000


@dataclass(frozen=True)
class Places:
    """Where the words of some texts stand, one text after the other, each in its own text, in code points. Text `i`
    has those from `bounds[i]` to `bounds[i + 1]`."""

    starts: Ints
    ends: Ints
    bounds: Ints

    @property
    def sizes(self) -> Ints:
        """The number of words of each text."""
        return np.diff(self.bounds)


class WordFinder:
    """Finds the words of texts."""

    def __init__(self) -> None:
        self._kinds = np.full(_CODE_POINTS, _UNKNOWN, np.int8)

    def find(self, texts: Sequence[str]) -> Places:
        """Where the words of the texts stand."""
        found = [self._find(some, signs)[0] for some, _, signs in _laid(texts)]
        bounds = np.cumsum(_joined_up([np.zeros(1, np.int64), *(part.sizes for part in found)]))
        return Places(_joined_up([part.starts for part in found]), _joined_up([part.ends for part in found]), bounds)

    def _find(self, texts: Sequence[str], signs: Signs) -> tuple[Places, Kinds, Ints]:
        """Where the words of some texts, laid out as `signs`, stand in each; the kind of each sign; and where the
        words start in all."""
        kinds = self._kinds_of(signs)
        starts, ends = _edges(kinds)
        firsts = np.fromiter(accumulate((len(text) + 1 for text in texts), initial=0), np.int64, len(texts) + 1)
        bounds = np.searchsorted(starts, firsts)
        own = np.repeat(firsts[:-1], np.diff(bounds))
        return Places(starts - own, ends - own, bounds), kinds, starts

    def _kinds_of(self, signs: Signs) -> Kinds:
        """1 for each sign of a word, the apostrophes within included; 0 for others."""
        kinds = self._kinds[signs]
        if (kinds == _UNKNOWN).any():
            for sign in np.unique(signs[kinds == _UNKNOWN]).tolist():
                letter = chr(sign).isalnum() or chr(sign) == "_"
                self._kinds[sign] = _LETTER if letter else _APOSTROPHE if sign in _APOSTROPHES else _OTHER
            kinds = self._kinds[signs]
        marks = np.flatnonzero(kinds == _APOSTROPHE)
        beside = (kinds[np.maximum(marks - 1, 0)], kinds[np.minimum(marks + 1, max(len(kinds) - 1, 0))])
        kinds[marks] = (beside[0] == _LETTER) & (beside[1] == _LETTER)
        return kinds


class WordReader(WordFinder):
    """Reads texts as numbers of words; `number` is asked once for each spelling, in the order of their coming."""

    def __init__(self, number: Callable[[str], int]) -> None:
        super().__init__()
        self._number = number
        self._known: dict[int, int] = {}

    def read(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """The numbers of the words of the texts, one text after the other, and how many each has."""
        numbers: list[Ints] = []
        sizes: list[Ints] = []
        for some, joined, signs in _laid(texts):
            places, kinds, starts = self._find(some, signs)
            numbers.append(self._numbered(_hashes(signs, kinds, starts), joined, starts,
                                          starts + places.ends - places.starts))
            sizes.append(places.sizes)
        return _joined_up(numbers), _joined_up(sizes)

    def _numbered(self, hashes: Hashes, joined: str, starts: Ints, ends: Ints) -> Ints:
        """The number of each word, given its hash and where it stands."""
        import pyarrow as pa

        coded = pa.array(hashes).dictionary_encode()
        places, known = coded.indices.to_numpy(), coded.dictionary.to_pylist()
        first = np.zeros(len(known), np.int64)
        first[places[::-1]] = np.arange(len(places) - 1, -1, -1)
        numbers = np.zeros(len(known), np.int64)
        for place, word in enumerate(known):
            number = self._known.get(word)
            if number is None:
                at = first[place]
                number = self._known[word] = self._number(joined[starts[at]:ends[at]])
            numbers[place] = number
        found: Ints = numbers[places]
        return found


def _laid(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], str, Signs]]:
    """The texts, so many together as have `SIGNS_AT_ONCE` code points, or one that has more; joined; and as code
    points."""
    start = held = 0
    for end, text in enumerate(texts):
        if held and held + len(text) > SIGNS_AT_ONCE:
            yield _joined(texts[start:end])
            start, held = end, 0
        held += len(text) + 1
    if start < len(texts):
        yield _joined(texts[start:])


def _joined(texts: Sequence[str]) -> tuple[Sequence[str], str, Signs]:
    joined = "\n".join(texts)
    return texts, joined, np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")


def _joined_up(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.empty(0, np.int64), *parts])


def _edges(kinds: Kinds) -> tuple[Ints, Ints]:
    """Where words start and end."""
    steps = np.diff(kinds, prepend=np.int8(0), append=np.int8(0))
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def _hashes(signs: Signs, kinds: Kinds, starts: Ints) -> Hashes:
    """The hash of each word."""
    if not len(starts):
        return np.empty(0, np.uint64)
    raised, lowered = _powers(1 << (len(signs) - 1).bit_length())
    terms = signs * kinds.view(np.uint8) * raised[:len(signs)]
    hashes: Hashes = np.add.reduceat(terms, starts) * lowered[starts]
    return hashes


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The powers of the base and of its inverse, from 0 on."""
    inverse = np.uint64(pow(int(_BASE), -1, 1 << 64))
    found = []
    for base in (_BASE, inverse):
        powers = np.full(count, base, np.uint64)
        powers[:1] = 1
        found.append(np.multiply.accumulate(powers))
    return found[0], found[1]
