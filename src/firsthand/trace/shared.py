"""Which reports share wording: page frames, and a shingle join with a cap, in SQL on the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from firsthand.engine.base import Engine, Query
from firsthand.options import TraceOptions
from firsthand.trace.align import SEED_WORDS
from firsthand.trace.wording import Hashes, Mask, Wording, in_frames

if TYPE_CHECKING:
    import pyarrow as pa

FRAME_GAP = 24
"""Words between two sampled frame runs that are frame as well, where no other sampled run stands between."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Pairs of reports (earlier, later) that share enough wording, and each report's framed words."""

    pairs: tuple[tuple[int, int], ...]
    framed: Sequence[Mask]


def find_shared(wording: Wording, days: Sequence[date | None], publishers: Sequence[str | None],
                engine: Engine, options: TraceOptions) -> Shared:
    """The pairs of places in `wording` that share enough of it; earlier places hold earlier reports."""
    frames = _find_frames(wording, days, publishers, engine, options)
    framed = [in_frames(report, len(words)) | _framed(wording, number, frames, options)
              for number, (report, words) in enumerate(zip(wording.reports, wording.words, strict=True))]
    query = shared_query(options)
    grams = _table((_sketch(wording.grams(number, SEED_WORDS), framed[number], options)
                    for number in range(len(wording.words))), query)
    pairs = engine.run(query, {"runs": grams})
    return Shared(tuple(zip(pairs["earlier"].to_pylist(), pairs["later"].to_pylist(), strict=True)), framed)


# ---------------------------------------------------------------- page frames

def _find_frames(wording: Wording, days: Sequence[date | None], publishers: Sequence[str | None],
                 engine: Engine, options: TraceOptions) -> Hashes:
    """The sampled runs that a publisher repeats days apart, sorted."""
    import pyarrow as pa

    query = boilerplate_query(options)
    numbers = {name: number for number, name in enumerate(sorted({name for name in publishers if name}))}
    known = [number for number, (day, name) in enumerate(zip(days, publishers, strict=True)) if day and name]
    found = [np.unique(_sampled(wording.grams(number, options.shingle_words), options)[1]) for number in known]
    lengths = [len(runs) for runs in found]
    columns = {"day": np.repeat([(days[number] or date.min).toordinal() for number in known], lengths),
               "publisher": np.repeat([numbers[publishers[number] or ""] for number in known], lengths),
               "run": np.concatenate([np.empty(0, np.uint64), *found]).view(np.int64)}
    table = pa.table({name: pa.array(column, pa.int64()) for name, column in columns.items()},
                     schema=query.inputs["runs"])
    frames = engine.run(query, {"runs": table})
    return np.sort(frames["run"].to_numpy().astype(np.int64).view(np.uint64))


def boilerplate_query(options: TraceOptions) -> Query:
    """runs(day, publisher, run) -> frames(run): what a publisher repeats days apart, or day after day."""
    import pyarrow as pa

    sql = f"""
        SELECT DISTINCT run FROM (
            SELECT run, publisher FROM runs
            GROUP BY run, publisher
            HAVING MAX(day) - MIN(day) >= {options.boilerplate_days}
                OR COUNT(DISTINCT day) >= {options.boilerplate_times}) repeated
    """
    runs = pa.schema([("day", pa.int64()), ("publisher", pa.int64()), ("run", pa.int64())])
    return Query("boilerplate runs", sql, {"runs": runs}, pa.schema([("run", pa.int64())]))


def _sampled(grams: Hashes, options: TraceOptions) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Hashes]:
    """Places and hashes of the runs whose hash is small: the same runs in every text that has them."""
    places = np.flatnonzero(grams <= np.uint64(((1 << 64) - 1) // options.frame_sample))
    return places, grams[places]


def _framed(wording: Wording, number: int, frames: Hashes, options: TraceOptions) -> Mask:
    """True for the words of a report that its publisher repeats, as far as the sample tells."""
    framed = np.zeros(len(wording.words[number]), dtype=np.bool_)
    if not len(frames):
        return framed
    places, grams = _sampled(wording.grams(number, options.shingle_words), options)
    at = np.minimum(np.searchsorted(frames, grams), len(frames) - 1)
    repeated = frames[at] == grams
    for index in np.flatnonzero(repeated):
        start, end = int(places[index]), int(places[index]) + options.shingle_words
        if index and repeated[index - 1] and start - places[index - 1] <= FRAME_GAP:
            start = int(places[index - 1])
        framed[start:end] = True
    return framed


# ---------------------------------------------------------------- shared runs

def _sketch(grams: Hashes, framed: Mask, options: TraceOptions) -> Hashes:
    """The runs of a report that look for partners: its smallest hashes, and all that are small at all."""
    usable = np.ones(len(grams), dtype=np.bool_)
    for place in range(SEED_WORDS):
        usable &= ~framed[place:place + len(grams)]
    runs = np.unique(grams[usable])
    small = int(np.searchsorted(runs, np.uint64(((1 << 64) - 1) // options.sample)))
    return runs[:max(small, options.least_sample)]


def _table(found: Iterator[Hashes], query: Query) -> pa.Table:
    import pyarrow as pa

    runs = list(found)
    reports = np.repeat(np.arange(len(runs)), [len(one) for one in runs])
    joined = np.concatenate([np.empty(0, np.uint64), *runs]).view(np.int64)
    return pa.table({"report": pa.array(reports, pa.int64()), "run": pa.array(joined, pa.int64())},
                    schema=query.inputs["runs"])


def shared_query(options: TraceOptions) -> Query:
    """runs(report, run) -> pairs(earlier, later) of reports that share enough runs.

    A run with up to `common_holders` holders joins all of them; a more common one joins each holder
    to the earliest only, so that n reprints of one text cost n pairs.
    """
    import pyarrow as pa

    sql = f"""
        WITH placed AS (
            SELECT run, report, ROW_NUMBER() OVER (PARTITION BY run ORDER BY report) AS place,
                   COUNT(*) OVER (PARTITION BY run) AS holders
            FROM runs),
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
    runs = pa.schema([("report", pa.int64()), ("run", pa.int64())])
    pairs = pa.schema([("earlier", pa.int64()), ("later", pa.int64())])
    return Query("shared wording", sql, {"runs": runs}, pairs)
