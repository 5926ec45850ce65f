"""Posts held against earlier fact-checks: MAP@5 of `firsthand match` on the development posts."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def run(shared: Path) -> dict[str, float | None]:
    """The figures of the development posts, by the scorer beside the gold data."""
    gold = shared / "gold" / "factchecks"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.jsonl"
        subprocess.run([sys.executable, "-m", "firsthand", "match", gold / "queries-dev.jsonl", "--against",
                        gold / "factchecks.jsonl", "-k", "5", "-o", out], check=True, stdout=subprocess.DEVNULL)
        scored = subprocess.run([sys.executable, shared / "score" / "match.py", out, gold / "qrels-dev.tsv"],
                                check=True, capture_output=True, text=True).stdout
    found = json.loads(scored.splitlines()[-1])
    return {"MAP@5": found["map@5"], "MAP@1": found["map@1"], "recall@5": found["recall@5"]}
