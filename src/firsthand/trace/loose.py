"""Passages that were rewritten word by word: what is left stands in the same order at the same distances.

Words that a text has only once are its landmarks (the anchors of patience diff, B. Cohen, 2003). Where
two texts have many of them in common at nearly constant distance, they go back to one text, however
few words in a row are left; landmarks that two accounts of one happening share stand anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.trace.wording import Mask, Words

Matches = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.intp]

NEIGHBOURS = 16
"""Landmarks after each one that are looked at: 60 words of news have about so many."""
NEAR_WORDS = 60
"""Words within which landmarks support each other."""
DRIFT = 8
"""Words by which their distance in both texts may differ: a phrase put in or left out."""
SUPPORT = 4
"""Landmarks near by that one needs. With 60 common ones spread at random over two texts of 300 words, 1.4 are
expected; where two words in five were changed twice over, 7."""
LEAST_LANDMARKS = 8
"""Landmarks of a passage; a list of charges or an address is one run and has fewer."""
LEAST_EXTENT = 30
"""Words from the first landmark of a passage to its last; a quotation of one sentence is shorter."""
FAR_WORDS = 30
"""Words between two neighbours of one passage."""
KEPT = 0.25
"""Part of a passage that must be kept: two words in five changed twice over leave 0.36, while the words of
unlike sentences that happen to stand at one distance are one in twenty."""


@dataclass(frozen=True)
class Once:
    """The words that a text has once, sorted, and where they stand."""

    words: Words
    places: Numbers


def words_once(words: Words) -> Once:
    """The words that stand in a text once, without those of its page frame, which are below 0."""
    order = np.argsort(words, kind="stable")
    ordered = words[order]
    new = np.ones(len(words) + 1, dtype=np.bool_)
    new[1:-1] = ordered[1:] != ordered[:-1]
    alone = new[1:] & new[:-1] & (ordered >= 0)
    return Once(ordered[alone], order[alone])


def loose_matches(left: Words, right: Words, once: tuple[Once, Once], matches: Matches) -> bool:
    """Puts the words of rewritten passages into `matches` (the right text's place of each word of the left
    one, -1 where it has none) and tells whether there were any."""
    ours, theirs = _common(*once)
    if len(ours) < LEAST_LANDMARKS or np.count_nonzero(matches[ours] != theirs) < SUPPORT:
        return False
    kept = _supported(ours, theirs)
    if np.count_nonzero(kept) < LEAST_LANDMARKS:
        return False
    ours, theirs = ours[kept], theirs[kept]
    gaps = np.diff(ours), np.diff(theirs)
    apart = (gaps[0] > FAR_WORDS) | (gaps[1] > FAR_WORDS) | (gaps[1] < 0) | (np.abs(gaps[0] - gaps[1]) > DRIFT)
    ends = [*(np.flatnonzero(apart) + 1).tolist(), len(ours)]
    added, start = False, 0
    for end in ends:
        if end - start >= LEAST_LANDMARKS and ours[end - 1] - ours[start] >= LEAST_EXTENT:
            added |= _fill(left, right, (ours[start:end], theirs[start:end]), matches)
        start = end
    return added


def _common(left: Once, right: Once) -> tuple[Numbers, Numbers]:
    """Where the words stand that both texts have once, in the left text's order."""
    if not len(right.words) or not len(left.words):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    at = np.minimum(np.searchsorted(right.words, left.words), len(right.words) - 1)
    hits = np.flatnonzero(right.words[at] == left.words)
    ours, theirs = left.places[hits], right.places[at[hits]]
    order = np.argsort(ours)
    return ours[order], theirs[order]


def _supported(ours: Numbers, theirs: Numbers) -> Mask:
    """True for the landmarks that have enough others near by, at the same distance in both texts."""
    count = len(ours)
    others = np.arange(count)[:, None] + np.arange(1, NEIGHBOURS + 1)
    inside = others < count
    others[~inside] = count - 1
    apart = ours[others] - ours[:, None]
    drift = np.abs(theirs[others] - theirs[:, None] - apart)
    near = inside & (apart <= NEAR_WORDS) & (drift <= DRIFT)
    support = near.sum(axis=1) + np.bincount(others[near], minlength=count)
    return np.asarray(support >= SUPPORT, dtype=np.bool_)


def _fill(left: Words, right: Words, landmarks: tuple[Numbers, Numbers], matches: Matches) -> bool:
    """Puts the words of one passage into `matches`, where enough of them were kept."""
    ours, theirs = landmarks
    places = np.arange(ours[0], ours[-1] + 1)
    before = np.searchsorted(ours, places, side="right") - 1
    found = np.full(len(places), -1, dtype=np.int64)
    for nearest in (before, np.minimum(before + 1, len(ours) - 1)):
        there = np.clip(places + (theirs - ours)[nearest], 0, len(right) - 1)
        same = (found < 0) & (left[places] == right[there]) & (left[places] >= 0)
        found[same] = there[same]
    if np.count_nonzero(found >= 0) < KEPT * len(places):
        return False
    found[~_worth_showing(found, ours - ours[0])] = -1
    free = (matches[places] < 0) & (found >= 0)
    matches[places[free]] = found[free]
    return bool(free.any())


def _worth_showing(found: Matches, landmarks: Numbers) -> Mask:
    """True for words whose neighbour is shared as well, and for landmarks between such: a lone "the" says
    nothing."""
    shared = found >= 0
    follows = np.zeros(len(found), dtype=np.bool_)
    follows[1:] = shared[1:] & shared[:-1] & (found[1:] - found[:-1] == 1)
    beside = follows.copy()
    beside[:-1] |= follows[1:]
    if not beside.any():
        return beside
    first, last = int(np.argmax(beside)), len(beside) - int(np.argmax(beside[::-1]))
    beside[landmarks[(landmarks >= first) & (landmarks < last)]] = True
    return np.asarray(shared & beside, dtype=np.bool_)
