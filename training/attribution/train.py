"""Training: batches, loss, learning rates, checkpoints, and the choice among their averages."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from firsthand.extract.attribution.tagger import Chunk, Tagger, link_biases
from firsthand.extract.attribution.tagger_input import WindowOptions
from training.attribution.data import NONE, Document, Example, damage, examples_of
from training.attribution.evaluate import score_documents
from training.attribution.model import FORBIDDEN, LINK, Network, crf_loss
from training.bert import load_base
from training.rounding import set_rounding

MASK = 103
CYCLE_SEEDS = 1000
"""Between the seeds of two cycles, so that seeds 1, 2, 3 … share none."""
LONE = WindowOptions(pack=0, context=0)

@dataclass(frozen=True)
class Cycle:
    """A warm-up and a fall to zero over some epochs, at a part of the options' rates.

    `damaged` is a factor on the chances of damage; with `rounding` the sums are those of the exported graph.
    """

    epochs: float
    rate: float
    damaged: float = 0.5
    rounding: bool = False


@dataclass(frozen=True)
class Options:
    """How to train; the rates are those of the trial that set the recipe (see README.md)."""

    seed: int = 1
    cycles: tuple[Cycle, ...] = (Cycle(3.0, 1.0), Cycle(0.6, 0.4, rounding=True))
    batch_pieces: int = 1300
    encoder_rate: float = 2e-4
    feature_rate: float = 4e-4
    head_rate: float = 2e-3
    warm_up: float = 0.08
    clip: float = 1.0
    masked: float = 0.1
    link_weight: float = 0.5
    held_out: int = 40
    threads: int = 2


@dataclass(frozen=True)
class Batch:
    """Padded windows: ids, case, quote [B, P]; rows, labels, mask [B, T]; breaks [B, T]; and the examples."""

    ids: Tensor
    case: Tensor
    quote: Tensor
    rows: Tensor
    labels: Tensor
    mask: Tensor
    breaks: Tensor
    examples: Sequence[Example]


def train(gold: Sequence[Sequence[Document]], base: Path, out: Path, options: Options) -> list[Path]:
    """Train on the documents; write the weights at the end of each cycle and give back their paths.

    A cycle whose weights are in `out` is taken from there; each cycle draws its own random numbers, so
    that the result is the same.
    """
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    network = Network()
    load_base(base, network)
    paths = [out / f"cycle-{number}.pt" for number in range(len(options.cycles))]
    for number, path in enumerate(paths):
        if path.exists():
            network.load_state_dict(torch.load(path, weights_only=True))
            continue
        if number:
            torch.manual_seed(options.seed + CYCLE_SEEDS * number)
        _cycle(network, gold, load_tokenizer(base), number, options)
        torch.save(network.state_dict(), path)
    return paths


def _cycle(network: Network, gold: Sequence[Sequence[Document]], tokenizer: Tokenizer, number: int,
           options: Options) -> None:
    """One cycle over the documents but the held-out ones; prints losses, and scores after each epoch."""
    cycle, rng = options.cycles[number], random.Random(options.seed + CYCLE_SEEDS * number)
    set_rounding(network, cycle.rounding)
    fit, held_out = gold[:-options.held_out], [versions[0] for versions in gold[-options.held_out:]]
    optimizer, started = _optimizer(network, options), time.monotonic()
    for epoch in range(math.ceil(cycle.epochs)):
        windows = Tagger(_no_forward, tokenizer, network.head(), WindowOptions())
        batches = _batches(fit, windows, rng, options, cycle.damaged)
        for index, batch in enumerate(batches):
            seen = epoch + index / len(batches)
            if seen >= cycle.epochs:
                break
            loss = _step(network, optimizer, batch, (seen / cycle.epochs, cycle.rate), options)
            if index % 50 == 0:
                clock = time.monotonic() - started
                print(f"epoch {seen:.2f} {clock:.0f} s span {loss[0]:.3f} link {loss[1]:.3f}", flush=True)
        print(score_documents(torch_tagger(network, tokenizer), held_out), flush=True)


def _no_forward(*_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    raise NotImplementedError("only words and pieces are asked of this tagger")


def load_tokenizer(base: Path) -> Tokenizer:
    """The base's tokenizer, without its padding and truncation."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def torch_tagger(network: Network, tokenizer: Tokenizer, windows: WindowOptions = LONE) -> Tagger:
    """A tagger that runs the network itself, for scores during training."""
    def forward(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        network.eval()
        with torch.inference_mode():
            scores, vectors = network(*(torch.from_numpy(column)[None] for column in columns))
        return scores[0].numpy(), vectors[0].numpy()

    return Tagger(forward, tokenizer, network.head(), windows)


def average(paths: Sequence[Path], network: Network) -> None:
    """Load the mean of the checkpoints' weights (Izmailov et al. 2018)."""
    states = [torch.load(path, weights_only=True) for path in paths]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    network.load_state_dict(mean)


def choose_average(paths: Sequence[Path], held_out: Sequence[Document],
                   base: Path) -> tuple[Network, list[str], dict[str, float]]:
    """The best on held-out documents among the ends of the cycles and their mean, and its figures.

    All with the rounding of the exported graph.
    """
    tokenizer = load_tokenizer(base)
    network = Network()
    set_rounding(network, True)
    choices = [[path] for path in paths] + ([list(paths)] if len(paths) > 1 else [])
    figures = []
    for chosen in choices:
        average(chosen, network)
        figures.append(score_documents(torch_tagger(network, tokenizer), held_out))
        print(f"{[path.stem for path in chosen]}: {figures[-1]}", flush=True)
    best = max(range(len(choices)), key=lambda number: figures[number]["macro"])
    average(choices[best], network)
    return network, [path.stem for path in choices[best]], figures[best]


def _optimizer(network: Network, options: Options) -> torch.optim.AdamW:
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in network.named_parameters():
        rate = options.encoder_rate
        if name.startswith(("case", "quote")):
            rate = options.feature_rate
        elif name.split(".")[0] in ("labels", "links", "transitions", "null", "rank", "distance", "crossing"):
            rate = options.head_rate
        decay = 0.01 if weight.dim() > 1 and "norm" not in name else 0.0
        groups.setdefault((rate, decay), []).append(weight)
    return torch.optim.AdamW([{"params": weights, "lr": rate, "rate": rate, "weight_decay": decay}
                              for (rate, decay), weights in groups.items()], fused=True)


def _step(network: Network, optimizer: torch.optim.AdamW, batch: Batch, at: tuple[float, float],
          options: Options) -> tuple[float, float]:
    """One update; `at` is the part of the cycle behind us and its rate. Gives the span and link losses."""
    done, rate = at
    factor = rate * min(done / options.warm_up, (1 - done) / (1 - options.warm_up))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * factor
    network.train()
    drop = (torch.rand(batch.ids.shape) < options.masked) & (batch.ids > MASK)
    scores, vectors = network(batch.ids.masked_fill(drop, MASK), batch.case, batch.quote)
    spans = span_loss(network, scores, batch)
    links = link_loss(network, vectors, batch)
    optimizer.zero_grad()
    (spans + options.link_weight * links).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), options.clip)
    optimizer.step()
    return float(spans.detach()), float(links.detach())


def span_loss(network: Network, scores: Tensor, batch: Batch) -> Tensor:
    """The CRF's loss for an item, on average."""
    rows = batch.rows[..., None].expand(-1, -1, scores.shape[-1])
    items = scores.gather(1, rows)
    others = torch.arange(items.shape[-1]) > 0
    items = items.masked_fill(batch.breaks[..., None] & others, FORBIDDEN)
    loss = crf_loss(items, batch.labels, batch.mask, network.transitions)
    return loss.sum() / batch.mask.sum()


def link_loss(network: Network, vectors: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of each cue's source and each content's cue among the spans of its window, or none."""
    losses = [_link_loss(network, kind, vectors.unflatten(-1, (8, LINK))[:, :, 4 * kind:4 * kind + 4], batch)
              for kind in (0, 1)]
    return torch.stack(losses).sum()


def _link_loss(network: Network, kind: int, vectors: Tensor, batch: Batch) -> Tensor:
    one_role, other_role = ("cue", "source") if kind == 0 else ("content", "cue")
    ones: list[tuple[int, int, int]] = []  # window, piece of the first word, piece of the last
    others: list[tuple[int, int, int]] = []
    targets: list[int] = []
    tables: list[tuple[int, int, np.ndarray]] = []
    for window, example in enumerate(batch.examples):
        left, right = (_of_role(example, role) for role in (one_role, other_role))
        breaks = [index for index, item in enumerate(example.inputs.items) if item < 0]
        for index in left:
            partner = example.partner[index]
            tables.append((len(ones), len(others),
                           link_biases(example.chunks[index], [example.chunks[i] for i in right], breaks)))
            ones.append(_place(window, example, example.chunks[index]))
            targets.append(len(others) + right.index(partner) if partner != NONE else NONE)
        others += [_place(window, example, example.chunks[index]) for index in right]
    if not ones:
        return vectors.sum() * 0.0
    target = torch.tensor([len(others) if number == NONE else number for number in targets])
    return cross_entropy(_all_scores(network, kind, vectors, (ones, others), tables), target)


def _of_role(example: Example, role: str) -> list[int]:
    return [index for index, chunk in enumerate(example.chunks) if chunk.role == role]


def _place(window: int, example: Example, chunk: Chunk) -> tuple[int, int, int]:
    rows = example.inputs.rows
    return window, int(rows[chunk.first]), int(rows[chunk.last])


def _all_scores(network: Network, kind: int, vectors: Tensor,
                spans: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]],
                tables: Sequence[tuple[int, int, np.ndarray]]) -> Tensor:
    """Scores [n, m + 1] of ones with others (of other windows: forbidden) and, last, with none."""
    window, first, last = torch.tensor(spans[0]).T
    left = vectors[window, first, 0] + vectors[window, last, 1]
    rights = [network.null[kind][None]]
    if spans[1]:
        window, first, last = torch.tensor(spans[1]).T
        rights.insert(0, vectors[window, first, 2] + vectors[window, last, 3])
    scores = left @ torch.cat(rights).T / math.sqrt(LINK)
    row = np.concatenate([np.full(len(table), one) for one, _, table in tables])
    column = np.concatenate([np.arange(start, start + len(table)) for _, start, table in tables])
    where = torch.from_numpy(np.concatenate([table for _, _, table in tables]))
    bias = (network.rank[kind][where[:, 0]] + network.distance[kind][where[:, 1]]
            + network.crossing[kind] * where[:, 2])
    added = torch.full(scores.shape, FORBIDDEN)
    added[:, -1] = 0.0
    return scores + added.index_put((torch.from_numpy(row), torch.from_numpy(column)), bias)


def _batches(gold: Sequence[Sequence[Document]], tagger: Tagger, rng: random.Random,
             options: Options, damaged: float) -> list[Batch]:
    """An epoch: every document in one of its annotations, damaged at random, its lines bucketed by length."""
    examples = [example for versions in gold
                for example in examples_of(damage(rng.choice(versions), rng, damaged), tagger, LONE)]
    rng.shuffle(examples)
    examples.sort(key=lambda example: len(example.inputs.ids) + rng.uniform(-6, 6))
    groups = list(_groups(examples, options.batch_pieces))
    rng.shuffle(groups)
    return [_batch(group) for group in groups]


def _groups(examples: Sequence[Example], batch_pieces: int) -> Iterator[list[Example]]:
    group: list[Example] = []
    longest = 0
    for example in examples:
        longest = max(longest, len(example.inputs.ids))
        if group and longest * (len(group) + 1) > batch_pieces:
            yield group
            group, longest = [], len(example.inputs.ids)
        group.append(example)
    yield group


def _batch(examples: Sequence[Example]) -> Batch:
    ids, case, quote, rows = (_padded([getattr(example.inputs, name) for example in examples])
                              for name in ("ids", "case", "quote", "rows"))
    labels = _padded([np.array(example.labels) for example in examples])
    mask = _padded([np.ones(len(example.labels), dtype=np.int64) for example in examples])
    breaks = _padded([np.array([item < 0 for item in example.inputs.items]).astype(np.int64)
                      for example in examples])
    return Batch(ids, case, quote, rows, labels, mask.bool(), breaks.bool(), examples)


def _padded(rows: Sequence[np.ndarray]) -> Tensor:
    table = np.zeros((len(rows), max(len(row) for row in rows)), dtype=np.int64)
    for line, row in zip(table, rows, strict=True):
        line[:len(row)] = row
    return torch.from_numpy(table)
