"""Findings and decisions as W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

Each says something about words of a report: by their quote with what stands around them, by their
position in code points, and with the SHA-256 of the text that the position counts in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.decide.anchors import anchor
from firsthand.flow import Tables
from firsthand.records import Anchor, Decision, Finding, Report
from firsthand.show import phrase
from firsthand.show.export.names import agent_name, finding_name, page_of, report_name
from firsthand.text import printable

CONTEXT: list[Any] = ["http://www.w3.org/ns/anno.jsonld",
                      {"sha256": "http://spdx.org/rdf/terms#checksumValue",
                       "seeAlso": {"@id": "http://www.w3.org/2000/01/rdf-schema#seeAlso", "@type": "@id"}}]
_MOTIVES = {"accept": "assessing", "reject": "assessing", "correct": "editing", "note": "commenting",
            "merge": "linking", "split": "linking", "undo": "editing"}


def write_annotations(tables: Tables, about: Mapping[str, Any]) -> str:
    """All annotations as one JSON-LD annotation page, in the order of the tables."""
    reports = {report.id: report for report in tables.reports}
    items = [*(item for finding in tables.findings for item in _of_finding(finding, reports)),
             *(_of_decision(decision, reports) for decision in tables.decisions)]
    page = {"@context": CONTEXT, "id": "urn:firsthand:annotations", "type": "AnnotationPage", "startIndex": 0,
            "items": items}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _of_finding(finding: Finding, reports: Mapping[str, Report]) -> Iterator[dict[str, Any]]:
    label = phrase.SLOT_LABELS.get(finding.slot, finding.slot)
    words = f"{label}: {phrase.value_words(finding.value)}; {phrase.STATUS_WORDS[finding.status]}"
    for number, one in enumerate(finding.reports):
        if one.report not in reports:
            continue
        yield {"id": f"{finding_name(finding)}:{number}", "type": "Annotation", "motivation": "describing",
               "body": {"type": "TextualBody", "value": words, "format": "text/plain", "language": "en"},
               "target": _target(anchor(reports[one.report], one.start, one.end), reports)}


def _of_decision(decision: Decision, reports: Mapping[str, Report]) -> dict[str, Any]:
    changes = "; ".join(f"{one.column} = {one.value if one.value is not None else 'nothing'}"
                        for one in decision.changes)
    words = " – ".join(part for part in (f"{decision.action} {decision.kind}", changes, decision.note or "") if part)
    return {"id": f"urn:firsthand:decision:{decision.number}", "type": "Annotation",
            "motivation": _MOTIVES[decision.action], "created": decision.when,
            "creator": {"id": agent_name(decision.who), "type": "Person", "name": phrase.one_line(decision.who)},
            "body": {"type": "TextualBody", "value": phrase.one_line(words), "format": "text/plain"},
            "target": [_target(one, reports) for one in decision.anchors]}


def _target(words: Anchor, reports: Mapping[str, Report]) -> dict[str, Any]:
    report = reports.get(words.report)
    source: dict[str, Any] = {"id": report_name(report) if report else f"urn:firsthand:report:{words.report}",
                              "type": "Text", "format": "text/plain", "sha256": words.sha256}
    if report and report.language:
        source["language"] = report.language
    if report and (page := page_of(report)):
        source["seeAlso"] = page
    quoted = {name: printable(getattr(words, name)) for name in ("exact", "prefix", "suffix")}
    return {"type": "SpecificResource", "source": source, "selector": [
        {"type": "TextQuoteSelector", **quoted},
        {"type": "TextPositionSelector", "start": words.start, "end": words.end}]}
