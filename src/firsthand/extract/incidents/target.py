"""What or whom an attack was on, as the text says: "an attack on the convoy", "jets hit a hospital"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract import lexicon as lex
from firsthand.extract.incidents.means import is_attack
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.numerals import Word

_ATTACKS = lex.words("""
attack attacks assault raid raids strike strikes airstrike airstrikes bombing bombings bombardment shelling ambush
missile missiles rocket rockets shells mortars fire opened
""")
_HITS = lex.words("""
hit hits struck strikes bombed bombs shelled shells targeted targets targeting attacked attacks raided ambushed
bombarded hitting striking bombing shelling attacking destroyed
""")
_ONTO = frozenset({"on", "against", "at", "onto", "targeting", "upon"})
_BE = frozenset({"was", "were", "been", "being", "is", "are"})
_NO_TARGET = lex.words("""
area areas region town city village district province neighborhood neighbourhood neighborhoods districts place
places time dawn night day scene site areas part parts people least it him her them who which that camp street road
monday tuesday wednesday thursday friday saturday sunday morning evening afternoon noon midnight weekend end
""")
MAX_WORDS = 8
"""Tokens of the longest name of a target."""
MAX_TARGETS = 2
"""One attack rarely has more; a longer list is of several."""


def find_targets(scenes: Sequence[Scene]) -> list[tuple[Scene, int, int]]:
    """(sentence, start, end) of the targets of the main incident, offsets into the plain text.

    Where the text names none, those whom headline or lead count among its victims ("30 officers").
    """
    main = [scene for scene in scenes if scene.incident == 1 and scene.lead]
    found = [(scene, scene.words[first].start, scene.words[last - 1].end)
             for scene in main for first, last in _objects(scene.words)]
    attacked = any(is_attack(means) for scene in main for means in scene.means)
    found = found or [one for scene in main if attacked for one in _victims(scene)]
    kept: list[tuple[Scene, int, int]] = []
    heads: set[str] = set()
    for scene, start, end in found:
        head = next(word.lemma for word in reversed(scene.words) if word.end == end)
        if head not in heads:
            heads.add(head)
            kept.append((scene, start, end))
    return kept[:MAX_TARGETS]


def _objects(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The tokens of what an attack is said to be on."""
    for index, word in enumerate(words):
        if word.lower in _ONTO and index and _is_attack(words, index):
            yield from _phrase(words, index + 1)
        elif word.lower in _HITS and word.pos == "VERB":
            before = [one.lower for one in words[max(0, index - 2):index]]
            if word.tag in ("VBD", "VBZ", "VBG", "VBP") and not _BE & set(before):
                yield from _phrase(words, index + 1)


def _is_attack(words: Sequence[Word], index: int) -> bool:
    """Does an attack's name stand right before the preposition, or a few tokens before "at"?"""
    near = 1 if words[index].lower == "on" else 3
    return any(one.lower in _ATTACKS for one in words[max(0, index - near):index])


def _phrase(words: Sequence[Word], first: int) -> Iterator[tuple[int, int]]:
    """The noun phrase at a token, where it names somebody or something and not a place or a day."""
    while first < len(words) and (words[first].pos in ("DET", "NUM") or words[first].tag == "PRP$"):
        first += 1
    last = first
    while last < min(len(words), first + MAX_WORDS) and (
            words[last].pos in ("NOUN", "PROPN", "ADJ") or words[last].text in ("-", "'", "'s")
            or (words[last].tag in ("VBN", "VBG") and last + 1 < len(words) and words[last + 1].pos == "NOUN")):
        last += 1
    while last > first and words[last - 1].text in ("-", "'", "'s"):
        last -= 1
    if first == last or words[last - 1].lower in _NO_TARGET | lex.MONTHS | lex.DAYS or words[last - 1].pos == "ADJ":
        return
    if all(word.entity in ("GPE", "LOC", "DATE", "TIME") for word in words[first:last]):
        return
    yield first, last


_GENERAL = lex.words("""
man men woman women child children boy boys girl girls teen teens teenager teenagers adults year-old male female males
females others body bodies people person persons civilian civilians dead lives hundred them more those victims wounded
injured killed part
""")


def _victims(scene: Scene) -> Iterator[tuple[Scene, int, int]]:
    """The group that a count of the killed names ("30 [western officers]")."""
    for count in scene.counts:
        if count.unit != "killed" or not count.noun or count.noun in _GENERAL or count.implicit or count.part:
            continue
        after = [word for word in scene.words if word.start >= count.end]
        for number, word in enumerate(after[:12]):
            if word.lower == count.noun:
                yield scene, after[0].start if re.match(r"\w", after[0].text) else word.start, after[number].end
                break
