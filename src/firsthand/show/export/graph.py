"""Who had it from whom as GraphML (http://graphml.graphdrawing.org), for Gephi, yEd, igraph, NetworkX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from firsthand.flow import Tables
from firsthand.show import phrase

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"label": "string", "kind": "string", "publisher": "string", "published": "string", "story": "string"}
_EDGE = {"relation": "string", "share": "double", "direction": "string"}


def write_graphml(tables: Tables, about: Mapping[str, Any]) -> str:
    """Reports and sources as nodes, links as edges from who repeats to who is repeated."""
    root = ElementTree.Element("graphml", xmlns=NAMESPACE)
    for place, names in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in names.items():
            ElementTree.SubElement(root, "key", {"id": f"{place}-{name}", "for": place, "attr.name": name,
                                                 "attr.type": kind})
    graph = ElementTree.SubElement(root, "graph", id="links", edgedefault="directed")
    story_of = {report: story.id for story in tables.stories for report in story.reports}
    known = {report.id for report in tables.reports}
    for report in tables.reports:
        _add(graph, "node", {"id": report.id}, {
            "label": phrase.title_of(report), "kind": "report", "publisher": phrase.outlet_of(report),
            "published": report.published, "story": story_of.get(report.id)})
    outside = sorted({_outside(link.source) for link in tables.links if link.to not in known and link.source})
    for name in outside:
        _add(graph, "node", {"id": f"source {name}"}, {"label": name, "kind": "source"})
    for number, link in enumerate(tables.links):
        target = link.to if link.to in known else f"source {_outside(link.source)}" if link.source else None
        if target and link.from_ in known:
            _add(graph, "edge", {"id": f"e{number}", "source": link.from_, "target": target}, {
                "relation": link.kind, "share": None if link.share is None else repr(float(link.share)),
                "direction": link.direction})
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _outside(source: str | None) -> str:
    return phrase.one_line(source or "")


def _add(graph: ElementTree.Element, kind: str, attributes: dict[str, str], data: Mapping[str, str | None]) -> None:
    element = ElementTree.SubElement(graph, kind, attributes)
    for name, value in data.items():
        if value is not None:
            ElementTree.SubElement(element, "data", key=f"{kind}-{name}").text = phrase.one_line(value)
