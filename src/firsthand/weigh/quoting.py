"""Quote lineage: the same quotation across the reports of a story, held word against word.

Two quotations are one where most words of the shorter stand in the longer in the same order. Quoting less is
no alteration; leaving words out in the middle, putting others in, dropping the doubt, cutting before a "but"
or giving the words to somebody else is. Quotations that were translated twice share fewer words than asked
here, so that they are not taken for alterations.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from firsthand.records import Flag, Report, Span
from firsthand.text import WORD, folded_words, word_shingles
from firsthand.weigh.lexicon import SMALL, singular, word_set
from firsthand.weigh.sight import Sight
from firsthand.weigh.speakers import authority_words

LEAST_WORDS = 8
"""Shorter quotations meet by chance, or are names and set phrases."""
MOST_WORDS = 250
"""Longer ones are speeches: their alignment would cost the square of their length."""
LEAST_SHARED = 0.75
"""Part of the shorter quotation's words that must stand in the other in the same order."""
RUN = 4
"""Words in a row that two quotations must share to be aligned at all."""
MOST_HOLDERS = 20
"""A run that more distinct quotations hold is a set phrase."""
NEAR = 40
"""Code points between a quotation and its speaker: one farther off, or a pronoun, may be mistaken for another."""
SHOWN = 120
"""Characters of a quotation that a sentence shows."""

_HEDGES = word_set("""
may might could perhaps possibly probably likely reportedly allegedly apparently seemingly suspected
suspect believe think unclear unconfirmed if not never hardly almost nearly about approximately
""")
_TURNS = word_set("but however although though unless except if until only provided")
_LEFT_OUT = re.compile(r"\.\.|…|\[|\]|\(|\)")
_STOP = re.compile(r"[.!?][\"'”’»]*\s|\n")
_FREE = SMALL | word_set("that this these those is are was were be been has have had it we they i he she who which "
                         "there here very also just so then will would shall s t")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a report puts in quotation marks, with their spans, and who says them there."""

    report: str
    span: Span
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    speaker: str


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs between two quotations, as words for the sentence on each side."""

    mine: str
    theirs: str


def flag_quotes(sight: Sight) -> Iterator[Flag]:
    """Flags `altered_quote`: one a quotation, on each of the two reports that differ."""
    reports = {report.id: report for report in sight.reports}
    flagged: set[tuple[str, Span]] = set()
    for one, two in _pairs([quote for report in sight.reports for quote in find_quotations(sight, report)]):
        change = _difference(reports, one, two)
        if change is None:
            continue
        for mine, words, other in ((one, change.mine, two), (two, change.theirs, one)):
            if (mine.report, mine.span) in flagged:
                continue
            flagged.add((mine.report, mine.span))
            yield sight.flag(mine.report, "altered_quote", mine.span, words.format(other=_name(reports[other.report])))


def find_quotations(sight: Sight, report: Report) -> list[Quotation]:
    """The direct quotations of a report that are long enough to be told again elsewhere."""
    found = []
    for said in sight.said.get(report.id, ()):
        for start, end in said.content if said.direct else ():
            words = folded_words(report.text[start:end])
            if LEAST_WORDS <= len(words) <= MOST_WORDS:
                source = " ".join(report.text[first:last] for first, last in said.source
                                  if _stands_by(report.text, (first, last), (start, end)))
                found.append(Quotation(report.id, (start, end), tuple(word for word, _, _ in words),
                                       tuple((start + first, start + last) for _, first, last in words), source))
    return sorted(found, key=lambda quote: (quote.report, quote.span))


def _stands_by(text: str, source: Span, quotation: Span) -> bool:
    """Whether a speaker is named in the sentence of the quotation, not far from it."""
    if source[1] <= quotation[0]:
        return quotation[0] - source[1] <= NEAR and not _STOP.search(text, source[1], quotation[0])
    return 0 <= source[0] - quotation[1] <= NEAR and not _STOP.search(text, quotation[1], source[0])


def _pairs(quotes: Sequence[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Quotations of two reports that share a run of words and are not the same; one of each wording a report."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, quote in enumerate(quotes):
        for run in {run for run, _ in word_shingles(quote.words, RUN)}:
            holders[run].append(number)
    met = {(one, two) for numbers in holders.values() if len(numbers) <= MOST_HOLDERS
           for place, one in enumerate(numbers) for two in numbers[place + 1:]
           if quotes[one].report != quotes[two].report}
    return [(quotes[one], quotes[two]) for one, two in sorted(met)]


def _difference(reports: dict[str, Report], one: Quotation, two: Quotation) -> _Change | None:
    """How two quotations that are one differ; None where they are two, or where nothing was altered."""
    match = SequenceMatcher(None, one.words, two.words, autojunk=False)
    blocks = [block for block in match.get_matching_blocks() if block.size]
    shared = sum(block.size for block in blocks)
    if shared < max(LEAST_WORDS - 1, LEAST_SHARED * min(len(one.words), len(two.words))):
        return None
    inner = [(first.a + first.size, second.a, first.b + first.size, second.b)
             for first, second in pairwise(blocks)]
    for a, b, c, d in inner:
        change = _altered(reports, (one, a, b), (two, c, d))
        if change:
            return change
    return _cut(reports, one, two, (blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size)) \
        or _other_speaker(one, two, shared)


def _altered(reports: dict[str, Report], mine: tuple[Quotation, int, int],
             theirs: tuple[Quotation, int, int]) -> _Change | None:
    """Words put in, left out or changed between words that both have."""
    here, there = (reports[quote.report].text[quote.spans[first - 1][1]:quote.spans[last][0]]
                   for quote, first, last in (mine, theirs))
    if _LEFT_OUT.search(here + there):
        return None
    gone, new = (quote.words[first:last] for quote, first, last in (mine, theirs))
    if _alike(gone, new):
        return None
    had, has = (_in_context(reports, *part) for part in (mine, theirs))
    told = "doubt of the quotation is missing on one side" if (set(gone) ^ set(new)) & _HEDGES \
        else "words of the quotation differ"
    return _Change(f"The {told}: here “{had}”, in {{other}} “{has}”.",
                   f"The {told}: here “{has}”, in {{other}} “{had}”.")


def _alike(one: Sequence[str], two: Sequence[str]) -> bool:
    """True where only small words, endings, spellings or ways of writing a number differ."""
    if (set(one) ^ set(two)) & _HEDGES:
        return False
    mine, theirs = ([singular(word) for word in words if word not in _FREE] for words in (one, two))
    if "".join(mine) == "".join(theirs):
        return True
    return len(mine) == len(theirs) and all(_same_word(*pair) for pair in zip(mine, theirs, strict=True))


def _same_word(one: str, two: str) -> bool:
    if one.isdigit() != two.isdigit():
        return True  # "5" and "five": not told apart here
    return not one.isdigit() and SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.7


def _in_context(reports: dict[str, Report], quote: Quotation, first: int, last: int) -> str:
    """The words that differ with two on each side."""
    start, end = quote.spans[max(0, first - 2)][0], quote.spans[min(len(quote.spans), last + 2) - 1][1]
    return _short(reports[quote.report].text[start:end])


def _cut(reports: dict[str, Report], one: Quotation, two: Quotation, ends: tuple[int, int]) -> _Change | None:
    """One ends as if the sentence did, where the other goes on with a "but"."""
    for (short, at), (long, on), swapped in (((one, ends[0]), (two, ends[1]), False),
                                             ((two, ends[1]), (one, ends[0]), True)):
        if at < len(short.words) or on >= len(long.words) or long.words[on] not in _TURNS:
            continue
        tail = reports[short.report].text[short.spans[-1][1]:short.span[1]]
        rest = _short(reports[long.report].text[long.spans[on][0]:long.span[1]])
        between = reports[long.report].text[long.spans[on - 1][1]:long.spans[on][0]]
        if _LEFT_OUT.search(tail) or re.search(r"[.!?]", between):
            continue
        here = f"The quotation ends here where {{other}} goes on: “{rest}”."
        there = f"The quotation goes on here, “{rest}”, where {{other}} ends it."
        return _Change(there, here) if swapped else _Change(here, there)
    return None


def _other_speaker(one: Quotation, two: Quotation, shared: int) -> _Change | None:
    """The same words in the mouths of two who are both named by names."""
    mine, theirs = authority_words(one.speaker), authority_words(two.speaker)
    if not mine or not theirs or mine & theirs or shared < LEAST_WORDS:
        return None
    if not (_is_name(one.speaker) and _is_name(two.speaker)):
        return None
    return _Change(f"The words are given to {one.speaker} here and to {two.speaker} in {{other}}.",
                   f"The words are given to {two.speaker} here and to {one.speaker} in {{other}}.")


def _is_name(speaker: str) -> bool:
    """Two capitalised words at least: a surname alone may belong to a title in the other report."""
    return sum(match.group()[:1].isupper() for match in WORD.finditer(speaker)) >= 2


def _name(report: Report) -> str:
    return (report.publisher or report.ref).replace("{", "(").replace("}", ")")


def _short(words: str) -> str:
    flat = " ".join(words.split()).replace("{", "(").replace("}", ")")
    return flat if len(flat) <= SHOWN else flat[:SHOWN].rsplit(" ", 1)[0] + " …"
