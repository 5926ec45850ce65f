"""Which reports share wording: page frames, and a shingle join with a cap, in SQL on the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from firsthand.engine.base import Engine, Query
from firsthand.options import TraceOptions
from firsthand.trace.laid import SEED_WORDS
from firsthand.trace.runs import Ints, Mask
from firsthand.trace.wording import Hashes, Wording, hash_runs, in_frames

if TYPE_CHECKING:
    import pyarrow as pa

FRAME_GAP = 24
"""Words between two sampled frame runs that are frame as well, where no other sampled run stands between."""
_LARGEST = (1 << 64) - 1
_APART = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio: parts the runs of one publisher from the same ones of another."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Pairs of reports (earlier, later: two rows of places), in order, that share enough wording, and each
    report's framed words."""

    pairs: Ints
    framed: Sequence[Mask]


def find_shared(wording: Wording, days: Sequence[date | None], publishers: Sequence[str | None],
                engine: Engine, options: TraceOptions) -> Shared:
    """The pairs of places in `wording` that share enough of it; earlier places hold earlier reports."""
    frames = _find_frames(wording, days, publishers, engine, options)
    framed: list[Mask] = []
    owners, runs = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for part in wording.parts():
        own, hashes = _flat(wording, part)
        mask = _framed(own, hashes, frames, options)
        edges = np.searchsorted(own, np.arange(part.stop - part.start + 1))
        masks = [mask[start:end] for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)]
        for one, own_mask in zip(wording.reports[part], masks, strict=True):
            own_mask[in_frames(one, len(own_mask))] = True  # a view: `mask` has it too
        framed += masks
        found = _sketches(own, hash_runs(hashes, SEED_WORDS), mask, options)
        owners.append(found[0] + part.start)
        runs.append(found[1])
    report, run = np.concatenate(owners), np.concatenate(runs)
    again, query = _again(run), shared_query(options)
    pairs = engine.run(query, {"runs": _table(query, report=report[again], run=run[again])})
    return Shared(np.stack([pairs[name].to_numpy().astype(np.int64) for name in ("earlier", "later")]), framed)


def _flat(wording: Wording, part: slice) -> tuple[Ints, Hashes]:
    """Of the words of some reports, one after the other, the place of its report among these and the hash."""
    words = wording.words[part]
    owners = np.repeat(np.arange(len(words)), [len(one) for one in words])
    return owners, wording.hashes[np.concatenate([np.empty(0, np.int32), *words])]


def _table(query: Query, **columns: Ints | Hashes) -> pa.Table:
    """The columns of the runs that a query takes."""
    import pyarrow as pa

    return pa.table({name: pa.array(column.view(np.int64)) for name, column in columns.items()},
                    schema=query.inputs["runs"])


def _again(keys: Hashes) -> Mask:
    """True for the keys that come more than once: of the runs most do not, and no query needs those."""
    order = np.argsort(keys)
    alike = np.diff(keys[order]) == 0
    found = np.zeros(len(keys), np.bool_)
    found[order[1:][alike]] = found[order[:-1][alike]] = True
    return found


# ---------------------------------------------------------------- page frames

def _find_frames(wording: Wording, days: Sequence[date | None], publishers: Sequence[str | None],
                 engine: Engine, options: TraceOptions) -> Hashes:
    """The sampled runs that a publisher repeats days apart, sorted."""
    query = boilerplate_query(options)
    numbers = {name: number for number, name in enumerate(sorted({name for name in publishers if name}))}
    day = np.array([one.toordinal() if one else 0 for one in days], np.int64)
    publisher = np.array([numbers[name] if name else -1 for name in publishers], np.int64)
    known = (day > 0) & (publisher >= 0)
    owners, runs = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for part in wording.parts():
        own, hashes = _flat(wording, part)
        places, found = _sampled(own, hashes, options)
        told = known[part][own[places]]
        owners.append(own[places[told]] + part.start)
        runs.append(found[told])
    report, run = np.concatenate(owners), np.concatenate(runs)
    again = _again(run ^ publisher[report].view(np.uint64) * _APART)
    report, run = report[again], run[again]
    table = _table(query, day=day[report], publisher=publisher[report], run=run)
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


def _sampled(owners: Ints, hashes: Hashes, options: TraceOptions) -> tuple[Ints, Hashes]:
    """Places and hashes of the runs whose hash is small: the same runs in every text that has them."""
    runs = hash_runs(hashes, options.shingle_words)
    small = runs <= np.uint64(_LARGEST // options.frame_sample)
    places = np.flatnonzero(small & (owners[:len(runs)] == owners[len(owners) - len(runs):]))
    return places, runs[places]


def _framed(owners: Ints, hashes: Hashes, frames: Hashes, options: TraceOptions) -> Mask:
    """True for the words of some reports that their publishers repeat, as far as the sample tells."""
    edges = np.zeros(len(owners) + 1, np.int64)
    if len(frames):
        places, runs = _sampled(owners, hashes, options)
        repeated = frames[np.minimum(np.searchsorted(frames, runs), len(frames) - 1)] == runs
        starts = places.copy()
        near = repeated[1:] & repeated[:-1] & (np.diff(places) <= FRAME_GAP)
        near &= owners[places[1:]] == owners[places[:-1]]
        starts[1:][near] = places[:-1][near]
        np.add.at(edges, starts[repeated], 1)
        np.subtract.at(edges, places[repeated] + options.shingle_words, 1)
    return np.asarray(np.cumsum(edges[:-1]) > 0)


# ---------------------------------------------------------------- shared runs

def _sketches(owners: Ints, runs: Hashes, framed: Mask, options: TraceOptions) -> tuple[Ints, Hashes]:
    """The runs by which reports look for partners, each once, and the report of each: its smallest hashes, and
    all that are small at all. `runs` start at each of the words."""
    usable = owners[:len(runs)] == owners[len(owners) - len(runs):]
    for place in range(SEED_WORDS):
        usable &= ~framed[place:place + len(runs)]
    small = usable & (runs < np.uint64(_LARGEST // options.sample))
    own, found = _each_once(owners[:len(runs)][small], runs[small])
    poor = np.bincount(own, minlength=int(owners.max(initial=-1)) + 1) < options.least_sample
    rest = usable & poor[owners[:len(runs)]]
    more, others = _each_once(owners[:len(runs)][rest], runs[rest])
    first = np.arange(len(more)) - np.searchsorted(more, more) < options.least_sample
    kept = ~poor[own]
    return np.concatenate([own[kept], more[first]]), np.concatenate([found[kept], others[first]])


def _each_once(owners: Ints, runs: Hashes) -> tuple[Ints, Hashes]:
    """The runs of each owner in order, each once."""
    order = np.lexsort((runs, owners))
    owners, runs = owners[order], runs[order]
    new = np.ones(len(runs), np.bool_)
    new[1:] = (owners[1:] != owners[:-1]) | (runs[1:] != runs[:-1])
    return owners[new], runs[new]


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
