"""What the documentation must not lack: whoever adds a command, option, column, kind or error describes it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Union, get_args, get_origin, get_type_hints

import pytest
import typer

import firsthand as fh
from firsthand import errors, options, records
from firsthand.show.cli import app
from firsthand.tables import TABLES, Table
from firsthand.weigh import flags, versions

ROOT = Path(__file__).parent.parent
DOCS, SOURCE = ROOT / "docs", ROOT / "src" / "firsthand"
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
ERRORS = [one for one in vars(errors).values()
          if inspect.isclass(one) and issubclass(one, errors.FirsthandError) and not one.__name__.startswith("_")]


def section(page: str, heading: str) -> str:
    """A page's part below a heading that begins so, up to the next of its rank."""
    text = (DOCS / page).read_text("utf-8")
    assert f"\n{heading}" in text, f"{page} has no heading {heading!r}"
    rank = heading.partition(" ")[0]
    return text.split(f"\n{heading}", 1)[1].split(f"\n{rank} ", 1)[0]


def coded(text: str) -> set[str]:
    """The words of a text that stand in code: in backticks, or in the first cell of a table's row."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = [*re.findall(r"`([^`]+)`", text), *re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)]
    return {word for span in spans for word in re.findall(r"[\w-]+", span)}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    text = section("commands.md", f"## firsthand {name}")
    options = {option for parameter in COMMANDS[name].params for option in getattr(parameter, "opts", ())
               if option.startswith("-")} - {"--help", "-h"}
    documented = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", " ".join(re.findall(r"`([^`]+)`", text))))
    assert options <= documented
    rows = {option for cell in re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
            for option in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", cell)}
    assert rows <= options, "options are described that there are not"
    assert (COMMANDS[name].help or "").strip()


def test_no_command_is_described_that_there_is_not() -> None:
    assert set(re.findall(r"^## firsthand ([a-z]+)", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE)) == set(
        COMMANDS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_documented(table: Table) -> None:
    heading, _, text = section("tables.md", f"## {table.name}.jsonl").partition("\n")
    key = set(re.findall(r"\w+", heading.partition(":")[0]))
    assert set(table.key) <= key or table.key == ("ref", "reason", "detail")
    assert {field.name.rstrip("_") for field in dataclasses.fields(table.record)} <= coded(text) | key


def literals(hint: object) -> Iterator[str]:
    """Every word that an annotation allows."""
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    elif get_origin(hint) in (Union, tuple) or get_args(hint):
        for part in get_args(hint):
            yield from literals(part)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_word_that_a_column_can_hold_is_documented(table: Table) -> None:
    """Statuses, differences, kinds, stances, standings, actions and the rest."""
    text = (DOCS / "tables.md").read_text("utf-8")
    words = {word for hint in get_type_hints(table.record).values() for word in literals(hint)}
    assert {word for word in words if not re.search(rf"[`|\"]{re.escape(word)}[`|\"]", text)} == set()


def test_every_nested_kind_is_documented() -> None:
    text = (DOCS / "tables.md").read_text("utf-8")
    for record in (records.Block, records.TimeValue, records.ActorValue):
        for hint in get_type_hints(record).values():
            for word in literals(hint):
                assert re.search(rf"[`|\"]{word}[`|\"]", text), word


def test_every_flag_is_documented() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", section("how-it-decides.md", "## Flags"), re.MULTILINE))
    assert rows == {*flags.KINDS, *versions.KINDS}


def test_every_error_is_documented() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", section("errors.md", "## Errors"), re.MULTILINE))
    assert rows == {one.__name__ for one in ERRORS}
    for one in ERRORS:
        assert f" {one.__name__} " in (errors.__doc__ or "").replace("──", ""), f"{one.__name__} is not in the tree"


def reasons() -> set[str]:
    """The reasons for refusals that the code gives, read off the code."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = {"Rejected": 1, "DamagedError": 0, "FetchError": 0}.get(name, 99)
                if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found.add(str(node.args[place].value))  # type: ignore[attr-defined]
    from firsthand.read.warc import TOLD

    return found | set(TOLD)


def test_every_reason_for_a_refusal_is_documented() -> None:
    rows = set(re.findall(r"^\| `([\w-]+)` \|", section("errors.md", "## Refusals"), re.MULTILINE))
    assert rows == reasons()


def test_every_public_name_is_documented() -> None:
    words = coded((DOCS / "python.md").read_text("utf-8"))
    assert set(fh.__all__) <= words
    for one in (fh.Case, fh.CaseStory):
        public = {name for name in vars(one) if not name.startswith("_")}
        assert public - {"story", "tables"} <= words, one.__name__


def test_every_option_of_a_stage_says_what_it_is() -> None:
    """The thresholds are described where they stand: a string below each."""
    source = (SOURCE / "options.py").read_text("utf-8")
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name != "Options":
            for place, line in enumerate(node.body):
                if isinstance(line, ast.AnnAssign):
                    below = node.body[place + 1] if place + 1 < len(node.body) else None
                    assert isinstance(below, ast.Expr), f"{node.name}.{ast.unparse(line.target)} has no description"
    assert {field.name for field in dataclasses.fields(options.Options)}


def test_every_page_is_in_the_index_and_every_link_leads_somewhere() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert {page for page in pages if f"({page})" not in index} == set()
    for path in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
