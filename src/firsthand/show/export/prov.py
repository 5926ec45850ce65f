"""Where findings come from, in the terms of PROV-O (https://www.w3.org/TR/prov-o/), as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from firsthand.flow import Tables
from firsthand.records import Decision, Finding, Link, Report
from firsthand.show import phrase
from firsthand.show.export.names import agent_name, finding_name, page_of, report_name

CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "label": "rdfs:label", "comment": "rdfs:comment",
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in (
        "wasAttributedTo", "wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasInfluencedBy", "wasGeneratedBy",
        "wasAssociatedWith", "used", "alternateOf")},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
}
RELATIONS = {"copies": "wasQuotedFrom", "cites": "hadPrimarySource", "credits": "hadPrimarySource",
             "links": "wasInfluencedBy"}
"""What a link is in PROV: shared words are a quotation, a cited or credited source is primary."""
ANALYSIS = "urn:firsthand:analysis"


def write_prov(tables: Tables, about: Mapping[str, Any]) -> str:
    """Reports, who published them, who had it from whom, findings and decisions as one JSON-LD graph."""
    reports = {report.id: report for report in tables.reports}
    nodes: dict[str, dict[str, Any]] = {}
    for report in tables.reports:
        _add_report(nodes, report)
    for link in tables.links:
        _add_link(nodes, link, reports)
    _add(nodes, {"@id": "urn:firsthand:software", "@type": ["prov:Agent", "prov:SoftwareAgent"],
                 "label": f"firsthand {about.get('firsthand', '')}".strip()})
    _add(nodes, {"@id": ANALYSIS, "@type": "prov:Activity", "wasAssociatedWith": "urn:firsthand:software"})
    for finding in tables.findings:
        _add(nodes, _finding(finding, reports))
    for decision in tables.decisions:
        _add_decision(nodes, decision)
    graph = [nodes[name] for name in sorted(nodes)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _add(nodes: dict[str, dict[str, Any]], node: dict[str, Any]) -> None:
    nodes.setdefault(node["@id"], node)


def _add_agent(nodes: dict[str, dict[str, Any]], name: str, kind: str) -> str:
    _add(nodes, {"@id": agent_name(name), "@type": ["prov:Agent", f"prov:{kind}"], "label": phrase.one_line(name)})
    return agent_name(name)


def _add_report(nodes: dict[str, dict[str, Any]], report: Report) -> None:
    node: dict[str, Any] = {"@id": report_name(report), "@type": "prov:Entity", "label": phrase.title_of(report)}
    if report.publisher:
        node["wasAttributedTo"] = _add_agent(nodes, report.publisher, "Organization")
    if page := page_of(report):
        node["alternateOf"] = page
    _add(nodes, node)


def _add_link(nodes: dict[str, dict[str, Any]], link: Link, reports: Mapping[str, Report]) -> None:
    if link.from_ not in reports:
        return
    node = nodes[report_name(reports[link.from_])]
    if link.to in reports:
        source = report_name(reports[link.to or ""])
    elif link.source:
        agent = _add_agent(nodes, link.source, "Organization")
        source = agent.replace("urn:firsthand:agent:", "urn:firsthand:unseen:")
        _add(nodes, {"@id": source, "@type": "prov:Entity", "label": f"{phrase.one_line(link.source)}, not in the case",
                     "wasAttributedTo": agent})
    else:
        return
    known = node.setdefault(RELATIONS[link.kind], [])
    if source not in known:
        known.append(source)


def _finding(finding: Finding, reports: Mapping[str, Report]) -> dict[str, Any]:
    label = phrase.SLOT_LABELS.get(finding.slot, finding.slot)
    return {"@id": finding_name(finding), "@type": "prov:Entity",
            "label": f"{label}: {phrase.value_words(finding.value)}", "comment": phrase.STATUS_WORDS[finding.status],
            "wasGeneratedBy": ANALYSIS,
            "wasDerivedFrom": sorted({report_name(reports[one.report]) for one in finding.reports
                                      if one.report in reports})}


def _add_decision(nodes: dict[str, dict[str, Any]], decision: Decision) -> None:
    who = _add_agent(nodes, decision.who, "Person")
    _add(nodes, {"@id": f"urn:firsthand:decision:{decision.number}", "@type": "prov:Activity",
                 "label": f"{decision.action} {decision.kind}", "endedAtTime": decision.when, "wasAssociatedWith": who,
                 "used": sorted({f"urn:firsthand:report:{one.report}" for one in decision.anchors})})
