"""Vectors in whole numbers, and the file that keeps them: what is in it, and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.check.checked import CheckedClaim
from firsthand.check.embed import WIDTH
from firsthand.check.index import Floats
from firsthand.check.match import Matcher
from firsthand.check.vectors import MAGIC, Vectors, cosines, read_vectors, rounded, text_key
from firsthand.errors import OptionError

TEXTS = ["a goat", "a pier", "a goat on a pier", "a goat"]


class Letters:
    """Turns a text into how often it has each letter, and counts the texts that it was given."""

    def __init__(self, model: str = "ab" * 32) -> None:
        self.model = model
        self.given: list[str] = []

    def embed(self, texts: Sequence[str]) -> Floats:
        self.given += texts
        counts = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(counts, texts, strict=True):
            for letter in text:
                row[ord(letter) % WIDTH] += 1
        return counts / np.maximum(1, np.linalg.norm(counts, axis=1))[:, None].astype(np.float32)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_cosines_are_those_of_the_vectors_and_the_same_one_by_one(texts: list[str]) -> None:
    exact = Letters().embed(texts)
    short = rounded(exact)
    together = cosines(short, short)
    assert together == pytest.approx(exact @ exact.T, abs=0.02)
    assert all((cosines(short[[row]], short)[0] == together[row]).all() for row in range(len(texts)))


def test_each_wording_is_turned_into_a_vector_once() -> None:
    encoder = Letters()
    vectors = Vectors(encoder)
    rows = vectors.of(TEXTS)
    assert sorted(encoder.given) == sorted(set(TEXTS))
    assert vectors.made == 3
    assert (rows == rounded(Letters().embed(TEXTS))).all()


def test_a_file_keeps_vectors_for_the_next_run(tmp_path: Path) -> None:
    path, again = tmp_path / "kept.vec", Letters()
    first = Vectors(Letters(), path)
    first.of(TEXTS[:2])
    first.save()
    rows = Vectors(again, path).of(TEXTS)
    assert again.given == ["a goat on a pier"]
    assert (rows == rounded(Letters().embed(TEXTS))).all()
    assert not path.with_name("kept.vec.part").exists()


def test_a_file_holds_the_same_bytes_in_any_order_of_texts(tmp_path: Path) -> None:
    for name, texts in (("one", TEXTS), ("two", TEXTS[::-1])):
        vectors = Vectors(Letters(), tmp_path / name)
        vectors.of(texts)
        vectors.save()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("spoil", [
    lambda data: data[:-1], lambda data: data[:20], lambda data: data[:100] + b"\xff" + data[101:],
    lambda data: b""])
def test_a_damaged_file_is_made_anew(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "kept.vec"
    vectors = Vectors(Letters(), path)
    vectors.of(TEXTS)
    vectors.save()
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))  # type: ignore[operator]
    again = Vectors(Letters(), path)
    again.of(TEXTS)
    again.save()
    assert again.made == 3
    assert path.read_bytes() == whole


def test_vectors_of_another_model_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "kept.vec"
    vectors = Vectors(Letters(), path)
    vectors.of(TEXTS)
    vectors.save()
    keys, rows = read_vectors(path, "cd" * 32)
    assert (len(keys), len(rows)) == (0, 0)


def test_nothing_else_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes", "utf-8")
    with pytest.raises(OptionError, match="holds no vectors"):
        Vectors(Letters(), path)
    assert path.read_text("utf-8") == "my notes"
    with pytest.raises(OptionError, match="no folder"):
        Vectors(Letters(), tmp_path / "nowhere" / "kept.vec")


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kept.vec"
    vectors = Vectors(Letters(), path)
    vectors.of(["a goat"])
    vectors.save()
    data = path.read_bytes()
    assert data.startswith(MAGIC + bytes.fromhex("ab" * 32) + text_key("a goat").to_bytes(8, "little"))
    assert len(data) == len(MAGIC) + 32 + 8 + WIDTH + 32


def test_with_a_file_all_claims_are_looked_at_by_meaning(tmp_path: Path) -> None:
    claims = [CheckedClaim(str(place), text, None, None, None, None, None, ())
              for place, text in enumerate(["zebra zebra", "harbour fee"])]
    matcher = Matcher(claims, keep=tmp_path / "kept.vec", encoder=Letters())
    (found,) = matcher.match(["arbez"], 2)
    assert found[0].claim.id == "0"
    assert matcher.made == 2
    assert (tmp_path / "kept.vec").exists()
