"""Copy-aware truth discovery on any claims: which value of each item weighs most, and why.

    import firsthand as fh

    fh.weigh_claims([("harbour.org", "pier|length", "120"), ...]).to_pandas()

`claims` reads and checks, `kinds` tells which values are near each other, `facts` holds claims as
arrays, `copying` finds who shares rare values with whom, `fuse` weighs, `members` weighs lists name by name
(`people` tells who is who in them), `baselines` has the
methods to compare with, `answers` makes the table.
"""

from __future__ import annotations

from firsthand.weigh.fusion.answers import weigh_claims, write_answers
from firsthand.weigh.fusion.claims import Claims, read_claims

__all__ = ["Claims", "read_claims", "weigh_claims", "write_answers"]
