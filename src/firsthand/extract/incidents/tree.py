"""Who does what to whom, in a sentence's dependency parse (ClearNLP labels, Choi and Palmer 2012).

Heads and phrases are numbers of tokens within the sentence. Chains up and along the tree are followed a
few steps only: a chain of thousands is a parser's slip, and the work stays linear in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract import lexicon as lex
from firsthand.extract.numerals import Word

Children = Sequence[Sequence[int]]
"""For each token the tokens that depend on it, in order."""

MAX_STEPS = 4
"""Links followed from a verb to the one that it shares its subject with, or along "A, B and C"."""
MAX_WORDS = 12
"""Tokens of the longest phrase that names somebody or something, and links followed within it."""

_INNER = frozenset({"compound", "amod", "nmod", "poss", "case", "npadvmod", "punct", "quantmod", "nummod", "cc", "conj",
                    "appos", "advmod"})
"""How a token of a name depends on its head."""
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE = frozenset({"nsubjpass", "csubjpass"})


def children(words: Sequence[Word]) -> Children:
    """The tokens below each token; without a parse none have any."""
    found: list[list[int]] = [[] for _ in words]
    for number, word in enumerate(words):
        if 0 <= word.head < len(words) and word.head != number:
            found[word.head].append(number)
    return found


def below(words: Sequence[Word], kids: Children, head: int, *labels: str) -> Iterator[int]:
    """The children of a token that depend on it in one of these ways."""
    return (kid for kid in kids[head] if words[kid].dep in labels)


def has(words: Sequence[Word], kids: Children, head: int, label: str) -> bool:
    """Whether a token has a child that depends on it in this way."""
    return any(words[kid].dep == label for kid in kids[head])


def subjects(words: Sequence[Word], kids: Children, verb: int) -> list[int]:
    """The heads of who does what an active verb tells: "[jets] continued to pound", "a [group] that attacked"."""
    at = verb
    if has(words, kids, verb, "auxpass"):
        return []
    for _ in range(MAX_STEPS):
        own = [kid for kid in kids[at] if words[kid].dep in _SUBJECT]
        if own:
            return [_antecedent(words, at, kid) for kid in own]
        if any(words[kid].dep in _PASSIVE for kid in kids[at]):
            # "The rebels are believed to have fired": only what is said of them on top is theirs.
            raised = at != verb and words[verb].dep == "xcomp"
            return [kid for kid in kids[at] if words[kid].dep in _PASSIVE] if raised else []
        if words[at].dep not in ("conj", "xcomp", "advcl", "dep") or words[at].head < 0:
            return []
        at = words[at].head
    return []


def _antecedent(words: Sequence[Word], verb: int, subject: int) -> int:
    """Whom a relative pronoun stands for, else the subject itself."""
    if words[subject].lower in _RELATIVE and words[verb].dep in ("relcl", "acl", "ccomp") and words[verb].head >= 0:
        return words[verb].head
    return subject


def agents(words: Sequence[Word], kids: Children, deed: int) -> list[int]:
    """The heads after "by" that belong to a passive verb or to the noun of a deed."""
    return [object_ for by in kids[deed] if words[by].lower == "by" and words[by].dep in ("agent", "prep")
            for object_ in below(words, kids, by, "pobj", "pcomp")]


def patients(words: Sequence[Word], kids: Children, verb: int) -> list[int]:
    """The heads of whom or what a verb strikes: its object, or its subject in the passive."""
    found = list(below(words, kids, verb, "dobj"))
    found += [_antecedent(words, verb, kid) for kid in kids[verb] if words[kid].dep in _PASSIVE]
    if not found and words[verb].tag == "VBN" and words[verb].dep in ("acl", "relcl"):
        found = [words[verb].head]
    return found


def owners(words: Sequence[Word], kids: Children, noun: int) -> list[int]:
    """The heads of whose deed a noun is: "[Galen]'s strike"."""
    return list(below(words, kids, noun, "poss"))


def side_by_side(words: Sequence[Word], kids: Children, head: int) -> list[int]:
    """A head and those joined to it as phrases of their own: "[Galen] and the Kestrel [Front]"."""
    found = [head]
    for _ in range(MAX_STEPS):
        following = next(below(words, kids, found[-1], "conj"), None)
        if following is None or words[following].pos not in ("NOUN", "PROPN"):
            break
        found.append(following)
    return found


def phrase(words: Sequence[Word], kids: Children, head: int) -> tuple[int, int]:
    """The tokens `[first, last)` of the name that a head ends: its modifiers before it, and no article."""
    first = head
    while first and head - first < MAX_WORDS and (
            _is_inner(words, first - 1, head) or _joins_modifiers(words, first - 1, head)):
        first -= 1
    while first < head and words[first].pos in ("PUNCT", "CCONJ", "DET", "ADV"):
        first += 1
    return first, head + 1


def _joins_modifiers(words: Sequence[Word], number: int, head: int) -> bool:
    """Is a token the comma of "Varnish, Dalmar and Selm officers"?"""
    return number > 0 and words[number].text == "," and words[number - 1].dep in ("amod", "nmod", "conj") and (
        words[number - 1].pos in ("ADJ", "PROPN") and _is_inner(words, number - 1, head))


def _is_inner(words: Sequence[Word], number: int, head: int) -> bool:
    """Does a token before a head depend on it, straight or through other modifiers?"""
    for _ in range(MAX_WORDS):
        if words[number].dep not in _INNER or words[number].text in ("(", ")", ",") \
                or words[number].lower in lex.REPORTS:
            return False
        number = words[number].head
        if number == head:
            return True
        if number < 0 or number > head:
            return False
    return False
