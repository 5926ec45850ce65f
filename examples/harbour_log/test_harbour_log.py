"""The example as a user has it: installed beside firsthand and found by its entry point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import firsthand as fh
from firsthand import plugins
from firsthand.show.cli import app

HERE = Path(__file__).parent
LOG = """\
== 2018-03-20 21:40 | Selm Harbour Watch | Fire on the fish quay
A blast tore through the fish quay of Port Selm on Tuesday. 14 people were killed, the harbour master said.

no head here
but some words

== 2018-03-21 06:10 | Selm Harbour Watch | Toll of the quay rises
The blast at the fish quay of Port Selm on Tuesday killed 19 people, the harbour master said.
Word on the quay is a leak.
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What `pip install ./examples/harbour_log` leaves in an environment."""
    info = tmp_path / "site" / "firsthand_harbour_log-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: firsthand-harbour-log\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[firsthand]\nharbour_log = harbour_log\n", "utf-8")
    monkeypatch.syspath_prepend(str(info.parent))
    monkeypatch.syspath_prepend(str(HERE))
    plugins.installed.cache_clear()
    yield
    plugins.installed.cache_clear()


@pytest.mark.usefixtures("installed")
def test_a_log_is_read_flagged_and_written(tmp_path: Path) -> None:
    (tmp_path / "watch.hlog").write_text(LOG, "utf-8")
    with fh.open(str(tmp_path / "case.db")) as case:
        added = case.add(tmp_path / "watch.hlog")
        tables = case.tables()
        assert case.about()["plugins"] == {"harbour_log": "1.0"}
    assert added.reports == 2
    assert [row.reason for row in added.rejected] == ["bad-row"]
    assert [(row.title, row.publisher, row.published) for row in sorted(tables.reports, key=lambda one: one.ref)] == [
        ("Fire on the fish quay", "Selm Harbour Watch", "2018-03-20T21:40:00"),
        ("Toll of the quay rises", "Selm Harbour Watch", "2018-03-21T06:10:00")]
    flag = next(row for row in tables.flags if row.kind == "hearsay")
    text = next(report.text for report in tables.reports if report.id == flag.report)
    assert text[flag.start:flag.end] == "Word on the quay"
    ran = CliRunner().invoke(app, ["export", str(tmp_path / "case.db"), "--to", str(tmp_path), "--format", "tolls"])
    assert ran.exit_code == 0, ran.output
    assert (tmp_path / "case.tolls.txt").read_text("utf-8").endswith(": 14, 19\n")
    shown = CliRunner().invoke(app, ["show", str(tmp_path / "case.db"), "1", "--json"])
    assert "hearsay" in {row["kind"] for row in json.loads(shown.output)["flags"]}


@pytest.mark.usefixtures("installed")
def test_a_log_is_known_by_its_first_bytes_and_by_name(tmp_path: Path) -> None:
    (tmp_path / "watch").write_text(LOG, "utf-8")
    (tmp_path / "other.txt").write_text(LOG, "utf-8")
    assert len(fh.read_reports([str(tmp_path / "watch")])[0]) == 2
    assert len(fh.read_reports([str(tmp_path / "other.txt")])[0]) == 1
    from firsthand.options import ReadOptions

    assert len(fh.read_reports([str(tmp_path / "other.txt")], ReadOptions(format="harbourlog"))[0]) == 2
