"""What is fuzzed: each target takes bytes and raises only where firsthand is at fault.

A target holds what comes out against what must hold of it, whatever went in: what cannot be read is told
and not raised, offsets lie within the text, every word can be written out again.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.errors import DamagedError, FetchError, InputError, OptionError
from firsthand.options import Options, ReadOptions
from firsthand.records import Rejected, Report
from fuzz import seeds

LIMITS = ReadOptions(max_bytes=300_000, bomb_bytes=200_000)
"""Smaller than in use, so that what is too large is met as well."""


@dataclass(frozen=True)
class Target:
    """`check` is given bytes; `seeds` are good ones to begin with; `of_words` tells that words are to be moved about
    rather than bytes."""

    check: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    of_words: bool = False


# ---------------------------------------------------------------- readers

def _read(kind: str, content: bytes) -> None:
    from firsthand.read import Source, read_source

    check_items(list(read_source(Source(f"a.{kind}", content=content, format=kind), LIMITS)))  # type: ignore[arg-type]


def _read_unnamed(content: bytes) -> None:
    """As a file whose name tells nothing."""
    from firsthand.read import Source, read_source

    check_items(list(read_source(Source("a", path=_file(content, "")), LIMITS)))


def _read_packed(kind: str, member: str, content: bytes) -> None:
    """A ZIP as it is; anything else as the member of one that matters."""
    _read(kind, content if content.startswith(b"PK") else seeds.zipped({member: content}))


def check_items(items: list[Report | Rejected]) -> None:
    """Whatever was read: there is something, it is said why, and it can be written."""
    from firsthand.records import Report as Record
    from firsthand.tables import from_json, to_arrow, to_json

    assert items, "nothing came out, not even a refusal"
    for item in items:
        check_words(to_json(item))
        if isinstance(item, Rejected):
            assert item.reason
            assert item.detail
        else:
            check_report(item)
            assert from_json(Record, to_json(item)) == item
    to_arrow(Record, [item for item in items if isinstance(item, Report)])


def check_report(report: Report) -> None:
    """Blocks are in order and apart, links lie within the text, days are days."""
    from firsthand.text import report_id

    size, end = len(report.text), 0
    assert report.id == report_id(report.url or report.ref, report.text)
    for block in report.blocks:
        assert end <= block.start < block.end <= size, block
        assert not report.text[end:block.start].strip(), "words between the blocks"
        end = block.end
    assert not report.text[end:].strip(), "words after the blocks"
    assert all(0 <= link.start < link.end <= size and link.href for link in report.links), report.links
    for day in (report.published, report.modified, report.fetched):
        assert day is None or day[:4].isdigit(), day


def check_words(cell: Any) -> None:
    """All words within can be kept and written: UTF-8 has a form for them, and databases take them."""
    if isinstance(cell, str):
        cell.encode()
        assert "\x00" not in cell, "a NUL, which PostgreSQL does not take"
    for inner in cell.values() if isinstance(cell, dict) else cell if isinstance(cell, list) else ():
        check_words(inner)


# ---------------------------------------------------------------- texts

def _text(content: bytes) -> None:
    from firsthand import text as work

    words = content.decode("utf-8", "replace")
    plain = work.plain(words)
    assert work.plain(plain.text).text == plain.text
    for start, end in work.word_spans(plain.text):
        first, last = plain.original(start, end)
        assert 0 <= first < last <= len(words)
        assert plain.text[start] in work.plain(words[first:last]).text
    folded = work.folded_words(words)
    assert [work.fold(words[start:end]) for _, start, end in folded] == [word for word, _, _ in folded]
    runs = list(work.shingles(words, 4))
    assert [number for _, number in runs] == list(range(max(0, len(folded) - 3)))
    assert runs == list(work.word_shingles([word for word, _, _ in folded], 4))
    start, end = work.trim(words, 0, len(words))
    assert words[start:end] == words.strip()


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    from firsthand.extract.attribution.tagger import MODEL_FOLDER

    return Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))


def _tagger(content: bytes) -> None:
    """The tagger with a graph that says anything: what is made of it must still be spans of the text."""
    from firsthand.extract.attribution.tagger import Head, Tagger, WindowOptions

    text = content.decode("utf-8", "surrogatepass" if content[:1] == b"\xed" else "replace")
    chance = np.random.default_rng(int.from_bytes(hashlib.blake2b(content, digest_size=4).digest(), "big"))

    def forward(ids: Any, case: Any, quote: Any) -> tuple[Any, Any]:
        assert len(ids) == len(case) == len(quote) <= 512, "more word pieces than the graph takes"
        return chance.normal(0, 4, (len(ids), 7)).astype("f4"), chance.normal(0, 1, (len(ids), 16)).astype("f4")

    shapes = (7, 7), (2, 2), (2, 8), (2, 14), (2,)
    head = Head(*(chance.normal(0, 1, shape).astype("f4") for shape in shapes))
    tags = Tagger(forward, _tokenizer(), head, WindowOptions()).tag(text)
    assert all(0 <= span.start < span.end <= len(text) and 0 <= span.score <= 1 for span in tags.spans)
    assert all(0 <= link.cue < len(tags.spans) and 0 <= link.other < len(tags.spans) for link in tags.links)
    for sources, cue, contents in tags.attributions():
        assert cue.role == "cue"
        assert all(span.role == "source" for span in sources)
        assert all(span.role == "content" for span in contents)


@cache
def _extractor() -> Any:
    from firsthand.extract import Extractor

    return Extractor()


def _analyse(content: bytes) -> None:
    """One to three reports (parted by lines of `=`) through every stage, one and all."""
    from firsthand.flow import Tables, extract, relate
    from firsthand.read import Source, read_source
    from firsthand.tables import TABLES, to_arrow, to_json

    parts = content.split(b"\n====\n")[:3]
    items = [item for number, part in enumerate(parts)
             for item in read_source(Source(f"{number}.txt", content=part, format="text"), LIMITS)]
    reports = sorted({item.id: item for item in items if isinstance(item, Report)}.values(), key=lambda one: one.id)
    if not reports:
        return
    found = extract(reports, _extractor())
    tables = relate(Tables(reports=reports, mentions=found.mentions, attributions=found.attributions,
                           values=found.values), Options())
    texts = {report.id: report.text for report in reports}
    for row in (*tables.mentions, *tables.values, *tables.flags):
        assert 0 <= row.start <= row.end <= len(texts[row.report]), row
    for table in TABLES:
        rows = list(getattr(tables, table.name))
        check_words([to_json(row) for row in rows])
        to_arrow(table.record, rows)
    assert sorted(one for story in tables.stories for one in story.reports) == sorted(texts)
    _show(tables)


def _show(tables: Any) -> None:
    """Everything can be shown and written in every form."""
    from xml.etree import ElementTree

    from firsthand.show.documents import render
    from firsthand.show.export import documents

    for ending in (".html", ".md", ".json"):
        render(tables, ending).encode()
    for name, form in documents().items():
        text = form.write(tables, {"firsthand": "0", "models": {}, "options": {}})
        text.encode()
        if name == "graphml":
            ElementTree.fromstring(text)


# ---------------------------------------------------------------- files that cases are held against

def _file(content: bytes, ending: str) -> Path:
    """A file of this content; there is one for each ending."""
    path = _folder() / f"a{ending}"
    path.write_bytes(content)
    return path


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def _claims(content: bytes) -> None:
    from firsthand.weigh.fusion import read_claims, weigh_claims, write_answers

    with suppress(InputError):
        found = read_claims(_file(content, ".csv.gz" if content.startswith(b"\x1f\x8b") else ".csv"))
        check_words(found.notes)
        assert found.table.num_rows
        answers = weigh_claims(found)
        assert answers.num_rows == len(set(found.table["item"].to_pylist()))
        assert all(0 <= one <= 1 for one in answers["probability"].to_pylist())
        write_answers(answers, _folder() / "truth.csv")


def _factchecks(content: bytes) -> None:
    from firsthand.check.factchecks import read_factchecks
    from firsthand.tables import to_json

    for ending in (".json", ".csv") if content[:1] in b"{[" else (".csv",):
        with suppress(InputError):
            for claim in read_factchecks(_file(content, ending), _told):
                check_words(to_json(claim))
                assert claim.claim.strip()


def _claim_review(content: bytes) -> None:
    from firsthand.check.claim_review import read_document
    from firsthand.tables import to_json

    for claim in read_document(content.decode("utf-8", "replace"), "a.json", _told):
        check_words(to_json(claim))
        assert claim.claim.strip()


def _events(content: bytes) -> None:
    from firsthand.check.events import read_events

    with suppress(InputError):
        for record in read_events(_file(content, ".csv"), _told):
            assert record.first <= record.last
            assert record.lat is None or -90 <= record.lat <= 90
            assert record.lon is None or -180 <= record.lon <= 180
            for count in (record.low, record.best, record.high, record.injured):
                assert count is None or count >= 0
            check_words([record.id, *record.places, *record.actors, *record.sources])


def _told(problem: Any) -> None:
    check_words([problem.where, problem.what])


# ---------------------------------------------------------------- what the network and the desk hand over

def _answer(content: bytes) -> None:
    from firsthand.read.http import parse_answer

    with suppress(DamagedError):
        answer = parse_answer(content, LIMITS)
        assert answer.media_type == answer.media_type.strip()
        assert len(answer.content) <= LIMITS.max_bytes


def _robots(content: bytes) -> None:
    from firsthand.fetch.robots import parse_robots

    rules = parse_robots(content, "firsthand")
    for path in ("/", "/news/1?a=b", "/" + "a" * 500, "/é%20*$"):
        rules.allows(path)


def _address(content: bytes) -> None:
    from firsthand.fetch.target import parse_target

    words = content.decode("utf-8", "replace")
    with suppress(FetchError):
        target = parse_target(words)
        assert parse_target(target.url).url == target.url
        target.join(words[::-1])


def _outlets(content: bytes) -> None:
    from firsthand.trace.outlets import load_outlets

    with suppress(InputError, OptionError):
        load_outlets(_file(content, ".outlets.csv"))


def _column_map(content: bytes) -> None:
    from firsthand.check.columns import read_column_map

    with suppress(OptionError):
        read_column_map(_file(content, ".toml"))


def _all(*kinds: str) -> Iterable[tuple[str, Target]]:
    return ((kind, Target(partial(_read, kind), seeds.OF[kind])) for kind in kinds)


TARGETS: dict[str, Target] = {
    **dict(_all("text", "jsonl", "html", "feed", "warc", "csv", "parquet", "pdf", "eml", "mbox")),
    "docx": Target(partial(_read_packed, "docx", "word/document.xml"), seeds.OF["docx"]),
    "wacz": Target(partial(_read_packed, "wacz", "archive/a.warc"), seeds.OF["wacz"]),
    "unnamed": Target(_read_unnamed, seeds.OF["unnamed"]),
    "words": Target(_text, seeds.OF["text"]),
    "tagger": Target(_tagger, seeds.OF["text"]),
    "analyse": Target(_analyse, seeds.OF["analyse"], of_words=True),
    "claims": Target(_claims, seeds.OF["claims"]),
    "factchecks": Target(_factchecks, seeds.OF["factchecks"]),
    "claim_review": Target(_claim_review, seeds.OF["claim_review"]),
    "events": Target(_events, seeds.OF["events"]),
    "answer": Target(_answer, seeds.OF["answer"]),
    "robots": Target(_robots, seeds.OF["robots"]),
    "address": Target(_address, seeds.OF["address"]),
    "outlets": Target(_outlets, seeds.OF["outlets"]),
    "column_map": Target(_column_map, seeds.OF["column_map"]),
}
