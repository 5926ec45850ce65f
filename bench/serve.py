"""How fast the workbench answers on a large case, and whether decisions are lost when many make them.

    python -m bench.serve [REPORTS] [SECONDS]

Makes a case of generated reports (5,000) with rows of every table, serves it, and asks for every view;
then twenty editors decide for some seconds (20). Prints median and 95th percentile of the responses in
milliseconds, the time of the processor for each, the first paint in a browser where there is one, the
server's memory, and the decisions that were sent and kept. Nothing is asserted.
"""

from __future__ import annotations

import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from firsthand.case import Case
from firsthand.flow import Tables, weigh_stories
from firsthand.options import Options
from firsthand.records import Attribution, Mention, PlaceValue, Report, Story, Value
from firsthand.show.web import LocalGate, create_app
from firsthand.show.web.items import KINDS
from firsthand.store import ACROSS, SqlStore
from firsthand.text import digest, report_id

WORDS = ["harbour", "quay", "boats", "crew", "road", "river", "market", "hall", "bridge", "mayor", "storm", "school",
         "train", "ferry", "tower", "office", "union", "fire", "police", "court", "bank", "square", "garden", "station"]
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
PAINT = """() => new Promise(tell => new PerformanceObserver(
    list => list.getEntriesByName("first-contentful-paint").forEach(one => tell(one.startTime))
).observe({type: "paint", buffered: true}))"""
ASKED = 30
PER_STORY = 10
EDITORS = 20


def main() -> None:
    """Makes the case, times the views, then lets the editors at it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        make_case(Path(folder) / "case.db", count)
        print(f"{count} reports made in {time.perf_counter() - started:.1f} s")
        with Case(Path(folder) / "case.db", create=False) as case:
            started = time.perf_counter()
            case.snapshot()
            print(f"opened in {time.perf_counter() - started:.1f} s")
            gate = LocalGate("ada")
            with TestClient(create_app(case, gate), base_url="http://127.0.0.1") as client:
                client.get(f"/enter?token={gate.token}")
                time_views(client, case)
                time_paint(case)
                edit_at_once(client, case, seconds)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB (server and editors)")


def make_case(path: Path, count: int) -> None:
    """A case of `count` reports in stories of ten, with values, attributions and places."""
    draw = random.Random(1)
    reports, values, sayings, mentions, stories = [], [], [], [], []
    for first in range(0, count, PER_STORY):
        own = [make_report(draw, first // PER_STORY, number) for number in range(min(PER_STORY, count - first))]
        reports += own
        ids = tuple(sorted(report.id for report in own))
        stories.append(Story(digest(*ids), own[0].title or "", ids, own[0].published, own[-1].published))
        for report in own:
            rows = make_rows(draw, report)
            values += rows[0]
            sayings.append(rows[1])
            mentions.append(rows[2])
    found = weigh_stories(Tables(reports=reports, stories=stories, values=values, attributions=sayings,
                                 mentions=mentions), Options())
    with SqlStore(path, create=True) as store:
        with store.transaction() as writer:
            writer.add_reports(reports, {"mentions": mentions, "values": values, "attributions": sayings})
        store.replace_across({name: getattr(found, name) for name in ACROSS})


def make_report(draw: random.Random, story: int, number: int) -> Report:
    """A report of about 300 words."""
    place = draw.choice(WORDS).title()
    body = "\n\n".join(" ".join(draw.choices(WORDS, k=60)).capitalize() + "." for _ in range(5))
    title = f"Blast number {story} at {place}"
    text = f"{title}\n\nA blast at {place} killed {10 + number % 3} people, the harbour master said.\n\n{body}"
    ref = f"{story}-{number}"
    day = f"2018-{1 + story % 12:02}-{1 + number:02}"
    return Report(report_id(ref, text), ref, None, f"Paper {number}", None, "en", day, "given", title, text, (), ())


def make_rows(draw: random.Random, report: Report) -> tuple[list[Value], Attribution, Mention]:
    """The rows of a report: a toll, a place, who said it, where it is."""
    start = report.text.index(" people") - 2
    place = report.text.index(" at ") + 4
    end = report.text.index("\n")
    said = report.text.index("the harbour master")
    toll = int(report.text[start:start + 2])
    values = [Value(report.id, "i1", True, "killed", toll, toll, None, "total", "the harbour master",
                    "a1", None, "fact", None, start, start + 2),
              Value(report.id, "i1", True, "place", None, None, report.text[place:end], None, None, None, None, "fact",
                    None, place, end)]
    saying = Attribution(report.id, "a1", ((said, said + 18),), ((said + 19, said + 23),), ((end + 2, said - 2),),
                         None, "official", None, "asserts", False)
    where = PlaceValue(1, "Selm", "XX", draw.uniform(40, 50), 8.0)
    return values, saying, Mention(report.id, place, end, "place", where)


def time_views(client: TestClient, case: Case) -> None:
    """Every view, on stories drawn anew, so that nothing that is kept ready helps."""
    draw = random.Random(2)
    known = case.snapshot()
    stories, reports = list(known.stories), list(known.reports)
    views: dict[str, Callable[[], str]] = {
        "case": lambda: f"/?page={draw.randint(1, 10)}",
        "search": lambda: f"/?q={draw.choice(WORDS)}+{draw.choice(WORDS)}",
        "story": lambda: f"/story/{draw.choice(stories)}", "report": lambda: f"/report/{draw.choice(reports)}",
        **{f"decide {kind}": lambda kind=kind: f"/story/{draw.choice(stories)}/decide?kind={kind}"  # type: ignore[misc]
           for kind in KINDS}, "decisions": lambda: "/decisions"}
    print(f"{'view':20} {'median ms':>10} {'95 % ms':>10} {'CPU ms':>10}")
    for name, address in views.items():
        times, spent = [], time.process_time()
        for _ in range(ASKED):
            started = time.perf_counter()
            assert client.get(address()).status_code == 200
            times.append(1000 * (time.perf_counter() - started))
        spent = 1000 * (time.process_time() - spent) / ASKED
        print(f"{name:20} {statistics.median(times):10.0f} {statistics.quantiles(times, n=20)[-1]:10.0f} {spent:10.0f}")


def time_paint(case: Case) -> None:
    """The first paint of the list and of a story in a browser of its own; says so where there is none."""
    import shutil
    import socket
    from threading import Thread

    import uvicorn

    chromium = shutil.which("chromium")
    if chromium is None or find_spec("playwright") is None:
        print("no chromium with playwright: first paint not measured")
        return
    from playwright.sync_api import sync_playwright

    listening = socket.create_server(("127.0.0.1", 0))
    gate = LocalGate("ada")
    server = uvicorn.Server(uvicorn.Config(create_app(case, gate), log_level="error"))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
        page.goto(f"/enter?token={gate.token}")
        story = case.snapshot().ordered[0]
        for name, address in (("case", "/"), ("story", f"/story/{story.id}"), ("decide", f"/story/{story.id}/decide"),
                              ("report", f"/report/{story.reports[0]}")):
            page.goto(address)
            print(f"first paint {name:8} {page.evaluate(PAINT):10.0f} ms")
        browser.close()
    server.should_exit = True
    thread.join(20)


def edit_at_once(client: TestClient, case: Case, seconds: float) -> None:
    """Editors who accept, reject and undo values of stories that they share."""
    stories = [story.id for story in case.snapshot().ordered[:EDITORS // 2]]
    ends = time.perf_counter() + seconds
    with ThreadPoolExecutor(EDITORS) as pool:
        outcomes = [one for part in pool.map(lambda number: _edit(client, stories[number % len(stories)], number, ends),
                                             range(EDITORS)) for one in part]
    kept = len(case.snapshot().decisions)
    statuses = {status: outcomes.count(status) for status in sorted(set(outcomes))}
    print(f"{EDITORS} editors, {seconds:.0f} s: answers {statuses}, decisions kept {kept}, "
          f"lost {statuses.get(303, 0) - kept}")


def _edit(client: TestClient, story: str, seed: int, ends: float) -> list[int]:
    draw, answers = random.Random(seed), []
    while time.perf_counter() < ends:
        page = client.get(f"/story/{story}/decide").text
        forms: list[dict[str, Any]] = [
            {name: unescape(value) for name, value in FIELD.findall(form)}
            for form in re.findall(r"<form[^>]*>(.*?)</form>", page, re.S)]
        usable = [form for form in forms if form.get("action") in ("accept", "reject", "undo")]
        answer = client.post(f"/story/{story}/decide", data=draw.choice(usable), follow_redirects=False)
        answers.append(answer.status_code)
    return answers


if __name__ == "__main__":
    main()
