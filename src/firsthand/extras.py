"""Optional parts: imported where they are used, and asked for by name where they are not installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from firsthand.errors import MissingExtraError


def load_extra(module: str, extra: str) -> Any:
    """The module; raises `MissingExtraError`, which says what to install, where it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(module.partition(".")[0], extra) from error
