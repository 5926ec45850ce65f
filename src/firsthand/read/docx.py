"""Word documents (DOCX, ECMA-376): paragraphs by their styles, tables, links, then notes;
deleted words stay out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions
from firsthand.read.article import Line, Part
from firsthand.read.compose import Facts, compose
from firsthand.read.dates import normal_date
from firsthand.read.outside import Outside
from firsthand.read.packed import open_zip, read_member
from firsthand.read.xml import decode_xml, parse_xml
from firsthand.records import BlockKind, Rejected, Report

DOCUMENT, RELATIONS, PROPERTIES = "word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
"""Their words stand after the text, in the order of their numbers; the lines that part them have none."""
_HINTS: tuple[tuple[str, BlockKind], ...] = (("heading", "heading"), ("subtitle", "heading"), ("caption", "caption"),
                                             ("quote", "quote"), ("intensequote", "quote"))
_SILENT = frozenset({"del", "delText", "instrText", "moveFrom", "txbxContent", "Fallback"})
"""Deleted and moved words, field codes, and text boxes, whose words stand there twice."""


def read_docx(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None) -> Report | Rejected:
    """The report that a Word document is, or why it is none."""
    try:
        with open_zip(io.BytesIO(content)) as archive:
            if DOCUMENT not in archive.namelist():
                return Rejected(ref, "no-docx", "It is a ZIP file but no Word document.")
            return _read(archive, ref, options, outside or Outside())
    except DamagedError as error:
        return Rejected(ref, error.reason, str(error))


def _read(archive: zipfile.ZipFile, ref: str, options: ReadOptions, outside: Outside) -> Report | Rejected:
    root, broken = parse_xml(decode_xml(read_member(archive, DOCUMENT, options)).text)
    about = _properties(archive, options)
    styled = list(_paragraphs(root, _targets(archive, options)))
    for name in NOTES:
        notes = _optional(archive, name, options)
        styled.extend(_paragraphs(notes, {}) if notes is not None else ())
    title = next((part.text for style, part in styled if style == "title"), None)
    parts = [part for style, part in styled if style != "title"]
    if title is None and about.get("title") and parts and parts[0].text == about["title"]:
        title, parts = about["title"], parts[1:]
    told = (f"The document is broken in {broken}; what could be told apart was read.",) if broken else ()
    facts = Facts(author=about.get("creator") or None, modified=normal_date(about.get("modified", "")), notes=told)
    return compose(title, parts, ref, options, facts, outside)


def _paragraphs(root: Any, targets: dict[str, str]) -> Iterator[tuple[str, Part]]:
    """(style in small letters, part) of each paragraph that has words, those of tables among them."""
    for paragraph in root.iter():
        if _name(paragraph) != "p" or any(_name(above) in _SILENT for above in paragraph.iterancestors()):
            continue
        style = _style(paragraph)
        hint = next((kind for name, kind in _HINTS if style.startswith(name)), None)
        part = _part(paragraph, hint, targets)
        if part.text:
            yield style, part


def _part(paragraph: Any, hint: BlockKind | None, targets: dict[str, str]) -> Part:
    line = Line()
    for kind, one in _walk(paragraph, targets):
        if kind == "words":
            line.add(one)
        elif kind == "link":
            one[1] = line.length
        else:
            line.links.append((one[0], one[1], line.length))
    return line.part(hint)


def _walk(paragraph: Any, targets: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """Words, and the starts and ends of links, in order."""
    stack: list[tuple[str, Any]] = [("element", paragraph)]
    while stack:
        event, one = stack.pop()
        if event != "element":
            yield event, one
            continue
        name = _name(one)
        if name in _SILENT or (name == "p" and one is not paragraph):
            continue
        after: list[tuple[str, Any]] = []
        href = targets.get(_attribute(one, "id"), "") if name == "hyperlink" else ""
        if href:
            mark: list[Any] = [href, 0]
            yield "link", mark
            after = [("end link", mark)]
        words = {"t": one.text, "tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}.get(name)
        if words:
            yield "words", words
        stack.extend(reversed([*(("element", child) for child in one), *after]))


def _style(paragraph: Any) -> str:
    for element in paragraph.iter():
        if _name(element) == "pStyle":
            return _attribute(element, "val").lower()
    return ""


def _targets(archive: zipfile.ZipFile, options: ReadOptions) -> dict[str, str]:
    """Where links lead, by the ids that the document has for them; addresses of the web only."""
    root = _optional(archive, RELATIONS, options)
    elements = root if root is not None else ()
    rows = ((_attribute(element, "Id"), _attribute(element, "Target")) for element in elements)
    return {name: target for name, target in rows if target.startswith(("http://", "https://"))}


def _properties(archive: zipfile.ZipFile, options: ReadOptions) -> dict[str, str]:
    root = _optional(archive, PROPERTIES, options)
    return {_name(element): " ".join((element.text or "").split()) for element in (root if root is not None else ())}


def _optional(archive: zipfile.ZipFile, name: str, options: ReadOptions) -> Any | None:
    """The root of a part that a document need not have; None where it has none or a broken one."""
    if name not in archive.namelist():
        return None
    try:
        return parse_xml(decode_xml(read_member(archive, name, options)).text)[0]
    except DamagedError:  # the document itself can do without it
        return None


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
