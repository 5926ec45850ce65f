"""Files of earlier fact-checks: ClaimReview in JSON-LD, pages and feeds, JSON Lines, CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from firsthand.check.checked import CheckedClaim, claim_id, host_of
from firsthand.check.claim_review import as_list, json_fault, parse_json, read_document, read_nodes, read_rating
from firsthand.check.columns import ColumnMap, factcheck_columns
from firsthand.check.days import read_day
from firsthand.check.lines import Problem, Report, Row, open_file, read_rows, read_text_lines
from firsthand.errors import InputError
from firsthand.text import keepable

MAX_DOCUMENT_BYTES = 500_000_000
"""A JSON document or page is read as a whole; a larger feed should be split or written as JSON Lines."""
SNIFFED_BYTES = 4096


def read_factchecks(path: Path, report: Report, given: ColumnMap | None = None) -> Iterator[CheckedClaim]:
    """The checked claims of a file, in its order; what cannot be used is told to `report` with its line.

    The form is found by the ending and the first sign. Raises `InputError` where the file cannot be
    opened or has no column that holds a claim.
    """
    with open_file(path) as handle:
        yield from _reader(path, handle)(handle, str(path), report, given)


def _reader(path: Path, handle: BinaryIO) -> Any:
    """What reads the file: by its first sign where that tells, else by its ending."""
    head = _peek(handle)
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first == b"<":
        return _read_page
    if first in (b"{", b"["):
        return _read_lines if _is_lines(path, head) else _read_whole
    return _read_table


def _peek(handle: BinaryIO) -> bytes:
    """The first bytes of a file, which stay to be read."""
    head = handle.read(SNIFFED_BYTES)
    handle.seek(0)
    return head.replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def _is_lines(path: Path, head: bytes) -> bool:
    """Whether every line is an object of its own; a document may stand on one line as well."""
    name = path.name.removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        return True
    line = head.strip().split(b"\n", 1)[0].rstrip()
    return not name.endswith(".jsonld") and line.startswith(b"{") and line.endswith(b"}") and line != head.strip()


def _read_whole(handle: BinaryIO, ref: str, report: Report, _: ColumnMap | None) -> Iterator[CheckedClaim]:
    yield from _at_least_one(lambda tell: read_document(_text_of(handle, ref, tell), ref, tell), ref, report,
                             "ClaimReview")


def _at_least_one(read: Callable[[Report], Iterator[CheckedClaim]], ref: str, report: Report, wanted: str
                  ) -> Iterator[CheckedClaim]:
    """What `read` gives; where that is nothing and no reason was told, that no `wanted` is there is told."""
    told = found = 0

    def tell(problem: Problem) -> None:
        nonlocal told
        told += 1
        report(problem)

    for claim in read(tell):
        found += 1
        yield claim
    if not found and not told:
        report(Problem(ref, f"it holds no {wanted}", False))


def _text_of(handle: BinaryIO, ref: str, report: Report) -> str:
    """The text of a document that has to be read as a whole; raises `InputError` where it is too large."""
    parts, size = [], 0
    for _, line in read_text_lines(handle, ref, report):
        parts.append(line)
        size += len(line)
        if size > MAX_DOCUMENT_BYTES:
            raise InputError(f"{ref}: larger than {MAX_DOCUMENT_BYTES:,} characters; write it as JSON Lines, one "
                             "review a line")
    return "".join(parts)


def _read_page(handle: BinaryIO, ref: str, report: Report, _: ColumnMap | None) -> Iterator[CheckedClaim]:
    yield from _at_least_one(lambda tell: _scripts_of(_text_of(handle, ref, tell), ref, tell), ref, report,
                             "script with a ClaimReview (JSON-LD)")


def _scripts_of(words: str, ref: str, report: Report) -> Iterator[CheckedClaim]:
    """The reviews in the JSON-LD scripts of a web page."""
    from lxml import html

    try:
        scripts = html.document_fromstring(words.encode("utf-8", "replace"),
                                           parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (ValueError, AssertionError, html.etree.LxmlError) as error:
        report(Problem(ref, f"the page cannot be read ({error})", False))
        return
    for script in scripts.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            yield from read_document(_bare(script.text or ""), f"{ref}, the script at line {script.sourceline}", report)


def _bare(script: str) -> str:
    """A script without the comment or CDATA signs that pages put around it."""
    words = script.strip()
    for start in ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["):
        words = words.removeprefix(start).lstrip()
    for end in ("-->", "//]]>", "/*]]>*/", "]]>"):
        words = words.removesuffix(end).rstrip()
    return words.rstrip(";")


def _read_lines(handle: BinaryIO, ref: str, report: Report, given: ColumnMap | None) -> Iterator[CheckedClaim]:
    """JSON Lines: a review, or a plain record of named columns, on each line."""
    for number, line in read_text_lines(handle, ref, report):
        where = f"{ref}:{number}"
        if not line.strip():
            continue
        try:
            node = parse_json(line)
        except (ValueError, RecursionError) as error:
            report(Problem(where, f"the line is no JSON; it breaks at {json_fault(error)}", False))
            continue
        yield from _line_claims(node, where, report, given)


def _line_claims(node: Any, where: str, report: Report, given: ColumnMap | None) -> Iterator[CheckedClaim]:
    """The claims of one line; one that has none is reported."""
    columns = factcheck_columns(node, given) if isinstance(node, Mapping) else {}
    if isinstance(node, Mapping) and columns and "@type" not in node and "claimReview" not in node:
        cells = {name: _cell(name, node.get(theirs)) for name, theirs in columns.items()}
        yield from _plain_claim(cells, where, report, given)
    elif isinstance(node, Mapping | list):
        yield from _at_least_one(lambda tell: read_nodes(node, where, tell), where, report, "claim or ClaimReview")
    else:
        report(Problem(where, "the line is no object", False))


def _cell(name: str, value: Any) -> str:
    """A column of a plain JSON record as text: a name or rating may be a node, or several."""
    if name == "rating":
        return read_rating(value) or ""
    words = [one.get("name") if isinstance(one, Mapping) else one for one in as_list(value)]
    return keepable(", ".join(str(one) for one in words if isinstance(one, str | int | float))).strip()


def _read_table(handle: BinaryIO, ref: str, report: Report, given: ColumnMap | None) -> Iterator[CheckedClaim]:
    rows = read_rows(handle, ref, report)
    names = next(rows, Row({}, 1)).cells
    columns = factcheck_columns(names, given)
    if not columns:
        raise InputError(f"{ref}:1: no column holds a claim (claim, claimReviewed or text); there are: "
                         f"{', '.join(names)[:300] or 'none'}. Name it in a column map: --columns MAP.toml")
    for row in rows:
        cells = {ours: row.cells[theirs] for ours, theirs in columns.items()}
        yield from _plain_claim(cells, f"{ref}:{row.line}", report, given)


def _plain_claim(cells: Mapping[str, str], where: str, report: Report,
                 given: ColumnMap | None) -> Iterator[CheckedClaim]:
    """The claim of a row of named columns; one without words is reported."""
    claim, url = " ".join(cells["claim"].split()), cells.get("url") or None
    if not claim:
        report(Problem(where, "it names no claim", False))
        return
    day = read_day(cells.get("published", ""), given.date_format if given else None)
    if cells.get("published") and day is None:
        report(Problem(where, f"{cells['published'][:40]!r} is no day that can be told; read without it", True))
    yield CheckedClaim(
        id=cells.get("id") or claim_id(url, claim), claim=claim, title=cells.get("title") or None,
        rating=cells.get("rating") or None, publisher=cells.get("publisher") or host_of(url), url=url,
        published=day.isoformat() if day else None,
        claimants=(cells["claimant"],) if cells.get("claimant") else ())
