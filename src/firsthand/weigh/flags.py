"""Flags: things to look at, each with its words and one plain sentence that can be checked.

A flag never says that something is wrong; it says what stands where. One that is mistaken costs
more trust than one that is missed, so each asks for evidence in the words themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.options import WeighOptions
from firsthand.records import Flag, Story
from firsthand.tables import table_of
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.headlines import flag_headlines
from firsthand.weigh.quoting import flag_quotes
from firsthand.weigh.sight import sights
from firsthand.weigh.sourcing import flag_sourcing
from firsthand.weigh.timing import flag_timing
from firsthand.weigh.wording import flag_wording

KINDS = ("altered_quote", "anonymous_source", "argument_from_silence", "circular_citation", "dateline_mismatch",
         "future_date", "headline_exceeds_body", "loaded_words", "lost_attribution", "number_not_in_source",
         "recycled_caption", "single_origin", "undated", "unsupported_cause")
"""Every kind of flag there is; each is described in docs/how-it-decides.md."""


def find_flags(stories: Sequence[Story], evidence: Evidence,
               options: WeighOptions | None = None) -> tuple[Flag, ...]:
    """The flags of some stories, in the order of their table's key."""
    options = options or WeighOptions()
    found: set[Flag] = set()
    for sight in sights(stories, evidence):
        found.update(flag_headlines(sight))
        found.update(flag_quotes(sight))
        found.update(flag_sourcing(sight))
        found.update(flag_timing(sight, options))
        found.update(flag_wording(sight))
    return tuple(table_of(Flag).sorted(found))
