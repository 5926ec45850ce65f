"""Every document is read by a library that knows nothing of firsthand, and gives back what was written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import geojson_pydantic
import networkx
import pytest
import rdflib

from firsthand import records as r
from firsthand.errors import OptionError
from firsthand.flow import Tables
from firsthand.show.export import DOCUMENTS, FORMATS, export_case
from tests.conftest import make_report

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own use

AGENCY = make_report("A blast at the fish quay of Port Selm killed 14 people & hurt <30>, said \x00 the office.",
                     title="Quay ]]> blast", publisher="Coast Agency", url="https://agency.example/a?b=1&c=2")
REPRINT = make_report("A blast at the fish quay of Port Selm killed 14 people & hurt <30>, said the office, again.",
                      title="=HYPERLINK(\"x\")", publisher="Selm \"Post\"", url="javascript:alert(1)")


def spot(report: r.Report, words: str) -> tuple[int, int]:
    start = report.text.index(words)
    return start, start + len(words)


def witness(report: r.Report, words: str) -> r.Witness:
    return r.Witness(report.id, *spot(report, words), None, "o1")


ANCHOR = r.Anchor(AGENCY.id, *spot(AGENCY, "14 people"), "14 people", "killed ", " & hurt", "ab" * 32)
COUNT = r.OriginCount(1, 1, 1)
TABLES = Tables(
    reports=[AGENCY, REPRINT],
    mentions=[r.Mention(AGENCY.id, *spot(AGENCY, "Port Selm"), "place",
                        r.PlaceValue(9, "Port Selm", "XX", 47.5, 8.25))],
    stories=[r.Story("s1", "=cmd|' /C calc'!A0", (AGENCY.id, REPRINT.id), None, None)],
    links=[r.Link(REPRINT.id, AGENCY.id, None, "copies", 0.9, (((0, 9), (0, 9)),), "known"),
           r.Link(AGENCY.id, None, "Harbour Office", "cites", None, (((0, 4), ()),), "known")],
    origins=[r.Origin("s1", "o1", "Coast Agency", (AGENCY.id, REPRINT.id), True, "why")],
    findings=[
        r.Finding("s1", "killed", "total", r.CountRange(14, 14), "one-origin", None, None, COUNT,
                  (witness(AGENCY, "14 people"), witness(REPRINT, "14 people")), (), 0.5, "m"),
        r.Finding("s1", "place", None, r.Name("Port Selm"), "one-origin", None, None, COUNT,
                  (witness(AGENCY, "Port Selm"),), (), 0.5, "m")],
    decisions=[r.Decision(1, "value:1", 1, "2018-03-21T10:00:00Z", "ada", "correct", "value", (ANCHOR,), "{}",
                          (r.Change("low", "15"),), "heard it")])
ABOUT = {"firsthand": "1.0"}
ANNOTATION_TERMS = {
    "oa": "http://www.w3.org/ns/oa#", "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
    "id": "@id", "type": "@type", "Annotation": "oa:Annotation", "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector",
    "target": {"@id": "oa:hasTarget", "@type": "@id"}, "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"}, "exact": "oa:exact", "prefix": "oa:prefix",
    "suffix": "oa:suffix", "start": "oa:start", "end": "oa:end", "body": {"@id": "oa:hasBody", "@type": "@id"},
    "value": "rdf:value", "items": {"@id": "as:items", "@container": "@list"}}
"""The terms of http://www.w3.org/ns/anno.jsonld that are used, since a test fetches nothing."""


def written(name: str) -> str:
    return DOCUMENTS[name].write(TABLES, ABOUT)


def test_annotations_say_where_their_words_stand() -> None:
    page = json.loads(written("annotations"))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    page["@context"] = [ANNOTATION_TERMS, *page["@context"][1:]]
    graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    assert len(list(graph.subjects(rdflib.RDF.type, oa.Annotation))) == 4
    texts = {f"urn:firsthand:report:{report.id}": report.text for report in TABLES.reports}
    targets = list(graph.subject_objects(oa.hasSource))
    assert len(targets) == 4
    for target, source in targets:
        selectors = list(graph.objects(target, oa.hasSelector))
        exact = next(str(words) for one in selectors for words in graph.objects(one, oa.exact))
        start, end = (next(int(place) for one in selectors for place in graph.objects(one, name))
                      for name in (oa.start, oa.end))
        assert texts[str(source)][start:end] == exact
        assert next(graph.objects(source, rdflib.URIRef("http://spdx.org/rdf/terms#checksumValue")))


def test_provenance_is_rdf_that_leads_from_findings_to_who_published_first() -> None:
    graph = rdflib.Graph().parse(data=written("prov"), format="json-ld")
    rows = list(graph.query("""
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?who WHERE { ?finding rdfs:label "killed: 14" ; prov:wasDerivedFrom ?report .
            ?report prov:wasQuotedFrom ?first . ?first prov:wasAttributedTo ?agent . ?agent rdfs:label ?who }"""))
    assert [str(row[0]) for row in rows] == ["Coast Agency"]
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    assert len(list(graph.subjects(prov.hadPrimarySource))) == 1
    assert [str(one.toPython().isoformat()) for one in graph.objects(None, prov.endedAtTime)] == [
        "2018-03-21T10:00:00+00:00"]


def test_graphml_is_a_graph_with_the_links() -> None:
    graph = networkx.parse_graphml(written("graphml"))
    assert graph.is_directed()
    assert graph.number_of_nodes() == 3
    assert graph.edges[REPRINT.id, AGENCY.id]["relation"] == "copies"
    assert graph.edges[REPRINT.id, AGENCY.id]["share"] == 0.9
    assert graph.nodes[AGENCY.id]["publisher"] == "Coast Agency"
    assert graph.nodes["source Harbour Office"]["kind"] == "source"


def test_geojson_has_the_places_in_the_order_of_its_standard() -> None:
    read = geojson_pydantic.FeatureCollection.model_validate_json(written("geojson"))
    assert [feature.geometry.coordinates[:2] for feature in read.features if feature.geometry] == [(8.25, 47.5)]
    found = json.loads(written("geojson"))
    assert found["type"] == "FeatureCollection"
    assert [one["geometry"] for one in found["features"]] == [{"type": "Point", "coordinates": [8.25, 47.5]}]
    assert found["features"][0]["properties"]["given_by"] == ["Coast Agency"]


def test_findings_are_csv_that_no_spreadsheet_runs() -> None:
    rows = list(csv.DictReader(io.StringIO(written("findings"))))
    assert [(row["slot"], row["value"], row["reports"]) for row in rows] == [
        ("killed", "14", "2"), ("place", "Port Selm", "1")]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("format", [*FORMATS, *DOCUMENTS])
def test_the_same_case_gives_the_same_bytes(format: str, tmp_path: Path) -> None:
    once, again = (export_case(TABLES, tmp_path / name, format, ABOUT) for name in ("one", "two"))
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_tables_as_csv_hold_every_cell(tmp_path: Path) -> None:
    export_case(TABLES, tmp_path, "csv", ABOUT)
    with (tmp_path / "reports.csv").open(encoding="utf-8", newline="") as handle:
        rows: list[Any] = list(csv.DictReader(handle))
    assert {row["text"] for row in rows} == {AGENCY.text, REPRINT.text}
    assert json.loads(rows[0]["blocks"])


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="graphml"):
        export_case(TABLES, tmp_path, "pdf", ABOUT)
