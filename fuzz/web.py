"""The workbench's addresses and forms, asked for what no browser would, by Schemathesis.

    python -m fuzz.web [--examples 200]

A copy of a small case is served within this process, to somebody who has signed in and to nobody. Requests come
from the application's own OpenAPI schema, forms from the fields that its pages have, filled with anything. Each
answer must be none of 5xx, of the kind that it says it is, and bear the headers that keep a page to itself; what
was decided must leave a case that can be opened. Ends with 1 where something does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from firsthand.case import Case
from firsthand.decide.make import ALLOWED
from firsthand.show.web import LocalGate, create_app
from firsthand.show.web.app import HEADERS
from firsthand.show.web.items import find_items

SAMPLE = Path(__file__).parents[1] / "src" / "firsthand" / "data" / "sample" / "reports"
NAMES = ("kind", "action", "target", "seen", "note", "report", "with", "set-low", "set-high", "set-name", "set-title",
         "set-source_name", "set-direction", "title", "text", "publisher", "published", "url", "addresses", "name")
LISTENS = "/add/{job}/events"
"""Waits for an addition: it answers when that is done."""
OPTIONS = {"deadline": None, "database": None, "phases": (Phase.explicit, Phase.generate),
           "suppress_health_check": list(HealthCheck)}


class Workbench:
    """A case that is served, its browser, and what was wrong."""

    def __init__(self, folder: Path) -> None:
        self.case = Case(folder / "case.db")
        self.case.add(str(SAMPLE))
        known = self.case.snapshot()
        self.story, self.report = next(iter(known.stories)), next(iter(known.reports))
        gate = LocalGate("ada")
        self.app = create_app(self.case, gate)
        self.schema = schemathesis.openapi.from_dict(self.app.openapi())
        self.browser = TestClient(self.app, base_url="http://127.0.0.1", raise_server_exceptions=False,
                                  follow_redirects=False)
        session = self.browser.get(f"/enter?token={gate.token}").cookies["firsthand"]
        self.token = gate.visitor(session).form_token  # type: ignore[union-attr]
        self.stranger = TestClient(self.app, base_url="http://127.0.0.1", raise_server_exceptions=False,
                                   follow_redirects=False)
        self.statuses: Counter[int] = Counter()
        self.wrong: dict[str, str] = {}

    def ask(self, client: TestClient, method: str, path: str, **given: Any) -> None:
        """Sends a request and looks at its answer."""
        answer = client.request(method, path, **given)
        self.statuses[answer.status_code] += 1
        kind = answer.headers.get("content-type", "")
        faults = [fault for fault, holds in (
            (f"status {answer.status_code}", answer.status_code >= 500),
            ("no content type", bool(answer.content) and not kind),
            ("no page", kind.startswith("text/html") and b"<html" not in answer.content),
            ("a header is missing", not answer.headers.keys() >= {name.lower() for name in HEADERS})) if holds]
        for fault in faults:
            self.wrong.setdefault(f"{method} {path[:60]}: {fault}", repr(given)[:600])


def ask_by_schema(bench: Workbench, operation: Any, examples: int) -> None:
    """Requests for one address as its schema has them, and with the ids of what is there."""
    @settings(max_examples=examples, **OPTIONS)
    @given(operation.as_strategy(), st.sampled_from((bench.browser, bench.browser, bench.stranger)), st.booleans())
    def check(case: Any, client: TestClient, known: bool) -> None:
        request = case.as_transport_kwargs(base_url="http://127.0.0.1")
        path = request.pop("url")
        if known:
            path = operation.path.format(story=bench.story, report=bench.report, form="json", job="x", name="page.css")
        if operation.path == LISTENS and client is bench.browser:
            path = path.replace("/events", "-events")
        method = request.pop("method")
        request.pop("cookies", None)
        bench.ask(client, method, path, **{name: part for name, part in request.items() if part is not None})

    check()


def ask_by_forms(bench: Workbench, path: str, examples: int) -> None:
    """Forms of a page, their fields filled with what they may hold and with anything."""
    actions = sorted({action for some in ALLOWED.values() for action in some})
    words = st.one_of(st.text(max_size=40), st.sampled_from((
        *ALLOWED, *actions, bench.story, bench.report, "0", "1", "²", "-1", "9" * 30, "\x00", "\ud7ff", "2018-03-20")))
    fields = st.lists(st.tuples(st.sampled_from(NAMES), words), max_size=8)

    @settings(max_examples=examples, **OPTIONS)
    @given(fields, st.booleans(), st.sampled_from([(kind, action) for kind in ALLOWED for action in ALLOWED[kind]]))
    def check(cells: list[tuple[str, str]], sound: bool, choice: tuple[str, str]) -> None:
        given_cells: dict[str, Any] = {"form_token": bench.token}
        for name, cell in cells:
            given_cells.setdefault(name, []).append(cell)
        if sound and path.endswith("decide"):
            known = bench.case.snapshot()
            items = find_items(known, next(iter(known.stories.values())), choice[0])
            if items:
                item = items[len(cells) % len(items)]
                given_cells |= {"kind": choice[0], "action": choice[1], "target": item.target, "seen": str(item.seen)}
        story = next(iter(bench.case.snapshot().stories))
        bench.ask(bench.browser, "POST", path.format(story=story), data=given_cells)

    check()


def main() -> int:
    """Asks for everything; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.web", description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=200, help="requests for each address and form")
    examples = parser.parse_args().examples
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder))
        for result in bench.schema.get_all_operations():
            ask_by_schema(bench, result.ok(), examples)
        for path in ("/story/{story}/decide", "/add", "/sign-in"):
            ask_by_forms(bench, path, examples)
        bench.browser.close()
        bench.case.close()
        with Case(Path(folder) / "case.db", create=False) as again:
            decisions = len(again.tables().decisions)
    print(json.dumps({"requests": bench.statuses.total(), "statuses": dict(sorted(bench.statuses.items())),
                      "decisions": decisions, "wrong": bench.wrong}, indent=1))
    return int(bool(bench.wrong))


if __name__ == "__main__":
    sys.exit(main())
