"""Posts with known checks, and the candidates that the run time would look at for each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.check.checked import CheckedClaim
from firsthand.check.match import Matcher
from firsthand.check.vectors import Encodes

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Gold:
    """Checked claims, posts as texts, and for each post the ids of the claims that are right for it."""

    claims: Sequence[CheckedClaim]
    posts: Sequence[str]
    right: Sequence[frozenset[str]]


@dataclass(frozen=True)
class Post:
    """A post's candidates: their features, which are right, and how many right ones there are at all."""

    features: Array
    right: NDArray[np.bool_]
    wanted: int


def read_gold(folder: Path, part: str) -> Gold:
    """The claims of a folder and the posts of a part of it, `train` or `dev`."""
    claims = [CheckedClaim(row["id"], row["text"], row["title"], None, None, None, None, ())
              for row in _rows(folder / "factchecks.jsonl")]
    right = defaultdict(set)
    for line in (folder / f"qrels-{part}.tsv").read_text("utf-8").splitlines():
        query, target = line.split()
        right[query].add(target)
    queries = _rows(folder / f"queries-{part}.jsonl")
    return Gold(claims, [row["text"] for row in queries], [frozenset(right[row["id"]]) for row in queries])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def folds_of(gold: Gold, count: int, seed: int) -> NDArray[np.int64]:
    """The fold of each post; posts on one claim share theirs, so that no claim is both learned and asked."""
    groups = sorted({min(right, default="") for right in gold.right})
    fold = dict(zip(groups, np.random.default_rng(seed).permutation(len(groups)) % count, strict=True))
    return np.array([fold[min(right, default="")] for right in gold.right])


def candidates(gold: Gold, encoder: Encodes, keep: Path) -> list[Post]:
    """The posts with the candidates that the run time looks at; `keep` is a file for the claims' vectors."""
    matcher = Matcher(gold.claims, keep=keep, encoder=encoder)
    return [Post(features, np.array([matcher.claims[one].id in right for one in documents], bool), len(right))
            for right, (documents, features) in zip(gold.right, matcher.candidates(gold.posts), strict=True)]
