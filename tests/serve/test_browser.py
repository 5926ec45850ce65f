"""The workbench in a real browser: hostile reports, the keyboard, and a desk's whole way."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from firsthand.case import Case
from firsthand.show.documents import render
from firsthand.show.web import LocalGate, create_app

FOCUSED = "document.activeElement.matches('li.item')"
"""A decided row has the focus again once the page has settled."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no browser tests")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: no browser tests")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, case: Case) -> Iterator[Any]:
    """A page that has signed in; a script error or a refused script fails the test at its end."""
    import uvicorn

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    gate = LocalGate("ada")
    server = uvicorn.Server(uvicorn.Config(create_app(case, gate), log_level="error"))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    opened.on("dialog", lambda dialog: trouble.append(f"dialog {dialog.message}"))
    opened.on("request", lambda request: None if request.url.startswith(base) else trouble.append(request.url))
    opened.goto(f"/enter?token={gate.token}")
    yield opened
    context.close()
    server.should_exit = True
    thread.join(20)
    assert trouble == []


def test_nothing_in_a_report_runs(page: Any, case: Case) -> None:
    known = case.snapshot()
    story = known.ordered[0].id
    hostile = next(report.id for report in known.reports.values() if "hacked" in report.text)
    for address in ("/", "/?q=hacked", f"/story/{story}", f"/report/{hostile}", f"/story/{story}/decide"):
        page.goto(address)
        for target in page.locator("main b, main bdi, main summary").all()[:20]:
            target.dispatch_event("mouseover")
        assert page.evaluate("window.hacked") is None, address
        assert page.locator("main img, main iframe, main object, main svg[onload]").count() == 0
        assert not [href for href in page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
                    if href.startswith("javascript:")]
    page.goto(f"/report/{hostile}")
    assert "<script>window.hacked = 1</script>" in page.locator("#text").inner_text()


def test_a_desks_way_by_the_keyboard(page: Any, case: Case) -> None:
    page.get_by_role("link", name="Blast at the fish quay").first.click()
    assert page.locator("#s1-accounts").is_visible()
    page.get_by_role("link", name="Decide", exact=True).click()
    page.wait_for_url("**/decide")
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    page.wait_for_function(FOCUSED)
    first = page.locator("li.item").first
    assert first.evaluate("one => one === document.activeElement")
    page.keyboard.press("r")
    page.locator("li.item .state").first.wait_for()
    assert "rejected by ada" in first.inner_text()
    page.wait_for_function(FOCUSED)
    page.keyboard.press("u")
    page.locator("li.item .state").first.wait_for(state="detached")
    page.wait_for_function(FOCUSED)
    page.keyboard.press("e")
    page.wait_for_function("document.activeElement.name === 'set-slot'")
    page.locator("li.item details[open] input[name=set-low]").fill("15")
    page.locator("li.item details[open] input[name=set-high]").fill("15")
    page.locator("li.item details[open] button").click()
    page.locator("li.item .state").first.wait_for()
    page.reload()
    assert "corrected by ada" in page.locator("ol.items").inner_text()
    assert [one.action for one in case.tables().decisions] == ["reject", "undo", "correct"]


def test_the_keys_work_on_every_kind_of_row_and_are_listed(page: Any, case: Case) -> None:
    story = case.snapshot().ordered[0].id
    for kind, keys in (("finding", "arnu"), ("value", "arenu"), ("attribution", "arenu"), ("link", "arenu"),
                       ("origin", "arenmu"), ("story", "aremnu")):
        page.goto(f"/story/{story}/decide?kind={kind}")
        if not page.locator("li.item").count():
            continue
        page.keyboard.press("j")
        page.wait_for_function(FOCUSED)
        page.keyboard.press("a")
        page.locator("li.item .state").first.wait_for()
        assert "accepted by ada" in page.locator("ol.items").inner_text(), kind
        for key in keys:
            assert page.locator(f"li.item [data-key~={key}]").count(), (kind, key)
        page.wait_for_function(FOCUSED)
        page.keyboard.press("u")
        page.locator("li.item .state").first.wait_for(state="detached")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert [one.action for one in case.tables().decisions].count("accept") * 2 == len(case.tables().decisions)


def test_a_line_of_the_drawing_leads_to_the_words_that_both_reports_have(page: Any, case: Case) -> None:
    page.goto(f"/story/{case.snapshot().ordered[0].id}")
    arrow = page.locator("svg.graph a.arrow").first
    arrow.focus()
    page.keyboard.press("Enter")
    edge = page.locator("div.edge:target")
    edge.wait_for()
    assert edge.is_visible()
    sides = edge.locator(".side b").all_inner_texts()
    assert len(sides) >= 2
    assert sides[0].split()[:5] == sides[1].split()[:5]
    one, two = (edge.locator(".side").nth(place).bounding_box() for place in (0, 1))
    assert one["y"] == two["y"]
    assert one["x"] < two["x"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(page: Any, case: Case, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    known = case.snapshot()
    story = known.ordered[0]
    faults = []
    for address in ("/", "/?q=quay", f"/story/{story.id}", f"/report/{story.reports[0]}", "/add", "/decisions",
                    *(f"/story/{story.id}/decide?kind={kind}" for kind in ("finding", "value", "attribution", "link",
                                                                          "origin", "story"))):
        page.goto(address)
        found = axe.Axe().run(page).response["violations"]
        faults += [(address, one["id"], one["impact"], one["nodes"][0]["html"]) for one in found]
    assert faults == []


def test_axe_finds_no_fault_in_a_case_file(browser: Any, case: Case, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    (tmp_path / "case.html").write_text(render(case.tables(), ".html"), "utf-8", "replace")
    opened = browser.new_page()
    opened.goto((tmp_path / "case.html").as_uri())
    found = axe.Axe().run(opened).response["violations"]
    assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == []
    assert opened.evaluate("window.hacked") is None
    opened.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_screen(page: Any, case: Case, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    known = case.snapshot()
    story = known.ordered[0].id
    for address in ("/", f"/story/{story}", f"/report/{known.ordered[0].reports[0]}", f"/story/{story}/decide", "/add",
                    "/decisions"):
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
