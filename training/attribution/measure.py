"""`python -m training.attribution.measure --gold PATH --scorers PATH --model DIR`: scores, speed, memory.

Writes the tables that the scorers read (attributions.jsonl, reports.jsonl) for the dev part into a
temporary folder and runs the scorers on them. Dev is for reporting only: nothing is chosen here.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from firsthand.extract.attribution.tagger import Span, Tagger, load_tagger


def main() -> None:
    """Score the model on the dev part: CofeNet's units one by one, and whole documents."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution.measure", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorers", type=Path, required=True, help="folder of the scorers")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--pack", type=int, help="other window options than the model's own")
    parser.add_argument("--context", type=int)
    args = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tagger = load_tagger(args.model, threads=2)
    tagger.tag("The mayor said that the bridge was closed.")
    print(f"memory: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB to load and run")
    chosen = {name: value for name in ("pack", "context") if (value := getattr(args, name)) is not None}
    tagger._windows = replace(tagger._windows, **chosen)
    for scorer, texts, orphans in (("attribution_cofenet.py", units(args.gold), True),
                                   ("attribution.py", documents(args.gold), False)):
        with tempfile.TemporaryDirectory() as folder:
            export(tagger, texts, Path(folder), orphans)
            gold = args.gold if scorer == "attribution_cofenet.py" else dev_only(args.gold, Path(folder))
            subprocess.run([sys.executable, str(args.scorers / scorer), folder, str(gold)], check=True)


def units(gold: Path) -> dict[str, str]:
    """CofeNet's units of the dev part: id and text."""
    with (gold / "cofenet.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {f"{row['id']}#{number}": " ".join(row["tokens"]) for number, row in enumerate(rows, 1)}


def documents(gold: Path) -> dict[str, str]:
    """The dev part's texts by id."""
    wanted = {row["id"] for row in _rows(gold / "gold.jsonl") if row["split"] == "dev"}
    return {row["id"]: row["text"] for row in _rows(gold / "reports.jsonl") if row["id"] in wanted}


def dev_only(gold: Path, folder: Path) -> Path:
    """A copy of the gold folder with the dev part alone."""
    out = folder / "gold"
    out.mkdir()
    wanted = documents(gold)
    for name in ("gold.jsonl", "reports.jsonl"):
        _write(out / name, (row for row in _rows(gold / name) if row["id"] in wanted))
    return out


def export(tagger: Tagger, texts: dict[str, str], folder: Path, orphans: bool) -> None:
    """Tag the texts and write the two tables; `orphans`: with spans that no cue leads to."""
    started = time.perf_counter()
    tagged = {key: tagger.tag(text) for key, text in texts.items()}
    seconds = time.perf_counter() - started
    lines = sum(bool(line.strip()) for text in texts.values() for line in text.split("\n"))
    print(f"speed: {lines} paragraphs in {seconds:.1f} s, {lines / seconds:.0f} a second on 2 threads")
    _write(folder / "reports.jsonl", ({"id": key, "ref": key, "title": None, "text": text}
                                      for key, text in texts.items()))
    rows: list[dict[str, Any]] = []
    for key, tags in tagged.items():
        found = [*tags.attributions(), *(([span], None, []) if span.role == "source" else ([], None, [span])
                                         for span in tags.unlinked() if orphans)]
        rows += [{"report": key, "id": str(number), "source": _pairs(sources), "cue": _pairs([cue] if cue else []),
                  "content": _pairs(contents)} for number, (sources, cue, contents) in enumerate(found)]
    _write(folder / "attributions.jsonl", rows)


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
