"""What a report's words weigh: rare words count, figures, days and everyday words do not.

Weights are tf-idf with a background: a case of twelve reports about one happening holds its own
names in every report, so document frequencies of the case alone would call them worthless. The
case is therefore topped up with imagined documents in which everyday and newspaper words are as
frequent as in English news, and every other word is rare (Bayesian smoothing of df).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from firsthand.group.lexicon import EVERYDAY, NEWSY
from firsthand.group.rows import Rows, make_rows, rows_of, stacked, tally
from firsthand.names import sound_key
from firsthand.options import GroupOptions
from firsthand.records import Report
from firsthand.text import fold, hash_words
from firsthand.tokens import WordReader

if TYPE_CHECKING:
    import numpy.typing as npt

    from firsthand.group.rows import Flags, Floats, Ints

    Wordings = npt.NDArray[np.uint64]

NEWSY_SHARE = 0.1
"""Share of news reports that hold a word of `NEWSY`; most of them stand in 3 to 30 %."""
RARE_SHARE = 0.002
"""Share assumed for any other word: a name or a word of a happening."""
COMMON_NAME = 3.0
"""Rarity (a natural logarithm) from which on a shared name tells: one report in twenty has it."""
LEAD_WORDS = 60
"""Headline and first two sentences tell the happening; the rest is background."""
LEAST_NAME = 4
"""Letters of a name from which on other spellings of it are looked for; shorter ones sound alike by chance."""
TEXTS_AT_ONCE = 2_000
"""Texts whose words are held as a list before they are counted."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio, odd: mixes well modulo 2^64 (Knuth, TAOCP 3, 6.4)."""
_NAME = re.compile(r"[A-Z](?<=[a-z,;] [A-Z])[a-z'’]+")
"""A capital within a sentence; at its start, and in headlines, every word may have one. (What stands before it
is looked at second: capitals are few, and a pattern that starts with one is searched for quickly.)"""
_AGE = re.compile(r"([0-9](?<!\w[0-9])[0-9]?)(?:-year-old|,(?=\s))")
"""How old somebody is: "a 27-year-old", "Ann Corr, 27, of …"."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True)
class Words:
    """One row a report: the weights of its words in the whole text, and in headline and lead (of unit
    length); how much rarer than `COMMON_NAME` the names in it are; and the ages that it gives."""

    vocabulary: Vocabulary
    whole: Rows
    lead: Rows
    names: Rows
    ages: Rows


class Vocabulary(dict[str, int]):
    """Words to numbers of their stems, each worked out once; 0 for what tells nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: dict[str, int] = {"": 0}
        self.hashes = array("q", [0])

    def __missing__(self, word: str) -> int:
        stem = stem_of(fold(word))
        number = self[word] = self.stems.setdefault(stem, len(self.stems))
        if number == len(self.hashes):
            self.hashes.append(hash_words((stem,)))
        return number


def stem_of(word: str) -> str:
    """A folded word without its simplest endings ("bombings" and "bombing" meet); '' where it tells nothing."""
    if word in EVERYDAY or len(word) < 2 or not any(sign.isalpha() for sign in word) or word[0].isdigit():
        return ""
    for ending, least in (("ings", 8), ("ing", 7), ("ers", 8), ("ies", 6), ("ed", 6), ("es", 6), ("s", 5)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[:-len(ending)]
    return word


def weigh_words(reports: Sequence[Report], options: GroupOptions) -> Words:
    """The word weights of the reports, one row each in the same order."""
    vocabulary = Vocabulary()
    counts = _spelled_alike(_count_all(reports, vocabulary), vocabulary)
    rarity = _rarity(counts, vocabulary, options)
    names = Rows(counts.names.starts, counts.names.ids, rarity[counts.names.ids] - COMMON_NAME)
    telling = (names.weights > 0) & ~_newsy(vocabulary)[names.ids]
    return Words(vocabulary, _unit(counts.whole, rarity), _unit(counts.lead, rarity), names.kept(telling), counts.ages)


@dataclass(frozen=True)
class _Counts:
    """How often each report has each stem, in the whole and in the lead; the stems of names and the ages in
    it; and its wording (see `_wordings`)."""

    whole: Rows
    lead: Rows
    names: Rows
    ages: Rows
    wording: Wordings


def _count_all(reports: Sequence[Report], vocabulary: Vocabulary) -> _Counts:
    """The stems of all reports, counted."""
    reader = WordReader(vocabulary.__getitem__)
    parts = [_count(reports[start:start + TEXTS_AT_ONCE], vocabulary, reader)
             for start in range(0, len(reports), TEXTS_AT_ONCE)]
    return _Counts(stacked([part.whole for part in parts]), stacked([part.lead for part in parts]),
                   stacked([part.names for part in parts]), stacked([part.ages for part in parts]),
                   np.concatenate([part.wording for part in parts] or [np.zeros(0, np.uint64)]))


def _spelled_alike(counts: _Counts, vocabulary: Vocabulary) -> _Counts:
    """The counts with all spellings of a name under one number; a name is a word that nobody writes small."""
    plain = {number for word, number in vocabulary.items() if not word[0].isupper()}
    numbers, heard = np.arange(len(vocabulary.stems)), dict[str, int]()
    for stem, number in vocabulary.stems.items():
        if number not in plain and len(stem) >= LEAST_NAME and stem.isalpha():
            numbers[number] = heard.setdefault(sound_key(stem), number)
    vocabulary.stems.update({stem: int(numbers[number]) for stem, number in vocabulary.stems.items()})
    return replace(counts, whole=counts.whole.renumbered(numbers), lead=counts.lead.renumbered(numbers),
                   names=counts.names.renumbered(numbers))


def _count(reports: Sequence[Report], vocabulary: Vocabulary, reader: WordReader) -> _Counts:
    """The stems of some reports, counted."""
    texts = [_without_addresses(report.text) for report in reports]
    tokens, lengths = reader.read(texts)
    owners = np.repeat(np.arange(len(texts)), lengths)
    places = np.arange(len(tokens)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    lead = (places < LEAD_WORDS) & (tokens > 0)
    return _Counts(_tallied(owners[tokens > 0], tokens[tokens > 0], len(texts)),
                   _tallied(owners[lead], tokens[lead], len(texts)),
                   rows_of([{vocabulary[word] for word in _NAME.findall(text)} - {0} for text in texts]),
                   rows_of([set(map(int, _AGE.findall(text))) for text in texts]),
                   _wordings(owners[lead], np.array(vocabulary.hashes)[tokens[lead]].view(np.uint64), len(texts)))


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if "http" in text or "www." in text else text


def _tallied(owners: Ints, ids: Ints, count: int) -> Rows:
    """Rows with the number of times that each owner has each id."""
    keys, counts = tally(owners << 32 | ids)
    return make_rows(keys >> 32, keys & 0xFFFFFFFF, counts.astype(np.float64), count)


def _wordings(owners: Ints, hashes: Wordings, count: int) -> Wordings:
    """A min-hash (Broder, 1997) of the runs of three stems of each lead, which reprints mostly share.

    0 for a lead too short. A word is as rare as the wordings that hold it: a thousand reprints do not
    make their names common.
    """
    found = np.full(count, np.iinfo(np.uint64).max, np.uint64)
    if len(owners) > 2:
        runs = ((hashes[:-2] * _MIX + hashes[1:-1]) * _MIX + hashes[2:]) * _MIX
        whole = owners[:-2] == owners[2:]
        np.minimum.at(found, owners[:-2][whole], runs[whole])
    found[found == np.iinfo(np.uint64).max] = 0
    return found


def _rarity(counts: _Counts, vocabulary: Vocabulary, options: GroupOptions) -> Floats:
    """By stem, the logarithm of how few wordings hold it; 0 for what all hold or nobody does."""
    wordings, kinds = np.unique(counts.wording, return_inverse=True)
    lone = len(wordings) + np.arange(len(kinds))
    kinds = np.where(counts.wording == 0, lone, kinds)
    pairs, _ = tally(kinds[counts.whole.owners()] << 32 | counts.whole.ids)
    holders = np.bincount(pairs & 0xFFFFFFFF, minlength=len(vocabulary.stems))
    total = len(wordings) + options.background_reports
    share = np.where(_newsy(vocabulary), NEWSY_SHARE, RARE_SHARE)
    rarity = np.log(total / (holders + options.background_reports * share))
    return np.where(holders > 0, np.maximum(rarity, 0.0), 0.0)


def _newsy(vocabulary: Vocabulary) -> Flags:
    """By stem, whether it stands in a good part of all news."""
    newsy = np.zeros(len(vocabulary.stems), bool)
    newsy[[vocabulary.stems[stem] for stem in set(map(stem_of, NEWSY)) if stem in vocabulary.stems]] = True
    return newsy


def _unit(counts: Rows, rarity: Floats) -> Rows:
    """(1 + log tf) * idf, each row scaled to length 1 (Manning et al., Introduction to IR, ch. 6)."""
    weights = (1 + np.log(counts.weights)) * rarity[counts.ids]
    lengths = np.sqrt(counts.sums(weights * weights))
    scaled = weights / np.where(lengths > 0, lengths, 1.0)[counts.owners()]
    return Rows(counts.starts, counts.ids, scaled).kept(scaled > 0)
