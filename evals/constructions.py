"""Precision and recall of attributions for each construction of tests/cases/attribution.jsonl.

    python -m evals.constructions [--rules]

An attribution is exact where source, cue and content are all as the table has them, but for signs at their
ends. It fits where the cues share a word, and source and content have a word F1 of 0.5 or more ("said" and
"said in a statement" fit). Without `--rules`, what `firsthand` runs is measured: tagger and rules together.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.extract.attribution.choice import tagger_text
from firsthand.extract.attribution.find import find_attributions
from firsthand.extract.attribution.tagger import load_tagger
from firsthand.extract.parse import Parser
from firsthand.records import Block, Report, Span
from firsthand.text import report_id

TABLE = Path(__file__).parents[1] / "tests" / "cases" / "attribution.jsonl"
EDGES = " \n\t.,;:!?\"'“”‘’«»„-–"
FIT = 0.5
Item = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def main() -> None:
    """Prints a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m evals.constructions", description=__doc__.split("\n")[0])
    parser.add_argument("--rules", action="store_true", help="the rules alone")
    rules = parser.parse_args().rules
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for construction, wanted, given in compared(None if rules else load_tagger()):
        for name in (construction, "all"):
            exact = len(set(wanted) & set(given))
            for place, number in enumerate((1, exact, fitting(wanted, given), len(given), len(wanted))):
                counts[name][place] += number
    print("| construction | sentences | exact P | exact R | fitting P | fitting R |\n|---|---|---|---|---|---|")
    for name in sorted(counts, key=lambda name: (name == "all", name)):
        sentences, exact, fit, tool, gold = counts[name]
        shares = " | ".join(share(hit, whole) for hit in (exact, fit) for whole in (tool, gold))
        print(f"| {name} | {sentences} | {shares} |")


def compared(tagger: Any) -> Iterator[tuple[str, list[Item], list[Item]]]:
    """(construction, what the table has, what was found) for each of its sentences."""
    rows = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]
    reports = [report_of(row["text"], row.get("title")) for row in rows]
    for row, parsed in zip(rows, Parser().parse(reports), strict=True):
        wanted = [item([one["source"]], [one["cue"]], one["content"]) for one in row["expect"]]
        found = [item(*([parsed.words(span) for span in spans] for spans in (one.source, one.cue, one.content)))
                 for one in find_attributions(parsed, tagger.tag(tagger_text(parsed)) if tagger else None)]
        yield row["construction"], wanted, found


def fitting(wanted: Sequence[Item], given: Sequence[Item]) -> int:
    """How many of the wanted have a given one that fits; each given one is used once."""
    left = list(given)
    for one in wanted:
        match = next((other for other in left if fits(one, other)), None)
        if match is not None:
            left.remove(match)
    return len(given) - len(left)


def fits(one: Item, other: Item) -> bool:
    """True where the cues share a word, and source and content half of theirs; empty fits empty."""
    pairs = [(set(" ".join(left).lower().split()), set(" ".join(right).lower().split()))
             for left, right in zip(one, other, strict=True)]
    whole = [2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0 for left, right in pairs]
    return whole[0] >= FIT and whole[1] > 0 and whole[2] >= FIT


def item(source: Iterable[str | None], cue: Iterable[str | None], content: Iterable[str | None]) -> Item:
    """An attribution's words, without signs at their ends."""
    def bare(words: Iterable[str | None]) -> tuple[str, ...]:
        return tuple(part.strip(EDGES) for part in words if part)
    return bare(source), bare(cue), bare(content)


def report_of(text: str, title: str | None) -> Report:
    """A report of a title and the paragraphs between blank lines."""
    whole = f"{title}\n\n{text}" if title else text
    blocks: list[Block] = []
    start = 0
    for part in whole.split("\n\n"):
        span: Span = start, start + len(part)
        blocks.append(Block("headline" if title and not blocks else "paragraph", *span))
        start += len(part) + 2
    return Report(report_id("case", whole), "case", None, None, None, "en", None, None, title, whole,
                  tuple(blocks), ())


def share(part: int, whole: int) -> str:
    """A share with two digits; "-" where there is nothing to share."""
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    main()
