"""Teaches three of the encoder's six layers to give the vectors of all six (Sanh et al. 2019; Jiao et al. 2020)."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from firsthand.check.checked import CheckedClaim
from firsthand.check.match import claim_words
from training.match.data import Array
from training.match.model import Encoder
from training.rounding import set_rounding

KEPT = (1, 3, 5)
"""The layers that the student begins with."""
SENTENCE = re.compile(r"(?<=[.!?]) |\n")


@dataclass(frozen=True)
class Schedule:
    """How to teach: passes over the texts, the share of steps after which sums are rounded, and the highest rate."""

    epochs: float = 4.0
    rounding_from: float = 0.6
    rate: float = 4e-4
    warm_up: float = 0.05
    batch_pieces: int = 2200
    alike_weight: float = 3.0
    sentences: int = 24_000
    max_pieces: int = 80
    seed: int = 7


def texts_of(claims: Sequence[CheckedClaim], news: Sequence[Path], schedule: Schedule) -> list[str]:
    """What is learned from: the claims with their titles, each of both alone, and sentences of news."""
    rng = random.Random(schedule.seed)
    parts = [part for claim in claims for part in (claim.claim, claim.title or "")]
    share = schedule.sentences // max(1, len(news))
    for folder in news:
        rows = map(json.loads, (folder / "reports.jsonl").read_text("utf-8").splitlines())
        lines = [line for row in rows for line in SENTENCE.split(row["text"]) if 6 <= len(line.split()) <= 50]
        lines = list(dict.fromkeys(lines))
        rng.shuffle(lines)
        parts += lines[:share]
    whole = [claim_words(claim) for claim in claims]
    return list(dict.fromkeys([*whole, *filter(None, parts)]))


def distil(teacher: Encoder, tokenizer: Tokenizer, texts: Sequence[str], often: int, schedule: Schedule) -> Encoder:
    """The student; the first `often` texts are seen twice in each pass. Prints the loss."""
    ids = [code.ids[:schedule.max_pieces] for code in tokenizer.encode_batch(list(texts))]
    wanted = torch.from_numpy(vectors(teacher, ids))
    student = Encoder(dropout=0)
    student.load_state_dict(teacher.state_dict())
    student.layers = nn.ModuleList(student.layers[layer] for layer in KEPT)
    for table in (student.words, student.places):
        table.weight.requires_grad_(False)
    learned = [weight for weight in student.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=schedule.rate, weight_decay=0.01, fused=True)
    rng, started, step = random.Random(schedule.seed), time.monotonic(), 0
    seen = [*range(len(ids)), *range(often)]
    total = int(schedule.epochs * len(list(_batches(ids, seen, rng, schedule))))
    while step < total:
        for batch in _batches(ids, seen, rng, schedule):
            done = step / total
            if done >= 1:
                break
            set_rounding(student, done >= schedule.rounding_from)
            for group in optimizer.param_groups:
                group["lr"] = schedule.rate * min(done / schedule.warm_up, (1 - done) / (1 - schedule.warm_up))
            loss = _loss(student(_padded([ids[number] for number in batch])), wanted[batch], schedule)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            if step % 100 == 0:
                print(f"step {step} of {total} {time.monotonic() - started:.0f} s loss {float(loss.detach()):.4f}",
                      flush=True)
            step += 1
    return student


def vectors(encoder: Encoder, ids: Sequence[Sequence[int]], at_once: int = 32) -> Array:
    """[n, 384]: the vectors of some texts, given as word pieces."""
    found = np.zeros((len(ids), encoder.kind.shape[0]), np.float32)
    order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
    with torch.inference_mode():
        for start in range(0, len(order), at_once):
            rows = order[start:start + at_once]
            found[rows] = encoder(_padded([ids[row] for row in rows])).numpy()
    return found


def _loss(made: Tensor, wanted: Tensor, schedule: Schedule) -> Tensor:
    """How far the vectors are from the teacher's, and how far the texts' likeness among themselves."""
    alike = ((made @ made.T - wanted @ wanted.T) ** 2).mean()
    return (1 - (made * wanted).sum(1)).mean() + schedule.alike_weight * alike


def _batches(ids: Sequence[Sequence[int]], seen: Sequence[int], rng: random.Random,
             schedule: Schedule) -> Iterator[list[int]]:
    """A pass: texts of about one length together, in random order."""
    order = sorted(rng.sample(seen, len(seen)), key=lambda number: len(ids[number]) + rng.uniform(-4, 4))
    groups: list[list[int]] = [[]]
    for number in order:
        if groups[-1] and len(ids[number]) * (len(groups[-1]) + 1) > schedule.batch_pieces:
            groups.append([])
        groups[-1].append(number)
    rng.shuffle(groups)
    return iter(groups)


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    table = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for line, row in zip(table, rows, strict=True):
        line[:len(row)] = torch.tensor(row)
    return table
