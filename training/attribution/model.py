"""The network: MiniLM-L6 with two added features, label scores and link vectors for every word piece.

The encoder is BERT's (Devlin et al. 2019) with the sizes of MiniLM-L6-H384 (Wang et al. 2020), written
out here so that training needs no library but torch and the exported graph stays plain.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, pad, scaled_dot_product_attention

from firsthand.extract.attribution.tagger import DISTANCES, LABELS, LEGAL, MAX_RANK, Head
from firsthand.extract.attribution.tagger_input import CASES

WIDTH, LAYERS, HEADS, INNER, LINK = 384, 6, 12, 1536, 64
FORBIDDEN = -1e4


class LineDropout(nn.Module):
    """Dropout with one mask for all pieces of a window (Gal and Ghahramani 2016): as good here, and cheap."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """states [B, P, 384] -> the same shape, scaled up to the same mean."""
        if not self.training or not self.share:
            return states
        kept = torch.rand(states.shape[0], 1, states.shape[2]) >= self.share
        return states * (kept / (1 - self.share))


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = LineDropout(dropout)

    def forward(self, states: Tensor, mask: Tensor, eager: bool) -> Tensor:
        """states [B, P, 384], mask [B, 1, 1, P] (True: read) -> [B, P, 384]."""
        query, key, value = (part(states).unflatten(-1, (HEADS, -1)).transpose(1, 2)
                             for part in (self.query, self.key, self.value))
        if eager:  # the exporter's attention must be plain matrix products
            weights = (query @ key.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5
            mixed = weights.softmax(-1) @ value
        else:
            mixed = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = self.norm1(states + self.dropout(self.out(mixed.transpose(1, 2).flatten(2))))
        return self.norm2(states + self.dropout(self.down(gelu(self.up(states)))))


class Network(nn.Module):
    """(ids, case, quote), each [B, P] -> label scores [B, P, 7], link vectors [B, P, 8 * 64]."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.case, self.quote = nn.Embedding(CASES, WIDTH), nn.Embedding(2, WIDTH)
        for feature in (self.case, self.quote):
            nn.init.zeros_(feature.weight)  # the first step sees the encoder as it was
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = LineDropout(dropout)
        self.labels, self.links = nn.Linear(WIDTH, len(LABELS)), nn.Linear(WIDTH, 8 * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.null = nn.Parameter(torch.randn(2, LINK) * 0.1)
        self.rank = nn.Parameter(torch.zeros(2, 2 * MAX_RANK))
        self.distance = nn.Parameter(torch.zeros(2, 2 * DISTANCES))
        self.crossing = nn.Parameter(torch.zeros(2))
        self.eager = False

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor) -> tuple[Tensor, Tensor]:
        """Run the encoder and both heads; pieces with id 0 are padding."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.words(ids) + self.places(places) + self.kind + self.case(case) + self.quote(quote)
        states = self.dropout(self.norm(states))
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask, self.eager)
        states = self.dropout(states)
        return self.labels(states), self.links(states)

    def head(self) -> Head:
        """What stays outside of the graph, as numpy arrays."""
        arrays = {name: getattr(self, name).detach().float().numpy().copy()
                  for name in ("transitions", "null", "rank", "distance", "crossing")}
        return Head(**arrays)


def load_base(folder: Path, network: Network) -> None:
    """Copy the weights of a BERT checkpoint (`model.safetensors`, `config.json`) into the network."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    if (config["hidden_size"], config["num_hidden_layers"]) != (WIDTH, LAYERS):
        raise ValueError(f"{folder}: the base must be a MiniLM-L6-H384, not {config.get('_name_or_path')}")
    weights = load_file(folder / "model.safetensors")
    names = {"words": "word_embeddings", "places": "position_embeddings", "norm": "LayerNorm"}
    renamed = {f"{ours}.{part}": weights[f"embeddings.{theirs}.{part}"] for ours, theirs in names.items()
               for part in ("weight", "bias") if f"embeddings.{theirs}.{part}" in weights}
    renamed["kind"] = weights["embeddings.token_type_embeddings.weight"][0]
    inner = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
             "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
             "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
    for layer in range(LAYERS):
        for ours, theirs in inner.items():
            for part in ("weight", "bias"):
                renamed[f"layers.{layer}.{ours}.{part}"] = weights[f"encoder.layer.{layer}.{theirs}.{part}"]
    missing, unexpected = network.load_state_dict(renamed, strict=False)
    new = ("case.", "quote.", "labels.", "links.", "transitions", "null", "rank", "distance", "crossing")
    if unexpected or not all(name.startswith(new) for name in missing):
        raise ValueError(f"{folder}: not the expected checkpoint: {unexpected}, {missing}")


def crf_loss(scores: Tensor, labels: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Negative log-likelihood [B] of label paths between two O (Lample et al. 2016).

    scores [B, T, 7], labels [B, T], mask [B, T] (True: an item; padding at the end).
    """
    steps = transitions.masked_fill(~torch.from_numpy(LEGAL), FORBIDDEN)
    total = scores[:, 0] + steps[0]
    for index in range(1, scores.shape[1]):
        ways = torch.logsumexp(total[:, :, None] + steps, dim=1) + scores[:, index]
        total = torch.where(mask[:, index, None], ways, total)
    partition = torch.logsumexp(total + steps[:, 0], dim=1)
    came = pad(labels, (1, 0))[:, :-1]
    own = scores.gather(2, labels[..., None]).squeeze(2) + steps[came, labels]
    last = labels.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
    return partition - (own * mask).sum(1) - steps[last, 0]
