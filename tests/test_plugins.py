"""What plugins of others may do wrong, and that what they give is checked."""

from __future__ import annotations

import io
import types
from collections.abc import Callable
from typing import Any

import pytest

from firsthand.errors import PluginError
from firsthand.options import ReadOptions
from firsthand.plugins import Exporter, Plugins, Reader, hookimpl, load_plugins
from firsthand.read.table import read_cells
from firsthand.records import Flag, Rejected, Report, Story
from tests.conftest import make_report

REPORT = make_report("A blast killed 14 people at the quay, the harbour master said.")
STORY = Story("s1", "Blast", (REPORT.id,), None, None)
ROWS: dict[str, list[Any]] = {"reports": [REPORT], **{name: [] for name in (
    "mentions", "attributions", "values", "links", "origins", "findings")}}


def plugins(*modules: tuple[str, dict[str, Callable[..., Any]]]) -> Plugins:
    made = []
    for name, functions in modules:
        module = types.ModuleType(name)
        for called, function in functions.items():
            setattr(module, called, hookimpl(function))
        made.append((name, module))
    return load_plugins(*made)


def reader(name: str, *given: Any) -> Reader:
    return Reader(name, (f".{name}",), lambda handle, ref, options: given)


def flagging(*flags: Any) -> dict[str, Callable[..., Any]]:
    return {"firsthand_flags": lambda story: flags}


def test_without_plugins_there_is_nothing() -> None:
    found = plugins()
    assert (found.readers(), found.exporters(), found.flags([STORY], ROWS, ())) == ({}, {}, [])


def test_plugins_stand_in_the_order_of_their_names_whatever_comes_first() -> None:
    def one(name: str) -> tuple[str, dict[str, Callable[..., Any]]]:
        return name, {"firsthand_readers": lambda: [reader(name)]} | flagging(
            Flag(STORY.id, REPORT.id, name, 0, 1, "x"))

    for names in (("b", "a", "c"), ("c", "b", "a")):
        found = plugins(*map(one, names))
        assert list(found.readers()) == ["a", "b", "c"]
        assert [flag.kind for flag in found.flags([STORY], ROWS, ())] == ["a", "b", "c"]
        assert list(found.versions()) == ["a", "b", "c"]


def test_a_plugin_sees_the_rows_of_its_story_alone() -> None:
    other = make_report("The orchestra of Lower Varn opened its season.")
    seen: list[tuple[str, list[str]]] = []

    def look(story: Story, reports: list[Report], values: list[Any]) -> list[Flag]:
        seen.append((story.id, [report.id for report in reports]))
        assert values == []
        return []

    found = plugins(("look", {"firsthand_flags": look}))
    found.flags([STORY, Story("s2", "Concert", (other.id,), None, None)], ROWS | {"reports": [other, REPORT]}, ())
    assert seen == [("s1", [REPORT.id]), ("s2", [other.id])]


@pytest.mark.parametrize("flag", [
    "no flag", Flag("s9", REPORT.id, "odd", 0, 1, "x"), Flag(STORY.id, "nobody", "odd", 0, 1, "x"),
    Flag(STORY.id, REPORT.id, "odd", 5, 999, "x"), Flag(STORY.id, REPORT.id, "odd", 5, 2, "x"),
    Flag(STORY.id, REPORT.id, "undated", 0, 1, "x"), Flag(STORY.id, REPORT.id, "Odd One", 0, 1, "x")])
def test_a_flag_on_no_words_or_of_a_kind_of_others_is_refused(flag: Any) -> None:
    with pytest.raises(PluginError, match="plugin bad gave"):
        plugins(("bad", flagging(flag))).flags([STORY], ROWS, ("undated",))


def test_what_fails_in_a_plugin_names_it() -> None:
    def fail(*_: Any) -> Any:
        raise KeyError("x")

    found = plugins(("bad", {"firsthand_readers": fail, "firsthand_exporters": fail,
                             "firsthand_flags": lambda story: 1 // 0}))
    with pytest.raises(PluginError, match=r"bad failed \(KeyError"):
        found.readers()
    with pytest.raises(PluginError, match=r"bad failed \(KeyError"):
        found.exporters()
    with pytest.raises(PluginError, match=r"bad failed \(ZeroDivisionError"):
        found.flags([STORY], ROWS, ())
    with pytest.raises(PluginError, match=r"failed \(KeyError"):
        list(found.read(Reader("bad", (), fail), io.BytesIO(), "x", ReadOptions()))
    with pytest.raises(PluginError, match=r"failed \(KeyError"):
        found.write(Exporter("bad", ".x", "text/plain", "Bad", fail), None, {})


@pytest.mark.parametrize("given", [["x"], [reader("text")], [reader("Odd Name")], [reader("a"), reader("a")]])
def test_a_reader_needs_a_name_of_its_own(given: list[Any]) -> None:
    with pytest.raises(PluginError, match="no Reader with a name of its own"):
        plugins(("bad", {"firsthand_readers": lambda: given})).readers(("auto", "text"))


def test_records_become_reports_as_those_of_json_lines_do() -> None:
    given = reader("log", {"id": "a", "text": REPORT.text, "publisher": "Selm Post"}, {"id": "b"},
                   Rejected("c", "x", "y"))
    items = list(read_cells(plugins().read(given, io.BytesIO(), "in.log", ReadOptions()), "in.log", ReadOptions()))
    assert isinstance(items[0], Report)
    assert (items[0].ref, items[0].publisher) == ("a", "Selm Post")
    assert [item.reason for item in items[1:] if isinstance(item, Rejected)] == ["no-text", "x"]
    with pytest.raises(PluginError, match="gave a int where a record is due"):
        list(plugins().read(reader("log", 5), io.BytesIO(), "in.log", ReadOptions()))


def test_an_exporter_gives_text() -> None:
    given = Exporter("odd", ".x", "text/plain", "Odd", lambda tables, about: b"bytes")  # type: ignore[arg-type,return-value]
    with pytest.raises(PluginError, match="gave a bytes where a text is due"):
        plugins().write(given, None, {})


def test_a_hook_that_there_is_not_is_told() -> None:
    with pytest.raises(PluginError, match="firsthand_moods"):
        plugins(("bad", {"firsthand_moods": lambda: []}))
