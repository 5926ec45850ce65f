"""PolNeAR as words with labels and links, damaged now and then, cut into windows for the model.

Words, features and windows are made by the functions of `firsthand.extract.attribution.tagger` itself, so that
the model sees in training what it will see in use.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from firsthand.extract.attribution.tagger import LABELS, ROLES, Chunk, Role, Tagger
from firsthand.extract.attribution.tagger_input import (
    NO_QUOTE,
    TOGGLES,
    Inputs,
    WindowOptions,
    Word,
    cut_windows,
    quote_flags,
    split_words,
    window_inputs,
)

NONE = -1
WRITING_ORDER = ("content", "source", "cue")  # as in CofeNet's labels: what lies inside stands on top


@dataclass(frozen=True)
class Document:
    """A text's words; for each word its fragment or NONE; for each fragment its role and its partner.

    The partner of a cue is its source, that of a content its cue, that of a source NONE.
    """

    id: str
    text: str
    words: list[Word]
    fragment: list[int]
    roles: list[Role]
    partner: list[int]


@dataclass(frozen=True)
class Example:
    """A window: inputs for the graph, labels [T], spans and, for each, the index of its partner or NONE."""

    inputs: Inputs
    labels: list[int]
    chunks: list[Chunk]
    partner: list[int]


def read_documents(gold: Path, split: str) -> list[list[Document]]:
    """The documents of a split by time; of each all its annotations, the corpus's first one first."""
    reports = {row["id"]: row for row in _rows(gold / "reports.jsonl")}
    versions: dict[str, list[Document]] = {}
    for name in ("gold.jsonl", "gold_other.jsonl"):
        for row in _rows(gold / name):
            if row["split"] == split:
                document = _document(row, reports[row["id"]]["text"])
                versions.setdefault(row["id"], []).append(document)
    return [versions[key] for key in sorted(versions, key=lambda key: (reports[key]["published"] or "", key))]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _document(row: dict[str, Any], text: str) -> Document:
    words = split_words(text)
    numbers: dict[tuple[str, int, int], int] = {}
    roles: list[Role] = []
    partner: list[int] = []

    def number(role: Role, span: Sequence[int]) -> int:
        key = (role, span[0], span[1])
        if key not in numbers:
            numbers[key] = len(roles)
            roles.append(role)
            partner.append(NONE)
        return numbers[key]

    for item in row["attributions"]:
        found = {role: [number(role, span) for span in item[role]] for role in ROLES}
        for cue in found["cue"]:
            partner[cue] = found["source"][0] if found["source"] else NONE
        for content in found["content"]:
            partner[content] = found["cue"][0] if found["cue"] else NONE
    return Document(row["id"], text, words, _write(words, numbers), roles, partner)


def _write(words: Sequence[Word], numbers: dict[tuple[str, int, int], int]) -> list[int]:
    """For each word the fragment that it touches, a narrower role over a wider one."""
    fragment = [NONE] * len(words)
    for (_, start, end), number in sorted(numbers.items(), key=lambda item: WRITING_ORDER.index(item[0][0])):
        for index in _touched(words, start, end):
            fragment[index] = number
    return fragment


def _touched(words: Sequence[Word], start: int, end: int) -> Iterator[int]:
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if words[middle].end <= start else (low, middle)
    while low < len(words) and words[low].start < end:
        yield low
        low += 1


# Damage as in users' texts

# (sign, how often a stripped line lacks it): web tables of news often come without commas and quotes
DROPPED = ((",", 0.8), ('"', 0.6), ("'", 0.6), (":", 0.3), ("-", 0.3), (".", 0.1))

def damage(document: Document, rng: random.Random, factor: float = 1.0) -> Document:
    """The document with some lines stripped of signs or re-cased, and now and then without its line ends.

    `factor` is on the chance of each kind of damage.
    """
    words: list[Word] = []
    fragment: list[int] = []
    for pairs in _lines(document):
        changed = _damage_line(pairs, rng, factor)
        words += [word for word, _ in changed]
        fragment += [number for _, number in changed]
    if rng.random() < 0.1 * factor:
        words = [word._replace(line=1) for word in words]
    return replace(document, words=words, fragment=fragment)


Pairs = list[tuple[Word, int]]


def _lines(document: Document) -> Iterator[Pairs]:
    line: Pairs = []
    for pair in zip(document.words, document.fragment, strict=True):
        if line and pair[0].line != line[-1][0].line:
            yield line
            line = []
        line.append(pair)
    if line:
        yield line


def _damage_line(pairs: Pairs, rng: random.Random, factor: float) -> Pairs:
    if rng.random() < 0.15 * factor:
        pairs = _without(pairs, {sign for sign, share in DROPPED if rng.random() < share})
    if rng.random() < 0.1 * factor:
        pairs = [(word._replace(quote=TOGGLES if word.quote != NO_QUOTE else NO_QUOTE), number)
                 for word, number in pairs]
    if rng.random() < 0.04 * factor:
        quotes = [index for index, (word, _) in enumerate(pairs) if word.text == '"']
        lost = rng.choice(quotes) if quotes else NONE
        pairs = [pair for index, pair in enumerate(pairs) if index != lost]
    if rng.random() < 0.08 * factor:
        style = rng.choice((str.upper, str.title, str.lower))
        pairs = [(word._replace(text=style(word.text)), number) for word, number in pairs]
    return pairs


def _without(pairs: Pairs, drop: set[str]) -> Pairs:
    """The words without these signs; where an apostrophe goes, what stood around it grows together."""
    kept: Pairs = []
    glue = False
    for word, number in pairs:
        if word.text in drop:
            glue = word.text == "'" and bool(kept) and kept[-1][0].end == word.start
            continue
        if glue and kept and kept[-1][0].end + 1 == word.start and kept[-1][0].text[-1].isalnum():
            last, owner = kept[-1]
            kept[-1] = last._replace(text=last.text + word.text, end=word.end), owner
        else:
            kept.append((word, number))
        glue = False
    return kept


# Windows

def examples_of(document: Document, tagger: Tagger, options: WindowOptions) -> Iterator[Example]:
    """The windows of a document, with labels and links, cut by the options."""
    pieces, flags = tagger.pieces_of(document.words), quote_flags(document.words)
    for window in cut_windows(document.words, [len(codes) for codes in pieces], options):
        inputs = window_inputs(window, document.words, pieces, flags)
        chunks, owners = _chunks(inputs, document)
        number_of = {owner: index for index, owner in reversed(list(enumerate(owners)))}
        partner = [number_of.get(document.partner[owner], NONE) for owner in owners]
        yield Example(inputs, labels_of(chunks, len(inputs.items)), chunks, partner)


def labels_of(chunks: Sequence[Chunk], count: int) -> list[int]:
    """The label numbers of `count` items."""
    labels = [0] * count
    for chunk in chunks:
        for index in range(chunk.first, chunk.last + 1):
            labels[index] = LABELS.index(f"{'B' if index == chunk.first else 'I'}-{chunk.role}")
    return labels


def _chunks(inputs: Inputs, document: Document) -> tuple[list[Chunk], list[int]]:
    """The labelled stretches of a window, and the fragment of each."""
    chunks: list[Chunk] = []
    owners: list[int] = []
    last = NONE
    for index, item in enumerate(inputs.items):
        number = document.fragment[item] if item >= 0 else NONE
        if number == NONE:
            pass
        elif number == last:
            chunks[-1] = chunks[-1]._replace(last=index)
        else:
            chunks.append(Chunk(document.roles[number], index, index))
            owners.append(number)
        last = number
    return chunks, owners


def gold_spans(document: Document) -> list[tuple[str, int, int]]:
    """(role, start, end) in code points of what the labels can hold: unbroken stretches within a line."""
    spans: list[tuple[str, int, int]] = []
    last = (NONE, 0)
    for word, number in zip(document.words, document.fragment, strict=True):
        if number != NONE and (number, word.line) == last:
            spans[-1] = (spans[-1][0], spans[-1][1], word.end)
        elif number != NONE:
            spans.append((document.roles[number], word.start, word.end))
        last = (number, word.line)
    return spans
