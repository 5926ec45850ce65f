"""One file a table, JSON Lines, Parquet or CSV, beside a `case.json` that says what wrote them.

The same tables always give the same bytes: rows stand in the order of their key, columns in the
order of the record, and nothing of the clock or the machine is written.
"""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand.errors import OptionError
from firsthand.flow import Tables
from firsthand.outfile import made_folder, whole_file
from firsthand.tables import TABLES, Table, to_arrow, to_json

SCHEMA = 1
"""The contract's schema number: it changes when a column is renamed or dropped."""


def export_tables(tables: Tables, folder: Path, format: str, about: Mapping[str, Any]) -> list[Path]:
    """Writes every table and `case.json` (with `schema` and what `about` holds) into `folder`.

    Gives the files written. Raises `OptionError` where the format is none of `FORMATS` or the folder
    cannot be written.
    """
    if format not in FORMATS:
        raise OptionError(f"there is no export format {format!r}; there are: {', '.join(FORMATS)}")
    written = [made_folder(folder) / "case.json"]
    with whole_file(written[0]) as unfinished:
        unfinished.write_text(json.dumps({"schema": SCHEMA, **about}, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for table in TABLES:
        path = folder / f"{table.name}.{format}"
        with whole_file(path) as unfinished:
            FORMATS[format](table, table.sorted(getattr(tables, table.name)), unfinished)
        written.append(path)
    return written


def json_lines(rows: Sequence[object]) -> str:
    """Rows as JSON Lines text, one object a line."""
    return "".join(json.dumps(to_json(row), ensure_ascii=False) + "\n" for row in rows)


def _write_jsonl(_: Table, rows: Sequence[object], path: Path) -> None:
    path.write_text(json_lines(rows), "utf-8")


def _write_parquet(table: Table, rows: Sequence[object], path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(to_arrow(table.record, rows), path)


def _write_csv(table: Table, rows: Sequence[object], path: Path) -> None:
    """Lists and nested cells are written as JSON."""
    columns = [field.name.rstrip("_") for field in dataclasses.fields(table.record)]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(columns)
        for row in rows:
            cells = to_json(row)
            writer.writerow(["" if cells[name] is None else cells[name] if isinstance(cells[name], str) else
                             json.dumps(cells[name], ensure_ascii=False) for name in columns])


FORMATS: dict[str, Callable[[Table, Sequence[object], Path], None]] = {
    "jsonl": _write_jsonl, "parquet": _write_parquet, "csv": _write_csv}
