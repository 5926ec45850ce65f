"""Public words: what an office said to everybody, so that two reporters may quote it and neither copied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from firsthand.records import Attribution, Span
from firsthand.trace.citations import Citation

PUBLIC = frozenset({"official", "organisation", "document"})
"""Kinds of source that speak to everybody. What a witness tells two reporters is not the same to the word."""
NEAR_CHARS = 120
"""Characters around a quotation in which an outlet is named to which alone it was said ("told …")."""


def find_public_words(attributions: Iterable[Attribution], citations: Iterable[Citation]) -> dict[str, list[Span]]:
    """The spans, in order, of direct speech of offices and organisations by report id, without what was
    said to an outlet that the report names there: that was heard by one reporter."""
    named: dict[str, list[int]] = defaultdict(list)
    for citation in citations:
        if citation.kind == "cites":
            named[citation.report].append(citation.start)
    for starts in named.values():
        starts.sort()
    found: dict[str, list[Span]] = defaultdict(list)
    for one in attributions:
        if one.direct and one.source_kind in PUBLIC:
            found[one.report] += [span for span in one.content if not _told(span, named.get(one.report, []))]
    return {report: sorted(spans) for report, spans in found.items() if spans}


def _told(span: Span, named: list[int]) -> bool:
    return bisect_left(named, span[0] - NEAR_CHARS) < bisect_right(named, span[1] + NEAR_CHARS)
