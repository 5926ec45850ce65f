"""Who says what: the attributions of a report, and which of them covers given words.

Raw spans come from rules (`rules.find_raw`), with a tagger from both (`choice.choose`); everything here
works on raw spans from anywhere: whom the source means, the stance, whether it is a quotation, and the
chain of who cites whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.choice import choose
from firsthand.extract.attribution.quotes import find_quotes
from firsthand.extract.attribution.rules import Raw, find_raw
from firsthand.extract.attribution.sources import identify
from firsthand.extract.parse import Parsed
from firsthand.options import ExtractOptions
from firsthand.records import Attribution, Span, Stance
from firsthand.text import plain

if TYPE_CHECKING:
    from firsthand.extract.attribution.tagger import Tags

QUOTED_SHARE = 0.6
"""Part of the content that stands between quotation marks from which on it is a quotation: less is a
clause that quotes a phrase."""
BELIEVED_REACH = len(" to have ")
"""Code points behind a cue in which "to be" shows that its subject is what is spoken of."""
HEDGE_REACH = 8
"""Words at the opening of the content in which a hedge still weakens the whole."""
_WORDS = re.compile(r"[\w'-]+")
_NOBODY = re.compile(r"(?:no(?! ?\.)|none|nobody|neither)\b", re.IGNORECASE)
_BELIEVED = re.compile(
    r"\b(?:(?:believed|thought|suspected|feared|alleged|presumed|rumou?red)\s+to\b"
    r"|(?:said|reported|known|understood|considered|estimated)\s+to\s+(?:be|have)\b)", re.IGNORECASE)
"""A participle and "to": what is said of somebody, who stands before it and says nothing."""


def find_attributions(parsed: Parsed, tags: Tags | None = None,
                      options: ExtractOptions | None = None) -> list[Attribution]:
    """The attributions of a report, ids "a1", "a2", … in the text's order; spans in the report's text.

    `tags` is what the tagger finds in `choice.tagger_text(parsed)`; without it, those of the rules alone.
    """
    raws = find_raw(parsed)
    return build_attributions(parsed, choose(parsed, raws, tags, options or ExtractOptions()) if tags else raws)


def build_attributions(parsed: Parsed, raws: Iterable[Raw]) -> list[Attribution]:
    """Attributions from raw spans of the plain text: in order, with names, kinds, stance and chain."""
    parts = sorted({_mapped(parsed, Raw([], raw.cue, raw.content) if is_no_speaker(parsed.plain.text, raw) else raw)
                    for raw in raws if raw.content})
    hulls = [(min(start for start, _ in _all(part)), max(end for _, end in _all(part))) for part in parts]
    order = sorted(range(len(parts)), key=lambda number: (_all(parts[number])[0], parts[number]))
    order.sort(key=lambda number: hulls[number])
    who = identify(parsed, [part[0][0] if (part := parts[number])[0] else None for number in order])
    parents = _parents([parts[number][2] for number in order], [hulls[number] for number in order])
    found = []
    for place, number in enumerate(order):
        source, cue, content = parts[number]
        parent = parents[place]
        found.append(Attribution(
            report=parsed.report.id, id=f"a{place + 1}", source=source, cue=cue, content=content,
            source_name=who[place].name, source_kind=who[place].kind,
            parent=None if parent is None else f"a{parent + 1}",
            stance=_stance(parsed, cue, content), direct=_is_direct(parsed, content)))
    return found


def is_no_speaker(text: str, raw: Raw) -> bool:
    """True where what stands as source says nothing: whom others believe something of, or nobody.

    "30 officers believed to be armed": they are believed, by somebody who is not named. "No coverage
    indicates …", "nobody said …": there is no source that does.
    """
    if not raw.source or not raw.cue:
        return False
    start, end = raw.source[0]
    if _NOBODY.match(text, start, end):
        return True
    first, last = raw.cue[-1]
    return end <= raw.cue[0][0] and _BELIEVED.search(text, first, last + BELIEVED_REACH) is not None


def attribution_at(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """The innermost attribution whose content covers the words `[start, end)` of the report, or None."""
    best: tuple[int, int] | None = None
    for number, item in enumerate(attributions):
        if any(first <= start and end <= stop for first, stop in item.content):
            size = sum(stop - first for first, stop in item.content)
            if best is None or size < best[0]:
                best = size, number
    return None if best is None else attributions[best[1]]


def speaker_at(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """Like `attribution_at`, but the innermost one that has a source: "is believed" inside what
    somebody says is said by that somebody. None where it is the report's own voice."""
    known = [item for item in attributions if item.source]
    return attribution_at(known, start, end)


def said_by(parsed: Parsed, attribution: Attribution) -> str | None:
    """The source's words for a value: as written, the name for a pronoun that has one, None without source."""
    if not attribution.source:
        return None
    words = " ".join(" ".join(parsed.words(span) for span in attribution.source).split())
    pronoun = words.lower() in cues.PRONOUNS | {"his", "her", "its", "their"}
    return (attribution.source_name or words) if pronoun else words


_FRONT_NAME = re.compile(r"(?:^|[.!?\n]\s+)(?!(?:In|On|At|From|Near|By|After|Before|Since|Until|During|For|To|Of|With"
                         r"|Last|Next|Late|Early|And|But|As|When|While|If)\b)((?:The\s+)?[A-Z][\w'’-]+(?:\s+(?:of|for|and|the)\b)*"
                         r"(?:\s+[A-Z][\w'’-]+(?:\s+(?:of|for|and|the)\b)*)*\s+[A-Z][\w'’-]+)\s+$")
"""A name of several words that opens a sentence, right before a source."""
_APPOSED = re.compile(r"(?:an?)\s")
_FRONT_REACH = 120


def with_name(text: str, span: Span) -> Span:
    """The span of a source with the name that it stands beside where the comma between is lost.

    "The Kest Centre for Rights a monitoring group said": all of it is the source.
    """
    start, end = span
    if not _APPOSED.match(text, start, end):
        return span
    first = max(0, start - _FRONT_REACH)
    found = _FRONT_NAME.search(text[first:start])
    if found is None or found.group(1).rsplit(None, 1)[1].lower() in cues.DAYS:
        return span
    return first + found.start(1), end


_Part = tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]


def _mapped(parsed: Parsed, raw: Raw) -> _Part:
    """A raw attribution's source, cue and content as spans of the report's text."""
    def original(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(sorted(parsed.original(start, end) for start, end in spans if start < end))
    source = raw.source and [with_name(parsed.plain.text, raw.source[0]), *raw.source[1:]]
    return original(source), original(raw.cue), original(raw.content)


def _all(part: _Part) -> list[Span]:
    return sorted(span for spans in part for span in spans)


def _parents(contents: Sequence[tuple[Span, ...]], hulls: Sequence[Span]) -> list[int | None]:
    """For each attribution the number of the innermost other one whose content holds all of it.

    One sweep over the content spans by their start, with a stack of those still open.
    """
    spans = sorted((start, -end, number) for number, content in enumerate(contents) for start, end in content)
    asked = sorted(range(len(hulls)), key=lambda number: hulls[number])
    parents: list[int | None] = [None] * len(hulls)
    open_spans: list[tuple[int, int]] = []
    following = 0
    for number in asked:
        start, end = hulls[number]
        while following < len(spans) and spans[following][0] <= start:
            open_spans.append((-spans[following][1], spans[following][2]))
            following += 1
        while open_spans and open_spans[-1][0] <= start:
            open_spans.pop()
        holders = [(stop, holder) for stop, holder in open_spans[-20:] if stop >= end and holder != number]
        if holders:
            parents[number] = min(holders)[1]
    return parents


# ---------------------------------------------------------------- stance and quotation

def _stance(parsed: Parsed, cue: Sequence[Span], content: Sequence[Span]) -> Stance:
    """How the source stands to what is said: by the cue, then by a hedge that opens the content."""
    said = [word.lower() for span in cue for word in _WORDS.findall(parsed.words(span))]
    negated = any(word in ("not", "n't", "never") or word.endswith("n't") for word in said)
    for word in said:
        lemma = _STANCE_FORMS.get(word)
        if lemma:
            return "doubts" if negated and STANCE_NEGATED.get(lemma) else cues.STANCE[lemma]
        if negated and word in ("confirm", "confirmed", "verify", "verified"):
            return "doubts"
    if any(word in cues.HEDGES for word in said):
        return "hedges"
    opening = _WORDS.findall(parsed.words(content[0])[:120])[:HEDGE_REACH]
    return "hedges" if any(word in _MODAL_HEDGES for word in opening) else "asserts"


_MODAL_HEDGES = cues.word_set("may might possibly probably perhaps apparently reportedly allegedly likely")
"""Words at the opening of what is said that weaken it, lower case ("May" is a month)."""
STANCE_NEGATED = {"believe": True, "think": True}
"""Verbs whose negation doubts ("do not believe")."""


def _forms(lemma: str) -> list[str]:
    """The forms of a regular verb, and of the irregular ones among the cues."""
    irregular = {"think": ["thought"]}
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y"):
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    return [lemma, lemma + "s", lemma + "es", stem + "ed", stem + "ing", *irregular.get(lemma, [])]


_STANCE_FORMS = {form: lemma for lemma in cues.STANCE for form in _forms(lemma)}


def _is_direct(parsed: Parsed, content: Sequence[Span]) -> bool:
    """True where most of the content stands between quotation marks."""
    size = quoted = 0
    for span in content:
        words = plain(parsed.words(span)).text
        size += len(words)
        quoted += sum(quote.end - quote.start for quote in find_quotes(words))
    return size > 0 and quoted >= QUOTED_SHARE * size
