"""The times that a text names, as TIMEX3 (TimeML 1.2.1): finds the words, `grammar` reads them.

A weekday or another relative expression is resolved against the dateline inside the text where
there is one, else against the published day; which of them is recorded. A date that is whole in
itself has no anchor; one told from an earlier date of the text ("two days later") has "text".
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from firsthand.extract.parse import Parsed
from firsthand.extract.times.dateline import Dateline, find_dateline
from firsthand.extract.times.grammar import RULES, Rule, cue_words
from firsthand.extract.times.resolve import Context, Resolved, Tense
from firsthand.extract.times.timex import MONTHS, WEEKDAYS, edtf_of, parse_day
from firsthand.records import Mention, TimeValue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Dateline", "find_dateline", "find_times"]

_PLANNED = frozenset({"schedule", "expect", "due", "set", "plan", "slate"})
_WILL = frozenset({"will", "'ll", "shall", "wo"})
_MAY = frozenset({"would", "'d", "may", "might", "could", "should", "can"})
"""With these a verb tells neither what was nor surely what comes."""
_PROPER = frozenset((*MONTHS, *WEEKDAYS, *(day + "s" for day in WEEKDAYS), *(month[:3] for month in MONTHS),
                     "christmas", "easter", "halloween", "thanksgiving", "valentine", "new"))
"""Time words that have a capital anywhere."""
_AHEAD = re.compile(r"\b(?:as\s+(?:early|soon|late)\s+as|until|till|no\s+later\s+than|effective|deadline|due|"
                    r"expires?|expiring|maturing|through)\s+(?:on\s+|for\s+|of\s+|at\s+)?$", re.IGNORECASE)
"""What stands before a day that is to come, whatever the verb's tense ("had until Friday to answer")."""
MAX_CLIMB = 12
"""Steps up the parse from an expression to its verb: sentences of news are rarely deeper."""


def find_times(parsed: Parsed) -> list[Mention]:
    """The mentions of kind "time" of a report, in the text's order.

    Their values are TIMEX3; where the text and the published day give nothing to resolve
    against, a value stays open ("XXXX-WXX-2").
    """
    context = _context(parsed)
    mentions = []
    for offset, doc, _ in parsed.pieces:
        for start, end, rule, found in _matches(doc.text):
            context.tense = "future" if _AHEAD.search(doc.text, max(0, start - 24), start) else _tense(doc, start)
            resolved = rule.meaning(found, context)
            if resolved is None:
                continue
            if resolved.type in ("DATE", "TIME") and resolved.timex[:4].isdigit():
                context.previous = resolved.timex
                if "-Q" in resolved.timex and resolved.anchor != "text":
                    context.quarter = resolved.timex
            span = parsed.original(offset + start, offset + end)
            mentions.append(Mention(parsed.report.id, *span, "time", _value(resolved)))
    return mentions


def _value(resolved: Resolved) -> TimeValue:
    return TimeValue(resolved.timex, resolved.type,
                     edtf_of(resolved.timex) if resolved.type in ("DATE", "TIME") else None, resolved.anchor)


def _context(parsed: Parsed) -> Context:
    """What a report's times are resolved against: its dateline, else its published day."""
    if (line := find_dateline(parsed)) is not None:
        return Context(parse_day(line.date), "dateline")
    base = parse_day(parsed.report.published)
    return Context(base, "published" if base else None)


Match = tuple[int, int, Rule, re.Match[str]]


def _matches(text: str) -> list[Match]:
    """(start, end, rule, match) of the expressions: the earliest, then the longest; none overlap."""
    probe = Context(date(2000, 1, 3), None, None, "2000-01-03", "2000-Q1")
    found: list[tuple[int, int, int, Rule, re.Match[str]]] = []
    words = cue_words(text)
    for number, rule in enumerate(RULES):
        if words.isdisjoint(rule.cues):
            continue
        for match in rule.pattern.finditer(text):
            start, end = _trimmed(match)
            # A match that means nothing ("he may") must not hide one that does.
            if end > start and not _is_title(text, start, end) and rule.meaning(match, probe) is not None:
                found.append((start, -end, number, rule, match))
    found.sort(key=lambda item: item[:3])
    kept: list[Match] = []
    for start, minus_end, _, rule, match in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, -minus_end, rule, match))
    return kept


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether words are a name inside a sentence ("on This Week", "VOA Today"): capitals, and no month or weekday."""
    words = [word for word in re.findall(r"[A-Za-z]+", text[start:end]) if word.casefold() not in _PROPER]
    before = text[max(0, start - 2):start]
    inside = re.search(r"[a-z,] $", before) or (len(words) > 1 and re.search(r"[\"“]$", before))
    return bool(words and inside and len(words) == len(text[start:end].split())) and all(
        word[0].isupper() and not word.isupper() for word in words)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The words of a match: without what only led to it, the plural or a possessive behind it."""
    groups = match.groupdict()
    if groups.get("cut"):
        return match.span("cut")
    start, end = match.span()
    if groups.get("many") and not groups.get("part") and re.match(r"\s+[a-z]", match.string[end:end + 8]):
        end -= 1
    if match.string[start:end].endswith(".") and groups.get("month"):
        # The sentence's full stop, unless the month is shortened: "on 24 May." but "on Feb. 24".
        end -= match["month"].rstrip(".").casefold() in MONTHS
    return start, end


def _tense(doc: Doc, start: int) -> Tense | None:
    """The tense of the verb that the words at `start` hang on; None where it does not tell."""
    words = doc.char_span(start, start + 1, alignment_mode="expand")
    if words is None or len(words) == 0:
        return None
    token = words[0]
    for _ in range(MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            if (tense := _verb_tense(token)) is not None:
                return tense
            if any(child.lower_ in _MAY for child in token.children if child.dep_ == "aux"):
                return None
        if token.head is token or token.head == token:
            return None
        token = token.head
    return None


def _verb_tense(verb: Token) -> Tense | None:
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if words & _MAY:
        return None
    if words & _WILL or (verb.lemma_ in _PLANNED and verb.tag_ in ("VBN", "VBD", "JJ")
                          and not words & {"was", "were", "had"}):
        return "future"
    if verb.tag_ == "VB" and "to" in words:
        above = verb.head
        planned = above.lemma_ in _PLANNED or any(child.lower_ in _WILL for child in above.children)
        past = {child.lower_ for child in above.children if child.dep_ in ("aux", "auxpass")} & {"was", "were", "had"}
        # "was due to expire Friday": a plan of the past, of which nothing is known
        return "future" if planned and not past and above.lower_ not in ("was", "were", "had") else None
    if verb.tag_ in ("VBD", "VBN"):
        return "past"
    return None
