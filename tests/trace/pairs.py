"""Texts laid out for tests, and the runs that two of them share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.trace.align import Run, align
from firsthand.trace.laid import Laid, lay_out
from firsthand.trace.runs import Mask, Runs
from firsthand.trace.wording import read_wording
from tests.conftest import make_report


def laid(*texts: str, framed: Sequence[Mask] | None = None) -> Laid:
    wording = read_wording([make_report(text, ref=str(number)) for number, text in enumerate(texts)])
    none = [np.zeros(len(words), np.bool_) for words in wording.words]
    return lay_out(wording.words, wording.hashes, framed or none)


def runs(left: str, right: str) -> list[Run]:
    return listed(align(laid(left, right), np.array([[0], [1]])))


def listed(found: Runs) -> list[Run]:
    """(left, right, length) of each run, whatever its pair."""
    return list(zip(found.left.tolist(), found.right.tolist(), found.length.tolist(), strict=True))
