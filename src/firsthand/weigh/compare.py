"""How two values of a slot stand to each other: rules that can be read, with the reason in words.

`relate` looks at the values alone, `compare` also at who says them and when. The kinds:
contradiction (both cannot hold), update (a later figure of the same authority, or a toll that
rises), scope (another group, area or period), precision (one leaves room for the other) and
framing (the same in other words).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from firsthand.names import same_place
from firsthand.options import WeighOptions
from firsthand.records import Difference, PlaceValue, Slot
from firsthand.text import fold
from firsthand.weigh.actors import Relation, actors_of, relate_sets, relate_weapons
from firsthand.weigh.lexicon import name_words
from firsthand.weigh.moments import is_bare_weekday, is_later, weekday_of, words_of_day
from firsthand.weigh.places import relate_places
from firsthand.weigh.speakers import authority_words, same_authority

COUNTS = ("killed", "injured", "missing")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as one report gives it. `time` is ISO: when the figure held, else when it was published;
    `version` the page and the rank among its versions, where the report is one of several."""

    slot: Slot
    of: str | None = None
    low: int | str | None = None
    high: int | str | None = None
    name: str | None = None
    place: PlaceValue | None = None
    speaker: str | None = None
    origin: str = ""
    report: str = ""
    time: str | None = None
    denied: bool = False
    version: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """The kind of difference, the reason in words, whether both can hold, and which one is older."""

    difference: Difference
    why: str
    clash: bool = False
    older: Literal[0, 1] | None = None


def compare(ones: Sequence[Stated], twos: Sequence[Stated],
            options: WeighOptions | None = None) -> Contrast | None:
    """How two values differ, each given by one report or more; None where they do not.

    All of `ones` give one value of a slot, all of `twos` another value of the same slot. An older
    figure of the same authority, or a toll that is overtaken by a larger one, makes an update.
    """
    options = options or WeighOptions()
    one, two = min(ones, key=repr), min(twos, key=repr)
    if group_of(one.of) != group_of(two.of):
        return _other_group(one, two)
    if all(item.denied for item in ones) != all(item.denied for item in twos) and relate(one, two) is None:
        return Contrast("contradiction", f"one account gives {phrase(one)}, another denies it", clash=True)
    contrast = relate(one, two)
    if contrast is None or one.slot not in COUNTS:
        return contrast
    return _update(ones, twos, contrast, options) or contrast


def relate(one: Stated, two: Stated) -> Contrast | None:
    """How two values of one slot differ by what they say alone; None where they are the same."""
    by_slot = {"date": _relate_days, "place": _relate_places, "perpetrator": _relate_actors,
               "target": _relate_actors, "weapon": _relate_weapons, "event": _relate_events}
    return by_slot.get(one.slot, _relate_counts)(one, two)


def group_of(of: str | None) -> str:
    """A counted group in a form that can be compared; no group is everybody."""
    return " ".join(word for word in name_words(of or "total") if word not in ("the", "a", "all")) or "total"


def meets(one: Stated, two: Stated) -> bool:
    """True where both values can hold together."""
    contrast = relate(one, two)
    return contrast is None or not contrast.clash


def _other_group(one: Stated, two: Stated) -> Contrast:
    first, second = (one.of or "total", two.of or "total")
    named = [f"{phrase(one)} counts {_group_words(first)}", f"{phrase(two)} counts {_group_words(second)}"]
    return Contrast("scope", f"{named[0]}, {named[1]}")


def _group_words(of: str) -> str:
    return "everybody" if group_of(of) == "total" else of


# ---------------------------------------------------------------- counts and days

def phrase(item: Stated) -> str:
    """A value in words: "at least 20", "Tuesday 20 March 2018", a name in quotation marks."""
    low, high = item.low, item.high
    if item.slot == "date":
        return words_of_day(str(low or high), str(high or low))
    if item.slot not in COUNTS:
        return f"“{item.name}”"
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"up to {high}" if low is None else f"{low} to {high}"


def is_within(one: Stated, two: Stated) -> bool:
    """True where every number or day of `one` is one of `two`'s."""
    low_in = two.low is None or (one.low is not None and _order(one.low) >= _order(two.low))
    return low_in and (two.high is None or (one.high is not None and _order(one.high) <= _order(two.high)))


def _order(bound: int | str) -> tuple[int, str]:
    return (bound, "") if isinstance(bound, int) else (0, bound)


def _apart(one: Stated, two: Stated) -> bool:
    """True where two intervals share nothing; null is open."""
    return any(left.high is not None and right.low is not None and _order(left.high) < _order(right.low)
               for left, right in ((one, two), (two, one)))


def _relate_counts(one: Stated, two: Stated) -> Contrast | None:
    if (one.low, one.high) == (two.low, two.high):
        return None
    if _apart(one, two):
        whom = "in all" if group_of(one.of) == "total" else f"of {one.of}"
        return Contrast("contradiction", f"{phrase(one)} and {phrase(two)} {whom} cannot both hold", True)
    return Contrast("precision", _room(one, two))


def _room(one: Stated, two: Stated) -> str:
    if is_within(one, two):
        return f"{phrase(two)} leaves room for {phrase(one)}"
    if is_within(two, one):
        return f"{phrase(one)} leaves room for {phrase(two)}"
    return f"{phrase(one)} and {phrase(two)} overlap: both may hold"


def _relate_days(one: Stated, two: Stated) -> Contrast | None:
    if (one.low, one.high) == (two.low, two.high):
        return None
    if any(is_bare_weekday(item.low) for item in (one, two)):
        return _relate_weekdays(one, two)
    if _apart(one, two):
        return Contrast("contradiction", f"{phrase(one)} and {phrase(two)} cannot both be the day", True)
    return Contrast("precision", _room(one, two))


def _relate_weekdays(one: Stated, two: Stated) -> Contrast | None:
    """A weekday that nothing dates, against another one or a date: only the weekdays can be compared."""
    if one.low != one.high or two.low != two.high:
        return Contrast("precision", f"{phrase(one)} and {phrase(two)}: which week is not said")
    if weekday_of(str(one.low)) == weekday_of(str(two.low)):
        return Contrast("precision", f"{phrase(one)} may be {phrase(two)}: which week is not said")
    return Contrast("contradiction", f"{phrase(one)} and {phrase(two)} cannot both be the day", True)


# ---------------------------------------------------------------- names

def _relate_places(one: Stated, two: Stated) -> Contrast | None:
    name, other = one.name or "", two.name or ""
    if fold(name) == fold(other) or same_place(name, other):
        return None
    relation = relate_places((name, one.place), (other, two.place))
    if relation == "precision":
        return Contrast("precision", f"{phrase(one)} and {phrase(two)}: one lies in or beside the other")
    if relation == "apart":
        return Contrast("contradiction", f"{phrase(one)} and {phrase(two)} lie far apart", clash=True)
    return Contrast("scope", f"{phrase(one)} and {phrase(two)} are other names: "
                             "another site, or a part of the same one")


def _relate_actors(one: Stated, two: Stated) -> Contrast | None:
    mine, theirs = actors_of(one.name or ""), actors_of(two.name or "")
    found = relate_sets(mine, theirs)
    both = f"{phrase(one)} and {phrase(two)}"
    if found.matched is None:
        return Contrast("contradiction", f"{both} name different ones", clash=True)
    if found.only_one and found.only_two:
        return Contrast("scope", f"{both} share some, and each names others besides")
    if found.only_one or found.only_two:
        more = one if found.only_one else two
        return Contrast("precision", f"{phrase(more)} names more than {phrase(two if more is one else one)}")
    return _by_relation(found.matched, one, two)


def _relate_weapons(one: Stated, two: Stated) -> Contrast | None:
    relation = relate_weapons(one.name or "", two.name or "")
    if relation == "apart":
        return Contrast("contradiction", f"{phrase(one)} and {phrase(two)} are different means", clash=True)
    return _by_relation(relation, one, two)


def _relate_events(one: Stated, two: Stated) -> Contrast | None:
    if name_words(one.name or "") == name_words(two.name or ""):
        return None
    return Contrast("framing", f"the same event is called {phrase(one)} and {phrase(two)}")


def _by_relation(relation: Relation, one: Stated, two: Stated) -> Contrast | None:
    both = f"{phrase(one)} and {phrase(two)}"
    if relation == "precision":
        return Contrast("precision", f"{both}: one says less, and leaves room for the other")
    if relation == "framing":
        return Contrast("framing", f"{both} are other words for the same")
    if relation == "open":
        return Contrast("framing", f"{both}: the words leave open whether they mean the same")
    return None


# ---------------------------------------------------------------- updates

def _update(ones: Sequence[Stated], twos: Sequence[Stated], contrast: Contrast,
            options: WeighOptions) -> Contrast | None:
    """An update where one side is an older version of the same page, an older word of the same authority, or a
    toll since overtaken."""
    for older, (before, after) in enumerate(((ones, twos), (twos, ones))):
        why = _same_page_later(before, after) if contrast.clash else None
        if why is None and (contrast.clash or _is_more(before[0], after[0])):
            why = _same_authority_later(before, after)
        if why is None and contrast.clash:
            why = _risen(before, after, options)
        if why is not None:
            return Contrast("update", why, contrast.clash, 1 if older else 0)
    return None


def _same_page_later(before: Sequence[Stated], after: Sequence[Stated]) -> str | None:
    """The reason where each page that gave the older value has a later version that gives the other one instead."""
    pages = {old.version[0] if old.version else None for old in before}
    latest = {new.version[0]: new.version[1] for new in sorted(after, key=lambda new: new.version or ("", 0))
              if new.version}
    if all(old.version and latest.get(old.version[0], -1) > old.version[1] for old in before):
        what = "the page gave" if len(pages) == 1 else "the pages gave"
        return f"{what} {phrase(min(before, key=repr))} first and {phrase(min(after, key=repr))} in a later version"
    return None


def _is_more(before: Stated, after: Stated) -> bool:
    """True for a count whose later bounds are higher: "at least 14", then 19."""
    if before.slot not in COUNTS or before.low is None or after.low is None:
        return False
    return _order(after.low) > _order(before.low)


def _same_authority_later(before: Sequence[Stated], after: Sequence[Stated]) -> str | None:
    """The reason where each word for the older value has a later word of the same authority.

    Only an authority that is named lowers its figure: of two reports of one origin that speak in
    their own voice, the lower one may as well count something else.
    """
    found: str | None = None
    words = _first_words(after)
    for old in _first_words(before):
        later = [new for new in words if is_later(new.time, old.time)
                 and same_authority((old.speaker, old.origin), (new.speaker, new.origin))
                 and (_is_more(old, new) or authority_words(new.speaker))]
        if not later:
            return None
        new = later[0]
        who = new.speaker or old.speaker or "the same source"
        found = found or f"{who} gave {phrase(old)} first and {phrase(new)} later"
    return found


def _first_words(stated: Sequence[Stated]) -> list[Stated]:
    """Of those that give one value at one time on one authority the first, in order."""
    found: dict[tuple[object, ...], Stated] = {}
    for one in sorted(stated, key=repr):
        found.setdefault((one.slot, one.low, one.time, one.speaker, one.origin), one)
    return list(found.values())


def _risen(before: Sequence[Stated], after: Sequence[Stated], options: WeighOptions) -> str | None:
    """The reason where a toll is higher in every later report than in every earlier one."""
    if not _is_more(before[0], after[0]):
        return None
    hours = options.update_hours
    times = {one.time for one in before}, {one.time for one in after}
    if not all(is_later(new, old, hours) for old in times[0] for new in times[1]):
        return None
    return (f"{phrase(after[0])} comes later than {phrase(before[0])}: a toll rises as more is known")
