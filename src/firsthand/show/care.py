"""The command that looks after a case: `doctor`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.show.desk import CasePlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firsthand.doctor import Trouble

CURES = {"remove": "these rows are removed", "analyse": "the reports are analysed again",
         "relate": "it is worked out again", "index": "it is made anew"}


def doctor(case: CasePlace,
           mend: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired.")] = False) -> None:
    """Check a case: its file, rows, spans, answers, decisions, search and models; repair what can be."""
    from firsthand.doctor import examine, repair

    if not mend:
        found = examine(case)
        _tell(found, "--repair:")
        if not found:
            typer.echo(f"{case}: nothing is amiss")
        sys.exit(1 if found else 0)
    before, left = repair(case)
    _tell([one for one in before if one not in left], "repaired:")
    _tell(left, "still:")
    typer.echo(f"{case}: {len(before)} things were amiss, {len(left)} are left" if before
               else f"{case}: nothing is amiss")
    sys.exit(1 if left else 0)


def _tell(troubles: Sequence[Trouble], heading: str) -> None:
    for one in troubles:
        typer.echo(f"{one.what}: {one.count}")
        for example in one.examples:
            typer.echo(f"    {example}")
        remedy = "; ".join(filter(None, (CURES.get(one.cure or "", "cannot be repaired"), one.advice)))
        typer.echo(f"  {heading} {remedy}")


COMMANDS = (doctor,)
