"""The sentence encoder: MiniLM-L6, mean of the pieces' last states, length one (Reimers and Gurevych 2019)."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import normalize

from training.bert import Bert


class Encoder(Bert):
    """ids [B, P] -> vectors [B, 384] of length one; pieces with id 0 are padding."""

    def forward(self, ids: Tensor) -> Tensor:
        """Run the encoder; the mean leaves padding out."""
        states = self.norm(self.embedded(ids))
        read = ids != 0
        states = self.through(states, read)
        weight = read[:, :, None].to(states.dtype)
        return normalize((states * weight).sum(1) / weight.sum(1).clamp(min=1), dim=-1)
