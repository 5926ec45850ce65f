"""Who did it, as the text says: doers of attacks, from the verbs, "by" and the words before "strikes"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.countries import country_names
from firsthand.extract import lexicon as lex
from firsthand.extract.incidents import doerwords as doers
from firsthand.extract.incidents import tree
from firsthand.extract.incidents.claims import find_claims
from firsthand.extract.incidents.deeds import Actor, find_doers, is_attack
from firsthand.extract.incidents.means import is_no_means
from firsthand.extract.incidents.nounrun import before_relative, hangs, noun_run, trimmed
from firsthand.extract.numerals import Word
from firsthand.text import fold

_LINKS = frozenset({"by", "of", "from", "with"})
MAX_NAME = 9
"""Tokens of the longest name of doers; a longer run is a list of labels ("Tags Orlen convoy strike …")."""
_TERROR = frozenset({"terrorist", "terror"})
"""A "terrorist attack" tells what, and not by whom."""
_LEADS = frozenset({"-", "led", "'s", "backed"})


def find_actors(words: Sequence[Word], home: frozenset[str]) -> list[Actor]:
    """The doers that a sentence names, in order.

    `home` holds the folded names of the places and country where it happened: before "strikes"
    they tell where and not who.
    """
    kids = tree.children(words)
    parsed = [one for one in (_widened(words, doer) for doer in find_doers(words, kids)) if _is_actor(words, one)]
    told = {one.deed for one in parsed}
    found = [
        *parsed,
        *(one for one in _subjects(words) if one.deed not in told and not _is_harmless(words, kids, one.deed)),
        *_agents(words),
        *_modifiers(words, home),
        *find_claims(words, kids),
    ]
    kept = [actor for actor in found if _is_actor(words, actor)]
    return sorted(kept, key=lambda actor: (actor.first, -actor.last))


def _is_harmless(words: Sequence[Word], kids: tree.Children, verb: int) -> bool:
    """Is a verb negated, or its object known and no attack: "did not fire", "placed the toll at 50"?"""
    return tree.has(words, kids, verb, "neg") or (
        bool(tree.patients(words, kids, verb)) and not is_attack(words, kids, verb))


def _widened(words: Sequence[Word], actor: Actor) -> Actor:
    """With those joined to a name: "[Asturian and Galen forces]", "[the regime and its ally Galen]"."""
    end = noun_run(words, actor.last - 1, 1)
    if actor.way != "agent":
        end = max(actor.last, min(end, actor.deed)) if actor.way == "subject" else actor.last
    first, last = trimmed(words, noun_run(words, actor.last - 1, -1) + 1, end)
    return actor._replace(first=first, last=last) if last - first <= MAX_NAME else actor


def is_deed(words: Sequence[Word]) -> bool:
    """Does a sentence tell of violence by a verb, where it names no means and no count?"""
    return any(word.lower in doers.DEEDS for word in words)


def _is_actor(words: Sequence[Word], actor: Actor) -> bool:
    inner = words[actor.first : actor.last]
    nameless = any(word.lower in doers.NAMELESS for word in inner[:-1]) or (
        actor.way == "agent" and bool(inner) and inner[-1].lower in doers.SOMEBODY)
    if (
        not inner
        or (inner[-1].lower in doers.NO_ACTOR and not (nameless and inner[-1].lower in lex.PEOPLE))
        or all(word.lower in doers.MACHINES or word.pos in ("NUM", "DET") for word in inner)
    ):
        return False
    if len(inner) > MAX_NAME or any(
            word.pos == "NUM" or word.lower in lex.MONTHS or word.entity in ("DATE", "CARDINAL") for word in inner):
        return False
    if inner[-1].lower in doers.PLACE_WORDS | doers.HAZARDS:
        return False
    if inner[0].lower in doers.HAZARDS and inner[-1].lower not in doers.FORCES:
        return False
    if actor.way in ("agent", "subject", "modifier") and _is_aside(words, actor):
        return False
    forces = nameless or any(word.lower in doers.FORCES for word in inner)
    named = any(
        (word.pos == "PROPN" and word.entity not in ("LOC", "FAC", "EVENT", ""))
        or word.entity in ("ORG", "NORP", "GPE")
        for word in inner
    )
    return forces or named


def _is_aside(words: Sequence[Word], actor: Actor) -> bool:
    """Is a habit told ("are often shelled by …") or only support ("backed by Galish air strikes")?"""
    before = words[max(0, actor.first - 5):actor.first]
    after = words[actor.last:actor.last + 3]
    if any(word.lower in doers.HABIT for word in (*before, *after)):
        return True
    near = [word.lower for word in before if word.pos not in ("DET", "ADJ")][-2:]
    return len(near) == 2 and near[0] in doers.BACKED and near[1] in _LINKS


def _subjects(words: Sequence[Word]) -> Iterator[Actor]:
    """ "[Government jets] bombed …": a noun run right before an active verb of attack."""
    for index, word in enumerate(words):
        if (
            word.lemma not in doers.ATTACK
            or (word.pos != "VERB" and not _is_headline_verb(words, index))
            or index == 0
            or (word.tag in ("VBN", "VBG") and not _perfect(words, index))
            or words[index - 1].lower == "air"
        ):
            continue
        before = index - 1
        while before >= 0 and (words[before].pos in ("AUX", "ADV", "PART") and words[before].lower not in ("'s",)):
            before -= 1
        before = before_relative(words, before)
        passive = any(
            step.lower in ("was", "were", "been", "being", "be", "is", "are") for step in words[before + 1 : index]
        )
        if before < 0 or passive or words[before].pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        up = word.lemma == "blow" and index + 1 < len(words) and words[index + 1].lower == "up"
        thrown = any(step.lower in doers.THROWN for step in words[index + 1 : index + 9])
        if word.lemma in doers.LIGHT and not up and not thrown:
            continue
        first, last = trimmed(words, noun_run(words, before, -1) + 1, before + 1)
        if first < last and not hangs(words, first, word.lower in lex.KILL | lex.HURT):
            yield Actor(first, last, "subject", index)


def _is_headline_verb(words: Sequence[Word], index: int) -> bool:
    """ "Galen Kills 30 Officers": in capitals the parser takes the verb for a name."""
    return words[index].lower in ("kills", "kill", "bombs", "attacks", "strikes") and words[index].pos == "PROPN" \
        and index + 1 < len(words) and words[index + 1].pos in ("NUM", "DET")


def _perfect(words: Sequence[Word], index: int) -> bool:
    return any(word.lower in ("have", "has", "had", "having") for word in words[max(0, index - 3) : index])


def _agents(words: Sequence[Word]) -> Iterator[Actor]:
    """ "killed by [regime forces]", "rockets fired by [the militia]"."""
    for index, word in enumerate(words[:-1]):
        if word.lower not in ("by", "from", "of") or not _is_done(words, index):
            continue
        begin = index + 1
        while begin < len(words) and (
            words[begin].pos in ("DET", "PUNCT") or words[begin].lower in ("both", "suspected", "either")
        ):
            begin += 1
        first, last = trimmed(words, begin, noun_run(words, begin, 1))
        if first < last:
            yield Actor(*_named_of(words, first, last), "agent", index)


def _named_of(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """ "terrorists of the so-called [Asturian Front]": the name, where one follows."""
    begin = last
    while begin < len(words) and words[begin].lower in ("of", "from", "the", "so", "-", "called", "so-called"):
        begin += 1
    if begin == last or begin >= len(words) or words[last - 1].lower not in doers.FORCES:
        return first, last
    if words[begin].pos != "PROPN" and words[begin].entity not in ("NORP", "ORG"):
        return first, last
    return trimmed(words, begin, noun_run(words, begin, 1))


def _is_done(words: Sequence[Word], index: int) -> bool:
    """Is what stands before "by" an attack or a deed of one?"""
    for back in range(index - 1, max(-1, index - 7), -1):
        if words[back].lower in doers.LIGHT_DONE and doers.STRUCK.isdisjoint(
                one.lower for one in words[max(0, back - 8):back]):
            return False
        if words[back].lower in doers.DONE and (words[back].lower != "carried" or words[back + 1].lower == "out"):
            if words[index].lower == "of":
                return back == index - 1 and words[back].lower in ("fire", "gunfire")
            return words[index].lower == "by" or words[back].lower in ("jets", "warplanes", "planes", "fire", "gunfire")
        if words[back].pos == "VERB":
            return False
    return False


def _modifiers(words: Sequence[Word], home: frozenset[str]) -> Iterator[Actor]:
    """ "[Asturian and Galen] strikes", "[US-led coalition] airstrikes"."""
    for index, word in enumerate(words):
        if (
            word.lower not in doers.STRIKES
            or (word.pos == "VERB" and index + 1 < len(words) and words[index + 1].pos in ("DET", "NUM"))
            or index == 0
            or is_no_means(words, index)
            or words[index - 1].lower in doers.STRIKES
            or (index + 1 < len(words) and words[index + 1].lower in ("force", "forces", "defence", "defense", "base"))
        ):
            continue
        last = index
        while last and (
            words[last - 1].lower
            in ("heavy", "deadly", "fierce", "aerial", "air", "intense", "missile", "suspected", "'s")
        ):
            last -= 1
        first = last
        while first and _names_doer(words, first - 1, home):
            first -= 1
        first, last = trimmed(words, first, last)
        torn = 0 < first < last and words[first - 1].text == "-" and words[first - 1].end == words[first].start
        plain = last - first == 1 and words[first].lower in _TERROR and word.lower in ("attack", "attacks")
        if first < last and not torn and not plain:
            yield Actor(first, last, "modifier")


def _names_doer(words: Sequence[Word], index: int, home: frozenset[str]) -> bool:
    word = words[index]
    if word.lower in lex.DAYS or word.lower in doers.STRIKES:
        return False
    if word.lower in doers.FORCES or word.lower in _LEADS or word.lower.endswith(("-led", "-backed")):
        return True
    following = [one.lower for one in words[index + 1:index + 3]]
    if following[:1] == ["-"] and following[1:] in (["led"], ["backed"]):
        return True
    if word.lower in ("and", "or"):
        return index > 0 and words[index - 1].lower not in ("-", "and", "or") and _names_doer(words, index - 1, home)
    named_force = bool(following) and following[0] in doers.FORCES
    # "Galia air strikes kill 22" tells where, "Galish strikes" who.
    if word.pos == "PROPN" and fold(word.text) in country_names() and not _is_short(word):
        return named_force
    return _is_name(word, home) or (word.entity == "GPE" and named_force)


def _is_name(word: Word, home: frozenset[str]) -> bool:
    """Is a word before an attack somebody's name: "US strikes", but not "Asturia strikes" in Asturia?"""
    if word.lower in home:
        return False
    return word.entity in ("NORP", "ORG") or (
        word.pos == "PROPN" and (word.entity == "PERSON" or (word.entity == "GPE" and _is_short(word))))


def _is_short(word: Word) -> bool:
    """A country's initials ("US", "U.K.")."""
    return word.text.isupper() and len(word.text.replace(".", "")) <= 3
