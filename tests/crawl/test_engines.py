"""One body for both engines: the same tasks, queries and groups, and a whole crawl, give the same rows."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firsthand.crawl import Progress
from firsthand.engine.base import Query
from firsthand.engine.files import FileEngine, read_batches, write_batches
from firsthand.engine.local import LocalEngine
from firsthand.errors import EngineError
from firsthand.flow import analyse, read_reports
from firsthand.tables import TABLES, to_arrow
from tests.crawl.conftest import run_crawl

MASTER = "local-cluster[2,1,1024]"
"""Two workers with a core and 1,024 MiB each, in processes of their own: what they need must travel to them."""
SETTINGS = {"spark.master": MASTER, "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2",
            "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
ROOT = Path(__file__).parents[2]

NUMBERS = pa.schema([("key", pa.int64()), ("name", pa.string()), ("from", pa.string())])
SORTED = Query("by name", 'SELECT key, name, "from" FROM numbers ORDER BY key, name', {"numbers": NUMBERS}, NUMBERS)


pytestmark = [pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
              pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
"""pyspark leaves its sockets to the garbage collector; it is called where they may still be met."""


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (firsthand[spark]): the tests of Spark are skipped")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java (openjdk-17-jre-headless): the tests of Spark are skipped")
    from firsthand.engine.spark import start_session

    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = paths
    started = start_session({**SETTINGS, "spark.executorEnv.PYTHONPATH": paths})
    yield started
    started.stop()
    os.environ.pop("PYTHONPATH")
    if before is not None:
        os.environ["PYTHONPATH"] = before
    del started
    gc.collect()


@pytest.fixture(params=["duckdb", "spark"])
def make_engine(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], FileEngine]]:
    if request.param == "duckdb":
        yield lambda spill: LocalEngine(0, "500MB", spill)
        return
    from firsthand.engine.spark import SparkEngine

    session = request.getfixturevalue("session")
    yield lambda spill: SparkEngine(spill, session)
    gc.collect()


@pytest.fixture
def engine(make_engine: Callable[[Path], FileEngine], tmp_path: Path) -> Iterator[FileEngine]:
    made = make_engine(tmp_path)
    yield made
    made.close()


def numbers(folder: Path, *rows: tuple[int, str]) -> Path:
    path = folder / "numbers.parquet"
    cells = [{"key": key, "name": name, "from": name[::-1]} for key, name in rows]
    write_batches(iter([pa.Table.from_pylist(cells, schema=NUMBERS)]), NUMBERS, path)
    return path


def doubled(batch: pa.Table) -> pa.Table:
    return pa.concat_tables([batch, batch]).sort_by("name").select(["name"])


@dataclass(frozen=True)
class Joined:
    """Joins the names of a group; as a task, squares."""

    def __call__(self, given: Any, /) -> Any:
        if isinstance(given, pa.Table):
            return given["key"][0].as_py(), "".join(given["name"].to_pylist())
        return given * given

    def crashed(self, given: Any, /) -> Sequence[Any]:
        raise AssertionError("nothing crashes here")


def test_a_crawl_gives_the_tables_of_a_case(
        make_engine: Callable[[Path], FileEngine], news: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = run_crawl(news, out, make_engine)
    told: list[Progress] = []
    run_crawl(news, out, make_engine, resume=True, tell=told.append)
    assert told
    assert all(one.found == one.total for one in told)
    reports, rejected = read_reports(news)
    tables = replace(analyse(reports), rejected=rejected)
    for table in TABLES:
        expected = to_arrow(table.record, table.sorted(getattr(tables, table.name))).to_pylist()
        rows = pa.concat_tables([to_arrow(table.record, ()), *(
            batch.cast(to_arrow(table.record, ()).schema) for batch in read_batches(out / f"{table.name}.parquet"))])
        assert rows.to_pylist() == expected, table.name
        assert found.rows[table.name] == len(expected)


def test_inputs_are_found_from_another_folder(
        make_engine: Callable[[Path], FileEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fire.txt").write_text("Two people were hurt in a fire at a paper mill in Harn Hill, police said.", "utf-8")
    found = run_crawl(["fire.txt"], Path("out"), make_engine)
    assert (found.rows["reports"], found.rejected) == (1, {})
    assert pq.read_table("out/reports.parquet")["ref"].to_pylist() == ["fire.txt"]


def test_each_item_is_worked_on_once(engine: FileEngine) -> None:
    assert sorted(engine.each(Joined(), list(range(20)))) == [one * one for one in range(20)]
    assert list(engine.each(Joined(), [])) == []


def test_a_query_is_stored_in_its_order(engine: FileEngine, tmp_path: Path) -> None:
    files = {"numbers": [numbers(tmp_path, (2, "b"), (1, "ö"), (1, "a"), (1, "Z"))]}
    engine.store(SORTED, files, tmp_path / "out.parquet")
    rows = [row for batch in read_batches(tmp_path / "out.parquet") for row in batch.to_pylist()]
    assert [(row["key"], row["name"], row["from"]) for row in rows] == [
        (1, "Z", "Z"), (1, "a", "a"), (1, "ö", "ö"), (2, "b", "b")]
    engine.store(SORTED, files, tmp_path / "out.parquet", doubled, pa.schema([("name", pa.string())]))
    names = [row["name"] for batch in read_batches(tmp_path / "out.parquet") for row in batch.to_pylist()]
    assert sorted(names) == ["Z", "Z", "a", "a", "b", "b", "ö", "ö"]
    assert not list(tmp_path.glob("*.part"))


def test_a_query_over_no_files_gives_no_rows(engine: FileEngine) -> None:
    assert engine.collect(SORTED, {"numbers": []}).equals(NUMBERS.empty_table())


def test_a_failing_query_is_named(engine: FileEngine, tmp_path: Path) -> None:
    broken = replace(SORTED, name="broken", sql="SELECT nothing FROM numbers")
    with pytest.raises(EngineError, match="broken"):
        engine.collect(broken, {"numbers": [numbers(tmp_path, (1, "a"))]})


def test_every_group_is_seen_once_whole_and_in_order(engine: FileEngine, tmp_path: Path) -> None:
    rows = [(key, sign) for sign in "cab" for key in range(5)]
    files = {"numbers": [numbers(tmp_path, *rows)]}
    found = sorted(engine.grouped(SORTED, files, "key", Joined(), "name"))
    assert found == [(key, "abc") for key in range(5)]


def test_parquet_of_both_is_read_alike(engine: FileEngine, tmp_path: Path) -> None:
    engine.store(SORTED, {"numbers": [numbers(tmp_path, (1, "a"))]}, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == [{"key": 1, "name": "a", "from": "a"}]
