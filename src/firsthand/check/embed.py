"""Sentences as vectors: a MiniLM-L6 encoder (Wang et al. 2020; Reimers and Gurevych 2019) as an int8 ONNX graph.

Vectors of texts that mean alike point alike, whatever their words. `training/match` says how the weights
were made, `models/match/card.md` what they can and cannot do.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import ModelError
from firsthand.onnx import load_onnxruntime

MODEL = Path(__file__).parent.parent / "models" / "match"
WIDTH = 384
MAX_PIECES = 96
"""Word pieces of a text that are read: a post or a checked claim has 20 to 80."""


class Embedder:
    """Turns texts into vectors. The graph is loaded when it is first used."""

    def __init__(self, folder: Path = MODEL, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or usable_cores()
        self._session: Any = None
        self._tokenizer: Any = None

    @property
    def model(self) -> str:
        """The SHA-256 of the graph's and the tokenizer's digests: vectors of two models are never compared."""
        given = read_card(self._folder)["sha256"]
        return hashlib.sha256(f"{given['match.onnx']} {given['tokenizer.json']}".encode()).hexdigest()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[n, 384], each row of length one. Raises `ModelError` where the model's files are not those of its card.

        Each text is a run of its own: the scales of an int8 graph are those of all that is in a run, and no
        text's vector may depend on its neighbours. Several run at once, one a thread.
        """
        if self._session is None:
            self._load()
        ids = [np.array([code.ids], dtype=np.int64) for code in self._tokenizer.encode_batch(list(texts))]
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._run, ids))
        return np.concatenate(rows) if rows else np.zeros((0, WIDTH), dtype=np.float32)

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        return cast(NDArray[np.float32], self._session.run(None, {"ids": ids})[0])

    def _load(self) -> None:
        from tokenizers import Tokenizer

        onnxruntime = load_onnxruntime()
        onnxruntime.set_default_logger_severity(3)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads, settings.inter_op_num_threads = 1, 1
        graph = read_checked(self._folder, "match.onnx")
        self._session = onnxruntime.InferenceSession(graph, settings, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(read_checked(self._folder, "tokenizer.json").decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer = tokenizer


def usable_cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_card(folder: Path) -> dict[str, Any]:
    """The card of a model; raises `ModelError` where there is none that can be read."""
    try:
        return cast(dict[str, Any], json.loads((folder / "card.json").read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise ModelError(f"the model in {folder} cannot be read ({error}); install firsthand again") from error


def read_checked(folder: Path, name: str) -> bytes:
    """A file of a model, if it is the one that the model's card names.

    Raises `ModelError` where it is missing or another.
    """
    card = read_card(folder)
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"the model in {folder} cannot be read ({error}); install firsthand again") from error
    if hashlib.sha256(data).hexdigest() != card["sha256"].get(name):
        raise ModelError(f"{folder / name} is not the file that its card names; install firsthand again")
    return data
