"""A story of a crawl as a case, to go on with by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from firsthand.crawl.rows import NESTED
from firsthand.errors import OptionError
from firsthand.records import Report, Story
from firsthand.store import SqlStore
from firsthand.tables import from_arrow

R = TypeVar("R")
LEAST_ID_CHARS = 4


def open_story(folder: Path, story: str, case: str | Path) -> Story:
    """Puts the reports of a story, with what was extracted from them, into a case; gives the story.

    `story` is its id or the start of it. The case is made where there is none; what it holds stays.
    Raises `OptionError` where the folder holds no crawl that is done, or no such story, and `CaseError` as
    opening a case does.
    """
    found = find_story(folder, story)
    rows = {name: read_where(folder, name, record, "report", found.reports) for name, record in NESTED.items()}
    reports = read_where(folder, "reports", Report, "id", found.reports)
    with SqlStore(case, create=True) as store:
        known = store.known_reports(found.reports)
        with store.transaction() as writer:
            writer.add_reports([row for row in reports if row.id not in known],
                               {name: [row for row in own if row.report not in known] for name, own in rows.items()})
    return found


def find_story(folder: Path, wanted: str) -> Story:
    """The story whose id is, or starts with, `wanted`; raises `OptionError` where that is not one story."""
    import pyarrow.compute as pc

    table = read_table(folder, "stories", ["id"])
    near = table.filter(pc.starts_with(table["id"], wanted))["id"].to_pylist() if len(wanted) >= LEAST_ID_CHARS else []
    if len(near) != 1:
        raise OptionError(f"there is {'no' if not near else 'more than one'} story {wanted!r} in {folder}; give an id "
                          f"of {folder / 'stories.parquet'}, or at least {LEAST_ID_CHARS} characters of its start")
    return read_where(folder, "stories", Story, "id", near)[0]


def largest_stories(folder: Path, count: int) -> list[Story]:
    """The stories of most reports."""
    import pyarrow.compute as pc

    table = read_table(folder, "stories", ["id", "reports"])
    sizes = table.append_column("size", pc.list_value_length(table["reports"]))
    ids = sizes.sort_by([("size", "descending"), ("id", "ascending")])["id"].slice(0, count).to_pylist()
    found = {row.id: row for row in read_where(folder, "stories", Story, "id", ids)}
    return [found[one] for one in ids]


def read_where(folder: Path, name: str, record: type[R], column: str, wanted: Sequence[str]) -> list[R]:
    """The rows of a crawl's table in which a column has one of some values, in their order."""
    import pyarrow.compute as pc

    return from_arrow(record, read_table(folder, name, None, pc.field(column).isin(list(wanted))))


def read_table(folder: Path, name: str, columns: list[str] | None, filters: Any = None) -> Any:
    """A table of a crawl; raises `OptionError` where there is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(folder / f"{name}.parquet", columns=columns, filters=filters)
    except (OSError, pa.ArrowException) as error:
        raise OptionError(f"{folder} holds no crawl that is done ({name}.parquet: {error}); "
                          f"make one with: firsthand crawl INPUT... --out {folder}") from error
