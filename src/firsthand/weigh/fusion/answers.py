"""From claims to the table of answers, each with its sources, origins and the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np

from firsthand.errors import OptionError
from firsthand.outfile import whole_file
from firsthand.weigh.fusion import baselines, kinds
from firsthand.weigh.fusion.claims import as_claims
from firsthand.weigh.fusion.copying import Copying, find_copying
from firsthand.weigh.fusion.facts import Coded, Facts, Floats, Ints, encode, make_facts
from firsthand.weigh.fusion.fuse import fuse
from firsthand.weigh.fusion.kinds import Kind

if TYPE_CHECKING:
    import pyarrow as pa

Method = Literal["fuse", "vote", "truthfinder", "accu", "crh"]
METHODS: tuple[str, ...] = get_args(Method)
TOLD = 0.1
"""Dependence from which on a reason names the other source."""
NAMED = 6
"""Sources that a reason names; the others are counted."""


def weigh_claims(claims: Any, kind: Kind | str = "auto", method: Method | str = "fuse") -> pa.Table:
    """The value of each item that weighs most, as an Arrow table sorted by item.

    `claims` is an Arrow table or pandas frame with the columns source, item, value, or an iterable of
    such triples, or `Claims`. Columns out: item; value, as some source writes it; probability, 0 to 1,
    that it is right, within the tolerance of its kind; sources, how many give it; origins, how many
    they count as after copying (sources of one origin count as one); why, the weight of each source.

    What is given twice counts once; a source that gives several values for an item gives each an equal
    part of its vote. Order and names change nothing, but that of equals the first by the alphabet is
    taken. Raises `OptionError` for an unknown kind or method, `InputError` for claims that cannot be read.
    """
    if kind not in kinds.KINDS:
        raise OptionError(f"unknown kind {kind!r}; use {', '.join(kinds.KINDS)}")
    if method not in METHODS:
        raise OptionError(f"unknown method {method!r}; use {', '.join(METHODS)}")
    coded = encode(as_claims(claims).table)
    classes = make_facts(coded, cast(Kind, kind))
    if method != "fuse":
        chances = [getattr(baselines, method)(facts) for facts in classes]
        alone = Copying(np.zeros((0, 0)), [facts.part for facts in classes],
                        np.full(len(coded.sources), -1), np.arange(len(coded.sources)))
        return _table(coded, classes, chances, alone)
    copying = find_copying(classes)
    own = [facts.of_claims(copying.twin[facts.source] == facts.source) for facts in classes]
    chances = fuse(own, copying.weights)
    shared = [_shared_out(facts, weight, copying.twin)
              for facts, weight in zip(classes, copying.weights, strict=True)]
    return _table(coded, classes, chances, replace(copying, weights=shared))


def _shared_out(facts: Facts, weight: Floats, twin: Ints) -> Floats:
    """The weight of every claim: sources that say the same share what the first of them counts."""
    first = twin[facts.source]
    if len(weight) == len(first):
        return weight
    kept = first == facts.source
    codes = (facts.fact * facts.sources + facts.source)[kept]
    found = np.searchsorted(codes, facts.fact * facts.sources + first)
    return np.asarray(weight[found] / np.bincount(twin)[first], dtype=np.float64)


def write_answers(answers: pa.Table, path: Path) -> None:
    """The table as CSV, whole or not at all; raises `OptionError` where it cannot be written."""
    from pyarrow import csv

    with whole_file(path) as unfinished:
        csv.write_csv(answers, unfinished)


def _table(coded: Coded, classes: Sequence[Facts], chances: Sequence[Floats], copying: Copying) -> pa.Table:
    import pyarrow as pa

    parts = []
    for facts, chance, weight in zip(classes, chances, copying.weights, strict=True):
        votes = facts.per_fact(np.ones(len(facts.fact)))
        best = facts.ranking(chance, votes)[facts.starts]
        sure = np.clip(facts.within(chance)[best], 0.0, 1.0)
        parts.append(pa.table({
            "item": coded.items.take(facts.item[best]), "value": coded.values.take(facts.wording[best]),
            "probability": np.round(sure, 6), "sources": votes[best].astype(np.int64),
            "origins": np.round(facts.per_fact(weight)[best], 3),
            "why": _reasons(coded, facts, best, weight, copying)}))
    return pa.concat_tables(parts).sort_by("item")


def _reasons(coded: Coded, facts: Facts, best: Ints, weight: Floats, copying: Copying) -> list[str]:
    """For each fact in `best`, its sources and what each counts, those of most weight first."""
    names = coded.sources.to_pylist()
    starts = np.searchsorted(facts.fact, np.append(best, len(facts.item)))
    ends = np.searchsorted(facts.fact, best, "right")
    rounded = np.round(weight, 2)
    known: dict[bytes, str] = {}  # the same sources meet again and again
    found = []
    for start, end in zip(starts[:-1].tolist(), ends.tolist(), strict=True):
        sources, counts = facts.source[start:end], rounded[start:end]
        key = sources.tobytes() + counts.tobytes()
        if key not in known:
            known[key] = _reason(names, sources, counts, copying)
        found.append(known[key])
    return found


def _reason(names: Sequence[str], sources: Ints, counts: Floats, copying: Copying) -> str:
    """"a 0.52 (shares rare values with b); b 0.52 (…)"."""
    told = []
    for row in np.argsort(-counts, kind="stable")[:NAMED]:
        partner = _partner(int(row), sources, copying)
        told.append(f"{names[sources[row]]} {counts[row]:.2f}"
                    + (f" ({partner[0]} {names[sources[partner[1]]]})" if partner else ""))
    more = f"; and {len(sources) - NAMED} more" if len(sources) > NAMED else ""
    return "; ".join(told) + more


def _partner(row: int, sources: Ints, copying: Copying) -> tuple[str, int] | None:
    """Which of the sources one depends on most, and how; None where on none to speak of."""
    twins = copying.twin[sources] == copying.twin[sources[row]]
    twins[row] = False
    if twins.any():
        return "says the same as", int(twins.argmax())
    spots = copying.place[sources]
    if spots[row] < 0 or not copying.depends.size:
        return None
    others = np.where(spots >= 0, copying.depends[spots[row], spots], 0.0)
    return ("shares rare values with", int(others.argmax())) if others.max() >= TOLD else None
