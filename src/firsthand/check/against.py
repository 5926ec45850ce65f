"""What a case is held against: files of earlier fact-checks and of event records, told apart by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.check.checked import CheckedClaim
from firsthand.check.columns import ColumnMap
from firsthand.check.events import EventRecord, Window, is_event_header, read_events
from firsthand.check.factchecks import read_factchecks
from firsthand.check.lines import Problem, open_file, read_rows
from firsthand.errors import InputError, OptionError

KEPT_PROBLEMS = 1_000
"""So many problems are kept to be listed; the rest are counted, whatever a broken file holds."""


@dataclass
class Problems:
    """What could not be used: the first of them, and how many in all were left out or read in part."""

    first: list[Problem] = field(default_factory=list)
    left_out: int = 0
    in_part: int = 0

    @property
    def last(self) -> str:
        """The last problem that was kept, to end a message with."""
        return f"; {self.first[-1].where}: {self.first[-1].what}" if self.first else ""

    def add(self, problem: Problem) -> None:
        """Counts a problem and keeps it while there are few."""
        self.left_out += not problem.kept
        self.in_part += problem.kept
        if len(self.first) < KEPT_PROBLEMS:
            self.first.append(problem)


@dataclass(frozen=True, slots=True)
class Against:
    """Checked claims, and those event records that are near some story's days.

    `events` tells whether a file of event records was read, however many of them are near.
    """

    claims: Sequence[CheckedClaim]
    records: Sequence[EventRecord]
    problems: Problems
    events: bool


def read_against(paths: Sequence[Path], columns: ColumnMap | None, wanted: Window) -> Against:
    """Reads the files one after the other; event records are read as a stream, only wanted ones are kept.

    A file that cannot be used is a problem among the others. Raises `InputError` where none could be used.
    """
    claims: dict[tuple[str, str], CheckedClaim] = {}
    records: list[EventRecord] = []
    problems, read, events, failed = Problems(), 0, False, ""
    for path in paths:
        if path.is_dir():
            raise OptionError(f"{path} is a folder; name the files in it")
        try:
            if is_event_file(path, columns):
                records += read_events(path, problems.add, columns, wanted)
                events = True
            else:
                found = {(one.id, one.claim): one for one in read_factchecks(path, problems.add, columns)}
                if not found:
                    failed = failed or f"{path}: no checked claim in it{problems.last}"
                    continue
                claims |= found
            read += 1
        except InputError as error:
            where, _, what = str(error).partition(": ")
            problems.add(Problem(where, what, False))
            failed = str(error)
    if not read:
        raise InputError(failed or "no file to check against was named")
    return Against([claims[key] for key in sorted(claims)], records, problems, events)


def is_event_file(path: Path, columns: ColumnMap | None) -> bool:
    """Whether a file holds event records: by the user's map, else by the columns of a CSV."""
    if not path.name.removesuffix(".gz").lower().endswith((".csv", ".tsv", ".txt")):
        return False
    with open_file(path) as handle:
        names = next(read_rows(handle, str(path), lambda _: None)).cells
    if columns is not None and columns.kind == "events":
        return "first" in columns.columns and columns.columns["first"] in names
    return is_event_header(names)
