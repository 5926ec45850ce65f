"""WACZ (Web Archive Collection Zipped 1.1): the archives in it, held against their checksums."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, cast

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions
from firsthand.read.packed import BROKEN, open_zip, read_member
from firsthand.read.warc import Content, read_warc
from firsthand.records import Rejected, Report

PIECE = 1_048_576
_ARCHIVE = re.compile(r"([^/]+/)?archive/[^/]+\.warc(\.gz|\.zst)?")
"""An archive of a collection, that of one which was packed with the folder it lay in included."""
CHANGED = "The collection's own checksum does not fit the archive of this page: it was changed after it was packed."


def read_wacz(handle: BinaryIO, ref: str, options: ReadOptions, content: Content) -> Iterator[Report | Rejected]:
    """What the archives of a collection give, in the order of their names."""
    try:
        with open_zip(handle) as archive:
            names = sorted(name for name in archive.namelist() if _ARCHIVE.fullmatch(name))
            if not names:
                yield Rejected(ref, "empty", "There is no archive/*.warc.gz in this collection.")
            digests = _digests(archive, names, options)
            for name in names:
                yield from _read_archive(archive, name, f"{ref}!{name}", digests.get(name), (options, content))
    except DamagedError as error:
        yield Rejected(ref, error.reason, str(error))


def _read_archive(archive: zipfile.ZipFile, name: str, ref: str, digest: str | None,
                  how: tuple[ReadOptions, Content]) -> Iterator[Report | Rejected]:
    try:
        is_changed = digest is not None and digest != _digest_of(archive, name)
        with archive.open(name) as member:
            for item in read_warc(io.BufferedReader(cast(io.RawIOBase, member)), ref, *how):
                yield replace(item, notes=(CHANGED, *item.notes)) if is_changed and isinstance(item, Report) else item
    except BROKEN as error:
        yield Rejected(ref, "damaged", f"It can't be read on ({error}).")


def _digest_of(archive: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            found.update(piece)
    return f"sha256:{found.hexdigest()}"


def _digests(archive: zipfile.ZipFile, names: Sequence[str], options: ReadOptions) -> dict[str, str]:
    """The SHA-256 of each file by the collection's own list; what it does not tell is not there."""
    top = names[0].rpartition("archive/")[0] if names else ""
    try:
        package: Any = json.loads(read_member(archive, f"{top}datapackage.json", options))
    except (DamagedError, ValueError, RecursionError):  # without the list there is nothing to hold against
        return {}
    rows = package.get("resources") if isinstance(package, dict) else None
    return {top + row["path"]: row["hash"] for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict)
            and isinstance(row.get("path"), str) and str(row.get("hash", "")).startswith("sha256:")}
