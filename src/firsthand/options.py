"""The options of every stage: one frozen dataclass each, all defaults in one place.

A number stands beside its reason: a paper, a derivation, or the eval that set it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs become reports."""

    format: str = "auto"
    """auto, text, jsonl or html."""
    max_bytes: int = 50_000_000
    """A larger file is rejected: no article is that long, and reading is in memory."""
    min_words: int = 3
    """A text of fewer words says nothing that could be compared."""


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """How reports become mentions, attributions and values."""

    batch_size: int = 32
    """Reports parsed together by spaCy."""
    tagged_ahead: int = 8
    """Reports handed to the tagger at once, while the next are parsed."""
    certainty: float = 0.5
    """Least certainty of the tagger for its attributions of a sentence to stand against the rules': the
    range .3 to .5 was flat on 40 PolNeAR documents (linked triples F1 .650 to .653)."""
    damaged_certainty: float = 0.6
    """The same in a text that lost its commas, where the tagger is further from what it learned from."""
    least_commas: float = 0.01
    """Commas a word below which a text has lost them: ordinary news has .027 to .094."""
    damaged_words: int = 40
    """Words from which on that can be told: a sentence or two may well have no comma."""


@dataclass(frozen=True, slots=True)
class GroupOptions:
    """How reports become stories."""

    background_reports: int = 300
    """Imagined reports that keep a small case's own names from counting as everyday words."""
    heavy_words: int = 40
    """Words of a report that look for partners: its rarest, so that common ones cost nothing."""
    window_days: int = 60
    """Reports further apart are not compared; a trial or an anniversary is a happening of its own."""
    holders: int = 30
    """Holders of one word that meet at once; more are met in the order of their days only."""
    least_shared: float = 0.03
    """Least product of the heavy words' weights; true pairs have 0.1 and more."""
    base: float = 7.3
    """Log odds that two reports are about one happening, were all their words alike."""
    whole_weight: float = 2.5
    """What the logarithm of the likeness of the whole texts adds (the weights of this group were
    fitted together on local news of shootings, 33 topics of world news and a war's daily news, and rounded)."""
    lead_weight: float = 2.2
    """What the logarithm of the likeness of headline and lead adds."""
    name_gain: float = 2.0
    """What names add that both hold and few others do: victims, suspects, streets (this and the cost of
    an unknown day were chosen on the three sets together, so that none of them lost)."""
    enough_names: float = 12.0
    """Rarity of the shared names beyond that of common ones, in all, that gives the whole gain: three names."""
    names_over_days: float = 0.5
    """Part of what the days between them take away that such names give back: a follow-up names the dead."""
    day_costs: tuple[float, ...] = (0.0, 0.4, 1.0, 1.5, 1.8, 2.0)
    """What 0, 1, 2, … days between two reports take away; more days cost as their logarithm."""
    named_day_costs: tuple[float, ...] = (0.0, 2.2, 4.6, 5.6, 6.4, 7.2)
    """The same where both say on which day it happened: a follow-up names the old day, a series new ones."""
    place_gain: float = 0.3
    """What a place adds that both name and nobody else does."""
    place_cost: float = 1.6
    """What it takes away that both name a rare place, and none in common."""
    background_places: int = 50
    """Imagined reports that name other places, so that a case of one story keeps its place rare."""
    unknown_day_cost: float = 1.0
    """What it takes away that a report gives no day."""
    unseen: float = -2.0
    """Log odds of a pair that shares too few rare words to be looked at."""


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """How copies, citations and origins are found."""

    shingle_words: int = 8
    """Words of a run that tells a page frame; fewer are turns of phrase (8 as in the copies' trial)."""
    frame_sample: int = 2
    """Of the runs that may be page frame one in so many is looked at: a frame of 20 words gives 6."""
    sample: int = 4
    """Of the runs of words one in so many, always the same ones, is looked at: 60 shared words give 14."""
    least_sample: int = 48
    """Runs of a report that are looked at however short it is: of two texts of which a fifth of the words
    differs a quarter of the runs is shared, 12 of 48."""
    common_holders: int = 12
    """A run that more reports hold is compared with its earliest holders only: a star, not all pairs."""
    earliest_holders: int = 2
    """How many earliest holders of such a run are compared."""
    least_runs: int = 3
    """Sampled runs that two reports must share to be aligned: 20 shared words give 4."""
    least_words: int = 20
    """Shared words that make a copy: more than one sentence (news sentences have 20 to 25 words)."""
    least_share: float = 0.1
    """Least part of the shorter text that must be shared."""
    boilerplate_days: int = 10
    """A run that one publisher repeats so many days apart is its page frame or standing background."""
    window_days: int = 5
    """Days between a report and the one that it cites or credits."""


@dataclass(frozen=True, slots=True)
class WeighOptions:
    """How values are compared and weighed."""

    update_hours: float = 3.0
    """A higher toll of somebody else is an update from here on; sooner, both speak of the same time."""
    prior: float = 0.5
    """Added for and against each value before the origins are counted (Jeffreys' prior of a share)."""
    dateline_days: int = 1
    """A dateline further than this from the publication day is a flag; time zones explain a day."""
    caption_days: int = 1
    """A caption's day further than this from every day the story names is a flag."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of all stages."""

    read: ReadOptions = field(default_factory=ReadOptions)
    extract: ExtractOptions = field(default_factory=ExtractOptions)
    group: GroupOptions = field(default_factory=GroupOptions)
    trace: TraceOptions = field(default_factory=TraceOptions)
    weigh: WeighOptions = field(default_factory=WeighOptions)
