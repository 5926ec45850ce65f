"""Which column holds what: the names that exports use, and a user's own map in TOML.

    kind = "events"              # or "factchecks"
    name = "Harbour log"         # what the file is called in findings; optional
    date_format = "%m/%d/%Y"     # where days are not written year first or with the month's name
    within_km = 25               # how exact its places are; optional
    within_days = 1              # how exact its days are; optional

    [columns]                    # ours = theirs
    first = "Day"
    place = "Pier"
    best = "Dead"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from firsthand.errors import OptionError

Kind = Literal["events", "factchecks"]

EVENT_COLUMNS = ("id", "first", "last", "latitude", "longitude", "place", "country", "low", "best", "high", "injured",
                 "actor", "sources", "headline", "url")
FACTCHECK_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "claim_id"),
    "claim": ("claim", "claimreviewed", "claim_reviewed", "text", "statement", "vclaim"),
    "title": ("title", "headline", "name"),
    "rating": ("rating", "verdict", "ruling", "textualrating", "textual_rating", "alternatename", "rating_name",
               "label"),
    "publisher": ("publisher", "organisation", "organization", "author", "site", "fact_checker", "source"),
    "url": ("url", "link", "review_url"),
    "published": ("published", "datepublished", "date_published", "review_date", "reviewdate", "date"),
    "claimant": ("claimant", "speaker", "said_by", "itemreviewed_author"),
}
"""The columns of a list of checked claims, each with the names that it goes by, the surest first."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a user's map says: the kind of file, its columns, and how exact its days and places are."""

    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None
    date_format: str | None = None
    within_km: float | None = None
    within_days: int | None = None


def read_column_map(path: Path) -> ColumnMap:
    """The map in a TOML file; raises `OptionError` naming what in it is not known."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionError(f"{path}: the column map cannot be read: {error}") from error
    kind = given.get("kind", "events")
    if kind not in ("events", "factchecks"):
        raise OptionError(f'{path}: kind is {kind!r}; it must be "events" or "factchecks"')
    columns = given.get("columns", {})
    known = EVENT_COLUMNS if kind == "events" else tuple(FACTCHECK_COLUMNS)
    for name, column in columns.items() if isinstance(columns, dict) else [("columns", None)]:
        if name not in known or not isinstance(column, str):
            raise OptionError(f"{path}: [columns] {name} is not known; there are: {', '.join(known)}, each with the "
                              "name of a column")
    return ColumnMap(kind, columns, _typed(given, "name", str, path), _typed(given, "date_format", str, path),
                     _typed(given, "within_km", float, path), _typed(given, "within_days", int, path))


def _typed(given: Mapping[str, Any], name: str, kind: type[Any], path: Path) -> Any:
    value = given.get(name)
    if value is None or isinstance(value, kind):
        return value
    if kind is float and isinstance(value, int):
        return float(value)
    raise OptionError(f"{path}: {name} is {value!r}; it must be a {kind.__name__}")


def factcheck_columns(names: Mapping[str, Any], given: ColumnMap | None) -> dict[str, str]:
    """Our column -> the file's, for a list of checked claims with these columns; empty where none has the claim."""
    by_folded = {name.casefold().strip(): name for name in reversed(list(names))}
    found = {ours: by_folded[theirs] for ours, known in FACTCHECK_COLUMNS.items()
             for theirs in known[::-1] if theirs in by_folded}
    if given and given.kind == "factchecks":
        found |= {ours: theirs for ours, theirs in given.columns.items() if theirs in names}
    return found if "claim" in found else {}
