"""The distinct values of a slot: claims that give the same one are put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from firsthand.names import same_place
from firsthand.records import Claim, CountRange, Day, Name, PlaceValue, Value
from firsthand.text import fold
from firsthand.weigh.actors import Actor, actors_of, weapon_words
from firsthand.weigh.compare import COUNTS, Stated
from firsthand.weigh.lexicon import SMALL, name_words
from firsthand.weigh.moments import days_as_text


@dataclass(frozen=True, slots=True)
class Given:
    """A claim, as the comparison reads it, and the folded words around it (equal in verbatim copies).

    `days` are the first and the last day on which its report may have the happening; None where nothing tells.
    """

    claim: Claim
    stated: Stated
    around: str
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct value of a slot, with all that give it, in a fixed order."""

    shown: CountRange | Day | Name
    givens: tuple[Given, ...]

    @property
    def stated(self) -> tuple[Stated, ...]:
        """The claims as the comparison reads them."""
        return tuple(given.stated for given in self.givens)

    @property
    def denied(self) -> bool:
        """True where nobody gives the value but to deny it."""
        return all(given.stated.denied for given in self.givens)


def is_usable(value: Value) -> bool:
    """True for a value that holds what its slot needs: a bound for counts and days, else a name."""
    if value.slot in COUNTS:
        return isinstance(value.low, int) or isinstance(value.high, int)
    if value.slot == "date":
        return isinstance(value.low, str) or isinstance(value.high, str)
    return bool(value.name and name_words(value.name))


def find_variants(givens: Sequence[Given]) -> tuple[Variant, ...]:
    """The distinct values that some claims on one slot give, in a fixed order."""
    places = _place_keys({given.stated for given in givens if given.stated.slot == "place"})
    found: dict[str, list[Given]] = defaultdict(list)
    for given in sorted(givens, key=_order):
        found[_key(given.stated, places)].append(given)
    return tuple(Variant(_shown(members), tuple(members)) for _, members in sorted(found.items()))


def _order(given: Given) -> tuple[str, int, int, str]:
    value = given.claim.value
    return value.report, value.start, value.end, repr(value)


def _key(stated: Stated, places: Mapping[str, str]) -> str:
    """The same text for the same value."""
    if stated.slot in COUNTS or stated.slot == "date":
        return f"{_padded(stated.low)} {_padded(stated.high)}"
    name = stated.name or ""
    if stated.slot == "place":
        return places[fold(name)]
    if stated.slot in ("perpetrator", "target"):
        return _actors_key(name)
    words = weapon_words(name) if stated.slot == "weapon" else frozenset(name_words(name))
    return " ".join(sorted(words)) or fold(name)


def _padded(bound: int | str | None) -> str:
    return "~" if bound is None else f"{bound:012}" if isinstance(bound, int) else bound


def _actors_key(name: str) -> str:
    """Named actors by their names; unnamed ones by their words, so that the choice of word shows."""
    actors = actors_of(name)
    if all(actor.names for actor in actors):
        return " + ".join(sorted(_actor_key(actor) for actor in actors))
    return "unnamed " + " ".join(sorted(set(name_words(name)) - SMALL))


def _actor_key(actor: Actor) -> str:
    return " ".join(sorted(actor.names)) + (" fighters" if actor.kind == "fighters" else "")


def _place_keys(places: Iterable[Stated]) -> dict[str, str]:
    """Folded name -> the first of the names that are the same place, by spelling or by GeoNames id."""
    names = sorted({fold(stated.name or "") for stated in places})
    ids = _ids(places)
    first: dict[str, str] = {}
    for name in names:
        same = [known for known in sorted(set(first.values()))
                if same_place(name, known) or (ids.get(name) and ids.get(name) == ids.get(known))]
        first[name] = same[0] if same else name
    return first


def _ids(places: Iterable[Stated]) -> dict[str, int]:
    found: dict[str, set[int]] = defaultdict(set)
    for stated in places:
        if stated.place and stated.place.geonameid is not None:
            found[fold(stated.name or "")].add(stated.place.geonameid)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def _shown(members: Sequence[Given]) -> CountRange | Day | Name:
    """A value as a finding shows it; of several spellings the one that most origins use."""
    stated = members[0].stated
    low, high = stated.low, stated.high
    if stated.slot in COUNTS:
        return CountRange(low if isinstance(low, int) else None, high if isinstance(high, int) else None)
    if stated.slot == "date":
        return Day(days_as_text(None if low is None else str(low), None if high is None else str(high)))
    name = most_used([(given.stated.name or "", given.claim.origin) for given in members])
    places = sorted({given.stated.place.geonameid for given in members
                     if given.stated.place and given.stated.place.geonameid is not None})
    return Name(name, places[0] if len(places) == 1 else None)


def most_used(pairs: Sequence[tuple[str, str]]) -> str:
    """The wording that most origins use, of (wording, origin) pairs; then the shortest, then the first."""
    users: dict[str, set[str]] = defaultdict(set)
    for wording, origin in pairs:
        users[wording].add(origin)
    return min(users, key=lambda wording: (-len(users[wording]), len(wording), wording))


def places_by_words(mentions: Iterable[tuple[str, str, PlaceValue]]) -> dict[tuple[str, str], PlaceValue]:
    """(report, folded words) -> the place that they were resolved to; words with two places are left out."""
    found: dict[tuple[str, str], set[PlaceValue]] = defaultdict(set)
    for report, words, place in mentions:
        found[report, fold(words)].add(place)
    return {key: next(iter(places)) for key, places in found.items() if len(places) == 1}
