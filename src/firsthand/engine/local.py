"""Files on one machine: queries on DuckDB, out of core, and tasks in processes of their own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from firsthand.engine.base import Query
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.engine.files import ROWS_AT_ONCE, FileEngine, Paths, Task, files_of, write_batches

if TYPE_CHECKING:
    import pyarrow as pa

Item = TypeVar("Item")
Done = TypeVar("Done")

AHEAD = 2
"""Tasks handed out for each process: one in work, one that waits for it."""


class LocalEngine(FileEngine):
    """DuckDB within `memory`, and `processes` workers (0: tasks run in this process)."""

    def __init__(self, processes: int, memory: str = "4GB", spill: Path | None = None) -> None:
        self.processes = processes
        self.queries = self._duckdb = DuckDBEngine(memory, max(processes, 1), spill)
        self._pool: ProcessPoolExecutor | None = None

    def each(self, task: Task[Item, Done], items: Iterable[Item]) -> Iterator[Done]:
        if not self.processes:
            yield from map(task, items)
            return
        suspects: list[Item] = []
        yield from self._spread(task, items, self.processes, suspects)
        for item in suspects:
            yield from self._alone(task, item)

    def _spread(self, task: Task[Item, Done], items: Iterable[Item], width: int, lost: list[Item]) -> Iterator[Done]:
        """The results of the items; those that were in hand when a process died go to `lost`."""
        running: dict[Future[Done], Item] = {}
        for item in items:
            running[self._submit(task, item)] = item
            if len(running) >= width * AHEAD:
                yield from self._finished(running, lost)
        while running:
            yield from self._finished(running, lost)

    def _submit(self, task: Task[Item, Done], item: Item) -> Future[Done]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.processes, get_context("spawn"), _end_quietly)
            with _deaf_to_interrupts():  # the first task begins all processes
                return self._pool.submit(task, item)
        try:
            return self._pool.submit(task, item)
        except BrokenProcessPool as error:
            broken: Future[Done] = Future()
            broken.set_exception(error)
            return broken

    def _finished(self, running: dict[Future[Done], Item], lost: list[Item]) -> Iterator[Done]:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            item = running.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.append(item)
                self._end_pool()

    def _alone(self, task: Task[Item, Done], item: Item) -> Iterator[Done]:
        """An item that may have killed a process: by itself, then, where that is so, in smaller ones."""
        lost: list[Item] = []
        yield from self._spread(task, [item], 1, lost)
        if not lost:
            return
        instead = task.crashed(item)
        if isinstance(instead, Sequence):
            for smaller in instead:
                yield from self._alone(task, smaller)
        else:
            yield instead

    def store(self, query: Query, files: Paths, target: Path, function: Callable[[pa.Table], pa.Table] | None = None,
              schema: pa.Schema | None = None) -> None:
        with self._rows(query, files) as batches:
            tables = batches if function is None else map(function, batches)
            write_batches(tables, schema or query.output, target)

    def collect(self, query: Query, files: Paths) -> pa.Table:
        import pyarrow as pa

        with self._rows(query, files) as batches:
            return pa.concat_tables([query.output.empty_table(), *batches])

    def grouped(self, query: Query, files: Paths, key: str, task: Task[pa.Table, Done],
                order: str) -> Iterator[Done]:
        with self._rows(query, files) as batches:
            yield from self.each(task, _groups(batches, key))

    @contextmanager
    def _rows(self, query: Query, files: Paths) -> Iterator[Iterator[pa.Table]]:
        """The query's rows, streamed."""
        import pyarrow as pa

        with self._duckdb.cursor(query) as cursor:
            for name in query.inputs:
                paths = [str(file) for path in files[name] for file in files_of(path)]
                if paths:
                    cursor.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM read_parquet([{_quoted(paths)}])")
                else:
                    cursor.register(name, query.inputs[name].empty_table())
            reader = cursor.sql(query.sql).to_arrow_reader(ROWS_AT_ONCE)
            yield (pa.Table.from_batches([batch]).cast(query.output) for batch in reader)

    def close(self) -> None:
        self._end_pool()

    def _end_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are begun meanwhile say nothing where Ctrl-C meets them at their imports."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end_quietly() -> None:
    """Ends this process at Ctrl-C, without a word, and when the one that started it is gone, however it went:
    nobody else would."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    def wait_and_end() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait_and_end, daemon=True).start()


def _quoted(names: Iterable[str]) -> str:
    """Names as SQL strings."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def _groups(batches: Iterable[pa.Table], key: str) -> Iterator[pa.Table]:
    """The rows that share a value of `key`, which stand together."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for batch in batches:
        start = 0
        for run in batch[key].to_numpy().searchsorted(_distinct(batch, key), side="right").tolist():
            part = batch.slice(start, run - start)
            if waiting and waiting[0][key][0] != part[key][0]:
                yield pa.concat_tables(waiting)
                waiting = []
            waiting.append(part)
            start = run
    if waiting:
        yield pa.concat_tables(waiting)


def _distinct(batch: pa.Table, key: str) -> Any:
    import numpy as np

    return np.unique(batch[key].to_numpy())
