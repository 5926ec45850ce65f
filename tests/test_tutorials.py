"""The tutorials do what they say: their files are written, their commands run, their Python too.

Blocks are run in the order of the page, in an empty folder. A block after a file's name in backticks is that
file; `console` is commands with what they print (… stands for anything); `python` must run through.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.show.cli import app
from tests.conftest import gzipped

FOLDER = Path(__file__).parent.parent / "docs" / "tutorials"
SPARK = "a-crawl-on-spark"
SPARK_MARKS = (
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed (firsthand[spark])"),
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="there is no Java 17"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
"""pyspark leaves its sockets to the garbage collector."""
PAGES = [pytest.param(page, marks=SPARK_MARKS if page.stem == SPARK else (), id=page.stem)
         for page in sorted(FOLDER.glob("*.md"))]
_BLOCK = re.compile(r"(?:^`([\w./-]+)`\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ARTICLE = """<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="{day}"></head><body><nav><a href="/">Home</a></nav><article>
<h1>{title}</h1><p>{lead}</p><p>The road along the river was closed for hours, and schools near the harbour stay shut
until Thursday. Boats that lay at the quay were towed to the north pier during the night.</p></article></body></html>"""


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """(file name or nothing, language, content) of every block."""
    for found in _BLOCK.finditer(page.read_text("utf-8")):
        yield found[1] or "", found[2], found[3]


@pytest.mark.parametrize("page", PAGES)
def test_a_tutorial_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    if page.stem == "from-a-wacz":
        Path("quay.wacz").write_bytes(archive())
    ran = 0
    for name, language, content in blocks(page):
        if name:
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(content, "utf-8")
        elif language == "console":
            follow(content)
        elif language == "python":
            exec(compile(content, page.name, "exec"), {})
        else:
            pytest.fail(f"nobody runs the block in {language}")
        ran += 1
    assert ran >= 3


def follow(content: str) -> None:
    """Runs each command and holds what it prints against what stands below it."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        name, *arguments = command.split()
        assert name == "firsthand"
        told = CliRunner().invoke(app, arguments)
        assert told.exit_code == 0, told.output
        pattern = ".*".join(re.escape(piece.strip()) for piece in expected.strip().split("…"))
        assert re.fullmatch(pattern, told.output.strip(), re.DOTALL), told.output


def archive() -> bytes:
    """A WACZ of two articles and a picture, as a browser's archiver writes it."""
    first = ARTICLE.format(title="Blast at the fish quay", site="Coast Agency", day="2018-03-20T21:40:00+01:00", lead=(
        "PORT SELM, 20 March 2018 - A blast tore through the fish quay of Port Selm on Tuesday evening and killed 14 "
        "people, the harbour master said."))
    second = ARTICLE.format(title="Twelve dead at the quay", site="Inland News", day="2018-03-21T08:30:00+01:00", lead=(
        "PORT SELM, 21 March 2018 - Twelve people died in an explosion at the fish quay of Port Selm on Tuesday, "
        "police said."))
    records = [response("https://coast.example/quay", "text/html", first),
               response("https://inland.example/quay", "text/html", second),
               response("https://coast.example/quay.png", "image/png", "\x89PNG")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("archive/data.warc.gz", b"".join(map(gzipped, records)))
        made.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1", "resources": []}')
    return packed.getvalue()


def response(url: str, media_type: str, content: str) -> bytes:
    body = content.encode()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    name = hashlib.md5(url.encode()).hexdigest()
    return (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2018-03-22T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n").encode() + http + b"\r\n\r\n"
