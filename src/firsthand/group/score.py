"""The evidence that two reports are mainly about one happening, as log odds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.group.happening import Happening, days_apart
from firsthand.group.words import Weighed, Weights, cosine
from firsthand.options import GroupOptions


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a report."""

    words: Weighed
    happening: Happening


LEAD_FLOOR = 0.05
"""Added to the likeness of leads: one may be a teaser without a name in it."""


def log_odds(left: Known, right: Known, options: GroupOptions) -> float:
    """Log odds that both reports are mainly about one happening; figures do not matter."""
    whole = cosine(left.words.whole, right.words.whole)
    if whole <= 0:
        return options.unseen
    lead = cosine(left.words.lead, right.words.lead)
    words = options.whole_weight * math.log(whole) + options.lead_weight * math.log(lead + LEAD_FLOOR)
    names = shared_names(left.words.names, right.words.names) / options.enough_names
    days = _day_cost(left, right, options) * (1 - options.names_over_days * min(names, 1.0))
    return options.base + words + options.name_gain * min(names, 1.0) - days + _place_gain(left, right, options)


def shared_names(left: Weights, right: Weights) -> float:
    """How telling the names are that both reports have."""
    return sum(weight for stem, weight in left.items() if stem in right)


def _day_cost(left: Known, right: Known, options: GroupOptions) -> float:
    """What the days between the two take away: more where both name the day of the happening."""
    ours, theirs = left.happening, right.happening
    if ours.days and theirs.days:
        return _at(options.named_day_costs, days_apart(ours.days, theirs.days))
    days = days_apart(ours.near_days(), theirs.near_days())
    return options.unknown_day_cost if days is None else _at(options.day_costs, days)


def _at(costs: Sequence[float], days: int | None) -> float:
    """The cost of so many days; beyond the last one it grows with their logarithm."""
    last = len(costs) - 1
    days = days or 0
    return costs[days] if days <= last else costs[last] + math.log(days / last)


def _place_gain(left: Known, right: Known, options: GroupOptions) -> float:
    """What places add where both name one that few reports name, or take away where none is shared."""
    ours, theirs = left.happening.places, right.happening.places
    if not ours or not theirs:
        return 0.0
    met = [min(one.rarity, two.rarity) for one in ours for two in theirs if one.meets(two)]
    met += [place.rarity for place in ours if place.stands_in(right.words.whole)]
    met += [place.rarity for place in theirs if place.stands_in(left.words.whole)]
    apart = min(max(place.rarity for place in ours), max(place.rarity for place in theirs))
    return options.place_gain * max(met, default=0.0) - (0.0 if met else options.place_cost * apart)
