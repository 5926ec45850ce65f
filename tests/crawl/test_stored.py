"""Reports on disk are the reports that were put there."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from firsthand.crawl.stored import StoredReports, StoredRows
from firsthand.engine.files import write_batches
from firsthand.records import Hyperlink, Report
from firsthand.tables import schema_of, to_arrow
from tests.conftest import make_report

REPORTS = [replace(make_report(f"The {number}th bell of Selm rang. 😀", title="Bells" if number % 2 else None),
                   links=(Hyperlink("https://selm.example/", 0, 3),) * (number % 3), notes=("assumed",) * (number % 2))
           for number in range(5)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "reports.parquet"
    write_batches(iter([to_arrow(Report, REPORTS[:2]), to_arrow(Report, REPORTS[2:])]), schema_of(Report), path)
    return path


def test_every_column_is_as_it_was(table: Path, tmp_path: Path) -> None:
    with StoredReports(table, tmp_path / "reports.arrow") as stored:
        assert len(stored) == len(REPORTS)
        for place, report in enumerate(REPORTS):
            for field in fields(Report):
                assert getattr(stored[place], field.name) == getattr(report, field.name), field.name
        assert [report.id for report in stored[1:3]] == [report.id for report in REPORTS[1:3]]
        assert stored[-1].text == REPORTS[-1].text
        with pytest.raises(IndexError):
            stored[len(REPORTS)]
    assert not (tmp_path / "reports.arrow").exists()


def test_rows_are_read_again_each_time(table: Path) -> None:
    rows = StoredRows(Report, table)
    assert list(rows) == list(rows) == REPORTS
    assert (len(rows), rows[1], rows[3:]) == (5, REPORTS[1], REPORTS[3:])
