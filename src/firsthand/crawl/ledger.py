"""What is done: a line for each piece of work, beside the files that it made.

A line is a small JSON file that is written after the files it names, with their SHA-256. Its name
is the digest of all that the work rests on (content, options, models, code), so that work is found again by
what it is and never by its place. It counts as done when line and files agree.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from firsthand.engine.files import sha256_of, write_bytes
from firsthand.text import digest


@dataclass(frozen=True)
class Line:
    """A piece of work that is done: its key, the SHA-256 of each file by its name, the reports in them, and
    how many inputs were rejected for each reason."""

    key: str
    files: Mapping[str, str]
    reports: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)


class Ledger:
    """The lines of one kind of work: in the folder of its files, or in one of their own."""

    def __init__(self, folder: Path, lines: Path | None = None) -> None:
        self.folder, self.lines = folder, lines or folder
        for one in (self.folder, self.lines):
            one.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where a file of this work lies."""
        return self.folder / name

    def enter(self, key: str, names: Iterable[str], reports: int = 0,
              rejected: Mapping[str, int] | None = None) -> Line:
        """Notes that a piece of work is done; its files are there already."""
        line = Line(key, {name: sha256_of(self.path(name)) for name in names}, reports, dict(rejected or {}))
        write_bytes(json.dumps(asdict(line), sort_keys=True).encode(), self.lines / f"{key}.json")
        return line

    def find(self, key: str) -> Line | None:
        """The line of a piece of work; None where it is not done, or its files are not as it says."""
        try:
            line = Line(**json.loads((self.lines / f"{key}.json").read_text("utf-8")))
            whole = line.key == key and all(sha256_of(self.path(name)) == known for name, known in line.files.items())
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return line if whole else None

    def sweep(self, kept: Iterable[Line]) -> None:
        """Removes what belongs to none of these lines: work that nothing rests on any more, and unfinished files."""
        lines = list(kept)
        names = {f"{line.key}.json" for line in lines} | {name for line in lines for name in line.files}
        for path in {*self.folder.iterdir(), *self.lines.iterdir()}:
            if path.name not in names and path.is_file():
                path.unlink()


def key_of(*parts: object) -> str:
    """The name of a piece of work, from all that it rests on."""
    return digest(*(json.dumps(part, sort_keys=True, ensure_ascii=True, default=str) for part in parts))


def total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """Counts added up."""
    found: Counter[str] = Counter()
    for one in counts:
        found.update(one)
    return found
