"""What is to be read: files, folders, standard input; opened, sized and sniffed, not yet understood."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from firsthand.errors import OptionError
from firsthand.options import ReadOptions
from firsthand.records import Rejected

Format = Literal["text", "jsonl", "html"]

STDIN = "-"
FORMATS: tuple[str, ...] = ("auto", "text", "jsonl", "html")
SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
SNIFFED_BYTES = 4096
_HTML_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<?xml")


@dataclass(frozen=True, slots=True)
class Source:
    """One file or standard input. `problem` is set where it is already known that it cannot be read."""

    ref: str
    path: Path | None = None
    problem: Rejected | None = None

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Its bytes; raises `OSError` as `open` does. Standard input is left open afterwards."""
        if self.path is not None:
            with self.path.open("rb") as handle:
                yield handle
            return
        handle = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
        try:
            yield handle
        finally:
            handle.detach()


def list_sources(inputs: Sequence[str], options: ReadOptions) -> list[Source]:
    """The sources that the inputs name, each once, in the order given.

    A folder stands for the files in it and below it, sorted by path, hidden ones left out; `-` for
    standard input. What is not there becomes a source that reads as `Rejected`. Raises
    `OptionError` where the format is none of `FORMATS`.
    """
    if options.format not in FORMATS:
        raise OptionError(f"unknown input format {options.format!r}; use one of: {', '.join(FORMATS)}")
    found: dict[str, Source] = {}
    for name in inputs:
        for source in _sources_of(name):
            found.setdefault(_identity(source), source)
    return list(found.values())


def _identity(source: Source) -> str:
    """The same for two names of one file."""
    return str(source.path.resolve()) if source.path is not None else source.ref


def _sources_of(name: str) -> Iterator[Source]:
    if name == STDIN:
        yield Source(STDIN)
        return
    path = Path(name) if name else Path("\0")  # no name is no file, not the current folder
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:  # a name of 5,000 characters, or with a NUL in it
        yield Source(name, problem=Rejected(name, "unreadable", f"This is no usable file name ({error})."))
        return
    if is_folder:
        yield from _files_in(name, path)
    elif not is_there:
        yield Source(name, problem=Rejected(
            name, "not-found", "There is no file or folder of this name; check the spelling."))
    else:
        yield Source(name, path)


def _files_in(name: str, folder: Path) -> Iterator[Source]:
    files = [path for path in folder.rglob("*")
             if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not files:
        yield Source(name, problem=Rejected(
            name, "empty-folder", "The folder holds no files; name one with .txt, .html or .jsonl files."))
    for path in sorted(files, key=lambda path: path.relative_to(folder).parts):
        yield Source(str(path), path)


def detect_format(source: Source, head: bytes, options: ReadOptions) -> Format:
    """The format of a source: as the options say, else by its name, else by its first bytes."""
    if options.format != "auto":
        return cast(Format, options.format)
    suffix = source.path.suffix.lower() if source.path is not None else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    bare = head[:SNIFFED_BYTES].removeprefix(BOMS[0]).lstrip()
    if bare.lower().startswith(_HTML_OPENINGS):
        return "html"
    return "jsonl" if _opens_as_record(bare) else "text"


def _opens_as_record(head: bytes) -> bool:
    """Whether the first line is a JSON object, or (where it is cut off) looks like one with a text."""
    first, newline, _ = head.partition(b"\n")
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return not newline and (b'"text"' in first or b'"id"' in first)
