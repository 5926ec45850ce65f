"""The workbench in a real browser: hostile reports, the keyboard, and a desk's whole way."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from firsthand.case import Case
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
