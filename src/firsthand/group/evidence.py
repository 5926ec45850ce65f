"""What speaks for and against two reports being about one happening: one number each, for many pairs at once.

Words, names, ages, days, publishers, places, weapons and events speak; figures and blame do not: accounts of one
happening differ in them, and that is what a desk wants to see.

The names of the numbers are those of the weights in `data/grouping.json`; `score` adds them up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from firsthand.group.happening import KINDS, Happening
from firsthand.group.places import Places
from firsthand.group.rows import Rows, dots, held, rows_of, shared
from firsthand.group.words import Words

if TYPE_CHECKING:
    from firsthand.group.rows import Floats, Ints

LEAD_FLOOR = 0.05
"""Added to the likeness of leads before the logarithm: one may be a teaser without a name in it."""
NAMES_FLOOR = 0.02
"""The same for names, of which most pairs share none."""
ENOUGH_NAMES = 12.0
"""Rarity of the shared names beyond that of common ones, in all, that counts in full: three rare names."""
ENOUGH_AGES = 2
DAY_STEPS = (1, 2, 4, 8, 30)
"""Days apart from which on a pair counts as further apart: each step has a weight of its own."""
NEAR_DAYS = 3
"""Days between a report and what it tells as news; a report whose named days are all further off looks back, or
its words were read amiss: its days speak less."""
REWORDED_LIKENESS = 0.6
"""Likeness of whole texts from which on a report is no other account: it is a reprint or, on another day, the next
of a series told in the same frame of words. Independent accounts of one happening have 0.2 to 0.5."""
NAMED_DAYS = 4
"""Days of a happening that are looked at; a report that names more is a round-up."""


@dataclass(frozen=True)
class Known:
    """What is compared of some reports, row by row; what is worked out of it once for all pairs."""

    words: Words
    happenings: Sequence[Happening]

    @cached_property
    def name_lengths(self) -> Floats:
        """The length of each row of names, as a vector."""
        return np.asarray(np.sqrt(self.words.names.sums(self.words.names.weights ** 2)))

    @cached_property
    def days(self) -> tuple[Floats, Floats]:
        """See `_days_of`."""
        return _days_of(self.happenings)

    @cached_property
    def publishers(self) -> Ints:
        """The number of each report's publisher, -1 where it is not known."""
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(one.publisher, len(numbers)) if one.publisher else -1
                         for one in self.happenings], np.int64)

    @cached_property
    def places(self) -> Places:
        """Those that the reports name."""
        return Places(self.words, self.happenings)

    @cached_property
    def kinds(self) -> dict[str, Rows]:
        """By slot of `KINDS` the words of each report, as numbers."""
        return {slot: _numbered([one.kinds.get(slot, frozenset()) for one in self.happenings]) for slot in KINDS}


def gather(known: Known, pairs: Ints) -> dict[str, Floats]:
    """The evidence on pairs of reports (two rows of places in `known`), by name, one number a pair."""
    words = known.words
    whole = dots(words.whole, words.whole, pairs)
    return _together(known, pairs, {
        **_quick_evidence(known, pairs), **_place_evidence(known, pairs), **_kind_evidence(known.kinds, pairs),
        "whole": np.log(np.maximum(whole, WHOLE_FLOOR)),
        "lead": np.log(dots(words.lead, words.lead, pairs) + LEAD_FLOOR)})


def gather_at_best(known: Known, pairs: Ints) -> dict[str, Floats]:
    """The same at a fraction of the cost: of days, names and ages as it is, of the rest as it would be if it spoke
    for one happening as much as it can."""
    count = pairs.shape[1]
    best = {"whole": 0.0, "lead": np.log(1 + LEAD_FLOOR), **dict.fromkeys(KINDS, 1.0)}
    found = _together(known, pairs, {
        **_quick_evidence(known, pairs), "place": known.places.told[pairs].all(axis=0).astype(float),
        **{name: np.full(count, value) for name, value in best.items()}})
    return found | {name: np.zeros(count) for name in SPEAKS_AGAINST}


SPEAKS_AGAINST = ("other places", *(f"other {slot}" for slot in KINDS), "same words on other days",
                  "one publisher on other days")
"""Evidence that needs the words or places, and can only speak against one happening."""


def _together(known: Known, pairs: Ints, found: dict[str, Floats]) -> dict[str, Floats]:
    """The evidence with what some of it tells together."""
    undated = found["no day"]
    found |= {f"undated {name}": found[name] * undated for name in (*TEXTUAL, "name likeness")}
    del found["name likeness"]  # a case of one story names everybody in every report: its names tell little
    found["names over days"] = found["names"] * (found["days 2"] + found["named days 2"])
    found["one publisher on other days"] = _one_publisher(known.publishers, pairs) * (
        found["days 1"] + found["named days 1"]) * (found["whole"] < np.log(REWORDED_LIKENESS))
    found["same words on other days"] = found.pop("other weekday") * np.clip(
        (np.exp(found["whole"]) - REWORDED_LIKENESS) / (1 - REWORDED_LIKENESS), 0, 1)
    far = found["days 2"] + (found["named days 1"] + found["named days 2"]) / 2  # accounts differ by a day
    found["place and day"] = found["place"] * (1 - undated - far)
    return found


def _one_publisher(publishers: Ints, pairs: Ints) -> Floats:
    """Whether both reports are of one publisher, which tells two days in two reports more often than one day twice."""
    left, right = publishers[pairs]
    found: Floats = ((left == right) & (left >= 0)).astype(float)
    return found


TEXTUAL = ("whole", "lead", "names")
"""Evidence of the words; it weighs otherwise where no day is known."""


def _quick_evidence(known: Known, pairs: Ints) -> dict[str, Floats]:
    """Of the days, and of the names and ages in the texts."""
    ages, (names, likeness) = known.words.ages, _names_shared(known, pairs)
    shared_ages, both = held(ages, ages, pairs), (ages.sizes[pairs] > 0).all(axis=0)
    return {
        **_day_evidence(known.days, pairs),
        "names": np.minimum(names, ENOUGH_NAMES) / ENOUGH_NAMES,
        "name likeness": np.log(likeness + NAMES_FLOOR),
        "ages": np.minimum(shared_ages, ENOUGH_AGES),
        "other ages": (both & (shared_ages == 0)).astype(float),
    }


WHOLE_FLOOR = 0.01
"""Least likeness of whole texts that is told from none; two reports of unlike things have that much."""


def _names_shared(known: Known, pairs: Ints) -> tuple[Floats, Floats]:
    """The sum of the rarities of the names that both reports of a pair have, and the cosine of their rows, 0 where
    one is empty."""
    rarities, products, names = np.zeros(pairs.shape[1]), np.zeros(pairs.shape[1]), known.words.names
    for part in shared(names, names, pairs):
        rarities += np.bincount(part.pair, part.left, len(rarities))
        products += np.bincount(part.pair, part.left * part.right, len(products))
    lengths = known.name_lengths[pairs].prod(axis=0)
    return rarities, products / np.where(lengths > 0, lengths, 1.0)


def _day_evidence(days: tuple[Floats, Floats], pairs: Ints) -> dict[str, Floats]:
    """Of the days: how far apart those are that both name for the happening, else those that each has; where
    both name one, also how far apart the reports are, and whether one of them looks back."""
    own, named = days
    first = np.arange(NAMED_DAYS) == 0
    unnamed = np.isnan(named[:, 0])
    apart = _days_apart(np.where(unnamed[:, None] & first, own[:, None], named), pairs)
    both, unknown = ~unnamed[pairs].any(axis=0), np.isnan(apart)
    sound = np.where(np.fmin.reduce(named, axis=1) > own, np.nan, own)  # nobody reports what is yet to happen
    reports = np.nan_to_num(np.abs(sound[pairs[0]] - sound[pairs[1]]))
    off = np.fmin.reduce(np.abs(named - own[:, None]), axis=1)
    doubted = (off > NEAR_DAYS)[pairs].any(axis=0)
    other_weekday = both & (apart % 7 > 0)  # "on Saturday" in a reprint of the next week is the same words
    found = {"named days": both, "no day": unknown, "other weekday": other_weekday}
    for step in DAY_STEPS:
        found |= {f"named days {step}": both & (apart >= step),
                  f"doubted days {step}": both & doubted & (apart >= step),
                  f"reports apart {step}": both & (reports >= step),
                  f"days {step}": ~both & ~unknown & (apart >= step)}
    return {name: row.astype(float) for name, row in found.items()}


def _days_of(happenings: Sequence[Happening]) -> tuple[Floats, Floats]:
    """The day of each report and, in a row each, those that it names; nan for none."""
    own = np.array([one.day.toordinal() if one.day else np.nan for one in happenings], np.float64)
    named = np.full((len(happenings), NAMED_DAYS), np.nan)
    for number, one in enumerate(happenings):
        for place, day in enumerate(one.days[:NAMED_DAYS]):
            named[number, place] = day.toordinal()
    return own, named


def _days_apart(days: Floats, pairs: Ints) -> Floats:
    """Least days between the days of the rows of each pair; nan where one has none."""
    least = np.full(pairs.shape[1], np.inf)
    for one, two in product(range(NAMED_DAYS), repeat=2):
        least = np.fmin(least, np.abs(days[pairs[0], one] - days[pairs[1], two]))
    return np.where(np.isinf(least), np.nan, least)


def _place_evidence(known: Known, pairs: Ints) -> dict[str, Floats]:
    """Of the places: how rare one is that both name, or how rare theirs are where they share none."""
    met, apart = known.places.compare(pairs)
    return {"place": met, "other places": apart}


def _numbered(names: Sequence[frozenset[str]]) -> Rows:
    """The names of each row as numbers."""
    numbers: dict[str, int] = {}
    return rows_of([{numbers.setdefault(name, len(numbers)) for name in sorted(one)} for one in names])


def _kind_evidence(kinds: Mapping[str, Rows], pairs: Ints) -> dict[str, Floats]:
    """Of weapon and event: whether both name one in the same words, and whether both name others."""
    found: dict[str, Floats] = {}
    for slot, rows in kinds.items():
        both = (rows.sizes[pairs] > 0).all(axis=0)
        same = held(rows, rows, pairs) > 0
        found |= {slot: same.astype(float), f"other {slot}": (both & ~same).astype(float)}
    return found
