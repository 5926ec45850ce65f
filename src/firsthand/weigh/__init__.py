"""Where the accounts agree and differ: findings, a first weighing, and flags.

`find_findings` puts the values of a story side by side, `find_flags` points at what a reader
should look at. Neither says what is true.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from firsthand.weigh.evidence import Evidence
from firsthand.weigh.findings import find_findings
from firsthand.weigh.flags import find_flags

if TYPE_CHECKING:
    import pyarrow as pa


class _Weigh(ModuleType):
    """This package can be called: `firsthand.weigh(claims)` is `firsthand.weigh.fusion.weigh(claims)`."""

    def __call__(self, claims: Any, kind: str = "auto", method: str = "fuse") -> pa.Table:
        from firsthand.weigh.fusion import weigh

        return weigh(claims, kind, method)


sys.modules[__name__].__class__ = _Weigh

__all__ = ["Evidence", "find_findings", "find_flags"]
