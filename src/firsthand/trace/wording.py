"""Which reports share runs of words: a shingle join with a cap, in SQL on the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from firsthand.engine.base import Engine, Query
from firsthand.options import TraceOptions
from firsthand.records import Report, Span
from firsthand.text import digest, folded_words, word_shingles

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Worded:
    """A report's words, their spans in its text, and the hashes of the runs of words by their first
    word; runs that touch a boilerplate block have none (None)."""

    report: Report
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    runs: tuple[int | None, ...]

    def same_words(self) -> str:
        """A digest that reports of the same words share."""
        return digest(*self.words)


def read_wording(report: Report, size: int) -> Worded:
    """The words of a report and the hashes of its runs of `size` words."""
    found = folded_words(report.text)
    words = tuple(word for word, _, _ in found)
    spans = tuple((start, end) for _, start, end in found)
    frames = [(block.start, block.end) for block in report.blocks if block.kind == "boilerplate"]
    runs = tuple(None if _touches(frames, spans[first][0], spans[first + size - 1][1]) else run
                 for run, first in word_shingles(words, size))
    return Worded(report, words, spans, runs)


def _touches(frames: Sequence[Span], start: int, end: int) -> bool:
    return any(start < frame_end and frame_start < end for frame_start, frame_end in frames)


@dataclass(frozen=True, slots=True)
class Shared:
    """Pairs of reports that share enough runs (earlier, later), and the runs that are boilerplate."""

    pairs: tuple[tuple[int, int], ...]
    boilerplate: frozenset[int]


def find_shared(worded: Sequence[Worded], days: Sequence[date | None], publishers: Sequence[str | None],
                engine: Engine, options: TraceOptions) -> Shared:
    """The pairs of places in `worded` that share enough wording; earlier places hold earlier reports."""
    import pyarrow as pa

    query = boilerplate_query(options)
    table = _runs_table(worded, days, publishers, query.inputs["runs"])
    frames = engine.run(query, {"runs": table})
    pairs_query = shared_query(options)
    pairs = engine.run(pairs_query, {"runs": table, "frames": frames}) if table.num_rows else None
    found = zip(pairs["earlier"].to_pylist(), pairs["later"].to_pylist(), strict=True) if pairs else ()
    assert isinstance(frames, pa.Table)
    return Shared(tuple(found), frozenset(frames["run"].to_pylist()))


def _runs_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("report", pa.int64()), ("day", pa.int64()), ("publisher", pa.string()),
                      ("run", pa.int64())])


def boilerplate_query(options: TraceOptions) -> Query:
    """runs(report, day, publisher, run) -> frames(run): what a publisher repeats days apart."""
    import pyarrow as pa

    sql = f"""
        SELECT DISTINCT run FROM (
            SELECT run, publisher FROM runs
            WHERE publisher IS NOT NULL AND day IS NOT NULL
            GROUP BY run, publisher
            HAVING MAX(day) - MIN(day) >= {options.boilerplate_days}) repeated
    """
    return Query("boilerplate runs", sql, {"runs": _runs_schema()}, pa.schema([("run", pa.int64())]))


def shared_query(options: TraceOptions) -> Query:
    """runs and frames -> pairs(earlier, later, shared) of reports that share enough other runs.

    A run with up to `common_holders` holders joins all of them; a more common one joins each holder
    to the earliest only, so that n reprints of one text cost n pairs.
    """
    import pyarrow as pa

    sql = f"""
        WITH own AS (
            SELECT DISTINCT runs.run, runs.report FROM runs
            LEFT JOIN frames ON runs.run = frames.run WHERE frames.run IS NULL),
        placed AS (
            SELECT run, report, ROW_NUMBER() OVER (PARTITION BY run ORDER BY report) AS place,
                   COUNT(*) OVER (PARTITION BY run) AS holders
            FROM own),
        rare AS (SELECT run, report FROM placed
                 WHERE holders > 1 AND holders <= {options.common_holders}),
        common AS (SELECT run, report, place FROM placed WHERE holders > {options.common_holders}),
        earliest AS (SELECT run, report FROM common WHERE place <= {options.earliest_holders}),
        met AS (
            SELECT one.report AS earlier, two.report AS later
            FROM rare one JOIN rare two ON one.run = two.run AND one.report < two.report
            UNION ALL
            SELECT one.report AS earlier, two.report AS later
            FROM earliest one JOIN common two ON one.run = two.run AND one.report < two.report)
        SELECT earlier, later FROM met
        GROUP BY earlier, later HAVING COUNT(*) >= {options.least_runs}
        ORDER BY earlier, later
    """
    frames = pa.schema([("run", pa.int64())])
    pairs = pa.schema([("earlier", pa.int64()), ("later", pa.int64())])
    return Query("shared wording", sql, {"runs": _runs_schema(), "frames": frames}, pairs)


def _runs_table(worded: Sequence[Worded], days: Sequence[date | None], publishers: Sequence[str | None],
                schema: pa.Schema) -> pa.Table:
    """One row for each distinct run of a report."""
    import pyarrow as pa

    columns: Mapping[str, list[object]] = {name: [] for name in schema.names}
    for number, one in enumerate(worded):
        runs = sorted({run for run in one.runs if run is not None})
        day = days[number]
        columns["report"] += [number] * len(runs)
        columns["day"] += [day.toordinal() if day else None] * len(runs)
        columns["publisher"] += [publishers[number]] * len(runs)
        columns["run"] += runs
    return pa.table(dict(columns), schema=schema)
