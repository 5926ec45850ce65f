"""What a post and a checked claim share, as numbers that a small model weighs.

All are shares or logarithms, so that they mean the same for ten claims and for a million.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from firsthand.check.index import CLAIM, TITLE, Floats, Index, Ints, pair_hashes, rarity, term_hash
from firsthand.check.terms import Post, Terms

NAMES = ("score", "score share", "claim covered", "title covered", "post covered", "cosine", "rarest shared",
         "second rarest shared", "pairs covered", "pairs shared", "number missing", "number shared",
         "by signature only", "near words", "other year", "below first", "rank")
"""The lexical features, in the order of their columns."""
PREFIX_CHARS = 5
"""Terms of this length or more that begin alike are near: "homeless", "homelessness"."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Query:
    """A post as the index knows it.

    `numbers` are its terms, `said` those of what it says itself (not of signature, addresses, day), `pairs`
    its neighbouring terms as hashes, `unknown` how many of its terms no claim has, `years` those that it names.
    """

    numbers: Ints
    said: Ints
    pairs: Ints
    unknown: int
    years: frozenset[str]


def make_query(post: Post, terms: Terms, index: Index) -> Query:
    """A post as a query of the index; two words that the claims write as one count as that one too."""
    said = terms.of(post.says)
    around = [*terms.of(post.signed), *terms.of(post.linked), *terms.of(post.day)]
    joined = [one + two for one, two in pairwise(said) if one + two in index.vocabulary]
    hashes = np.array([term_hash(term) for term in said], dtype=np.uint64)
    return Query(
        numbers=index.numbers_of([*said, *joined, *around]), said=index.numbers_of([*said, *joined]),
        pairs=np.unique(pair_hashes(hashes[:-1], hashes[1:])),
        unknown=sum(term not in index.vocabulary for term in set(said)),
        years=frozenset(term for term in (*said, *around) if _YEAR.fullmatch(term)))


class Features:
    """Computes the lexical features of candidates; holds what depends on the index alone."""

    def __init__(self, index: Index) -> None:
        self._index = index
        prefixes: dict[str, int] = {}
        self._prefix = np.array([prefixes.setdefault(word[:PREFIX_CHARS], len(prefixes))
                                 if len(word) >= PREFIX_CHARS and word.isalpha() else -1
                                 for word in index.vocabulary], dtype=np.int32)
        self._has_digit = np.array([word[:1].isdigit() for word in index.vocabulary], dtype=bool)
        self._years = np.array([int(word) if _YEAR.fullmatch(word) else 0 for word in index.vocabulary], dtype=np.int32)
        self._near = np.zeros(len(prefixes) + 1, dtype=bool)
        self._mine = np.zeros(len(index.vocabulary), dtype=np.uint8)

    def of(self, query: Query, documents: Ints, scores: Floats) -> Floats:
        """[n, len(NAMES)] for `documents`, which stand best first with their `scores`."""
        index, size = self._index, len(documents)
        where, owner = index.terms.places_of(documents)
        numbers, fields = index.terms.flat[where], index.fields[where]
        idf = index.idf[numbers]
        mine = self._marked(query)[numbers]
        shared = mine > 0

        def total(weights: NDArray[np.float32], where: NDArray[np.bool_]) -> Floats:
            return np.bincount(owner[where], weights[where], minlength=size).astype(np.float32)

        everywhere = np.ones(len(numbers), dtype=bool)
        whole, got = total(idf, everywhere), total(idf, shared)
        claim, title = (fields & CLAIM) > 0, (fields & TITLE) > 0
        digits, years = self._has_digit[numbers], self._years[numbers]
        asked = float(index.idf[query.said].sum()) + query.unknown * rarity(index.size)
        squares = idf * idf
        most, second = _two_largest(np.where(shared, idf, 0), owner, size)
        pairs, pair_count = self._pairs(query, documents)
        own_years = np.array([int(year) for year in query.years] or [0], dtype=np.int32)
        other_year = (years > 0) & ~np.isin(years, own_years)
        top = max(float(scores[0]), 1e-6) if size else 1.0
        columns = (
            np.log1p(scores), scores / max(1e-6, float(index.idf[query.numbers].sum())),
            _share(total(idf, shared & claim), total(idf, claim)),
            _share(total(idf, shared & title), total(idf, title)),
            total(idf, mine == 2) / max(1e-6, asked),
            total(squares, shared) / np.sqrt(np.maximum(1e-6, total(squares, everywhere))
                                             * max(1e-6, float((index.idf[query.numbers] ** 2).sum()))),
            most / rarity(index.size), second / rarity(index.size), pairs, np.log1p(pair_count),
            total(np.ones_like(idf), digits & ~shared), total(np.ones_like(idf), digits & shared),
            _share(total(idf, mine == 1), got), _share(total(idf, ~shared & self._near_words(query, numbers)), whole),
            np.minimum(1, total(np.ones_like(idf), other_year)) * bool(query.years),
            scores / top - 1, np.log1p(np.arange(size)))
        return np.stack(columns, axis=1).astype(np.float32)

    def _marked(self, query: Query) -> NDArray[np.uint8]:
        """For every term 2 where the post says it, 1 where only what stands around it has it."""
        marks = np.zeros_like(self._mine)
        marks[query.numbers] = 1
        marks[query.said] = 2
        return marks

    def _near_words(self, query: Query, numbers: Ints) -> NDArray[np.bool_]:
        near = np.zeros_like(self._near)
        near[self._prefix[query.numbers]] = True
        near[-1] = False
        return near[self._prefix[numbers]]

    def _pairs(self, query: Query, documents: Ints) -> tuple[Floats, Floats]:
        """The share of each document's neighbouring words that the post has too, and how many."""
        hashes, owner = self._index.pairs.of(documents)
        shared = np.isin(hashes, query.pairs)
        count = np.bincount(owner[shared], minlength=len(documents)).astype(np.float32)
        whole = np.bincount(owner, minlength=len(documents)).astype(np.float32)
        return _share(count, whole), count


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _two_largest(values: Floats, owner: Ints, size: int) -> tuple[Floats, Floats]:
    """The largest and the second largest value of each owner; owners stand in order."""
    first = np.zeros(size, dtype=np.float32)
    np.maximum.at(first, owner, values)
    rest = np.where(values == first[owner], np.float32(0), values)
    second = np.zeros(size, dtype=np.float32)
    np.maximum.at(second, owner, rest)
    return first, second
