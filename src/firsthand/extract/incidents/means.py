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
air strike 0: strike strikes raid raids sortie sorties warplane warplanes jet jets
bombing 0: bombing bombings bombardment bombardments
bombing 1: bomber bombers
bombing 2: bomb bombs ied ieds landmine landmines mine mines explosives device devices grenade grenades munition
bombing 2: munitions vest dynamite tnt semtex gelignite c-4 molotov molotovs cocktail cocktails carbomb carbombs
bombing 2: motorcycle motorbike bicycle car truck lorry van vehicle vehicles boat
bombing 2: car-bomb car-bombs warhead warheads charge charges trap traps belt belts stick sticks
explosion 0: blast blasts explosion explosions detonation
shelling 1: shelling shellfire
shelling 2: rocket rockets missile missiles mortar mortars shell shells artillery howitzer projectile
shelling 2: projectiles rpg rpgs bazooka launcher launchers howitzers katyushas cannon cannons
air strike 1: drone drones
shooting 1: gunfire sniper snipers shooting shootings gunshot gunshots crossfire fire
shooting 2: gun guns handgun handguns pistol pistols rifle rifles shotgun shotguns revolver firearm firearms
shooting 2: bullet bullets submachinegun submachineguns machinegun machineguns carbine carbines ak-47 ak-47s ar-15
shooting 2: crossbow
chemical attack 2: weapons gas gases chlorine sarin phosphorus napalm toxin poison acid cyanide ricin novichok
stabbing 2: knife knives machete machetes axe axes sword swords dagger daggers bayonet bayonets blade blades scissors
stabbing 2: screwdriver
beating 2: hammer hammers stones bricks batons baton truncheons crowbar bat bats
riot control 2: spray
arson 1: arson firebomb firebombs firebombing firebombings
vehicle attack 1: ramming car-ramming vehicle-ramming
attack 0: attack attacks assault assaults ambush ambushes
""")
"""Last words of a means, with kind and rank; modifiers before them are taken along."""

_PLAIN = _table("""
battle 0: battle battles clash clashes clashed fighting firefight offensive
killing 0: murder murders homicide assassination execution executions massacre beheading killing killings
stabbing 0: stabbing stabbings
kidnapping 0: kidnapping kidnappings abduction abductions hijacking hijackings kidnapped abducted hijacked
accident 0: crash crashes crashed collision collisions collided derailment derailed accident accidents wreck capsized
accident 0: capsizing stampede pileup pile-up shipwreck overturned collapse collapsed
disaster 0: earthquake earthquakes quake quakes tremor aftershock flood floods flooding landslide landslides mudslide
disaster 0: mudslides storm storms hurricane hurricanes typhoon typhoons cyclone cyclones tornado tornadoes twister
disaster 0: tsunami eruption avalanche avalanches wildfire wildfires bushfire bushfires drought heatwave blizzard
disaster 0: lightning
fire 0: blaze inferno
epidemic 0: epidemic outbreak pandemic cholera ebola measles dengue
protest 0: protest protests demonstration demonstrations rally riot riots march strike-action unrest rioting sit-in
""")
"""Words for happenings that are no means."""

_TYPES = _table("""
assault 0: shelling shooting stabbing bombing attack battle killing kidnapping beating arson
coerce 0: arrest
""")
_PLOVER = {"air strike": "assault", "chemical attack": "assault", "vehicle attack": "assault", "riot control": "coerce",
           **{kind: word for kind, (word, _) in _TYPES.items()}}
"""The event types of PLOVER (Open Event Data Alliance, 2018) for our kinds. It has none for an accident, a disaster,
a fire, an epidemic or an explosion that nobody is named for: those stand for themselves, as "protest" does."""
_LOADED = lex.words("booby-trapped booby trapped explosives-laden explosive-laden explosives explosive bomb-laden "
                    "explosives-packed explosives-filled explosives-rigged bomb-rigged")
_NEEDS: dict[str, frozenset[str] | set[str]] = {
    "charge": {"explosive", "dynamite", "depth", "demolition"}, "charges": {"explosive", "dynamite", "depth"},
    "trap": {"booby"}, "traps": {"booby"}, "belt": {"explosive", "suicide"}, "belts": {"explosive", "suicide"},
    "bat": {"baseball", "cricket"}, "bats": {"baseball", "cricket"}, "cocktail": {"molotov", "petrol"},
    "cocktails": {"molotov", "petrol"}, "stick": {"dynamite"}, "sticks": {"dynamite"}, "spray": {"pepper"},
    "cannon": {"water"}, "cannons": {"water"}, "launcher": {"grenade", "rocket", "missile"},
    "launchers": {"grenade"},
    **dict.fromkeys(lex.words("motorcycle motorbike bicycle car truck lorry van vehicle vehicles boat"), _LOADED),
    **dict.fromkeys(lex.words("jet jets"), frozenset({"fighter", "combat", "military", "bomber"})),
    **dict.fromkeys(("device", "devices"), frozenset({"explosive", "improvised", "incendiary", "bomb", "nuclear"})),
    **dict.fromkeys(("gas", "gases"), lex.words("chemical poison poisonous nerve mustard chlorine sarin toxic tear")),
    "weapons": {"chemical", "incendiary", "automatic", "toxic", "biological", "assault"},
}
"""Words that are a means only with one of these before them."""
_BURNING = lex.words("house forest apartment factory bush building warehouse hospital school hotel market brush flat "
                     "nightclub church mosque prison train ship ferry kitchen garage")

_MODIFIERS = lex.words("""
air aerial suicide car truck vehicle lorry motorcycle bicycle barrel cluster roadside incendiary vacuum nail
petrol gasoline explosive booby-trapped homemade home-made improvised guided unguided ballistic cruise
surface-to-air anti-tank mustard rocket rocket-propelled mortar artillery tank hell cannon gas chemical chlorine sarin
toxic poison poisonous white phosphorus thermite thermobaric bunker buster land sniper gun machine assault
automatic semi-automatic semiautomatic hand drone missile bomb shell sticky parcel letter pipe pressure cooker
time heavy-machine-gun self-propelled jet warplane helicopter artillery-shell long-range short-range
high-explosive parachute parachute-retarded hunting sawed-off caliber ak-47 ar-15 kitchen steak naval
bunker-busting phosphorous explosives-laden explosive-laden shrapnel dynamite booby pepper tear water rubber plastic
molotov baseball cricket depth demolition biological nerve magnetic anti-personnel antipersonnel submachine plastique
laden packed rigged trapped explosives explosives-packed explosives-filled
explosives-rigged bomb-laden bomb-rigged fighter combat
""")
_CONCRETE = _MODIFIERS - lex.words("air aerial assault time drone hunting water plastic fighter combat")
_AIR = lex.words("air aerial drone jet warplane helicopter")


def event_type(kind: str) -> str:
    """A kind of happening with its PLOVER type: "assault (air strike)", "protest"; without one, the kind alone."""
    return f"{_PLOVER[kind]} ({kind})" if kind in _PLOVER else kind


def is_attack(means: Means) -> bool:
    """Is a happening of a kind that has a doer?"""
    return _PLOVER.get(means.kind) == "assault"


def find_means(words: Sequence[Word]) -> list[Means]:
    """The means and happenings that a sentence names, in order."""
    found: list[Means] = []
    for index, word in enumerate(words):
        if word.lower in _PLAIN and not _only_looks_so(words, index):
            found.append(Means(index, index + 1, _PLAIN[word.lower][0], -1))
        elif word.lower in ("fire", "fires") and _burns(words, index):
            found.append(Means(index, index + 1, "fire", -1))
        elif word.lower in _HEADS and not _is_verb(words, index) and not _goes_on(words, index) \
                and not is_no_means(words, index):
            found += _with_modifiers(words, index)
    return found


def _in_name(words: Sequence[Word], index: int) -> bool:
    """Is a means a part of a name: "Rifle Springs", "the Bureau of Alcohol, Tobacco, Firearms and Explosives"?"""
    word = words[index]
    around = *words[max(0, index - 1):index], *words[index + 1:index + 2]
    listed = word.entity == "ORG" and any(one.lower in ("and", ",") and one.entity == "ORG" for one in around)
    return word.text.istitle() and (listed or (word.entity in ("GPE", "LOC", "PERSON") and any(
        one.entity == word.entity and one.text.istitle() for one in around)))


_TRACES = lex.words("""
hole holes wound wounds injury injuries casing casings station stations squad squad's squads unit units expert experts
threat threats scare factory law laws control owner owners dealer shop store permit license violence victim victims
technician technicians maker makers workshop depot depots stockpile stockpiles
""")
"""Nouns that a means before them only describes: "bullet holes", "bomb squad", "gas station"."""


def is_no_means(words: Sequence[Word], index: int) -> bool:
    """Does a word for a means only tell of another thing ("bomb squad", "bullet holes"), or stand in a name?"""
    searched = words[index].lower in ("raid", "raids") and any(
        word.lower in _SEARCHERS for word in words[max(0, index - 2):index])
    return searched or _only_describes(words, index) or _in_name(words, index)


_SEARCHERS = lex.words("police drug drugs immigration anti-mafia anti-drug anti-drugs anti-terror customs fbi dea swat")
"""Whose raids arrest."""


def _only_describes(words: Sequence[Word], index: int) -> bool:
    following = words[index + 1] if index + 1 < len(words) else None
    return following is not None and following.lower in _TRACES and words[index].lower not in ("attack", "attacks")


def _only_looks_so(words: Sequence[Word], index: int) -> bool:
    """Is a word for a happening none here: "21 March 2018", "the blast, killing 12"?"""
    word = words[index]
    if word.lower == "march":
        around = *words[max(0, index - 1):index], *words[index + 1:index + 2]
        return word.text != "march" and (word.entity == "DATE" or any(one.text[:1].isdigit() for one in around))
    if word.pos == "VERB" and word.lower in _OTHER_VERBS:
        return True
    return _PLAIN[word.lower][0] == "killing" and _is_killing(words, index)


_OTHER_VERBS = lex.words("storm storms flood floods wreck")
"""As verbs these tell of no disaster: "pirates tried to storm a ship"."""


def _is_killing(words: Sequence[Word], index: int) -> bool:
    """ "killing 12 workers", "murdering her": a verb of any happening, and none of its own."""
    following = words[index + 1] if index + 1 < len(words) else None
    return words[index].pos == "VERB" or (
        words[index].lower == "killing" and following is not None and (
            following.pos in ("NUM", "DET", "PRON") or following.lower in _BEFORE_NUMBERS))


_BEFORE_NUMBERS = lex.words("at more over up about around some nearly almost dozens scores hundreds several many")
_FIRE_GOES = lex.words("broke swept ripped raged engulfed tore gutted that at in started spread killed kills destroyed "
                       "which has had began erupted")


def _burns(words: Sequence[Word], index: int) -> bool:
    """Is a fire one that burns, and not of guns: "house fire", "the fire broke out"?"""
    before = words[index - 1].lower if index else ""
    following = words[index + 1].lower if index + 1 < len(words) else ""
    return before in _BURNING or (words[index].pos == "NOUN" and following in _FIRE_GOES and before in (
        "", "the", "a", "huge", "massive", "deadly", "big", "large", "devastating"))


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
    before = {word.lower for word in words[first:index]}
    if words[index].lower in _NEEDS and not before & _NEEDS[words[index].lower]:
        return []
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
        (("tear", "pepper", "rubber", "plastic", "water"), "riot control"),
        (("gas", "chemical", "chlorine", "sarin", "toxic", "poison"), "chemical attack"),
        (("rocket", "mortar", "artillery", "missile", "shell"), "shelling"),
        (("gun", "sniper", "machine"), "shooting"),
    ):
        if before & set(signs):
            return other
    return kind
