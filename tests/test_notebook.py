"""Frames and plots: what a notebook gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import firsthand as fh
from firsthand.case import Case
from firsthand.errors import MissingExtraError, OptionError
from firsthand.tables import TABLES
from tests.serve.conftest import case, made_case  # noqa: F401 (fixtures)

pd = pytest.importorskip("pandas")
matplotlib = pytest.importorskip("matplotlib")


@pytest.fixture(autouse=True)
def no_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    matplotlib.use("agg")
    yield
    from matplotlib import pyplot

    pyplot.close("all")


def test_findings_are_a_frame_with_the_value_in_columns(case: Case) -> None:  # noqa: F811
    found = case.findings()
    rows = case.tables().findings
    assert len(found) == len(rows)
    killed = found[found.slot == "killed"]
    assert set(killed.low) == {12, 14, 19}
    assert killed.low.dtype.name == "Int64"
    assert killed.date.isna().all()
    assert killed["name"].isna().all()
    where = found[found.slot == "place"]
    assert set(where["name"]) == {"Port Selm"}
    assert where.low.isna().all()
    assert set(where.words) == {"Port Selm"}
    for row, frame in zip(rows, found.itertuples(), strict=True):
        assert (frame.origins_low, frame.origins, frame.origins_high) == (
            row.origins.low, row.origins.best, row.origins.high)
        assert frame.probability == row.probability


def test_every_table_is_a_frame_with_its_columns(case: Case) -> None:  # noqa: F811
    tables = case.tables()
    for table in TABLES:
        frame = case.frame(table.name)
        assert len(frame) == len(getattr(tables, table.name))
        assert "from_" not in frame.columns
    assert list(case.frame("rejected").columns) == ["ref", "reason", "detail"]
    with pytest.raises(OptionError, match="there are: reports"):
        case.frame("moods")


def test_an_empty_case_gives_an_empty_frame(tmp_path: Path) -> None:
    with fh.open(str(tmp_path / "case.db")) as opened:
        assert opened.findings().empty
        assert "probability" in opened.findings().columns


def test_tolls_are_drawn_where_they_were_told(case: Case) -> None:  # noqa: F811
    story = next(one for one in case.stories() if len(one.reports) > 1)
    axes = fh.plot_tolls(story)
    drawn = {float(line.get_ydata()[0]) for line in axes.lines}
    assert drawn == {float(one.value.low) for one in story.findings("killed")}
    assert axes.get_ylabel() == "killed"
    assert fh.plot_tolls(story, "missing", ax=axes) is axes


def test_links_are_arrows_between_outlets(case: Case) -> None:  # noqa: F811
    story = next(one for one in case.stories() if len(one.reports) > 1)
    axes = fh.plot_links(story)
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert "Coast Agency" in names
    within = {report.id for report in story.reports}
    links = [link for link in story.own_tables().links if link.to in within]
    assert len(axes.texts) == len(links) > 0
    axes.figure.canvas.draw()


def test_what_is_not_installed_is_asked_for(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'firsthand\[notebook\]'"):
        case.findings()
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingExtraError, match="matplotlib is not installed"):
        fh.plot_tolls(case.stories()[0])
