"""Where two texts share their words: runs of the same words, gathered into passages. Many pairs at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from firsthand.trace.laid import SEED_WORDS, Laid
from firsthand.trace.loose import rewritten_words
from firsthand.trace.runs import Ints, Mask, Runs, make_runs, passage_starts, spread

SINGLE_WORDS = 8
"""A run by itself of fewer words is a turn of phrase."""
PASSAGE_WORDS = 12
"""Shared words of a passage of several runs; fewer come together by chance in reports of one happening."""
DENSITY = 0.45
"""Part of a passage, its gaps included, that is shared; a fifth changed at random leaves 0.66."""
WHOLE = 0.9
"""Part of the shorter text from which on nothing else is looked for."""
LONG_WORDS = 20
LONG_DENSITY = 0.18
"""The same for a passage of so many shared words: two fifths changed leave 0.29, and five runs in the same
order at the same distances do not come together by chance."""

Run = tuple[int, int, int]


def align(texts: Laid, pairs: Ints) -> Runs:
    """The shared runs of the passages that the texts of each pair (two rows of their places in `texts`) share.

    Runs of the left text do not overlap; a run that both texts have several times is paired in turn, the
    first with the first. Between and around them, the words that a rewritten passage kept in their
    order (see `loose`) are runs as well, be they single words. O(n log n) in the words of all pairs.
    """
    count = pairs.shape[1]
    runs = _in_passages(_joined(_exact_runs(texts, pairs)))
    loose = np.flatnonzero(runs.shared(count) < WHOLE * texts.sizes[pairs].min(axis=0))
    more = rewritten_words(texts, pairs[:, loose], _only(runs, loose, count))
    renamed = Runs(loose[more.pair], more.left, more.right, more.length)
    kept = runs.at(~np.isin(runs.pair, renamed.pair))
    order = np.argsort(np.concatenate([kept.pair, renamed.pair]), kind="stable")
    return Runs(*(np.concatenate([getattr(kept, name), getattr(renamed, name)])[order]
                  for name in ("pair", "left", "right", "length")))


def _only(runs: Runs, wanted: Ints, count: int) -> Runs:
    """The runs of the wanted pairs, named by their places among these."""
    names = np.full(count, -1, np.int64)
    names[wanted] = np.arange(len(wanted))
    kept = runs.at(names[runs.pair] >= 0)
    return Runs(names[kept.pair], kept.left, kept.right, kept.length)


def _exact_runs(texts: Laid, pairs: Ints) -> Runs:
    """Stretches of the left texts that stand in the right ones word for word."""
    sizes = texts.sizes[pairs[0]]
    spots, numbers = spread(texts.starts[pairs[0]], sizes), np.repeat(np.arange(len(sizes)), sizes)
    usable = texts.seeds[spots] >= 0
    spots, numbers = spots[usable], numbers[usable]
    right = pairs[1][numbers]
    first, there = texts.seed_index.find(right, texts.seeds[spots])
    spots, numbers, right, first = spots[there], numbers[there], right[there], first[there]
    keys = texts.seed_index.keys
    turn = np.minimum(first + texts.rank[spots], max(len(keys) - 1, 0))
    turn = np.where(keys[turn] == keys[first], turn, first)
    return make_runs(numbers, spots - texts.starts[pairs[0]][numbers],
                     texts.seed_index.places[turn] - texts.starts[right], SEED_WORDS - 1)


def _joined(runs: Runs) -> Runs:
    """Neighbours of one diagonal that touch are one run; of others the left overlap is cut off."""
    over = runs.left[:-1] + runs.length[:-1] - runs.left[1:]
    same = runs.left[:-1] - runs.right[:-1] == runs.left[1:] - runs.right[1:]
    meet = (runs.pair[1:] == runs.pair[:-1]) & ((over > 0) | ((over == 0) & same))
    if not meet.any():
        return runs
    busy = np.isin(runs.pair, runs.pair[1:][meet])
    some = runs.at(busy)
    mended = np.array(_mended(zip(some.pair.tolist(), some.left.tolist(), some.right.tolist(), some.length.tolist(),
                                  strict=True)), np.int64).reshape(-1, 4)
    quiet = runs.at(~busy)
    columns = [np.concatenate(both) for both in zip(
        (quiet.pair, quiet.left, quiet.right, quiet.length), mended.T, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Runs(*(column[order] for column in columns))


def _mended(runs: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The same for runs (pair, left, right, length), one after the other: what was cut decides on the next."""
    found: list[tuple[int, int, int, int]] = []
    for pair, left, right, length in runs:
        last = found[-1] if found and found[-1][0] == pair else None
        over = last[1] + last[3] - left if last else -1
        if last and over >= 0 and right - left == last[2] - last[1]:
            found[-1] = pair, last[1], last[2], left + length - last[1]
        elif over <= 0:
            found.append((pair, left, right, length))
        elif length - over >= SEED_WORDS:
            found.append((pair, left + over, right + over, length - over))
    return found


def _in_passages(runs: Runs) -> Runs:
    """The runs of those passages that share enough words."""
    firsts = passage_starts(runs)
    if not len(firsts):
        return runs
    lasts = np.append(firsts[1:], len(runs)) - 1
    extent = runs.left[lasts] + runs.length[lasts] - runs.left[firsts]
    holds = _holds(np.add.reduceat(runs.length, firsts), np.maximum.reduceat(runs.length, firsts), extent)
    return runs.at(np.repeat(holds, lasts - firsts + 1))


def _holds(shared: Ints, longest: Ints, extent: Ints) -> Mask:
    return (longest >= SINGLE_WORDS) | ((shared >= PASSAGE_WORDS) & (shared >= DENSITY * extent)) | (
        (shared >= LONG_WORDS) & (shared >= LONG_DENSITY * extent))
