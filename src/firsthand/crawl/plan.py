"""What a crawl is of: its inputs by their content, options, models and code; and what of these has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from firsthand.engine.files import sha256_of, write_bytes
from firsthand.errors import OptionError
from firsthand.extract import Extractor
from firsthand.options import Options
from firsthand.plugins import installed
from firsthand.read import Source, list_sources
from firsthand.read.source import STDIN
from firsthand.records import Rejected
from firsthand.text import digest
from firsthand.trace.outlets import read_outlets
from firsthand.version import VERSION

MANIFEST = "manifest.json"
HASHED_AT_ONCE = 4
"""Files whose digests are made at once: disks, not processors, set the pace."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be read: its name as given, its SHA-256 and size; or why it cannot be."""

    ref: str
    sha256: str | None
    size: int
    problem: Rejected | None = None


@dataclass(frozen=True)
class Plan:
    """All that the tables of a crawl rest on."""

    inputs: tuple[Input, ...]
    options: Options
    models: Mapping[str, str]
    code: Mapping[str, str]

    def basis(self, *stages: str) -> list[object]:
        """What the work of some stages rests on beside its input: their options and code, and the models."""
        chosen = asdict(self.options)
        return [[self.code[name] for name in ("shared", "plugins", *stages)], [chosen[stage] for stage in stages],
                dict(self.models) if "extract" in stages else {}]

    def to_json(self) -> dict[str, Any]:
        """The plan as it is written to the manifest."""
        inputs = [{"ref": one.ref, "sha256": one.sha256, "bytes": one.size} for one in self.inputs]
        return {**self.about(), "code": dict(self.code), "inputs": inputs}

    def about(self) -> dict[str, Any]:
        """What made the tables, as in an export: a table of outlets by its digest."""
        options = json.loads(json.dumps(asdict(self.options)))
        if self.options.trace.outlets_table is not None:
            options["trace"]["outlets_table"] = digest(self.options.trace.outlets_table)
        return {"firsthand": VERSION, "models": dict(self.models), "options": options}

    def write(self, folder: Path) -> None:
        """Writes the manifest."""
        write_bytes((json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n").encode(), folder / MANIFEST)


def make_plan(inputs: Sequence[str], options: Options) -> Plan:
    """Lists the inputs and digests them; raises `OptionError` for standard input, which can't be read twice."""
    if STDIN in inputs:
        raise OptionError("a crawl cannot read standard input: it could not go on with it after a stop; "
                          "save it to a file")
    sources = list_sources(inputs, options.read)
    with ThreadPoolExecutor(HASHED_AT_ONCE) as pool:
        found = tuple(pool.map(_digested, sources))
    code = {stage: code_digest(stage) for stage in CODE}
    if options.trace.outlets is not None:  # a file that may change under its name, and that workers may not see
        table = read_outlets(options.trace.outlets)
        options = replace(options, trace=replace(options.trace, outlets=None, outlets_table=table))
    code["plugins"] = json.dumps(installed().versions(), sort_keys=True)
    return Plan(found, options, Extractor(options.extract).models(), code)


def _digested(source: Source) -> Input:
    if source.path is None:
        problem = source.problem or Rejected(source.ref, "not-fetched", "A crawl reads files only. Fetch the address "
                                             f"into a case (firsthand add CASE {source.ref}), or save it.")
        return Input(source.ref, None, 0, problem)
    try:
        return Input(source.ref, sha256_of(source.path), source.path.stat().st_size)
    except OSError as error:
        return Input(source.ref, None, 0, Rejected(
            source.ref, "unreadable", f"It can't be opened or read ({error.strerror or error}); "
                                      "check that it is a file and that you may read it."))


CODE: dict[str, tuple[str, ...]] = {
    "shared": ("records.py", "tables.py", "text.py", "names.py", "days.py", "countries.py", "crawl/work.py",
               "crawl/rows.py"),
    "read": ("read/**/*.py",), "extract": ("extract/**/*.py", "data/*"),
    "group": ("group/**/*.py", "data/grouping.json"), "trace": ("trace/**/*.py", "data/outlets.csv"),
    "weigh": ("weigh/**/*.py", "decide/**/*.py")}
"""The files of the package that each stage runs."""


@cache
def code_digest(stage: str) -> str:
    """The digest of a stage's code and data, so that a crawl knows work of another version."""
    root = Path(__file__).parent.parent
    found = hashlib.sha256()
    for path in sorted({path for pattern in CODE[stage] for path in root.glob(pattern) if path.is_file()}):
        found.update(f"{path.relative_to(root).as_posix()}\n{sha256_of(path)}\n".encode())
    return found.hexdigest()[:16]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of an earlier run; None where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def changes_since(before: Mapping[str, Any], plan: Plan) -> list[str]:
    """What differs from the plan of an earlier run, in sentences."""
    now = plan.to_json()
    old = {one["ref"]: one["sha256"] for one in before.get("inputs", ())}
    new = {one.ref: one.sha256 for one in plan.inputs}
    told = [_named("changed input", [ref for ref in new if ref in old and new[ref] != old[ref]]),
            _named("new input", [ref for ref in new if ref not in old]),
            _named("input no longer given", [ref for ref in old if ref not in new])]
    for part, what in (("options", "options of"), ("models", "model"), ("code", "code of")):
        told.append(_named(what, _differing(before.get(part, {}), now[part])))
    return [one for one in told if one]


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


MAX_NAMED = 3


def _named(what: str, names: Iterable[str]) -> str:
    """Some names of changed things, and how many there are."""
    given = list(names)
    if not given:
        return ""
    rest = f" and {len(given) - MAX_NAMED} more" if len(given) > MAX_NAMED else ""
    return f"{what}: {', '.join(given[:MAX_NAMED])}{rest}"
