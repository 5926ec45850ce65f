"""Doers by the sentence's structure: who is the subject or the agent of a deed, or owns it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.extract import lexicon as lex
from firsthand.extract.incidents import doerwords as doers
from firsthand.extract.incidents import tree
from firsthand.extract.numerals import Word


class Actor(NamedTuple):
    """A doer named by the tokens `[first, last)` of the deed at a token. `way` is how it is known."""

    first: int
    last: int
    way: str
    deed: int = -1


def find_doers(words: Sequence[Word], kids: tree.Children) -> Iterator[Actor]:
    """The subjects, agents and owners of the deeds that a sentence tells, as the parse gives them."""
    for number, word in enumerate(words):
        if word.pos == "VERB" and word.lemma in doers.ATTACK:
            yield from _of_verb(words, kids, number)
        elif word.pos in ("NOUN", "PROPN") and word.lower in doers.STRUCK and word.lower not in _PLAIN:
            yield from _named(words, kids, tree.agents(words, kids, number), "agent", number)
            yield from _named(words, kids, tree.owners(words, kids, number), "modifier", number)


_SUFFERED = lex.KILLED | lex.HURTED | lex.DEAD
_PLAIN = lex.words("death deaths it this")


def _of_verb(words: Sequence[Word], kids: tree.Children, verb: int) -> Iterator[Actor]:
    if not is_attack(words, kids, verb) or tree.has(words, kids, verb, "neg"):
        return
    yield from _named(words, kids, tree.agents(words, kids, verb), "agent", verb)
    struck = [words[one].lower for one in tree.below(words, kids, verb, "dobj")]
    if words[verb].lower in lex.KILL | lex.HURT and all(one in _SUFFERED for one in struck):
        return  # "Four Galish troopers killed, two wounded": a headline's participle
    # "The blast in Orlen, which killed nine": the parser takes the town for what "which" stands for.
    heads = [head for head in tree.subjects(words, kids, verb) if words[head].pos in ("NOUN", "PROPN", "ADJ")
             and not (words[head].dep == "pobj" and words[head].entity in ("GPE", "LOC", "FAC"))]
    yield from _named(words, kids, heads, "subject", verb)


def is_attack(words: Sequence[Word], kids: tree.Children, verb: int) -> bool:
    """Is a verb an attack by itself, or with what it is done to ("launched a raid", "rockets fired by")?"""
    patients = tree.patients(words, kids, verb)
    if words[verb].lemma not in doers.LIGHT:
        return not any(words[one].lower in doers.FIGURATIVE for one in patients)
    if words[verb].lemma == "blow" and tree.has(words, kids, verb, "prt"):
        return True
    return any(words[near].lower in doers.THROWN for one in patients for near in (one, *kids[one]))


def _named(words: Sequence[Word], kids: tree.Children, heads: Sequence[int], way: str, deed: int) -> Iterator[Actor]:
    for head in heads:
        first, last = tree.phrase(words, kids, member_of(words, kids, head))
        yield Actor(first, last, way, deed)


def member_of(words: Sequence[Word], kids: tree.Children, head: int) -> int:
    """ "terrorists of the so-called [Asturian Front]", "forces loyal to [the Front]": the name, where one follows."""
    if words[head].lower not in doers.FORCES | _MEMBERS:
        return head
    loyal = [kid for kid in kids[head] if words[kid].lower in _TIED]
    for of in (*kids[head], *(one for kid in loyal for one in kids[kid])):
        if words[of].lower in ("of", "from", "to") and words[of].dep == "prep":
            for name in tree.below(words, kids, of, "pobj"):
                if words[name].pos == "PROPN" or words[name].entity in ("NORP", "ORG") \
                        or words[name].lower in doers.FORCES:
                    return name
    return head


_TIED = lex.words("loyal affiliated linked allied belonging")
_MEMBERS = lex.words("member members men elements")
