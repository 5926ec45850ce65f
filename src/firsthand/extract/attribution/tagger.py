"""Who says what: spans of sources, cues and contents in a text, and the links between them.

A MiniLM-L6 encoder (Wang et al. 2020) as an ONNX graph with int8 weights gives every word piece seven label
scores and eight link vectors. Everything else happens here, in numpy: the label path with the best
sum of scores and transitions (a linear-chain CRF, Lample et al. 2016), held to well-formed BIO; and
for each cue its source, for each content its cue, by a bilinear score between span ends (Dozat and
Manning 2017), or none where "none" scores best. The terms are those of PolNeAR (Newell et al. 2018).

The model reads windows: whole lines of the text packed together up to `pack` word pieces, a line of
more than `max_pieces` cut at sentence ends, with `context` words of the neighbours on each side. How a
text becomes words, windows and features is part of the model: `training/attribution` calls the same
functions, and a change here needs a new training. One window is one run of the graph: several
at once are no faster on a CPU, and the result of one would depend on the others.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import ModelError
from firsthand.extract.attribution.tagger_input import (
    Inputs,
    Ints,
    WindowOptions,
    Word,
    cut_windows,
    quote_flags,
    split_words,
    window_inputs,
)
from firsthand.onnx import load_onnxruntime

Role = Literal["source", "cue", "content"]
Floats = NDArray[np.float32]
Forward = Callable[[Ints, Ints, Ints], tuple[Floats, Floats]]
"""(ids, case, quote), each of length P -> label scores [P, 7], link vectors [P, 8 * d]."""

ROLES: tuple[Role, ...] = ("source", "cue", "content")
LABELS = ("O", *(f"{letter}-{role}" for role in ROLES for letter in "BI"))
LEGAL = np.array([[not to.startswith("I-") or came[1:] == to[1:] for to in LABELS] for came in LABELS])
"""[from, to]: I-x follows B-x or I-x only."""

MAX_RANK, DISTANCES = 4, 7
BLOCK_CHARS = 100_000  # a text is tagged in blocks of about this size, so that memory stays bounded
WORD_PIECES = 40  # a "word" of 50 characters rarely has more; the rest adds nothing and may overrun the model


class Span(NamedTuple):
    """A tagged span: role, code points `[start, end)` of the text, mean label probability."""

    role: Role
    start: int
    end: int
    score: float


class Link(NamedTuple):
    """A cue and its source or one of its contents, as indices into `Tags.spans`, with a probability."""

    cue: int
    other: int
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tagger found: spans in the order of the text, and links from cues to the others."""

    spans: tuple[Span, ...]
    links: tuple[Link, ...]

    def attributions(self) -> list[tuple[list[Span], Span, list[Span]]]:
        """(sources, cue, contents) for every cue in order; sources and contents may be empty."""
        found: dict[int, tuple[list[Span], Span, list[Span]]] = {
            index: ([], span, []) for index, span in enumerate(self.spans) if span.role == "cue"}
        for link in self.links:
            sources, _, contents = found[link.cue]
            other = self.spans[link.other]
            (sources if other.role == "source" else contents).append(other)
        return list(found.values())

    def unlinked(self) -> list[Span]:
        """Sources and contents that no cue leads to, such as the second paragraph of a quotation."""
        linked = {link.other for link in self.links}
        return [span for index, span in enumerate(self.spans) if span.role != "cue" and index not in linked]


@dataclass(frozen=True, slots=True)
class Head:
    """What the graph leaves to numpy: transitions [7, 7], and the link scores' null vectors and biases.

    Row 0 of `null` [2, d], `rank` [2, 8], `distance` [2, 14] and `crossing` [2] is for cue -> source,
    row 1 for content -> cue.
    """

    transitions: Floats
    null: Floats
    rank: Floats
    distance: Floats
    crossing: Floats


class Chunk(NamedTuple):
    """A labelled stretch of a window's items, both ends included."""

    role: Role
    first: int
    last: int


# From scores to spans and links

def best_path(scores: Floats, transitions: Floats) -> list[int]:
    """The best well-formed label of each item (Viterbi); before the first stands an O. scores: [T, 7]."""
    steps = np.where(LEGAL, transitions, np.float32(-1e4))
    total = scores[0] + steps[0]
    back = np.zeros(scores.shape, dtype=np.int64)
    for index in range(1, len(scores)):
        ways = total[:, None] + steps
        back[index] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[index]
    path = [int((total + transitions[:, 0]).argmax())]
    for index in range(len(scores) - 1, 0, -1):
        path.append(int(back[index, path[-1]]))
    return path[::-1]


def chunks_of(path: Sequence[int]) -> list[Chunk]:
    """The labelled stretches of a well-formed path, in order."""
    chunks: list[Chunk] = []
    for index, label in enumerate(path):
        if label and label % 2:
            chunks.append(Chunk(ROLES[label // 2], index, index))
        elif label:
            chunks[-1] = chunks[-1]._replace(last=index)
    return chunks


def link_biases(one: Chunk, others: Sequence[Chunk], breaks: Sequence[int]) -> Ints:
    """Where each of `others` (in order) stands as seen from `one`: [n, 3] of rank, distance, crossing.

    rank: 3, 2, 1, 0 for the nearest on the left, the next ..., 4 to 7 on the right; distance: 0 to 6
    for 0, 1, 2-3, 4-7, ... items between on the left, 7 to 13 on the right; crossing: 1 over a line
    end. `breaks` holds the items that are line ends, in order.
    """
    after = bisect_left(others, one.first, key=lambda other: other.first)
    table = np.zeros((len(others), 3), dtype=np.int64)
    for index, other in enumerate(others):
        right = index >= after
        rank = index - after if right else after - 1 - index
        near, far = (one, other) if right else (other, one)
        gap = max(0, far.first - near.last - 1)
        distance = min(gap.bit_length(), DISTANCES - 1)
        crosses = bisect_left(breaks, near.last) != bisect_left(breaks, far.first)
        table[index] = (min(rank, MAX_RANK - 1) + MAX_RANK * right, distance + DISTANCES * right, crosses)
    return table


def link_scores(kind: int, vectors: Floats, pair: tuple[Sequence[Chunk], Sequence[Chunk]],
                breaks: Sequence[int], head: Head) -> Floats:
    """Scores [n, m + 1] of each of `pair[0]` with each of `pair[1]` and, last, with none.

    kind 0: cues and sources; kind 1: contents and cues. vectors: [T, 8, d], for each item and kind
    those of the first as beginning and as end, then those of the second.
    """
    ones, others = pair
    at = vectors[:, 4 * kind:4 * kind + 4]
    left = np.stack([at[one.first, 0] + at[one.last, 1] for one in ones])
    right = np.stack([*(at[other.first, 2] + at[other.last, 3] for other in others), head.null[kind]])
    scores = left @ right.T / np.float32(math.sqrt(left.shape[1]))
    for row, one in zip(scores, ones, strict=True):
        where = link_biases(one, others, breaks)
        row[:-1] += (head.rank[kind][where[:, 0]] + head.distance[kind][where[:, 1]]
                     + head.crossing[kind] * where[:, 2])
    return cast(Floats, scores)


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return cast(Floats, powers / powers.sum(axis=-1, keepdims=True))


class Tagger:
    """Tags texts with a model: `forward` runs the graph, `head` holds what is left to numpy."""

    def __init__(self, forward: Forward, tokenizer: Any, head: Head, windows: WindowOptions) -> None:
        self._forward = forward
        self._tokenizer = tokenizer
        self._head = head
        self._windows = windows

    def tag(self, text: str) -> Tags:
        """Sources, cues and contents of a text, in time and memory linear in its length.

        Offsets are code points of `text`, half open; `text[start:end]` is always the words.
        """
        spans: list[Span] = []
        links: list[Link] = []
        for offset, block in _blocks(text):
            for found in self._tag_block(block):
                base = len(spans)
                links += [Link(base + link.cue, base + link.other, link.score) for link in found.links]
                spans += [Span(span.role, offset + span.start, offset + span.end, span.score)
                          for span in found.spans]
        return Tags(tuple(spans), tuple(links))

    def pieces_of(self, words: Sequence[Word]) -> list[list[int]]:
        """The word pieces of each word, at least one each."""
        distinct = list(dict.fromkeys(word.text for word in words))
        coded = self._tokenizer.encode_batch(distinct, add_special_tokens=False)
        known = {word: (code.ids or [100])[:WORD_PIECES] for word, code in zip(distinct, coded, strict=True)}
        return [known[word.text] for word in words]

    def _tag_block(self, text: str) -> Iterator[Tags]:
        words = split_words(text)
        pieces, flags = self.pieces_of(words), quote_flags(words)
        for window in cut_windows(words, [len(codes) for codes in pieces], self._windows):
            inputs = window_inputs(window, words, pieces, flags)
            yield self._tag_window(inputs, words)

    def _tag_window(self, inputs: Inputs, words: Sequence[Word]) -> Tags:
        scores, vectors = self._forward(inputs.ids, inputs.case, inputs.quote)
        scores, vectors = scores[inputs.rows], vectors[inputs.rows]
        breaks = [index for index, item in enumerate(inputs.items) if item < 0]
        scores[breaks, 1:] = -1e4
        path = best_path(scores, self._head.transitions)
        chunks = chunks_of(path)
        certain = softmax(scores)[np.arange(len(path)), path]
        ends = [(words[inputs.items[chunk.first]].start, words[inputs.items[chunk.last]].end) for chunk in chunks]
        spans = tuple(Span(chunk.role, start, end, float(certain[chunk.first:chunk.last + 1].mean()))
                      for chunk, (start, end) in zip(chunks, ends, strict=True))
        links = find_links(chunks, vectors.reshape(len(path), 8, -1), breaks, self._head)
        return Tags(spans, tuple(links))


def find_links(chunks: Sequence[Chunk], vectors: Floats, breaks: Sequence[int], head: Head) -> list[Link]:
    """Each cue's best source and each content's best cue, as indices into `chunks`."""
    by_role = {role: [index for index, chunk in enumerate(chunks) if chunk.role == role] for role in ROLES}
    links: list[Link] = []
    for kind, (one_role, other_role) in enumerate((("cue", "source"), ("content", "cue"))):
        ones, others = by_role[cast(Role, one_role)], by_role[cast(Role, other_role)]
        if not ones or not others:
            continue
        pair = [chunks[index] for index in ones], [chunks[index] for index in others]
        for one, row in zip(ones, softmax(link_scores(kind, vectors, pair, breaks, head)), strict=True):
            best = int(row.argmax())
            if best < len(others):
                cue, other = (one, others[best]) if kind == 0 else (others[best], one)
                links.append(Link(cue, other, float(row[best])))
    return sorted(links)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """(offset, part) of a text in parts of about BLOCK_CHARS, cut at a line end, else at a space."""
    start = 0
    while len(text) - start > BLOCK_CHARS:
        end = start + BLOCK_CHARS
        cut = text.rfind("\n", start, end) + 1 or text.rfind(" ", start, end) + 1 or end
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


# The model's files

ATTRIBUTION_MODEL = "attribution"
MODEL_FOLDER = Path(__file__).parents[2] / "models" / ATTRIBUTION_MODEL
"""The weights that are shipped; their card says what they were trained on and what they can do."""
_FILES = "attribution.onnx", "tokenizer.json"


def model_digest(folder: Path = MODEL_FOLDER) -> str:
    """The first 16 hex digits of the graph's SHA-256, from its card; ModelError where that cannot be read."""
    return _digests(folder)[_FILES[0]][:16]


def load_tagger(folder: Path = MODEL_FOLDER, threads: int = 1) -> Tagger:
    """The tagger whose `attribution.onnx`, `tokenizer.json` and `card.json` are in the folder.

    Raises ModelError where a file is missing or does not have the digest on the card.
    """
    from tokenizers import Tokenizer

    onnxruntime = load_onnxruntime()
    graph, pieces = _checked_files(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.disable_quant_qdq", "1")  # unpack the int8 weights now, not in each run
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    meta = session.get_modelmeta().custom_metadata_map
    tokenizer = Tokenizer.from_str(pieces.decode("utf-8"))

    def forward(ids: Ints, case: Ints, quote: Ints) -> tuple[Floats, Floats]:
        scores, vectors = session.run(None, {"ids": ids[None], "case": case[None], "quote": quote[None]})
        return scores[0], vectors[0]

    head = Head(**{name: np.array(rows, dtype=np.float32) for name, rows in json.loads(meta["head"]).items()})
    return Tagger(forward, tokenizer, head, WindowOptions(**json.loads(meta["windows"])))


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each of the model's files, from its card."""
    try:
        digests = json.loads((folder / "card.json").read_text("utf-8"))["sha256"]
        return {name: str(digests[name]) for name in _FILES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder, error) from error


def _checked_files(folder: Path) -> tuple[bytes, bytes]:
    """The bytes of graph and tokenizer, after their SHA-256 agreed with the card."""
    digests = _digests(folder)
    try:
        graph, pieces = ((folder / name).read_bytes() for name in _FILES)
    except OSError as error:
        raise _unreadable(folder, error) from error
    for name, data in zip(_FILES, (graph, pieces), strict=True):
        if hashlib.sha256(data).hexdigest() != digests[name]:
            raise ModelError(f"{folder / name} does not have the SHA-256 on card.json: the file is "
                             "damaged or was changed; reinstall firsthand")
    return graph, pieces


def _unreadable(folder: Path, error: Exception) -> ModelError:
    return ModelError(f"the attribution model in {folder} cannot be read ({error}); reinstall firsthand")
