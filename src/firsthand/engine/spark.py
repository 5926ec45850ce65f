"""The engine on a cluster: Spark 4 on Java 17, through pyspark.

The folder of a crawl must be one that every worker sees under the same name. Tasks write their own files
there, so that a driver that dies loses none; the models are loaded once by each Python worker.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from firsthand.engine.base import Function, Query, check_inputs
from firsthand.engine.duckdb import DuckDBEngine
from firsthand.engine.files import FileEngine, Paths, Task
from firsthand.errors import EngineError
from firsthand.extras import load_extra

if TYPE_CHECKING:
    import pyarrow as pa

Item = TypeVar("Item")
Done = TypeVar("Done")

WAVE = 8
"""Tasks handed out at once for each core: their lines come back together."""
KILLED = "Python worker exited unexpectedly"
"""What Spark says of a worker process that died; other failures are the cluster's, and end the run."""
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # names as DuckDB and the SQL standard quote them
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
    "spark.python.worker.reuse": "true",
    "spark.ui.showConsoleProgress": "false",
}
"""What the same SQL needs to mean the same, and batches that fit in memory."""


def start_session(settings: Mapping[str, str] | None = None) -> Any:
    """A Spark session with `SETTINGS` and more; the master and the rest are as spark-submit or the environment say.

    Raises `MissingExtraError` without pyspark, `EngineError` where Spark does not start.
    """
    load_extra("pyspark.sql.pandas.types", "spark")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("firsthand")
    for name, value in {**SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise EngineError(f"Spark does not start: {error}; it needs Java 17 (JAVA_HOME, or java on the "
                          "path)") from error


class SparkEngine(FileEngine):
    """Tasks, queries and groups on Spark; small queries of the stages as well."""

    def __init__(self, spill: Path, session: Any = None) -> None:
        self._spark = session or start_session()
        self._owned = session is None
        self._spill = spill
        self.queries = SparkQueries(self._spark)

    def each(self, task: Task[Item, Done], items: Sequence[Item]) -> Iterator[Done]:
        width = self._spark.sparkContext.defaultParallelism * WAVE
        for start in range(0, len(items), width):
            yield from self._wave(task, items[start:start + width])

    def _wave(self, task: Task[Item, Done], items: Sequence[Item]) -> Iterator[Done]:
        """The results of some items; where one kills its worker, again and again, it is found by halving."""
        try:
            yield from self._spread(task, items)
            return
        except EngineError as error:
            if KILLED not in str(error):
                raise
        if len(items) > 1:
            middle = len(items) // 2
            yield from self._wave(task, items[:middle])
            yield from self._wave(task, items[middle:])
            return
        instead = task.crashed(items[0])
        if isinstance(instead, Sequence):
            for smaller in instead:
                yield from self._wave(task, [smaller])
        else:
            yield instead

    def _spread(self, task: Task[Item, Done], items: Sequence[Item]) -> list[Done]:
        rows = [(pickle.dumps(item),) for item in items]
        with _told("tasks"):
            frame = self._spark.createDataFrame(
                self._spark.sparkContext.parallelize(rows, len(rows)), "item binary")
            found = frame.mapInArrow(_Tasks(task), "done binary").collect()
        return [pickle.loads(row["done"]) for row in found]

    def store(self, query: Query, files: Paths, target: Path, function: Function | None = None,
              schema: pa.Schema | None = None) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        with _told(query.name):
            frame = self._rows(query, files)
            if function is not None and schema is not None:
                frame = frame.mapInArrow(_Batches(function), from_arrow_schema(schema))
            unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
            frame.write.mode("overwrite").parquet(unfinished.absolute().as_uri())
        _put(unfinished, target)

    def collect(self, query: Query, files: Paths) -> pa.Table:
        with _told(query.name):
            return self._rows(query, files).toArrow().cast(query.output)

    def grouped(self, query: Query, files: Paths, key: str, task: Task[pa.Table, Done],
                order: str) -> Iterator[Done]:
        with _told(query.name):
            frame = self._rows(query, files).groupBy(key).applyInArrow(
                _on_groups(task, query.output, order), "done binary")
            found = frame.collect()
        return iter([pickle.loads(row["done"]) for row in found])

    def _rows(self, query: Query, files: Paths) -> Any:
        """The query's rows as a frame, over views of the files."""
        from pyspark.sql.pandas.types import from_arrow_schema

        for name, schema in query.inputs.items():
            paths = [path.absolute().as_uri() for path in files[name]]
            typed = from_arrow_schema(schema)
            frame = self._spark.read.schema(typed).parquet(*paths) if paths \
                else self._spark.createDataFrame([], typed)
            frame.createOrReplaceTempView(name)
        return self._spark.sql(query.sql)

    def close(self) -> None:
        if self._owned:
            self._spark.stop()


class SparkQueries(DuckDBEngine):
    """The queries of the stages over Arrow tables of the driver, on Spark; what is mapped is mapped here."""

    def __init__(self, session: Any) -> None:
        super().__init__()
        self._spark = session

    def run(self, query: Query, tables: Mapping[str, pa.Table]) -> pa.Table:
        check_inputs(query, tables)
        with _told(query.name):
            try:
                for name in query.inputs:
                    self._spark.createDataFrame(tables[name]).createOrReplaceTempView(name)
                return self._spark.sql(query.sql).toArrow().cast(query.output)
            finally:
                for name in query.inputs:
                    self._spark.catalog.dropTempView(name)


# ---------------------------------------------------------------- what runs on the workers

class _Tasks:
    """Runs a task on pickled items."""

    def __init__(self, task: Task[Any, Any]) -> None:
        self._task = task

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for item in batch["item"].to_pylist():
                yield _done(self._task(pickle.loads(item))).to_batches()[0]


class _Batches:
    """Maps a function over batches."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            yield from self._function(pa.Table.from_batches([batch])).to_batches()


def _on_groups(task: Task[pa.Table, Any], schema: pa.Schema, order: str) -> Function:
    """Runs a task on the rows of a group, in their order: a shuffle keeps none.

    A function and no object, since Spark counts the arguments of what it is given, `self` among them.
    """
    def on_group(rows: pa.Table) -> pa.Table:
        return _done(task(rows.cast(schema).sort_by(order)))

    return on_group


def _done(result: object) -> pa.Table:
    import pyarrow as pa

    return pa.table({"done": pa.array([pickle.dumps(result)], pa.binary())})


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What goes wrong in Spark is an `EngineError` that names the query."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, ValueError) as error:
        raise EngineError(f"query {name!r} failed on Spark: {error}") from error


def _put(unfinished: Path, target: Path) -> None:
    """Gives a finished folder of Parquet files its name."""
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    unfinished.replace(target)
