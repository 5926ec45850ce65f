"""Where a case is kept."""

from __future__ import annotations

from firsthand.store.schema import ACROSS, PER_REPORT
from firsthand.store.sql import SqlStore

__all__ = ["ACROSS", "PER_REPORT", "SqlStore"]
