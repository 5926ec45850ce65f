"""Processes that are made to be killed.

`python -m tests.faults.child run MOMENT FILE COMMAND...` runs firsthand's command line, and kills itself with SIGKILL
before the MOMENT-th statement or commit that its databases are sent; with MOMENT 0 it runs to its end and writes the
number of moments to FILE. `python -m tests.faults.child decide CASE NAME` decides on one value after another and
prints the number of each decision once it is kept.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa


class Moments:
    """Counts what the databases are sent, and kills the process at one moment."""

    def __init__(self, fatal: int) -> None:
        self.fatal = fatal
        self.passed = 0
        for event in ("before_cursor_execute", "commit"):
            sa.event.listen(sa.Engine, event, self.at_moment)

    def at_moment(self, *_: Any, **__: Any) -> None:
        """Is called before each statement and commit."""
        self.passed += 1
        if self.passed == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def run(moment: str, told: str, *command: str) -> None:
    """The command line, watched."""
    from firsthand.show.cli import main

    moments = Moments(int(moment))
    sys.argv = ["firsthand", *command]
    try:
        main()
    finally:
        Path(told).write_text(str(moments.passed))


def decide(path: str, who: str) -> None:
    """Accepts the values of a case, then takes that back, for ever; each line printed is a decision kept."""
    from firsthand.case import Case
    from firsthand.decide import Choice
    from firsthand.errors import ConflictError

    with Case(path, create=False) as case:
        while True:
            for row in case.tables().values:
                last = next((one for one in reversed(case.tables().decisions)
                             if any(anchor.report == row.report and anchor.start == row.start
                                    for anchor in one.anchors)), None)
                choice = Choice("accept", row, seen=last.version if last else 0, target=last.target if last else None)
                try:
                    print(case.decide(choice, who).number, flush=True)
                except ConflictError:
                    continue


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(*sys.argv[2:])
    else:
        decide(*sys.argv[2:])
