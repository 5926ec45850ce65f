"""Flags on how it is put: conclusions from silence, words that judge where others have a plain one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.records import Flag, Value
from firsthand.weigh.actors import actors_of, relate_sets
from firsthand.weigh.lexicon import LOADED, name_words
from firsthand.weigh.sight import Sight

_SILENCE = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were)\s+(?:\w+\s+)?(?:remained|kept|stayed|been|fallen)?\s*silent|"
    r"silence\s+(?:of|from|on|over|about)|(?:has|have|had)\s+(?:not|never)\s+(?:commented|denied|responded|reacted)|"
    r"refus\w+\s+to\s+(?:comment|deny|answer)|fail\w+\s+to\s+deny)\b"
    r"[^.!?\n]{0,300}?\b(?P<so>indicat(?:es?|ed|ing)|suggest(?:s|ed|ing)?|prov(?:es?|ed|ing)|shows?|impl(?:y|ies)|"
    r"confirms?|means|is proof|speaks volumes|amounts to)\b", re.IGNORECASE)


def flag_wording(sight: Sight) -> Iterator[Flag]:
    """Flags `argument_from_silence` and `loaded_words`."""
    for report in sight.reports:
        for found in _SILENCE.finditer(report.text):
            yield sight.flag(report.id, "argument_from_silence", found.span(),
                             f"The text takes a silence as evidence (“{found['so']}”).")
    yield from _loaded(sight)


def _loaded(sight: Sight) -> Iterator[Flag]:
    """A judging word for the perpetrators in the own voice, where another report has a plain one."""
    named = [(report, value) for report in sight.reports for value in sight.values.get(report.id, ())
             if value.slot == "perpetrator" and value.name]
    flagged: set[str] = set()
    for report, value in named:
        words = set(name_words(value.name or "")) & LOADED
        if not words or value.said_by or report.id in flagged:
            continue
        plain = sorted({other.name or "" for one, other in named
                        if one.id != report.id and _is_plain_for(value, other)})
        if plain:
            flagged.add(report.id)
            yield sight.flag(report.id, "loaded_words", (value.start, value.end),
                             f"This report says “{value.name}” in its own voice; another says “{plain[0]}”.")


def _is_plain_for(value: Value, other: Value) -> bool:
    """True where the other value is the same kind of actor in words that do not judge."""
    if set(name_words(other.name or "")) & LOADED:
        return False
    relation = relate_sets(actors_of(value.name or ""), actors_of(other.name or ""))
    return relation.matched == "framing" and not relation.only_one and not relation.only_two

