"""What a site asks robots to leave alone: robots.txt after RFC 9309.

Matching never backtracks, so that no file of rules, however odd, takes long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

MAX_RULE_CHARS = 2_000
"""A longer rule can fit no address that is fetched."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one robot: (path pattern, whether it is allowed), and the pause that is asked for."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay_seconds: float | None = None

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be fetched: the longest rule that fits decides, allow on a tie."""
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return path == "/robots.txt" or max(fitting, default=(0, True))[1]


NOTHING = Rules(rules=(("/", False),))
"""What holds where robots.txt can't be read because of the server (RFC 9309, 2.3.1.4)."""


def parse_robots(content: bytes, agent: str) -> Rules:
    """The rules that robots.txt has for an agent: those of its own groups, else those for `*`."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    is_open = False  # whether another agent's line goes on naming the same group
    for name, value in _lines(content):
        if name == "user-agent":
            agents = [*(agents if is_open else []), value.lower()]
            groups.setdefault(value.lower(), [])
            is_open = True
        elif name in ("allow", "disallow", "crawl-delay"):
            is_open = False
            for one in agents:
                groups[one].append((name, value))
    own = [lines for named, lines in groups.items() if _product(named) == agent.lower()]
    chosen = [line for lines in own for line in lines] if own else groups.get("*", [])
    return Rules(tuple(_rules(chosen)), _delay(chosen))


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode("utf-8-sig", "replace").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _product(agent: str) -> str:
    """The product of a user agent line: "firsthand/1.0" names firsthand."""
    return agent.partition("/")[0].strip()


def _rules(lines: list[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
    for name, value in lines:
        if name != "crawl-delay" and value and len(value) <= MAX_RULE_CHARS:
            yield quote(value, safe="/%:@!$&'()*+,;=~-._?"), name == "allow"


def _delay(lines: list[tuple[str, str]]) -> float | None:
    for name, value in lines:
        if name == "crawl-delay" and value.replace(".", "", 1).isdecimal():
            return float(value)
    return None


def _fits(pattern: str, path: str) -> bool:
    """Whether a path opens as the pattern says; `*` is any run of signs, `$` at its end the path's end."""
    to_end = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not to_end or path == first
    at = len(first)
    for part in rest[:-1]:  # the earliest place for each part leaves most room for the next
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if to_end:
        return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at
    return path.find(rest[-1], at) >= 0
