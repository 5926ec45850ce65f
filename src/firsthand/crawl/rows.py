"""The row that a crawl carries through: a report with everything that was extracted from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from firsthand.extract import Extracted
from firsthand.records import Attribution, Finding, Flag, Link, Mention, Origin, Report, Story, Value
from firsthand.tables import schema_of, table_of, to_arrow

if TYPE_CHECKING:
    import pyarrow as pa

NESTED: dict[str, type[Any]] = {"mentions": Mention, "attributions": Attribution, "values": Value}
"""The tables of what was extracted, as columns of lists, each in the order of its table."""
WEIGHED: dict[str, type[Any]] = {"origins": Origin, "findings": Finding, "flags": Flag}


@cache
def extracted_schema() -> pa.Schema:
    """A report's columns, `part` (the piece of work that it comes from), and one list a table of `NESTED`."""
    import pyarrow as pa

    return pa.schema([*schema_of(Report), ("part", pa.string()), *_lists(NESTED)])


@cache
def weighed_schema() -> pa.Schema:
    """One row a unit: the rows of its stories."""
    import pyarrow as pa

    return pa.schema([("unit", pa.int64()), *_lists(WEIGHED)])


@cache
def placed_schema() -> pa.Schema:
    """Which report is weighed where: `story` stands with the first report of each, `traced` are its links.
    A guest is a report of elsewhere that a link leads to."""
    import pyarrow as pa

    return pa.schema([("unit", pa.int64()), ("id", pa.string()), ("guest", pa.bool_()),
                      ("story", pa.struct(list(schema_of(Story)))),
                      ("traced", pa.list_(pa.struct(list(schema_of(Link)))))])


def _lists(records: dict[str, type[Any]]) -> list[Any]:
    import pyarrow as pa

    return [(name, pa.list_(pa.struct(list(schema_of(record))))) for name, record in records.items()]


def to_rows(reports: Sequence[Report], extracted: Extracted, part: str) -> pa.Table:
    """Reports, each once, with what was extracted from them; the lists in the order of their tables."""
    import pyarrow as pa

    columns = list(to_arrow(Report, reports).columns)
    columns.append(pa.array([part] * len(reports), pa.string()))
    for name, record in NESTED.items():
        own: dict[str, list[Any]] = {report.id: [] for report in reports}
        for row in getattr(extracted, name):
            own[row.report].append(row)
        columns.append(nest(record, [table_of(record).sorted(own[report.id]) for report in reports]))
    return pa.table(columns, schema=extracted_schema())


def nest(record: type[Any], groups: Iterable[Sequence[Any]]) -> pa.Array:
    """A column of lists of structs: one list a group."""
    import pyarrow as pa

    lists = [list(group) for group in groups]
    flat = to_arrow(record, [row for group in lists for row in group]).to_struct_array().combine_chunks()
    if isinstance(flat, pa.ChunkedArray):
        flat = flat.chunk(0) if flat.num_chunks else pa.array([], pa.struct(list(schema_of(record))))
    ends = [0]
    for group in lists:
        ends.append(ends[-1] + len(group))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), flat)


class Unnest:
    """A table's rows out of the column that holds them in lists; picklable."""

    def __init__(self, column: str, record: type[Any]) -> None:
        self.column, self.record = column, record

    def __call__(self, batch: pa.Table) -> pa.Table:
        """The rows of all lists, in order."""
        import pyarrow as pa
        import pyarrow.compute as pc

        flat = pa.chunked_array([pc.list_flatten(chunk) for chunk in batch[self.column].chunks],
                                pa.struct(list(schema_of(self.record))))
        rows = [pa.Table.from_struct_array(chunk) for chunk in flat.chunks if len(chunk)]
        schema = schema_of(self.record)
        return pa.concat_tables([schema.empty_table(), *(one.cast(schema) for one in rows)])
