"""Vectors of claims in whole numbers of eight bits, and a file that keeps them between runs.

The product of two such vectors is a sum of whole numbers below 2^24, which float32 holds exactly: the nearest
claims are the same whether texts are asked one by one or together, and on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.check.embed import WIDTH
from firsthand.check.index import Floats
from firsthand.errors import OptionError
from firsthand.outfile import whole_file

Bytes = NDArray[np.int8]
Keys = NDArray[np.uint64]

MAGIC = b"firsthand vec 1\n"
DIGEST_BYTES = 32
CLAIMS_AT_ONCE = 16_384
"""Claims whose vectors are unpacked together: 24 MiB."""
KEPT_EVERY = 10_000
"""After so many new vectors they are written, so that a long run that is broken off loses a minute's work."""


class Encodes(Protocol):
    """What turns texts into vectors; `model` tells one such thing from another."""

    @property
    def model(self) -> str:
        """The digest of its weights."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """[n, 384], each row of length one."""


def rounded(vectors: Floats) -> Bytes:
    """[n, 384] -> the same directions in whole numbers from -127 to 127."""
    largest = np.maximum(np.abs(vectors).max(axis=1, initial=0), 1e-9)
    whole: Bytes = np.rint(vectors * (127 / largest)[:, None]).astype(np.int8)
    return whole


def cosines(asked: Bytes, given: Bytes) -> Floats:
    """[m, 384] and [n, 384] -> [m, n]: the cosine of each pair."""
    found = np.empty((len(asked), len(given)), dtype=np.float32)
    left = asked.astype(np.float32)
    own = _lengths(left)
    for start in range(0, len(given), CLAIMS_AT_ONCE):
        right = given[start:start + CLAIMS_AT_ONCE].astype(np.float32)
        found[:, start:start + len(right)] = left @ right.T / (own[:, None] * _lengths(right))
    return found


def _lengths(vectors: Floats) -> Floats:
    squares: Floats = np.einsum("ij,ij->i", vectors, vectors)
    return np.sqrt(np.maximum(np.float32(1), squares))


class Vectors:
    """Turns the words of claims into rounded vectors; with a file, those made in one run are there in the next."""

    def __init__(self, encoder: Encodes, path: Path | None = None) -> None:
        """Raises `OptionError` where `path` holds something else. A file of another model is made anew."""
        self.made = 0
        self._encoder = encoder
        self._path = path
        self._keys, self._rows = np.zeros(0, np.uint64), np.zeros((0, WIDTH), np.int8)
        self._fresh: dict[int, Bytes] = {}
        if path is not None:
            if not path.parent.is_dir():
                raise OptionError(f"{path}: there is no folder {path.parent}")
            if path.exists():
                self._keys, self._rows = read_vectors(path, encoder.model)

    def of(self, texts: Sequence[str]) -> Bytes:
        """[n, 384]: the vectors of these texts, made where the file has none."""
        found = np.empty((len(texts), WIDTH), np.int8)
        for start in range(0, len(texts), KEPT_EVERY):
            part = texts[start:start + KEPT_EVERY]
            found[start:start + len(part)] = self._some(part)
            if len(self._fresh) >= KEPT_EVERY:
                self.save()
        return found

    def save(self) -> None:
        """Writes what is new to the file, if there is one; raises `OptionError` where that fails."""
        if self._path is None or not self._fresh:
            return
        keys = np.concatenate([self._keys, np.fromiter(self._fresh, np.uint64, len(self._fresh))])
        order = np.argsort(keys)
        self._keys, self._rows = keys[order], np.concatenate([self._rows, np.stack(list(self._fresh.values()))])[order]
        self._fresh = {}
        write_vectors(self._path, self._encoder.model, self._keys, self._rows)

    def _some(self, texts: Sequence[str]) -> Bytes:
        keys = np.array([text_key(text) for text in texts], dtype=np.uint64)
        found = np.empty((len(texts), WIDTH), np.int8)
        places = np.searchsorted(self._keys, keys)
        there = places < len(self._keys)
        there[there] = self._keys[places[there]] == keys[there]
        found[there] = self._rows[places[there]]
        left = [place for place in np.flatnonzero(~there) if int(keys[place]) not in self._fresh]
        _, first = np.unique(keys[left], return_index=True)
        new = [left[place] for place in first]
        rows = rounded(self._encoder.embed([texts[place] for place in new]))
        made = dict(zip(map(int, keys[new]), rows, strict=True))
        self.made += len(made)
        for place in np.flatnonzero(~there):
            key = int(keys[place])
            found[place] = made[key] if key in made else self._fresh[key]
        if self._path is not None:
            self._fresh |= made
        return found


def text_key(text: str) -> int:
    """A text as 64 bits: of a million texts two share theirs with a chance of 3 in 100 million."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def write_vectors(path: Path, model: str, keys: Keys, rows: Bytes) -> None:
    """Writes a file of vectors in one step: a run that is broken off leaves the old one.

    The mark, the model's digest, the keys in order (64 bits each, little-endian), the rows, and the SHA-256 of
    all of these. Raises `OptionError` where it cannot be written.
    """
    parts = (MAGIC, bytes.fromhex(model), keys.astype("<u8").tobytes(), rows.tobytes())
    whole = hashlib.sha256()
    with whole_file(path) as unfinished, unfinished.open("wb") as stream:
        for part in parts:
            whole.update(part)
            stream.write(part)
        stream.write(whole.digest())


def read_vectors(path: Path, model: str) -> tuple[Keys, Bytes]:
    """The keys and rows of a file of vectors; none where another model made them or the file is damaged.

    Raises `OptionError` where it is no such file, so that nothing else is ever overwritten.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OptionError(f"the vectors in {path} cannot be read ({error.strerror}); name another file") from error
    if data and not data.startswith(MAGIC):
        raise OptionError(f"{path} is there and holds no vectors; name a file of its own for them")
    start, width = len(MAGIC) + DIGEST_BYTES, 8 + WIDTH
    count, rest = divmod(len(data) - start - DIGEST_BYTES, width)
    whole = count >= 0 and not rest and hashlib.sha256(data[:-DIGEST_BYTES]).digest() == data[-DIGEST_BYTES:]
    if not whole or data[len(MAGIC):start] != bytes.fromhex(model):
        return np.zeros(0, np.uint64), np.zeros((0, WIDTH), np.int8)
    keys = np.frombuffer(data, "<u8", count, start).astype(np.uint64)
    return keys, np.frombuffer(data, np.int8, count * WIDTH, start + 8 * count).reshape(count, WIDTH)
