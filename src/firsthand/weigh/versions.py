"""Versions of one page: what was edited between them, each edit a flag on the later version.

A page is known by its address. Which version is later is known by when they were fetched, else by
when the page says that it was changed, else by its publication times; where none of these tells
them apart, edits are told without saying which came first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from firsthand.records import Flag, Report, Span, Story, Value
from firsthand.text import CORRECTION, fold, folded_words, plain, trim
from firsthand.weigh.moments import is_later

KINDS = ("correction_added", "figure_changed", "headline_changed", "hedge_dropped")
"""Every kind of edit there is a flag for; each is described in docs/how-it-decides.md."""
FIGURES = frozenset({"killed", "injured", "missing", "date"})
LEAST_SHARED = 0.75
"""Of the words of two sentences so many must be shared for them to be one sentence, edited."""
RAREST_WORDS = 4
"""A sentence's counterpart is looked for among the sentences that hold one of its rarest words."""
MAX_CANDIDATES = 50
QUOTED_CHARS = 160

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|cmpid|ref|ref_src|smid|amp|outputtype", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:allegedly|apparently|reportedly|possibly|probably|perhaps|likely|alleged|suspected|presumed|unconfirmed"
    r"|believed to|thought to|feared|said to|appears? to|seems? to|may|might|could)\b", re.IGNORECASE)
_AUXILIARIES = frozenset({"be", "been", "is", "are", "was", "were", "has", "have", "had", "to"})
"""Words that change where a hedge goes: "may have been caused" becomes "was caused"."""
_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…](?![\s\"')\]]|$)[^.!?…]*)*[.!?…]*[\"')\]]*")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two versions of a page; `when` opens the sentences on the earlier one."""

    earlier: Report
    later: Report
    when: str
    is_ordered: bool


def flag_versions(stories: Sequence[Story], reports: Sequence[Report], values: Sequence[Value]) -> tuple[Flag, ...]:
    """The edits between the versions of each story's pages."""
    by_id = {report.id: report for report in reports}
    own: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        own[value.report].append(value)
    found: list[Flag] = []
    for story in stories:
        pages: dict[str, list[Report]] = defaultdict(list)
        for report in (by_id[name] for name in story.reports if name in by_id):
            if report.url:
                pages[page_key(report.url)].append(report)
        for pair in (pair for versions in pages.values() for pair in _pairs(versions)):
            found += [Flag(story.id, pair.later.id, kind, *span, why) for kind, span, why in _edits(pair, own)]
    return tuple(found)


def version_ranks(reports: Iterable[Report]) -> dict[str, tuple[str, int]]:
    """Report id -> (page, rank among the versions of that page), for the pages that stand in several versions.

    A version has a higher rank than another one only where it is known to be later.
    """
    pages: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.url:
            pages[page_key(report.url)].append(report)
    ranks: dict[str, tuple[str, int]] = {}
    for page, versions in pages.items():
        rank = 0
        for pair in _pairs(versions):
            ranks.setdefault(pair.earlier.id, (page, rank))
            rank += pair.is_ordered
            ranks[pair.later.id] = page, rank
    return ranks


def page_key(url: str) -> str:
    """What two addresses of one page share: without scheme, `www`, tracking parameters, fragment, AMP's mark."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:  # brackets that are not closed
        return url
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in ("www", "m", "mobile", "amp"):
        labels = labels[1:]
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    return f"{'.'.join(labels)}{path}?{urlencode(query)}"


def _pairs(versions: Sequence[Report]) -> Iterator[_Pair]:
    """Each version with the one before it."""
    rows = sorted(versions, key=lambda report: (_moments(report), report.id))
    for earlier, later in pairwise(rows):
        when = next(((one, two) for one, two in zip(_times(earlier), _times(later), strict=True) if is_later(two, one)),
                    None)
        if when:
            yield _Pair(earlier, later, f"The version of {when[0]}", True)
        else:
            yield _Pair(earlier, later, "Another version of this page (which came first is not known)", False)


def _times(report: Report) -> tuple[str | None, str | None, str | None]:
    return report.fetched, report.modified, report.published


def _moments(report: Report) -> tuple[str, ...]:
    return tuple(time or "" for time in _times(report))


Edit = tuple[str, Span, str]
"""(kind, the words in the later version, why)."""


def _edits(pair: _Pair, values: Mapping[str, Sequence[Value]]) -> Iterator[Edit]:
    yield from _headline(pair)
    yield from _figures(pair, values.get(pair.earlier.id, ()), values.get(pair.later.id, ()))
    if pair.is_ordered:
        yield from _hedges(pair)
        yield from _corrections(pair)


def _headline(pair: _Pair) -> Iterator[Edit]:
    before, now = pair.earlier.title, pair.later.title
    span = next(((block.start, block.end) for block in pair.later.blocks if block.kind == "headline"), None)
    if before and now and span and _words(before) != _words(now):
        yield "headline_changed", span, f"{pair.when} was headed: {_quoted(before)}"


def _figures(pair: _Pair, before: Sequence[Value], now: Sequence[Value]) -> Iterator[Edit]:
    """Counts and days of the main incident that only the later version gives, where the earlier gave others."""
    then, today = _by_slot(before), _by_slot(now)
    for slot in sorted(then.keys() & today.keys(), key=str):
        gone = {(value.low, value.high) for value in then[slot]} - {(value.low, value.high) for value in today[slot]}
        new = [value for value in today[slot]
               if (value.low, value.high) not in {(one.low, one.high) for one in then[slot]}]
        if not new:
            continue
        told = sorted({_cut(pair.earlier, value) for value in then[slot]
                       if not gone or (value.low, value.high) in gone})
        first = min(new, key=lambda value: value.start)
        what = slot[0] if slot[1] in (None, "total") else f"{slot[0]} ({slot[1]})"
        yield "figure_changed", (first.start, first.end), \
            f"{pair.when} gave {' and '.join(map(_quoted, told))} for {what}; this one gives " \
            f"{_quoted(_cut(pair.later, first))}."


def _by_slot(values: Sequence[Value]) -> dict[tuple[str, str | None], list[Value]]:
    found: dict[tuple[str, str | None], list[Value]] = defaultdict(list)
    for value in values:
        if value.main and value.slot in FIGURES:
            found[value.slot, value.of].append(value)
    return found


def _hedges(pair: _Pair) -> Iterator[Edit]:
    """Sentences that stood hedged in the earlier version and stand without a hedge in the later one."""
    before = [span for span in _sentences(pair.earlier) if _HEDGE.search(pair.earlier.text[slice(*span)])]
    if not before:
        return
    later = _sentences(pair.later)
    now = [_words(pair.later.text[slice(*span)]) - _AUXILIARIES for span in later]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(now):
        for word in words:
            holders[word].append(number)
    for span in before:
        words = _words(_HEDGE.sub(" ", pair.earlier.text[slice(*span)])) - _AUXILIARIES
        same = _counterpart(words, now, holders)
        if same is not None and not _HEDGE.search(pair.later.text[slice(*later[same])]):
            yield "hedge_dropped", later[same], \
                f"{pair.when} hedged this: {_quoted(pair.earlier.text[slice(*span)])}"


def _counterpart(words: frozenset[str], sentences: Sequence[frozenset[str]],
                 holders: Mapping[str, Sequence[int]]) -> int | None:
    """The number of the sentence that shares most words, if it shares enough of them."""
    rarest = sorted((word for word in words if word in holders), key=lambda word: (len(holders[word]), word))
    near = {number for word in rarest[:RAREST_WORDS] for number in holders[word][:MAX_CANDIDATES]}
    shares = {number: len(words & sentences[number]) / len(words | sentences[number]) for number in near}
    best = min(near, key=lambda number: (-shares[number], number), default=-1)
    return best if shares.get(best, 0.0) >= LEAST_SHARED else None


def _corrections(pair: _Pair) -> Iterator[Edit]:
    known = {_words(pair.earlier.text[block.start:block.end]) for block in pair.earlier.blocks}
    for block in pair.later.blocks:
        words = pair.later.text[block.start:min(block.end, block.start + 4 * QUOTED_CHARS)]
        is_new = _words(pair.later.text[block.start:block.end]) not in known
        if is_new and CORRECTION.match(plain(words).text.lstrip("*_ ")):
            yield "correction_added", (block.start, block.end), f"{pair.when} did not have this correction."


def _sentences(report: Report) -> list[Span]:
    """The spans of the sentences of a report's paragraphs and quotes."""
    found = []
    for block in report.blocks:
        if block.kind in ("paragraph", "quote", "headline"):
            for match in _SENTENCE.finditer(report.text, block.start, block.end):
                span = trim(report.text, *match.span())
                if span[0] < span[1]:
                    found.append(span)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word, _, _ in folded_words(text))


def _cut(report: Report, value: Value) -> str:
    return fold(report.text[value.start:value.end])


def _quoted(words: str) -> str:
    bare = " ".join(words.split())
    return f'"{bare}"' if len(bare) <= QUOTED_CHARS else f'"{bare[:QUOTED_CHARS].rstrip()} …"'
