"""The workbench killed while several people decide: what it acknowledged is in the case."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx

from firsthand.case import Case
from tests.faults.conftest import ROOT, tables_of

EDITORS = 4
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@contextmanager
def serving(path: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """A workbench on a case, and a browser that has signed in; killed at the end."""
    command = [sys.executable, "-m", "firsthand", "serve", str(path), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        try:
            with httpx.Client(base_url=address.split("/enter")[0], timeout=60) as client:
                client.get(address, follow_redirects=True).raise_for_status()
                yield process, client
        finally:
            process.kill()


def edit(client: httpx.Client, story: str, seed: int) -> int:
    """Accepts, rejects and undoes until the server is gone; gives how often it was told that this was kept."""
    draw, kept = random.Random(seed), 0
    try:
        while True:
            page = client.get(f"/story/{story}/decide").text
            forms = [{name: unescape(value) for name, value in FIELD.findall(form)}
                     for form in re.findall(r"<form[^>]*>(.*?)</form>", page, re.S)]
            usable = [form for form in forms if form.get("action") in ("accept", "reject", "undo")]
            kept += client.post(f"/story/{story}/decide", data=draw.choice(usable)).status_code == 303
    except httpx.TransportError:
        return kept


def test_what_was_acknowledged_is_there(made_case: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with Case(made_case) as source:
        source.copy_to(path)
        story = source.snapshot().ordered[0].id
    with serving(path) as (process, client), ThreadPoolExecutor(EDITORS) as pool:
        editing = [pool.submit(edit, client, story, seed) for seed in range(EDITORS)]
        while len(tables_of(path)["decisions"]) < 20:
            assert not any(one.done() for one in editing)
        process.kill()
        kept = sum(one.result() for one in editing)
    found = tables_of(path)["decisions"]
    assert len(found) >= kept >= 10
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    with serving(path) as (_, client):
        assert client.get(f"/story/{story}/decide").status_code == 200
