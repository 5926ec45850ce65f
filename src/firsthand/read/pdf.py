"""PDF files: the words of their pages, running heads left out, words cut at a line's end joined.

A PDF knows where letters stand and not what a paragraph is; the lines come as pypdf finds them, and
the blocks are told from the lines as in plain text.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from firsthand.options import ReadOptions
from firsthand.read.outside import Outside
from firsthand.read.pdf_columns import by_columns
from firsthand.read.text import text_report
from firsthand.records import Rejected, Report

EDGE_LINES = 2
"""So many lines at the top and at the bottom of a page may be a running head or foot."""
REPEATED_SHARE = 0.5
"""A line at the edge of so many of the pages is one; numbers in it may differ."""
LEAST_PAGES = 3
MOST_LINES = 500
"""A printed page has some 150 lines at most; one of more is not looked at for columns."""
WORK: Mapping[str, Any] = {
    "stream_parsing_work_maximum_count": 500_000, "xform_maximum_invocations_per_extraction": 200,
    "zlib_maximum_output_length": 20_000_000, "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000}
"""How much work pypdf may do for a stream or a page: a printed paper's page has some 10,000 operators, and half a
million take some seconds."""

_CUT_WORD = re.compile(r"([a-z])[-\u00ad]\n([a-z])")
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?#(?:\s*(?:/|of)\s*#)?\W*", re.IGNORECASE)


def read_pdf(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None) -> Report | Rejected:
    """The report that a PDF is, or why it is none: it is encrypted, damaged, or a picture of a page."""
    outside = outside or Outside()
    with _quiet():
        found = _read(content, ref, options)
    if isinstance(found, Rejected):
        return found
    pages, notes = found
    text = _joined(pages)
    if not text.strip():
        return Rejected(ref, "no-text", "There are no words in it, only pictures of pages; run it through text "
                                        "recognition (OCR) first.")
    return text_report(text, ref, options, replace(outside, notes=(*outside.notes, *notes)))


def _read(content: bytes, ref: str, options: ReadOptions) -> tuple[list[str], list[str]] | Rejected:
    """The text of each page, and notes on what could not be read."""
    from pypdf import PasswordType, PdfReader, apply_configuration

    try:
        with apply_configuration(**WORK):
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
                return Rejected(ref, "encrypted", "It is locked with a password; unlock it, save it, and add it again.")
            count = len(reader.pages)
            pages = list(_read_pages(reader, min(count, options.max_pages), options.max_bytes))
    except Exception as error:  # pypdf raises whatever its parts do: KeyError, RecursionError, its own, …
        return _told(ref, error)
    if count and not pages:
        return Rejected(ref, "too-large", f"Its first page is drawn with more than {options.max_bytes} bytes (option "
                                          "max_bytes).")
    lost = [str(number) for number, page in enumerate(pages, 1) if page is None]
    notes = [f"Page {', '.join(lost)} could not be read."] if lost else []
    if count > len(pages):
        notes.append(f"Only the first {len(pages)} of {count} pages were read (options max_pages and max_bytes).")
    if lost and len(lost) == len(pages):
        return Rejected(ref, "damaged", "None of its pages can be read; open it in a viewer and save it anew.")
    return [page or "" for page in pages], notes


def _told(ref: str, error: Exception) -> Rejected:
    if type(error).__name__ == "DependencyError":  # AES needs a cryptographic library
        return Rejected(ref, "encrypted", "It is encrypted with AES; unlock it, save it, and add it again.")
    return Rejected(ref, "damaged", f"It can't be read as PDF ({type(error).__name__}: {str(error)[:120]}); open it in "
                                    "a viewer and save it anew.")


def _read_pages(reader: Any, count: int, max_bytes: int) -> Iterator[str | None]:
    """The pages' texts, until what they are drawn with comes to more than `max_bytes`."""
    drawn = 0
    for number in range(count):
        drawn += _size(reader, number)
        if drawn > max_bytes:
            return
        yield _page(reader, number)


def _size(reader: Any, number: int) -> int:
    """Bytes of a page's drawing operators, unpacked; 0 where it is damaged or has none."""
    try:
        contents = reader.pages[number].get_contents()
        return len(contents.get_data()) if contents is not None else 0
    except Exception:  # the page is told by its number where its text is asked for
        return 0


def _page(reader: Any, number: int) -> str | None:
    """A page's text; None where it is damaged, or too much work, so that the others are read."""
    try:
        page = reader.pages[number]
        plain = str(page.extract_text())
    except Exception:  # told in a note by its number
        return None
    if plain.count("\n") < MOST_LINES:
        with suppress(Exception):  # the grid is a second look only, at what was read already
            plain = by_columns(plain, str(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)))
    return plain.replace("\x00", "")


def _joined(pages: Sequence[str]) -> str:
    """The pages as one text, without running heads, feet and page numbers."""
    lines = [[line.rstrip() for line in page.splitlines()] for page in pages]
    repeated = _repeated(lines)
    kept = ["\n".join(line for number, line in enumerate(page)
                      if not (_is_edge(number, page) and _shape(line) in repeated)) for page in lines]
    return _CUT_WORD.sub(r"\1\2", _paged(kept))


def _paged(pages: Sequence[str]) -> str:
    """Pages with a blank line between, but where a sentence goes on over the edge."""
    text = ""
    for page in filter(None, (page.strip("\n") for page in pages)):
        goes_on = text and not re.search(r"[.!?…:\"”’)]\s*$", text[-20:]) and page.lstrip()[:1].islower()
        text += ("\n" if goes_on else "\n\n" if text else "") + page
    return text


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """The shapes of the lines at the edges of most pages."""
    shapes = Counter(shape for page in pages for shape in set(_edges(page)))
    least = max(LEAST_PAGES, REPEATED_SHARE * len(pages))
    return {shape for shape, count in shapes.items() if count >= least or _PAGE_NUMBER.fullmatch(shape)}


def _edges(page: Sequence[str]) -> Iterator[str]:
    return (_shape(line) for number, line in enumerate(page) if _is_edge(number, page) and line.strip())


def _is_edge(number: int, page: Sequence[str]) -> bool:
    return number < EDGE_LINES or number >= len(page) - EDGE_LINES


def _shape(line: str) -> str:
    return _NUMBER.sub("#", line.strip())


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf logs each oddity of a file; what matters is noted or rejected here."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
