"""Nothing is sent anywhere and nothing is left behind: the whole way runs with every socket refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "src" / "firsthand" / "data" / "sample" / "reports"
GUARDED = """
import json, sys

tried = []
REFUSED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
           "socket.sendto", "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect",
           "smtplib.connect", "webbrowser.open")

def guard(event, arguments):
    if event == "socket.bind" and arguments[1][0] == "::1":
        return  # urllib3 looks, as it is imported, whether this machine knows IPv6
    if event in REFUSED:
        tried.append(f"{event} {arguments!r}"[:200])
        raise PermissionError(f"the test refuses {event}")

sys.addaudithook(guard)

from firsthand.show.cli import app

done = {}
for command in json.loads(sys.argv[1]):
    try:
        app(command, standalone_mode=False)
        done[" ".join(command[:1])] = 0
    except SystemExit as end:
        done[" ".join(command[:1])] = end.code or 0
print("\\n" + json.dumps({"tried": tried, "done": done}))
"""
COMMANDS = [
    ["demo", "-o", "demo.html"], ["report", "IN", "-o", "page.html"], ["add", "case.db", "IN"], ["show", "case.db"],
    ["show", "case.db", "1", "--words"], ["check", "case.db", "--against", "checks.jsonl"],
    *(["export", "case.db", "--to", "out", "--format", name]
      for name in ("jsonl", "parquet", "csv", "warc", "annotations", "prov", "graphml", "geojson", "findings")),
    ["weigh", "claims.csv", "-o", "truth.csv"],
    ["match", "queries.jsonl", "--against", "checks.jsonl", "-o", "run.jsonl"],
    ["backup", "case.db", "copy.db"], ["users", "case.db"], ["reanalyse", "copy.db"], ["doctor", "case.db"],
]


def test_the_whole_way_needs_no_network_and_leaves_nothing_at_home(tmp_path: Path) -> None:
    work, home = tmp_path / "work", tmp_path / "home"
    shutil.copytree(SAMPLE, work / "IN")
    home.mkdir(mode=0o555)
    (work / "checks.jsonl").write_text(json.dumps({
        "id": "c1", "claim": "Ninety people died at the fish quay of Port Selm.", "rating": "Wrong",
        "publisher": "Selm Checks", "url": "https://checks.example/1", "published": "2018-03-25"}) + "\n", "utf-8")
    (work / "queries.jsonl").write_text('{"id": "q", "text": "90 dead at the Port Selm fish quay"}\n', "utf-8")
    (work / "claims.csv").write_text("source,item,value\nA,height,12\nB,height,12\nC,height,15\n", "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")} | {
        "HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home), "TMPDIR": str(tmp_path)}
    ran = subprocess.run([*_alone(), sys.executable, "-c", GUARDED, json.dumps(COMMANDS)], cwd=work, env=environment,
                         capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["tried"] == []
    assert told["done"] == dict.fromkeys((command[0] for command in COMMANDS), 0), ran.stderr[-2000:]
    assert list(home.iterdir()) == []
    page = (work / "demo.html").read_text("utf-8")
    assert "src=\"http" not in page
    assert "@import" not in page


def test_the_model_runtime_does_not_report_to_its_maker(tmp_path: Path) -> None:
    """It would keep an id of this machine below the user's folders, and a file of events to be sent."""
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"} | {
        "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "from firsthand.extract.attribution.tagger import load_tagger; "
                                          "from firsthand.check.embed import Embedder; load_tagger(); "
                                          "Embedder().embed(['a blast at the quay'])"], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_the_guard_refuses(tmp_path: Path) -> None:
    """What is fetched on purpose is seen by the guard, so a silent one would be seen as well."""
    ran = subprocess.run([sys.executable, "-c", GUARDED, json.dumps([["add", "case.db", "https://news.example/quay"]])],
                         cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "socket.getaddrinfo" in ran.stdout + ran.stderr


def _alone() -> list[str]:
    """What runs a command without any network, where the system lets us."""
    for way in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare") and subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    return []
