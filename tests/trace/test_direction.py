from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from firsthand.trace.direction import Pair, settle


def pair(later: int, earlier: int, *runs: tuple[int, int, int], sizes: tuple[int, int] = (100, 100),
         **fields: Any) -> Pair:
    shared = np.array(runs, np.int64).T
    return Pair(later, earlier, shared, sizes, int(shared[2].sum()),
                **{"backwards": False, "direction": "unknown", **fields})


def test_what_dates_and_credits_tell_stands() -> None:
    assert settle([pair(1, 0, (0, 0, 100), backwards=True, direction="known")]) == [(True, "known")]


def test_a_verbatim_pair_alone_tells_nothing() -> None:
    assert settle([pair(1, 0, (0, 0, 100))]) == [(False, "unknown")]


@pytest.mark.parametrize(("sizes", "expected"), [((60, 100), (False, "inferred")), ((100, 60), (True, "inferred")),
                                                 ((90, 100), (False, "unknown"))])
def test_the_one_whose_end_is_cut_off_is_the_copy(sizes: tuple[int, int], expected: tuple[bool, str]) -> None:
    assert settle([pair(1, 0, (0, 0, min(sizes)), sizes=sizes)]) == [expected]


def test_a_longer_text_with_more_in_its_middle_is_no_more_than_presumed_the_original() -> None:
    assert settle([pair(1, 0, (0, 0, 30), (70, 30, 30), sizes=(100, 60))]) == [(True, "unknown")]


def test_a_text_that_shares_with_two_that_share_nothing_drew_from_both() -> None:
    pairs = [pair(2, 0, (0, 0, 50)), pair(2, 1, (50, 0, 50))]
    assert settle(pairs) == [(False, "inferred"), (False, "inferred")]
    turned = [pair(1, 0, (0, 0, 50)), pair(2, 0, (0, 50, 50))]
    assert settle(turned) == [(True, "inferred"), (True, "inferred")]


def test_the_text_that_shares_more_with_the_family_is_nearer_to_its_origin() -> None:
    family = [pair(1, 0, (0, 0, 90)), pair(2, 0, (0, 0, 90), direction="inferred"),
              pair(2, 1, (0, 0, 80), direction="inferred")]
    assert settle(family)[0] == (False, "inferred")
