"""The numbers of killed, injured and missing that a report gives for its incidents.

Where a number is said, it counts. Where the text names people one by one ("a man and two teenagers
were wounded", "kills four, then himself"), their sum counts; else one person meant without a number,
else the bare word for it ("a triple homicide", "a deadly shooting").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.extract.counts.find import Count
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.incidents.toll import AT_LARGE, PART, is_beside_dead, is_idle, read_tolls
from firsthand.extract.lexicon import words
from firsthand.records import Slot

COUNTED: tuple[Slot, ...] = ("killed", "injured", "missing")
MAX_LIST = 8
"""More groups named side by side are a chronicle, not one toll."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of people with its bounds, the sentence that says it, its words, and what it is of."""

    scene: Scene
    slot: Slot
    start: int
    end: int
    low: int | None
    high: int | None
    of: str


def find_tallies(scenes: Sequence[Scene], given: set[tuple[int, int]]) -> Iterator[Tally]:
    """The numbers of every incident, unit by unit; only counts whose span is in `given` and people implied."""
    main = [scene for scene in scenes if scene.incident == 1]
    deadly = False
    killed: list[int] = []
    for slot in COUNTED:
        said = [Tally(toll.scene, slot, toll.count.start, toll.count.end, toll.count.low, toll.count.high, toll.of)
                for toll in read_tolls(scenes, slot) if (toll.count.start, toll.count.end) in given]
        told = _summed(main, said, slot, is_idle(scenes, slot))
        told += _implied(scenes, told, slot, deadly)
        if slot == "killed":
            told = _with_later_death(main, _with_doer(_sized(main, told)))
            told += () if any(one.scene.incident == 1 for one in told) else _fatal(main)
            deadly = any(one.scene.incident == 1 for one in told)
            killed = [one.low for one in told if _is_total(one) and one.low is not None and one.low == one.high]
        elif slot == "injured" and not any(_is_total(one) for one in told):
            told += _survivors(main, max(killed, default=0))
        yield from told


def _is_total(one: Tally) -> bool:
    return one.scene.incident == 1 and one.of == "total"


# ---------------------------------------------------------------- people named one by one

def _summed(main: Sequence[Scene], said: list[Tally], slot: Slot, idle: bool) -> list[Tally]:
    """The numbers with the sum of people that headline or lead name side by side, where it tops every total."""
    totals = [one.low or 0 for one in said if one.scene.incident == 1 and one.of == "total"]
    for scene in main:
        listed = [count for count in _list_of(scene, slot) if not (idle and count.weak)]
        low, high = sum(count.low or 0 for count in listed), _sum_high(listed)
        if not _one_by_one(listed) or (totals and (max(totals) >= low or not scene.lead)):
            continue
        parts = {(count.start, count.end): count.noun or PART for count in listed}
        kept = [replace(one, of=parts[one.start, one.end]) if (one.start, one.end) in parts else one for one in said]
        return [*kept, Tally(scene, slot, listed[0].start, listed[-1].end, low, high, "total")]
    return said


def _one_by_one(listed: Sequence[Count]) -> bool:
    """Are people told by ones and twos, and are they no two sides of a fight?

    "A man and two teenagers" are three. "16 civilians and three children" and "four soldiers and two rebels"
    stay as they are: the text gives no sum.
    """
    if not 1 < len(listed) <= MAX_LIST or any((count.low or 0) > MAX_NAMED or count.high is None for count in listed):
        return False
    sides = {count.noun.removesuffix("s") for count in listed} & _SIDES
    return not sides or len({count.noun.removesuffix("s") for count in listed}) == 1


MAX_NAMED = 9
"""A larger group is counted, and not told one by one."""
_SIDES = words("""
soldier troop police policemen policeman officer militant rebel fighter insurgent terrorist gunmen gunman attacker
guerrilla jihadist militiamen assailant suspect bomber
""")


def _list_of(scene: Scene, slot: Slot) -> list[Count]:
    """The people of a unit that a sentence names side by side, each group with its number or meant as one."""
    counts = [count for count in scene.counts if count.unit == slot and not count.part and count.low is not None]
    chain: list[Count] = []
    for count in sorted(counts, key=lambda count: count.start):
        gap = scene.text[chain[-1].end - scene.start:count.start - scene.start] if chain else ""
        if chain and not (count.joined and _LISTED.fullmatch(gap)):
            if len(chain) > 1:
                break
            chain = []
        chain.append(count)
    rest = sum(count.low or 0 for count in chain[1:])
    # "Two victims, a man and a woman": the rest says who the first are.
    return chain[1:] if len(chain) > 2 and chain[0].low == rest else chain


_LISTED = re.compile(r"(?:(?!\b(?:who|whose|whom|which|of|in)\b)[^.;:()]|\(\d{1,2}\)){0,60}")


def _sum_high(counts: Sequence[Count]) -> int | None:
    highs = [count.high for count in counts]
    return None if None in highs else sum(high for high in highs if high is not None)


_SUICIDE = re.compile(
    r"\b(?:(?:then|before|and|,)\s+(?:\w+\s+){0,3}?"
    r"(?:kill(?:ed|s|ing)|shot|shoots|shooting|hanged|"
    r"turn(?:ed|s|ing) (?:the |a |his |her )?(?:\w+ )?(?:gun|weapon|shotgun|rifle|pistol) on)\s+(?:himself|herself|self)|"  # noqa: E501 - one pattern
    r"(?:before|then|and) (?:(?:he|she) )?(?:was|being) (?:fatally )?(?:shot|killed)"
    r"(?: dead| and killed| to death)? by\b|"
    r"(?:then|and|,|&) (?:himself|herself|self)\b|(?:committed|committing|commits) suicide|"
    r"(?:took|taking|takes) (?:his|her) own life)\b",
    re.IGNORECASE,
)
_KILLS = re.compile(r"\b(?:kill(?:s|ed|ing)?|shot|shoots|shooting|murder(?:s|ed|ing)?|slew|slaying)\b[^.;]{0,30}$",
                    re.IGNORECASE)
_DOER_IN = re.compile(r"\b(?:including|among them|counting) (?:the |a )?(?:\w+ )?(?:gunman|shooter|suspect|attacker|"
                      r"assailant|bomber|husband|father|mother|wife|himself|herself)\b", re.IGNORECASE)


def _with_doer(told: list[Tally]) -> list[Tally]:
    """ "kills four, then himself": the doer who dies with them is one more, where the same sentence says so."""
    for number, one in enumerate(told):
        if one.scene.incident != 1 or one.of != "total" or one.low is None or one.high != one.low:
            continue
        text = one.scene.text
        found = _SUICIDE.search(text, one.end - one.scene.start)
        before, between = text[:one.start - one.scene.start], text[one.end - one.scene.start:][:200]
        if not found or _DOER_IN.search(text) or not (_KILLS.search(before) or re.search(r"\bby\b", between)):
            continue
        total = replace(one, end=one.scene.start + found.end(), low=one.low + 1, high=one.high + 1)
        rest = [replace(other, of="victims") if _is_same(other, one) else other for other in told]
        return [*rest[:number], total, *rest[number:]]
    return told


def _is_same(one: Tally, other: Tally) -> bool:
    return one.scene.incident == 1 and one.of == "total" and (one.low, one.high) == (other.low, other.high)


_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LATER_DEATH = re.compile(
    rf"\b({'|'.join(_ORDINALS)})\s+(?:[\w-]+\s+)?(?:(?:death|fatality)\b|(?:person|victim|man|woman|boy|girl|child|"
    r"teen|teenager|student|officer|worker|patient)\b[^.;]*\b(?:dies|died|dead|succumb\w*)\b)", re.IGNORECASE)


def _with_later_death(main: Sequence[Scene], told: list[Tally]) -> list[Tally]:
    """ "A third victim has died", where two are told as killed: three, of whom the two are a part."""
    for scene in main:
        for found in _LATER_DEATH.finditer(scene.text):
            number = _ORDINALS.index(found[1].lower()) + 2
            before = [one for one in told if _is_total(one) and one.low == one.high == number - 1]
            if before and not any(_is_total(one) and (one.low or 0) >= number for one in told):
                start = scene.start + found.start()
                rest = [replace(one, of=PART) if one in before else one for one in told]
                return [*rest, Tally(scene, "killed", start, scene.start + found.end(), number, number, "total")]
    return told


def _survivors(main: Sequence[Scene], killed: int) -> Iterator[Tally]:
    """ "Five people were shot. Three died": two were hurt, where nobody says how many."""
    for scene in main:
        for count in scene.counts:
            if killed and count.weak and not count.part and not count.implicit and count.noun in AT_LARGE \
                    and count.low is not None and count.low == count.high and count.low > killed:
                # "One dead, six shot": the six are beside the dead.
                rest = count.low if is_beside_dead(scene) else count.low - killed
                yield Tally(scene, "injured", count.start, count.end, rest, rest, "total")
                return


# ---------------------------------------------------------------- people without a number

def _implied(scenes: Sequence[Scene], said: Sequence[Tally], slot: Slot, deadly: bool) -> Iterator[Tally]:
    """One victim without a number ("the driver was killed"), where an incident has no total.

    In a deadly incident one person hurt is the one who died, unless the sentence tells of both.
    """
    told = {one.scene.incident for one in said if one.of == "total"}
    for scene in scenes:
        for count in scene.counts:
            if count.unit != slot or not count.implicit or scene.incident in told \
                    or (count.weak and is_idle(scenes, slot)):
                continue
            if slot == "injured" and deadly and scene.incident == 1 and not _tells_of_both(scene, count):
                continue
            told.add(scene.incident)
            yield Tally(scene, slot, count.start, count.end, 1, 1, "total")


def _tells_of_both(scene: Scene, hurt: Count) -> bool:
    return any(count.unit == "killed" and (count.start, count.end) != (hurt.start, hurt.end)
               for count in scene.counts)


_SIZES = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_SIZED = re.compile(rf"\b(?:({'|'.join(_SIZES)})[ -](?:homicide|murder|slaying|killing|fatal\w*)s?|"
                    r"murder[ -]suicide)\b", re.IGNORECASE)


def _sized(main: Sequence[Scene], told: list[Tally]) -> list[Tally]:
    """ "a triple homicide" is three and "a murder-suicide" at least two, where nobody gives as many."""
    totals = [one for one in told if one.scene.incident == 1 and one.of == "total"]
    for scene in main:
        if found := _SIZED.search(scene.text):
            size = _SIZES[found[1].lower()] if found[1] else 2
            if any((one.low or 0) >= size for one in totals):
                return told
            start = scene.start + found.start()
            parts = [replace(one, of=PART) if one in totals else one for one in told]
            return [*parts, Tally(scene, "killed", start, scene.start + found.end(), size,
                                  size if found[1] else None, "total")]
    return told


_FATAL = re.compile(
    r"\b(?:fatal(?:ly)?|deadly|murder(?:ed|s)?|homicides?|manslaughter|slaying|slain|shooting death|gunned down|"
    r"shot dead|(?:shot|stabbed|beaten) to death|pronounced dead|found dead|(?:was|were|been) killed|"
    r"(?:has|have|had|later|who) died|died (?:at|in|on|from|of|after|sunday|monday|tuesday|wednesday|thursday|friday|"
    r"saturday))\b",
    re.IGNORECASE,
)
_DEADLY = re.compile(rf"{_FATAL.pattern}|\b(?:killed|kills|killing|dies|dead)\b", re.IGNORECASE)
"""In headline and lead plainer words tell it too ("deacon killed")."""
_ATTEMPT = re.compile(r"\b(?:attempted|attempt|non|not|solicitation)\W+(?:[\w-]+[^\w-]+){0,2}(?:[\w-]*-)?$",
                      re.IGNORECASE)
_ASKED = re.compile(r"\b(?:if|whether)\b[^,.;]{0,40}$", re.IGNORECASE)
_NOT_DEATH = re.compile(r"\W+(?:weapons?|force|detectives?|unit|crash|squad|investigators?|rate|section|mystery)\b",
                        re.IGNORECASE)
NEAR_SENTENCES = 8
"""So far down a report a death is still its main happening's."""


def _fatal(main: Sequence[Scene]) -> Iterator[Tally]:
    """ "a deadly shooting", where the report gives no count of the killed: at least one."""
    for scene in main:
        pattern = _DEADLY if scene.lead else _FATAL
        for found in pattern.finditer(scene.text) if scene.lead or scene.number < NEAR_SENTENCES else ():
            before = scene.text[:found.start()]
            if not (_ATTEMPT.search(before) or _ASKED.search(before) or _NOT_DEATH.match(scene.text, found.end())):
                yield Tally(scene, "killed", scene.start + found.start(), scene.start + found.end(), 1, None, "total")
                return
