from __future__ import annotations

import pytest

from firsthand.records import Link
from firsthand.trace import find_cycles


def cite(pair: str, kind: str = "cites") -> Link:
    return Link(pair[0], pair[1] if pair[1] != "?" else None, "X", kind, None, (), "known")  # type: ignore[arg-type]


@pytest.mark.parametrize(("pairs", "expected"), [
    ("", ()),
    ("ab", ()),
    ("aa", ()),
    ("a?", ()),
    ("ab ba", (("a", "b"),)),
    ("ab bc ca", (("a", "b", "c"),)),
    ("ab bc cb", (("b", "c"),)),
    ("ab ba cd dc bc", (("a", "b"), ("c", "d"))),
])
def test_circles(pairs: str, expected: tuple[tuple[str, ...], ...]) -> None:
    links = [cite(pair) for pair in pairs.split()]
    assert find_cycles(links) == expected
    assert find_cycles(reversed(links)) == expected


def test_copies_are_no_citations() -> None:
    assert find_cycles([cite("ab", "copies"), cite("ba")]) == ()


def test_a_chain_of_thousands_needs_no_deep_stack() -> None:
    names = [f"{number:05}" for number in range(20_000)]
    chain = [Link(one, other, None, "cites", None, (), "known")
             for one, other in zip(names, (*names[1:], names[0]), strict=True)]
    assert find_cycles(chain) == (tuple(names),)
