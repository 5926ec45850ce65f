"""Who is meant: the words for perpetrators, targets and weapons as sets that can be compared.

"Danish and Norwegian warplanes" is {Denmark, Norway}; "Russia" and "Russian jets" are one actor;
"rebels" and "terrorists" are one kind of actor in other words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from firsthand.countries import country_of
from firsthand.weigh.lexicon import (
    ANYBODY,
    BOTH_WAYS,
    FIGHTERS,
    FOREIGN,
    MEANS,
    RULERS,
    SMALL,
    WEAPONS,
    name_words,
    take_countries,
)

Kind = Literal["fighters", "rulers", "foreign", "anybody", "named"]
Relation = Literal["same", "framing", "precision", "open", "apart"]

_BREAK = re.compile(r"\s*(?:[,;/&]|\band\b|\bor\b|\bas well as\b|\balong with\b|\btogether with\b)\s*",
                    re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody: the words that name them (countries by their name), and the kind of the other words.

    `initials` are those of the names in their order, by which a short form is known.
    """

    names: frozenset[str]
    kind: Kind
    initials: str = field(default="", compare=False)

    @property
    def countries(self) -> frozenset[str]:
        """The names that are countries."""
        return frozenset(name for name in self.names if country_of(name))


@lru_cache(maxsize=4096)
def actors_of(words: str) -> frozenset[Actor]:
    """The actors that a phrase names; parts that name nobody are left out where another does."""
    parts = [_actor(part) for part in _BREAK.split(words)]
    found = frozenset(actor for actor in parts if actor is not None)
    return found or frozenset({Actor(frozenset(name_words(words)), "named")})


def _actor(words: str) -> Actor | None:
    found, rest = take_countries(words)
    kept = [word for word in name_words(rest) if word not in SMALL]
    named = _without_short_form([word for word in kept if not _is_general(word)])
    names = found | {country_of(word) or word for word in named}
    kind = _kind(kept, names)
    return Actor(names, kind, _initials(named)) if names or kind != "named" else None


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _without_short_form(words: list[str]) -> list[str]:
    """ "Islamic State (IS)": the short form that stands beside the full name says nothing more."""
    for place, word in enumerate(words):
        rest = words[:place] + words[place + 1:]
        if len(word) > 1 and len(rest) > 1 and word == _initials(rest):
            return rest
    return words


def _is_general(word: str) -> bool:
    return word in FIGHTERS or word in RULERS or word in ANYBODY or word in FOREIGN or word in MEANS


def _kind(words: list[str], names: frozenset[str]) -> Kind:
    given = frozenset(words)
    if given & FIGHTERS and not given & MEANS & {"jet", "plane", "aircraft"}:
        return "fighters"
    if given & FOREIGN:
        return "foreign"
    if given & (RULERS - {"group"}) and not (names and all(map(country_of, names))):
        return "rulers"
    if not names and given & ANYBODY:
        return "anybody"
    return "named"


def relate_actors(one: Actor, two: Actor) -> Relation:
    """How two actors stand to each other, by names first and kind of words second."""
    if one.names and two.names:
        return _relate_named(one, two)
    if one == two or (one.kind == two.kind and not one.names | two.names):
        return "framing" if one.kind in ("fighters", "rulers") else "same"
    bare, other = (two, one) if one.names else (one, two)
    if "anybody" in (bare.kind, other.kind) or bare.kind == other.kind:
        return "precision"
    return _relate_described(bare.kind, other)


def _relate_described(kind: Kind, other: Actor) -> Relation:
    """How somebody of whom only the kind is told stands to another of another kind."""
    if kind == "foreign":
        return "precision" if other.countries else "open"
    if kind == "fighters":
        return "apart" if other.countries or other.kind == "rulers" else "precision"
    return "apart" if kind == "rulers" and other.kind == "fighters" else "open"


def _relate_named(one: Actor, two: Actor) -> Relation:
    state = {one.kind, two.kind} <= {"named", "rulers", "foreign"}
    if one.names == two.names:
        return "same" if one.kind == two.kind or state or not one.countries else "apart"
    if _is_short_form(one, two) or _is_short_form(two, one):
        return "same"
    if one.names <= two.names or two.names <= one.names:
        return "precision" if one.kind == two.kind or state or not one.countries & two.countries else "apart"
    shared = bool(one.names & two.names - one.countries)  # "Harn's store", "Harn's supermarket"
    if shared or (state and "rulers" in (one.kind, two.kind) and not (one.countries and two.countries)):
        return "framing" if one.kind == two.kind and not shared else "open"
    if one.kind == two.kind == "fighters" and not (one.names - one.countries and two.names - two.countries):
        return "framing"
    return "apart"


def _is_short_form(short: Actor, long: Actor) -> bool:
    """True for initials, and for two spellings of one word that differ in a letter."""
    if len(short.names) != 1:
        return False
    word = next(iter(short.names))
    if len(long.names) > 1:
        return len(word) > 1 and word == long.initials
    other = next(iter(long.names))
    differing = sum(left != right for left, right in zip(word, other, strict=False))
    return len(word) == len(other) >= 5 and word[0] == other[0] and differing == 1


# ---------------------------------------------------------------- sets

@dataclass(frozen=True, slots=True)
class SetRelation:
    """How two sets stand: the relation of those that match, and who has no match on each side."""

    matched: Relation | None
    only_one: int
    only_two: int


_WEAKEST: tuple[Relation, ...] = ("same", "framing", "precision", "open")


def relate_sets(one: frozenset[Actor], two: frozenset[Actor]) -> SetRelation:
    """Matches the actors of two sets; `matched` is None where none matches any."""
    best_one = [_best(actor, two) for actor in one]
    best_two = [_best(actor, one) for actor in two]
    found = [relation for relation in best_one + best_two if relation != "apart"]
    weakest = max(found, key=_WEAKEST.index) if found else None
    return SetRelation(weakest, best_one.count("apart"), best_two.count("apart"))


def _best(actor: Actor, others: frozenset[Actor]) -> Relation:
    order: tuple[Relation, ...] = (*_WEAKEST, "apart")
    return min((relate_actors(actor, other) for other in others), key=order.index, default="apart")


# ---------------------------------------------------------------- weapons

_JOINED = re.compile(r"\b(air)[\s-]+(strike|raid|force)", re.IGNORECASE)


def weapon_words(words: str) -> frozenset[str]:
    """The folded singular words of a weapon; "air strike" is one word, small words left out."""
    return frozenset(word for word in name_words(_JOINED.sub(r"\1\2", words)) if word not in SMALL)


def families(words: frozenset[str]) -> frozenset[str]:
    """The families of means that the words may belong to; empty for general words."""
    telling = words - {"fire"} if len(words) > 1 else words  # artillery fire is artillery
    found = {family for family, members in WEAPONS.items() if telling & members}
    if words & BOTH_WAYS:
        found |= {"from the air", "artillery and rockets"}
    if words & {"explosion", "blast", "explosive"}:
        found |= set(WEAPONS) - {"small arms", "blades"}
    return frozenset(found)


def relate_weapons(one: str, two: str) -> Relation:
    """How two weapons stand to each other: same words, one family, one the more precise, or apart."""
    words, others = weapon_words(one), weapon_words(two)
    if words == others:
        return "same"
    if words <= others or others <= words:
        return "precision"
    mine, theirs = families(words), families(others)
    if not mine or not theirs:
        return "precision"
    if mine == theirs:
        return "framing"
    return "precision" if mine & theirs else "apart"
