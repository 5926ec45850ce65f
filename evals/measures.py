"""What is measured: for each gold set, how the tables are made and which scorer reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of a scorer: its script, the gold folder, and the inputs whose export it reads.

    `figures` maps the names used in floors.toml to paths into the scorer's JSON line.
    """

    name: str
    scorer: str
    gold: str
    figures: dict[str, str]


STORIES = Measure("stories", "stories.py", "stories", {
    "grouping gain": "grouping.gain",
    "grouping pairwise F1": "grouping.pairwise.f1",
    "killed exact F1": "values.killed.exact.f1",
    "killed best value": "best.killed.exact",
    "injured best value": "best.injured.exact",
    "date F1": "values.date.exact.f1",
    "place F1, lenient": "values.place.lenient.f1",
    "perpetrator F1, lenient": "values.perpetrator.lenient.f1",
    "weapon F1, lenient": "values.weapon.lenient.f1",
    "said_by any": "said_by.any",
    "said_by attributed": "said_by.attributed",
    "copies F1": "copies.pairs.f1",
    "conflicts F1": "conflicts.f1",
})
MEASURES = (STORIES,)
