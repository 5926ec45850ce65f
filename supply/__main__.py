"""`python -m supply licences` writes docs/licences.md; `python -m supply install` tries an installation."""

from __future__ import annotations

import sys

from supply import install, licences

if __name__ == "__main__":
    TASKS = {"licences": licences.main, "install": install.main}
    if sys.argv[1:2] and sys.argv[1] in TASKS:
        sys.exit(TASKS[sys.argv[1]]())
    sys.exit(__doc__)
