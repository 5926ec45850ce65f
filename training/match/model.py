"""The sentence encoder: MiniLM-L6, mean of the pieces' last states, length one (Reimers and Gurevych 2019)."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import normalize

from training.attribution.model import LAYERS, WIDTH, Layer

_PARTS = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
          "out": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
          "norm1": "attention.output.LayerNorm", "norm2": "output.LayerNorm"}


class Encoder(nn.Module):
    """ids [B, P] -> vectors [B, 384] of length one; pieces with id 0 are padding."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.eager = False

    def forward(self, ids: Tensor) -> Tensor:
        """Run the encoder; the mean leaves padding out."""
        states = self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1])) + self.kind)
        read = ids != 0
        mask = read[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask, self.eager)
        weight = read[:, :, None].to(states.dtype)
        return normalize((states * weight).sum(1) / weight.sum(1).clamp(min=1), dim=-1)


def load_base(folder: Path, encoder: Encoder) -> None:
    """Copy the weights of a BERT checkpoint (`model.safetensors`, `config.json`) into the encoder."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    if (config["hidden_size"], config["num_hidden_layers"]) != (WIDTH, LAYERS):
        raise ValueError(f"{folder}: the base must be a MiniLM-L6-H384")
    given = load_file(folder / "model.safetensors")
    names = {"words": "word_embeddings", "places": "position_embeddings", "norm": "LayerNorm"}
    weights = {f"{ours}.{part}": given[f"embeddings.{theirs}.{part}"] for ours, theirs in names.items()
               for part in ("weight", "bias") if f"embeddings.{theirs}.{part}" in given}
    weights["kind"] = given["embeddings.token_type_embeddings.weight"][0]
    weights |= {f"layers.{layer}.{ours}.{part}": given[f"encoder.layer.{layer}.{theirs}.{part}"]
                for layer in range(LAYERS) for ours, theirs in _PARTS.items() for part in ("weight", "bias")}
    encoder.load_state_dict(weights)
