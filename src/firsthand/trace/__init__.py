"""Who had it from whom: copies, citations, origins."""

from __future__ import annotations

from firsthand.trace.count import count_origins
from firsthand.trace.cycles import find_cycles
from firsthand.trace.links import find_links
from firsthand.trace.origins import Traced, find_origins
from firsthand.trace.outlets import Outlets

__all__ = ["Outlets", "Traced", "count_origins", "find_cycles", "find_links", "find_origins"]
