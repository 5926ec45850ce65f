"""What was handed to the workbench, as sources: uploaded files, pasted text, addresses to be fetched."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from firsthand.read.source import Source
from firsthand.records import Rejected

if TYPE_CHECKING:
    from starlette.datastructures import FormData

KINDS = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".pdf",
         ".xml", ".rss", ".atom", ".eml", ".warc", ".wacz", ".gz", ".zip")
"""Endings of files that are taken; what is in them is still looked at."""
MAX_NAME_CHARS = 200
MAX_ADDRESSES = 200
"""Addresses of one form: they are asked for one after the other, each host with a pause between."""
DENIED_PASTE = ("Nothing was added: choose files (" + ", ".join(KINDS) + "), give addresses that begin with http:// or "
                "https://, one a line, or paste the text of a report.")


def receive(form: FormData) -> tuple[list[Source], Path]:
    """The sources of a form, and the folder that holds their bytes until they are read."""
    folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
    sources = []
    for number, upload in enumerate(form.getlist("files")):
        if isinstance(upload, str) or not upload.filename:
            continue
        name = plain_name(upload.filename)
        ending = PurePosixPath(name).suffix.lower()
        if ending not in KINDS:
            continue
        path = folder / f"{number}{ending}"
        with path.open("wb") as target:
            shutil.copyfileobj(upload.file, target)
        sources.append(Source(name, path))
    sources += addresses_of(str(form.get("addresses", "")))
    pasted = _pasted(form)
    if pasted:
        path = folder / "pasted.jsonl"
        path.write_text(json.dumps(pasted), "utf-8")
        sources.append(Source("pasted", path))
    return sources, folder


def addresses_of(text: str) -> list[Source]:
    """The web addresses of some lines, each once; what is none becomes a source that is rejected."""
    found: dict[str, Source] = {}
    for line in text.split():
        name = "".join(sign for sign in line if sign.isprintable())
        if len(found) == MAX_ADDRESSES:
            break
        if name.lower().startswith(("http://", "https://")):
            found[name] = Source(name, address=name)
        elif name:
            why = "An address begins with http:// or https://; files of the server are not read from here."
            found[name] = Source(name, problem=Rejected(name, "unreadable", why))
    return list(found.values())


def plain_name(name: str) -> str:
    """The last part of a file's name, whatever system it comes from, without signs that steer."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(sign for sign in last if sign.isprintable())[-MAX_NAME_CHARS:] or "upload"


def _pasted(form: FormData) -> dict[str, str]:
    """A pasted report as a JSON Lines record; empty where nothing was pasted."""
    cells = {name: str(form.get(name, "")).strip() for name in ("title", "publisher", "published", "url")}
    text = str(form.get("text", "")).replace("\r\n", "\n").strip()
    if not text:
        return {}
    return {"id": cells["url"] or "pasted", "text": text} | {name: cell for name, cell in cells.items() if cell}
