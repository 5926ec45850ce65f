"""Clusters of scored pairs, found component by component; the components are SQL, on the engine."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firsthand.engine.base import Engine, Query
from firsthand.group.cluster import AverageLink, Pair

if TYPE_CHECKING:
    import pyarrow as pa

    from firsthand.group.rows import Flags, Floats, Ints


@dataclass(frozen=True)
class Scored:
    """Pairs (two rows of numbers, smaller first), the score of each, whether it is two wordings of one text, whether
    no day speaks for or against it, and the score of a pair that is not there."""

    pairs: Ints
    scores: Floats
    reworded: Flags
    undated: Flags
    unseen: float


def find_clusters(scored: Scored, names: Ints) -> list[list[int]]:
    """The clusters of some numbers, each sorted, in the order of their first members; `names` tells the component
    of each, and `scored` the pairs within these.

    Average link joins nothing across two components of the pairs that score above 0, so each component
    is clustered alone.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for number, name in enumerate(names.tolist()):
        members[name].append(number)
    scores: dict[int, dict[Pair, float]] = defaultdict(dict)
    for (left, right), score in zip(scored.pairs.T.tolist(), scored.scores.tolist(), strict=True):
        scores[int(names[left])][left, right] = score
    reworded, undated = ({(left, right) for left, right in scored.pairs[:, flags].T.tolist()}
                         for flags in (scored.reworded, scored.undated))
    return sorted(cluster for name, numbers in members.items() for cluster in (
        AverageLink(numbers, scores[name], scored.unseen, reworded, undated).clusters()
        if name in scores else [numbers]))


def find_components(pairs: Ints, count: int, engine: Engine) -> Ints:
    """The component of each of `count` nodes, named by its smallest node; `pairs` are the edges.

    Each round hangs every node on the smallest node that it or its neighbours know (large star and
    small star: Kiveris et al., Connected Components in MapReduce and Beyond, 2014), so that a chain
    of n nodes takes about log n rounds and not n.
    """
    names = np.arange(count)
    if not pairs.shape[1]:
        return names
    large, small = star_queries()
    edges = _edges(pairs, large)
    while True:
        turned = engine.run(small, {"edges": engine.run(large, {"edges": edges})})
        if turned.equals(edges):
            break
        edges = turned
    names[edges["high"].to_numpy()] = edges["low"].to_numpy()
    return names


def star_queries() -> tuple[Query, Query]:
    """edges(low, high) -> edges, for a large-star and a small-star round, each in order."""
    import pyarrow as pa

    schema = pa.schema([("low", pa.int64()), ("high", pa.int64())])
    large = """
        WITH both_ways AS (SELECT low AS node, high AS other FROM edges
                           UNION ALL SELECT high AS node, low AS other FROM edges),
        least AS (SELECT node, LEAST(node, MIN(other)) AS top FROM both_ways GROUP BY node)
        SELECT DISTINCT least.top AS low, both_ways.other AS high
        FROM both_ways JOIN least ON both_ways.node = least.node
        WHERE both_ways.other > both_ways.node AND least.top < both_ways.other
        ORDER BY low, high
    """
    small = """
        WITH least AS (SELECT high AS node, MIN(low) AS top FROM edges GROUP BY high),
        moved AS (SELECT least.top AS low, edges.low AS high
                  FROM edges JOIN least ON edges.high = least.node
                  UNION ALL SELECT top AS low, node AS high FROM least)
        SELECT DISTINCT low, high FROM moved WHERE low < high ORDER BY low, high
    """
    return (Query("large star", large, {"edges": schema}, schema),
            Query("small star", small, {"edges": schema}, schema))


def _edges(pairs: Ints, query: Query) -> pa.Table:
    """The edges, smaller node first, each once."""
    import pyarrow as pa

    low, high = np.minimum(pairs[0], pairs[1]), np.maximum(pairs[0], pairs[1])
    unique = np.unique(np.stack([low, high])[:, low < high], axis=1)
    return pa.table([pa.array(column) for column in unique], schema=query.inputs["edges"])
