"""The toll over time and the map, as drawings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand import records as r
from firsthand.flow import Tables
from firsthand.show.atlas import draw_map, find_spots
from firsthand.show.chart import HEIGHT, LEFT, MAX_SERIES, RIGHT, WIDTH, draw_toll
from firsthand.show.scene import Scene, find_scenes
from tests.conftest import make_report


def report(day: int) -> r.Report:
    return make_report(f"Words of day {day}, and 14 people at Port Selm.", ref=str(day), published=f"2018-03-{day:02}")


def finding(low: int | None, high: int | None, *given: tuple[r.Report, str]) -> r.Finding:
    return r.Finding("s", "killed", "total", r.CountRange(low, high), "one-origin", None, None, r.OriginCount(1, 1, 1),
                     tuple(r.Witness(one.id, 0, 5, None, origin) for one, origin in given), (), 0.5, "m")


ONE, TWO, THREE = report(1), report(2), report(3)


def toll(*findings: r.Finding) -> Scene:
    story = r.Story("s", "t", (ONE.id, TWO.id, THREE.id), None, None)
    return find_scenes(Tables(reports=[ONE, TWO, THREE], findings=findings, stories=[story], origins=[
        r.Origin("s", f"o{number}", f"Agency {number}", (), True, "") for number in range(1, 12)]))[0]


def test_figures_stand_in_order_of_time_and_size_within_the_drawing() -> None:
    chart = draw_toll(toll(finding(14, None, (ONE, "o1")), finding(19, 25, (THREE, "o1")), finding(0, 0, (TWO, "o2"))),
                      "killed")
    assert chart
    first, second = chart.series
    assert [dot.open for dot in first.dots] == [True, False]
    assert first.dots[0].x < second.dots[0].x < first.dots[1].x
    assert first.dots[1].low < first.dots[0].low < second.dots[0].low
    for dot in (*first.dots, *second.dots):
        assert LEFT <= dot.x <= WIDTH - RIGHT
        assert 0 <= dot.high <= dot.low <= HEIGHT
    assert "at least 14" in first.dots[0].title
    assert abs(first.label_y - second.label_y) >= 16


def test_a_figure_stands_at_the_time_it_holds_for() -> None:
    value = r.Value(THREE.id, "i", True, "killed", 14, 14, None, "total", None, None, None, "fact", "2018-02-01", 0, 5)
    tables = toll(finding(14, 14, (THREE, "o1")), finding(15, 15, (ONE, "o1")))
    chart = draw_toll(replace(tables, values=(value,)), "killed")
    assert chart
    assert ["as of" in dot.title for dot in chart.series[0].dots] == [True, False]


@pytest.mark.parametrize("findings", [
    (), (finding(14, 14, (ONE, "o1")),), (finding(14, 14, (ONE, "o1")), finding(15, 15, (ONE, "o2"))),
    (finding(None, None, (ONE, "o1"), (TWO, "o1")),)])
def test_one_moment_is_no_line(findings: tuple[r.Finding, ...]) -> None:
    assert draw_toll(toll(*findings), "killed") is None


def test_more_origins_than_lines_are_counted() -> None:
    given = [finding(number, number, (ONE, f"o{number}"), (TWO, f"o{number}")) for number in range(1, 10)]
    chart = draw_toll(toll(*given), "killed")
    assert chart
    assert (len(chart.series), chart.left_out) == (MAX_SERIES, 9 - MAX_SERIES)


def place(lat: float, lon: float) -> Tables:
    start = ONE.text.index("Port Selm")
    found = r.Finding("s", "place", None, r.Name("Port Selm"), "one-origin", None, None, r.OriginCount(1, 1, 1),
                      (r.Witness(ONE.id, start, start + 9, None, "o1"),), (), 0.5, "m")
    lost = replace(found, value=r.Name("Nowhere"), reports=(r.Witness(TWO.id, 0, 5, None, "o1"),))
    return Tables(stories=[r.Story("s", "t", (ONE.id,), None, None)], findings=[found, lost], reports=[ONE, TWO],
                  origins=[r.Origin("s", "o1", "Agency", (), True, "")],
                  mentions=[r.Mention(ONE.id, start, start + 9, "place", r.PlaceValue(1, "Port Selm", "XX", lat, lon))])


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (47.5, 8.2), (89.9, 179.9), (-89.9, -179.9), (64, -21), (-41, 174)])
def test_a_place_anywhere_is_on_its_map(lat: float, lon: float) -> None:
    drawn = draw_map(find_spots(place(lat, lon), "s"))
    assert drawn
    pin = drawn.pins[0]
    assert 0 <= pin.x <= 720
    assert 0 <= pin.y <= drawn.height
    assert pin.title == "Port Selm: Agency"
    assert drawn.nowhere == ("Nowhere",)


def test_places_that_nothing_resolves_make_no_map() -> None:
    assert draw_map(find_spots(replace(place(1, 1), mentions=[]), "s")) is None


def test_a_map_of_the_alps_shows_borders() -> None:
    drawn = draw_map(find_spots(place(47.5, 8.2), "s"))
    assert drawn
    assert drawn.lines.startswith("M")
    assert len(drawn.lines) > 1000
