"""A made-up story of a made-up port, with every kind of row, and odd and large ones."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest

from firsthand.records import (
    Anchor,
    Attribution,
    Block,
    Change,
    CountRange,
    Day,
    Decision,
    Finding,
    Flag,
    Hyperlink,
    Link,
    Mention,
    Name,
    Origin,
    OriginCount,
    PlaceValue,
    Rejected,
    Report,
    Story,
    TimeValue,
    Value,
    Witness,
)
from firsthand.tables import to_json

HOSTILE = "<script>alert(1)</script>\" onmouseover='x' [bold]rich[/bold] &amp; \x1b[31m \u202eevil\u202c"


class Builder:
    """Collects rows; words are found in the texts, so that every span cuts out its words."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {name: [] for name in (
            "reports", "rejected", "mentions", "attributions", "values", "stories", "links", "origins",
            "findings", "flags", "matches", "decisions")}
        self.report: dict[str, Report] = {}

    def add_report(self, name: str, publisher: str | None, published: str | None, title: str, body: str,
                   **fields: Any) -> None:
        text = f"{title}\n\n{body}"
        blocks = [Block("headline", 0, len(title))]
        for part in re.finditer(r"[^\n]+", body):
            start, end = part.start() + len(title) + 2, part.end() + len(title) + 2
            kind = "caption" if part.group().startswith("Photo:") else "paragraph"
            blocks.append(Block(kind, start, end))
        given = {"url": f"https://news.example/{name}", "author": None, "language": "en",
                 "published_basis": "given", "links": ()} | fields
        self.report[name] = Report(id=name, ref=f"harbour/{name}.html", publisher=publisher, published=published,
                                   title=title, text=text, blocks=tuple(blocks), **given)
        self.rows["reports"].append(self.report[name])

    def span(self, name: str, words: str) -> tuple[int, int]:
        start = self.report[name].text.index(words)
        return start, start + len(words)

    def witness(self, name: str, words: str, origin: str, said_by: str | None = None) -> Witness:
        return Witness(name, *self.span(name, words), said_by, origin)

    def add_value(self, report: str, slot: str, words: str, **fields: Any) -> None:
        start, end = self.span(report, words)
        given = {"incident": "1", "main": True, "low": None, "high": None, "name": None, "of": None, "said_by": None,
                 "attribution": None, "denied_by": None, "factuality": "fact", "as_of": None} | fields
        self.rows["values"].append(Value(report=report, slot=slot, start=start, end=end, **given))

    def add_finding(self, slot: str, value: Any, reports: list[Witness], **fields: Any) -> None:
        given = {"story": "story", "of": None, "status": "one-origin", "difference": None, "why": None,
                 "origins": OriginCount(1, 1, 1), "against": (), "probability": 0.5,
                 "method": "majority of origins"} | fields
        self.rows["findings"].append(Finding(slot=slot, value=value, reports=tuple(reports), **given))

    def add_flag(self, name: str, kind: str, words: str, why: str) -> None:
        self.rows["flags"].append(Flag("story", name, kind, *self.span(name, words), why))

    def add_saying(self, name: str, source: str | None, cue: str, content: str, **fields: Any) -> None:
        given = {"source_name": source, "source_kind": "organisation", "parent": None, "stance": "asserts",
                 "direct": False} | fields
        spans = (self.span(name, source),) if source and source in self.report[name].text else ()
        self.rows["attributions"].append(Attribution(
            report=name, id=f"{name}-{len(self.rows['attributions'])}", source=spans,
            cue=(self.span(name, cue),), content=(self.span(name, content),), **given))

    def tables(self) -> Any:
        return SimpleNamespace(**{name: tuple(rows) for name, rows in self.rows.items()})


def harbour() -> Builder:
    """Eight reports and one hostile one about a blast at a fish quay: two origins and their reprints."""
    made = Builder()
    _add_harbour_reports(made)
    _add_harbour_sources(made)
    _add_harbour_findings(made)
    _add_harbour_remarks(made)
    _add_harbour_decisions(made)
    return made


def _add_harbour_decisions(made: Builder) -> None:
    """A correction with a hostile note, and one whose words are not in the report any more."""
    start, end = made.span("b1", "Twelve")
    row = Value("b1", "1", True, "killed", 12, 12, None, "total", None, None, None, "fact", None, start, end)
    for number, exact in ((1, "Twelve"), (2, "Thirteen")):
        words = Anchor("b1", start, end, exact, "", " people died in Port Selm", "0" * 64)
        made.rows["decisions"].append(Decision(
            number, f"value:{number}", 1, "2018-03-23T10:00:00Z", f"ada {HOSTILE}", "correct", "value", (words,),
            json.dumps(to_json(row)), (Change("low", "13"), Change("high", "13")), f"a slip {HOSTILE}"))


def _add_harbour_reports(made: Builder) -> None:
    agency = ("A blast tore through the fish quay of Port Selm on Tuesday, killing at least 14 people, "
              "police said in a statement.\n\nDockers spoke of a gas leak.")
    made.add_report("a1", "Coast Agency", "2018-03-20T14:00:00Z", "Blast at the fish quay", agency)
    made.add_report("a2", "Selm Courier", "2018-03-20T15:10:00+02:00", "Blast hits Port Selm",
                    agency + "\n\nPhoto: The quay on 2 March, after a fire.")
    made.add_report("a3", "Morning Sail", "2018-03-20", "30 dead in harbour blast",
                    agency + "\n\nUp to 30 were feared dead, Coast Agency reported.")
    made.add_report("a4", "Tide News", "2018-03-21", "Harbour: what we know", agency)
    made.add_report("a5", "Coast Agency", "2018-03-22T09:30:00Z", "Toll of quay blast rises",
                    "The toll of Tuesday's blast rose to 19, Coast Agency learned from the police.")
    made.add_report("b1", "Harbour Authority", "2018-03-21", "Statement on the accident",
                    "Twelve people died in Port Selm on Wednesday morning, the Harbour Authority said. “It was a "
                    "gas leak and nothing else,” its head Mira Tolle said. The fishermen's union denied a leak.")
    made.add_report("b2", "Selm Radio", "2018-03-21", "Authority names figure",
                    "The Harbour Authority counts 12 dead, Selm Radio says, citing Gull Post.")
    made.add_report("c1", "Gull Post", None, "Dozens dead at the port",
                    "Dozens died this week at the port. It was sabotage, some said. Selm Radio reported it first. "
                    "A ferry fire killed 7 in 2016.", url="javascript:alert(1)")
    made.add_report("x1", HOSTILE, "not a date", HOSTILE, f"{HOSTILE} {'endless' * 60}\n\nA second line.",
                    links=(Hyperlink("javascript:alert(2)", 0, 5),))
    made.rows["rejected"].append(Rejected("harbour/old.html", "no-text",
                                          "no article text found (only navigation)"))
    made.rows["stories"].append(Story("story", "Blast at the fish quay, Port Selm", tuple(made.report),
                                      "2018-03-20T14:00:00Z", "2018-03-22T09:30:00Z"))


def _add_harbour_sources(made: Builder) -> None:
    def link(name: str, to: str | None, kind: str, source: str | None = None, words: str = "", *,
             share: float | None = None, direction: str = "known") -> None:
        spans = ((made.span(name, words), ()),) if words else ()
        made.rows["links"].append(Link(name, to, source, kind, share, spans, direction))

    for copy in ("a2", "a3", "a4"):
        link(copy, "a1", "copies", share=0.93, direction="inferred" if copy == "a4" else "known")
    link("a3", None, "credits", "Coast Agency", "Coast Agency reported")
    for name in ("a1", "a2", "a3", "a4"):
        link(name, None, "cites", "Selm police", "police said in a statement")
    link("b2", "c1", "cites", "Gull Post", "citing Gull Post")
    link("c1", "b2", "cites", "Selm Radio", "Selm Radio reported it")
    made.rows["origins"] += [
        Origin("story", "coast", "Coast Agency", ("a1", "a2", "a3", "a4", "a5"), True, "four reports copy it",
               "certain"),
        Origin("story", "harbour", "Harbour Authority", ("b1", "b2"), True, "both give its statement", "certain"),
        Origin("story", "gull", "Gull Post", ("c1",), True, "names nobody"),
        Origin("story", "hostile", HOSTILE, ("x1",), True, HOSTILE),
        Origin("story", "police", "Selm police", ("a1", "a2", "a3", "a4"), False, "cited, not in the case"),
    ]


def _add_harbour_findings(made: Builder) -> None:
    tuesday = [made.witness(name, "Tuesday", "coast") for name in ("a1", "a2", "a3", "a4", "a5")]
    wednesday = [made.witness("b1", "Wednesday", "harbour", "the Harbour Authority")]
    made.add_finding("date", Day("2018-03-20"), tuesday, status="contested", difference="contradiction",
                     why="Tue 20 March and Wed 21 March cannot both hold", against=tuple(wednesday))
    made.add_finding("date", Day("2018-03-21"), wednesday, status="contested", difference="contradiction",
                     why="Wed 21 March and Tue 20 March cannot both hold", against=tuple(tuesday))
    first = [made.witness(name, "at least 14", "coast", "police") for name in ("a1", "a2", "a3", "a4")]
    later = [made.witness("a5", "19", "coast", "Coast Agency")]
    twelve = [made.witness("b1", "Twelve", "harbour", "the Harbour Authority"),
              made.witness("b2", "12", "harbour", "The Harbour Authority")]
    made.add_finding("killed", CountRange(14, None), first, status="superseded", difference="update",
                     why="Coast Agency gives 19 later", against=(*later, *twelve), of="total")
    made.add_finding("killed", CountRange(19, 19), later, status="contested", difference="contradiction",
                     why="12 and 19 are of the same people", against=(*first, *twelve), of="total")
    made.add_finding("killed", CountRange(12, 12), twelve, status="contested", difference="contradiction",
                     why="19 and 12 are of the same people", against=(*first, *later), of="total",
                     origins=OriginCount(1, 1, 2))
    made.add_finding("killed", CountRange(24, None), [made.witness("c1", "Dozens", "gull")], of="total",
                     difference="precision", why="“Dozens” names no number")
    made.add_finding("killed", CountRange(None, None), [made.witness("x1", "endless", "hostile", HOSTILE)],
                     of=HOSTILE)
    made.add_finding("place", Name("fish quay", 5), tuesday[:1])
    made.add_finding("perpetrator", Name("gas leak"), [made.witness("b1", "gas leak", "harbour", "Mira Tolle")],
                     status="denied", against=())
    made.add_finding("perpetrator", Name("sabotage"), [made.witness("c1", "sabotage", "gull", "some")])
    made.add_finding("weapon", Name(HOSTILE), [made.witness("x1", "second line", "hostile")])
    made.add_value("b1", "perpetrator", "gas leak", name="gas leak", denied_by="The fishermen's union",
                   said_by="Mira Tolle")
    made.add_value("c1", "killed", "7", incident="2", main=False, low=7, high=7)
    made.add_value("c1", "date", "2016", incident="2", main=False, low="2016", high="2016")


def _add_harbour_remarks(made: Builder) -> None:
    made.add_flag("a3", "headline_exceeds_body", "30 dead", "the headline says 30 dead, the body “Up to 30 feared”")
    made.add_flag("a2", "recycled_caption", "2 March", "the caption is of 2 March, the happening of 20 March")
    made.add_flag("b2", "circular_citation", "citing Gull Post", "reports of Selm Radio and Gull Post cite each other")
    made.add_flag("x1", "odd_kind", "endless", HOSTILE)
    for name in ("a1", "a2", "a3", "a4"):
        made.add_saying(name, "police", "said", "A blast tore through the fish quay of Port Selm on Tuesday",
                        source_kind="official")
    made.add_saying("b1", "Mira Tolle", "said.", "It was a gas leak and nothing else", direct=True,
                    source_kind="person")
    made.add_saying("c1", "some", "said", "It was sabotage", source_kind="anonymous", stance="hedges")
    made.add_saying("c1", None, "reported", "Selm Radio reported it first", source_kind=None)
    made.rows["mentions"] += [
        Mention("a1", *made.span("a1", "Port Selm"), "place", PlaceValue(5, "Port Selm", "ZZ", 1.0, 2.0)),
        Mention("x1", *made.span("x1", "second"), "place", None),
        Mention("a2", *made.span("a2", "2 March"), "time", TimeValue("2018-03-02", "DATE", "2018-03-02", "text")),
    ]


def big(reports: int = 60, origins: int = 9) -> Builder:
    """A story of many reports and origins, where every origin gives its own figure."""
    made = Builder()
    spots: dict[int, list[Witness]] = {}
    for number in range(reports):
        name, figure = f"r{number:02}", 10 + number % origins
        made.add_report(name, f"The Daily Outlet of Town {number}", f"2020-05-{1 + number % 28:02}",
                        f"Bridge at Ostmar falls, report {number}",
                        f"A bridge fell at Ostmar on Friday and {figure} people were killed, officials said. " * 3)
        origin = f"o{number % origins}"
        spots.setdefault(figure, []).append(made.witness(name, f"{figure} people", origin, "officials"))
        if number >= origins:
            made.rows["links"].append(Link(name, f"r{number % origins:02}", None, "copies", 0.8, (), "known"))
    for figure, given in spots.items():
        against = tuple(one for other, those in spots.items() if other != figure for one in those)
        made.add_finding("killed", CountRange(figure, figure), given, status="contested",
                         difference="contradiction", why=f"{figure} and others of the same people", against=against)
    for number in range(origins):
        made.rows["origins"].append(Origin("story", f"o{number}", f"News Agency Number {number}", tuple(
            name for place, name in enumerate(made.report) if place % origins == number), True, "copied by others"))
    made.rows["stories"].append(Story("story", "Bridge at Ostmar falls", tuple(made.report), "2020-05-01",
                                      "2020-05-28"))
    return made


@pytest.fixture(scope="session")
def harbour_tables() -> Any:
    """The tables of the blast at the fish quay."""
    return harbour().tables()


@pytest.fixture(scope="session")
def big_tables() -> Any:
    """The tables of a story with 60 reports and 9 origins."""
    return big().tables()
