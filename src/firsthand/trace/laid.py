"""Some texts laid out one after the other, ready to be held against each other pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.trace.runs import Ints, Mask
from firsthand.trace.wording import Hashes, Words, hash_runs

SEED_WORDS = 4
"""Words of the shortest shared run. Where every fifth word is changed, 66 % of the words stand in such
runs; of runs of eight only 24 % (p = 0.8: the sum over k of k p^k (1 - p)^2 from that length on)."""


@dataclass(frozen=True)
class Index:
    """Where something stands in texts: `keys` (text << 32 | number of the thing) in order, like ones in the order
    of their places, and the place of each, counted over all texts."""

    keys: Ints
    places: Ints

    def find(self, text: Ints, thing: Ints) -> tuple[Ints, Mask]:
        """For each thing where in `keys` its first place in a text is, and whether it is there at all."""
        wanted = text << 32 | thing
        at = np.minimum(np.searchsorted(self.keys, wanted), max(len(self.keys) - 1, 0))
        return at, (self.keys[at] == wanted if len(self.keys) else np.zeros(len(wanted), np.bool_))


@dataclass(frozen=True)
class Laid:
    """Texts one after the other.

    `words` are the numbers of their words, -1 for framed ones; text i has those from `starts[i]` to
    `starts[i + 1]`. `seeds` tells for each word which run of `SEED_WORDS` words starts there, -1 for one
    that is not whole or touches a framed word, `rank` which of the like ones of its text that is, from 0,
    and `seed_index` where each run stands. `once` are the words that their text has once, `once_index`
    where each of them stands.
    """

    words: Words
    starts: Ints
    seeds: Ints
    rank: Ints
    seed_index: Index
    once: Mask
    once_index: Index

    @property
    def sizes(self) -> Ints:
        """The number of words of each text."""
        return np.diff(self.starts)


def lay_out(words: Sequence[Words], hashes: Hashes, framed: Sequence[Mask]) -> Laid:
    """Lays out some texts, given the numbers of their words, the hash of each number, and which of their
    words are framed."""
    sizes = np.array([len(one) for one in words], np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    flat = np.concatenate([np.empty(0, np.int32), *words])
    frames = np.concatenate([np.empty(0, np.bool_), *framed])
    owners = np.repeat(np.arange(len(words)), sizes)
    bare = np.where(frames, np.int32(-1), flat)
    seeds = _seeds(hashes[flat], owners, frames)
    seed_index, rank = _index(owners, seeds, seeds >= 0)
    like, _ = _index(owners, bare.astype(np.int64), bare >= 0)
    alone = np.diff(like.keys, prepend=-1) != 0
    alone[:-1] &= alone[1:]
    once = np.zeros(len(flat), np.bool_)
    once[like.places[alone]] = True
    return Laid(bare, starts, seeds, rank, seed_index, once, Index(like.keys[alone], like.places[alone]))


def _seeds(hashes: Hashes, owners: Ints, frames: Mask) -> Ints:
    """The number of the run that starts at each word, the same for the same run; -1 for none."""
    runs = hash_runs(hashes, SEED_WORDS)
    whole = owners[:len(runs)] == owners[len(owners) - len(runs):]
    for place in range(SEED_WORDS):
        whole &= ~frames[place:place + len(runs)]
    found = np.full(len(owners), -1, np.int64)
    usable = np.flatnonzero(whole)
    found[usable] = np.unique(runs[usable], return_inverse=True)[1]
    return found


def _index(owners: Ints, things: Ints, there: Mask) -> tuple[Index, Ints]:
    """The index of the things that are there, and for each place which of the like ones of its text it has."""
    places = np.flatnonzero(there)
    keys = owners[places] << 32 | things[places]
    order = np.argsort(keys, kind="stable")
    keys, places = keys[order], places[order]
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    rank = np.zeros(len(owners), np.int64)
    rank[places] = np.arange(len(keys)) - np.repeat(firsts, np.diff(firsts, append=len(keys)))
    return Index(keys, places), rank
