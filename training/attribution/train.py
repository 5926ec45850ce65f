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

Weights = dict[str, Tensor]

MASK = 103
CYCLE_SEEDS = 1000
"""Between the seeds of two cycles, so that seeds 1, 2, 3 … share none."""
LONE = WindowOptions(pack=0, context=0)
Windows = tuple[tuple[float, int, int], ...]
"""(share, pack, context) of the kinds of windows that are learned from."""
ALONE: Windows = ((1.0, 0, 0),)
"""Lone lines, as the run time has them: context and packing there cost up to .02 macro F1 on held-out documents."""
MIXED: Windows = ((0.6, 0, 0), (0.12, 0, 25), (0.14, 128, 0), (0.14, 128, 25))
"""Lone lines, lone lines with context, several lines together without and with."""


@dataclass(frozen=True)
class Cycle:
    """A warm-up and a fall to zero over some epochs, at a part of the options' rates.

    `damaged` is a factor on the chances of damage, `masked` a share of the word pieces; with `rounding` the sums are
    those of the exported graph.
    """

    epochs: float
    rate: float
    windows: Windows = ALONE
    damaged: float = 0.5
    masked: float = 0.1
    rounding: bool = False


@dataclass(frozen=True)
class Options:
    """How to train; the rates are those of the trial that set the recipe (see README.md).

    Each run begins with the base and the same fresh heads, so that the mean of their weights is a network too; the
    last cycle begins with that mean.
    """

    seed: int = 1
    runs: tuple[tuple[Cycle, ...], ...] = (
        (Cycle(3.0, 1.0, MIXED, 1.0, 0.05), Cycle(1.5, 0.5, ALONE, 1.0, 0.05)),
        (Cycle(3.0, 1.0), Cycle(0.6, 0.4, rounding=True)),
    )
    last: Cycle = Cycle(0.4, 0.25, masked=0.05, rounding=True)
    batch_pieces: int = 1300
    encoder_rate: float = 2e-4
    feature_rate: float = 4e-4
    head_rate: float = 2e-3
    warm_up: float = 0.08
    clip: float = 1.0
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


def train(gold: Sequence[Sequence[Document]], base: Path, out: Path,
          options: Options) -> tuple[Network, dict[str, float]]:
    """Train on the documents: the runs, the mean of what each chose on the held-out ones, the last cycle.

    Gives the network and its held-out figures. The weights at the end of each cycle are written to `out`; a cycle
    whose weights are there is taken from there, and each draws its own random numbers, so that the result is the same.
    """
    torch.set_num_threads(options.threads)
    held_out, tokenizer = [versions[0] for versions in gold[-options.held_out:]], load_tokenizer(base)
    ends = [_choose(_run(gold, base, out / f"run-{number}", cycles, options), held_out, tokenizer)
            for number, cycles in enumerate(options.runs)]
    network = Network()
    _load_mean(network, ends)
    last = out / "last.pt"
    if not last.exists():
        _cycle(network, gold, tokenizer, (options.last, max(map(len, options.runs))), options)
        torch.save(network.state_dict(), last)
    network.load_state_dict(torch.load(last, weights_only=True))
    set_rounding(network, True)
    return network, score_documents(torch_tagger(network, tokenizer), held_out)


def _run(gold: Sequence[Sequence[Document]], base: Path, out: Path, cycles: Sequence[Cycle],
         options: Options) -> list[Weights]:
    """The weights at the end of each cycle of a run."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    network = Network()
    load_base(base, network)
    ends = []
    for number, cycle in enumerate(cycles):
        path = out / f"cycle-{number}.pt"
        if not path.exists():
            _cycle(network, gold, load_tokenizer(base), (cycle, number), options)
            torch.save(network.state_dict(), path)
        ends.append(torch.load(path, weights_only=True))
        network.load_state_dict(ends[-1])
    return ends


def _cycle(network: Network, gold: Sequence[Sequence[Document]], tokenizer: Tokenizer, numbered: tuple[Cycle, int],
           options: Options) -> None:
    """One cycle over the documents but the held-out ones; prints losses, and scores after each epoch."""
    cycle, seed = numbered[0], options.seed + CYCLE_SEEDS * numbered[1]
    torch.manual_seed(seed)
    rng = random.Random(seed)
    set_rounding(network, cycle.rounding)
    fit, held_out = gold[:-options.held_out], [versions[0] for versions in gold[-options.held_out:]]
    optimizer, started = _optimizer(network, options), time.monotonic()
    for epoch in range(math.ceil(cycle.epochs)):
        windows = Tagger(_no_forward, tokenizer, network.head(), WindowOptions())
        batches = _batches(fit, windows, rng, options, cycle)
        for index, batch in enumerate(batches):
            seen = epoch + index / len(batches)
            if seen >= cycle.epochs:
                break
            loss = _step(network, optimizer, batch, (seen / cycle.epochs, cycle), options)
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


def _load_mean(network: Network, ends: Sequence[Weights]) -> None:
    """Load the mean of some weights (Izmailov et al. 2018; of several runs, Wortsman et al. 2022)."""
    network.load_state_dict({name: torch.stack([end[name] for end in ends]).mean(0) for name in ends[0]})


def _choose(ends: Sequence[Weights], held_out: Sequence[Document], tokenizer: Tokenizer) -> Weights:
    """The best on held-out documents among the ends of a run's cycles and their mean."""
    network = Network()
    found = []
    for chosen in [[end] for end in ends] + ([list(ends)] if len(ends) > 1 else []):
        _load_mean(network, chosen)
        figures = score_documents(torch_tagger(network, tokenizer), held_out)
        print(f"{len(chosen)} of {len(ends)} ends: {figures}", flush=True)
        found.append((figures["macro"], {name: weight.clone() for name, weight in network.state_dict().items()}))
    return max(found, key=lambda pair: pair[0])[1]


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


def _step(network: Network, optimizer: torch.optim.AdamW, batch: Batch, at: tuple[float, Cycle],
          options: Options) -> tuple[float, float]:
    """One update; `at` is the part of the cycle behind us and the cycle. Gives the span and link losses."""
    done, cycle = at
    factor = cycle.rate * min(done / options.warm_up, (1 - done) / (1 - options.warm_up))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * factor
    network.train()
    drop = (torch.rand(batch.ids.shape) < cycle.masked) & (batch.ids > MASK)
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
             options: Options, cycle: Cycle) -> list[Batch]:
    """An epoch: every document in one of its annotations, damaged and cut at random, bucketed by length."""
    examples = [example for versions in gold
                for example in examples_of(damage(rng.choice(versions), rng, cycle.damaged), tagger,
                                       _drawn(rng, cycle.windows))]
    rng.shuffle(examples)
    examples.sort(key=lambda example: len(example.inputs.ids) + rng.uniform(-6, 6))
    groups = list(_groups(examples, options.batch_pieces))
    rng.shuffle(groups)
    return [_batch(group) for group in groups]


def _drawn(rng: random.Random, windows: Windows) -> WindowOptions:
    _, pack, context = rng.choices(windows, [share for share, _, _ in windows])[0]
    return WindowOptions(pack=pack, context=context)


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
