"""Adding to a case in the background, one job after the other, with its progress for whoever looks."""

from __future__ import annotations

import secrets
import shutil
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition

from firsthand.case import Case
from firsthand.errors import FirsthandError
from firsthand.read.source import Source
from firsthand.show import phrase

MAX_KEPT = 50
"""Jobs whose outcome is remembered."""


@dataclass
class Job:
    """An addition: what it reads, and how far it came."""

    id: str
    names: tuple[str, ...]
    analysed: int = 0
    done: bool = False
    message: str = "waiting"
    rejected: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changed: Condition = field(default_factory=Condition)

    def tell(self, message: str, *, done: bool = False) -> None:
        """Notes how far it came and wakes who waits for it."""
        with self.changed:
            self.message, self.done = message, done
            self.changed.notify_all()


class Jobs:
    """The additions of a running workbench. `close` waits for the one at work."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="add")
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def start(self, sources: Sequence[Source], folder: Path) -> Job:
        """Adds sources whose bytes lie in a folder, which is removed at the end."""
        job = Job(secrets.token_urlsafe(9), tuple(source.ref for source in sources))
        self._jobs[job.id] = job
        while len(self._jobs) > MAX_KEPT:
            self._jobs.popitem(last=False)
        self._worker.submit(self._run, job, sources, folder)
        return job

    def find(self, name: str) -> Job | None:
        """The job of this id, while it is remembered."""
        return self._jobs.get(name)

    def close(self) -> None:
        """Waits for what is at work; nothing more is begun."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, sources: Sequence[Source], folder: Path) -> None:
        def progress(reports: int) -> None:
            job.analysed += reports
            job.tell(f"{job.analysed} analysed")

        def begin(number: int, source: Source) -> None:
            done = f"; {job.analysed} analysed" if job.analysed else ""
            verb = "fetching" if source.address else "reading"
            job.tell(f"{verb} {number} of {len(sources)}: {phrase.shorten(phrase.one_line(source.ref), 120)}{done}")

        try:
            added = self._case.add_sources(sources, progress, begin)
            job.rejected = tuple(f"{row.ref}: {row.detail}" for row in added.rejected)
            job.notes = tuple(f"{ref}: {note}" for ref, note in added.notes)
            job.tell("holding the reports against each other")
            self._case.snapshot()
            known = f", {added.known} in the case already" if added.known else ""
            job.tell(f"{added.reports} new{known}, {len(added.rejected)} rejected", done=True)
        except FirsthandError as error:
            job.tell(str(error), done=True)
        except Exception as error:  # the worker must go on, and who waits must be told
            job.tell(f"this failed: {type(error).__name__}", done=True)
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
