"""Raw attributions from two finders: the trained tagger and the rules, chosen sentence by sentence.

The tagger is better in ordinary prose; the rules hold where a text is unlike what it learned from (no
commas, headlines, strings of wire sentences). One principle joins them: in each sentence the tagger's
attributions stand where it is sure of all that are whole, else the rules' stand, and where only one of the two
finds anything, that stands. docs/quality-attribution.md gives the figures of each alone and of both.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.quotes import find_quotes
from firsthand.extract.attribution.rules import Raw, append_quote
from firsthand.extract.attribution.spans import joined, meet
from firsthand.extract.attribution.tagger import Span as Tagged
from firsthand.extract.attribution.tagger import Tags
from firsthand.extract.parse import Parsed
from firsthand.options import ExtractOptions
from firsthand.records import Span

LONE_QUOTE_WORDS = 4
"""A quotation of fewer words that no cue leads to is a phrase in quotes, not somebody speaking on."""
CHAIN_GAP = 6
"""Code points between a cue and the source that it reports: a space, a sign, "that"."""
_CHAIN_VERBS = cues.word_set("""said told announced confirmed reported believed believe believes claimed denied stated
acknowledged informed saying""")
"""Cues that make a chain within what another says: somebody else's words, not a wish or an opinion."""
_SCRIPT = re.compile(r"\W*[A-Z]{2,}[A-Z. ]*:")
"""The next speaker of an interview in print: "SMITH: Well, …"."""


@dataclass(frozen=True, slots=True)
class Sure:
    """A raw attribution of the tagger; `certainty` is 0 where source or content is missing, else up to 1."""

    raw: Raw
    certainty: float


@dataclass(slots=True)
class _Sentence:
    """What the two finders have for a sentence."""

    ruled: list[Raw] = field(default_factory=list)
    tagged: list[Sure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is tagged as said, in order: all of it, and that which a cue of its own leads to."""

    anywhere: list[Span]
    with_cue: list[Span]

    @classmethod
    def of(cls, tags: Tags) -> _Said:
        linked = {link.other for link in tags.links}
        spans = [(index, (span.start, span.end)) for index, span in enumerate(tags.spans) if span.role == "content"]
        return cls([span for _, span in spans], [span for index, span in spans if index in linked])


def tagger_text(parsed: Parsed) -> str:
    """The plain text with a line for each piece of the parse, all else blank, offsets kept."""
    parts: list[str] = []
    filled = 0
    for offset, doc, _ in parsed.pieces:
        parts += ["\n" * (offset - filled), doc.text.replace("\n", " ").replace("\r", " ")]
        filled = offset + len(doc.text)
    return "".join(parts)


def choose(parsed: Parsed, ruled: Sequence[Raw], tags: Tags, options: ExtractOptions) -> list[Raw]:
    """For each sentence the tagger's attributions or the rules'; then quotations that run on."""
    text, starts = parsed.plain.text, _sentence_starts(parsed)
    sentences: dict[int, _Sentence] = {}
    for raw in ruled:
        sentences.setdefault(_number(starts, raw), _Sentence()).ruled.append(raw)
    headlines = [(offset, offset + len(doc.text)) for offset, doc, kind in parsed.pieces if kind == "headline"]
    for sure in sure_raws(tags):
        if _is_sign(sure.raw, text) and _covered(headlines, sure.raw.cue[0]):
            continue  # "Fire: what we know": which colon attributes in a headline is for the rules to say
        sentences.setdefault(_number(starts, sure.raw), _Sentence()).tagged.append(sure)
    least = options.damaged_certainty if is_damaged(text, options) else options.certainty
    said = _Said.of(tags)
    chosen = [raw for number in sorted(sentences) for raw in _stands(sentences[number], least, said, text)]
    _run_on(chosen, text, tags)
    return chosen


def is_damaged(text: str, options: ExtractOptions) -> bool:
    """True for a text of some length that has lost its commas."""
    words = text.count(" ") + text.count("\n") + 1
    return words >= options.damaged_words and text.count(",") < options.least_commas * words


def sure_raws(tags: Tags) -> list[Sure]:
    """The tagger's attributions in the text's order; a source and cue with nothing said take what is said
    inside: "Fars said officials believed …" is tagged flat, and the chain is put back."""
    scores: dict[int, list[float]] = {}
    for link in tags.links:
        scores.setdefault(link.cue, []).append(link.score)
    numbers = [index for index, span in enumerate(tags.spans) if span.role == "cue"]
    found = []
    for index, (sources, cue, contents) in zip(numbers, tags.attributions(), strict=True):
        raw = Raw(_pairs(sources), _pairs([cue]), _pairs(contents))
        values = [span.score for span in (*sources, cue, *contents)] + scores.get(index, [])
        found.append(Sure(raw, _mean(values) if sources and contents else 0.0))
    return found


def _is_sign(raw: Raw, text: str) -> bool:
    """True where the cue is a colon or a dash."""
    return not any(sign.isalnum() for start, end in raw.cue for sign in text[start:end])


def _mean(values: Sequence[float]) -> float:
    """The geometric mean: one doubtful part makes the whole doubtful."""
    return math.exp(sum(math.log(max(value, 1e-6)) for value in values) / len(values))


def _stands(sentence: _Sentence, least: float, said: _Said, text: str) -> list[Raw]:
    """The attributions of one sentence that stand."""
    if not sentence.tagged:  # inside what somebody is tagged to say, a word such as "reported" is no cue of its own
        return [raw for raw in sentence.ruled if not any(_covered(said.anywhere, span) for span in raw.cue)]
    whole = [sure.certainty for sure in sentence.tagged if sure.certainty]
    if sentence.ruled and min(whole, default=0.0) < least:
        return sentence.ruled
    tagged = _chained([sure.raw for sure in sentence.tagged])
    for raw in tagged:
        raw.content += [span for span in _following_quotes(raw, sentence.ruled, text)
                        if not _covered(said.with_cue, span)]
    inner = [raw for raw in sentence.ruled if _is_inner(raw, tagged, text)]
    return [raw for raw in tagged if raw.content] + inner


def _chained(tagged: list[Raw]) -> list[Raw]:
    """"Fars said officials believed …" is tagged flat: the one with nothing said says the one right behind it."""
    for outer, inner in zip(tagged[-2::-1], tagged[:0:-1], strict=True):
        start, end = _hull(inner)
        if outer.source and not outer.content and inner.content and 0 <= start - outer.cue[-1][1] <= CHAIN_GAP:
            outer.content.append((start, end))
    return tagged


def _following_quotes(raw: Raw, ruled: Sequence[Raw], text: str) -> list[Span]:
    """Quotations of the paragraphs below that the rules hold for this speaker's; the tagger reads single lines."""
    end = _hull(raw)[1]
    return [span for other in ruled if meet(raw.cue, other.cue) for span in other.content
            if raw.content and span[0] >= end and text[span[0]] in "\"'" and "\n" in text[end:span[0]]]


def _is_inner(raw: Raw, tagged: Sequence[Raw], text: str) -> bool:
    """True for a ruled attribution that is as good as all that somebody is tagged to say: a chain.

    Others within a content are left to that one: PolNeAR has no nesting, and they cost .009 in triples.
    """
    start, end = _hull(raw)
    said = text[raw.cue[-1][0]:raw.cue[-1][1]].lower().split() if raw.cue else []
    if not raw.source or not _CHAIN_VERBS & set(said) or text[slice(*raw.source[0])].lower() in cues.PRONOUNS:
        return False  # "she said she thought": nobody else
    return any(
        first <= start <= first + CHAIN_GAP and last - CHAIN_GAP <= end <= last
        for other in tagged if other.source for first, last in other.content)


def _run_on(chosen: list[Raw], text: str, tags: Tags) -> None:
    """A quotation that nobody is tagged to say joins the one right before it: two paragraphs of one speaker."""
    taken = joined([span for raw in chosen for span in raw.content + raw.cue + raw.source])
    ends = sorted((_hull(raw)[1], number) for number, raw in enumerate(chosen) if raw.content)
    for span in tags.unlinked():
        before = bisect_right(ends, (span.start, len(chosen))) - 1
        if before < 0 or not _is_quotation(text, span) or _covered(taken, (span.start, span.end)):
            continue
        raw, gap = chosen[ends[before][1]], text[ends[before][0]:span.start]
        if _quotes(text, raw.content[-1]) and not any(sign.isalnum() for sign in gap):
            append_quote(raw, (span.start, span.end))
            ends[before] = span.end, ends[before][1]


def _hull(raw: Raw) -> Span:
    """From the first to the last code point of an attribution."""
    spans = raw.source + raw.cue + raw.content
    return min(start for start, _ in spans), max(end for _, end in spans)


def _covered(taken: Sequence[Span], span: Span) -> bool:
    """True where a span shares a code point with one of the taken ones (in order, apart)."""
    before = bisect_right(taken, (span[1] - 1, span[1])) - 1
    return before >= 0 and taken[before][1] > span[0]


def _is_quotation(text: str, span: Tagged) -> bool:
    """True for a content of some words that opens with a quotation mark, and with no "NAME:" behind it."""
    words = text[max(0, span.start - 1):span.end].strip()
    opens = words[:1] in ("\"", "'")
    return (span.role == "content" and opens and words.count(" ") >= LONE_QUOTE_WORDS
            and not _SCRIPT.match(words))


def _quotes(text: str, span: Span) -> bool:
    return bool(find_quotes(text[max(0, span[0] - 1):span[1] + 1]))


def _sentence_starts(parsed: Parsed) -> list[int]:
    """Where sentences start; a headline is one, whatever signs it holds."""
    starts = {offset for offset, _, _ in parsed.pieces}
    starts |= {offset + sentence.start_char for offset, sentence, kind in parsed.sentences()
               if kind not in ("headline", "heading")}
    return sorted(starts)


def _number(starts: Sequence[int], raw: Raw) -> int:
    """The sentence in which an attribution's cue stands."""
    return bisect_right(starts, (raw.cue or raw.content)[0][0])


def _pairs(spans: Sequence[Tagged]) -> list[Span]:
    return [(span.start, span.end) for span in spans]
