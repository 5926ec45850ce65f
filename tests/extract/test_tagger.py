"""The attribution tagger: words and windows, label paths, links, the shipped model, damaged files, bad input."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import ModelError
from firsthand.extract.attribution import tagger as t
from firsthand.extract.attribution import tagger_input as ti
from tests.conftest import steps

MODEL = Path(t.__file__).parents[2] / "models" / "attribution"

NASTY = [
    "", " \n\n ", '"', '"' * 50, "“" * 10_000, "''''``''", "\u200b", "a\u200bb said", "\u202eabc\u202c said he",
    "😀 said 😀: “👍🏽”", "\ud800 said", "x" * 5_000, "話" * 3_000, "e\u0301te\u0301 said", "\r\n\r\nHe said.\r\nYes.",
    "\x00\x01 said \x02", "«He» said ‹it› ‚now‘ „so“",
]


class Pieces:
    """A tokenizer that makes one piece of every four characters."""

    def encode_batch(self, words: list[str], add_special_tokens: bool) -> list[Pieces]:
        assert not add_special_tokens
        coded = []
        for word in words:
            coded.append(Pieces())
            coded[-1].ids = [1000] * (len(word) // 4 + 1)
        return coded


def silent(ids: t.Ints, case: t.Ints, quote: t.Ints) -> tuple[t.Floats, t.Floats]:
    scores = np.zeros((len(ids), 7), dtype=np.float32)
    scores[:, 0] = 1.0
    return scores, np.zeros((len(ids), 16), dtype=np.float32)


def head() -> t.Head:
    zeros = (np.zeros(shape, dtype=np.float32) for shape in ((7, 7), (2, 2), (2, 8), (2, 14), (2,)))
    return t.Head(*zeros)


@pytest.fixture(scope="module")
def tagger() -> t.Tagger:
    return t.load_tagger(MODEL)


def found(tags: t.Tags, text: str) -> list[tuple[str, str, str]]:
    def joined(spans: list[t.Span]) -> str:
        return " + ".join(text[span.start:span.end] for span in spans)
    return [(joined(sources), joined([cue]), joined(contents)) for sources, cue, contents in tags.attributions()]


# Words

@pytest.mark.parametrize("text", NASTY)
def test_words_stand_where_they_say(text: str) -> None:
    same = ti.plain(text)
    assert len(same) == len(text)
    words = ti.split_words(text)
    assert all(same[word.start:word.end] == word.text for word in words)
    assert all(left.end <= right.start for left, right in itertools.pairwise(words))


@given(st.text(alphabet="ab \n\"'“”`.!?,U\u200b"))
def test_words_stand_where_they_say_in_any_text(text: str) -> None:
    words = ti.split_words(text)
    assert all(ti.plain(text)[word.start:word.end] == word.text for word in words)
    assert [word.line for word in words] == sorted(word.line for word in words)
    visible = sum(not sign.isspace() and sign != "\u200b" for sign in ti.plain(text))
    assert sum(len(word.text.replace("\u200b", "")) for word in words) == visible


@pytest.mark.parametrize(("text", "flags"), [
    ("“a” b", [1, 1, 1, 0]),
    ('"a" b', [1, 1, 1, 0]),
    ("`` a '' b", [1, 1, 1, 0]),
    ('" a " b', [1, 1, 1, 0]),
    ("«a» b", [1, 1, 1, 0]),
    ('a " b', [0, 1, 1]),  # never closed: to the end of the line
    ("“a\nb", [1, 1, 0]),  # an open quotation ends with its line
    ("“a\n“b” c", [1, 1, 1, 1, 1, 0]),
])
def test_words_within_quotes(text: str, flags: list[int]) -> None:
    assert ti.quote_flags(ti.split_words(text)) == flags


@pytest.mark.parametrize(("word", "case"), [
    ("said", ti.LOWER), ("Smith", ti.TITLE), ("A", ti.TITLE), ("AFP", ti.UPPER), ("McCain", ti.MIXED),
    ("17", ti.DIGIT), (",", ti.SIGN), ("\u200bx", ti.SIGN),
])
def test_case_of_a_word(word: str, case: int) -> None:
    assert ti.case_of(word) == case


# Windows

@given(st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.booleans()), max_size=60),
       st.sampled_from([0, 64, 128]))
def test_windows_hold_every_word_once(shape: list[tuple[int, bool, bool]], pack: int) -> None:
    line, words = 0, []
    for index, (_, stop, new) in enumerate(shape):
        line += new
        words.append(ti.Word("." if stop else "w", 2 * index, 2 * index + 1, line))
    sizes = [size for size, _, _ in shape]
    windows = ti.cut_windows(words, sizes, ti.WindowOptions(max_pieces=100, pack=pack, context=3))
    covered = [index for window in windows for index in range(window.first, window.last)]
    assert covered == list(range(len(words)))
    for window in windows:
        lines = {words[index].line for index in range(window.first, window.last)}
        assert sum(sizes[window.first:window.last]) <= max(100, pack)
        assert len(lines) == 1 or pack


def test_a_long_line_is_cut_at_a_sentence_end() -> None:
    words = ti.split_words("One two three. Four U.S. five six. Seven eight nine ten.")
    windows = ti.cut_windows(words, [1] * len(words), ti.WindowOptions(max_pieces=14, pack=0, context=0))
    assert [words[window.last - 1].text for window in windows] == [".", "."]
    assert words[windows[1].first].text == "Seven"


# Paths and links

def test_the_best_path_is_the_best_of_all_well_formed_paths() -> None:
    rng = np.random.default_rng(7)
    scores = rng.normal(size=(4, 7)).astype(np.float32)
    moves = rng.normal(size=(7, 7)).astype(np.float32)

    def value(path: tuple[int, ...]) -> float:
        steps = list(itertools.pairwise((0, *path, 0)))
        if not all(t.LEGAL[step] for step in steps):
            return -np.inf
        return float(sum(moves[step] for step in steps) + sum(scores[i, label] for i, label in enumerate(path)))

    assert tuple(t.best_path(scores, moves)) == max(itertools.product(range(7), repeat=4), key=value)


def test_chunks_of_a_path() -> None:
    path = [t.LABELS.index(label) for label in ("B-source", "B-cue", "I-cue", "O", "B-content", "B-content")]
    assert t.chunks_of(path) == [t.Chunk("source", 0, 0), t.Chunk("cue", 1, 2), t.Chunk("content", 4, 4),
                                 t.Chunk("content", 5, 5)]


def test_where_spans_stand_from_a_cue() -> None:
    cue = t.Chunk("cue", 10, 11)
    others = [t.Chunk("source", 0, 1), t.Chunk("source", 7, 8), t.Chunk("source", 12, 12), t.Chunk("source", 30, 31)]
    table = t.link_biases(cue, others, [5, 20])
    assert table[:, 0].tolist() == [1, 0, 4, 5]  # second and first on the left, first and second on the right
    assert table[:, 1].tolist() == [4, 1, 7, 12]  # 8 and 1 items between; 0 and 18 on the right
    assert table[:, 2].tolist() == [1, 0, 0, 1]


# The whole

@pytest.mark.parametrize("text", NASTY)
def test_bad_input_gives_true_offsets(tagger: t.Tagger, text: str) -> None:
    tags = tagger.tag(text)
    assert all(0 <= span.start < span.end <= len(text) for span in tags.spans)
    assert all(tags.spans[link.cue].role == "cue" != tags.spans[link.other].role for link in tags.links)


def test_time_is_linear_in_the_length_of_a_line() -> None:
    blank = t.Tagger(silent, Pieces(), head(), ti.WindowOptions())

    def work(times: int) -> int:
        return steps(lambda: blank.tag('He said: "yes, no ' * times))

    assert work(4_000) < 5 * work(1_000)  # 4 times the text; a quadratic step would take 16 times


def test_a_long_text_is_tagged_like_its_parts(tagger: t.Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "The mayor said on Monday that the bridge was closed.\n"
    monkeypatch.setattr(t, "BLOCK_CHARS", 4 * len(line))
    tags = tagger.tag(line * 12)
    assert (line * 12)[tags.spans[-1].start:tags.spans[-1].end] in line
    assert len([span for span in tags.spans if span.role == "cue"]) == 12


@pytest.mark.parametrize(("text", "wanted"), [
    ("The mayor said that the bridge was closed.", ("The mayor", "said", "that the bridge was closed")),
    ("“The bridge is closed,” said Hugh Hill, a doctor.", ("Hugh Hill, a doctor", "said", "The bridge is closed")),
    ("According to the ministry, 17 people died.", ("the ministry", "According to", "17 people died")),
    ("The bridge was closed, police told AFP.", ("police", "told", "The bridge was closed")),
])
def test_plain_attributions(tagger: t.Tagger, text: str, wanted: tuple[str, str, str]) -> None:
    (source, cue, content), = found(tagger.tag(text), text)
    assert (source, cue.startswith(wanted[1])) == (wanted[0], True)
    assert wanted[2] in content


def test_two_speakers_keep_their_own_words(tagger: t.Tagger) -> None:
    text = "The army said that it had won, but the rebels said that they had not lost."
    assert [(source, content) for source, _, content in found(tagger.tag(text), text)] == [
        ("The army", "that it had won"), ("the rebels", "that they had not lost")]


def test_the_same_text_gives_the_same_tags_whatever_came_before(tagger: t.Tagger) -> None:
    text = "The mayor said that the bridge was closed.\nIt was not, residents said."
    first = tagger.tag(text)
    tagger.tag("Something else altogether, he said.")
    assert tagger.tag(text) == first == t.load_tagger(MODEL).tag(text)


# Files

@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


@pytest.mark.parametrize("name", ["attribution.onnx", "tokenizer.json"])
def test_a_damaged_file_is_a_clear_error(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(ModelError, match=rf"{name} does not have the SHA-256"):
        t.load_tagger(copy)


@pytest.mark.parametrize("name", ["attribution.onnx", "tokenizer.json", "card.json"])
def test_a_missing_file_is_a_clear_error(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match=name):
        t.load_tagger(copy)


def test_a_card_without_digests_is_a_clear_error(copy: Path) -> None:
    (copy / "card.json").write_text(json.dumps({"name": "x"}), encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        t.load_tagger(copy)
