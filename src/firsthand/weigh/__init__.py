"""Where the accounts agree and differ: findings with their weight, and flags.

`find_findings` puts the values of a story side by side, `find_flags` points at what a reader
should look at, `fusion` weighs any claims. None of them says what is true.
"""

from __future__ import annotations

from firsthand.weigh.evidence import Evidence
from firsthand.weigh.findings import find_findings
from firsthand.weigh.flags import find_flags

__all__ = ["Evidence", "find_findings", "find_flags"]
