"""The encoder as an int8 ONNX graph, and its tokenizer."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.match.model import Encoder


def export_encoder(encoder: Encoder, base: Path, out: Path) -> None:
    """Writes match.onnx (8 bits, one scale a channel, reduced range for CPUs without VNNI) and tokenizer.json."""
    encoder.eval()
    encoder.eager = True
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(encoder, (torch.ones(1, 12, dtype=torch.long),), str(full), input_names=["ids"],
                          output_names=["vector"], dynamic_axes={"ids": {1: "pieces"}}, opset_version=17, dynamo=False)
        quantize_dynamic(full, out / "match.onnx", per_channel=True, weight_type=QuantType.QInt8, reduce_range=True)
    encoder.eager = False
    (out / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
