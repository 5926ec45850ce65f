"""What in the name of a source tells an authority from others: names without grammar, offices, titles and ranks."""

from __future__ import annotations

import re

from firsthand.text import WORD, fold

SMALL = frozenset("""a an the of for and in on at to from by with its his her their our s local state based main top
senior chief deputy head director spokesman spokesmen spokeswoman spokesperson spokespeople leader chairman minister
president official officials representative representatives member members monitor monitoring group statement report
mr mrs ms dr gen general col colonel lt lieut lieutenant maj major capt captain sgt sergeant cpl corporal const
constable inspector detective det superintendent supt trooper patrolman brig brigadier adm cmdr sheriff
according""".split())  # noqa: SIM905
"""Words that tell an authority from no other: grammar, offices and titles."""

UNNAMED = frozenset("""source sources witness witnesses eyewitness eyewitnesses activist activists resident residents
medic medics doctor doctors official officials people person neighbour neighbours neighbor neighbors local locals
villager villagers spokesman spokeswoman spokesperson reporter reporters correspondent correspondents analyst analysts
expert experts observer observers media reports report rescuer rescuers worker workers insider insiders survivor
survivors he she they we it who some many others several one man woman statement more update updates watch breaking
related video""".split())  # noqa: SIM905
"""Heads of phrases that name nobody: "a medical source", "local officials", "two witnesses"."""

AUTHORITIES = frozenset("""police army military navy government ministry authorities authority court courts coroner
prosecutor prosecutors prosecution coalition union council municipality parliament presidency palace embassy
hospital ambulance defence defense mayor governor sheriff television tv radio agency forces guard coastguard
brigade command""".split())  # noqa: SIM905
"""Common nouns that name an authority by themselves: "police", "the army", "state television"."""

OFFICES = frozenset("""officer deputy agent commissioner commander admiral marshal private judge justice prosecutor
coroner attorney gov governor mayor sen senator rep congressman congresswoman councillor councilman councilwoman
secretary ambassador bishop archbishop father rev reverend imam sheikh prof professor sir dame lord
lady""".split())  # noqa: SIM905
"""Words that tell a person from no other right before the name, and may be part of a body's ("Justice Ministry")."""
_BEFORE_NAME = re.compile(r"\b(\w+)(?=\.? ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)$)")
_BODIES = frozenset(("department", "office", "committee", "commission", "bureau", "service", "house", "general",
                     "league", "centre", "center"))


def distinctive(name: str) -> frozenset[str]:
    """The folded words of a name that set it apart."""
    offices = OFFICES & {fold(word) for word, rest in _BEFORE_NAME.findall(name)
                         if " " in rest or fold(rest) not in AUTHORITIES | _BODIES}
    return frozenset(fold(token) for token in WORD.findall(name)) - SMALL - offices
