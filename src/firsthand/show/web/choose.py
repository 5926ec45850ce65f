"""A form of the decide page as a choice."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.decide import Choice
from firsthand.decide.make import ALLOWED
from firsthand.errors import OptionError
from firsthand.records import Change
from firsthand.show.web.items import Item
from firsthand.snapshot import Snapshot
from firsthand.text import keepable


def read_choice(item: Item, fields: Sequence[tuple[str, str]], known: Snapshot) -> Choice:
    """What the form says is to be done with an item; raises `OptionError` for what no form says.

    `seen` is the version that the person had before them, whatever came since.
    """
    cells = {name: keepable(cell) for name, cell in fields}
    action = cells.get("action", "")
    if action not in ALLOWED[item.kind]:
        raise OptionError(f"a {item.kind} cannot be decided by {action!r}")
    seen = cells.get("seen", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise OptionError("the form does not say what you saw; load the page anew")
    changes: tuple[Change, ...] = ()
    if action == "correct":
        changes = tuple(Change(name, cells[f"set-{name}"].strip() or None) for name, before in item.cells.items()
                        if f"set-{name}" in cells and cells[f"set-{name}"].strip() != before)
    reports = tuple(value for name, value in fields if name == "report")
    if action == "merge" and item.kind == "story":
        other = known.stories.get(cells.get("with", ""))
        reports = other.reports if other else ()
    elif action == "merge":
        name = cells.get("with", "").strip()
        if not name or name == item.row.name:
            raise OptionError("choose the origin that this one is the same as")
        changes = (Change("name", name),)
    return Choice(action, item.row, changes, cells.get("note", "").strip() or None, reports,
                  int(seen), item.target)
