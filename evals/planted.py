"""Planted copies: real reports, reprinted with known edits, so that who copied whom is known.

    python -m evals.planted [REPORTS.jsonl] [--stories N] [--seed N]

`plant` tells how the stories are made. Printed: recall of the reprints by the edit (a link to any report
of the family), of those that name nobody, and precision of links; direction against the planted one,
and of how many links it is told; how often the number of origins of a story is right and lies within
its range; how often a claim is led back to where it starts, and the number of origins of a claim is right;
beside the overlap of headlines at 0.55 and MinHash-LSH over word trigrams at 0.5 on the same reports.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.plant import EDITS, HARD, Planted, change, outlet_name, plant, read_happenings, read_texts
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.options import TraceOptions
from firsthand.records import Link, Report, Story
from firsthand.text import WORD
from firsthand.trace import count_origins, find_links, find_origins

__all__ = ["EDITS", "SOURCE", "change", "outlet_name", "read_texts"]

SOURCE = Path("..") / "shared" / "gold" / "gva" / "reports.jsonl"
HEADLINE_JACCARD = 0.55
LSH_JACCARD = 0.5


# ---------------------------------------------------------------- measures

Pairs = set[tuple[str, str]]


def measure(stories: Sequence[Sequence[Planted]]) -> dict[str, float]:
    """The figures of `firsthand`: reprints found, links that are right, direction, origins of stories and claims."""
    every = [one for story in stories for one in story]
    rows = [Story(str(number), "", tuple(sorted(one.report.id for one in story)), None, None)
            for number, story in enumerate(stories)]
    quotations = [quotation for one in every for quotation in one.quotations]
    links = find_links([one.report for one in every], quotations, DuckDBEngine(), TraceOptions(), stories=rows)
    copies = [link for link in links if link.kind == "copies" and link.to]
    figures = score_pairs({(link.from_, link.to or "") for link in copies}, every)
    return (figures | score_direction(copies, every) | score_origins(stories, rows, links)
            | score_claims(every, rows, links))


def score_pairs(pairs: Pairs, every: Iterable[Planted]) -> dict[str, float]:
    """Recall of the reprints by edit, and precision: pairs within one family among all pairs."""
    origins = {one.report.id: one.origins for one in every}
    right = {pair for pair in pairs if origins[pair[0]] & origins[pair[1]]}
    linked = {end for pair in right for end in pair}
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for one in every:
        if one.parents:
            floor = ("copies", *(() if one.credited else ("no credit",))) if one.edit != HARD else ()
            for name in (one.edit, *floor):
                asked[name] += 1
                found[name] += one.report.id in linked
    figures = {f"recall, {name}": found[name] / asked[name] for name in sorted(asked)}
    return figures | {"precision": len(right) / len(pairs) if pairs else 1.0}


def score_direction(copies: Iterable[Link], every: Iterable[Planted]) -> dict[str, float]:
    """Of the links between a reprint and what it was made from, the part whose direction is told, and of
    these the part that points the right way."""
    parents = {one.report.id: one.parents for one in every}
    pairs = [link for link in copies if link.to in parents[link.from_] or link.from_ in parents[link.to or ""]]
    told = [link.to in parents[link.from_] for link in pairs if link.direction != "unknown"]
    return {"direction": sum(told) / len(told) if told else 0.0,
            "direction told": len(told) / len(pairs) if pairs else 0.0}


def score_origins(stories: Sequence[Sequence[Planted]], rows: Sequence[Story],
                  links: Sequence[Link]) -> dict[str, float]:
    """How often the number of origins of a story is exact at best, and lies between low and high."""
    traced = find_origins(rows, [one.report for story in stories for one in story], links, (), ())
    origins = defaultdict(list)
    for origin in traced.origins:
        origins[origin.story].append(origin)
    counts = [count_origins(origins[row.id]) for row in rows]
    truth = [len(frozenset().union(*(one.origins for one in story))) for story in stories]
    pairs = list(zip(counts, truth, strict=True))
    return {"origins exact": sum(count.best == true for count, true in pairs) / len(rows),
            "origins within": sum(count.low <= true <= count.high for count, true in pairs) / len(rows),
            "origins overcounted at low": sum(count.low > true for count, true in pairs) / len(rows)}


def score_claims(every: Sequence[Planted], rows: Sequence[Story], links: Sequence[Link]) -> dict[str, float]:
    """How often a claim of a reprint is led back to where it starts, where the hours are known and where
    only the days are; how often the number of origins of a claim is right."""
    truth = {value: origin for one in every for value, origin in one.values}
    traced = find_origins(rows, [one.report for one in every], links, (), list(truth))
    names = {(origin.story, origin.id): origin.name for origin in traced.origins}
    made = {one.report.id: one for one in every}
    publishers = {one.report.ref: one.report.publisher for one in every}
    asked, right = Counter[str](), Counter[str]()
    said: dict[tuple[str, ...], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for claim in traced.claims:
        value, start, report = claim.value, truth[claim.value], made[claim.value.report]
        name = names[claim.story, claim.origin]
        if report.parents:
            known = "hours" if "T" in (report.report.published or "") else "days"
            asked[known] += 1
            right[known] += name == (publishers.get(start) or start)
        both = said[claim.story, value.slot, f"{value.low} {value.name}"]
        both[0].add(start)
        both[1].add(name)
    exact = [len(true) == len(given) for true, given in said.values()]
    return {f"claims led back, {known} known": right[known] / asked[known] for known in sorted(asked)} | {
        "claims' origins exact": sum(exact) / len(exact) if exact else 1.0}


# ---------------------------------------------------------------- others

def headline_pairs(reports: Sequence[Report]) -> Pairs:
    """Pairs whose headlines have a Jaccard overlap of 0.55."""
    words = [{word.casefold() for word in WORD.findall(report.title or "")} for report in reports]
    holders = defaultdict(list)
    for number, own in enumerate(words):
        for word in own:
            holders[word].append(number)
    found: Pairs = set()
    for number, own in enumerate(words):
        met = Counter(other for word in own for other in holders[word] if other < number)
        found |= {(reports[number].id, reports[other].id) for other, common in met.items()
                  if common >= HEADLINE_JACCARD * len(own | words[other])}
    return found


def rensa_pairs(reports: Sequence[Report]) -> Pairs:
    """Pairs that MinHash-LSH finds (rensa, 128 permutations, word trigrams, 16 bands, checked at 0.5)."""
    import rensa

    index = rensa.RMinHashLSH(threshold=LSH_JACCARD, num_perm=128, num_bands=16)
    hashes, found = [], set()
    for number, report in enumerate(reports):
        made = rensa.RMinHash(num_perm=128, seed=7)
        made.update(_trigrams(report.text))
        hashes.append(made)
        found |= {(report.id, reports[other].id) for other in index.query(made)
                  if made.jaccard(hashes[other]) >= LSH_JACCARD}
        index.insert(number, made)
    return found


def datasketch_pairs(reports: Sequence[Report], threshold: float = LSH_JACCARD) -> Pairs:
    """The same with datasketch."""
    import datasketch

    index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
    found: Pairs = set()
    for number, report in enumerate(reports):
        made = datasketch.MinHash(num_perm=128)
        made.update_batch([gram.encode() for gram in _trigrams(report.text)])
        found |= {(report.id, reports[other].id) for other in index.query(made)}
        index.insert(number, made)
    return found


def _trigrams(text: str) -> list[str]:
    words = [word.casefold() for word in WORD.findall(text)]
    return sorted({" ".join(words[place:place + 3]) for place in range(max(1, len(words) - 2))})


# ---------------------------------------------------------------- command

def run(shared: Path) -> dict[str, float | None]:
    """The figures that floors hold, on texts from the folder with gold/."""
    stories = plant(read_happenings(shared / "gold" / "gva" / "reports.jsonl"), 150, 5)
    return {name: figure for name, figure in measure(stories).items() if name != "origins overcounted at low"}


def main() -> int:
    """Plants, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m evals.planted", description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="?", type=Path, default=SOURCE, help="JSON Lines with a text each")
    parser.add_argument("--stories", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    if not arguments.reports.exists():
        print(f"no reports at {arguments.reports}: nothing measured (give REPORTS.jsonl)")
        return 0
    stories = plant(read_happenings(arguments.reports), arguments.stories, arguments.seed)
    every = [one for story in stories for one in story]
    started = time.perf_counter()
    figures = measure(stories)
    print(f"{len(stories)} stories, {len(every)} reports: {time.perf_counter() - started:.1f} s")
    others = {"headlines": headline_pairs, "rensa": rensa_pairs, "datasketch": datasketch_pairs}
    columns = {"firsthand": figures}
    for name, find in others.items():
        started = time.perf_counter()
        try:
            columns[name] = score_pairs(find([one.report for one in every]), every)
        except ImportError:
            print(f"{name} is not installed: left out")
            continue
        print(f"{name}: {time.perf_counter() - started:.1f} s")
    print(f"{'':28}" + "".join(f"{name:>12}" for name in columns))
    for figure in figures:
        cells = (f"{found[figure]:.3f}" if figure in found else "-" for found in columns.values())
        print(f"{figure:28}" + "".join(f"{cell:>12}" for cell in cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
