"""What or whom an attack was on, as the text says: "an attack on the convoy", "jets hit a hospital"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract import lexicon as lex
from firsthand.extract.incidents import doerwords as doers
from firsthand.extract.incidents import tree
from firsthand.extract.incidents.means import is_attack
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.numerals import Word

_MURDER = lex.words("""
murder assassinate execute massacre behead kidnap abduct hijack lynch slaughter ambush torture rape martyr slay
""")
"""Verbs and nouns of violence that need nothing else to tell of an attack."""
_ATTACKS = doers.STRIKES | doers.STRUCK - lex.words("death deaths it this explosion explosions blast blasts") \
    | lex.words("opened kidnappings abduction hijacking ambush shots murderers")
_ONTO = frozenset({"on", "against", "at", "onto", "upon", "of", "into", "toward", "towards"})
_OF = lex.words("""
bombing bombings bombardment shelling kidnapping kidnappings murder murders assassination abduction hijacking massacre
killing killings sabotage destruction
""")
"""Attacks whose target follows "of"."""
_NO_TARGET = lex.words("""
area areas region town city village district province neighborhood neighbourhood neighborhoods districts place
places time dawn night day scene site part parts least it him her them who which that camp street road
monday tuesday wednesday thursday friday saturday sunday morning evening afternoon noon midnight weekend end fire
attack attacks operation operations wave series strike strikes shot shots war one ones thing number rate speed range
distance way order behalf way hour hours week weeks month months year years sector sectors zone capital country level
himself herself themselves itself target targets death deaths
""")
_GENERAL = lex.words("""
man men woman women child children boy boys girl girls teen teens teenager teenagers adults year-old male female males
females others victim body bodies people person persons civilian civilians dead lives hundred them more those victims
wounded injured killed part dozens scores hundreds thousands rest
""")
"""Words for people that name no group."""
_NOBODY = _NO_TARGET | _GENERAL | doers.THROWN | doers.FIGURATIVE | lex.MONTHS | lex.DAYS
MAX_TARGETS = 3
"""One attack rarely has more; a longer list is of several."""
NEAR_SENTENCES = 6
"""Where headline and lead name no target, it stands within so many sentences."""

Span = tuple[Scene, int, int]


def find_targets(scenes: Sequence[Scene]) -> list[Span]:
    """(sentence, start, end) of the targets of the main incident, offsets into the plain text.

    Where the text names none, those whom it tells to have been killed or hurt ("30 officers").
    """
    main = [scene for scene in scenes if scene.incident == 1]
    lead = [scene for scene in main if scene.lead]
    attacked = any(is_attack(means) for scene in lead for means in scene.means)
    later = [scene for scene in main if not scene.lead and scene.number < NEAR_SENTENCES]
    found = [one for scene in lead for one in _struck(scene, suffered=False)]
    found = found or [one for scene in lead if attacked for one in (*_struck(scene, suffered=True), *_victims(scene))]
    found = found or [one for scene in later for one in _struck(scene, suffered=False)]
    found = found or [one for scene in later if attacked for one in _struck(scene, suffered=True)]
    kept: list[Span] = []
    heads: set[str] = set()
    for scene, start, end in found:
        head = next(word.lemma for word in reversed(scene.words) if word.end == end)
        if head not in heads:
            heads.add(head)
            kept.append((scene, start, end))
    return kept[:MAX_TARGETS]


def _struck(scene: Scene, suffered: bool) -> Iterator[Span]:
    """What the attacks that a sentence tells of are on, or whom it tells to have `suffered` by them."""
    words = scene.words
    kids = tree.children(words)
    for number, word in enumerate(words):
        heads: list[int] = []
        if word.pos == "VERB" and word.lemma in doers.ATTACK and not _is_natural(words, kids, number):
            heads = _of_verb(words, kids, number, suffered)
        elif not suffered and word.pos in ("NOUN", "PROPN") and word.lower in _ATTACKS | _OF:
            heads = _onto(words, kids, number, _ONTO if word.lower in _OF else _ONTO - {"of"})
        for head in heads:
            for one in tree.side_by_side(words, kids, head):
                if span := _name(words, kids, one):
                    yield scene, words[span[0]].start, words[span[1] - 1].end


def _of_verb(words: Sequence[Word], kids: tree.Children, verb: int, suffered: bool) -> list[int]:
    """The heads of what a verb's attack is on: its object, or what follows "at" after what is fired or thrown."""
    lemma = words[verb].lemma
    onto = _onto(words, kids, verb, _ONTO - {"of"})
    if lemma in doers.LIGHT:
        return [] if suffered else [*onto, *(one for thrown in tree.below(words, kids, verb, "dobj")
                         for one in _onto(words, kids, thrown, _ONTO - {"of"}))]
    harm = words[verb].lower in lex.KILL | lex.HURT and lemma not in _MURDER
    return tree.patients(words, kids, verb) if harm == suffered else []


def _onto(words: Sequence[Word], kids: tree.Children, head: int, links: frozenset[str]) -> list[int]:
    return [object_ for link in kids[head] if words[link].lower in links and words[link].dep == "prep"
            for object_ in tree.below(words, kids, link, "pobj")]


def _is_natural(words: Sequence[Word], kids: tree.Children, verb: int) -> bool:
    """Does a storm or a crash do it?"""
    return any(words[head].lower in doers.HAZARDS for head in (
        *tree.subjects(words, kids, verb), *tree.agents(words, kids, verb)))


def _name(words: Sequence[Word], kids: tree.Children, head: int) -> tuple[int, int] | None:
    """The tokens of a phrase that names somebody or something and not a place, a day or a number of people."""
    word = words[head]
    if word.pos not in ("NOUN", "PROPN") or word.lower in _NOBODY:
        return None
    first, last = tree.phrase(words, kids, head)
    while first < last and (words[first].pos in ("NUM", "DET") or words[first].tag == "PRP$"
                            or words[first].entity in ("CARDINAL", "DATE", "TIME")):
        first += 1
    inner = words[first:last]
    # "Two shot at fair - Kest News": whose headline it is.
    if not inner or inner[0].text in ("-", "–", "—", "|") \
            or all(one.entity in ("GPE", "LOC", "DATE", "TIME") for one in inner):
        return None
    return first, last


def _victims(scene: Scene) -> Iterator[Span]:
    """The group that a count of the killed names ("30 [western officers]")."""
    for count in scene.counts:
        if count.unit != "killed" or not count.noun or count.noun in _GENERAL or count.implicit or count.part:
            continue
        after = [word for word in scene.words if word.start >= count.end]
        for number, word in enumerate(after[:12]):
            if word.lower == count.noun:
                yield scene, after[0].start if re.match(r"\w", after[0].text) else word.start, after[number].end
                break
