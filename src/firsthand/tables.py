"""What a table is: its name, its record type, its key, and its JSON and Arrow forms.

The Arrow schema of a table is read off the record's annotations, so that a column is named in
one place only. Two columns hold more than one kind of value: `Value.low`/`high` (an int for
counts, an ISO day for dates; text in Arrow) and `Mention.value`/`Finding.value` (one struct with
the fields of every kind; the fields of other kinds are null in Arrow and left out of JSON).
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from firsthand.errors import TableError
from firsthand.records import (
    Attribution,
    Decision,
    Finding,
    Flag,
    Link,
    Match,
    Mention,
    Name,
    Origin,
    Rejected,
    Report,
    Story,
    Value,
)

if TYPE_CHECKING:
    import pyarrow as pa

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's name, the type of its rows, and the columns of its key, by which it is sorted."""

    name: str
    record: type[Any]
    key: tuple[str, ...]

    def sorted(self, rows: Iterable[R]) -> list[R]:
        """The rows in the order of the key (null first), ties by the whole row."""
        return sorted(rows, key=self._sort_key)

    def _sort_key(self, row: object) -> tuple[str, str]:
        cells = to_json(row)
        return "".join(_ordered(cells[column]) for column in self.key), _ordered(cells)


TABLES: tuple[Table, ...] = (
    Table("reports", Report, ("id",)),
    Table("rejected", Rejected, ("ref", "reason", "detail")),
    Table("mentions", Mention, ("report", "start", "end", "kind")),
    Table("attributions", Attribution, ("report", "id")),
    Table("values", Value, ("report", "incident", "slot", "start", "low", "high", "name")),
    Table("stories", Story, ("id",)),
    Table("links", Link, ("from", "to", "source", "kind")),
    Table("origins", Origin, ("story", "id")),
    Table("findings", Finding, ("story", "slot", "of", "value")),
    Table("flags", Flag, ("report", "kind", "start")),
    Table("matches", Match, ("report", "start", "target")),
    Table("decisions", Decision, ("number",)),
)


def table_of(record: type[Any]) -> Table:
    """The table whose rows are of this type; raises `TableError` where there is none."""
    for table in TABLES:
        if table.record is record:
            return table
    raise TableError(f"{record.__name__} is not a table's record; see firsthand.records.TABLES")


def _ordered(cell: Any) -> str:
    """A cell as text that sorts as the cell does: null, then numbers by size, then words."""
    if cell is None:
        return "\x00"
    if isinstance(cell, bool | int | float):
        return f"\x01{cell + 1e15:024.6f}"
    if isinstance(cell, list | tuple):
        return "\x02" + "".join(map(_ordered, cell)) + "\x00"
    if isinstance(cell, dict):
        return "\x02" + "".join(_ordered(cell[name]) for name in sorted(cell)) + "\x00"
    return f"\x03{cell}\x00"


# ---------------------------------------------------------------- JSON

def to_json(row: Any) -> dict[str, Any]:
    """A record as plain dicts and lists, ready for `json.dumps`; nested fields of other kinds stay out."""
    return {field.name.rstrip("_"): _plain(getattr(row, field.name)) for field in dataclasses.fields(row)}


def _plain(value: Any) -> Any:
    if isinstance(value, Name) and value.geonameid is None:
        return {"name": value.name}
    if dataclasses.is_dataclass(value):
        return to_json(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def from_json(record: type[R], cells: Mapping[str, Any]) -> R:
    """The record that `to_json` gave these cells for; columns it does not know are left out.

    Columns that came later have a default, so that older files can be read. Raises `TableError`
    naming the column that is missing.
    """
    values, defaults = {}, _defaults(record)
    for name, hint in _hints(record).items():
        if name.rstrip("_") not in cells:
            if name in defaults:
                continue
            raise TableError(f"a row of {record.__name__} lacks the column {name.rstrip('_')!r}")
        values[name] = _typed(hint, cells[name.rstrip("_")])
    return record(**values)


_hints: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def _typed(hint: Any, cell: Any) -> Any:
    """A plain JSON or Arrow cell as the type that the annotation names."""
    if cell is None:
        return None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _typed_union(arguments, cell)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(_typed(arguments[0], item) for item in cell)
        return tuple(_typed(argument, item) for argument, item in zip(arguments, cell, strict=True))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        known = {name: cell[name] for name in _hints(hint) if name in cell}
        return from_json(hint, {**_defaults(hint), **known})
    return cell


def _defaults(record: type[Any]) -> dict[str, Any]:
    return {field.name: field.default for field in dataclasses.fields(record)
            if field.default is not dataclasses.MISSING}


def _typed_union(members: Sequence[Any], cell: Any) -> Any:
    """Picks the member of a union that the cell's own keys name."""
    if isinstance(cell, dict):
        given = {name for name, item in cell.items() if item is not None}
        kinds = [member for member in members if dataclasses.is_dataclass(member)]
        fits = [kind for kind in kinds if given <= set(_hints(kind))]
        return _typed(max(fits or kinds, key=lambda kind: len(given & set(_hints(kind)))), cell)
    if int in members and isinstance(cell, str) and cell.lstrip("-").isdecimal():
        return int(cell)
    plain = [member for member in members if member is not types.NoneType]
    return _typed(plain[0], cell) if len(plain) == 1 else cell


# ---------------------------------------------------------------- Arrow

def schema_of(record: Any) -> pa.Schema:
    """The Arrow schema of a record type, read off its annotations."""
    import pyarrow as pa

    return pa.schema([(name.rstrip("_"), _arrow_type(hint)) for name, hint in _hints(record).items()])


def _arrow_type(hint: Any) -> pa.DataType:
    import pyarrow as pa

    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    if origin in (Union, types.UnionType):
        members = [member for member in arguments if member is not types.NoneType]
        return pa.string() if set(members) == {int, str} else _merged([_arrow_type(one) for one in members])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return pa.struct(list(schema_of(hint)))
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return plain[hint]


def _merged(members: Sequence[pa.DataType]) -> pa.DataType:
    """One type for a union: the type itself, or a struct with the fields of all."""
    import pyarrow as pa

    if len(members) == 1:
        return members[0]
    fields = {field.name: field for member in members for field in member}
    return pa.struct(list(fields.values()))


def to_arrow(record: type[R], rows: Iterable[R]) -> pa.Table:
    """Records as an Arrow table with the schema `schema_of(record)`."""
    import pyarrow as pa

    mixed = [name for name, hint in _hints(record).items() if {int, str} <= set(get_args(hint))]
    cells = [to_json(row) for row in rows]
    for row in cells:
        row.update({name: str(row[name]) for name in mixed if row[name] is not None})
    return pa.Table.from_pylist(cells, schema=schema_of(record))


def from_arrow(record: type[R], table: pa.Table) -> list[R]:
    """The records of an Arrow table that `to_arrow` made; raises `TableError` on a missing column."""
    return [from_json(record, row) for row in table.to_pylist()]
