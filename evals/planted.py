"""Planted copies: real reports, reprinted with known edits, so that who copied whom is known.

    python -m evals.planted [REPORTS.jsonl] [--stories N] [--seed N]

There is no public gold for who copied whom. A planted story has one to four real reports as its
origins, each of another outlet, and chains and trees of reprints of them: verbatim, cut, reordered, with 5, 10, 20
or 40 % of the words changed, with altered quotes, with the credit dropped, with boilerplate added.
The texts of the reports of one story are about different happenings, so that what they share by
chance is language, and every link between two families is a mistake.

Printed: recall of the reprints by the edit (a link to any report of the family), precision of links, direction
against the planted one, how often the number of origins is right and lies within its range; beside
the overlap of headlines at 0.55 and MinHash-LSH over word trigrams at 0.5 on the same reports.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from firsthand.engine.duckdb import DuckDBEngine
from firsthand.options import TraceOptions
from firsthand.records import Link, Report, Story
from firsthand.text import WORD, report_id, shingles
from firsthand.trace import count_origins, find_links, find_origins

SOURCE = Path("..") / "shared" / "gold" / "gva" / "reports.jsonl"
LEAST_WORDS = 120
"""Shorter reports are mostly captions; what is left of them after a cut says nothing."""
SENTENCE_WORDS = 12
"""A run of so many words in two real reports is no chance: one copied the other, or both a third."""
START = datetime(2031, 3, 1, 6)
HEADLINE_JACCARD = 0.55
LSH_JACCARD = 0.5
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTE = re.compile(r'["“][^"”]{15,}["”]')

Edit = Callable[[str, Sequence[str], random.Random], str]


# ---------------------------------------------------------------- edits

def keep(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The text as it is."""
    return text


def cut(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The first 40 to 70 % of the sentences: reprints are cut from the end."""
    sentences = _SENTENCE.split(text)
    return " ".join(sentences[:max(2, round(len(sentences) * chance.uniform(0.4, 0.7)))])


def reorder(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The sentences in another order."""
    sentences = _SENTENCE.split(text)
    return " ".join(chance.sample(sentences, len(sentences)))


def change(share: float) -> Edit:
    """An edit that puts another word of the collection in the place of this share of the words."""
    def changed(text: str, words: Sequence[str], chance: random.Random) -> str:
        return WORD.sub(lambda match: chance.choice(words) if chance.random() < share else match.group(), text)
    return changed


def alter_quotes(text: str, words: Sequence[str], chance: random.Random) -> str:
    """Every quotation with a third of its words changed."""
    return _QUOTE.sub(lambda match: change(1 / 3)(match.group(), words, chance), text)


def add_boilerplate(text: str, words: Sequence[str], chance: random.Random) -> str:
    """Sixty words of page frame around the text."""
    frame = " ".join(chance.choices(words, k=60))
    return f"{frame[:len(frame) // 3]}\n\n{text}\n\n{frame[len(frame) // 3:]}"


EDITS: dict[str, Edit] = {
    "verbatim": keep, "cut": cut, "reordered": reorder, "5 % changed": change(0.05), "10 % changed": change(0.1),
    "20 % changed": change(0.2), "40 % changed": change(0.4), "quotes altered": alter_quotes,
    "boilerplate added": add_boilerplate,
}
HARD = "40 % changed"
"""The one edit that the floors leave out."""


# ---------------------------------------------------------------- stories

@dataclass(frozen=True, slots=True)
class Planted:
    """A report with the report that it was made from, the origin at the start of that way, and the edit."""

    report: Report
    parent: str | None
    origin: str
    edit: str


def plant_story(originals: Sequence[str], words: Sequence[str], number: int, chance: random.Random) -> list[Planted]:
    """The reports of a story: the originals, and trees of reprints of each, later one by one."""
    made: list[Planted] = []
    clock = START + timedelta(days=chance.randrange(300))
    for place, original in enumerate(originals):
        own = clock + timedelta(minutes=chance.randrange(600))
        root = _report(original, f"{number}-{place}", own)
        family = [Planted(root, None, root.id, "original")]
        for copy in range(chance.choice((0, 1, 2, 3, 4, 6, 9))):
            parent = chance.choice(family)
            edit = chance.choice(sorted(EDITS))
            text = EDITS[edit](parent.report.text, words, chance)
            if chance.random() < 0.4:
                text += f"\n\nSource: {parent.report.publisher}"
            own += timedelta(minutes=chance.randrange(20, 300))
            reprint = _report(text, f"{number}-{place}-{copy}", own)
            family.append(Planted(reprint, parent.report.id, root.id, _worst(parent.edit, edit)))
        made += family
    return made


def _worst(before: str, edit: str) -> str:
    """A reprint of a report of which two fifths were changed is as hard to tell from its origin."""
    return HARD if HARD in (before, edit) else edit


def _report(text: str, ref: str, published: datetime) -> Report:
    title, _, _ = text.partition("\n")
    return Report(report_id(ref, text), ref, None, outlet_name(ref), None, "en", f"{published.isoformat()}Z", "given",
                  title[:80], text, (), ())


def outlet_name(ref: str) -> str:
    """An invented outlet, another one for each report."""
    chance = random.Random(ref)
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(5)).capitalize() + " Post"


def plant(texts: Sequence[str], stories: int, seed: int) -> list[list[Planted]]:
    """Planted stories of these texts; a text stands in one story only."""
    chance = random.Random(seed)
    words = sorted({word for text in texts for word in WORD.findall(text)})
    pool = iter(chance.sample(list(texts), len(texts)))
    made = []
    for number in range(stories):
        originals = [text for _ in range(chance.choice((1, 1, 2, 3, 4))) if (text := next(pool, None))]
        if originals:
            made.append(plant_story(originals, words, number, chance))
    return made


# ---------------------------------------------------------------- measures

Pairs = set[tuple[str, str]]


def measure(stories: Sequence[Sequence[Planted]]) -> dict[str, float]:
    """The figures of `firsthand`: reprints found, links that are right, direction, number of origins."""
    every = [one for story in stories for one in story]
    reports = [one.report for one in every]
    options = TraceOptions()
    links = find_links(reports, (), DuckDBEngine(), options)
    copies = [link for link in links if link.kind == "copies" and link.to]
    figures = score_pairs({(link.from_, link.to or "") for link in copies}, every)
    return figures | {"direction": score_direction(copies, every)} | score_origins(stories, links)


def score_pairs(pairs: Pairs, every: Iterable[Planted]) -> dict[str, float]:
    """Recall of the reprints by edit, and precision: pairs within one family among all pairs."""
    origin = {one.report.id: one.origin for one in every}
    linked = {end for pair in pairs if origin[pair[0]] == origin[pair[1]] for end in pair}
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for one in every:
        if one.parent:
            for name in (one.edit, "copies" if one.edit != HARD else ""):
                asked[name] += 1
                found[name] += one.report.id in linked
    figures = {f"recall, {name}": found[name] / asked[name] for name in sorted(asked) if name}
    right = sum(origin[left] == origin[right] for left, right in pairs)
    return figures | {"precision": right / len(pairs) if pairs else 1.0}


def score_direction(copies: Iterable[Link], every: Iterable[Planted]) -> float:
    """Of the links between a reprint and what it was made from, the part that points the right way."""
    parent = {one.report.id: one.parent for one in every}
    told = [parent[link.from_] == link.to for link in copies
            if link.direction != "unknown" and link.to in parent
            and (parent[link.from_] == link.to or parent[link.to] == link.from_)]
    return sum(told) / len(told) if told else 0.0


def score_origins(stories: Sequence[Sequence[Planted]], links: Sequence[Link]) -> dict[str, float]:
    """How often the number of origins of a story is exact at best, and lies between low and high."""
    rows = [Story(str(number), "", tuple(sorted(one.report.id for one in story)), None, None)
            for number, story in enumerate(stories)]
    traced = find_origins(rows, [one.report for story in stories for one in story], links, (), ())
    origins = defaultdict(list)
    for origin in traced.origins:
        origins[origin.story].append(origin)
    counts = [count_origins(origins[row.id]) for row in rows]
    truth = [len({one.origin for one in story}) for story in stories]
    return {"origins exact": sum(count.best == true for count, true in zip(counts, truth, strict=True)) / len(rows),
            "origins within": sum(count.low <= true <= count.high
                                  for count, true in zip(counts, truth, strict=True)) / len(rows),
            "origins overcounted at low": sum(count.low > true for count, true in zip(counts, truth, strict=True))
            / len(rows)}


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


def datasketch_pairs(reports: Sequence[Report]) -> Pairs:
    """The same with datasketch."""
    import datasketch

    index = datasketch.MinHashLSH(threshold=LSH_JACCARD, num_perm=128)
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

def read_texts(path: Path) -> list[str]:
    """The texts of a JSONL file that are long enough and share no sentence: real reports copy as well."""
    rows = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    kept, seen = [], set[int]()
    for text in sorted({text for text in rows if len(WORD.findall(text)) >= LEAST_WORDS}):
        runs = {run for run, _ in shingles(text, SENTENCE_WORDS)}
        if seen.isdisjoint(runs):
            kept.append(text)
        seen |= runs
    return kept


def run(shared: Path) -> dict[str, float | None]:
    """The figures that floors hold, on texts from the folder with gold/."""
    stories = plant(read_texts(shared / "gold" / "gva" / "reports.jsonl"), 150, 5)
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
    stories = plant(read_texts(arguments.reports), arguments.stories, arguments.seed)
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
