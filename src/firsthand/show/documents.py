"""The tables as one document: a page, Markdown, or JSON."""

from __future__ import annotations

import json

from firsthand.decide import standing
from firsthand.flow import Tables
from firsthand.show.markdown import render_markdown
from firsthand.show.page import render_page
from firsthand.show.rulings import ruling_of
from firsthand.show.view import story_views
from firsthand.tables import TABLES, to_json


def render(tables: Tables, ending: str) -> str:
    """The tables as `.html`, `.md` or `.json`."""
    if ending == ".json":
        return render_json(tables)
    draw = render_page if ending == ".html" else render_markdown
    reports = {report.id: report for report in tables.reports}
    orphaned = [ruling_of(one) for one in standing(tables.decisions, reports).orphaned]
    return draw(story_views(tables), rejected=tables.rejected, orphaned=orphaned)


def render_json(tables: Tables) -> str:
    """One JSON object: every table by its name, its rows in the order of its key."""
    rows = {table.name: [to_json(row) for row in table.sorted(getattr(tables, table.name))]
            for table in TABLES}
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
