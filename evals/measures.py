"""What is measured: for each gold set, how the tables are made and which scorer reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of a scorer: its script, the gold folder, and the inputs whose tables it reads.

    `figures` maps the names used in floors.toml to paths into the scorer's JSON line. Where `leave_out` is
    given, the gold folder holds claims to be weighed, without those of the sources named; else reports.
    """

    name: str
    scorer: str
    gold: str
    figures: dict[str, str]
    leave_out: tuple[str, ...] | None = None


STORIES = Measure("stories", "stories.py", "stories", {
    "grouping gain": "grouping.bcubed.gain",
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
TIME = Measure("time", "score_time.py", "time", {"value F1": "value.f1"})
LGL = Measure("lgl", "score_place.py", "place/lgl", {"within 161 km, of all": "resolution.accuracy_161_all"})
GEOVIRUS = Measure("geovirus", "score_place.py", "place/geovirus",
                   {"within 161 km, of all": "resolution.accuracy_161_all"})
ECBPLUS = Measure("ecbplus", "ecbplus.py", "ecbplus", {"grouping B-cubed F1": "grouping.bcubed.f1"})
GVA = Measure("gva", "gva.py", "gva", {
    "killed": "by_incident.killed.all",
    "injured": "by_incident.injured.all",
    "date": "by_incident.date.day",
    "city": "by_incident.city.best",
    "grouping B-cubed F1": "grouping.bcubed.f1",
})
POPULATION = Measure("population", "truth.py", "truth/population", {"accuracy": "accuracy"}, ())
BIRTHPLACES = Measure("birthplaces", "truth.py", "truth/birthplaces", {"accuracy": "exact"}, ())
FLIGHT = Measure("flight", "truth.py", "truth/flight", {"accuracy": "accuracy"}, ("aa", "ua", "CO"))
"""Without the airlines' own sites: the gold is theirs."""
MEASURES = (STORIES, POPULATION, BIRTHPLACES, FLIGHT, TIME, LGL, GEOVIRUS, ECBPLUS, GVA)
"""In the order of their cost: the stories take seconds, the local news of `gva` some minutes."""
