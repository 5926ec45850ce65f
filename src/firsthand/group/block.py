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


def find_pairs(whole: Rows, days: Sequence[date | None], engine: Engine, options: GroupOptions) -> Ints:
    """Pairs of rows (left < right) worth comparing, in order, as two rows of numbers: those whose shared heavy
    words weigh enough.

    The holders of a word are put in the order of their days and cut into blocks of `holders`; a
    report meets those of its own block and the next one, so that a word that stands in every report
    costs `2 * holders` pairs a report and not all pairs. A rare word brings reports together however
    far apart their days are: a trial, a year later, names the victims.
    """
    by_day = np.array([day.toordinal() if day else 0 for day in days], np.int64).argsort(kind="stable")
    query = holders_query()
    found = engine.run(query, {"words": _words_table(whole, by_day, options, query.inputs["words"])})
    word, place, turn, weight = (found[name].to_numpy().astype(np.int64) for name in found.column_names)
    pairs = np.sort(by_day[_met(turn, weight, _reach(word, place, options), options)], axis=0)
    return pairs[:, np.lexsort(pairs[::-1])]


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


def _met(turns: Ints, weights: Ints, reach: Ints, options: GroupOptions) -> Ints:
    """The pairs of turns whose shared words weigh enough, the earlier first.

    Report by report: what it shares with each later one is added up in a table of all reports, so that
    the memory does not grow with the pairs that are looked at.
    """
    order = np.argsort(turns, kind="stable")
    count = int(turns.max(initial=-1)) + 1
    bounds = np.searchsorted(turns[order], np.arange(count + 1)).tolist()
    table, least = np.zeros(count, np.int64), round(options.least_shared * WEIGHT_UNITS ** 2)
    found: list[tuple[int, int]] = []
    for turn in range(count):
        own = order[bounds[turn]:bounds[turn + 1]]
        sizes = reach[own]
        ends = np.cumsum(sizes)
        rows = np.repeat(own + 1 - ends + sizes, sizes) + np.arange(sizes.sum())
        others = turns[rows]
        np.add.at(table, others, np.repeat(weights[own], sizes) * weights[rows])
        near = set(others[table[others] >= least].tolist())
        table[others] = 0
        found += [(turn, other) for other in near]
    return np.array(found, np.int64).reshape(-1, 2).T
