from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.engine.base import Engine
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.group.components import Scored, find_clusters, find_components

ENGINE = DuckDBEngine()


def edges(*pairs: tuple[int, int]) -> np.ndarray:
    return np.array(pairs, np.int64).reshape(-1, 2).T


@pytest.mark.parametrize(("pairs", "names"), [
    ([], [0, 1, 2, 3, 4]),
    ([(1, 2)], [0, 1, 1, 3, 4]),
    ([(0, 1), (1, 2), (3, 4)], [0, 0, 0, 3, 3]),
    ([(4, 0), (4, 1), (4, 2), (4, 3)], [0, 0, 0, 0, 0]),
    ([(2, 3), (3, 2), (2, 3)], [0, 1, 2, 2, 4]),
])
def test_a_component_is_named_by_its_smallest_node(pairs: list[tuple[int, int]], names: list[int]) -> None:
    assert find_components(edges(*pairs), 5, ENGINE).tolist() == names


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=20))
def test_components_are_those_of_a_plain_search(pairs: list[tuple[int, int]]) -> None:
    wanted = list(range(15))
    for _ in wanted:
        for left, right in pairs:
            wanted[left] = wanted[right] = min(wanted[left], wanted[right])
    assert find_components(edges(*pairs), 15, ENGINE).tolist() == wanted


def test_a_long_chain_takes_few_rounds() -> None:
    chain = edges(*((number, number + 1) for number in range(2_000)))
    with patch.object(Engine, "run", autospec=True, side_effect=DuckDBEngine.run) as _, \
            patch.object(DuckDBEngine, "run", autospec=True, side_effect=DuckDBEngine.run) as run:
        assert set(find_components(chain, 2_001, ENGINE).tolist()) == {0}
    assert run.call_count <= 40


def test_each_component_is_clustered_alone() -> None:
    pairs = edges((0, 1), (1, 2), (0, 2), (3, 4))
    scored = Scored(pairs, np.array([5.0, 1.0, -4.0, 2.0]), np.zeros(4, bool), np.zeros(4, bool), -2.0)
    assert find_clusters(scored, np.array([0, 0, 0, 3, 3, 5])) == [[0, 1], [2], [3, 4], [5]]
