"""ONNX Runtime without its telemetry.

From 1.32 on it keeps an id of the machine and a file of events in the user's cache folder, also on Linux, and sends
them to its maker. It begins as the module is loaded, so that it has to be told before.
"""

from __future__ import annotations

import os
from typing import Any

SWITCH = "ORT_DISABLE_TELEMETRY"
"""The environment variable that keeps it from beginning."""


def load_onnxruntime() -> Any:
    """The module `onnxruntime`, which tells nobody anything. Nothing else may import it."""
    os.environ[SWITCH] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
