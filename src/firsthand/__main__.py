"""`python -m firsthand` is the command line."""

from __future__ import annotations

from firsthand.show.cli import main

main()
