"""Did it happen, says the text: how sure the words around a verb or noun leave its happening.

A linear model over the parse: what stands on the word itself (negation, modals, "if", a bare infinitive)
and what governs it ("wanted to", "failed to", "believed to"), in the manner of the rule-based factuality
of Saurí and Pustejovsky (2012) and of Stanovsky et al. (2017). `WEIGHTS` are least absolute deviations
on the train part of UW event factuality (Lee et al. 2015), whose scale it keeps: -3 certainly did not
happen, 3 certainly did.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from firsthand.extract.attribution.cues import word_set
from firsthand.extract.parse import Parsed
from firsthand.records import Factuality

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODALS = {
    "weak": word_set("may might could can ca"),
    "would": word_set("would 'd"),
    "should": word_set("should must ought"),
    "will": word_set("will shall wo 'll"),
}
_CONDITIONS = word_set("if unless whether")
_HEDGES = word_set("possibly probably perhaps allegedly reportedly likely maybe apparently potentially presumably "
                   "supposedly")
_NEGATIONS = word_set("no n't not never neither nor nobody nothing none without hardly barely")
_GOVERNORS = {
    "desire": word_set("""want hope seek wish like ask urge demand call need desire request invite order require
        encourage prefer love hesitate consider propose recommend advise suggest allow permit let enable authorize"""),
    "try": word_set("try attempt struggle strive work fight bid effort"),
    "plan": word_set("""plan threaten intend vow pledge agree prepare aim promise offer decide move vote schedule
        propose willing ready eager set due design prepared agreement decision proposal intention threat opportunity
        chance right order ability able power authority"""),
    "belief": word_set("""expect believe think suspect appear seem likely assume consider estimate feel fear predict
        guess doubt claim allege suggest indicate hope speculate unlikely possible"""),
}
_REFUSALS = word_set("""fail decline refuse avoid prevent deny stop forget neglect refrain prohibit ban bar block reject
    cancel unable failure refusal lack discourage forbid without""")
"""Governors under which a thing did not happen (negative implicatives, Karttunen 1971)."""
_OBJECTS = frozenset(("dobj", "pobj", "prep"))
_COMPLEMENTS = frozenset(("xcomp", "acl", "pcomp", "oprd"))
_REACH = 6
"""Governors looked at above a word; farther ones hardly bear on it."""
DENIED, POSSIBLE, PROBABLE = -0.9, 1.75, 2.6
"""Below which score a happening is negated, possible, probable: between "not", "may", "would" and the plain past."""

WEIGHTS = {
    "plain": 2.93, "bare": -0.80, "belief clause": -0.01, "belief clause above": 0.07, "belief object above": 0.09,
    "belief that": -0.37, "belief that above": -0.08, "desire clause": -0.53, "desire clause above": -0.20,
    "desire object": -0.72, "desire object above": -0.41, "desire that": -0.32, "desire that above": -0.09,
    "hedge": -0.43, "hedge above": -0.26, "if": -1.53, "if above": -0.66, "negation above": -0.40, "noun": -0.14,
    "plan clause": -0.16, "plan clause above": -0.04, "plan object": -0.05, "plan object above": -0.35,
    "plan that above": -0.11, "should": -1.26, "should above": -0.22, "to": -0.96, "to above": -0.35,
    "try clause": -0.78, "try clause above": -0.16, "weak": -1.41, "weak above": -0.53, "will": -0.36,
    "will above": -0.22, "would": -0.91, "would above": -0.35, "negated": -1.60,
}
"""Of `_features`; "plain" is the score of a word with nothing on it, "negated" stands alone."""


def score_features(negated: bool, found: set[str]) -> float:
    """How sure a sentence leaves a happening, from -3 to 3, by what `features` finds."""
    if negated:
        return WEIGHTS["negated"]
    return max(-3.0, min(3.0, WEIGHTS["plain"] + sum(WEIGHTS.get(name, 0.0) for name in found)))


def factuality_at(parsed: Parsed, start: int, end: int) -> Factuality:
    """How sure the report is of the happening in which words `[start, end)` of it take part.

    For "nine people may have been killed" and the span of "nine": `possible`. A negated happening is
    `unknown`: that something else happened is not said either. `fact` where the words were not parsed.
    """
    token = _token_at(parsed, start, end)
    if token is None:
        return "fact"
    for _ in range(_REACH):
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            break
        token = token.head
    score = score_features(*features(token))
    if score < DENIED:
        return "unknown"
    return "possible" if score < POSSIBLE else "probable" if score < PROBABLE else "fact"


def _token_at(parsed: Parsed, start: int, end: int) -> Token | None:
    """The head of the words of a span of the report's text."""
    first, last = parsed.plain_span(start, end)
    number = bisect_right(parsed.pieces, first, key=lambda piece: piece[0]) - 1
    if number < 0:
        return None
    offset, doc, _ = parsed.pieces[number]
    words = doc.char_span(first - offset, last - offset, alignment_mode="expand")
    return words.root if words else None


def features(token: Token) -> tuple[bool, set[str]]:
    """Whether a word is negated, and the names of what weakens it; " above" where it stands on a governor."""
    found = {"noun"} if token.pos_ in ("NOUN", "PROPN") else set()
    if token.tag_ == "VB" and not any(child.dep_ == "aux" for child in token.children):
        found.add("bare")
    negated, bound, node, above = False, True, token, ""
    for _ in range(_REACH):
        if _is_negated(node):
            negated |= bound
            found |= {"negation above"} - ({"negation above"} if bound else set())
        found |= {name + above for name in _on_word(node)}
        governor = node.head
        if governor.i == node.i:
            break
        kind = "object" if node.dep_ in _OBJECTS else "clause" if node.dep_ in _COMPLEMENTS else "that"
        if kind != "that" or node.dep_ == "ccomp":
            lemma = governor.lemma_.lower()
            found |= {f"{name} {kind}{above}" for name, words in _GOVERNORS.items() if lemma in words}
            negated ^= lemma in _REFUSALS and bound and kind != "that"
        bound &= node.dep_ in ("xcomp", "oprd")
        node, above = governor, " above"
    return negated, found


def _on_word(node: Token) -> set[str]:
    """What stands on a word itself: modals, "to", a condition, a hedge."""
    auxiliaries = {child.lower_ for child in node.children if child.dep_ in ("aux", "auxpass")}
    words = {child.lower_ for child in node.children}
    found = {name for name, forms in _MODALS.items() if auxiliaries & forms}
    there = {"to": "to" in auxiliaries, "if": words & _CONDITIONS, "hedge": words & _HEDGES}
    return found | {name for name in there if there[name]}


def _is_negated(node: Token) -> bool:
    """True for a word with "not", "no", "without" on it, or whose subject is nobody ("no one", "neither side")."""
    for child in node.children:
        if child.dep_ == "neg" or (child.lower_ in _NEGATIONS
                                   and child.dep_ in ("det", "advmod", "preconj", "nsubj", "nsubjpass", "cc")):
            return True
        if child.dep_ in ("nsubj", "nsubjpass") and any(word.lower_ in ("no", "neither") for word in child.children):
            return True
    return False
