"""Matrix products of the parser by numpy's BLAS, each row as if it were alone.

spaCy multiplies by BLIS, whose releases know no processor of AMD from Zen 3 on and fall back there to
plain code: a third of the speed, and products are most of a parse.

A row's product must not depend on the rows that happen to stand beside it, or a report would read
differently in other company. BLAS promises no such thing: OpenBLAS adds in another order for another
number of rows, and for rows at other places among many. A tile of 16 rows, as columns of the product,
fills the lanes of its kernels for x86 and is treated alike (seen for Nehalem, Sandy Bridge, Haswell, Zen);
where that is not so, BLIS stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.backends import NumpyOps
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language

TILE_ROWS = 16


class Products(NumpyOps):  # type: ignore[misc]  # thinc tells mypy nothing of it
    """thinc's operations with products by numpy, on one thread: a crawl has a process for each core."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)
        self._threads = ThreadpoolController()

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """`x @ y`, either of them turned first; `x` has rows, one a word."""
        left, right = x.T if trans1 else x, y if trans2 else y.T
        rows, columns = left.shape
        tiles = np.concatenate((left, np.zeros((-rows % TILE_ROWS, columns), left.dtype)))
        with self._threads.limit(limits=1, user_api="blas"):
            found = right @ tiles.reshape(-1, TILE_ROWS, columns).transpose(0, 2, 1)
        product = np.ascontiguousarray(found.transpose(0, 2, 1)).reshape(-1, len(right))[:rows]
        if out is None:
            return product
        out[...] = product
        return out


def use_products(language: Language) -> None:
    """Lets the models of a pipeline multiply by numpy, where it treats all rows alike."""
    products = Products()
    models = [getattr(pipe, "model", None) for _, pipe in language.pipeline]
    nodes = [node for model in models if model for node in model.walk()]
    if all(_alike(products, node.get_param("W")) for node in nodes if node.has_param("W")):
        for node in nodes:
            node.ops = products


def _alike(products: Products, weights: Any) -> bool:
    """Whether rows that are alike have products that are, wherever they stand."""
    turned = weights.reshape(-1, weights.shape[-1])
    rows = np.repeat(turned[:1], TILE_ROWS + 1, axis=0)
    return len(np.unique(products.gemm(rows, turned, trans2=True), axis=0)) == 1
