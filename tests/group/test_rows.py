from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.group import rows as rows_module
from firsthand.group.rows import Rows, dots, held, make_rows, rows_of

SETS = st.lists(st.dictionaries(st.integers(0, 9), st.integers(1, 5), max_size=6), min_size=2, max_size=6)


def as_rows(dicts: list[dict[int, int]]) -> Rows:
    entries = [(owner, id_, weight) for owner, one in enumerate(dicts) for id_, weight in sorted(one.items())]
    owners, ids, weights = (np.array(column) for column in zip(*entries, strict=True)) if entries else (
        np.zeros(0, np.int64),) * 3
    return make_rows(owners, ids, weights.astype(float), len(dicts))


@given(SETS, st.integers(1, 30))
def test_sums_over_pairs_are_those_worked_out_one_by_one(dicts: list[dict[int, int]], at_once: int) -> None:
    pairs = np.array([(left, right) for left in range(len(dicts)) for right in range(len(dicts))]).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_module, "ENTRIES_AT_ONCE", at_once)
        found = dots(as_rows(dicts), as_rows(dicts), pairs), held(as_rows(dicts), as_rows(dicts), pairs)
    both = [(dicts[left], dicts[right]) for left, right in pairs.T]
    assert found[0].tolist() == [sum(one[id_] * two[id_] for id_ in one if id_ in two) for one, two in both]
    assert found[1].tolist() == [sum(one[id_] for id_ in one if id_ in two) for one, two in both]


def test_no_pairs_and_empty_rows() -> None:
    rows = rows_of([{3, 1}, set()])
    assert rows.ids.tolist() == [1, 3]
    assert dots(rows, rows, np.zeros((2, 0), np.int64)).tolist() == []
    assert dots(rows, rows, np.array([[0, 1], [1, 1]])).tolist() == [0, 0]


def test_renumbered_rows_add_up_what_meets() -> None:
    rows = make_rows(np.array([0, 0, 0, 1]), np.array([1, 2, 4, 2]), np.array([1.0, 2.0, 3.0, 5.0]), 2)
    found = rows.renumbered(np.array([0, 4, 1, 3, 4]))
    assert (found.starts.tolist(), found.ids.tolist()) == ([0, 2, 3], [1, 4, 1])
    assert found.weights.tolist() == [2.0, 4.0, 5.0]


def test_heaviest_entries_are_those_of_a_plain_sort() -> None:
    chance = np.random.default_rng(5)
    sizes = chance.integers(0, 60, 700)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    ids = np.concatenate([np.sort(chance.choice(500, size, replace=False)) for size in sizes])
    rows = Rows(starts, ids, chance.integers(1, 9, len(ids)) / 8)  # many ties
    expected = [place for start, end in pairwise(starts.tolist())
                for place in sorted(range(start, end), key=lambda place: (-rows.weights[place], ids[place]))[:40]]
    assert rows.heaviest(40).tolist() == expected
