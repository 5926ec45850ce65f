"""The toll over time as a drawing: one line an origin, a bar where a figure is a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from firsthand.records import CountRange, Value
from firsthand.show import phrase

if TYPE_CHECKING:
    from firsthand.show.scene import Scene

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 190, 16, 34
MAX_SERIES = 6
"""Origins with a line of their own; more would be a tangle. The table has them all."""
OPEN_RISE = 14
"""Pixels of the tail by which a bar without an upper end shows that it is open."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure: its place, the top and bottom of its bar, whether it is open above, its words, and the id of
    its report in the view."""

    x: int
    low: int
    high: int
    open: bool
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one origin in order of time; `label_y` is where its name stands."""

    name: str
    number: int
    path: str
    dots: tuple[Dot, ...]
    label_y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in a view box of `WIDTH` by `HEIGHT` units; `left_out` counts origins without a line."""

    slot: str
    series: tuple[Series, ...]
    days: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Figure:
    origin: str
    at: datetime
    low: int
    high: int | None
    href: str
    dated: bool


def draw_tolls(scene: Scene) -> tuple[Chart, ...]:
    """The charts of a story: for each kind of count that has one."""
    return tuple(chart for slot in ("killed", "injured", "missing") if (chart := draw_toll(scene, slot)))


def draw_toll(scene: Scene, slot: str) -> Chart | None:
    """The figures that a story's origins give for a slot, by the time they hold for, else of their report.

    None where there are fewer than two figures with a time: they are better read in the table.
    """
    figures = _figures(scene, slot)
    times = sorted({figure.at for figure in figures})
    if len(figures) < 2 or len(times) < 2:
        return None
    names = {origin.id: phrase.one_line(origin.name) for origin in scene.origins}
    by_origin: dict[str, list[_Figure]] = {}
    for figure in sorted(figures, key=lambda one: (one.at, one.low, one.href)):
        by_origin.setdefault(figure.origin, []).append(figure)
    ranked = sorted(by_origin, key=lambda one: (-len(by_origin[one]), one))
    top = max(figure.high or figure.low for figure in figures)
    scale = _Scale(times[0], times[-1], max(top, 1))
    series = _spread([_series(names.get(one, one), number, by_origin[one], scale)
                      for number, one in enumerate(ranked[:MAX_SERIES], start=1)])
    return Chart(slot, series, _day_ticks(scale), _count_ticks(scale), len(ranked[MAX_SERIES:]))


def _figures(scene: Scene, slot: str) -> list[_Figure]:
    published = {report.id: report.published for report in scene.reports}
    as_of: dict[tuple[str, int, int], Value] = {(row.report, row.start, row.end): row
                                                for row in scene.values if row.slot == slot}
    found: dict[tuple[str, str, int, int | None], _Figure] = {}
    for finding in scene.findings:
        if finding.slot != slot or finding.of not in (None, "total") or not isinstance(finding.value, CountRange):
            continue
        for one in (one for one in finding.reports if one.report in scene.numbers):
            value = as_of.get((one.report, one.start, one.end))
            at = _moment(value.as_of if value and value.as_of else published.get(one.report))
            low = finding.value.low if finding.value.low is not None else finding.value.high
            if at is not None and low is not None:
                key = one.origin, at.isoformat(), low, finding.value.high
                href = f"s{scene.number}-r{scene.numbers[one.report]}"
                found.setdefault(key, _Figure(one.origin, at, low, finding.value.high, href,
                                              bool(value and value.as_of)))
    return list(found.values())


def _moment(text: str | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


class _Scale:
    """Times and counts as places on the drawing."""

    def __init__(self, first: datetime, last: datetime, top: int) -> None:
        self.first, self.last, self.top = first, last, top
        self._seconds = max((last - first).total_seconds(), 1.0)

    def x(self, at: datetime) -> int:
        """The place of a time."""
        part = (at - self.first).total_seconds() / self._seconds
        return round(LEFT + 12 + part * (WIDTH - LEFT - RIGHT - 24))

    def y(self, count: int) -> int:
        """The place of a count."""
        return round(HEIGHT - BOTTOM - min(count / self.top, 1.0) * (HEIGHT - TOP - BOTTOM - OPEN_RISE))


def _series(name: str, number: int, figures: Sequence[_Figure], scale: _Scale) -> Series:
    dots = []
    for one in figures:
        low = scale.y(one.low)
        high = scale.y(one.high) if one.high is not None else low - OPEN_RISE
        when = "as of " if one.dated else "report of "
        title = f"{name}: {phrase.count_words(one.low, one.high)}, {when}{phrase.moment_words(one.at.isoformat())}"
        dots.append(Dot(scale.x(one.at), low, high, one.high is None, title, one.href))
    path = "M" + "L".join(f"{dot.x} {dot.low}" for dot in dots)
    return Series(phrase.shorten(name, 26), number, path, tuple(dots), dots[-1].low + 4)


def _spread(series: Sequence[Series]) -> tuple[Series, ...]:
    """The names beside the ends of their lines, moved apart where they would touch."""
    placed, above = {}, -100
    for one in sorted(series, key=lambda one: (one.label_y, one.number)):
        above = max(one.label_y, above + 16)
        placed[one.number] = above
    return tuple(Series(one.name, one.number, one.path, one.dots, placed[one.number]) for one in series)


def _day_ticks(scale: _Scale) -> tuple[Tick, ...]:
    """Midnights, at most seven of them; the first and last time where all is within a day."""
    day = scale.first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = []
    step = max(1, -(-(scale.last - scale.first).days // 6))
    while day <= scale.last:
        if day >= scale.first:
            days.append(Tick(scale.x(day), f"{day.day} {day:%b}"))
        day += timedelta(days=step)
    ends = [Tick(scale.x(end), f"{end.day} {end:%b %H:%M}") for end in (scale.first, scale.last)]
    return tuple(days if len(days) > 1 else ends)


def _count_ticks(scale: _Scale) -> tuple[Tick, ...]:
    """Nought and two to five round counts."""
    step = 1
    while scale.top / step > 5:
        step = step * 2 if str(step)[0] in "15" else step // 2 * 5
    return tuple(Tick(scale.y(count), f"{count:,}") for count in range(0, scale.top + 1, step))
