"""An inverted index of checked claims in numpy: which of a million share a post's rare terms.

Scores are BM25 (Robertson and Zaragoza 2009) over title and claim taken together: a title mostly says
the claim again, so that two fields with weights of their own gave nothing. Everything is a flat array;
a query costs a sum over the postings of its terms.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.check.terms import Terms

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

K1, B = 1.2, 0.75
"""The usual constants of BM25; .9 to 1.6 and .5 to .9 moved nothing in cross-validation."""
TITLE, CLAIM = 1, 2
"""Where a term stands: added up, 3 is both."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Lists of numbers of each document, end to end: those of document `i` are `flat[starts[i]:starts[i + 1]]`."""

    flat: Ints
    starts: NDArray[np.int64]

    def of(self, documents: Ints) -> tuple[Ints, Ints]:
        """(numbers, place of its document in `documents`) for all numbers of some documents."""
        where, owner = self.places_of(documents)
        return self.flat[where], owner

    def places_of(self, documents: Ints) -> tuple[NDArray[np.int64], Ints]:
        """(places in `flat`, place of its document in `documents`) for all numbers of some documents."""
        starts = self.starts[documents]
        lengths = self.starts[documents + 1] - starts
        owner = np.repeat(np.arange(len(documents), dtype=np.int32), lengths)
        first = np.cumsum(lengths) - lengths
        where = np.arange(int(lengths.sum())) - np.repeat(first - starts, lengths)
        return where, owner


@dataclass(frozen=True, slots=True)
class Index:
    """Documents as terms: postings with their weights, and for each document its terms and word pairs.

    `terms.flat` holds term numbers, `fields` beside it where each stands (`TITLE`, `CLAIM` or both).
    """

    vocabulary: dict[str, int]
    idf: Floats
    postings: Rows
    weights: Floats
    terms: Rows
    fields: NDArray[np.uint8]
    pairs: Rows
    size: int

    def numbers_of(self, terms: Iterable[str]) -> Ints:
        """The numbers of those of some terms that the index has, each once, in order."""
        known = {self.vocabulary[term] for term in terms if term in self.vocabulary}
        return np.array(sorted(known), dtype=np.int32)

    def scores(self, numbers: Ints) -> Floats:
        """The BM25 score of every document for a query of these terms."""
        slices = [slice(self.postings.starts[number], self.postings.starts[number + 1]) for number in numbers]
        if not slices:
            return np.zeros(self.size, dtype=np.float32)
        documents = np.concatenate([self.postings.flat[part] for part in slices])
        weights = np.concatenate([self.weights[part] for part in slices])
        return np.bincount(documents, weights, minlength=self.size).astype(np.float32)


def best_of(scores: Floats, count: int) -> Ints:
    """The documents of the highest scores above zero, best first; of equal ones the first."""
    count = min(count, len(scores))
    if count == 0:
        return np.zeros(0, dtype=np.int32)
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    found = np.flatnonzero(scores >= max(least, np.float32(1e-9)))
    return found[np.argsort(-scores[found], kind="stable")][:count].astype(np.int32)


def term_hash(term: str) -> int:
    """A term as a number of 32 bits, the same on every machine (FNV-1a)."""
    value = 2_166_136_261
    for byte in term.encode("utf-8", "replace"):
        value = (value ^ byte) * 16_777_619 & 0xFFFFFFFF
    return value


def pair_hashes(firsts: NDArray[np.uint64], seconds: NDArray[np.uint64]) -> Ints:
    """Neighbouring terms, given by their hashes, as numbers of 31 bits (multiplicative hashing)."""
    mixed = (firsts * np.uint64(0x9E3779B1) + seconds) & np.uint64(0xFFFFFFFF)
    return (mixed >> np.uint64(1)).astype(np.int32)


def build_index(texts: Iterable[tuple[str, str]], terms: Terms) -> Index:
    """The index of some (title, claim) texts, numbered in the order given."""
    vocabulary: dict[str, int] = {}
    flat, field_of, lengths = array("i"), array("B"), array("i")
    for title, claim in texts:
        before = len(flat)
        for field, text in ((TITLE, title), (CLAIM, claim)):
            words = terms.of(text)
            flat.extend([vocabulary.setdefault(word, len(vocabulary)) for word in words])
            field_of.extend([field] * len(words))
        lengths.append(len(flat) - before)
    sizes = np.array(lengths, dtype=np.int64)
    numbers = np.frombuffer(flat, dtype=np.int32) if flat else np.zeros(0, np.int32)
    fields = np.frombuffer(field_of, dtype=np.uint8) if field_of else np.zeros(0, np.uint8)
    return _built(vocabulary, _entries(numbers, fields, sizes), sizes, _pairs(vocabulary, numbers, fields, sizes))


def _pairs(vocabulary: dict[str, int], flat: Ints, fields: NDArray[np.uint8], sizes: NDArray[np.int64]) -> Rows:
    """The neighbouring terms within each field of each document."""
    hashes = np.array([term_hash(term) for term in vocabulary], dtype=np.uint64)
    owner = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    beside = np.flatnonzero((owner[1:] == owner[:-1]) & (fields[1:] == fields[:-1]))
    pairs = pair_hashes(hashes[flat[beside]], hashes[flat[beside + 1]]) if len(beside) else np.zeros(0, np.int32)
    return Rows(pairs, _starts(np.bincount(owner[beside], minlength=len(sizes))))


@dataclass(frozen=True, slots=True)
class _Entries:
    """Each term of each document once: document, term, how often, and in which fields."""

    documents: Ints
    terms: Ints
    counts: Ints
    fields: NDArray[np.uint8]


def _entries(flat: Ints, field_of: NDArray[np.uint8], sizes: NDArray[np.int64]) -> _Entries:
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    keys = owner << 32 | flat.astype(np.int64)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys))
    fields = np.bitwise_or.reduceat(field_of[order], first) if len(first) else field_of
    keys = keys[first]
    return _Entries((keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), counts.astype(np.int32),
                    fields.astype(np.uint8))


def _built(vocabulary: dict[str, int], entries: _Entries, sizes: NDArray[np.int64], pairs: Rows) -> Index:
    holders = np.bincount(entries.terms, minlength=len(vocabulary))
    idf = np.log1p((len(sizes) - holders + 0.5) / (holders + 0.5)).astype(np.float32)
    relative = (sizes / max(1.0, sizes.mean() if len(sizes) else 1.0)).astype(np.float32)
    norm = K1 * (1 - B + B * relative[entries.documents])
    weights = idf[entries.terms] * entries.counts * (K1 + 1) / (entries.counts + norm)
    by_term = np.argsort(entries.terms, kind="stable")
    per_document = np.bincount(entries.documents, minlength=len(sizes))
    return Index(vocabulary, idf, Rows(entries.documents[by_term], _starts(holders)),
                 weights[by_term].astype(np.float32), Rows(entries.terms, _starts(per_document)), entries.fields,
                 pairs, len(sizes))


def _starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def rarity(documents: int) -> float:
    """The greatest idf that a term of a collection of this size can have: one holder."""
    return math.log1p((documents - 0.5) / 1.5)
