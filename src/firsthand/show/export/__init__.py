"""The tables of a case as files, for other programs."""

from __future__ import annotations

from firsthand.show.export.files import FORMATS, export_tables

__all__ = ["FORMATS", "export_tables"]
