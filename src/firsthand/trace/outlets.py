"""The canonical names of news agencies and outlets, from the shipped table and a case's publishers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import IO, Literal

from firsthand.errors import InputError
from firsthand.text import fold

Kind = Literal["agency", "outlet"]

MAX_NAME_WORDS = 6
_EDGES = "()[]{}.,;:'\"’“”"
_SUFFIX = re.compile(r"\.(?:com|org|net|info|news|tv|gov|edu|int|eu|co|ac|gob|[a-z]{2})$")
_SIGNS = re.compile(r"[\W_]+")
_FORMS = re.compile(r"^the\s+|\s+(?:news\s+)?(?:agency|newspaper|website|web\s?site|news\s+site|network|newswire|wire"
                    r"|television|tv|channel|daily|magazine)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An agency (its reports are reprinted by others) or an outlet, with its other names."""

    name: str
    aliases: tuple[str, ...]
    kind: Kind
    country: str | None


@dataclass(frozen=True)
class Outlets:
    """Names of agencies and outlets: any spelling, alias or host to the canonical name."""

    rows: tuple[Outlet, ...]
    _by_key: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys: dict[str, Outlet] = {}
        for row in self.rows:
            for name in (row.name, *row.aliases):
                keys.setdefault(_key(name), row)
        object.__setattr__(self, "_by_key", keys)

    def find(self, name: str | None) -> Outlet | None:
        """The outlet of this name, alias or host; None where the table has none."""
        if not name:
            return None
        for form in _forms(name):
            if form in self._by_key:
                return self._by_key[form]
        return None

    def named_in(self, words: str) -> Outlet | None:
        """The outlet that a source's words name anywhere ("the Iranian Fars news agency"), else None.

        Of several, the longest name, then the first. A name needs its capital; one of up to three
        letters needs all of them, so that "map" or "ant" names nobody.
        """
        tokens = words.split()
        for size in range(min(len(tokens), MAX_NAME_WORDS), 0, -1):
            for first in range(len(tokens) - size + 1):
                run = _bare(" ".join(tokens[first:first + size]))
                if run[:1].isupper() and (len(run) > 3 or run.isupper()) and (found := self.find(run)):
                    return found
        return None

    def canonical(self, name: str) -> str:
        """The canonical name, or the name itself without white space at its ends."""
        known = self.find(name)
        return known.name if known else name.strip()

    def with_publishers(self, publishers: Iterable[str | None]) -> Outlets:
        """The same with the publishers of a case that are not in it yet."""
        new = sorted({name.strip() for name in publishers if name and name.strip() and not self.find(name)})
        return Outlets((*self.rows, *(Outlet(name, (), "outlet", None) for name in new)))


def load_outlets(extra: Path | None = None) -> Outlets:
    """The shipped table, with the rows of a user's CSV of the same columns before it.

    Raises `InputError` naming the file and line of a row that has no name or another kind.
    """
    rows: list[Outlet] = []
    if extra is not None:
        try:
            with extra.open(encoding="utf-8-sig", newline="") as stream:
                rows += _read(stream, str(extra))
        except (OSError, UnicodeError) as error:
            raise InputError(f"the outlets in {extra} cannot be read: {error}") from error
    shipped = resources.files("firsthand").joinpath("data", "outlets.csv")
    with shipped.open(encoding="utf-8") as stream:
        rows += _read(stream, "outlets.csv")
    return Outlets(tuple(rows))


def _read(stream: IO[str], source: str) -> list[Outlet]:
    reader = csv.DictReader(stream)
    rows = []
    for cells in reader:
        name, kind = (cells.get("name") or "").strip(), (cells.get("kind") or "outlet").strip()
        if not name or kind not in ("agency", "outlet"):
            raise InputError(f"{source}, line {reader.line_num}: a row needs a name, and agency or outlet as kind")
        aliases = tuple(alias.strip() for alias in (cells.get("aliases") or "").split("|") if alias.strip())
        rows.append(Outlet(name, aliases, "agency" if kind == "agency" else "outlet", cells.get("country") or None))
    return rows


def _bare(run: str) -> str:
    """Words without signs around them and possessive s, which may have lost its apostrophe ("AFPs")."""
    run = re.sub(r"['’]s?$", "", run.strip(_EDGES))
    return run[:-1] if run.endswith("s") and len(run) > 3 and run[:-1].isupper() else run


def _key(name: str) -> str:
    """A name for comparing: folded, without signs and spaces ("Daily Sabah", "dailysabah")."""
    return _SIGNS.sub("", fold(name))


def _forms(name: str) -> Iterable[str]:
    """The keys that a name may be known by, the fullest first."""
    bare = fold(name.strip())
    yield _key(bare)
    host = re.sub(r"^(?:https?://)?(?:www\d?\.|m\.|en\.|english\.)?", "", bare).split("/")[0]
    while "." in host:
        yield _key(host)
        shorter = _SUFFIX.sub("", host)
        if shorter == host:
            break
        host = shorter
        yield _key(host)
    for _ in range(3):
        shorter = _FORMS.sub("", bare).strip()
        if shorter == bare or not shorter:
            break
        bare = shorter
        yield _key(bare)
