"""The options of every stage: one frozen dataclass each, all defaults in one place.

A number stands beside its reason: a paper, a derivation, or the eval that set it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs become reports."""

    format: str = "auto"
    """auto, or one of `read.source.FORMATS`."""
    columns: tuple[tuple[str, str], ...] = ()
    """(column of a report, name that it has in the input) for tables and JSON Lines."""
    max_bytes: int = 50_000_000
    """A larger article, line or unpacked part is rejected: none is that long, and it is read in memory."""
    min_words: int = 3
    """A text of fewer words says nothing that could be compared."""
    max_ratio: int = 250
    """A compressed form that grows by more is a bomb: text grows 3 to 20 times, a page of nothing but
    repeated lines about 100 times; gzip's own limit is 1,032."""
    bomb_bytes: int = 20_000_000
    """Below so many unpacked bytes growth is not looked at: small things may well be monotonous."""
    max_pages: int = 3_000
    """Pages of a PDF that are read; the rest is left out, and a note says so."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How far a fetch may go. Whom it may reach is no option: see `fetch.gate`."""

    agent: str = "firsthand"
    """The name that robots.txt rules are looked up by."""
    max_bytes: int = 20_000_000
    """Most bytes of a response: a long page with its scripts has 2 to 5 million, a printed paper's PDF 10."""
    max_head_bytes: int = 65_536
    """Most bytes of status line and headers; servers themselves refuse more than 8 to 64 KiB."""
    total_seconds: float = 60.0
    """From the first look-up to the last byte of one response, however slowly it drips."""
    silent_seconds: float = 15.0
    """Longest wait for a look-up, a connection, or the next byte."""
    max_redirects: int = 5
    """RFC 9309 asks for five at least on the way to robots.txt."""
    delay_seconds: float = 1.0
    """Pause between two requests to one host, unless its robots.txt asks for a longer one."""
    max_delay_seconds: float = 30.0
    """A host that asks for longer pauses is not fetched from, but one page of it is."""
    max_robots_bytes: int = 512_000
    """RFC 9309, 2.5: at least 500 kibibytes of robots.txt must be parsed."""


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """How reports become mentions, attributions and values."""

    batch_size: int = 32
    """Reports parsed together by spaCy."""
    tagged_ahead: int = 8
    """Reports handed to the tagger at once, while the next are parsed."""
    certainty: float = 0.2
    """Least certainty of the tagger for its attributions of a sentence to stand against the rules': linked
    triples F1 on 40 held-out PolNeAR documents at 0, .2, .4, .5: .695, .695, .690, .688."""
    damaged_certainty: float = 0.6
    """The same in a text that lost its commas, where the tagger is further from what it learned from."""
    least_commas: float = 0.01
    """Commas a word below which a text has lost them: ordinary news has .027 to .094."""
    damaged_words: int = 40
    """Words from which on that can be told: a sentence or two may well have no comma."""


@dataclass(frozen=True, slots=True)
class GroupOptions:
    """How reports become stories. The weights of the evidence are no options: see `data/grouping.json`."""

    background_reports: int = 300
    """Imagined reports that keep a small case's own names from counting as everyday words."""
    heavy_words: int = 40
    """Words of a report that look for partners: its rarest, so that common ones cost nothing."""
    holders: int = 30
    """Holders of one word that meet at once; more are met in the order of their days only."""
    least_shared: float = 0.03
    """Least product of the heavy words' weights; true pairs have 0.1 and more."""
    background_places: int = 400
    """Imagined reports that name other places, so that a case of one story keeps its place rare."""
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
    story_neighbours: int = 30
    """Reports of one story before each that it is held against, even where no sampled run is shared; a story
    of more has so many reprints of each text that the sample finds one."""
    boilerplate_times: int = 4
    """So is one that it repeats on so many days, however near: a follow-up or two tell the lead again, a
    paragraph on how it all began stands there every day."""
    window_days: int = 5
    """Days between a report and the one that it cites or credits."""
    outlets: str | None = None
    """A CSV of more agencies and outlets, with the columns of the shipped table; its rows come first."""
    outlets_table: str | None = None
    """The text of such a table, as a case keeps it; it stands for `outlets`."""


@dataclass(frozen=True, slots=True)
class WeighOptions:
    """How values are compared and weighed."""

    update_hours: float = 3.0
    """A higher toll of somebody else is an update from here on; sooner, both speak of the same time."""
    dateline_days: int = 1
    """A dateline further than this from the publication day is a flag; time zones explain a day."""
    caption_days: int = 1
    """A caption's day further than this from every day the story names is a flag."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How reports are held against earlier fact-checks and event records."""

    candidates: int = 30
    """Checked claims that are looked at closely for each post: on training posts the right one is among the
    first 30 by shared terms for 95 %, among the first 100 for 97 %."""
    by_meaning: int = 10
    """Claims nearest in meaning that are looked at besides: with them the right one is there for 98 %."""
    all_by_meaning: int = 20_000
    """So many claims at most are all turned into vectors, some two minutes on two cores; with a file that keeps
    the vectors, all of any number are."""
    candidates_of_many: int = 10
    """Of more claims only so many of those nearest by shared terms are, as texts ask for them: some 30 ms a text on
    two cores. On training posts the right one is among the first 10 for 93 %, and among the first 20 for 94 %."""
    least_certainty: float = 0.5
    """Least probability that a checked claim is what a sentence of a report says, for it to be shown."""
    per_sentence: int = 2
    """Checked claims shown for one sentence: several publishers may have checked one claim."""
    least_words: int = 5
    """A shorter sentence claims nothing that could be told from its words alone."""
    slack_days: int = 3
    """A record so many days from a story's day may still be meant: reports and data sets differ by a day or
    two over midnight, time zones, and the day of death."""
    day_decay: float = 0.7
    """What each such day leaves of a record's nearness."""
    slack_km: float = 20.0
    """Between the middle of a town and a place in it or beside it, on top of the record's own exactness."""
    far_km: float = 60.0
    """So far beyond its exactness a record is of another place."""
    least_record_score: float = 0.3
    """Least nearness, 0 to 1, of a record that is shown beside a story."""
    also_meant: float = 0.8
    """Records whose nearness is at least this part of the nearest one's are shown too."""
    records_per_story: int = 5
    """Most records shown beside one story."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How a crawl is cut into work. The size of a cut changes no table."""

    batch_reports: int = 200
    """Reports read or extracted as one piece of work: 20 seconds of one process, which is what a crash costs."""
    story_reports: int = 500
    """Reports whose stories are weighed together: 10 seconds of one process, 5 MB of rows."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of all stages."""

    read: ReadOptions = field(default_factory=ReadOptions)
    fetch: FetchOptions = field(default_factory=FetchOptions)
    extract: ExtractOptions = field(default_factory=ExtractOptions)
    group: GroupOptions = field(default_factory=GroupOptions)
    trace: TraceOptions = field(default_factory=TraceOptions)
    weigh: WeighOptions = field(default_factory=WeighOptions)
    check: CheckOptions = field(default_factory=CheckOptions)
