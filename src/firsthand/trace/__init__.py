"""Who had it from whom: copies, citations, origins."""

from __future__ import annotations

from firsthand.trace.count import CountReasons, count_origins, explain_count
from firsthand.trace.cycles import find_cycles
from firsthand.trace.links import each_link, find_links
from firsthand.trace.origins import Traced, find_origins
from firsthand.trace.outlets import Outlets, load_outlets

__all__ = ["CountReasons", "Outlets", "Traced", "count_origins", "each_link", "explain_count", "find_cycles",
           "find_links", "find_origins", "load_outlets"]
