"""Candidate pairs: reports that share rare words within a window of days. SQL, on the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from firsthand.engine.base import Engine, Query
from firsthand.group.words import Weighed
from firsthand.options import GroupOptions

if TYPE_CHECKING:
    import pyarrow as pa

Pair = tuple[int, int]


def find_pairs(weighed: Sequence[Weighed], days: Sequence[date | None], engine: Engine,
               options: GroupOptions) -> list[Pair]:
    """Pairs of places (left < right) in `weighed` worth comparing, in order.

    A pair shares heavy words and lies within `window_days` (a report without a day lies everywhere).
    """
    query = candidate_query(options)
    table = _words_table(weighed, days, options, query.inputs["words"])
    found = engine.run(query, {"words": table})
    return list(zip(found["left_report"].to_pylist(), found["right_report"].to_pylist(), strict=True))


def candidate_query(options: GroupOptions) -> Query:
    """words(report, day, word, weight) -> pairs(left_report, right_report) whose shared heavy words weigh enough.

    The holders of a word are put in the order of their days and cut into blocks of `holders`; a
    report meets those of its own block and the next one, so that a word that stands in every report
    costs `2 * holders` pairs a report and not all pairs.
    """
    import pyarrow as pa

    words = pa.schema([("report", pa.int64()), ("day", pa.int64()), ("word", pa.string()),
                       ("weight", pa.float64())])
    pairs = pa.schema([("left_report", pa.int64()), ("right_report", pa.int64())])
    sql = f"""
        WITH placed AS (
            SELECT report, day, word, weight,
                   ROW_NUMBER() OVER (PARTITION BY word ORDER BY COALESCE(day, 0), report) AS place
            FROM words),
        ours AS (
            SELECT report, day, word, weight, place,
                   CAST(FLOOR(place / {options.holders}.0) AS BIGINT) AS block
            FROM placed),
        theirs AS (
            SELECT * FROM ours
            UNION ALL
            SELECT report, day, word, weight, place, block - 1 AS block FROM ours),
        shared AS (
            SELECT LEAST(one.report, two.report) AS left_report,
                   GREATEST(one.report, two.report) AS right_report,
                   SUM(one.weight * two.weight) AS weight
            FROM ours one JOIN theirs two ON one.word = two.word AND one.block = two.block
            WHERE one.place < two.place
              AND (one.day IS NULL OR two.day IS NULL OR ABS(one.day - two.day) <= {options.window_days})
            GROUP BY LEAST(one.report, two.report), GREATEST(one.report, two.report))
        SELECT left_report, right_report
        FROM shared WHERE weight >= {options.least_shared}
        ORDER BY left_report, right_report
    """
    return Query("group candidates", sql, {"words": words}, pairs)


def _words_table(weighed: Sequence[Weighed], days: Sequence[date | None], options: GroupOptions,
                 schema: pa.Schema) -> pa.Table:
    """The heaviest words of each report, one row each."""
    import pyarrow as pa

    rows = [(number, day.toordinal() if day else None, word, weight)
            for number, (one, day) in enumerate(zip(weighed, days, strict=True))
            for word, weight in sorted(one.whole.items(), key=lambda item: (-item[1], item[0]))[:options.heavy_words]]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return pa.table([pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)],
                    schema=schema)
