"""The canonical names of news agencies and outlets, from the shipped table and a case's publishers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import IO, Literal

from firsthand.errors import InputError
from firsthand.options import TraceOptions
from firsthand.records import Rejected
from firsthand.text import fold

Kind = Literal["agency", "outlet"]
COLUMNS = ("name", "aliases", "kind", "country", "owner", "source")
"""Of the tables of outlets; aliases are parted by |, and `source` says where a row's facts stand."""

MAX_NAME_WORDS = 6
KEYS_AT_HAND = 20_000
"""Keys that are not worked out again: those of the shipped table and of the publishers of a case."""
_EDGES = "()[]{}.,;:'\"’“”"
_SUFFIX = re.compile(r"\.(?:com|org|net|info|news|tv|gov|edu|int|eu|co|ac|gob|[a-z]{2})$")
_TOKEN = re.compile(r"\w+")
_PARTING = str.maketrans(dict.fromkeys("'’.-&/", " "))
_SMALL = frozenset({"the", "of", "and", "de", "la", "in", "for"})
_SIGNS = re.compile(r"[\W_]+")
_FORMS = re.compile(r"^the\s+|\s+(?:news\s+)?(?:agency|newspaper|website|web\s?site|news\s+site|network|newswire|wire"
                    r"|television|tv|channel|daily|magazine)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An agency (its reports are reprinted by others) or an outlet, with its other names, its country (ISO
    3166) and whom it belongs to, where that is plainly public."""

    name: str
    aliases: tuple[str, ...]
    kind: Kind
    country: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Outlets:
    """Names of agencies and outlets: any spelling, alias or host to the canonical name. `rejected` are the
    rows of a user's table that could not be used."""

    rows: tuple[Outlet, ...]
    rejected: tuple[Rejected, ...] = ()
    _by_key: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)
    _shouted: frozenset[str] = field(init=False, repr=False, compare=False)
    _tokens: frozenset[str] = field(init=False, repr=False, compare=False)
    _canonical: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        keys: dict[str, Outlet] = {}
        for row in self.rows:
            for name in (row.name, *row.aliases):
                keys.setdefault(outlet_key(name), row)
        names = [name for row in self.rows for name in (row.name, *row.aliases)]
        words = {token.casefold() for name in names for token in _TOKEN.findall(name)}
        object.__setattr__(self, "_by_key", keys)
        object.__setattr__(self, "_tokens", frozenset({*words, *map(fold, words), *(f"{one}s" for one in words), *keys})
                           - _SMALL)
        object.__setattr__(self, "_shouted", frozenset(outlet_key(name) for name in names if name.isupper())
                           - {outlet_key(name) for name in names if not name.isupper()})

    def find(self, name: str | None) -> Outlet | None:
        """The outlet of this name, alias or host; None where the table has none."""
        if not name:
            return None
        for form in _forms(name):
            if form in self._by_key:
                return self._by_key[form]
        return None

    def may_name(self, words: str) -> bool:
        """False where no word of these is one of any name, so that `named_in` finds nothing."""
        return not self._tokens.isdisjoint(words.casefold().translate(_PARTING).split())

    def named_in(self, words: str) -> Outlet | None:
        """The outlet that a source's words name anywhere ("the Iranian Fars news agency"), else None.

        Of several, the longest name, then the first. A name needs its capital; one of up to three
        letters, and one that is written in capitals only, needs all of them, so that neither "map" nor
        a woman called Mena is an agency.
        """
        tokens = words.split()
        for size in range(min(len(tokens), MAX_NAME_WORDS), 0, -1):
            for first in range(len(tokens) - size + 1):
                run = _bare(" ".join(tokens[first:first + size]))
                shouted = len(run) <= 3 or outlet_key(run) in self._shouted
                if run[:1].isupper() and (run.isupper() or not shouted) and (found := self.find(run)):
                    return found
        return None

    def canonical(self, name: str) -> str:
        """The canonical name, or the name itself without white space at its ends."""
        if name not in self._canonical:  # publishers are few, and asked for with every report
            known = self.find(name)
            self._canonical[name] = known.name if known else name.strip()
        return self._canonical[name]

    def with_publishers(self, publishers: Iterable[str | None]) -> Outlets:
        """The same with the publishers of a case that are not in it yet."""
        named = {name for name in publishers if name and name.strip()}
        new = sorted({name.strip() for name in named if not self.find(name)})
        return self if not new else Outlets((*self.rows, *(Outlet(name, (), "outlet") for name in new)), self.rejected)


def load_outlets(extra: Path | str | None = None) -> Outlets:
    """The shipped table, with the rows of a user's CSV of the same columns before it.

    Rows that cannot be used are left out and listed in `rejected` with their lines. Raises `InputError`
    where the file cannot be read, has no column "name", or holds no row that can be used.
    """
    return _shipped() if extra is None else _with_table(read_outlets(extra), str(extra))


def outlets_of(options: TraceOptions) -> Outlets:
    """The outlets that some options name: see `load_outlets`."""
    if options.outlets_table is not None:
        return _with_table(options.outlets_table, "the case's table of outlets")
    return load_outlets(options.outlets)


def read_outlets(path: Path | str) -> str:
    """The text of a user's table of outlets; raises `InputError` as `load_outlets` does."""
    try:
        return Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise InputError(f"the outlets in {path} cannot be read: {error}; give a CSV in UTF-8 with the columns "
                         f"{', '.join(COLUMNS)}") from error


def _with_table(text: str, source: str) -> Outlets:
    """The rows of a user's table before those of the shipped one; `source` is what the table is called."""
    try:
        rows, rejected = _read(StringIO(text, newline=""), source)
    except csv.Error as error:
        raise InputError(f"the outlets in {source} cannot be read: {error}; give a CSV in UTF-8 with the columns "
                         f"{', '.join(COLUMNS)}") from error
    if not rows:
        why = f"{rejected[0].ref}: {rejected[0].detail}" if rejected else "there is none"
        raise InputError(f"no row of {source} names an outlet: {why}; the columns are {', '.join(COLUMNS)}, "
                         "and only name must be filled")
    return Outlets((*rows, *_shipped().rows), tuple(rejected))


@cache
def _shipped() -> Outlets:
    """The shipped table, read once."""
    with resources.files("firsthand").joinpath("data", "outlets.csv").open(encoding="utf-8") as stream:
        return Outlets(tuple(_read(stream, "outlets.csv")[0]))


def _read(stream: IO[str], source: str) -> tuple[list[Outlet], list[Rejected]]:
    """The rows of a table, and those that cannot be used, by their lines."""
    reader = csv.DictReader(stream)
    if "name" not in (reader.fieldnames or ()):
        raise InputError(f"{source}, line 1: there is no column \"name\"; the columns are {', '.join(COLUMNS)}")
    rows, rejected = [], []
    for cells in reader:
        given = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        wrong = _wrong(given)
        if wrong:
            rejected.append(Rejected(f"{source}, line {reader.line_num}", "bad-outlet", wrong))
        else:
            aliases = tuple(alias.strip() for alias in given["aliases"].split("|") if alias.strip())
            rows.append(Outlet(given["name"], aliases, "agency" if given["kind"] == "agency" else "outlet",
                               given["country"] or None, given["owner"] or None))
    return rows, rejected


def _wrong(cells: Mapping[str, str]) -> str | None:
    """What is wrong with a row, in a sentence; None where it can be used."""
    if not outlet_key(cells["name"]):
        return "The row has no name."
    if cells["kind"] not in ("", "agency", "outlet"):
        return f"The kind is {cells['kind']!r}; agency and outlet are known."
    if cells["country"] and not re.fullmatch("[A-Z]{2}", cells["country"]):
        return f"The country is {cells['country']!r}; two capitals as in ISO 3166 are known."
    return None


def _bare(run: str) -> str:
    """Words without signs around them and possessive s, which may have lost its apostrophe ("AFPs")."""
    run = re.sub(r"['’]s?$", "", run.strip(_EDGES))
    return run[:-1] if run.endswith("s") and len(run) > 3 and run[:-1].isupper() else run


@lru_cache(KEYS_AT_HAND)
def outlet_key(name: str) -> str:
    """A name for comparing: folded, without signs and spaces ("Daily Sabah", "dailysabah")."""
    return _SIGNS.sub("", fold(name))


def _forms(name: str) -> Iterable[str]:
    """The keys that a name may be known by, the fullest first."""
    bare = fold(name.strip())
    yield outlet_key(bare)
    host = re.sub(r"^(?:https?://)?(?:www\d?\.|m\.|en\.|english\.)?", "", bare).split("/")[0]
    while "." in host:
        yield outlet_key(host)
        shorter = _SUFFIX.sub("", host)
        if shorter == host:
            break
        host = shorter
        yield outlet_key(host)
    for _ in range(3):
        shorter = _FORMS.sub("", bare).strip()
        if shorter == bare or not shorter:
            break
        bare = shorter
        yield outlet_key(bare)
