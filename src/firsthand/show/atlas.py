"""Where each account places the happening, on outlines of coasts and borders: no tiles, nothing fetched."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import cos, radians
from typing import TYPE_CHECKING

from firsthand.records import Mention, PlaceValue, Witness
from firsthand.show import phrase

if TYPE_CHECKING:
    from firsthand.flow import Tables
    from firsthand.show.scene import Scene

STEPS = 20
"""Steps of a degree in the outlines (training/outlines.py)."""
WIDTH, MAX_HEIGHT = 720, 420
LEAST_DEGREES = 4.0
"""Least height of the part of the world that is shown: a town alone tells nobody where it lies."""
MARGIN_PART = 0.35
LABEL_CHARS = 30
ACROSS_DEGREES = 90
"""A stretch of a line that is longer leads around the back of the globe, and is none."""
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that accounts give: degrees, its name, the names of the origins and the ids of the reports."""

    lat: float
    lon: float
    name: str
    who: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spots:
    """The places that a story's accounts give, and the names of those that could not be resolved."""

    places: tuple[Place, ...]
    nowhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map; `left` where its label stands on its left."""

    x: int
    y: int
    label: str
    title: str
    left: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A map in a view box of `WIDTH` by `height` units; `lines` is one SVG path; `nowhere` are unresolved names."""

    height: int
    lines: str
    pins: tuple[Pin, ...]
    nowhere: tuple[str, ...]


def find_spots(rows: Tables | Scene, story: str) -> Spots:
    """The places of a story, from tables or from the story's own rows."""
    names = {origin.id: phrase.one_line(origin.name) for origin in rows.origins if origin.story == story}
    resolved = _resolved(rows.mentions)
    givers: dict[tuple[float, float, str], list[Witness]] = {}
    nowhere: dict[str, None] = {}
    for finding in rows.findings:
        if finding.slot != "place" or finding.story != story:
            continue
        place = next((found for one in finding.reports
                      if (found := _place_at(resolved, one.report, one.start, one.end))), None)
        if place is None:
            nowhere[phrase.value_words(finding.value)] = None
        else:
            givers.setdefault((place.lat, place.lon, phrase.one_line(place.name)), []).extend(finding.reports)
    places = (Place(*place, tuple(sorted({names.get(one.origin, one.origin) for one in given})),
                    tuple(sorted({one.report for one in given}))) for place, given in sorted(givers.items()))
    return Spots(tuple(places), tuple(nowhere))


def draw_map(spots: Spots | None) -> Map | None:
    """The map of a story's places, as far as they could be resolved; None where none was."""
    if spots is None or not spots.places:
        return None
    frame = _Frame([(one.lat, one.lon) for one in spots.places])
    return Map(frame.height, frame.outlines(), tuple(_pin(frame, one) for one in spots.places), spots.nowhere)


def _resolved(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        if isinstance(mention.value, PlaceValue):
            found.setdefault(mention.report, []).append(mention)
    return found


def _place_at(resolved: dict[str, list[Mention]], report: str, start: int, end: int) -> PlaceValue | None:
    """The first place that the words of a report name."""
    inside = (one.value for one in resolved.get(report, ()) if one.start < end and start < one.end)
    return next((one for one in inside if isinstance(one, PlaceValue)), None)


def _pin(frame: _Frame, place: Place) -> Pin:
    x, y = frame.point(place.lat, place.lon)
    return Pin(round(x), round(y), phrase.shorten(place.name, LABEL_CHARS), f"{place.name}: {phrase.listed(place.who)}",
               x > WIDTH * 0.7)


class _Frame:
    """The part of the world that is shown, in an equirectangular projection true at its middle."""

    def __init__(self, points: list[tuple[float, float]]) -> None:
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        middle = (min(lats) + max(lats)) / 2
        self._squeeze = max(cos(radians(middle)), 0.2)
        tall = max((max(lats) - min(lats)) * (1 + 2 * MARGIN_PART), LEAST_DEGREES)
        wide = max((max(lons) - min(lons)) * (1 + 2 * MARGIN_PART), tall / self._squeeze * WIDTH / MAX_HEIGHT)
        self._scale = WIDTH / wide
        self.height = min(MAX_HEIGHT, round(max(tall / self._squeeze * self._scale, MAX_HEIGHT * 0.6)))
        degrees = self.height / self._scale * self._squeeze
        self._west, self._north = (min(lons) + max(lons) - wide) / 2, middle + degrees / 2
        self._east, self._south = self._west + wide, self._north - degrees

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """The place of a point of the globe on the map."""
        return (lon - self._west) * self._scale, (self._north - lat) / self._squeeze * self._scale

    def outlines(self) -> str:
        """The coasts and borders within the frame as one SVG path."""
        parts = []
        for box, line in _outlines():
            if not self._meets(*box):
                continue
            run: list[str] = []
            for one, two in pairwise(line):
                if self._meets(one, two) and abs(one[1] - two[1]) < ACROSS_DEGREES:
                    x, y = self.point(*one)
                    run = run or [f"M{x:.1f} {y:.1f}"]
                    x, y = self.point(*two)
                    run.append(f"{x:.1f} {y:.1f}")
                elif run:
                    parts.append("L".join(run))
                    run = []
            if run:
                parts.append("L".join(run))
        return "".join(parts)

    def _meets(self, one: Point, two: Point) -> bool:
        """Whether what lies between two corners may be within the frame."""
        return (max(one[0], two[0]) >= self._south and min(one[0], two[0]) <= self._north
                and max(one[1], two[1]) >= self._west and min(one[1], two[1]) <= self._east)


@cache
def _outlines() -> tuple[tuple[tuple[Point, Point], tuple[Point, ...]], ...]:
    """Lines with two corners of the box that holds each: Natural Earth, 1:50 million, in the public domain."""
    packed = files("firsthand").joinpath("data", "outlines.xz").read_bytes()
    lines = []
    for deltas in json.loads(lzma.decompress(packed)):
        x, y = deltas[:2]
        points = [(y / STEPS, x / STEPS)]
        for place in range(2, len(deltas), 2):
            x, y = x + deltas[place], y + deltas[place + 1]
            points.append((y / STEPS, x / STEPS))
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        lines.append((((min(lats), min(lons)), (max(lats), max(lons))), tuple(points)))
    return tuple(lines)
