"""Where two texts share their words: maximal common runs, exact, in both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from firsthand.trace.wording import Worded

MAX_PLACES = 8
"""Places of one run in a text that are tried; a text that repeats itself more often gains nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """`length` words from number `left` of one text stand from number `right` of the other."""

    left: int
    right: int
    length: int


def align(left: Worded, right: Worded, size: int, apart: Collection[int]) -> list[Run]:
    """The maximal runs of at least `size` words that both texts share, in the left text's order.

    Runs of the left text do not overlap. `apart` holds hashes of boilerplate runs, which start no
    shared run.
    """
    places: dict[int, list[int]] = {}
    for number, run in enumerate(right.runs):
        if run is not None and run not in apart and len(places.setdefault(run, [])) < MAX_PLACES:
            places[run].append(number)
    found, number = [], 0
    while number < len(left.runs):
        run = left.runs[number]
        starts = places.get(run, ()) if run is not None else ()
        best = max((Run(number, start, _length(left.words, number, right.words, start)) for start in starts),
                   key=lambda shared: (shared.length, -shared.right), default=None)
        best = best and _before_frame(best, left, size, apart)
        if best and best.length >= size:
            found.append(best)
            number += best.length
        else:
            number += 1
    return found


def _before_frame(shared: Run, text: Worded, size: int, apart: Collection[int]) -> Run:
    """The run up to where the next boilerplate begins in the left text."""
    for number in range(shared.left, shared.left + shared.length - size + 1):
        if text.runs[number] is None or text.runs[number] in apart:
            return Run(shared.left, shared.right, number - shared.left + size - 1)
    return shared


def _length(left: Sequence[str], first: int, right: Sequence[str], second: int) -> int:
    """How many words are the same from these places on."""
    length, most = 0, min(len(left) - first, len(right) - second)
    while length < most and left[first + length] == right[second + length]:
        length += 1
    return length
