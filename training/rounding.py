"""Linear layers that learn to live with sums in int8, as onnxruntime's dynamic quantisation computes them.

Weights are rounded to 7 bits, one scale a row, so that the 16-bit sums of processors without VNNI do not overflow;
what comes in to 8 bits between its own least and greatest value in each text, as `DynamicQuantizeLinear` does.
Gradients pass as if nothing had been rounded (the straight-through estimator, Jacob et al. 2018).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

WEIGHT_STEPS = 63
INPUT_STEPS = 255


class Rounded(nn.Linear):
    """A linear layer over [B, P, n] that rounds weights and inputs where `rounding` is set."""

    rounding = False

    def forward(self, states: Tensor) -> Tensor:
        """states [B, P, n] -> [B, P, m]."""
        if not self.rounding:
            return linear(states, self.weight, self.bias)
        return linear(_rounded_inputs(states), _rounded_weights(self.weight), self.bias)


def set_rounding(model: nn.Module, on: bool) -> None:
    """Switches the rounding of all of a model's `Rounded` layers."""
    for part in model.modules():
        if isinstance(part, Rounded):
            part.rounding = on


def _rounded_weights(weight: Tensor) -> Tensor:
    scale = weight.detach().abs().amax(1, keepdim=True).clamp_min(1e-8) / WEIGHT_STEPS
    return weight + ((weight / scale).round() * scale - weight).detach()


def _rounded_inputs(states: Tensor) -> Tensor:
    given = states.detach()
    low, high = given.amin((1, 2), keepdim=True).clamp_max(0.0), given.amax((1, 2), keepdim=True).clamp_min(0.0)
    scale = (high - low).clamp_min(1e-8) / INPUT_STEPS
    zero = (-low / scale).round()
    rounded = (torch.clamp((given / scale).round() + zero, 0, INPUT_STEPS) - zero) * scale
    return states + (rounded - given)
