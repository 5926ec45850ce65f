"""What is to be read: files, folders, standard input; opened, sized and sniffed, not yet understood."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from firsthand.errors import DamagedError, OptionError
from firsthand.options import ReadOptions
from firsthand.plugins import installed
from firsthand.read.unpack import SUFFIXES as PACKED_SUFFIXES
from firsthand.read.unpack import packing_of, unpack
from firsthand.records import Rejected

Format = Literal["text", "jsonl", "html", "feed", "warc", "wacz", "csv", "parquet", "pdf", "docx", "eml", "mbox"]

STDIN = "-"
FORMATS: tuple[str, ...] = ("auto", *get_args(Format))
SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text", ".wet": "warc",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".warc": "warc", ".wacz": "wacz",
    ".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".pdf": "pdf", ".docx": "docx",
    ".eml": "eml", ".mbox": "mbox", ".mbx": "mbox",
}
PATH_LISTS = (".paths", ".paths.gz")
"""Lists of archives as Common Crawl publishes them (`warc.paths.gz`): a path a line, below some folder."""
SNIFFED_BYTES = 4096
_HTML_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<!doctype")
_BINARY_OPENINGS: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", "pdf"), (b"PAR1", "parquet"), (b"WARC/", "warc"), (b"From ", "mbox"))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_JSON_OPENING = re.compile(rb'\[\s*\{\s*"|\{\s*\n\s*"')
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_MAIL_HEADER = re.compile(rb"(?:return-path|received|from|to|subject|date|message-id|mime-version|delivered-to"
                          rb"|x-[\w-]+):[ \t]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, standard input, bytes at hand (`content`, of a `format`), or an `address` to be fetched.

    `problem` is set where it is already known that it cannot be read.
    """

    ref: str
    path: Path | None = None
    problem: Rejected | None = None
    content: bytes | None = None
    format: Format | None = None
    address: str | None = None

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Its bytes; raises `OSError` as `open` does. Standard input is left open afterwards."""
        if self.content is not None:
            yield io.BufferedReader(cast(io.RawIOBase, io.BytesIO(self.content)))
            return
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
    if options.format not in FORMATS and options.format not in (others := installed().readers(FORMATS)):
        raise OptionError(f"unknown input format {options.format!r}; use one of: {', '.join((*FORMATS, *others))}")
    found: dict[str, Source] = {}
    for name in inputs:
        for source in _sources_of(name, options):
            found.setdefault(_identity(source), source)
    return list(found.values())


def is_address(name: str) -> bool:
    """Whether an input is meant as a web address and not as a file: it has `scheme://` at its start."""
    scheme, colon, _ = name.strip().partition("://")
    return bool(colon) and _SCHEME.fullmatch(scheme) is not None


def _identity(source: Source) -> str:
    """The same for two names of one file."""
    return str(source.path.resolve()) if source.path is not None else source.ref


def _sources_of(name: str, options: ReadOptions) -> Iterator[Source]:
    if name == STDIN:
        yield Source(STDIN)
        return
    if is_address(name):
        yield Source(name, address=name)
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
    elif name.lower().endswith(PATH_LISTS):
        yield from _listed_in(name, path, options)
    else:
        yield Source(name, path)


def _listed_in(name: str, path: Path, options: ReadOptions) -> Iterator[Source]:
    """The archives that a list of paths names, as far as they lie on this machine.

    A path is looked for below the list's own folder and below the folders above it; one that leads
    elsewhere (absolute, or through `..`) is no path of an archive.
    """
    try:
        with path.open("rb") as handle:
            packing = packing_of(handle.peek(8))
            content = (unpack(handle, packing, options) if packing else handle).read(options.max_bytes)
        lines = content.decode("utf-8").splitlines()
    except DamagedError as error:
        yield Source(name, problem=Rejected(name, error.reason, str(error)))
        return
    except (OSError, UnicodeDecodeError) as error:
        yield Source(name, problem=Rejected(name, "unreadable", f"The list of paths can't be read ({error})."))
        return
    for line in filter(None, (line.strip() for line in lines)):
        inside = not Path(line).is_absolute() and ".." not in Path(line).parts and "\x00" not in line
        found = next((folder / line for folder in path.resolve().parents if inside and (folder / line).is_file()), None)
        if found is None:
            yield Source(line, problem=Rejected(f"{name}: {line}", "not-found", "This archive does not lie below the "
                                                f"folder of {name}; download it to there, or leave it out."))
        else:
            yield Source(str(found), found)


def _files_in(name: str, folder: Path) -> Iterator[Source]:
    files = [path for path in folder.rglob("*")
             if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not files:
        yield Source(name, problem=Rejected(
            name, "empty-folder", "The folder holds no files; name one with .txt, .html or .jsonl files."))
    for path in sorted(files, key=lambda path: path.relative_to(folder).parts):
        yield Source(str(path), path)


def detect_format(source: Source, head: bytes, options: ReadOptions) -> str:
    """The format of a source, one of `FORMATS` or of a plugin: as the options say, else by its name, else by its
    first bytes.

    `head` are plain bytes; where the name ends as that of a compressed file, the ending before it counts.
    """
    if source.format is not None:
        return source.format
    if options.format != "auto":
        return options.format
    path = source.path or Path()
    suffix = (path.with_suffix("") if path.suffix.lower() in PACKED_SUFFIXES else path).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    others = installed().readers(FORMATS).values()
    told = next((one.name for one in others if suffix in one.suffixes or (one.sniff and one.sniff(head))), None)
    return told or sniff(head)


def sniff(head: bytes) -> Format:
    """What some content is, by its first bytes."""
    told = next((kind for opening, kind in _BINARY_OPENINGS if head.startswith(opening)), None)
    if told:
        return told
    if head.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in head or b"[Content_Types]" in head else "wacz"
    bare = head[:SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if (bare.startswith(b"<") and _FEED.search(bare)) or (bare.startswith(b"{") and _JSON_FEED.search(bare)):
        return "feed"
    if bare.lower().startswith(_HTML_OPENINGS) or bare.startswith(b"<?xml"):
        return "html"
    if _opens_as_record(bare):
        return "jsonl"
    lines = bare.splitlines()[:2]
    return "eml" if len(lines) == 2 and all(map(_MAIL_HEADER.match, lines)) else "text"


def _opens_as_record(head: bytes) -> bool:
    """Whether a list of JSON objects or an object of many lines begins here, or the first line is a JSON object, or
    (where it is cut off) looks like one with a text."""
    if _JSON_OPENING.match(head):
        return True
    first, newline, _ = head.partition(b"\n")
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return not newline and (b'"text"' in first or b'"id"' in first)
