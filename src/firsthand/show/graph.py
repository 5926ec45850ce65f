"""Who had it from whom as a drawing: sources at the left, what goes back to them to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.show.model import Edge, StoryView

BOX_WIDTH, BOX_HEIGHT = 190, 30
COLUMN_STEP, ROW_STEP = 262, 42
MARGIN = 34
MAX_DEPTH = 4
"""Copies of copies of copies stand in one column, so that the drawing stays within a page's width."""
LABEL_CHARS = 27
_LANES = (0, 4, -4)
"""Pixels by which arrows that run between two rows keep apart."""
_KINDS = ("copies", "cites", "credits", "links")


@dataclass(frozen=True, slots=True)
class Box:
    """A report or source: its corner, label, full title, and the id of what it leads to."""

    x: int
    y: int
    label: str
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way of the news along an SVG path; `kind` is that of the link, `href` the id of its words."""

    path: str
    kind: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and arrows in a view box of `width` by `height` units."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw_graph(view: StoryView) -> Drawing | None:
    """The drawing of a story's links; None where there are none.

    Of the reports that a report copies, only the one it shares most with is drawn.
    """
    edges = _drawn_edges(view.edges)
    if not edges:
        return None
    parents = _parents(edges)
    places = _report_places(view, parents, edges)
    places |= _source_places(edges, places)
    boxes = tuple(_box(view, node, *places[node]) for node in places)
    arrows = tuple(_arrow(edge, places[_source_node(edge)], places[edge.from_], _LANES[number % len(_LANES)])
                   for number, edge in enumerate(edges))
    depth = max(column for column, _ in places.values())
    height = max(box.y for box in boxes) + BOX_HEIGHT + 10
    return Drawing(2 * MARGIN + depth * COLUMN_STEP + BOX_WIDTH, height, boxes, arrows)


Node = int | str
Place = tuple[int, float]
"""Column and row."""


def _source_node(edge: Edge) -> Node:
    return edge.to if edge.to is not None else edge.target


def _drawn_edges(edges: Sequence[Edge]) -> list[Edge]:
    """One arrow between two boxes, the strongest link's; of several reports copied only the nearest."""
    drawn: dict[tuple[int, Node], Edge] = {}
    copying: set[int] = set()
    for edge in sorted(edges, key=_strongest_first):
        if edge.to == edge.from_ or (edge.kind == "copies" and edge.from_ in copying):
            continue
        copying |= {edge.from_} if edge.kind == "copies" else set()
        drawn.setdefault((edge.from_, _source_node(edge)), edge)
    return list(drawn.values())


def _strongest_first(edge: Edge) -> tuple[int, float, int, int, str]:
    return _KINDS.index(edge.kind), -(edge.share or 0), edge.from_, edge.to or 0, edge.target


def _parents(edges: Sequence[Edge]) -> dict[int, int]:
    """For each report the one that it has it from first of all; a ring is cut where it closes."""
    parents: dict[int, int] = {}
    for edge in edges:
        if edge.to is None or edge.from_ in parents:
            continue
        above = edge.to
        while above in parents and above != edge.from_:
            above = parents[above]
        if above != edge.from_:
            parents[edge.from_] = edge.to
    return parents


def _report_places(view: StoryView, parents: dict[int, int], edges: Sequence[Edge]) -> dict[Node, Place]:
    """Copies to the right of what they copy, the first of them in the same row."""
    linked = {edge.from_ for edge in edges} | {edge.to for edge in edges if edge.to is not None}
    children: dict[int, list[int]] = {}
    for child, parent in sorted(parents.items()):
        children.setdefault(parent, []).append(child)
    has_sources = any(edge.to is None for edge in edges)
    places: dict[Node, Place] = {}
    row = 0
    waiting = [(report.number, int(has_sources)) for report in reversed(view.reports)
               if report.number in linked and report.number not in parents]
    while waiting:
        number, column = waiting.pop()
        places[number] = column, row
        below = children.get(number, [])
        waiting += [(child, min(column + 1, MAX_DEPTH)) for child in reversed(below)]
        row += not below or column == MAX_DEPTH
    return places


def _source_places(edges: Sequence[Edge], places: dict[Node, Place]) -> dict[Node, Place]:
    """Named sources at the left, near the reports that name them, one a row."""
    naming: dict[str, list[float]] = {}
    for edge in edges:
        if edge.to is None:
            naming.setdefault(edge.target, []).append(places[edge.from_][1])
    middle = sorted((sum(rows) / len(rows), name) for name, rows in naming.items())
    found: dict[Node, Place] = {}
    row = 0.0
    for wanted, name in middle:
        row = max(row, wanted)
        found[name] = 0, row
        row += 1
    return found


def _box(view: StoryView, node: Node, column: int, row: float) -> Box:
    x, y = MARGIN + column * COLUMN_STEP, round(10 + row * ROW_STEP)
    if isinstance(node, str):
        return Box(x, y, _label(node), f"{node}: a source that reports name", None)
    report = view.reports[node - 1]
    label = _label(f"{node}  {report.outlet}")
    return Box(x, y, label, f"Report {node}: {report.outlet}, {report.published}: {report.title}", report.id)


def _label(name: str) -> str:
    return name if len(name) <= LABEL_CHARS else name[:LABEL_CHARS - 1].rstrip() + "…"


def _around(from_x: int, from_y: int, to_x: int, to_y: int, shift: int) -> str:
    """A path over more than one column: between the rows, so that it passes behind no box."""
    lane, bend = to_y - ROW_STEP // 2 + shift, (COLUMN_STEP - BOX_WIDTH) // 2
    return (f"M{from_x} {from_y}C{from_x + bend} {from_y} {from_x + bend} {lane} {from_x + 2 * bend} {lane}"
            f"L{to_x - 2 * bend} {lane}C{to_x - bend} {lane} {to_x - bend} {to_y} {to_x} {to_y}")


def _arrow(edge: Edge, source: Place, target: Place, lane: int) -> Arrow:
    top = 10 + BOX_HEIGHT // 2
    from_x, from_y = MARGIN + source[0] * COLUMN_STEP, round(top + source[1] * ROW_STEP)
    to_x, to_y = MARGIN + target[0] * COLUMN_STEP, round(top + target[1] * ROW_STEP)
    if target[0] > source[0] + 1:
        path = _around(from_x + BOX_WIDTH, from_y, to_x, to_y, lane)
    elif to_x > from_x:
        from_x += BOX_WIDTH
        bend = (to_x - from_x) // 2
        path = f"M{from_x} {from_y}C{from_x + bend} {from_y} {to_x - bend} {to_y} {to_x} {to_y}"
    elif to_x < from_x:
        to_x += BOX_WIDTH
        bend = (from_x - to_x) // 2
        path = f"M{from_x} {from_y + 7}C{from_x - bend} {from_y + 7} {to_x + bend} {to_y + 7} {to_x} {to_y + 7}"
    else:
        lift = 4 if from_y < to_y else -4
        path = f"M{from_x} {from_y + lift}C{from_x - 30} {from_y + lift} {to_x - 30} {to_y - lift} {to_x} {to_y - lift}"
    return Arrow(path, edge.kind, f"Report {edge.from_} {edge.text}", edge.id)
