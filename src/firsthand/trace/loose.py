"""Passages that were rewritten word by word: what is left stands in the same order at the same distances.

Words that a text has only once are its landmarks (the anchors of patience diff, B. Cohen, 2003). Where
two texts have many of them in common at nearly constant distance, they go back to one text, however
few words in a row are left; landmarks that two accounts of one happening share stand anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firsthand.trace.laid import Laid
from firsthand.trace.runs import Ints, Mask, Runs, make_runs, spread

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
class _Marks:
    """Words that both texts of a pair have once: their places in either text, in the left text's order."""

    pair: Ints
    ours: Ints
    theirs: Ints

    def at(self, which: Mask) -> _Marks:
        return _Marks(self.pair[which], self.ours[which], self.theirs[which])


def rewritten_words(texts: Laid, pairs: Ints, runs: Runs) -> Runs:
    """The runs of each pair (two rows of places in `texts`) with the words of its rewritten passages, single
    words among them. Pairs where that adds nothing have no runs here."""
    count, sizes = pairs.shape[1], texts.sizes[pairs[0]]
    offsets = np.cumsum(sizes) - sizes
    matches = np.full(int(sizes.sum()), -1, np.int64)
    matches[spread(offsets[runs.pair] + runs.left, runs.length)] = spread(runs.right, runs.length)
    marks = _common(texts, pairs)
    new = np.bincount(marks.pair[matches[offsets[marks.pair] + marks.ours] != marks.theirs], minlength=count)
    marks = marks.at(_enough(marks, count)[marks.pair] & (new >= SUPPORT)[marks.pair])
    marks = marks.at(_supported(marks))
    marks = marks.at(_enough(marks, count)[marks.pair])
    firsts, lasts = _passages(marks)
    added = np.zeros(count, np.bool_)
    added[_fill(texts, pairs, marks, (firsts, lasts), (offsets, matches))] = True
    owners = np.repeat(np.arange(count), sizes)
    words = np.flatnonzero((matches >= 0) & added[owners])
    return make_runs(owners[words], words - offsets[owners[words]], matches[words])


def _enough(marks: _Marks, count: int) -> Mask:
    """True for the pairs with enough landmarks for a passage."""
    return np.asarray(np.bincount(marks.pair, minlength=count) >= LEAST_LANDMARKS)


def _common(texts: Laid, pairs: Ints) -> _Marks:
    """The words that both texts of each pair have once."""
    sizes = texts.sizes[pairs[0]]
    spots, numbers = spread(texts.starts[pairs[0]], sizes), np.repeat(np.arange(len(sizes)), sizes)
    alone = texts.once[spots]
    spots, numbers = spots[alone], numbers[alone]
    at, there = texts.once_index.find(pairs[1][numbers], texts.words[spots].astype(np.int64))
    spots, numbers, at = spots[there], numbers[there], at[there]
    return _Marks(numbers, spots - texts.starts[pairs[0][numbers]],
                  texts.once_index.places[at] - texts.starts[pairs[1][numbers]])


def _supported(marks: _Marks) -> Mask:
    """True for the landmarks that have enough others near by, at the same distance in both texts."""
    support = np.zeros(len(marks.pair), np.int64)
    for step in range(1, NEIGHBOURS + 1):
        apart = marks.ours[step:] - marks.ours[:-step]
        drift = np.abs(marks.theirs[step:] - marks.theirs[:-step] - apart)
        near = (marks.pair[step:] == marks.pair[:-step]) & (apart <= NEAR_WORDS) & (drift <= DRIFT)
        support[step:] += near
        support[:-step] += near
    return np.asarray(support >= SUPPORT)


def _passages(marks: _Marks) -> tuple[Ints, Ints]:
    """First and last landmark of every passage that is long enough."""
    ours, theirs = np.diff(marks.ours), np.diff(marks.theirs)
    apart = (np.diff(marks.pair) != 0) | (ours > FAR_WORDS) | (theirs > FAR_WORDS) | (theirs < 0) | (
        np.abs(ours - theirs) > DRIFT)
    firsts = np.flatnonzero(np.concatenate([[True], apart])) if len(marks.pair) else np.empty(0, np.int64)
    lasts = np.append(firsts[1:], len(marks.pair)) - 1 if len(firsts) else firsts
    long = (lasts - firsts + 1 >= LEAST_LANDMARKS) & (marks.ours[lasts] - marks.ours[firsts] >= LEAST_EXTENT)
    return firsts[long], lasts[long]


def _fill(texts: Laid, pairs: Ints, marks: _Marks, passages: tuple[Ints, Ints],
          into: tuple[Ints, Ints]) -> Ints:
    """Puts the words of the passages of which enough was kept into the matches (`into`: where each left text
    starts in them, and they themselves); gives the pairs to which that added some."""
    firsts, lasts = passages
    if not len(firsts):
        return np.empty(0, np.int64)
    offsets, matches = into
    extents = marks.ours[lasts] - marks.ours[firsts] + 1
    owners = np.repeat(np.arange(len(firsts)), extents)
    places = spread(marks.ours[firsts], extents)
    found = _words_kept(texts, pairs, marks, passages, (owners, places))
    kept = np.bincount(owners, found >= 0, len(firsts)) >= KEPT * extents
    found[~kept[owners]] = -1
    found[~_worth_showing(found, owners, extents, _is_mark(marks, passages, extents))] = -1
    spots = offsets[marks.pair[firsts]][owners] + places
    free = (matches[spots] < 0) & (found >= 0)
    matches[spots[free]] = found[free]
    return np.unique(marks.pair[firsts][owners[free]])


def _words_kept(texts: Laid, pairs: Ints, marks: _Marks, passages: tuple[Ints, Ints],
                words: tuple[Ints, Ints]) -> Ints:
    """For each word of the passages (number of its passage, place in the left text) the right text's place of
    the same word, at the distance of the landmark before it, else of the one after it; -1 where none is."""
    (firsts, lasts), (owners, places) = passages, words
    which = spread(firsts, lasts - firsts + 1)
    covered = np.append(np.diff(marks.ours[which]), 1)
    covered[np.cumsum(lasts - firsts + 1) - 1] = 1
    before = np.repeat(which, covered)
    left, right = pairs[:, marks.pair[firsts]]
    ours = texts.words[texts.starts[left][owners] + places]
    last = (texts.sizes[right] - 1)[owners]
    found = np.full(len(places), -1, np.int64)
    for nearest in (before, np.minimum(before + 1, lasts[owners])):
        there = np.clip(places + (marks.theirs - marks.ours)[nearest], 0, last)
        same = (found < 0) & (ours == texts.words[texts.starts[right][owners] + there]) & (ours >= 0)
        found[same] = there[same]
    return found


def _is_mark(marks: _Marks, passages: tuple[Ints, Ints], extents: Ints) -> Mask:
    """True for the words of the passages that are landmarks."""
    firsts, lasts = passages
    counts = lasts - firsts + 1
    which = spread(firsts, counts)
    shift = np.cumsum(extents) - extents - marks.ours[firsts]
    found = np.zeros(int(extents.sum()), np.bool_)
    found[marks.ours[which] + np.repeat(shift, counts)] = True
    return found


def _worth_showing(found: Ints, owners: Ints, extents: Ints, landmarks: Mask) -> Mask:
    """True for words whose neighbour is shared as well, and for landmarks between such: a lone "the" says
    nothing."""
    shared = found >= 0
    follows = np.zeros(len(found), np.bool_)
    follows[1:] = shared[1:] & shared[:-1] & (np.diff(found) == 1) & (owners[1:] == owners[:-1])
    beside = follows.copy()
    beside[:-1] |= follows[1:]
    places, starts = np.arange(len(found)), np.cumsum(extents) - extents
    first = np.minimum.reduceat(np.where(beside, places, len(found)), starts)
    last = np.maximum.reduceat(np.where(beside, places, -1), starts)
    between = (places >= first[owners]) & (places <= last[owners])
    return shared & (beside | (landmarks & between))
