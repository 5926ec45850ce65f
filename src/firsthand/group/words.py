"""What a report's words weigh: rare words count, figures, days and everyday words do not.

Weights are tf-idf with a background: a case of twelve reports about one happening holds its own
names in every report, so document frequencies of the case alone would call them worthless. The
case is therefore topped up with imagined documents in which everyday and newspaper words are as
frequent as in English news, and every other word is rare (Bayesian smoothing of df).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firsthand.options import GroupOptions
from firsthand.records import Report
from firsthand.text import WORD, fold, word_shingles

Weights = Mapping[str, float]
"""Word -> weight, of unit length."""

EVERYDAY = frozenset("""
a about above across after again against ago all almost along already also although always am among an and
another any are around as at away back be became because been before began behind being below between both but
by came can cannot come could day days did do does doing done down during each early either else end enough even
ever every far few first for found from front further gave get give go going got had half has have having he her
here hers herself him himself his how however i if in inside into is it its itself just kept know last late later
latest least left less like little long made mainly make many may me mean might mine month months more moreover
most much must my myself near nearby nearly never new next no nor not nothing now of off often old on once one only
onto or other others our ours out outside over own part past people per perhaps place put quite rather s said same
saw say says second see seen set several shall she should since so some something soon still such t take taken than
that the their theirs them themselves then there these they thing things this those though through thus time times
to today together told too took toward towards two under until up upon us use used using very via was way we week
weeks well went were what when where whether which while who whom whose why will with within without would year
years yesterday yet you your yours
monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december jan feb mar apr jun jul aug sep sept oct nov dec am pm morning afternoon
evening night overnight noon midnight tomorrow tonight
zero three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
dozen dozens scores half
""".split())  # noqa: SIM905
"""Words that tell nothing of a happening: grammar, days (dates are compared apart) and numbers."""

NEWSY = frozenset("""
according added agency agencies announced area areas arrested article attack attacked attacks authorities
bbc bodies body bomb bombing border call called calls case charged charges child children city civilian civilians
claimed comment comments confirmed conflict copyright country county court crime crisis dead death deaths died
department described director district early east eastern email emergency expected facebook family fight fighters
fighting fire fired follow force forces foreign former government group groups gun gunshot head help high
hit home hospital house human identified incident including incidents information injured injuries international
investigation investigating involved issue issued journalist kill killed killing kills leader leading left life
list live local major man media medical meeting member members men military minister ministry minutes monitor
morning national near network news newspaper north northern number office officer officers official officials
opened operation order party person photo photos plan please police political post posted power presence president
press province public published quoted read real reached received region related released remain remained
reported reportedly reporter reporters reporting reports rescue residents responded responsibility responsible rights
road run saying scene security seeking sent service services share shooting shot showed situation site social
source sources south southern spokesman spokesperson spokeswoman started state statement states station stay stop
story street subscribe support suspect suspects taken talks target targeted team television thought told town
trying twitter update updated victim victims video village violence war watch website west western witness witnesses
wife woman women work working world wounded wounds young
""".split())  # noqa: SIM905
"""Words that stand in a good part of all news of harm, whatever the happening."""

NEWSY_SHARE = 0.1
"""Share of news reports that hold a word of `NEWSY`; most of them stand in 3 to 30 %."""
RARE_SHARE = 0.002
"""Share assumed for any other word: a name or a word of a happening."""
COMMON_NAME = 3.0
"""Rarity (a natural logarithm) from which on a shared name tells: one report in twenty has it."""
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z'’]+")
"""A capital within a sentence; at its start, and in headlines, every word may have one."""
LEAD_WORDS = 60
"""Headline and first two sentences tell the happening; the rest is background."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of a report's words: in the whole text, and in headline and lead; and how telling the
    names in it are: by stem, how much rarer than `COMMON_NAME` (not of unit length)."""

    whole: Weights
    lead: Weights
    names: Weights = field(default_factory=dict)


def weigh_words(reports: Sequence[Report], options: GroupOptions) -> list[Weighed]:
    """The word weights of each report, in the same order."""
    stems = Stems()
    stemmed = [_stems(report.text, stems) for report in reports]
    counted = [(_counts(words), _counts(words[:LEAD_WORDS])) for words in stemmed]
    wordings = [_wording(words) for words in stemmed]
    kinds: dict[str, set[int | str]] = defaultdict(set)
    for report, (whole, _), wording in zip(reports, counted, wordings, strict=True):
        for stem in whole:
            kinds[stem].add(report.id if wording is None else wording)
    holders = {stem: len(held) for stem, held in kinds.items()}
    total = len(set(wordings)) + options.background_reports
    rarity = {stem: math.log(total / (held + options.background_reports * _share(stem)))
              for stem, held in holders.items()}
    return [Weighed(_unit(whole, rarity), _unit(lead, rarity), _names(report.text, stems, rarity))
            for report, (whole, lead) in zip(reports, counted, strict=True)]


def _names(text: str, stems: Stems, rarity: Mapping[str, float]) -> Weights:
    """The names in a text that few reports have, by stem, with how much rarer they are than common ones."""
    found = {stems[word] for word in _NAME.findall(text)}
    return {stem: rarity[stem] - COMMON_NAME for stem in sorted(found)
            if stem not in _NEWSY_STEMS and rarity.get(stem, 0.0) > COMMON_NAME}


def _wording(stems: Sequence[str]) -> int | None:
    """A min-hash (Broder, 1997) of the lead, which reprints mostly share; None for a lead too short.

    A word is as rare as the wordings that hold it: a thousand reprints do not make their names common.
    """
    told = [stem for stem in stems[:LEAD_WORDS] if stem]
    return min((run for run, _ in word_shingles(told, 3)), default=None)


def stems_of(words: str) -> frozenset[str]:
    """The stems of a name, as `weigh_words` writes them."""
    return frozenset(_stems(words, Stems())) - {""}


def _stems(text: str, known: Stems) -> list[str]:
    """The stems of a text's words in order, '' for everyday words and figures."""
    return [known[word] for word in WORD.findall(text)]


class Stems(dict[str, str]):
    """Words to stems, each worked out once."""

    def __missing__(self, word: str) -> str:
        stem = self[word] = _stem(fold(word))
        return stem


def _stem(word: str) -> str:
    """A word without its simplest endings ("bombings" and "bombing" meet); '' where it tells nothing."""
    if word in EVERYDAY or len(word) < 2 or not any(sign.isalpha() for sign in word) or word[0].isdigit():
        return ""
    for ending, least in (("ings", 8), ("ing", 7), ("ers", 8), ("ies", 6), ("ed", 6), ("es", 6), ("s", 5)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[:-len(ending)]
    return word


_NEWSY_STEMS = frozenset(map(_stem, NEWSY))


def _share(stem: str) -> float:
    return NEWSY_SHARE if stem in _NEWSY_STEMS else RARE_SHARE


def _counts(stems: Sequence[str]) -> dict[str, int]:
    counts = Counter(stems)
    del counts[""]
    return dict(counts)


def _unit(counts: Mapping[str, int], rarity: Mapping[str, float]) -> Weights:
    """(1 + log tf) * idf, scaled to length 1 (Manning et al., Introduction to IR, ch. 6)."""
    weights = {stem: (1 + math.log(count)) * max(rarity[stem], 0.0) for stem, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()} if length else {}


def cosine(left: Weights, right: Weights) -> float:
    """How alike two unit vectors are, 0 to 1."""
    if len(left) > len(right):
        left, right = right, left
    return sum(weight * right[word] for word, weight in left.items() if word in right)
