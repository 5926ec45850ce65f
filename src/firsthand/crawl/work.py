"""The pieces of work of a crawl: reading an input, extracting a batch, weighing some stories.

Each runs in a process of its own, writes its files and its line, and gives the line. Nothing that
an input holds stops it: what fails becomes a `Rejected`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.crawl.ledger import Ledger, Line, key_of
from firsthand.crawl.rows import NESTED, WEIGHED, extracted_schema, nest, to_rows, weighed_schema
from firsthand.engine.files import read_batches, write_batches
from firsthand.extract import Extracted, Extractor, join
from firsthand.flow import Tables, weigh_stories
from firsthand.options import ExtractOptions, Options, ReadOptions
from firsthand.read import Source, read_source
from firsthand.records import Link, Rejected, Report, Story
from firsthand.tables import from_arrow, from_json, schema_of, table_of, to_arrow

if TYPE_CHECKING:
    import pyarrow as pa


# ---------------------------------------------------------------- read

@dataclass(frozen=True, slots=True)
class Unread:
    """Inputs to be read together, and the key of that work."""

    sources: tuple[Source, ...]
    key: str


@dataclass(frozen=True)
class ReadTask:
    """Reads inputs into Parquet files of `batch` reports each, and one of what was rejected."""

    folder: Path
    options: ReadOptions
    batch: int

    def __call__(self, item: Unread, /) -> Line:
        """Reads some inputs."""
        return self._write(item.key, chain.from_iterable(_guarded(one, self.options) for one in item.sources))

    def crashed(self, item: Unread, /) -> Line | Sequence[Unread]:
        """Inputs that killed their process are read one by one; of the one that did it nothing is kept."""
        if len(item.sources) > 1:
            return [Unread((one,), key_of(item.key, number)) for number, one in enumerate(item.sources)]
        return self._write(item.key, [Rejected(one.ref, "crashed", "Reading it killed the process that did, twice; "
                                                         "look whether the file is what its name says.")
                                      for one in item.sources])

    def _write(self, key: str, items: Iterable[Report | Rejected]) -> Line:
        ledger = Ledger(self.folder)
        names: list[str] = []
        rejected: list[Rejected] = []
        reports = 0
        for batch in _batches(items, self.batch, rejected):
            names.append(f"{key}-{len(names):05}.parquet")
            write_batches(iter([to_arrow(Report, batch)]), schema_of(Report), ledger.path(names[-1]))
            reports += len(batch)
        if rejected:
            names.append(write_rejected(rejected, ledger, key))
        return ledger.enter(key, names, reports, Counter(row.reason for row in rejected))


def _guarded(source: Source, options: ReadOptions) -> Iterator[Report | Rejected]:
    """The items of a source; where a reader fails, the rest of the source is rejected."""
    try:
        yield from read_source(source, options)
    except Exception as error:  # no reader's own mistake may end a run of days
        yield Rejected(source.ref, "failed", f"Reading stopped here ({type(error).__name__}: {error}); what came "
                                             "before is kept.")


def _batches(items: Iterable[Report | Rejected], size: int, rejected: list[Rejected]) -> Iterator[list[Report]]:
    """The reports in batches, each once in its batch; what is no report goes to `rejected`."""
    found: dict[str, Report] = {}
    for item in items:
        if isinstance(item, Rejected):
            rejected.append(item)
        elif item.id in found:
            rejected.append(repeated(item.ref, found[item.id].ref))
        else:
            found[item.id] = item
        if len(found) >= size:
            yield list(found.values())
            found = {}
    if found:
        yield list(found.values())


def repeated(ref: str, known: str) -> Rejected:
    """A report that is there already."""
    return Rejected(ref, "repeated", f"It is the same report as {known}; nothing is lost.")


def write_rejected(rows: Sequence[Rejected], ledger: Ledger, key: str) -> str:
    """Writes what was rejected in a piece of work; gives the file's name."""
    name = f"{key}-rejected.parquet"
    write_batches(iter([to_arrow(Rejected, rows)]), schema_of(Rejected), ledger.path(name))
    return name


# ---------------------------------------------------------------- extract

@dataclass(frozen=True, slots=True)
class Unextracted:
    """A file of reports, or the rows `[first, last)` of it, and the key of that work."""

    path: Path
    key: str
    first: int = 0
    last: int | None = None


@cache
def _extractor(options: ExtractOptions) -> Extractor:
    """One extractor a process: its models are loaded once."""
    return Extractor(options)


@dataclass(frozen=True)
class ExtractTask:
    """Extracts a file of reports into one of rows that hold what was found in them."""

    folder: Path
    options: ExtractOptions

    def __call__(self, item: Unextracted, /) -> Line:
        """Extracts one batch."""
        reports = [row for batch in read_batches(item.path) for row in from_arrow(Report, batch)]
        extractor = _extractor(self.options)
        with extractor.passing():
            kept, extracted, rejected = _extract(reports[item.first:item.last], extractor)
        return self._write(item.key, to_rows(kept, extracted, item.key), rejected)

    def crashed(self, item: Unextracted, /) -> Line | Sequence[Unextracted]:
        """A batch that killed its process is halved until it is one report, which is rejected."""
        reports = [row for batch in read_batches(item.path) for row in from_arrow(Report, batch)]
        last = len(reports) if item.last is None else item.last
        if last - item.first > 1:
            middle = (item.first + last) // 2
            return [replace(item, key=key_of(item.key, *ends), first=ends[0], last=ends[1])
                    for ends in ((item.first, middle), (middle, last))]
        refs = [report.ref for report in reports[item.first:last]]
        return self._write(item.key, extracted_schema().empty_table(), [Rejected(
            ref, "crashed", "Analysing it killed the process that did, twice.") for ref in refs])

    def _write(self, key: str, rows: pa.Table, rejected: Sequence[Rejected]) -> Line:
        ledger = Ledger(self.folder)
        names = [f"{key}.parquet"]
        write_batches(iter([rows]), extracted_schema(), ledger.path(names[0]))
        if rejected:
            names.append(write_rejected(rejected, ledger, key))
        return ledger.enter(key, names, rows.num_rows, Counter(row.reason for row in rejected))


def _extract(reports: Sequence[Report], extractor: Extractor) -> tuple[list[Report], Extracted, list[Rejected]]:
    """What is found in the reports; where that fails, each is tried alone."""
    try:
        size = extractor.options.batch_size
        parts = [extractor.extract(reports[start:start + size]) for start in range(0, len(reports), size)]
        return list(reports), join(parts), []
    except Exception as error:  # a report that no rule was ready for must not cost the others
        if len(reports) == 1:
            return [], join([]), [Rejected(reports[0].ref, "failed", "It could not be analysed "
                                                                    f"({type(error).__name__}: {error}).")]
    kept: list[Report] = []
    found: list[Extracted] = []
    rejected: list[Rejected] = []
    for report in reports:
        one = _extract([report], extractor)
        kept, rejected = kept + one[0], rejected + one[2]
        found.append(one[1])
    return kept, join(found), rejected


# ---------------------------------------------------------------- weigh

@dataclass(frozen=True)
class WeighTask:
    """Weighs the stories of one unit: rows as `rows.placed_schema` beside `rows.extracted_schema`."""

    folder: Path
    options: Options
    publishers: tuple[str, ...]
    basis: str

    def key(self, unit: int) -> str:
        """The key of the work on a unit."""
        return key_of(self.basis, unit)

    def __call__(self, rows: pa.Table, /) -> Line:
        """Weighs one unit."""
        found = weigh_stories(_tables_of(rows), self.options, self.publishers)
        return self._write(rows["unit"][0].as_py(), {
            name: table_of(record).sorted(getattr(found, name)) for name, record in WEIGHED.items()}, {})

    def crashed(self, rows: pa.Table, /) -> Line:
        """Stories that cannot be weighed: their reports stay, without findings, and are counted."""
        return self._write(rows["unit"][0].as_py(), dict.fromkeys(WEIGHED, ()), {"not-weighed": rows.num_rows})

    def _write(self, unit: int, found: Mapping[str, Sequence[Any]], rejected: Mapping[str, int]) -> Line:
        import pyarrow as pa

        ledger, key, schema = Ledger(self.folder), self.key(unit), weighed_schema()
        lists = [nest(record, [found[name]]) for name, record in WEIGHED.items()]
        rows = pa.table([pa.array([unit], pa.int64()), *lists], schema=schema)
        write_batches(iter([rows]), schema, ledger.path(f"{key}.parquet"))
        return ledger.enter(key, [f"{key}.parquet"], 0, rejected)


def _tables_of(rows: pa.Table) -> Tables:
    """The tables of some stories from their rows; guests are there as reports only."""
    cells = rows.to_pylist()
    own = [row for row in cells if not row["guest"]]
    reports = {row["id"]: from_json(Report, row) for row in sorted(cells, key=lambda row: row["id"])}
    nested: dict[str, list[Any]] = {
        name: [from_json(record, one) for row in own for one in row[name]] for name, record in NESTED.items()}
    stories = [from_json(Story, row["story"]) for row in own if row["story"]]
    return Tables(reports=list(reports.values()), stories=stories,
                  links=[from_json(Link, one) for row in own for one in row["traced"]], **nested)

