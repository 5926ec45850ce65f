"""Where a crawl lies, and how it tells what it does: what all its stages share."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from firsthand.crawl.ledger import Ledger, Line
from firsthand.crawl.plan import Plan
from firsthand.engine.files import FileEngine
from firsthand.options import CrawlOptions

Item = TypeVar("Item")

WORK = "work"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: pieces of work done and in all, of these found done; reports and rejected inputs
    by reason; and seconds since it began."""

    stage: str
    done: int
    total: int
    found: int
    reports: int
    rejected: Mapping[str, int]
    seconds: float


Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Place:
    """A crawl's folder, what it is of, the engine it runs on, and who is told how far it is."""

    folder: Path
    plan: Plan
    engine: FileEngine
    options: CrawlOptions
    tell: Tell

    def work(self, name: str) -> Path:
        """A folder or file below the work folder."""
        return self.folder / WORK / name

    def table(self, name: str) -> Path:
        """Where a table of the crawl stands."""
        return self.folder / f"{name}.parquet"

    def tables(self) -> Ledger:
        """The ledger of the tables."""
        return Ledger(self.folder, self.work("tables"))

    def stage(self, name: str, ledger: Ledger, items: Sequence[tuple[str, Item]],
              todo: Callable[[Sequence[Item]], Iterator[Line]]) -> list[Line]:
        """The lines of all items (key, item): those that are done, and what `todo` gives for the rest."""
        meter = _Meter(name, len(items), self.tell)
        lines, left = [], []
        for key, item in items:
            line = ledger.find(key)
            if line is None:
                left.append(item)
            else:
                lines.append(line)
                meter.found(line)
        for line in todo(left):
            lines.append(line)
            meter.done(line)
        if not left:
            meter.end()
        ledger.sweep(lines)
        return sorted(lines, key=lambda line: line.key)

    def write_tables(self, key: str, names: Sequence[str], make: Callable[[], Any]) -> Line:
        """The line of some tables; `make` writes them where they are not there as they should be."""
        ledger = self.tables()
        line = ledger.find(key)
        if line is None:
            make()
            line = ledger.enter(key, [f"{name}.parquet" for name in names])
        return line


@dataclass
class _Meter:
    """Counts the work of a stage and tells it."""

    name: str
    total: int
    tell: Tell
    known: int = 0
    ready: int = 0
    reports: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def found(self, line: Line) -> None:
        """A piece that was done in an earlier run."""
        self.known += 1
        self.rejected.update(line.rejected)

    def done(self, line: Line) -> None:
        """A piece that was done now."""
        self.ready += 1
        self.reports += line.reports
        self.rejected.update(line.rejected)
        self.end()

    def end(self) -> None:
        """Tells how far the stage is."""
        self.tell(Progress(self.name, self.known + self.ready, max(self.total, self.known + self.ready), self.known,
                           self.reports, self.rejected, time.monotonic() - self.started))
