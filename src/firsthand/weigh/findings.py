"""Findings: every value of a slot across a story, who gives it, who gives something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from firsthand.days import report_days, to_day
from firsthand.options import WeighOptions
from firsthand.records import (
    Claim,
    Difference,
    Finding,
    Mention,
    Origin,
    OriginCount,
    PlaceValue,
    Report,
    Slot,
    Status,
    Story,
    Value,
    Witness,
)
from firsthand.tables import table_of
from firsthand.text import fold, folded_words
from firsthand.weigh.compare import COUNTS, Contrast, Stated, compare, group_of, is_within, meets, phrase
from firsthand.weigh.fuse import METHOD, Support, explain, probability, support_of
from firsthand.weigh.variants import Given, Variant, find_variants, is_usable, most_used, places_by_words
from firsthand.weigh.versions import version_ranks

AROUND = 60
"""Code points on each side of a value by which verbatim copies of a sentence are told."""
OTHER_DAYS = 2
"""Days between the happenings of two reports from which on their values are told of other days. One day is
what reports of one happening differ by when they mistake it."""
_RANK: tuple[Difference, ...] = ("contradiction", "update", "scope", "precision", "framing")


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the claims are read against: texts, times, versions and places by report."""

    texts: Mapping[str, str]
    times: Mapping[str, str | None]
    versions: Mapping[str, tuple[str, int]]
    places: Mapping[tuple[str, str], PlaceValue]


def find_findings(stories: Sequence[Story], reports: Sequence[Report], claims: Sequence[Claim],
                  mentions: Sequence[Mention] = (),
                  options: WeighOptions | None = None, origins: Sequence[Origin] = ()) -> tuple[Finding, ...]:
    """The findings of some stories, in the order of their table's key.

    `claims` are the main values with their origins; `mentions` say where a named place is, and
    which day a dateline gives; `origins` give the names for explanations. One finding for each
    distinct value of (story, slot, group counted).
    """
    options = options or WeighOptions()
    sight = _sight(reports, mentions)
    known = {story.id for story in stories}
    slots: dict[tuple[str, Slot], list[Given]] = defaultdict(list)
    used = {claim for claim in claims if claim.story in known and claim.value.main and is_usable(claim.value)}
    days = _days(used)
    for claim in used:
        told = days.get((claim.story, claim.value.report)) or _until(sight.times.get(claim.value.report))
        slots[claim.story, claim.value.slot].append(replace(_given(claim, sight), days=told))
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for origin in origins:
        named[origin.story][origin.id] = origin.name
    found = [finding for (story, slot), givens in sorted(slots.items())
             for finding in _slot_findings((story, slot), givens, options, named[story])]
    return tuple(table_of(Finding).sorted(found))


def _sight(reports: Sequence[Report], mentions: Sequence[Mention]) -> _Sight:
    texts = {report.id: report.text for report in reports}
    days = report_days(reports, mentions)
    times: dict[str, str | None] = {}
    for report in reports:
        day = days.get(report.id)
        same = day is None or to_day(report.published) == day
        times[report.id] = report.published if same or day is None else day.isoformat()
    named = [(mention.report, texts.get(mention.report, "")[mention.start:mention.end], mention.value)
             for mention in mentions if isinstance(mention.value, PlaceValue)]
    return _Sight(texts, times, version_ranks(reports), places_by_words(named))


def _given(claim: Claim, sight: _Sight) -> Given:
    value = claim.value
    text = sight.texts.get(value.report, "")
    around = text[max(0, value.start - AROUND):value.end + AROUND]
    words = [word for word, _, _ in folded_words(around)]
    place = sight.places.get((value.report, _folded(value.name))) if value.slot == "place" else None
    stated = Stated(value.slot, value.of, value.low, value.high, value.name, place, value.said_by,
                    claim.origin, value.report, value.as_of or sight.times.get(value.report),
                    _is_denied(value), sight.versions.get(value.report))
    return Given(claim, stated, " ".join(words[1:-1]))


def _days(claims: Iterable[Claim]) -> dict[tuple[str, str], tuple[date, date]]:
    """(story, report) -> the first and the last day on which the report has the happening."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for claim in claims:
        if claim.value.slot == "date":
            bounds = [to_day(str(bound)) for bound in (claim.value.low, claim.value.high) if bound is not None]
            found[claim.story, claim.value.report] += [day for day in bounds if day is not None]
    return {key: (min(days), max(days)) for key, days in found.items() if days}


def _until(published: str | None) -> tuple[date, date] | None:
    """A report that gives no day tells of what came before it."""
    day = to_day(published)
    return (date.min, day) if day else None


def _is_denied(value: Value) -> bool:
    """True for a value given only to deny it; a denial of a deed does not deny its day or place."""
    return value.factuality == "denied" and value.slot not in ("date", "place")


def _folded(name: str | None) -> str:
    return fold(name or "")


# ---------------------------------------------------------------- one slot of one story

@dataclass(frozen=True, slots=True)
class _Pair:
    """How a variant stands to another one; `older` is true where this one is the older figure."""

    other: Variant
    contrast: Contrast
    older: bool


def _slot_findings(place: tuple[str, Slot], givens: Sequence[Given], options: WeighOptions,
                   names: Mapping[str, str]) -> list[Finding]:
    """The findings of one slot of one story, each counted group for itself, then held against the other groups."""
    slot = place[1]
    groups: dict[str, list[Given]] = defaultdict(list)
    for given in givens:
        groups[group_of(given.stated.of) if slot in COUNTS else ""].append(given)
    sets = {name: find_variants(members) for name, members in sorted(groups.items())}
    found = []
    for name, variants in sets.items():
        pairs = _pairs(variants, options)
        others = _of_other_reports(variants, sets, name)
        for number, variant in enumerate(variants):
            other = next((one for one in others if one.shown != variant.shown), None)
            scope = compare(variant.stated, other.stated) if other else None
            speakers = len({given.claim.origin for one in variants for given in one.givens})
            found.append(_finding(place, _of(variants) if slot in COUNTS else None, variant,
                                  _Weighed(pairs[number], scope, speakers, names)))
    return found


def _of_other_reports(variants: Sequence[Variant], sets: Mapping[str, Sequence[Variant]],
                      name: str) -> list[Variant]:
    """Totals where this is a group's count, groups where it is the total, of reports that do not give both."""
    covered = {report for variant in variants for report, _ in _voices(variant)}
    others = [rest for other, rest in sets.items() if (other == "total") != (name == "total")]
    return [variant for rest in others for variant in rest
            if not covered & {report for each in rest for report, _ in _voices(each)}]


def _of(variants: Sequence[Variant]) -> str:
    return most_used([(given.stated.of or "total", given.claim.origin)
                      for variant in variants for given in variant.givens])


def _pairs(variants: Sequence[Variant], options: WeighOptions) -> list[list[_Pair]]:
    """For each variant how it stands to each other one of its group."""
    found: list[list[_Pair]] = [[] for _ in variants]
    compatible = _compatible(variants)
    for one in range(len(variants)):
        for two in range(one + 1, len(variants)):
            contrast = compare(variants[one].stated, variants[two].stated, options)
            contrast = _between_accounts(contrast, variants[one], variants[two], (
                compatible[one], compatible[two])) if contrast else None
            if contrast is not None:
                found[one].append(_Pair(variants[two], contrast, contrast.older == 0))
                found[two].append(_Pair(variants[one], contrast, contrast.older == 1))
    return found


def _between_accounts(contrast: Contrast, one: Variant, two: Variant,
                      compatible: tuple[set[str], set[str]]) -> Contrast | None:
    """The difference as one between accounts; None where the same accounts give both values."""
    if contrast.clash:
        return _clash_between(contrast, one, two, compatible)
    mine, theirs = ({report for report, _ in _voices(variant)} for variant in (one, two))
    if contrast.difference in ("scope", "framing") and (mine <= theirs or theirs <= mine):
        return None
    if contrast.difference == "precision" and mine == theirs and not _voices(one) ^ _voices(two):
        return None
    return contrast


def _clash_between(contrast: Contrast, one: Variant, two: Variant,
                   compatible: tuple[set[str], set[str]]) -> Contrast:
    """The same for values that cannot hold together, unless they are told of two things."""
    both = f"{phrase(one.stated[0])} and {phrase(two.stated[0])}"
    if one.stated[0].slot != "date" and not any(_may_share_a_day(mine, theirs)
                                                for mine in one.givens for theirs in two.givens):
        return Contrast("scope", f"{both} are told of other days")
    if _stand_apart(one, two, compatible):
        return contrast
    if {report for report, _ in _voices(one)} & {report for report, _ in _voices(two)}:
        return Contrast("scope", "the same account gives both: it may speak of different parts")
    return Contrast("precision", f"an account that gives {phrase(one.stated[0])} or {phrase(two.stated[0])} "
                                 "also gives a value that leaves room for both")


def _may_share_a_day(one: Given, two: Given) -> bool:
    """False where what two reports tell lies at least `OTHER_DAYS` apart: a series, or a slip in the day."""
    if one.days is None or two.days is None:
        return True
    return max((one.days[0] - two.days[1]).days, (two.days[0] - one.days[1]).days) < OTHER_DAYS


def _compatible(variants: Sequence[Variant]) -> list[set[str]]:
    """For each variant the reports that give it, or another value that can hold together with it."""
    firsts = [variant.stated[0] for variant in variants]
    reports = [{given.stated.report for given in variant.givens} for variant in variants]
    return [set().union(*(reports[other] for other in range(len(variants))
                          if meets(firsts[number], firsts[other]))) for number in range(len(variants))]


def _stand_apart(one: Variant, two: Variant, compatible: tuple[set[str], set[str]]) -> bool:
    """True where some account gives the one value and nothing that fits the other, and so back.

    A report whose own voice gives both does not contradict itself: it speaks of two things. Where
    it quotes two sources for them, the sources stand apart; so do its own voice and a source, but on a
    group's count, of which a report names one part in its own voice and another as somebody's words.
    """
    mine = {given.stated.report for given in one.givens} - compatible[1]
    theirs = {given.stated.report for given in two.givens} - compatible[0]
    if mine and theirs:
        return True
    voices = _voices(one), _voices(two)
    stated = one.stated[0]
    parts = stated.slot in COUNTS and group_of(stated.of) != "total"
    return any(report == other and speaker != voice and (not parts or (speaker and voice))
               for report, speaker in voices[0] - voices[1] for other, voice in voices[1] - voices[0])


def _voices(variant: Variant) -> set[tuple[str, str]]:
    return {(given.stated.report, _folded(given.stated.speaker)) for given in variant.givens}


# ---------------------------------------------------------------- one finding

@dataclass(frozen=True, slots=True)
class _Weighed:
    """How a variant stands to the others of its slot."""

    pairs: Sequence[_Pair]
    scope: Contrast | None
    speakers: int
    names: Mapping[str, str]


def _finding(place: tuple[str, Slot], of: str | None, variant: Variant, weighed: _Weighed) -> Finding:
    clashing = [pair for pair in weighed.pairs if pair.contrast.clash]
    deniers = _deniers(variant)
    contested = bool(deniers) or any(pair.contrast.difference != "update" for pair in clashing)
    superseded = _is_superseded(variant, weighed.pairs, contested)
    contrast = _main_contrast(variant, weighed, superseded, deniers)
    origins = count_accounts(variant.givens)
    against = {_witness(given) for pair in clashing for given in pair.other.givens
               if any(_may_share_a_day(given, mine) for mine in variant.givens)} | set(deniers)
    reports = {_witness(given) for given in variant.givens if variant.denied or not given.stated.denied}
    sides = _sides(variant, weighed, deniers)
    return Finding(
        story=place[0], slot=place[1], of=of, value=variant.shown,
        status=_status(variant, superseded, contested, origins),
        difference=contrast.difference if contrast else None, why=contrast.why if contrast else None,
        origins=origins, reports=_in_order(reports), against=_in_order(against),
        probability=probability(*sides, weighed.speakers), method=METHOD, explanation=explain(*sides, weighed.names))


def _is_superseded(variant: Variant, pairs: Sequence[_Pair], contested: bool) -> bool:
    """Whether a later figure took its place: one of the same origins, or, where nobody contradicted it in
    its own time, anybody's higher one."""
    mine = {given.claim.origin for given in variant.givens}
    later = [{given.claim.origin for given in pair.other.givens} for pair in pairs if pair.older]
    return any(mine <= origins for origins in later) or (bool(later) and not contested)


def _status(variant: Variant, superseded: bool, contested: bool, origins: OriginCount) -> Status:
    if variant.denied:
        return "denied"
    if superseded:
        return "superseded"
    if contested:
        return "contested"
    return "several-origins" if origins.best > 1 else "one-origin"


def _main_contrast(variant: Variant, weighed: _Weighed, superseded: bool,
                   deniers: Sequence[Witness]) -> Contrast | None:
    """The difference that weighs most; of a superseded value the update that overtook it."""
    if superseded:
        return min((pair.contrast for pair in weighed.pairs if pair.older), key=lambda contrast: contrast.why)
    found = [pair.contrast for pair in weighed.pairs]
    if weighed.scope:
        found.append(weighed.scope)
    if deniers and not variant.denied:
        names = sorted({witness.said_by for witness in deniers if witness.said_by})
        who = ", ".join(names) or "another account"
        found.append(Contrast("contradiction", f"{who} denies it", clash=True))
    return min(found, key=lambda contrast: (_RANK.index(contrast.difference), contrast.why), default=None)


def _deniers(variant: Variant) -> tuple[Witness, ...]:
    """Those who deny the value, with the words that carry it."""
    if variant.denied:
        return ()
    found = set()
    for given in variant.givens:
        value = given.claim.value
        denied_by = value.denied_by if value.slot not in ("date", "place") else None
        if given.stated.denied or denied_by:
            found.add(replace(_witness(given), said_by=denied_by or given.stated.speaker))
    return _in_order(found)


def _witness(given: Given) -> Witness:
    value: Value = given.claim.value
    return Witness(value.report, value.start, value.end, value.said_by, given.claim.origin)


def _in_order(witnesses: Iterable[Witness]) -> tuple[Witness, ...]:
    return tuple(sorted(witnesses, key=lambda one: (one.report, one.start, one.end, one.said_by or "",
                                                    one.origin)))


def count_accounts(givens: Sequence[Given]) -> OriginCount:
    """How many independent origins give a value.

    `best` is the number of distinct origins. `low` takes every origin that is only presumed to be
    one of the others. `high` counts each presumed account for itself, but a verbatim copy of the
    words never: copies add nothing.
    """
    asserted = [given for given in givens if not given.stated.denied] or list(givens)
    sure = {given.claim.origin for given in asserted if given.claim.certain}
    unsure = [given for given in asserted if not given.claim.certain]
    origins = {given.claim.origin for given in asserted}
    alone = _accounts(unsure)
    return OriginCount(max(1, len(sure)), len(origins), max(len(origins), len(sure) + len(alone)))


def _accounts(givens: Sequence[Given]) -> set[tuple[str, str]]:
    """The presumed accounts, reports with the same words put together."""
    first: dict[str, str] = {}
    for given in sorted(givens, key=lambda one: one.stated.report):
        first.setdefault(given.around, given.stated.report)
    return {(given.claim.origin, first[given.around]) for given in givens}


def _sides(variant: Variant, weighed: _Weighed, deniers: Sequence[Witness]) -> tuple[Support, list[Support]]:
    """Who speaks for a value, or for one that lies within it, and who gives what cannot hold with it."""
    asserted = [given for given in variant.givens if not given.stated.denied]
    denied = [(f"denial by {witness.said_by or witness.origin}", witness.report, True) for witness in deniers]
    if variant.denied:
        denied = [_row(given) for given in variant.givens]
    own, against, later = [_row(given) for given in asserted], [denied] if denied else [], set()
    for pair in weighed.pairs:
        rows = [_row(given) for given in pair.other.givens]
        if pair.older:
            later |= {origin for origin, _, _ in rows}
            against.append(rows)
        elif pair.contrast.clash and pair.contrast.difference != "update":
            against.append(rows)
        elif _implies(pair.other.stated[0], variant.stated[0]):
            own += rows
    return support_of(own).without(later), [support_of(rows) for rows in against]


def _row(given: Given) -> tuple[str, str, bool]:
    return given.claim.origin, given.stated.report, given.claim.certain


def _implies(narrow: Stated, wide: Stated) -> bool:
    """True for bounds that lie within the other's: 32 is at least 20."""
    return narrow.slot in (*COUNTS, "date") and is_within(narrow, wide)
