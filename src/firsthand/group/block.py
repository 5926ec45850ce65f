"""Candidate pairs: reports that share rare words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from firsthand.engine.base import Engine, Query
from firsthand.options import GroupOptions

if TYPE_CHECKING:
    import pyarrow as pa

    from firsthand.group.rows import Ints, Rows


WEIGHT_UNITS = 1_000
"""A word's weight of 1 in the whole numbers that are added up: sums of fractions depend on their order."""
MET_AT_ONCE = 1_000_000
"""Meetings (a word that two reports share) that are added up together: some 50 MB."""
_TURN_BITS, _PRODUCT_BITS = 22, 20
"""Of a number of 63 bits, beside 21 for the turns of a part: four million reports, and a product of two weights."""


def find_pairs(whole: Rows, days: Sequence[date | None], engine: Engine, options: GroupOptions) -> Ints:
    """Pairs of rows (left < right) worth comparing, in order, as two rows of numbers: those whose shared heavy
    words weigh enough.

    The holders of a word are put in the order of their days and cut into blocks of `holders`; a
    report meets those of its own block and the next one, so that a word that stands in every report
    costs `2 * holders` pairs a report and not all pairs. A rare word brings reports together however
    far apart their days are: a trial, a year later, names the victims.
    """
    by_day = np.array([day.toordinal() if day else 0 for day in days], np.int64).argsort(kind="stable")
    pairs = by_day[_met(*_held(whole, by_day, engine, options), engine, options)]
    pairs.sort(axis=0)
    keys = pairs[0] << 32 | pairs[1]
    keys.sort()
    return np.stack([keys >> 32, keys & 0xFFFFFFFF])


def _held(whole: Rows, by_day: Ints, engine: Engine, options: GroupOptions) -> tuple[Ints, Ints, Ints]:
    """For each heavy word of a report, word by word and in the order of their days: the report's turn, the word's
    weight, and how many of the rows after it are met."""
    query = holders_query()
    found = engine.run(query, {"words": _words_table(whole, by_day, options, query.inputs["words"])})
    word, place, turn, weight = (found[name].to_numpy().astype(np.int64, copy=False) for name in found.column_names)
    return turn, weight, _reach(word, place, options)


def holders_query() -> Query:
    """words(turn, word, weight) -> holders(word, place, turn, weight): the holders of each word in their turn,
    numbered from 1."""
    import pyarrow as pa

    words = pa.schema([("turn", pa.int64()), ("word", pa.int64()), ("weight", pa.int64())])
    holders = pa.schema([("word", pa.int64()), ("place", pa.int64()), ("turn", pa.int64()), ("weight", pa.int64())])
    sql = """
        SELECT word, ROW_NUMBER() OVER (PARTITION BY word ORDER BY turn) AS place, turn, weight
        FROM words ORDER BY word, place
    """
    return Query("word holders", sql, {"words": words}, holders)


def _words_table(whole: Rows, by_day: Ints, options: GroupOptions, schema: pa.Schema) -> pa.Table:
    """The heaviest words of each report, one row each; `turn` is its place among the reports by day."""
    import pyarrow as pa

    heavy = whole.heaviest(options.heavy_words)
    turns = np.zeros(len(by_day), np.int64)
    turns[by_day] = np.arange(len(by_day))
    weights = np.rint(whole.weights[heavy] * WEIGHT_UNITS).astype(np.int64)
    held = np.repeat(turns, np.minimum(whole.sizes, options.heavy_words))
    columns = held, whole.ids[heavy], weights
    return pa.table([pa.array(column) for column in columns], schema=schema)


def _reach(word: Ints, place: Ints, options: GroupOptions) -> Ints:
    """How many of the rows after each one hold the same word and are met: to the end of the next block."""
    firsts = np.flatnonzero(place == 1)
    sizes = np.diff(firsts, append=len(word))
    last = (place // options.holders + 2) * options.holders - 1
    found: Ints = np.minimum(last, np.repeat(sizes, sizes)) - place
    return found


def _met(turns: Ints, weights: Ints, reach: Ints, engine: Engine, options: GroupOptions) -> Ints:
    """The pairs of turns whose shared words weigh enough, the earlier first; some `MET_AT_ONCE` meetings at a time."""
    order = np.argsort(turns, kind="stable")
    turned, ends = turns[order], np.cumsum(reach[order])
    cuts = np.searchsorted(ends, np.arange(MET_AT_ONCE, int(reach.sum()), MET_AT_ONCE))
    cuts = np.searchsorted(turned, turned[cuts])  # what a report shares with another is added up in one part
    parts = engine.map_parts(lambda part: _met_by(part, turns, weights, reach, options),
                             filter(len, np.split(order, cuts)))
    return np.concatenate([np.empty((2, 0), np.int64), *parts], axis=1)


def _met_by(own: Ints, turns: Ints, weights: Ints, reach: Ints, options: GroupOptions) -> Ints:
    """The same for the words of some reports: meetings are sorted with their weight in one number, and added up."""
    sizes = reach[own]
    ends = np.cumsum(sizes)
    rows = np.repeat(own + 1 - ends + sizes, sizes) + np.arange(ends[-1])
    first = int(turns[own[0]])
    keys = np.repeat(turns[own] - first, sizes) << _TURN_BITS | turns[rows]
    keys = np.sort(keys << _PRODUCT_BITS | np.repeat(weights[own], sizes) * weights[rows])
    pairs = keys >> _PRODUCT_BITS
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    shared = np.add.reduceat(keys & (1 << _PRODUCT_BITS) - 1, firsts) if len(firsts) else firsts
    pairs = pairs[firsts[shared >= round(options.least_shared * WEIGHT_UNITS ** 2)]]
    return np.stack([(pairs >> _TURN_BITS) + first, pairs & (1 << _TURN_BITS) - 1])
