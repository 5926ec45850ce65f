"""The workbench: a desk works on a case in the browser, on its own machine or together."""

from __future__ import annotations

from firsthand.show.web.app import create_app
from firsthand.show.web.gate import LocalGate, SharedGate

__all__ = ["LocalGate", "SharedGate", "create_app"]
