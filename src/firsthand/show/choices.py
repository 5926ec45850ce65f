"""What a user chose for all stages, and lines on what could not be used: shared by several commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from firsthand.errors import OptionError

if TYPE_CHECKING:
    from firsthand.options import Options, ReadOptions

MAX_TOLD = 20
"""So many lines are read on a terminal; an archive may give thousands, which the table `rejected` lists."""


def make_options(format: str, columns: Sequence[str] | None = None, outlets: Path | None = None) -> Options:
    """The options of all stages; tells which rows of a table of outlets cannot be used, and raises
    `InputError` where none can."""
    from firsthand.options import Options, TraceOptions
    from firsthand.trace import load_outlets

    if outlets is not None:
        tell("left out", [(row.ref, row.detail) for row in load_outlets(outlets).rejected])
    return Options(read=_read_options(format, columns),
                   trace=TraceOptions(outlets=None if outlets is None else str(outlets)))


def _read_options(format: str, columns: Sequence[str] | None) -> ReadOptions:
    """The options of reading; raises `OptionError` for a column map that is none."""
    from firsthand.options import ReadOptions
    from firsthand.read.table import COLUMNS

    pairs = [one.partition("=") for given in columns or () for one in given.split(",")]
    for column, sign, name in pairs:
        if column not in COLUMNS or not sign or not name:
            raise OptionError(f"--columns {column}{sign}{name}: write COLUMN=NAME with one of: {', '.join(COLUMNS)}")
    return ReadOptions(format=format, columns=tuple((column, name) for column, _, name in pairs))


def tell(what: str, rows: Sequence[tuple[str, str]]) -> None:
    """A line on standard error for each of the first (ref, sentence) rows, and how many more there are."""
    from firsthand.text import printable

    for ref, sentence in rows[:MAX_TOLD]:
        typer.echo(printable(f"{what}: {ref}: {sentence}"), err=True)
    if len(rows) > MAX_TOLD:
        typer.echo(f"{what}: and {len(rows) - MAX_TOLD} more", err=True)
