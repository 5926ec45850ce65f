"""Plain text: the report's text is the input itself, character for character.

Over a saved text people often put what they know of it, a line each: `Publisher: …`,
`Published: …` (or `Date: …`), `URL: …`, `Author: …`. These lines fill the columns and stay in the
text as credit lines. Without them the publication day is the one in the dateline, if it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from firsthand.options import ReadOptions
from firsthand.read.blocks import HEAD_LINES, split_blocks
from firsthand.read.charset import decode
from firsthand.read.dates import FULL_DATE, date_in, normal_date
from firsthand.read.language import detect_language
from firsthand.read.outside import Outside, placed
from firsthand.records import Block, Rejected, Report
from firsthand.text import plain, report_id, word_spans

DATELINE_CHARS = 160
"""A dateline stands at the very start of its paragraph."""

_HEADER = re.compile(r"(publisher|published|date|author|url)\s*:\s*(\S.*)", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+(.+)", re.IGNORECASE)
_PLACE = (r"(?:[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,4}(?:,\s+[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2})?"
          r"\s*[,:(|-]*\s*)?")
_AGENCY = r"(?:\([^()]{1,40}\)\s*[,:|-]*\s*)?"
_LABEL = r"(?i:(?:date of publication|published|posted|updated)(?: on)?:?\s+)?"
_DATELINE = re.compile(rf"{_PLACE}{_AGENCY}{_LABEL}\(?(?i:{FULL_DATE})\)?\s*(?:GMT|UTC|local time)?\s*{_AGENCY}"
                       r"(?:[-:|.,]|$|\s[A-Z0-9])")

PublishedBasis = Literal["metadata", "dateline", "given"]


def read_text(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None) -> Report | Rejected:
    """The report that a plain text is, or why it is none; `ref` is the file's path as given."""
    outside = outside or Outside()
    decoded = decode(content, outside.charset)
    if "\x00" in decoded.text:
        return Rejected(ref, "binary", f"There is a NUL byte at offset {content.index(0)}, so this is no text; give "
                                       "the text itself, or a file of a kind that is read (see the documentation).")
    return text_report(decoded.text, ref, options, replace(outside, notes=(*outside.notes, *decoded.notes)))


def text_report(text: str, ref: str, options: ReadOptions, outside: Outside) -> Report | Rejected:
    """The report of a text as it is, or why it is none: it has too few words."""
    problem = check_words(text, ref, options)
    if problem:
        return problem
    blocks = split_blocks(text)
    headers = dict(_headers(text, blocks))
    url = headers.get("url")
    published, basis = _publication(text, blocks, headers)
    return placed(Report(
        id=report_id(url or ref, text), ref=ref, url=url, publisher=headers.get("publisher"),
        author=headers.get("author"), language=detect_language(text), published=published,
        published_basis=basis, title=_title(text, blocks), text=text, blocks=blocks, links=()), outside)


def check_words(text: str, ref: str, options: ReadOptions) -> Rejected | None:
    """Why a text has too few words to be a report, or None."""
    words = len(word_spans(text[:10_000]))
    if words == 0:
        return Rejected(ref, "empty", "There are no words in it; check that the file was saved whole.")
    if words < options.min_words:
        return Rejected(ref, "too-short", f"It has {words} word{'s'[:words > 1]}; a report needs at least "
                                          f"{options.min_words} (option min_words).")
    return None


def _title(text: str, blocks: Sequence[Block]) -> str | None:
    return next((text[block.start:block.end] for block in blocks if block.kind == "headline"), None)


def _headers(text: str, blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """(name, value) of the header lines and the byline among the first blocks; the first of a name counts."""
    seen: set[str] = set()
    for block in blocks[:HEAD_LINES]:
        words = text[block.start:block.end]
        header, byline = _HEADER.fullmatch(words), _BYLINE.fullmatch(words)
        if block.kind != "credit" or not (header or byline):
            continue
        name = header[1].lower() if header else "author"
        value = header[2].strip() if header else byline[1].strip() if byline else ""
        if name not in seen:
            seen.add(name)
            yield name, value


def _publication(text: str, blocks: Sequence[Block],
                 headers: dict[str, str]) -> tuple[str | None, PublishedBasis | None]:
    given = normal_date(headers.get("published", headers.get("date", "")))
    if given:
        return given, "given"
    found = dateline_date(text, blocks)
    return (found, "dateline") if found else (None, None)


def dateline_date(text: str, blocks: Sequence[Block]) -> str | None:
    """The whole date (day, month, year) that opens a text's first lines, or null.

    It stands alone on a line or opens a paragraph after place and agency; a date within a
    sentence is the happening's and not the report's.
    """
    for block in [block for block in blocks if block.kind != "headline"][:HEAD_LINES]:
        match = _DATELINE.match(plain(text[block.start:min(block.end, block.start + DATELINE_CHARS)]).text)
        if match:
            return date_in(match)
        if block.kind == "paragraph":
            return None
    return None
