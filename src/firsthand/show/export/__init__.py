"""A case in the forms of other programs: its tables one file each, or one document of a published standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from firsthand.errors import OptionError
from firsthand.flow import Tables
from firsthand.outfile import made_folder, whole_file
from firsthand.plugins import installed
from firsthand.show.export.annotations import write_annotations
from firsthand.show.export.files import FORMATS, export_tables
from firsthand.show.export.flat import write_findings_csv
from firsthand.show.export.geo import write_geojson
from firsthand.show.export.graph import write_graphml
from firsthand.show.export.prov import write_prov


@dataclass(frozen=True, slots=True)
class Document:
    """A form of one file: `write` takes tables and what made them (`Case.about`) and gives its text."""

    ending: str
    media_type: str
    title: str
    write: Callable[[Tables, Mapping[str, Any]], str]


DOCUMENTS: dict[str, Document] = {
    "findings": Document(".findings.csv", "text/csv", "Findings, one a line", write_findings_csv),
    "annotations": Document(".annotations.jsonld", "application/ld+json", "W3C Web Annotations", write_annotations),
    "prov": Document(".prov.jsonld", "application/ld+json", "Where it comes from (PROV-O)", write_prov),
    "graphml": Document(".graphml", "application/graphml+xml", "Who had it from whom (GraphML)", write_graphml),
    "geojson": Document(".geojson", "application/geo+json", "Places of the accounts (GeoJSON)", write_geojson),
}
"""The forms by name."""


def documents() -> dict[str, Document]:
    """The forms of one file by name: those of `DOCUMENTS`, then those of plugins."""
    others = installed().exporters((*FORMATS, *DOCUMENTS, "warc"))
    return DOCUMENTS | {name: Document(one.ending, one.media_type, one.title, partial(installed().write, one))
                        for name, one in others.items()}


def export_case(tables: Tables, folder: Path, format: str, about: Mapping[str, Any]) -> list[Path]:
    """Writes every table, one file each, or one document, into a folder; gives the files written.

    Raises `OptionError` for a format that is none of `FORMATS` and `documents()`, or a folder that
    cannot be written.
    """
    if format in FORMATS:
        return export_tables(tables, folder, format, about)
    forms = documents()
    if format not in forms:
        raise OptionError(f"there is no export format {format!r}; there are: {', '.join([*FORMATS, *forms])}")
    text = forms[format].write(tables, about)
    path = made_folder(folder) / f"case{forms[format].ending}"
    with whole_file(path) as unfinished:
        unfinished.write_text(text, "utf-8", newline="")
    return [path]


__all__ = ["DOCUMENTS", "FORMATS", "Document", "documents", "export_case", "export_tables"]
