from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from firsthand.fetch.fetcher import Clock, Fetcher
from firsthand.options import FetchOptions
from tests.fetch.hostile import Server, TestGate, serving


class Waits(list[float]):
    """The pauses that a fetcher made; its clock moves by them alone."""

    def clock(self) -> Clock:
        return Clock(lambda: datetime(2018, 3, 21, 7, 5, tzinfo=UTC), lambda: sum(self), self.append)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def fetcher(server: Server, waits: Waits) -> Callable[..., Fetcher]:
    """`fetcher(names={host: addresses}, **options)`: a fetcher that may reach the test's server."""
    def make(names: dict[str, list[str]] | None = None, **options: Any) -> Fetcher:
        given = {"silent_seconds": 0.5, "total_seconds": 2.0, **options}
        return Fetcher(FetchOptions(**given), TestGate(server.port, names), clock=waits.clock())
    return make
