"""Which checked claim a text repeats: by shared terms first, then by meaning, then by a small trained model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from firsthand.check.checked import CheckedClaim
from firsthand.check.embed import WIDTH, Embedder
from firsthand.check.features import Features, Query, make_query
from firsthand.check.index import Floats, Ints, best_of, build_index
from firsthand.check.ranker import Ranker, load_ranker
from firsthand.check.terms import Post, Terms, read_post
from firsthand.check.vectors import Bytes, Encodes, Vectors, cosines, rounded
from firsthand.options import CheckOptions
from firsthand.text import plain

POSTS_AT_ONCE = 32
"""Texts that are turned into vectors together; against a million claims their cosines take 128 MB."""


@dataclass(frozen=True, slots=True)
class Found:
    """A checked claim for a text: `score` is what it was ranked by, `certainty` the probability (0 to 1)
    that the text says what was checked, or denies it."""

    claim: CheckedClaim
    score: float
    certainty: float


class Matcher:
    """Finds checked claims for texts. Claims become vectors when they are first needed, and stay so."""

    def __init__(self, claims: Sequence[CheckedClaim], options: CheckOptions | None = None, keep: Path | None = None,
                 encoder: Encodes | None = None, ranker: Ranker | None = None) -> None:
        """Indexes the claims; their order changes nothing.

        `keep` is a file in which the vectors of all claims are kept from one run to the next; without it a large
        collection's claims become vectors only where texts share terms with them.
        """
        self.claims = sorted(claims, key=_seniority)
        self._options = options or CheckOptions()
        self._terms = Terms()
        self._index = build_index(((one.title or "", one.claim) for one in self.claims), self._terms)
        self._features = Features(self._index)
        self._encoder = encoder or Embedder()
        self._ranker = ranker
        self._vectors = Vectors(self._encoder, keep)
        self._rows = np.zeros((len(self.claims), WIDTH), dtype=np.int8)
        self._known = np.zeros(len(self.claims), dtype=bool)
        self._every = keep is not None or len(self.claims) <= self._options.all_by_meaning

    @property
    def made(self) -> int:
        """Claims that had to be turned into vectors so far."""
        return self._vectors.made

    def match(self, texts: Sequence[str], count: int) -> Iterator[list[Found]]:
        """For each text its `count` nearest checked claims, nearest first."""
        ranker = self._ranker = self._ranker or load_ranker()
        for documents, features in self.candidates(texts):
            if not len(documents):
                yield []
                continue
            scores, certainty = ranker.scores(features)
            order = np.argsort(-scores, kind="stable")[:count]
            yield [Found(self.claims[documents[place]], float(scores[place]), float(certainty[place]))
                   for place in order]

    def candidates(self, texts: Sequence[str]) -> Iterator[tuple[Ints, Floats]]:
        """For each text the places in `claims` of those looked at closely, and their features [n, columns]."""
        if self._every:
            self._learn(np.arange(len(self.claims), dtype=np.int32))
            self._vectors.save()
        for posts, asked in self._asked(texts):
            queries = [make_query(post, self._terms, self._index) for post in posts]
            yield from self._of_all(queries, asked) if self._every else self._of_many(queries, asked)

    def _asked(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[Post], Bytes]]:
        """The texts, some at once, with their vectors; those of the next are made while these are looked up."""
        posts = [read_post(text) for text in texts]
        parts = [posts[start:start + POSTS_AT_ONCE] for start in range(0, len(posts), POSTS_AT_ONCE)]
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._embed, posts[:POSTS_AT_ONCE])
            for part, following in pairwise([*parts, []]):
                asked, coming = coming.result(), ahead.submit(self._embed, following)
                yield part, asked

    def _embed(self, posts: Sequence[Post]) -> Bytes:
        return rounded(self._encoder.embed([said_words(post) for post in posts]))

    def _of_all(self, queries: Sequence[Query], asked: Bytes) -> Iterator[tuple[Ints, Floats]]:
        """Those that share most terms with a text, and those nearest in meaning."""
        for query, meaning in zip(queries, cosines(asked, self._rows), strict=True):
            scores = self._index.scores(query.numbers)
            near = best_of(meaning, self._options.by_meaning)
            documents = np.unique(np.concatenate([best_of(scores, self._options.candidates), near]))
            documents = documents[np.argsort(-scores[documents], kind="stable")]
            yield documents, with_meaning(self._features.of(query, documents, scores[documents]), meaning[documents])

    def _of_many(self, queries: Sequence[Query], asked: Bytes) -> Iterator[tuple[Ints, Floats]]:
        """Those that share most terms with a text, fewer of them, since each has to be turned into a vector."""
        found = [self._by_terms(query) for query in queries]
        self._learn(np.unique(np.concatenate([documents for documents, _ in found])))
        for (documents, lexical), vector in zip(found, asked, strict=True):
            yield documents, with_meaning(lexical, cosines(vector[None], self._rows[documents])[0])

    def _by_terms(self, query: Query) -> tuple[Ints, Floats]:
        scores = self._index.scores(query.numbers)
        documents = best_of(scores, self._options.candidates_of_many)
        return documents, self._features.of(query, documents, scores[documents])

    def _learn(self, documents: Ints) -> None:
        """Turns those claims into vectors that are none yet."""
        new = documents[~self._known[documents]]
        if len(new):
            self._rows[new] = self._vectors.of([claim_words(self.claims[place]) for place in new])
            self._known[new] = True


def _seniority(claim: CheckedClaim) -> tuple[str, str, str, str]:
    """What claims that fit equally well are sorted by: the earliest check first, who checked before others did;
    where no day tells, by their words, which is arbitrary but the same in any order of input."""
    return claim.published or "9999", claim.claim, claim.title or "", claim.id


def claim_words(claim: CheckedClaim) -> str:
    """The words of a checked claim that its vector is made from."""
    return _even(f"{claim.title or ''} {claim.claim}")


def said_words(post: Post) -> str:
    """The words of a post that its vector is made from: with who signed it, who may be whom the claim names."""
    return _even(f"{post.says} {post.signed}")


def _even(text: str) -> str:
    """A text with one kind of quotation mark and space: lists hold a claim twice that differs in nothing else."""
    return " ".join(plain(text).text.replace('"', "'").split())


def with_meaning(lexical: Floats, meaning: Floats) -> Floats:
    """The lexical features of a post's candidates with those of meaning, their cosines, beside them."""
    best = meaning.max(initial=-1.0)
    return np.concatenate([lexical, np.stack([meaning, meaning - best], axis=1)], axis=1)
