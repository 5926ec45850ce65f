"""A crawl from its inputs to its tables, stage by stage; every piece that is done is not done again.

    inputs ─read→ batches of reports ─extract→ rows ─join→ reports, mentions, attributions, values
           ─group→ stories ─trace→ links ─weigh→ origins, findings, flags

Each stage keeps its pieces in a `Ledger` below DIR/work, by the digest of what they rest on. The tables
stand in DIR, one Parquet file each.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from firsthand.crawl.across import weigh_units, write_joined, write_weighed
from firsthand.crawl.alone import extract_batches, read_inputs, row_files, write_alone
from firsthand.crawl.ledger import Line, total
from firsthand.crawl.place import WORK, Place, Tell
from firsthand.crawl.plan import changes_since, make_plan, read_manifest
from firsthand.engine.files import FileEngine, files_of, write_batches, write_bytes
from firsthand.errors import InputError, OptionError
from firsthand.options import CrawlOptions, Options
from firsthand.records import Decision, Match
from firsthand.tables import TABLES, schema_of, table_of

SCHEMA = 1
"""The contract's schema number, as in an export."""


@dataclass(frozen=True)
class Crawled:
    """What a crawl gave: rows of each table, what was rejected by reason, seconds of each stage, and what had
    changed since the run that it goes on with."""

    rows: Mapping[str, int]
    rejected: Mapping[str, int]
    seconds: Mapping[str, float]
    changes: tuple[str, ...] = ()


Result = TypeVar("Result")
MakeEngine = Callable[[Path], FileEngine]
"""Makes the engine; it is given a folder that it may fill."""


@dataclass(frozen=True)
class Run:
    """How a crawl is run: whether it goes on with what is there, its cuts, and who is told how far it is."""

    resume: bool = False
    options: CrawlOptions = field(default_factory=CrawlOptions)
    tell: Tell = lambda _: None
    say: Callable[[str], None] = lambda _: None


def crawl(inputs: Sequence[str], out: Path, options: Options, make_engine: MakeEngine,
          run: Run | None = None) -> Crawled:
    """Reads the inputs and writes all tables below `out`; gives their sizes.

    Raises `OptionError` where `out` holds a crawl already and it is not to go on, where another run works
    there, or for standard input; `InputError` where no input holds a report.
    """
    run = run or Run()
    before = _opened(out, resume=run.resume)
    with _alone(out):
        plan = make_plan(inputs, options)
        changes = tuple(changes_since(before, plan)) if before else ()
        for change in changes:
            run.say(f"{change}; what rests on it is done anew")
        plan.write(out)
        spill = out.absolute() / WORK / "spill"
        spill.mkdir(exist_ok=True)
        with closing(make_engine(spill)) as engine:
            return _run(Place(out.absolute(), plan, engine, run.options, run.tell), changes)


def _opened(out: Path, *, resume: bool) -> Mapping[str, object]:
    """The manifest of the run before, where the folder has one."""
    try:
        (out / WORK).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{out} cannot be used as a folder: {error.strerror}; give another --out") from error
    before = read_manifest(out)
    if before is not None and not resume:
        raise OptionError(f"{out} holds a crawl already; go on with it by --resume, or give another --out")
    return before or {}


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Sees to it that one run at a time works in a folder; the system gives it free when a run dies."""
    import fcntl

    with (out / WORK / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OptionError(f"another run works in {out}; wait for it, or give another --out") from error
        yield


def _run(place: Place, changes: tuple[str, ...]) -> Crawled:
    """All stages, in order."""
    clock = _Clock()
    read = clock.time("read", lambda: read_inputs(place))
    extracted = clock.time("extract", lambda: extract_batches(place, read))
    _check_any(read, extracted)
    alone = clock.time("tables", lambda: write_alone(place, read, extracted))
    joined = clock.time("group and trace", lambda: write_joined(place, alone))
    rows = row_files(place, extracted)
    weighed = clock.time("weigh", lambda: weigh_units(place, rows, joined))
    clock.time("findings", lambda: write_weighed(place, weighed))
    _write_rest(place)
    sizes = {table.name: _count_rows(place.table(table.name)) for table in TABLES}
    rejected = total(line.rejected for line in (*read, *extracted, *weighed))
    repeated = sum(line.reports for line in extracted) - sizes["reports"]
    return Crawled(sizes, rejected + Counter({"repeated": repeated}), clock.seconds, changes)


class _Clock:
    """The seconds that the stages take."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        """What the work gives."""
        started = time.monotonic()
        result = work()
        self.seconds[stage] = time.monotonic() - started
        return result


def _check_any(read: Sequence[Line], extracted: Sequence[Line]) -> None:
    """Raises `InputError` where there is no report at all."""
    if any(line.reports for line in extracted):
        return
    reasons = total(line.rejected for line in (*read, *extracted))
    told = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()) or "no input holds a report"
    raise InputError(f"nothing could be read: {told}")


def _write_rest(place: Place) -> None:
    """The tables that a crawl has no rows for, and what made the others."""
    for record in (Match, Decision):
        write_batches(iter(()), schema_of(record), place.table(table_of(record).name))
    about = {"schema": SCHEMA, **place.plan.about()}
    write_bytes((json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode(), place.folder / "case.json")


def _count_rows(path: Path) -> int:
    import pyarrow.parquet as pq

    return sum(int(pq.read_metadata(file).num_rows) for file in files_of(path))
