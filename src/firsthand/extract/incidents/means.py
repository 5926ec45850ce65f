"""By what means, and what kind of happening: weapons and events as a sentence names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.extract import lexicon as lex
from firsthand.extract.numerals import Word


@dataclass(frozen=True, slots=True)
class Means:
    """A weapon or an event named by the tokens `[first, last)`; `kind` is the kind of happening.

    `rank` is 2 for a concrete means ("barrel bombs"), 1 for a way of attacking ("airstrikes"),
    0 for a bare word that tells little ("attack", "explosion").
    """

    first: int
    last: int
    kind: str
    rank: int


def _table(text: str) -> dict[str, tuple[str, int]]:
    """ "kind rank: words" lines to word -> (kind, rank)."""
    rows: dict[str, tuple[str, int]] = {}
    for line in text.strip().splitlines():
        head, words = line.split(":")
        kind, rank = head.rsplit(" ", 1)
        rows.update(dict.fromkeys(words.split(), (kind, int(rank))))
    return rows


_HEADS = _table("""
air strike 1: airstrike airstrikes air-strike air-strikes airraid airraids airraid
air strike 0: strike strikes raid raids sortie sorties warplane warplanes
bombing 0: bombing bombings bombardment bombardments
bombing 1: bomber bombers
bombing 2: bomb bombs ied ieds landmine landmines mine mines explosives device devices grenade grenades munition
bombing 2: munitions vest
explosion 0: blast blasts explosion explosions detonation
shelling 1: shelling shellfire
shelling 2: rocket rockets missile missiles mortar mortars shell shells artillery howitzer projectile
shelling 2: projectiles
shooting 1: gunfire sniper snipers shooting shootings gunshot gunshots crossfire fire
shooting 2: gun guns handgun handguns pistol pistols rifle rifles shotgun shotguns revolver firearm firearms
shooting 2: bullet bullets
chemical attack 2: weapons gas gases chlorine sarin phosphorus napalm toxin poison
stabbing 2: knife knives machete machetes axe axes sword hammer
attack 0: attack attacks assault assaults ambush ambushes
""")
"""Last words of a means, with kind and rank; modifiers before them are taken along."""

_PLAIN = _table("""
battle 0: battle battles clash clashes fighting firefight offensive
killing 0: murder murders homicide assassination execution executions massacre beheading killing killings
killing 0: stabbing
accident 0: crash crashes collision derailment accident wreck capsized stampede
disaster 0: earthquake quake flood floods flooding landslide mudslide storm hurricane typhoon cyclone tornado
disaster 0: tsunami eruption
disaster 0: avalanche wildfire drought heatwave
fire 0: blaze inferno
protest 0: protest protests demonstration demonstrations rally riot riots march strike-action unrest
""")
"""Words for happenings that are no means."""

_MODIFIERS = lex.words("""
air aerial suicide car truck vehicle lorry motorcycle bicycle barrel cluster roadside incendiary vacuum nail
petrol gasoline explosive booby-trapped homemade home-made improvised guided unguided ballistic cruise
surface-to-air anti-tank rocket rocket-propelled mortar artillery tank hell cannon gas chemical chlorine sarin
toxic poison poisonous white phosphorus thermite thermobaric bunker buster land sniper gun machine assault
automatic semi-automatic semiautomatic hand drone missile bomb shell sticky parcel letter pipe pressure cooker
time heavy-machine-gun self-propelled jet warplane helicopter artillery-shell long-range short-range
high-explosive parachute parachute-retarded hunting sawed-off caliber ak-47 ar-15 kitchen steak naval
bunker-busting phosphorous explosives-laden explosive-laden shrapnel
""")
_CONCRETE = _MODIFIERS - lex.words("air aerial assault time drone hunting")
_AIR = lex.words("air aerial drone jet warplane helicopter")
_NOT_FIRE = lex.words("under on caught ceasefire open opened opening cease forest house the a")


def find_means(words: Sequence[Word]) -> list[Means]:
    """The means and happenings that a sentence names, in order."""
    found: list[Means] = []
    for index, word in enumerate(words):
        if word.lower in _PLAIN:
            found.append(Means(index, index + 1, _PLAIN[word.lower][0], -1))
        elif word.lower in _HEADS and not _is_verb(words, index) and not _goes_on(words, index):
            found += _with_modifiers(words, index)
    return found


def _is_verb(words: Sequence[Word], index: int) -> bool:
    """ "strikes the town", "to attack", "was shelling": no means."""
    word = words[index]
    if word.lower in ("fire", "mine") and (index == 0 or words[index - 1].lower not in _MODIFIERS | {"artillery"}):
        return True
    return (
        word.pos in ("VERB", "AUX")
        and not (index and words[index - 1].lower in _MODIFIERS)
        and word.lower not in ("shelling", "airstrike", "airstrikes", "bombing")
    )


def _goes_on(words: Sequence[Word], index: int) -> bool:
    """Is the word only the modifier of a further head ("bomb" in "bomb attack")?"""
    return (
        index + 1 < len(words)
        and words[index + 1].lower in _HEADS
        and words[index].lower in _MODIFIERS
        and not _is_verb(words, index + 1)
    )


def _with_modifiers(words: Sequence[Word], index: int) -> list[Means]:
    first = index
    while first and _belongs(words, first):
        first -= 1
    if words[first].text == "-":
        first += 1
    kind, rank = _HEADS[words[index].lower]
    if words[index].lower == "weapons" and not (
        first < index and words[first].lower in ("chemical", "incendiary", "automatic", "toxic")
    ):
        return []
    before = {word.lower for word in words[first:index]}
    if rank == 0 and before & _AIR:
        kind, rank = "air strike", 1
    elif before & _CONCRETE:
        rank, kind = 2, _kind_of(before, kind)
    return [Means(first, index + 1, kind, rank)]


def _belongs(words: Sequence[Word], first: int) -> bool:
    """Is the token before `first` a modifier of the means (or "and" between two modifiers)?"""
    before = words[first - 1]
    if before.lower in _MODIFIERS:
        return before.lower != "time"
    if before.lower == "and" and first > 1:
        return (
            words[first - 2].lower in ("rocket", "mortar", "artillery", "missile", "bomb", "gun")
            and words[first].lower in _MODIFIERS
        )
    return before.text == "-" and first > 1 and words[first - 2].end == before.start


def _kind_of(before: set[str], kind: str) -> str:
    """The kind that modifiers make of an attack: "suicide attack", "rocket attack", "chemical attack"."""
    for signs, other in (
        (("suicide", "car", "truck", "roadside", "barrel"), "bombing"),
        (("gas", "chemical", "chlorine", "sarin", "toxic", "poison"), "chemical attack"),
        (("rocket", "mortar", "artillery", "missile", "shell"), "shelling"),
        (("gun", "sniper", "machine"), "shooting"),
    ):
        if before & set(signs):
            return other
    return kind
