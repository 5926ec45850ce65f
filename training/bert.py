"""The encoder that both trained models start from: BERT (Devlin et al. 2019) in the sizes of MiniLM-L6-H384.

Written out here (Wang et al. 2020 give the sizes) so that training needs no library but torch and the exported
graphs stay plain.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, linear, scaled_dot_product_attention

from training.rounding import Rounded

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PIECES, PLACES = 30522, 512

_EMBEDDINGS = {"words": "word_embeddings", "places": "position_embeddings", "norm": "LayerNorm"}
_PARTS = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
          "out": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
          "norm1": "attention.output.LayerNorm", "norm2": "output.LayerNorm"}
"""Names here -> names in a checkpoint."""
_OWN = ("words", "places", "kind", "norm", "layers")
"""What a checkpoint must fill."""


class LineDropout(nn.Module):
    """Dropout with one mask for all pieces of a text (Gal and Ghahramani 2016): as good here, and cheap."""

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
        self.query, self.key, self.value, self.out = (Rounded(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = Rounded(WIDTH, INNER), Rounded(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = LineDropout(dropout)

    def forward(self, states: Tensor, mask: Tensor, eager: bool) -> Tensor:
        """states [B, P, 384], mask [B, 1, 1, P] (True: read) -> [B, P, 384]."""
        mixed = self._attend_one(states) if eager else self._attend(states, mask)
        states = self.norm1(states + self.dropout(self.out(mixed)))
        return self.norm2(states + self.dropout(self.down(gelu(self.up(states)))))

    def _attend(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (part(states).unflatten(-1, (HEADS, -1)).transpose(1, 2)
                             for part in (self.query, self.key, self.value))
        return scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).flatten(2)

    def _attend_one(self, states: Tensor) -> Tensor:
        """The same for one text without padding, as the exporter wants it: plain products, and of these few."""
        parts = self.query, self.key, self.value
        joined = linear(states, torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts]))
        query, key, value = (part.reshape(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
                             for part in joined.split(WIDTH, dim=-1))
        weights = (query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5).softmax(-1)
        return (weights @ value).transpose(1, 2).reshape(1, -1, WIDTH)


class Bert(nn.Module):
    """Embeddings and layers; what a model adds to them is its own. Pieces with id 0 are padding."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.eager = False

    def embedded(self, ids: Tensor) -> Tensor:
        """ids [B, P] -> [B, P, 384], not yet normalised."""
        return self.words(ids) + self.places(torch.arange(ids.shape[1], device=ids.device)) + self.kind

    def through(self, states: Tensor, read: Tensor) -> Tensor:
        """states [B, P, 384] through all layers; `read` [B, P] is False for padding."""
        mask = read[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask, self.eager)
        return states


def load_base(folder: Path, model: Bert) -> None:
    """Copies the weights of a BERT checkpoint (`model.safetensors`, `config.json`) into a model.

    What the model adds stays as it is. Raises `ValueError` where the checkpoint has other sizes or names.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    if (config["hidden_size"], config["num_hidden_layers"]) != (WIDTH, LAYERS):
        raise ValueError(f"{folder}: the base must be a MiniLM-L6-H384, not {config.get('_name_or_path')}")
    given = load_file(folder / "model.safetensors")
    weights = {f"{ours}.{part}": given[f"embeddings.{theirs}.{part}"] for ours, theirs in _EMBEDDINGS.items()
               for part in ("weight", "bias") if f"embeddings.{theirs}.{part}" in given}
    weights["kind"] = given["embeddings.token_type_embeddings.weight"][0]
    weights |= {f"layers.{layer}.{ours}.{part}": given[f"encoder.layer.{layer}.{theirs}.{part}"]
                for layer in range(LAYERS) for ours, theirs in _PARTS.items() for part in ("weight", "bias")}
    missing, unexpected = model.load_state_dict(weights, strict=False)
    absent = [name for name in missing if name.split(".")[0] in _OWN]
    if unexpected or absent:
        raise ValueError(f"{folder}: not the expected checkpoint: {unexpected}, {absent}")
