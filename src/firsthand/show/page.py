"""Stories as one self-contained HTML page: styles and script inside, nothing loaded from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from firsthand.records import Rejected
from firsthand.show import phrase
from firsthand.show.atlas import draw_map
from firsthand.show.chart import HEIGHT, WIDTH
from firsthand.show.graph import BOX_HEIGHT, BOX_WIDTH, draw_graph
from firsthand.show.model import Label, Ruling, Segment, StoryView
from firsthand.show.scene import merge_words
from firsthand.text import printable

OPEN_REPORTS = 12
"""The texts of a story of more reports are folded, so that the page can be scrolled."""
MARK_ORDER = ("differs", "flag", "value", "cites", "says", "aside")
"""Where marks overlap, the first of these is drawn."""


def render_page(views: Sequence[StoryView], *, title: str = "", rejected: Sequence[Rejected] = (),
                orphaned: Sequence[Ruling] = ()) -> str:
    """The stories as an HTML document that needs no network, script or font of its own.

    `title` names the case; without one the largest story does; `orphaned` are decisions whose words are
    gone. Every text of a report is escaped,
    and a content security policy forbids everything that the page does not bring itself.
    """
    style, script = static_text("page.css"), static_text("page.js")
    environment = make_environment()
    environment.globals["href"] = lambda fragment: f"#{fragment}"
    together = [view for view in views if len(view.reports) > 1]
    alone = [view for view in views if len(view.reports) < 2]
    if not together and len(alone) == 1:
        together, alone = alone, together
    heading = phrase.one_line(title) or (together[0].title if len(together) == 1 else "Who said it")
    return environment.get_template("page.html").render(
        title=heading, together=together, alone=alone, rejected=rejected, style=Markup(style),
        script=Markup(script), style_hash=_digest(style), script_hash=_digest(script), orphaned=orphaned,
        level=2 if len(together) == 1 else 3, reports=sum(len(view.reports) for view in views)) + "\n"


def make_environment() -> Environment:
    """What all pages are made with: escaping everywhere, and the words and drawings that they share.

    A template that names parts of a story needs `href`, a function from a part's id to its address, and
    `level`, that of the parts' headings.
    """
    environment = Environment(loader=PackageLoader("firsthand.show"), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=StrictUndefined)
    environment.globals |= {
        "draw_graph": draw_graph, "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT}, "draw_map": draw_map,
        "chart": {"width": WIDTH, "height": HEIGHT},
        "open_reports": OPEN_REPORTS, "mark_class": _mark_class, "labels_by_words": _labels_by_words,
        "merge_words": merge_words,
    }
    environment.filters |= {"number": phrase.number_of, "listed": phrase.listed,
                            "printable": printable,
                            "line": phrase.one_line, "reasons": phrase.reasons_words,
                            "or_listed": partial(phrase.listed, last="or")}
    return environment


def static_text(name: str) -> str:
    """A file that the package carries; it goes into the page as it is."""
    return files("firsthand.show").joinpath("static", name).read_text("utf-8").strip()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _labels_by_words(labels: Sequence[Label]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = {}
    for label in labels:
        found.setdefault(label.words, []).append(label)
    return found


def _mark_class(segment: Segment, labels: dict[str, list[Label]]) -> str:
    """The kind under which a segment is drawn; empty where nothing marks it."""
    kinds = {label.kind for words in segment.marks for label in labels.get(words, ())}
    return next((kind for kind in MARK_ORDER if kind in kinds), "")
