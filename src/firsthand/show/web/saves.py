"""What can be taken home from the workbench, as one file each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firsthand.errors import OptionError
from firsthand.flow import Tables
from firsthand.show.documents import render
from firsthand.show.export import DOCUMENTS

FORMS: dict[str, tuple[str, str, str]] = {
    "html": (".html", "text/html", "Case file: one page that opens from a stick"),
    "md": (".md", "text/markdown", "Markdown"),
    "json": (".json", "application/json", "Every table, as JSON"),
    **{name: (form.ending, form.media_type, form.title) for name, form in DOCUMENTS.items()},
}
"""Name, then the file's ending, its media type and what it is."""


def save(tables: Tables, form: str, about: Mapping[str, Any]) -> tuple[bytes, str]:
    """The bytes of a file and their media type; raises `OptionError` for an unknown form."""
    if form not in FORMS:
        raise OptionError(f"there is no form {form!r}; there are: {', '.join(FORMS)}")
    ending, media_type, _ = FORMS[form]
    text = DOCUMENTS[form].write(tables, about) if form in DOCUMENTS else render(tables, ending)
    return text.encode("utf-8", "replace"), media_type
