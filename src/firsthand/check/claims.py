"""The claims of reports: their sentences, held against what others have checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from firsthand.check.checked import CheckedClaim
from firsthand.check.match import Found, Matcher
from firsthand.check.slots import Side, compare_slots
from firsthand.options import CheckOptions
from firsthand.records import Attribution, Match, Mention, Report, Span
from firsthand.text import WORD, trim

_READ = frozenset(("headline", "paragraph", "caption", "quote", "heading"))
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9@#])|\n+")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)"
                    r"|\b[A-Z])\.\s+$")
MAX_SENTENCE_CHARS = 1_000
"""A longer one is no sentence but a list or a page frame."""

Row = TypeVar("Row", Mention, Attribution)
MentionsOf = Callable[[Sequence[CheckedClaim]], Mapping[str, Sequence[Mention]]]
"""The mentions in the words of checked claims, by the claims' ids."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report."""

    report: str
    start: int
    end: int
    text: str


def sentences_of(report: Report, options: CheckOptions) -> Iterator[Sentence]:
    """The sentences of a report that are long enough to claim something, each wording once."""
    seen: set[str] = set()
    for block in report.blocks:
        if block.kind not in _READ:
            continue
        for start, end in split_sentences(report.text, block.start, block.end):
            words = report.text[start:end]
            if len(words) > MAX_SENTENCE_CHARS or words in seen:
                continue
            seen.add(words)
            if sum(1 for _ in WORD.finditer(words)) >= options.least_words:
                yield Sentence(report.id, start, end, words)


def split_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The spans of the sentences in `[start, end)` of a text."""
    first = start
    for found in _END.finditer(text, start, end):
        if _SHORT.search(text, max(start, found.end() - 12), found.end()):
            continue
        yield trim(text, first, found.end())
        first = found.end()
    yield trim(text, first, end)


@dataclass(frozen=True, slots=True)
class ReportRows:
    """Some reports with the rows of their mentions and attributions."""

    reports: Sequence[Report]
    mentions: Sequence[Mention]
    attributions: Sequence[Attribution]


@dataclass(frozen=True, slots=True)
class _Pair:
    sentence: Sentence
    found: Found


def match_reports(rows: ReportRows, matcher: Matcher, mentions_of: MentionsOf, options: CheckOptions) -> list[Match]:
    """Rows of the table `matches`: checked claims beside the sentences of reports that say the same, or deny it."""
    sentences = [one for report in rows.reports for one in sentences_of(report, options)]
    pairs = list(_pairs(sentences, matcher, options))
    claims = {pair.found.claim.id: pair.found.claim for pair in pairs}
    theirs = mentions_of([claims[name] for name in sorted(claims)])
    ours = _by_report(rows.mentions)
    denials = _by_report([one for one in rows.attributions if one.stance in ("denies", "doubts")])
    return [_row(pair, ours.get(pair.sentence.report, []), theirs.get(pair.found.claim.id, ()),
                 denials.get(pair.sentence.report, [])) for pair in pairs]


def _pairs(sentences: Sequence[Sentence], matcher: Matcher, options: CheckOptions) -> Iterator[_Pair]:
    """Sure enough pairs; each report shows a checked claim once, beside the sentence that is nearest to it."""
    best: dict[tuple[str, str], _Pair] = {}
    wordings = sorted({one.text for one in sentences})  # reprints say the same in many reports
    found = dict(zip(wordings, matcher.match(wordings, options.per_sentence), strict=True))
    for sentence in sentences:
        for row in found[sentence.text]:
            key = sentence.report, row.claim.id
            if row.certainty >= options.least_certainty and (
                    key not in best or row.certainty > best[key].found.certainty):
                best[key] = _Pair(sentence, row)
    yield from best.values()


def _by_report(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.report, []).append(row)
    return found


def _row(pair: _Pair, mentions: Sequence[Mention], theirs: Sequence[Mention],
         denials: Sequence[Attribution]) -> Match:
    sentence, claim = pair.sentence, pair.found.claim
    inside = [replace(one, start=one.start - sentence.start, end=one.end - sentence.start) for one in mentions
              if sentence.start <= one.start and one.end <= sentence.end]
    slots = compare_slots(Side(sentence.text, inside), Side(claim.claim, theirs))
    return Match(
        report=sentence.report, start=sentence.start, end=sentence.end, target=claim.id, kind="factcheck",
        score=round(pair.found.certainty, 3), rating=claim.rating, differences=slots.differs, claim=claim.claim,
        publisher=claim.publisher, published=claim.published, url=claim.url, agrees=slots.agrees,
        remarks=(*_denied(sentence, denials), *_claimants(claim)))


def _denied(sentence: Sentence, denials: Sequence[Attribution]) -> tuple[str, ...]:
    """A remark where the report has somebody deny or doubt what the sentence says."""
    for one in denials:
        if any(start < sentence.end and sentence.start < end for start, end in one.content):
            return (f"{one.source_name or 'somebody'} {one.stance} it in the report",)
    return ()


def _claimants(claim: CheckedClaim) -> tuple[str, ...]:
    return (f"checked as said by {', '.join(claim.claimants)}",) if claim.claimants else ()
