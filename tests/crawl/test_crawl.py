"""A crawl gives what a case gives, whatever its order, and does nothing twice."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from firsthand.crawl import Progress
from firsthand.errors import InputError, OptionError
from firsthand.flow import analyse, read_reports
from firsthand.tables import TABLES, to_arrow
from tests.crawl.conftest import bytes_of, rows_of, run_crawl


def test_the_tables_are_those_of_a_case(news: list[str], crawled: Path) -> None:
    reports, rejected = read_reports(news)
    tables = replace(analyse(reports), rejected=rejected)
    for table in TABLES:
        expected = to_arrow(table.record, table.sorted(getattr(tables, table.name)))
        found = pq.read_table(crawled / f"{table.name}.parquet")
        assert found.schema.equals(expected.schema), table.name
        assert found.to_pylist() == expected.to_pylist(), table.name
    rows = rows_of(crawled)
    assert all(rows[name] for name in ("links", "origins", "findings", "rejected"))
    assert max(len(story["reports"]) for story in rows["stories"]) >= 3  # type: ignore[arg-type]


def test_the_order_of_the_inputs_changes_no_table_of_reports(news: list[str], crawled: Path, tmp_path: Path) -> None:
    run_crawl(news[::-1], tmp_path / "out")
    turned, straight = rows_of(tmp_path / "out"), rows_of(crawled)
    assert turned == straight


def test_what_is_done_is_not_done_again(news: list[str], crawled: Path, tmp_path: Path) -> None:
    out = shutil.copytree(crawled, tmp_path / "out")
    told: list[Progress] = []
    run_crawl(news, out, resume=True, tell=told.append)
    assert {one.stage for one in told} == {"read", "extract", "weigh"}
    assert all(one.found == one.total == one.done for one in told)
    assert bytes_of(out) == bytes_of(crawled)


@pytest.mark.parametrize("stage", ["read", "extract", "weigh", ""])
@pytest.mark.parametrize("harm", ["gone", "cut"])
def test_lost_or_damaged_work_is_done_again(
        news: list[str], crawled: Path, tmp_path: Path, stage: str, harm: str) -> None:
    out = shutil.copytree(crawled, tmp_path / "out")
    folder = out / "work" / stage if stage else out
    for victim in sorted(folder.glob("*.parquet"))[:2]:
        victim.unlink() if harm == "gone" else victim.write_bytes(victim.read_bytes()[:-9])
    run_crawl(news, out, resume=True)
    assert bytes_of(out) == bytes_of(crawled)


def test_a_changed_input_is_said_and_done_anew_and_nothing_else(news: list[str], crawled: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(Path(news[0]).parent, tmp_path / "in"))
    inputs = [str(folder / Path(name).name) for name in news]
    out, said, told = tmp_path / "out", [], []
    run_crawl(inputs, out)
    large = folder / "two.jsonl"
    large.write_text(large.read_text("utf-8").replace("Harn Hill", "Orlen Hill"), "utf-8")
    run_crawl(inputs, out, resume=True, say=said.append, tell=told.append)
    assert said == [f"changed input: {large}; what rests on it is done anew"]
    fresh = tmp_path / "fresh"
    run_crawl(inputs, fresh)
    assert bytes_of(out) == bytes_of(fresh)
    extract = [one for one in told if one.stage == "extract"][-1]
    assert 0 < extract.found < extract.total
    assert {path.name for path in (out / "work" / "extract").iterdir()} == {
        path.name for path in (fresh / "work" / "extract").iterdir()}


def test_changed_options_and_code_are_said(
        news: list[str], crawled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from firsthand.crawl import plan

    out, said = shutil.copytree(crawled, tmp_path / "out"), []
    real = plan.code_digest
    monkeypatch.setattr(plan, "code_digest", lambda stage: "other" if stage == "weigh" else real(stage))
    run_crawl(news, out, resume=True, say=said.append)
    assert said == ["code of: weigh; what rests on it is done anew"]
    assert bytes_of(out) == bytes_of(crawled)


def test_a_folder_with_a_crawl_asks_for_resume(news: list[str], crawled: Path) -> None:
    with pytest.raises(OptionError, match="--resume"):
        run_crawl(news, crawled)


def test_two_runs_do_not_work_in_one_folder(news: list[str], crawled: Path, tmp_path: Path) -> None:
    import fcntl

    out = shutil.copytree(crawled, tmp_path / "out")
    with (out / "work" / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(OptionError, match="another run works in"):
            run_crawl(news, out, resume=True)


def test_standard_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="standard input"):
        run_crawl(["-"], tmp_path / "out")


def test_nothing_readable_is_an_error_that_counts_why(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("No.", "utf-8")
    with pytest.raises(InputError, match="1 not-found"):
        run_crawl([str(tmp_path / "short.txt"), str(tmp_path / "missing.txt")], tmp_path / "out")


def test_a_report_that_no_rule_is_ready_for_is_rejected_alone(
        news: list[str], crawled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from firsthand.extract import Extracted, Extractor
    from firsthand.records import Report

    real = Extractor.extract

    def fails(extractor: Extractor, reports: Sequence[Report]) -> Extracted:
        if any("mill in Harn Hill" in report.text for report in reports):
            raise ZeroDivisionError("no mills")
        return real(extractor, reports)

    monkeypatch.setattr(Extractor, "extract", fails)
    found = run_crawl(news, tmp_path / "out")
    assert found.rejected["failed"] == 1
    failed = [row for row in rows_of(tmp_path / "out")["rejected"] if row["reason"] == "failed"]
    assert [(row["ref"], row["detail"]) for row in failed] == [
        ("fire", "It could not be analysed (ZeroDivisionError: no mills).")]
    kept = {row["id"] for row in rows_of(tmp_path / "out")["reports"]}
    assert len(rows_of(crawled)["reports"]) == len(kept) + 1


def test_a_reader_that_fails_costs_its_input_only(
        news: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from firsthand.crawl import work

    real = work.read_source

    def fails(source: work.Source, options: object) -> object:
        yield from real(source, options)  # type: ignore[arg-type]
        if source.ref.endswith("two.jsonl"):
            raise RecursionError("too deep")

    monkeypatch.setattr(work, "read_source", fails)
    found = run_crawl(news, tmp_path / "out")
    assert (found.rejected["failed"], found.rejected["repeated"]) == (1, 1)
    assert found.rows["reports"] == 10
