"""Two columns of prose side by side on a page of a PDF, where its own order of lines runs across them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LEAST_ROWS = 5
"""So many rows that are parted at one place make two columns."""
LEAST_CHARS = 15
"""So long are the lines of prose in a narrow column on the average, and the cells of a table of figures are not."""
BLANK_ROWS = 2
"""So many blank rows end what stands side by side."""
WIDEST = 500
"""A printed page has some 150 signs in a row; what a file draws beside it is not looked at."""
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_BLANKS = re.compile(r"\s+")
_MANY_BLANKS = re.compile(r"\n{3,}")


def by_columns(plain: str, laid_out: str) -> str:
    """A page's text with the left column before the right one; `plain` where it does not run across columns.

    `laid_out` is the same page with every word at its place in a grid of signs.
    """
    rows = laid_out.splitlines()
    at = _gutter(rows)
    pairs = [(row[:at].strip(), row[at:].strip()) for row in rows if _is_parted(row, at)]
    if len(pairs) < LEAST_ROWS:
        return plain
    sides = [sum(map(len, side)) / len(side) for side in zip(*pairs, strict=True)]
    lines = {_BLANKS.sub("", line) for line in plain.splitlines()}
    across = sum(_BLANKS.sub("", left + right) in lines for left, right in pairs)
    if min(sides) < LEAST_CHARS or 2 * across < len(pairs):
        return plain
    return _MANY_BLANKS.sub("\n\n", "\n".join(_ordered(rows, at)))


def _gutter(rows: Sequence[str]) -> int:
    """The middle of the places that are blank between words in most rows (where a line begins is not exact)."""
    blank = Counter(at for row in rows for gap in _GAP.finditer(row, 0, WIDEST)
                    for at in range(gap.start() + 1, gap.end()))
    count = max(blank.values(), default=0)
    most = sorted(at for at in blank if blank[at] == count)
    return most[len(most) // 2] if most else 0


def _is_parted(row: str, at: int) -> bool:
    return bool(row[:at].strip() and row[at:].strip()) and row[at - 1:at + 1] == "  "


def _ordered(rows: Sequence[str], at: int) -> list[str]:
    """The rows, those that stand side by side left ones first; a row that crosses the gap parts what is above it
    from what is below."""
    found: list[str] = []
    left: list[str] = []
    right: list[str] = []
    blank = 0
    for row in rows:
        blank = 0 if row.strip() else blank + 1
        if blank >= BLANK_ROWS or (len(row) > at and row[at - 1:at + 1].strip()):
            found += [*_trimmed(left), *_trimmed(right), row.strip()]
            left, right = [], []
        else:
            left.append(row[:at].strip())
            right.append(row[at:].strip())
    return [*found, *_trimmed(left), *_trimmed(right)]


def _trimmed(column: Sequence[str]) -> list[str]:
    """A column without blank lines around it: a sentence may go on from its foot to the head of the next one."""
    return "\n".join(column).strip("\n").splitlines()
