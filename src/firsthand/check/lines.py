"""Lines and rows of a file as they come, whatever its encoding: nothing is held but the line at hand.

UTF-8 with or without its mark, UTF-16 with its mark; a line that is neither is read as Windows-1252,
and that is said. What cannot be used becomes a `Problem` with its line, and reading goes on.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

from firsthand.errors import InputError
from firsthand.text import keepable

MAX_LINE_BYTES = 10_000_000
"""A longer line is no row of any export: the longest rows of event data have some ten thousand."""
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be used: `where` names file and line, `what` is a sentence.

    `kept` tells whether the row was read without the part at fault.
    """

    where: str
    what: str
    kept: bool


Report = Callable[[Problem], None]
"""Is told each problem as it is met."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by the names of their columns, trimmed, and the line on which it ends, from 1."""

    cells: dict[str, str]
    line: int


def open_file(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where it ends in .gz; raises `InputError` where it cannot be opened."""
    try:
        return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; give the path of a file") from error


def read_text_lines(handle: BinaryIO, ref: str, report: Report) -> Iterator[tuple[int, str]]:
    """(number from 1, line) of every line; lines longer than `MAX_LINE_BYTES` are reported and passed over."""
    first = handle.readline(MAX_LINE_BYTES + 1)
    if first[:2] in _MARKS:
        yield from enumerate(_wide_lines(handle, first), start=1)
        return
    line, number, odd = first.removeprefix(b"\xef\xbb\xbf"), 1, 0
    while line:
        if len(line) > MAX_LINE_BYTES:
            _pass_over(handle, line)
            report(Problem(f"{ref}:{number}", f"the line is longer than {MAX_LINE_BYTES:,} bytes", False))
        else:
            words, plain = _decoded(line)
            odd += not plain
            if not plain and odd == 1:
                report(Problem(f"{ref}:{number}", "not UTF-8; this line and others like it are read as "
                                                  "Windows-1252", True))
            yield number, words
        line, number = handle.readline(MAX_LINE_BYTES + 1), number + 1


def _wide_lines(handle: BinaryIO, first: bytes) -> Iterator[str]:
    """The lines of a UTF-16 file, whose line ends cannot be found in its bytes."""
    handle.seek(0)
    words = TextIOWrapper(handle, _MARKS[first[:2]], errors="replace", newline="")
    try:
        yield from map(keepable, words)
    finally:
        with suppress(ValueError):  # it is closed already where the reading was broken off
            words.detach()  # whoever opened the file closes it


def _pass_over(handle: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = handle.readline(MAX_LINE_BYTES)


def _decoded(line: bytes) -> tuple[str, bool]:
    try:
        return keepable(line.decode("utf-8")), True
    except UnicodeDecodeError:
        return keepable(line.decode("cp1252", errors="replace")), False


def read_rows(handle: BinaryIO, ref: str, report: Report) -> Iterator[Row]:
    """The rows of a CSV file under their header; the header itself comes first, as a row of its names.

    The sign between cells is the one of comma, semicolon and tab that the header has most of. A row
    of another length is reported and passed over, as is one that a quotation mark without end swallows.
    Raises `InputError` where the header cannot be cut into names.
    """
    lines = (line for _, line in read_text_lines(handle, ref, report))
    head = next(lines, "")
    sign = max(",;\t|", key=head.count)
    names = [name.strip() for name in _header(head, sign, ref)]
    yield Row({name: name for name in names if name}, 1)
    rows = csv.reader(lines, delimiter=sign)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            report(Problem(f"{ref}:{rows.line_num + 1}", f"no row could be read here ({error}); is a quotation "
                                                         "mark left open?", False))
            continue
        line = rows.line_num + 1
        if len(cells) == len(names):
            yield Row({name: cell.strip() for name, cell in zip(names, cells, strict=True)}, line)
        elif any(cell.strip() for cell in cells):
            report(Problem(f"{ref}:{line}", f"{len(cells)} cell{'s' * (len(cells) != 1)} where the header has "
                                            f"{len(names)}", False))


def _header(line: str, sign: str, ref: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error as error:
        raise InputError(f"{ref}:1: its first line cannot be read as the names of columns ({error})") from error
