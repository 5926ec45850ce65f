"""Every form shows every finding, escapes what is hostile, and says nothing about what is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from firsthand.show.documents import render
from firsthand.show.markdown import safe
from firsthand.show.terminal import print_overview, print_stories
from firsthand.show.view import story_views

VOID = {"meta", "br", "hr", "img", "link", "input", "col"}


def terminal(tables: Any, width: int = 200) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    print_stories(console, story_views(tables), rejected=tables.rejected, words=True)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def narrow(tables: Any) -> str:
    return terminal(tables, 60)


def page(tables: Any) -> str:
    return render(tables, ".html")


def markdown(tables: Any) -> str:
    return render(tables, ".md")


Form = Callable[[Any], str]
forms = pytest.mark.parametrize("form", [terminal, narrow, page, markdown])


def squeezed(text: str) -> str:
    """The text without a page's tags, white space, Markdown's backslashes and stars."""
    bare = text
    if text.startswith("<!DOCTYPE"):
        bare = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
        bare = re.sub(r"</?[a-z][^>]*>", "", bare).replace("&#39;", "'").replace("&#34;", '"')
    return re.sub(r"[\s\\*]", "", bare)


@forms
@pytest.mark.parametrize("words", [
    "9 reports · 4 origins (2–5) · 2 slots contested · 1 source nobody has added",
    "at least 14", "replaced by a later figure", "“Dozens”", "said by Mira Tolle",
    "denied by The fishermen's union", "Tue 20 March 2018", "Wed 21 March 2018", "contradiction", "cannot both hold",
    "update", "precision", "some, no number given",
    "Selm police", "cited, not in the case", "headline goes beyond the body", "the headline says 30 dead",
    "cite each other", "copied by", "93 %", "direction inferred", "nobody named", "killed 7; when 2016",
    "killing at least 14 people, police said in a statement", "no article text found",
])
def test_every_form_says(form: Form, words: str, harbour_tables: Any) -> None:
    assert squeezed(words) in squeezed(form(harbour_tables))


@forms
def test_every_form_has_the_words_of_every_finding(form: Form, harbour_tables: Any) -> None:
    shown = squeezed(form(harbour_tables))
    texts = {report.id: report.text for report in harbour_tables.reports}
    for finding in harbour_tables.findings:
        for witness in finding.reports:
            assert squeezed(texts[witness.report][witness.start:witness.end]) in shown


@forms
def test_same_tables_give_the_same_bytes(form: Form, harbour_tables: Any) -> None:
    assert form(harbour_tables) == form(harbour_tables)


@forms
def test_no_form_gives_a_verdict(form: Form, harbour_tables: Any) -> None:
    shown = form(harbour_tables).replace("firsthand never says true or false", "")
    prose = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", "", shown, flags=re.DOTALL)
    assert not re.search(r"\b(true|false|confirmed|fake)\b", prose, re.IGNORECASE)


@forms
def test_no_form_lets_a_text_steer_it(form: Form, harbour_tables: Any) -> None:
    shown = form(harbour_tables)
    assert "\x1b" not in shown
    if form in (page, markdown):
        assert "<script>alert" not in shown
    assert "javascript:" not in re.sub(r"(?s)<code>.*?</code>", "", shown)
    shown.encode("utf-8")


@forms
def test_every_form_shows_nothing_to_show(form: Form) -> None:
    nothing = SimpleNamespace(**dict.fromkeys((
        "reports", "rejected", "mentions", "attributions", "values", "stories", "links", "origins", "findings",
        "flags", "matches", "decisions"), ()))
    assert "\x00" not in form(nothing)


@pytest.mark.parametrize("width", [40, 60, 100, 120, 200])
def test_terminal_keeps_to_its_width(width: int, harbour_tables: Any, big_tables: Any) -> None:
    for tables in (harbour_tables, big_tables):
        assert max(map(len, terminal(tables, width).splitlines())) <= width


def test_terminal_keeps_square_brackets(harbour_tables: Any) -> None:
    assert "[bold]rich[/bold]" in terminal(harbour_tables)


def test_overview_numbers_the_stories(harbour_tables: Any) -> None:
    console = Console(file=StringIO(), width=100)
    print_overview(console, story_views(harbour_tables))
    assert console.file.getvalue().split()[:2] == ["1", "Blast"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", [page, markdown])
def test_decisions_are_shown_with_their_words_and_orphans_apart(form: Form, harbour_tables: Any) -> None:
    story, orphans = re.split("withoutwords|whosewordsaregone", squeezed(form(harbour_tables)))
    for bare, words in ((story, "Twelve"), (orphans, "Thirteen")):
        assert "correctedkilled12→killed13" in bare
        assert "ada" in bare
        assert "aslip" in bare
        assert words in bare
    assert "Thirteen" not in story


class Checker(HTMLParser):
    """Notes tags that do not balance, ids, links and everything that would load something."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.append(given)
        self.faults += [f"{tag} {name}" for name in given if name in ("src", "style", "srcset", "background")
                        or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


@pytest.fixture(scope="module", params=["harbour_tables", "big_tables"])
def checked(request: pytest.FixtureRequest) -> Checker:
    checker = Checker()
    checker.feed(page(request.getfixturevalue(request.param)))
    checker.close()
    return checker


def test_page_is_well_formed_and_loads_nothing(checked: Checker) -> None:
    assert checked.faults == []
    assert checked.open == []
    assert not checked.tags & {"link", "img", "iframe", "object", "embed", "base", "form", "video"}


def test_page_ids_are_unique_and_links_lead_somewhere(checked: Checker) -> None:
    assert len(checked.ids) == len(set(checked.ids))
    inside = {link["href"][1:] for link in checked.links if (link["href"] or "").startswith("#")}  # type: ignore[index]
    assert inside <= set(checked.ids)


def test_page_links_out_only_to_reports(checked: Checker) -> None:
    outside = [link for link in checked.links if not (link["href"] or "").startswith("#")]
    assert outside
    for link in outside:
        assert (link["href"] or "").startswith("https://news.example/")
        assert link["rel"] == "noopener noreferrer"


def test_page_styles_and_script_bring_no_address(harbour_tables: Any) -> None:
    parts = re.findall(r"<(style|script)>(.*?)</\1>", page(harbour_tables), re.DOTALL)
    assert [name for name, _ in parts] == ["style", "script"]
    assert not any(re.search(r"//[a-z]|@import|url\((?!#)", text) for _, text in parts)
    assert "default-src 'none'" in page(harbour_tables)


def test_markdown_is_read_as_headings_lists_and_one_table(harbour_tables: Any) -> None:
    read = MarkdownIt("commonmark").enable("table").parse(markdown(harbour_tables))
    inside = [token for block in read for token in (block, *(block.children or ()))]
    kinds = {token.type for token in inside}
    assert {"heading_open", "table_open", "list_item_open", "strong_open"} <= kinds
    assert not kinds & {"html_block", "image", "code_inline", "code_block", "fence"}
    rows = [[token.type for token in read].count(kind) for kind in ("th_open", "td_open")]
    assert rows[1] % rows[0] == 0
    html = {token.content for token in inside if token.type == "html_inline"}
    assert html <= {"<br>"}
    links = {token.attrGet("href") for token in inside if token.type == "link_open"}
    assert all(str(one).startswith("https://news.example/") for one in links)


@pytest.mark.parametrize(("text", "shown"), [
    ("a *b* [c](d)", r"a \*b\* \[c\](d)"), ("<b>", r"\<b\>"), ("1. x", r"1\. x"), ("- x", r"\- x"),
    ("a|b", r"a\|b"), ("# x", r"\# x"), ("see https://x.example", r"see https\://x.example"), ("a\nb", "a b"),
])
def test_markdown_is_escaped(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_a_report_that_stands_alone_is_named_and_not_printed_in_full(harbour_tables: Any, big_tables: Any) -> None:
    both = SimpleNamespace(**{name: rows + getattr(big_tables, name)[:1] if name in ("reports", "stories") else rows
                              for name, rows in vars(harbour_tables).items()})
    for form in (terminal, markdown, page):
        shown = form(both)
        assert "1 report stands alone" in shown
        assert "Bridge at Ostmar falls" in shown
