"""The pages of the workbench, from a snapshot of the case."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any
from urllib.parse import quote

from firsthand.case import Case, CaseStory
from firsthand.errors import OptionError
from firsthand.flow import Tables
from firsthand.records import Report, Story
from firsthand.show import phrase
from firsthand.show.against import draft_review
from firsthand.show.page import make_environment
from firsthand.show.rulings import ruling_of
from firsthand.show.scene import find_scenes
from firsthand.show.view import story_views
from firsthand.show.web.choose import read_choice
from firsthand.show.web.gate import Visitor
from firsthand.show.web.items import KINDS, find_items
from firsthand.show.web.jobs import Job
from firsthand.show.web.layers import LAYERS, layered_report, mark_layers
from firsthand.show.web.lines import Line, Wanted, split_found, story_line
from firsthand.show.web.saves import FORMS
from firsthand.snapshot import Snapshot
from firsthand.store import Account, AuditEntry

PAGE = 50
"""Stories, items or decisions on a page."""
EXCERPTS = 2
"""Reports of a story that are shown with the words that were searched for; the rest are counted."""
MAX_VIEWS = 64
"""Stories that are kept ready to be shown."""


class Pages:
    """Every page, by name. Each method gives HTML."""

    def __init__(self, case: Case, *, shared: bool = False) -> None:
        self._case = case
        self._shared = shared
        self._environment = make_environment()
        self._environment.globals |= {"mark_class": mark_layers, "level": 2}
        self._environment.filters |= {"moment": phrase.moment_words, "found": split_found}
        self._views: OrderedDict[tuple[Any, ...], dict[str, Any]] = OrderedDict()
        self._lines: tuple[Any, dict[str, Line]] = (None, {})
        self._lock = Lock()

    def _render(self, name: str, visitor: Visitor | None = None, **given: Any) -> str:
        return self._environment.get_template(f"web/{name}.html").render(
            visitor=visitor, place=phrase.one_line(self._case.place), **{"shared": self._shared, **given})

    def about(self) -> dict[str, Any]:
        """What made the tables."""
        return self._case.about()

    def tables(self, story: str) -> Tables:
        """The tables of the case, or of one story."""
        known = self._case.snapshot()
        return known.story_tables(_story(known, story)) if story else known.tables()

    # ------------------------------------------------------------ the case

    def case(self, visitor: Visitor, wanted: Wanted) -> str:
        """The stories of the case, or those that are wanted, with the words that were searched for."""
        known = self._case.snapshot()
        lines = self._story_lines(known)
        hits = self._hits(known, wanted.q)
        shown = [line for line in lines.values() if line.fits(wanted) and (hits is None or line.id in hits)]
        pages = max(1, -(-len(shown) // PAGE))
        page = min(max(wanted.page, 1), pages)
        listed = shown[(page - 1) * PAGE:page * PAGE]
        return self._render(
            "case", visitor, lines=listed, wanted=wanted, hits=hits, excerpts=self._excerpts(listed, hits, wanted.q),
            known=known.reports, page=page, pages=pages, reports=len(known.reports), stories=len(lines),
            rejected=known.rejected, shown=len(shown), orphaned=len(known.standing.orphaned), forms=FORMS)

    def _hits(self, known: Snapshot, words: str) -> dict[str, list[str]] | None:
        """The reports that hold some words, by story; None where no words are asked for."""
        if not words.strip():
            return None
        hits: dict[str, list[str]] = {}
        for report in self._case.find_holding(words):
            if report in known.story_of:
                hits.setdefault(known.story_of[report], []).append(report)
        return hits

    def _excerpts(self, lines: Sequence[Line], hits: dict[str, list[str]] | None, words: str) -> dict[str, str]:
        """The found words of the first reports of each story."""
        among = [report for line in lines for report in (hits or {}).get(line.id, ())[:EXCERPTS]]
        return dict(self._case.search(words, len(among), among)) if among else {}

    def _story_lines(self, known: Snapshot) -> dict[str, Line]:
        """A line for every story, latest first, worked out once for each snapshot."""
        held, lines = self._lines
        if held is not known.by_story:
            made = [story_line(known, story) for story in known.stories.values()]
            lines = {line.id: line for line in sorted(made, key=lambda line: (line.last, line.reports, line.id),
                                                      reverse=True)}
            self._lines = known.by_story, lines
        return lines

    # ------------------------------------------------------------ a story and a report

    def _view(self, known: Snapshot, story: Story) -> dict[str, Any]:
        """A story ready to be shown, kept until something in it changes."""
        key = (story.id, len(known.reports), tuple(one.number for one in known.decisions_on(story)),
               id(known.by_story["findings"].get(story.id)))
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
                return self._views[key]
        tables = known.story_tables(story)
        made = {"view": story_views(tables)[0], "scene": find_scenes(tables)[0], "tables": tables}
        with self._lock:
            self._views[key] = made
            while len(self._views) > MAX_VIEWS:
                self._views.popitem(last=False)
        return made

    def story(self, visitor: Visitor, name: str) -> str:
        """A story: its accounts, the toll over time, who had it from whom, the map, what is missing."""
        known = self._case.snapshot()
        story = _story(known, name)
        made = self._view(known, story)
        reports = [report.id for report in made["scene"].reports]
        return self._render("story", visitor, view=made["view"], story_id=story.id, href=_href(story, reports),
                            forms=FORMS)

    def report(self, visitor: Visitor, name: str) -> str:
        """A report: its text with layers to switch on, and what is known of the page it came from."""
        known = self._case.snapshot()
        report = known.reports.get(name)
        if report is None:
            raise OptionError("there is no such report in the case")
        story = known.stories[known.story_of[name]]
        made = self._view(known, story)
        scene = made["scene"]
        shown = layered_report(scene, made["view"], report)
        reports = [one.id for one in scene.reports]
        flags = [one for one in made["view"].remarks if shown.number in one.reports]
        return self._render("report", visitor, view=made["view"], one=shown, record=report, layers=LAYERS,
                            story_id=story.id, href=_href(story, reports), flags=flags, sha256=_sha256(report), level=1)

    # ------------------------------------------------------------ deciding

    def claim_review(self, name: str, finding: int, signer: str, url: str) -> str:
        """The ClaimReview draft of a decided finding, by its number."""
        known = self._case.snapshot()
        story = _story(known, name)
        return draft_review(CaseStory(story, known.story_tables(story)), finding, signer.strip(), url.strip() or None)

    def decide(self, visitor: Visitor, name: str, kind: str, page: int, at: str = "") -> str:
        """The rows of one kind of a story, to decide on; the page that holds the target `at`, where one is given."""
        known = self._case.snapshot()
        story = _story(known, name)
        if kind not in KINDS:
            raise OptionError(f"there is nothing to decide of kind {kind!r}")
        items = find_items(known, story, kind)
        pages = max(1, -(-len(items) // PAGE))
        page = next((place // PAGE + 1 for place, one in enumerate(items) if one.target == at), page)
        page = min(max(page, 1), pages)
        made = self._view(known, story)
        reports = made["scene"].reports
        others = [line for line in self._story_lines(known).values() if line.id != story.id][:200] \
            if kind == "story" else []
        return self._render(
            "decide", visitor, view=made["view"], story_id=story.id, kind=kind, kinds=KINDS,
            items=items[(page - 1) * PAGE:page * PAGE], total=len(items), page=page, pages=pages, others=others,
            origins=[(one.id, phrase.one_line(one.name)) for one in made["tables"].origins],
            members=[(one.id, number, phrase.outlet_of(one), phrase.title_of(one))
                     for number, one in enumerate(reports, start=1)],
            href=_href(story, [one.id for one in reports]))

    def take_decision(self, visitor: Visitor, name: str, fields: Sequence[tuple[str, str]]) -> str:
        """Keeps a decision from a form; gives the address to go on at."""
        known = self._case.snapshot()
        story = _story(known, name)
        cells = dict(fields)
        kind, target = cells.get("kind", ""), cells.get("target", "")
        if kind not in KINDS:
            raise OptionError(f"there is nothing to decide of kind {kind!r}")
        item = next((one for one in find_items(known, story, kind) if one.target == target), None)
        if item is None:
            raise OptionError("what you decided on is not there any more: somebody changed it meanwhile; "
                              "load the page anew")
        kept = self._case.decide(read_choice(item, fields, known), visitor.name)
        after = self._case.snapshot()
        now = next((after.story_of[one.report] for one in kept.anchors if one.report in after.story_of), story.id)
        return f"/story/{now}/decide?kind={kind}&at={quote(target)}#{quote(target)}"

    def decisions(self, visitor: Visitor, page: int) -> str:
        """Every decision, latest first, and those whose words are gone."""
        known = self._case.snapshot()
        latest = known.decisions[::-1]
        pages = max(1, -(-len(latest) // PAGE))
        page = min(max(page, 1), pages)
        shown = [ruling_of(one) for one in latest[(page - 1) * PAGE:page * PAGE]]
        return self._render("decisions", visitor, rows=shown, page=page, pages=pages, total=len(latest),
                            orphaned=[ruling_of(one) for one in known.standing.orphaned], story_of=known.story_of,
                            href=lambda fragment: f"#{fragment}")

    # ------------------------------------------------------------ adding, signing in, errors

    def add(self, visitor: Visitor) -> str:
        """The form for files and pasted text."""
        return self._render("add", visitor, job=None)

    def adding(self, visitor: Visitor, job: Job) -> str:
        """How far an addition came."""
        return self._render("add", visitor, job=job)

    def sign_in(self, *, shared: bool, message: str = "") -> str:
        """The form for name and password; on one's own machine, a word on where to look."""
        return self._render("sign_in", shared=shared, message=message)

    def log(self, visitor: Visitor, entries: Sequence[AuditEntry], accounts: Sequence[Account]) -> str:
        """What was done in a shared case, and who may sign in."""
        return self._render("log", visitor, entries=entries, accounts=accounts)

    def error(self, message: str) -> str:
        """A page that says what is wrong and what to do."""
        return self._render("error", message=phrase.one_line(message))


def _story(known: Snapshot, name: str) -> Story:
    found = known.stories.get(name)
    if found is None:
        raise OptionError("there is no such story: it may have been merged or split; see the list of stories")
    return found


def _href(story: Story, reports: Sequence[str]) -> Callable[[str], str]:
    """Addresses of the parts of a story: words and reports are on their report's page."""
    def href(fragment: str) -> str:
        head, _, rest = fragment.removeprefix("s1").lstrip("-").partition("-")
        if head.startswith("r") and head[1:].isdecimal() and int(head[1:]) <= len(reports):
            return f"/report/{reports[int(head[1:]) - 1]}" + (f"#{fragment}" if rest else "")
        return f"/story/{story.id}#{fragment}"

    return href


def _sha256(report: Report) -> str:
    from firsthand.decide.anchors import anchor

    return anchor(report, 0, 0).sha256
