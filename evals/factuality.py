"""How near `extract.factuality` comes to what crowds gave: mean absolute error and Pearson's r on the dev part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from training.factuality import read_items

from firsthand.extract.factuality import score_features


def run(shared: Path) -> dict[str, float | None]:
    """The figures of the measure; the error is given as 1 - MAE / 3, so that more is better."""
    items = read_items(shared / "gold" / "factuality", "dev")
    wanted = np.array([score for score, *_ in items])
    given = np.array([score_features(negated, found) for _, negated, found in items])
    error = float(np.abs(wanted - given).mean())
    print(f"factuality: mean absolute error {error:.3f} of {len(items)} items")
    return {"Pearson's r": float(np.corrcoef(wanted, given)[0, 1]), "1 - MAE / 3": 1 - error / 3}
