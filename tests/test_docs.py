"""What the documentation must not lack."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import typer

from firsthand.show.cli import app
from firsthand.tables import TABLES

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    section = text.split(f"## firsthand {name}", 1)[1].split("\n## ", 1)[0]
    for parameter in COMMANDS[name].params:
        for option in getattr(parameter, "opts", ()):
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in section or f", `{option}" in section or f"{option} " in section, option


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_documented(table: object) -> None:
    text = (DOCS / "tables.md").read_text("utf-8")
    section = text.split(f"## {table.name}.jsonl", 1)[1].split("\n## ", 1)[0]  # type: ignore[attr-defined]
    for field in dataclasses.fields(table.record):  # type: ignore[attr-defined]
        assert field.name.rstrip("_") in section, field.name


def test_every_flag_is_documented() -> None:
    from firsthand.weigh.flags import KINDS

    text = (DOCS / "how-it-decides.md").read_text("utf-8")
    for kind in KINDS:
        assert f"`{kind}`" in text, kind
