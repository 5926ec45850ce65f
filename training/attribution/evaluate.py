"""Quick scores on documents: exact spans and exact links. The figures to report come from the scorers."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.attribution.tagger import ROLES, Tagger, Tags
from training.attribution.data import NONE, Document, gold_spans

Item = tuple[str, int, int]


def score_documents(tagger: Tagger, documents: Sequence[Document]) -> dict[str, float]:
    """F1 of exact spans by role, their mean (`macro`), and of exact links between exact spans (`links`)."""
    counts = dict.fromkeys((*ROLES, "links"), (0, 0, 0))
    for document in documents:
        tags = tagger.tag(document.text)
        wanted, given = gold_spans(document), [(span.role, span.start, span.end) for span in tags.spans]
        for role in ROLES:
            _add(counts, role, *({item for item in items if item[0] == role} for items in (wanted, given)))
        _add(counts, "links", _gold_links(document), _tool_links(tags))
    figures = {name: round(2 * hit / max(1, tool + gold), 4) for name, (hit, tool, gold) in counts.items()}
    return figures | {"macro": round(sum(figures[role] for role in ROLES) / 3, 4)}


def _add(counts: dict[str, tuple[int, int, int]], name: str, wanted: set[object], given: set[object]) -> None:
    hit, tool, gold = counts[name]
    counts[name] = hit + len(wanted & given), tool + len(given), gold + len(wanted)


def _gold_links(document: Document) -> set[object]:
    span_of: dict[int, Item] = {}
    for word, number in zip(document.words, document.fragment, strict=True):
        if number != NONE:
            role, start, _ = span_of.get(number, (document.roles[number], word.start, 0))
            span_of[number] = role, start, word.end
    return {frozenset((span, span_of[document.partner[number]])) for number, span in span_of.items()
            if document.partner[number] in span_of}


def _tool_links(tags: Tags) -> set[object]:
    spans = [(span.role, span.start, span.end) for span in tags.spans]
    return {frozenset((spans[link.cue], spans[link.other])) for link in tags.links}
