"""Candidate pairs: reports that share rare words. SQL, on the engine."""

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
"""A word's weight of 1 in the whole numbers that SQL adds up: sums of fractions depend on their order."""


def find_pairs(whole: Rows, days: Sequence[date | None], engine: Engine, options: GroupOptions) -> Ints:
    """Pairs of rows (left < right) worth comparing, in order, as two rows of numbers."""
    query = candidate_query(options)
    table = _words_table(whole, days, options, query.inputs["words"])
    found = engine.run(query, {"words": table})
    return np.stack([found[name].to_numpy().astype(np.int64) for name in ("left_report", "right_report")])


def candidate_query(options: GroupOptions) -> Query:
    """words(report, day, word, weight) -> pairs(left_report, right_report) whose shared heavy words weigh enough.

    The holders of a word are put in the order of their days and cut into blocks of `holders`; a
    report meets those of its own block and the next one, so that a word that stands in every report
    costs `2 * holders` pairs a report and not all pairs. A rare word brings reports together however
    far apart their days are: a trial, a year later, names the victims.
    """
    import pyarrow as pa

    words = pa.schema([("report", pa.int64()), ("day", pa.int64()), ("word", pa.int64()),
                       ("weight", pa.int64())])
    pairs = pa.schema([("left_report", pa.int64()), ("right_report", pa.int64())])
    sql = f"""
        WITH placed AS (
            SELECT report, word, weight,
                   ROW_NUMBER() OVER (PARTITION BY word ORDER BY day, report) AS place
            FROM words),
        ours AS (
            SELECT report, word, weight, place,
                   CAST(FLOOR(place / {options.holders}.0) AS BIGINT) AS block
            FROM placed),
        theirs AS (
            SELECT * FROM ours
            UNION ALL
            SELECT report, word, weight, place, block - 1 AS block FROM ours),
        shared AS (
            SELECT LEAST(one.report, two.report) AS left_report,
                   GREATEST(one.report, two.report) AS right_report,
                   SUM(one.weight * two.weight) AS weight
            FROM ours one JOIN theirs two ON one.word = two.word AND one.block = two.block
            WHERE one.place < two.place
            GROUP BY LEAST(one.report, two.report), GREATEST(one.report, two.report))
        SELECT left_report, right_report
        FROM shared WHERE weight >= {round(options.least_shared * WEIGHT_UNITS ** 2)}
        ORDER BY left_report, right_report
    """
    return Query("group candidates", sql, {"words": words}, pairs)


def _words_table(whole: Rows, days: Sequence[date | None], options: GroupOptions, schema: pa.Schema) -> pa.Table:
    """The heaviest words of each report, one row each."""
    import pyarrow as pa

    owners = whole.owners()
    order = np.lexsort((whole.ids, -whole.weights, owners))
    ranks = np.arange(len(order)) - whole.starts[owners]
    heavy = order[ranks < options.heavy_words]
    ordinals = np.array([day.toordinal() if day else 0 for day in days], np.int64)
    weights = np.rint(whole.weights[heavy] * WEIGHT_UNITS).astype(np.int64)
    columns = owners[heavy], ordinals[owners[heavy]], whole.ids[heavy], weights
    return pa.table([pa.array(column) for column in columns], schema=schema)
