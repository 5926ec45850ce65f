"""Readers, exporters and checks of others: packages that name themselves under the entry point `firsthand`.

A plugin is a module with functions of these names, each marked with `hookimpl` (pluggy):

    from firsthand.plugins import Exporter, Reader, hookimpl

    @hookimpl
    def firsthand_readers():
        return [Reader("wire", (".wire",), read_wire)]

`docs/plugins.md` tells the whole of it, `examples/harbour_log` is one. What a plugin gives is checked; what
fails in it is a `PluginError` that names it. Without plugins nothing here costs anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from firsthand.errors import FirsthandError, PluginError
from firsthand.options import ReadOptions
from firsthand.records import (
    Attribution,
    Finding,
    Flag,
    Link,
    Mention,
    Origin,
    Rejected,
    Report,
    Story,
    Value,
)

if TYPE_CHECKING:
    import pluggy

PROJECT = "firsthand"
"""The name of the entry points' group, and the beginning of every hook's name."""
MARK = f"{PROJECT}_impl"
"""What pluggy's own marker sets on a function."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
Record = Mapping[str, Any]
"""One report as a JSON Lines input gives it: `text`, and what is known of `id`, `title`, `published`, …"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a format: `read(handle, ref, options)` gives a record for each report, or a `Rejected`.

    `suffixes` (with their dots, lower case) and `sniff`, which sees the first 4,096 bytes, tell which files
    are meant; those of `firsthand` itself come first. `name` is what `--format` calls it.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str, ReadOptions], Iterable[Record | Rejected]]
    sniff: Callable[[bytes], bool] | None = None


@dataclass(frozen=True, slots=True)
class Exporter:
    """Writes a case as one document: `write` takes its `firsthand.Tables` and what made them (`Case.about`) and
    gives the text. `name` is what `export --format` calls it; `ending` begins with a dot."""

    name: str
    ending: str
    media_type: str
    title: str
    write: Callable[[Any, Mapping[str, Any]], str]


def hookimpl(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a plugin's function as one that firsthand calls."""
    import pluggy

    marked: Callable[..., Any] = pluggy.HookimplMarker(PROJECT)(function)
    return marked


class Hooks:
    """What a plugin may have; each function may take fewer parameters than stand here, by their names."""

    def firsthand_readers(self) -> Iterable[Reader]:
        """Formats that the plugin reads."""
        raise NotImplementedError

    def firsthand_exporters(self) -> Iterable[Exporter]:
        """Documents that the plugin writes."""
        raise NotImplementedError

    def firsthand_flags(self, story: Story, reports: Sequence[Report],  # noqa: PLR0913, PLR0917
                        mentions: Sequence[Mention],
                        attributions: Sequence[Attribution], values: Sequence[Value], links: Sequence[Link],
                        origins: Sequence[Origin], findings: Sequence[Finding]) -> Iterable[Flag]:
        """What to look at in a story: its own rows come in the order of their tables."""
        raise NotImplementedError


@cache
def installed() -> Plugins:
    """The plugins of this environment, loaded once."""
    return load_plugins()


def load_plugins(*modules: tuple[str, Any]) -> Plugins:
    """The installed plugins and these (name, module); raises `PluginError` where one cannot be loaded."""
    import pluggy

    manager = pluggy.PluginManager(PROJECT)
    specification = pluggy.HookspecMarker(PROJECT)
    for name in ("firsthand_readers", "firsthand_exporters", "firsthand_flags"):
        specification(getattr(Hooks, name))
    manager.add_hookspecs(Hooks)
    with _blamed("a plugin"):
        manager.load_setuptools_entrypoints(PROJECT)
        for name, module in modules:
            manager.register(module, name)
        manager.check_pending()
    return Plugins(manager)


class Plugins:
    """The plugins at hand. What they give stands in the order of their names, so that it is always the same."""

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self._manager = manager
        self._names = sorted(name for name, module in manager.list_name_plugin() if module is not None)

    def versions(self) -> dict[str, str]:
        """Name and version of each plugin, for what says what made the tables; no version for a bare module."""
        known = {dist.project_name: dist.version for _, dist in self._manager.list_plugin_distinfo()}
        modules = {self._manager.get_name(module): dist for module, dist in self._manager.list_plugin_distinfo()}
        return {name: known[modules[name].project_name] if name in modules else "" for name in self._names}

    def _each(self, hook: str) -> Iterator[tuple[str, Any]]:
        """(name, implementation) of the plugins that have a hook."""
        found = {one.plugin_name: one for one in getattr(self._manager.hook, hook).get_hookimpls()}
        return ((name, found[name]) for name in self._names if name in found)

    def readers(self, taken: Iterable[str] = ()) -> dict[str, Reader]:
        """The readers by their names; none may have a `taken` name."""
        return self._by_name("firsthand_readers", Reader, taken)

    def exporters(self, taken: Iterable[str] = ()) -> dict[str, Exporter]:
        """The exporters by their names; none may have a `taken` name."""
        return self._by_name("firsthand_exporters", Exporter, taken)

    def _by_name(self, hook: str, kind: type[Any], taken: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        known = set(taken)
        for name, call in self._each(hook):
            with _blamed(name):
                given = list(call.function())
            for one in given:
                if not isinstance(one, kind) or not _NAME.fullmatch(one.name) or one.name in known:
                    raise PluginError(f"plugin {name}: {getattr(one, 'name', one)!r} is no {kind.__name__} with a name "
                                      "of its own in small letters; remove the plugin or ask its maker")
                known.add(one.name)
                found[one.name] = one
        return found

    def read(self, reader: Reader, handle: BinaryIO, ref: str,
             options: ReadOptions) -> Iterator[tuple[str, dict[str, Any] | Rejected, tuple[str, ...]]]:
        """(where, record or refusal, notes) of what a reader gives; raises `PluginError` where it fails."""
        with _blamed(reader.name):
            for number, one in enumerate(reader.read(handle, ref, options), start=1):
                if not isinstance(one, Rejected | Mapping):
                    raise PluginError(f"plugin {reader.name} gave a {type(one).__name__} where a record is due; ask "
                                      "its maker")
                yield f"{ref}:{number}", one if isinstance(one, Rejected) else dict(one), ()

    def write(self, exporter: Exporter, tables: Any, about: Mapping[str, Any]) -> str:
        """What an exporter makes of a case; raises `PluginError` where it fails."""
        with _blamed(exporter.name):
            text = exporter.write(tables, about)
        if not isinstance(text, str):
            raise PluginError(f"plugin {exporter.name} gave a {type(text).__name__} where a text is due; ask its maker")
        return text

    def flags(self, stories: Sequence[Story], rows: Mapping[str, Sequence[Any]], taken: Iterable[str]) -> list[Flag]:
        """The flags of every plugin on every story, as far as they can be: `taken` are the kinds of others.

        `rows` are tables by their names. Raises `PluginError` where a flag points at no words of its story.
        """
        calls, known = list(self._each("firsthand_flags")), set(taken)
        if not calls:
            return []
        own = _by_story(stories, rows)
        return [flag for name, call in calls for story in stories
                for flag in _checked(name, call, {"story": story, **own[story.id]}, known)]


def _by_story(stories: Sequence[Story], rows: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, list[Any]]]:
    """The rows of every table by the stories that they belong to."""
    columns = {"reports": "id", "links": "from_"}
    home = {report: story.id for story in stories for report in story.reports}
    found: dict[str, dict[str, list[Any]]] = {story.id: {name: [] for name in rows} for story in stories}
    for name, given in rows.items():
        for row in given:
            story = row.story if hasattr(row, "story") else home.get(getattr(row, columns.get(name, "report")))
            if story in found:
                found[story][name].append(row)
    return found


def _checked(name: str, call: Any, given: Mapping[str, Any], taken: set[str]) -> Iterator[Flag]:
    with _blamed(name):
        flags = list(call.function(**{one: given[one] for one in call.argnames}))
    lengths = {report.id: len(report.text) for report in given["reports"]}
    for flag in flags:
        fits = (isinstance(flag, Flag) and flag.story == given["story"].id and _NAME.fullmatch(flag.kind)
                and flag.kind not in taken and 0 <= flag.start <= flag.end <= lengths.get(flag.report, -1))
        if not fits:
            raise PluginError(f"plugin {name} gave {flag!r}, which is no flag of a kind of its own on words of the "
                              "story; remove the plugin or ask its maker")
        yield flag


@contextmanager
def _blamed(name: str) -> Iterator[None]:
    """What fails within is the plugin's fault."""
    try:
        yield
    except FirsthandError:
        raise
    except Exception as error:
        raise PluginError(f"plugin {name} failed ({type(error).__name__}: {error}); remove it or ask its maker"
                          ) from error
