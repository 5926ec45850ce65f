"""The town that local news tells of, chosen by what the words beside each name tell.

Local reports name the quarter, the street, the county and the homes of suspects; the town itself
often stands only beside its police or at the head of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.extract.incidents.ranking import load_weights, rank
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.incidents.towncues import CUES, Candidate, read_candidates
from firsthand.records import PlaceValue, Report
from firsthand.text import fold

_LOCAL = ("police", "state", "outlet")
"""Cues that a report has of its own town, and seldom of another."""
_LINE = ("line", "full line")


LIKELY = 0.5
"""Probability from which a town that only its mentions tell stands for a site that was chosen by its rank alone."""
SURE = 0.8
"""Probability from which a dateline alone tells the town of the quarters that a report names."""


@dataclass(frozen=True, slots=True)
class Town:
    """A report's own town: its folded name, the span of its first naming, and its probability.

    `own` is true where its police, its state, the outlet's name or a dateline tell it. `local` is true where its
    quarters are named after it: it is local news, where they say little without their town.
    """

    name: str
    start: int
    end: int
    probability: float
    own: bool
    local: bool


def find_town(report: Report, scenes: Sequence[Scene]) -> Town | None:
    """The town that a report's own cues tell most of, or None where no town at all is likelier."""
    candidates = read_candidates(report, scenes)
    *shares, none = rank(CUES, [one.counts for one in candidates], load_weights("town"))
    if not candidates:
        return None
    share, best = min(zip(shares, candidates, strict=True), key=lambda pair: (-pair[0], pair[1].start))
    if share <= none:
        return None
    local, line = (any(best.has(cue) for cue in cues) for cues in (_LOCAL, _LINE))
    near = line and share >= SURE and _is_at_home(report, scenes, best)
    return Town(best.name, best.start, best.end, share, local or line, local or near)


def _is_at_home(report: Report, scenes: Sequence[Scene], town: Candidate) -> bool:
    """Whether the other places of a report lie in the town's country: correspondents also write from abroad."""
    places = [(fold(report.text[place.start:place.end]), place.value.country) for scene in scenes
              for place in scene.places if isinstance(place.value, PlaceValue) and place.value.country]
    own = {country for name, country in places if name == town.name}
    others = Counter(country for name, country in places if name != town.name)
    return not others or others.most_common(1)[0][0] in own
