"""Makes `src/firsthand/data/outlines.xz`: coasts and borders for the workbench's map.

    python -m training.outlines countries-50m.json

The input is `countries-50m.json` of the npm package `world-atlas` (ISC; the data are Natural Earth's,
which are in the public domain). Each line of the topology is kept once, rounded to 0.05 degrees and
simplified (Douglas and Peucker, 1973).
"""

from __future__ import annotations

import json
import lzma
import sys
from itertools import pairwise
from pathlib import Path

TARGET = Path("src") / "firsthand" / "data" / "outlines.xz"
STEPS = 20
"""Steps of a degree: a map of a country is a few hundred pixels wide."""
TOLERANCE = 0.6
"""Steps by which a simplified line may miss a point."""
Point = tuple[int, int]


def main() -> None:
    """Reads the topology that is named on the command line and writes the outlines."""
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    lines = [simplify(line) for arc in topology["arcs"] if len(line := _decode(arc, topology["transform"])) > 1]
    TARGET.write_bytes(lzma.compress(json.dumps([_deltas(line) for line in lines], separators=(",", ":")).encode(),
                                     preset=9))
    print(f"{TARGET}: {len(lines)} lines, {sum(map(len, lines))} points, {TARGET.stat().st_size} bytes")


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    points: list[Point] = []
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        lon = x * transform["scale"][0] + transform["translate"][0]
        lat = y * transform["scale"][1] + transform["translate"][1]
        point = round(lon * STEPS), round(lat * STEPS)
        if not points or points[-1] != point:
            points.append(point)
    return points


def simplify(line: list[Point]) -> list[Point]:
    """The points of a line without which it would be missed by more than the tolerance."""
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, place = max(((_distance(line[one], line[first], line[last]), one) for one in range(first + 1, last)),
                         default=(0.0, 0))
        if far > TOLERANCE:
            kept.add(place)
            waiting += [(first, place), (place, last)]
    return [line[place] for place in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length


def _deltas(line: list[Point]) -> list[int]:
    flat = list(line[0])
    for (x, y), (next_x, next_y) in pairwise(line):
        flat += [next_x - x, next_y - y]
    return flat


if __name__ == "__main__":
    main()
