"""Fits the re-ranker: a line that orders a post's candidates, and one that says how sure a pair is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from firsthand.check.features import NAMES
from firsthand.check.ranker import COLUMNS
from training.match.data import Array, Post

RELATIVE = ("below first", "rank", "meaning below best", "score", "score share")
"""Columns that mean nothing for a pair alone, or depend on the collection."""
RISING = ("claim covered", "title covered", "post covered", "cosine", "rarest shared", "second rarest shared",
          "pairs covered", "pairs shared", "number shared", "near words", "meaning")
"""Columns whose weight in the certainty may not be below zero: no pair gets less sure by sharing more. They go
together so much that a free fit takes off for shared word pairs what it gives for meaning."""
SURE_TOP = 5
"""Candidates of a post, by order, that certainty is fitted on: those that a reader would be shown."""


@dataclass(frozen=True)
class Options:
    """How to fit; the penalty and the number of steps moved nothing between half and twice their size."""

    steps: int = 200
    rate: float = 0.05
    penalty: float = 1e-3
    folds: int = 5
    seed: int = 1


def pack(posts: Sequence[Post]) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Features [n, most, columns], right [n, most] and there [n, most], padded."""
    most = max(len(post.right) for post in posts)
    features = np.zeros((len(posts), most, len(COLUMNS)), np.float32)
    right, there = np.zeros((len(posts), most), np.float32), np.zeros((len(posts), most), bool)
    for place, post in enumerate(posts):
        size = len(post.right)
        features[place, :size], right[place, :size], there[place, :size] = post.features, post.right, True
    return features, right, there


def fit_order(posts: Sequence[Post], options: Options) -> dict[str, Any]:
    """The conditional logit: each post's right candidates against all others (ListNet's top-one loss)."""
    features, right, there = pack([post for post in posts if post.right.any()])
    mean, scale = features[there].mean(0), features[there].std(0) + 1e-6
    inputs, wanted, mask = torch.tensor((features - mean) / scale), torch.tensor(right), torch.tensor(there)
    weights = torch.zeros(len(COLUMNS), requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=options.rate)
    for _ in range(options.steps):
        logs = torch.log_softmax((inputs @ weights).masked_fill(~mask, -1e9), 1).masked_fill(~mask, 0)
        loss = -((logs * wanted).sum(1) / wanted.sum(1)).mean() + options.penalty * (weights ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"mean": mean, "scale": scale, "weights": weights.detach().numpy(), "bias": 0.0}


def order_of(post: Post, line: dict[str, Any]) -> NDArray[np.int64]:
    """A post's candidates in order."""
    return np.argsort(-((post.features - line["mean"]) / line["scale"] @ line["weights"]), kind="stable")


def fit_certainty(posts: Sequence[Post], line: dict[str, Any], options: Options) -> dict[str, Any]:
    """A logistic regression over the pairs that a reader would be shown."""
    shown = [order_of(post, line)[:SURE_TOP] for post in posts]
    features = np.concatenate([post.features[rows] for post, rows in zip(posts, shown, strict=True)])
    right = np.concatenate([post.right[rows] for post, rows in zip(posts, shown, strict=True)]).astype(np.float32)
    mean, scale = features.mean(0), features.std(0) + 1e-6
    used = torch.tensor([name not in RELATIVE for name in COLUMNS])
    rising = torch.tensor([name in RISING for name in COLUMNS])
    inputs, wanted = torch.tensor((features - mean) / scale) * used, torch.tensor(right)
    weights, bias = torch.zeros(len(COLUMNS), requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=options.rate)
    for _ in range(options.steps * 2):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights + bias, wanted)
        loss = loss + options.penalty * (weights ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            weights[rising] = weights[rising].clamp(min=0)
    return {"mean": mean, "scale": scale, "weights": (weights * used).detach().numpy(), "bias": float(bias.detach())}


def average_precision(post: Post, order: NDArray[np.int64], cut: int = 5) -> float:
    """AP@cut of one post."""
    right = post.right[order[:cut]]
    return float((np.cumsum(right) * right / np.arange(1, len(right) + 1)).sum() / post.wanted)


def map_of(posts: Sequence[Post], line: dict[str, Any]) -> float:
    """MAP@5 of a line over some posts."""
    return float(np.mean([average_precision(post, order_of(post, line)) for post in posts]))


def cross_validate(posts: Sequence[Post], fold: NDArray[np.int64], options: Options) -> float:
    """MAP@5 over posts that each fold's line has not seen."""
    found = []
    for held in range(options.folds):
        line = fit_order([post for post, own in zip(posts, fold, strict=True) if own != held], options)
        found += [average_precision(post, order_of(post, line))
                  for post, own in zip(posts, fold, strict=True) if own == held]
    return float(np.mean(found))


def weights_shown(line: dict[str, Any]) -> list[str]:
    """The columns with their weights, heaviest first, for the log."""
    pairs = sorted(zip(COLUMNS, line["weights"], strict=True), key=lambda pair: -abs(pair[1]))
    return [f"{name:22} {weight:+.2f}" for name, weight in pairs if name in NAMES or weight]
