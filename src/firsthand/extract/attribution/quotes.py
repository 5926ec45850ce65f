"""Where a text quotes: pairs of quotation marks, also unbalanced ones and quotes over paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\"|''|``|(?<![\w'])'(?=[A-Za-z])|(?<=[\w.,!?…])'(?!\w)")
MAX_QUOTE = 4_000
"""Code points that an unclosed quotation may run on within a block before it is given up."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, marks included, in the piece's code points. `open` where no closing mark came."""

    start: int
    end: int
    open: bool = False


def find_quotes(text: str) -> list[Quote]:
    """The quotations of a piece of plain text (see `text.plain`), in order, not nested; linear time."""
    found: list[Quote] = []
    began: int | None = None
    mark = ""
    for match in _MARK.finditer(text):
        sign, side = _sign(match.group()), _side(text, match.start(), match.end())
        if began is None:
            if side != "close":
                began, mark = match.start(), sign
        elif sign == mark and side != "open":
            found.append(Quote(began, match.end()))
            began = None
        elif sign != mark and mark == "'" and side == "open":
            began, mark = match.start(), sign  # the single mark was an apostrophe
        elif sign == mark and mark == '"':
            found.append(Quote(began, _give_up(text, began, match.start()), open=True))
            began = match.start()
    if began is not None and mark == '"':
        found.append(Quote(began, _give_up(text, began, len(text)), open=True))
    return found


def _sign(mark: str) -> str:
    return "'" if mark == "'" else '"'


def _side(text: str, start: int, end: int) -> str:
    """open, close or either, by what stands on both sides of a mark."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = before.isspace() or before in "([{-:"
    closes = after.isspace() or after in ")]}.,;:!?-"
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _give_up(text: str, start: int, limit: int) -> int:
    """Where a quotation without a closing mark ends: with the block, or with its sentence."""
    if limit == len(text) and limit - start <= MAX_QUOTE:
        return len(text.rstrip())
    stop = re.compile(r"[.!?](?=\s|$)").search(text, start, min(limit, start + MAX_QUOTE))
    return stop.end() if stop else min(limit, start + MAX_QUOTE)
