"""The parser's matrix products: right, and no row's depends on the others."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from thinc.api import Linear, Model
from thinc.backends import NumpyOps

from firsthand.extract.products import Products, use_products

SHAPES = [(288, 288), (384, 288), (96, 64)]
"""Of the products in the parser's models: signs of a row, signs of its product."""


def numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(len(shape) + shape[0]).standard_normal(shape).astype(np.float32)


@pytest.mark.parametrize("turned", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("rows", [0, 1, 16, 37])
def test_it_multiplies(rows: int, turned: tuple[bool, bool]) -> None:
    left, right = numbers(rows, 20), numbers(20, 9)
    given = [part.T if turn else part for part, turn in zip((left, right), turned, strict=True)]
    out = np.ones((rows, 9), np.float32)
    found = Products().gemm(*given, trans1=turned[0], trans2=turned[1])
    np.testing.assert_allclose(found, left @ right, rtol=1e-4, atol=1e-5)
    assert Products().gemm(*given, out=out, trans1=turned[0], trans2=turned[1]) is out
    assert np.array_equal(out, found)


@pytest.mark.parametrize(("width", "found"), SHAPES)
def test_no_row_depends_on_the_others(width: int, found: int) -> None:
    products, weights, rows = Products(), numbers(found, width), numbers(133, width)
    together = products.gemm(rows, weights, trans2=True)
    for start, count in ((0, 1), (5, 1), (17, 3), (40, 16), (64, 69), (132, 1)):
        alone = products.gemm(rows[start:start + count], weights, trans2=True)
        assert np.array_equal(alone, together[start:start + count])


class Uneven(Products):
    """A BLAS that adds otherwise in the second half of a tile."""

    def gemm(self, x, y, **options):
        found = super().gemm(x, y, **options)
        found[8:] += 1
        return found


@pytest.mark.parametrize("kind", [Products, Uneven])
def test_where_rows_are_not_treated_alike_blis_stays(kind: type[Products], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.extract.products.Products", kind)
    language = spacy.blank("en")
    pipe = language.add_pipe("tok2vec")
    model: Model = Linear(4, 20)
    model.initialize()
    pipe.model = model
    use_products(language)
    assert type(model.ops) is (Products if kind is Products else NumpyOps)
