"""Circular citation: reports that name each other as the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from firsthand.records import Link


def find_cycles(links: Iterable[Link]) -> tuple[tuple[str, ...], ...]:
    """The circles of reports that cite, credit or link to each other: sorted ids, in order, each once.

    These are the strongly connected components of two reports or more (Kosaraju and Sharir, 1981). Copies are no
    citation and stay out.
    """
    cited: dict[str, set[str]] = {}
    for link in links:
        if link.to is not None and link.kind != "copies" and link.to != link.from_:
            cited.setdefault(link.from_, set()).add(link.to)
    return find_circles(cited)


def find_circles(followed: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The circles of a graph, given as what each node leads to: sorted nodes, in order, each node once."""
    ends = {end for others in followed.values() for end in others}
    components = _components({node: sorted(followed.get(node, ())) for node in {*followed, *ends}})
    return tuple(sorted(tuple(sorted(one)) for one in components if len(one) > 1))


def _components(cited: Mapping[str, list[str]]) -> list[list[str]]:
    """Strongly connected components, by two searches without recursion."""
    order: list[str] = []
    seen: set[str] = set()
    for start in sorted(cited):
        _visit(start, cited, seen, order)
    citing: dict[str, list[str]] = {report: [] for report in cited}
    for report, others in cited.items():
        for other in others:
            citing[other].append(report)
    found: list[list[str]] = []
    seen = set()
    for start in reversed(order):
        component: list[str] = []
        _visit(start, citing, seen, component)
        if component:
            found.append(component)
    return found


def _visit(start: str, followed: Mapping[str, list[str]], seen: set[str], order: list[str]) -> None:
    """Appends what can be reached from `start` and was not seen, each after what it reaches."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(followed[start]))]
    while stack:
        report, others = stack[-1]
        new = next((other for other in others if other not in seen), None)
        if new is None:
            order.append(report)
            stack.pop()
        else:
            seen.add(new)
            stack.append((new, iter(followed[new])))
