"""The wording of reports as numbers: words, runs of words, and the parts that are page frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.records import Report, Span
from firsthand.text import WORD, fold, hash_words

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Words = npt.NDArray[np.int32]

_ROLL = np.uint64(6_364_136_223_846_793_005)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
"""Finalizer of SplitMix64 (Steele et al., 2014): sampling by size needs evenly spread hashes."""
CACHED = 4096
"""Texts whose runs and offsets are kept at hand: the star's centres come up again and again."""


class _Numbers(dict[str, int]):
    """Words to numbers, in the order of their coming; spellings that fold alike share one."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes: list[int] = []
        self._folded: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        folded = fold(word)
        number = self._folded.get(folded)
        if number is None:
            number = self._folded[folded] = len(self.hashes)
            self.hashes.append(hash_words((folded,)) % (1 << 64))
        self[word] = number
        return number


@dataclass(frozen=True)
class Wording:
    """Some reports and their words as numbers, the same number for the same folded word.

    `words[i]` holds the words of `reports[i]`; `hashes` the 64-bit hash of each number, the same on
    every machine, so that samples and therefore results do not depend on the order of input.
    """

    reports: Sequence[Report]
    words: Sequence[Words]
    hashes: Hashes

    def grams(self, report: int, size: int) -> Hashes:
        """The hashes of all runs of `size` words of a report, by their first word."""
        words = self.hashes[self.words[report]]
        count = max(0, len(words) - size + 1)
        value = np.zeros(count, dtype=np.uint64)
        for place in range(size):
            value = value * _ROLL + words[place:place + count]
        for shift, factor in zip((30, 27), _MIX, strict=True):
            value = (value ^ (value >> np.uint64(shift))) * factor
        return value ^ (value >> np.uint64(31))


def read_wording(reports: Sequence[Report]) -> Wording:
    """The words of some reports, in the same order. Linear in their length."""
    numbers = _Numbers()
    words = [np.fromiter(map(numbers.__getitem__, WORD.findall(report.text)), dtype=np.int32)
             for report in reports]
    return Wording(reports, words, np.array(numbers.hashes, dtype=np.uint64))


def word_places(report: Report) -> Places:
    """Start and end of each word in the report's text, one row a word."""
    spans = [match.span() for match in WORD.finditer(report.text)]
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def in_frames(report: Report, count: int) -> Mask:
    """True for those of a report's `count` words that stand in its boilerplate blocks."""
    frames = [(block.start, block.end) for block in report.blocks if block.kind == "boilerplate"]
    return inside(word_places(report), frames) if frames else np.zeros(count, dtype=np.bool_)


def inside(places: Places, spans: Iterable[Span]) -> Mask:
    """True for the words, given by their places, that touch one of some spans."""
    found = np.zeros(len(places), dtype=np.bool_)
    for start, end in spans:
        found[np.searchsorted(places[:, 1], start, side="right"):np.searchsorted(places[:, 0], end)] = True
    return found
