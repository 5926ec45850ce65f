"""Which checked claim a text repeats: by shared terms first, then by meaning, then by a small trained model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.check.checked import CheckedClaim
from firsthand.check.embed import WIDTH, Embedder
from firsthand.check.features import Features, Query, make_query
from firsthand.check.index import Floats, Ints, best_of, build_index
from firsthand.check.ranker import Ranker, load_ranker
from firsthand.check.terms import Post, Terms, read_post
from firsthand.options import CheckOptions
from firsthand.text import plain

_DIGITS = re.compile(r"\d+")
POSTS_AT_ONCE = 64
"""Posts whose new candidates are turned into vectors together."""


@dataclass(frozen=True, slots=True)
class Found:
    """A checked claim for a text: `score` is what it was ranked by, `certainty` the probability (0 to 1)
    that the text says what was checked, or denies it."""

    claim: CheckedClaim
    score: float
    certainty: float


class Matcher:
    """Finds checked claims for texts. Claims become vectors when they are first needed, and stay so."""

    def __init__(self, claims: Sequence[CheckedClaim], options: CheckOptions | None = None,
                 embedder: Embedder | None = None, ranker: Ranker | None = None) -> None:
        """Indexes the claims; their order changes nothing."""
        self.claims = sorted(claims, key=lambda one: (_natural(one.id), one.id, one.claim))
        self._options = options or CheckOptions()
        self._terms = Terms()
        self._index = build_index(((one.title or "", one.claim) for one in self.claims), self._terms)
        self._features = Features(self._index)
        self._embedder = embedder or Embedder()
        self._ranker = ranker
        self._vectors = np.zeros((len(self.claims), WIDTH), dtype=np.float16)
        self._known = np.zeros(len(self.claims), dtype=bool)

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
        if len(self.claims) <= self._options.all_by_meaning:
            self._learn(np.arange(len(self.claims), dtype=np.int32))
        for start in range(0, len(texts), POSTS_AT_ONCE):
            posts = [read_post(text) for text in texts[start:start + POSTS_AT_ONCE]]
            queries = [make_query(post, self._terms, self._index) for post in posts]
            vectors = self._embedder.embed([said_words(post) for post in posts])
            for query, vector in zip(queries, vectors, strict=True):
                yield self._looked_at(query, vector)

    def _looked_at(self, query: Query, vector: Floats) -> tuple[Ints, Floats]:
        """The claims that share most terms with a post, and where all are vectors those nearest in meaning."""
        scores = self._index.scores(query.numbers)
        if len(self.claims) <= self._options.all_by_meaning:
            near = best_of(self._vectors.astype(np.float32) @ vector, self._options.by_meaning)
            documents = np.unique(np.concatenate([best_of(scores, self._options.candidates), near]))
            documents = documents[np.argsort(-scores[documents], kind="stable")]
        else:
            documents = best_of(scores, self._options.candidates_of_many)
            self._learn(documents)
        cosines = self._vectors[documents].astype(np.float32) @ vector
        return documents, with_meaning(self._features.of(query, documents, scores[documents]), cosines)

    def _learn(self, documents: Ints) -> None:
        """Turns those claims into vectors that are none yet."""
        new = documents[~self._known[documents]]
        if len(new):
            self._vectors[new] = self._embedder.embed([claim_words(self.claims[place]) for place in new])
            self._known[new] = True


def claim_words(claim: CheckedClaim) -> str:
    """The words of a checked claim that its vector is made from."""
    return _even(f"{claim.title or ''} {claim.claim}")


def said_words(post: Post) -> str:
    """The words of a post that its vector is made from: with who signed it, who may be whom the claim names."""
    return _even(f"{post.says} {post.signed}")


def _even(text: str) -> str:
    """A text with one kind of quotation mark and space: lists hold a claim twice that differs in nothing else."""
    return " ".join(plain(text).text.replace('"', "'").split())


def _natural(name: str) -> str:
    """An id that sorts by the numbers in it, so that of two equal claims the one numbered first stands first."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), name)


def with_meaning(lexical: Floats, cosines: Floats) -> Floats:
    """The lexical features of a post's candidates with those of meaning beside them."""
    best = cosines.max(initial=-1.0)
    return np.concatenate([lexical, np.stack([cosines, cosines - best], axis=1)], axis=1)
