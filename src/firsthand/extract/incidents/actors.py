"""Who did it, as the text says: doers of attacks, from the verbs, "by" and the words before "strikes"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.extract import lexicon as lex
from firsthand.extract.numerals import Word


class Actor(NamedTuple):
    """A doer named by the tokens `[first, last)`. `way` is how it is known; lower `rank` is surer."""

    first: int
    last: int
    way: str
    rank: int


_FORCES = lex.words("""
force forces army armies troops regime government coalition jets jet warplanes warplane planes plane aircraft
helicopter helicopters bombers militant militants rebel rebels terrorist terrorists group groups organization
organizations organisation organisations fighter fighters gunman gunmen militia militias militiamen police
soldiers insurgents insurgent navy attacker attackers assailant assailants bomber snipers sniper guerrillas
guerrilla faction factions extremists extremist jihadists jihadist separatists mercenaries unit units brigade
brigades air military commandos paramilitaries squad squads cartel gang gangs mob robbers officers officer
settlers protesters battalion front warship warships ships submarine submarines navy fleet smuggler smugglers
trafficker traffickers pirate pirates bandit bandits poachers hijacker hijackers kidnappers arsonist arsonists
saboteur saboteurs looters raiders thieves vigilantes loyalists nationalists anarchists supremacist supremacists
herders herdsmen mafia syndicate intelligence tribesmen clansmen islamists drones drone tanks artillery
husband boyfriend suspect suspects shooter
""")
_ATTACK = lex.words("""
kill attack target bomb shell strike hit raid ambush detonate behead execute storm shoot bombard pound launch
fire drop carry conduct stage massacre assassinate murder blow destroy wound injure injured martyr slaughter gun
stab open plant perpetrate mount commit lob rain level bombarded
""")
_DONE = lex.words("""
killed carried fired launched conducted attacked bombed shelled targeted dropped planted murdered executed
beheaded shot wounded injured detonated struck hit staged perpetrated claimed ambushed bombarded assassinated
massacred waged raided pounded airstrikes airstrike strikes strike raids raid bombardment bombing bombings
shelling attack attacks assault fire blown martyred mounted stabbed left destroyed slain offensive
""")
_LIGHT = lex.words("""
launch carry conduct open drop fire plant mount commit level blow lob rain stage perpetrate
""")
"""Verbs that tell of an attack only with its name as their object."""
_PLACE_WORDS = lex.words("province region city town village district area border neighborhood neighbourhood county")
_MACHINES = lex.words("""
jets jet warplanes warplane planes plane aircraft helicopters helicopter drones drone tanks artillery units unit
warship warships ships submarine submarines intelligence air front bomber bombers suicide fighter combat group groups
""")
"""Words that name no doer by themselves."""
_STRIKES = lex.words("""
airstrike airstrikes strike strikes raid raids bombardment bombing bombings shelling attack attacks sorties
assault fire rockets rocket missile missiles shells bombs mortar air suicide aerial barrel artillery gunfire
sniper drone
""")
_NO_ACTOR = lex.words("""
strike strikes airstrike airstrikes raid raids bomb bombs bombing bombings attack attacks blast blasts explosion
explosions shell shells rocket rockets missile missiles mortar mortars shelling car bombardment people civilians
children earthquake fire source sources monitor activists witnesses officials report reports video
ceasefire toll war conflict clashes violence others hospital it he she they who which that this these those one
we you i there what man men woman women boy girl police-said spokesman
""")


def find_actors(words: Sequence[Word], home: frozenset[str]) -> list[Actor]:
    """The doers that a sentence names, in order.

    `home` holds the folded names of the places and country where it happened: before "strikes"
    they tell where and not who.
    """
    found = [
        *_subjects(words),
        *_agents(words),
        *_modifiers(words, home),
        *_claimants(words),
        *_blamed(words),
        *_behind(words),
        *_opponents(words),
    ]
    kept = [actor for actor in found if _is_actor(words, actor)]
    return sorted(kept, key=lambda actor: (actor.first, -actor.last))


def _is_actor(words: Sequence[Word], actor: Actor) -> bool:
    inner = words[actor.first : actor.last]
    if (
        not inner
        or inner[-1].lower in _NO_ACTOR
        or all(word.lower in _MACHINES or word.pos in ("NUM", "DET") for word in inner)
    ):
        return False
    if any(word.pos == "NUM" or word.lower in lex.MONTHS or word.entity in ("DATE", "CARDINAL") for word in inner):
        return False
    if inner[-1].lower in _PLACE_WORDS:
        return False
    forces = any(word.lower in _FORCES for word in inner)
    named = any(
        (word.pos == "PROPN" and word.entity not in ("LOC", "FAC", "EVENT", ""))
        or word.entity in ("ORG", "NORP", "GPE")
        for word in inner
    )
    return forces or named


def _noun_run(words: Sequence[Word], index: int, step: int) -> int:
    """The far end of the run of noun-like tokens that goes on from a token."""
    end = index
    while 0 <= end < len(words) and _in_noun(words, end, step):
        end += step
    return end


def _in_noun(words: Sequence[Word], index: int, step: int) -> bool:
    word = words[index]
    if word.lower in lex.DAYS or (word.lower in _STRIKES and step < 0 and word.lower not in ("air",)):
        return False
    if (
        word.pos in ("NOUN", "PROPN", "ADJ", "NUM")
        or word.text == "-"
        or word.lower in ("'s", "'", "regime", "u.s.")
        or (step < 0 and word.text in ("(", ")"))
    ):
        return True
    if word.lower in ("and", "or", "its", "&"):
        beyond = index + 1
        return (
            index > 0
            and beyond < len(words)
            and words[beyond].pos in ("PROPN", "ADJ", "NOUN")
            and words[index - 1].pos in ("PROPN", "ADJ", "NOUN", "CCONJ")
            and (words[beyond].pos != "NOUN" or words[beyond].lower in _FORCES)
        )
    return False


def _trimmed(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Without determiners, numbers and conjunctions at the edges."""
    while first < last and (
        words[first].pos in ("DET", "CCONJ", "NUM", "PUNCT", "PART", "ADP")
        or words[first].lower
        in (
            "'s",
            "(",
            "heavy",
            "deadly",
            "new",
            "fresh",
            "intense",
            "renewed",
            "overnight",
            "other",
            "its",
            "several",
            "local",
        )
    ):
        first += 1
    while last > first and (
        words[last - 1].pos in ("CCONJ", "PUNCT", "PART", "NUM") or words[last - 1].lower in ("'s", "its")
    ):
        last -= 1
    return first, last


def _subjects(words: Sequence[Word]) -> Iterator[Actor]:
    """ "[Government jets] bombed …": a noun run right before an active verb of attack."""
    for index, word in enumerate(words):
        if (
            word.lemma not in _ATTACK
            or (word.pos != "VERB" and not _is_headline_verb(words, index))
            or index == 0
            or (word.tag in ("VBN", "VBG") and not _perfect(words, index))
        ):
            continue
        before = index - 1
        while before >= 0 and (words[before].pos in ("AUX", "ADV", "PART") and words[before].lower not in ("'s",)):
            before -= 1
        passive = any(
            step.lower in ("was", "were", "been", "being", "be", "is", "are") for step in words[before + 1 : index]
        )
        if before < 0 or passive or words[before].pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        up = word.lemma == "blow" and index + 1 < len(words) and words[index + 1].lower == "up"
        if word.lemma in _LIGHT and not up and not any(step.lower in _STRIKES for step in words[index + 1 : index + 9]):
            continue
        first, last = _trimmed(words, _noun_run(words, before, -1) + 1, before + 1)
        if first < last and not _hangs(words, first):
            yield Actor(first, last, "subject", 1)


def _is_headline_verb(words: Sequence[Word], index: int) -> bool:
    """ "Galen Kills 30 Officers": in capitals the parser takes the verb for a name."""
    return words[index].lower in ("kills", "kill", "bombs", "attacks", "strikes") and words[index].pos == "PROPN" \
        and index + 1 < len(words) and words[index + 1].pos in ("NUM", "DET")


def _hangs(words: Sequence[Word], first: int) -> bool:
    """Does a preposition, number or "no" stand before the words, so that they are not the subject?"""
    before = first - 1
    while before >= 0 and words[before].pos == "DET" and words[before].lower != "no":
        before -= 1
    if before > 0 and words[before].lower in ("from", "of") and words[before - 1].lower in _FORCES:
        return False
    return before >= 0 and (words[before].pos in ("ADP", "NUM") or words[before].lower in ("no", "to"))


def _perfect(words: Sequence[Word], index: int) -> bool:
    return any(word.lower in ("have", "has", "had", "having") for word in words[max(0, index - 3) : index])


def _agents(words: Sequence[Word]) -> Iterator[Actor]:
    """ "killed by [regime forces]", "rockets fired by [the militia]"."""
    for index, word in enumerate(words[:-1]):
        if word.lower not in ("by", "from") or not _is_done(words, index):
            continue
        begin = index + 1
        while begin < len(words) and (
            words[begin].pos in ("DET", "PUNCT") or words[begin].lower in ("both", "suspected", "either")
        ):
            begin += 1
        first, last = _trimmed(words, begin, _noun_run(words, begin, 1))
        if first < last:
            yield Actor(*_named_of(words, first, last), "agent", 0)


def _named_of(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """ "terrorists of the so-called [Asturian Front]": the name, where one follows."""
    begin = last
    while begin < len(words) and words[begin].lower in ("of", "from", "the", "so", "-", "called", "so-called"):
        begin += 1
    if begin == last or begin >= len(words) or words[begin].pos != "PROPN" or words[last - 1].lower not in _FORCES:
        return first, last
    return _trimmed(words, begin, _noun_run(words, begin, 1))


def _is_done(words: Sequence[Word], index: int) -> bool:
    """Is what stands before "by" an attack or a deed of one?"""
    for back in range(index - 1, max(-1, index - 7), -1):
        if words[back].lower in _DONE and (words[back].lower != "carried" or words[back + 1].lower == "out"):
            return words[index].lower == "by" or words[back].lower in ("jets", "warplanes", "planes")
        if words[back].pos == "VERB":
            return False
    return False


def _modifiers(words: Sequence[Word], home: frozenset[str]) -> Iterator[Actor]:
    """ "[Asturian and Galen] strikes", "[US-led coalition] airstrikes"."""
    for index, word in enumerate(words):
        if (
            word.lower not in _STRIKES
            or (word.pos == "VERB" and index + 1 < len(words) and words[index + 1].pos in ("DET", "NUM"))
            or index == 0
            or words[index - 1].lower in _STRIKES
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
        first, last = _trimmed(words, first, last)
        if first < last:
            yield Actor(first, last, "modifier", 1)


def _names_doer(words: Sequence[Word], index: int, home: frozenset[str]) -> bool:
    word = words[index]
    if word.lower in lex.DAYS or word.lower in _STRIKES:
        return False
    if (
        word.lower in _FORCES
        or (word.entity in ("NORP", "ORG") and word.lower not in home)
        or word.lower.endswith("-led")
        or word.lower in ("-", "led", "'s")
    ):
        return True
    if word.entity == "GPE" and index + 1 < len(words) and words[index + 1].lower in _FORCES:
        return True
    if word.lower in ("and", "or") and index:
        return _names_doer(words, index - 1, home) and words[index - 1].lower not in ("-",)
    if word.lower in home:
        return False
    # "US strikes", but not "Asturia strikes": before an attack, a country's name tells where.
    return word.pos == "PROPN" and (
        word.entity == "PERSON"
        or (word.entity == "GPE" and word.text.isupper() and len(word.text.replace(".", "")) <= 3)
    )


def _claimants(words: Sequence[Word]) -> Iterator[Actor]:
    """ "[The group] claimed responsibility"."""
    for index, _word in enumerate(words[:-1]):
        if not _is_claim(words, index):
            continue
        before = index - 1
        while before >= 0 and words[before].pos in ("AUX", "ADV"):
            before -= 1
        first, last = _trimmed(words, _noun_run(words, before, -1) + 1, before + 1)
        if first < last and not _hangs(words, first):
            yield Actor(first, last, "claim", 0)


def _opponents(words: Sequence[Word]) -> Iterator[Actor]:
    """ "killed in clashes with [the militia]"."""
    for index, word in enumerate(words[:-1]):
        if (
            word.lower == "with"
            and index
            and words[index - 1].lower in ("clashes", "battle", "battles", "fighting", "firefight")
        ):
            begin = index + 1
            while begin < len(words) and words[begin].pos == "DET":
                begin += 1
            first, last = _trimmed(words, begin, _noun_run(words, begin, 1))
            if first < last:
                yield Actor(first, last, "opponent", 2)


def _is_claim(words: Sequence[Word], index: int) -> bool:
    """ "claimed responsibility", "said that one of its fighters had …"."""
    after = [word.lower for word in words[index + 1 : index + 12]]
    if words[index].lemma == "claim":
        return any(word.startswith("responsib") for word in after[:3])
    own = [
        step
        for step, word in enumerate(after[:-1])
        if word == "its"
        and after[step + 1] in ("fighters", "members", "men", "militants", "soldiers", "suicide", "bombers")
    ]
    return words[index].lemma == "say" and bool(own) and "of" in after[: own[0]]


def _blamed(words: Sequence[Word]) -> Iterator[Actor]:
    """ "accused [Galen] of killing", "blamed on [the rebels]", "blamed [the rebels] for"."""
    for index, word in enumerate(words[:-1]):
        if word.lemma not in ("accuse", "blame"):
            continue
        begin = index + 1
        while begin < len(words) and (words[begin].pos == "DET" or words[begin].lower == "on"):
            begin += 1
        first, last = _trimmed(words, begin, _noun_run(words, begin, 1))
        if first < last:
            yield Actor(first, last, "blame", 1)


def _behind(words: Sequence[Word]) -> Iterator[Actor]:
    """ "[The rebels] were behind the attack", "[Galen] was responsible for the blast"."""
    for index, word in enumerate(words):
        if word.lower not in ("behind", "responsible") or index < 2:
            continue
        after = {one.lower for one in words[index + 1:index + 8]}
        before = index - 1
        while before >= 0 and words[before].pos in ("AUX", "ADV", "PART"):
            before -= 1
        if before == index - 1 or before < 0 or not after & _STRUCK:
            continue
        first, last = _trimmed(words, _noun_run(words, before, -1) + 1, before + 1)
        if first < last and not _hangs(words, first):
            yield Actor(first, last, "blame", 1)


_STRUCK = _STRIKES | lex.words("explosion blast explosions blasts killing killings murder murders shooting massacre "
                               "deaths death assassination bomb it this")
