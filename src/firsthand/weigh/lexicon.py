"""General English word lists that the comparisons rest on: who, with what, in whose words.

Folded singular words (see `singular`). Nothing here names a group, a place or an outlet of any
one conflict; countries and their demonyms are those of `firsthand.countries`.
"""

from __future__ import annotations

from firsthand.countries import country_of
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


def take_countries(words: str) -> tuple[frozenset[str], str]:
    """The countries that two or three words name ("United States"), and the words that are left."""
    left = [fold(match.group()) for match in WORD.finditer(words)]
    found: set[str] = set()
    for size in (3, 2):
        for first in range(len(left) - size, -1, -1):
            name = " ".join(left[first:first + size])
            if (country := country_of(name)) is not None:
                found.add(country)
                left[first:first + size] = []
    return frozenset(found), " ".join(left)
