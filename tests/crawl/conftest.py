"""A small crawl of invented news, and engines to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from firsthand.crawl import Crawled, Run, crawl
from firsthand.engine.files import FileEngine
from firsthand.engine.local import LocalEngine
from firsthand.options import CrawlOptions, Options
from firsthand.tables import TABLES

CUTS = CrawlOptions(batch_reports=4, story_reports=3)
"""So small that a few reports make several pieces of work of every kind."""

BLAST = ("SELM CITY, 20 March 2018 - At least 14 people were killed on Tuesday when a blast tore through the fish quay "
         "of Port Selm, the harbour master said. Rescuers were still searching the sheds of the quay in the evening. "
         "\"We heard two bangs and then the roof was gone,\" said Ansgar Bole, who mends nets there.")
NEWS = (
    ("blast-1", "Coast Agency", "2018-03-20T18:00:00Z", "14 killed in blast at Port Selm fish quay", BLAST),
    ("blast-2", "Inland News", "2018-03-21T07:00:00Z", "Blast at fish quay kills 14", BLAST),
    ("blast-3", "Selm Courier", "2018-03-22T07:00:00Z", "Toll of Port Selm blast rises to 19",
     "A blast at the fish quay of Port Selm killed 19 people on Tuesday, police said on Thursday. Coast Agency had "
     "reported 14 dead. The sheds of the quay burned through the night and the harbour was closed."),
    ("blast-4", "Dalmar Post", "2018-03-22T09:00:00Z", "Police doubt quay toll",
     "Police in Port Selm said on Thursday that 12 people had died in the blast at the fish quay on Tuesday, fewer "
     "than the 19 that the harbour master had given. According to Coast Agency, the sheds burned all night."),
    ("bus-1", "Inland News", "2018-05-02T10:00:00Z", "Nine hurt as bus leaves road near Varn",
     "Nine people were injured on Wednesday when a bus left the road near Lower Varn, rescuers said. The driver, "
     "Toma Reck, 51, was taken to hospital. Rain had made the mountain road slippery."),
    ("bus-2", "Coast Agency", "2018-05-02T12:00:00Z", "Bus crash near Lower Varn injures 11",
     "Eleven people were injured on Wednesday when a bus left the mountain road near Lower Varn, the district's "
     "rescue service said. The driver, Toma Reck, 51, is in hospital."),
    ("opera", "Dalmar Post", "2018-05-03", "Four hours of strings",
     "The orchestra of Lower Varn opened its season with a concert that lasted four hours, critics said."),
    ("fire", None, "2018-06-11T03:00:00Z", "Fire at mill in Harn Hill",
     "Two firefighters were injured on Monday in a fire at a paper mill in Harn Hill, the fire chief said."),
    ("vote", "Selm Courier", None, "Council votes on quay",
     "The council of Selm City voted on Friday to rebuild the fish quay of Port Selm. The mayor called it a start."),
)


def write_news(folder: Path) -> list[str]:
    """The news as two files of records and some of text; gives the inputs, an unreadable one among them."""
    folder.mkdir(exist_ok=True)
    records = [{"id": name, "publisher": publisher, "published": day, "title": title, "text": text,
                "url": f"https://{(publisher or 'nobody').split()[0].lower()}.example/{name}"}
               for name, publisher, day, title, text in NEWS]
    lines = [json.dumps({key: value for key, value in record.items() if value}) for record in records]
    (folder / "one.jsonl").write_text("\n".join([*lines[:6], "{ broken", lines[0]]) + "\n", "utf-8")
    (folder / "two.jsonl").write_text("\n".join([*lines[6:], '{"id": "short", "text": "No."}', lines[1]]), "utf-8")
    (folder / "note.txt").write_text("Published: 2018-03-20\n\nA loud bang was heard over Port Selm on Tuesday, two "
                                     "fishermen told this writer.", "utf-8")
    return [str(folder / name) for name in ("one.jsonl", "two.jsonl", "note.txt", "missing.txt")]


def local(spill: Path) -> FileEngine:
    """The engine on one machine, all in this process."""
    return LocalEngine(0, "500MB", spill)


def run_crawl(inputs: list[str], out: Path, make_engine: Callable[[Path], FileEngine] = local,
              **run: object) -> Crawled:
    return crawl(inputs, out, Options(), make_engine, Run(options=CUTS, **run))  # type: ignore[arg-type]


def rows_of(out: Path) -> dict[str, list[dict[str, object]]]:
    """Every table of a crawl, as JSON rows in its order."""
    return {table.name: pq.read_table(out / f"{table.name}.parquet").to_pylist() for table in TABLES}


def bytes_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.parquet"))}


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return write_news(tmp_path_factory.mktemp("news"))


@pytest.fixture(scope="session")
def crawled(news: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The news, crawled without any disturbance."""
    out = tmp_path_factory.mktemp("crawled")
    run_crawl(news, out)
    return out
