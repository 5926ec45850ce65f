"""Plots for notebooks: tolls over time, and who had it from whom (`pip install 'firsthand[notebook]'`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from firsthand.case import CaseStory
from firsthand.extras import load_extra
from firsthand.records import CountRange, Link, Report
from firsthand.show import phrase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OPEN_END = 1.15
"""An open figure ("at least 14") is drawn so much longer than its bound."""
ARROWS = {"copies": "-", "cites": "--", "credits": "--", "links": ":"}
"""How a link is drawn: what was copied in full strokes."""


def plot_tolls(story: CaseStory, slot: str = "killed", ax: Axes | None = None) -> Axes:
    """The figures that the reports of a story give for a slot, by when they were published.

    A point is an exact figure; a bar reaches from its low to its high bound, and a little beyond the
    other where it is open. Groups within a total are left out. Reports without a day are not drawn.
    Raises `MissingExtraError` without matplotlib.
    """
    axes: Any = ax or _axes()
    reports = {report.id: report for report in story.reports}
    for finding in story.findings(slot):
        if finding.of in (None, "total") and isinstance(finding.value, CountRange):
            low, high = _bounds(finding.value)
            for when, who in _tellings(finding.reports, reports):
                axes.plot([when, when], [low, high], marker="_" if low != high else "o", linewidth=2, color="C0")
                axes.annotate(who, (when, high), xytext=(4, 4), textcoords="offset points", fontsize=8)
    axes.set_title(story.title)
    axes.set_ylabel(phrase.SLOT_LABELS.get(slot, slot))
    axes.tick_params(axis="x", rotation=30)
    return cast("Axes", axes)


def plot_links(story: CaseStory, ax: Axes | None = None) -> Axes:
    """Who had it from whom: a line for each outlet, its reports by when they were published, arrows to what they
    repeat. Reports without a day stand at the left edge; sources that are not in the case are not drawn.
    """
    axes: Any = ax or _axes()
    reports = sorted(story.reports, key=lambda one: (one.published or "", one.id))
    outlets = list(dict.fromkeys(phrase.outlet_of(one) for one in reports))
    days = [_moment(one) for one in reports]
    known = [day for day in days if day is not None]
    places = {one.id: (day or min(known, default=datetime(1970, 1, 1)), outlets.index(phrase.outlet_of(one)))
              for one, day in zip(reports, days, strict=True)}
    for link in story.own_tables().links:
        _draw(axes, link, places)
    axes.scatter([place[0] for place in places.values()], [place[1] for place in places.values()], zorder=3)
    axes.set_yticks(range(len(outlets)), outlets)
    axes.set_title(story.title)
    axes.tick_params(axis="x", rotation=30)
    return cast("Axes", axes)


def _draw(axes: Any, link: Link, places: Mapping[str, tuple[datetime, int]]) -> None:
    if link.from_ in places and link.to in places:
        axes.annotate("", places[link.to or ""], xytext=places[link.from_],
                      arrowprops={"arrowstyle": "->" if link.direction != "unknown" else "-",
                                  "linestyle": ARROWS[link.kind], "color": "C1", "shrinkA": 5, "shrinkB": 5})


def _axes() -> Any:
    return load_extra("matplotlib.pyplot", "notebook").subplots(layout="constrained")[1]


def _bounds(value: CountRange) -> tuple[float, float]:
    low = value.low if value.low is not None else 0
    high = value.high if value.high is not None else low * OPEN_END
    return low, high


def _tellings(witnesses: Sequence[Any], reports: Mapping[str, Report]) -> list[tuple[datetime, str]]:
    """(when, outlet) of the reports that give a value, each once."""
    told = [reports[one] for one in dict.fromkeys(witness.report for witness in witnesses) if one in reports]
    return [(when, phrase.outlet_of(one)) for one in told if (when := _moment(one)) is not None]


def _moment(report: Report) -> datetime | None:
    """When a report was published, in UTC and without saying so: an axis holds one kind of time."""
    try:
        when = datetime.fromisoformat(report.published or "")
    except ValueError:
        return None
    return (when.astimezone(UTC) if when.tzinfo else when).replace(tzinfo=None)
