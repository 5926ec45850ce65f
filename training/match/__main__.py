"""Exports the encoder, fits the re-ranker on posts with known checks, and writes the model's files.

    python -m training.match --gold FOLDER --base FOLDER --out FOLDER

`--gold` holds factchecks.jsonl, queries-train.jsonl, qrels-train.tsv and the same of `dev`, which is only
reported; `--base` the MiniLM-L6 weights.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from firsthand.check.embed import Embedder
from training.bert import load_base
from training.match.card import write_card, write_ranker
from training.match.data import candidates, folds_of, read_gold
from training.match.export import export_encoder
from training.match.fit import Options, cross_validate, fit_certainty, fit_order, map_of, weights_shown
from training.match.model import Encoder


def main() -> None:
    """Runs all steps, some five minutes on two idle cores, and prints the scores."""
    parser = argparse.ArgumentParser(prog="python -m training.match", description=(__doc__ or "").split("\n")[0])
    for name in ("--gold", "--base", "--out"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(dropout=0)
    load_base(given.base, encoder)
    export_encoder(encoder, given.base, given.out)
    write_card(given.out, {})
    options, kept = Options(), given.out / "claims.vec"
    gold, dev = (read_gold(given.gold, part) for part in ("train", "dev"))
    posts, asked = (candidates(part, Embedder(given.out), kept) for part in (gold, dev))
    line = fit_order(posts, options)
    write_ranker(given.out, {"order": line, "certainty": fit_certainty(posts, line, options)})
    scores = {"train, cross-validated": cross_validate(posts, folds_of(gold, options.folds, options.seed), options),
              "dev, seen once at the end": map_of(asked, line)}
    print(scores, *weights_shown(line), sep="\n")
    write_card(given.out, {"map@5": {name: round(score, 4) for name, score in scores.items()},
                           "options": asdict(options)})


if __name__ == "__main__":
    main()
