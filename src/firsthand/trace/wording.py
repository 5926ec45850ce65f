"""The wording of reports as numbers: words, runs of words, and the parts that are page frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.records import Report, Span
from firsthand.text import fold, hash_words, word_spans
from firsthand.tokens import WordReader
from firsthand.trace.runs import Ints, Mask

Hashes = npt.NDArray[np.uint64]
Words = npt.NDArray[np.int32]

_ROLL = np.uint64(6_364_136_223_846_793_005)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
"""Finalizer of SplitMix64 (Steele et al., 2014): sampling by size needs evenly spread hashes."""
TEXTS_AT_ONCE = 1_000
"""Texts that are read together."""
WORDS_AT_ONCE = 200_000
"""Words that are worked on together: some 40 MB, and little enough to stay in the processor's caches."""


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
        return hash_runs(self.hashes[self.words[report]], size)

    def parts(self) -> Iterator[slice]:
        """The reports in their order, so many together as have `WORDS_AT_ONCE` words, or one that has more."""
        sizes = np.array([len(one) for one in self.words], np.int64)
        yield from parts_of(sizes)


def parts_of(sizes: Ints) -> Iterator[slice]:
    """Things in their order, so many together as come to `WORDS_AT_ONCE`, or one that is larger."""
    ends, start = np.cumsum(sizes), 0
    while start < len(sizes):
        limit = WORDS_AT_ONCE + (ends[start - 1] if start else 0)
        end = max(start + 1, int(np.searchsorted(ends, limit, side="right")))
        yield slice(start, end)
        start = end


def hash_runs(words: Hashes, size: int) -> Hashes:
    """The hashes of all runs of `size` words, given the hash of each word, by their first word."""
    count = max(0, len(words) - size + 1)
    value = np.zeros(count, dtype=np.uint64)
    for place in range(size):
        value *= _ROLL
        value += words[place:place + count]
    for shift, factor in zip((30, 27), _MIX, strict=True):
        value ^= value >> np.uint64(shift)
        value *= factor
    return value ^ (value >> np.uint64(31))


def read_wording(reports: Sequence[Report]) -> Wording:
    """The words of some reports, in the same order. Linear in their length."""
    numbers = _Numbers()
    reader = WordReader(numbers.__getitem__)
    words: list[Words] = []
    for start in range(0, len(reports), TEXTS_AT_ONCE):
        read, sizes = reader.read([report.text for report in reports[start:start + TEXTS_AT_ONCE]])
        words += np.split(read.astype(np.int32), np.cumsum(sizes)[:-1])
    return Wording(reports, words, np.array(numbers.hashes, dtype=np.uint64))


def in_frames(report: Report, count: int) -> Mask:
    """True for those of a report's `count` words that stand in its boilerplate blocks."""
    frames = [(block.start, block.end) for block in report.blocks if block.kind == "boilerplate"]
    return inside(report.text, frames) if frames else np.zeros(count, dtype=np.bool_)


def inside(text: str, spans: Iterable[Span]) -> Mask:
    """True for the words of a text that touch one of some spans."""
    places = np.array(word_spans(text), np.int64).reshape(-1, 2)
    found = np.zeros(len(places), dtype=np.bool_)
    for start, end in spans:
        found[np.searchsorted(places[:, 1], start, side="right"):np.searchsorted(places[:, 0], end)] = True
    return found
