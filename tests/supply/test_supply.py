"""What firsthand is made of: pinned, hashed, from nowhere in particular, and under licences that ask for little."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from supply.licences import PAGE, Licence, is_permissive, page, pinned, read_licences

ROOT = Path(__file__).parent.parent.parent
FILES = ("requirements.txt", "requirements-dev.txt")


def entries(name: str) -> list[str]:
    """The entries of a requirements file, each with its hashes in one line."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed_and_names_no_registry(name: str) -> None:
    for entry in entries(name):
        bare, *hashes = entry.split("--hash=")
        assert re.fullmatch(r"==[\w.!+]+", str(Requirement(bare.strip()).specifier)), entry[:80]
        assert hashes, f"{bare} has no hash; write the file with: make lock"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one.strip()) for one in hashes), entry[:80]
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?:|file:|^-|@ ", text, re.MULTILINE)


def test_what_the_package_asks_for_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    there = {canonicalize_name(Requirement(entry.partition("--hash")[0].strip()).name): entry.partition("--hash")[0]
             for entry in entries("requirements.txt")}
    for line in project["dependencies"]:
        wanted = Requirement(line)
        assert canonicalize_name(wanted.name) in there, line
        version = str(Requirement(there[canonicalize_name(wanted.name)].strip()).specifier).removeprefix("==")
        assert wanted.specifier.contains(version), line


def test_every_licence_is_listed_and_asks_for_little() -> None:
    """Where this fails: make licences."""
    found = list(read_licences(pinned()))
    missing = [one.package for one in found if one.licence == "not installed"]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    assert [one for one in found if not is_permissive(one)] == []
    listed = {name.lower(): licence for name, licence in re.findall(
        r"^\| \[?([\w.-]+)[^|]*\| ([^|]+) \|$", PAGE.read_text("utf-8").split("## What it runs on")[1], re.MULTILINE)}
    listed.pop("package"), listed.pop("---", None)
    assert listed == {one.package.lower(): one.licence for one in found}
    assert page(found).partition("## What")[0] == PAGE.read_text("utf-8").partition("## What")[0]


@pytest.mark.parametrize(("package", "licence", "good"), [
    ("a", "MIT", True), ("a", "MIT AND GPL-3.0-only", False), ("a", "GPL-3.0-only OR MIT", True),
    ("a", "unknown", False), ("a", "GPL-3.0-only AND (MIT OR BSD-3-Clause)", False), ("a", "(MIT)", True),
    ("a", "LGPL-3.0", False), ("a", "Apache-2.0 AND (MIT OR BSD-3-Clause)", True), ("a", "MPL-2.0", False),
    ("certifi", "MPL-2.0", True), ("certifi", "GPL-3.0-only", False), ("a", "", False),
])
def test_what_counts_as_permissive(package: str, licence: str, good: bool) -> None:
    assert is_permissive(Licence(package, licence, "")) is good


def test_everything_that_is_pinned_can_be_had_without_a_compiler() -> None:
    """What is installed here came as a wheel that says for which systems it was built."""
    for name in pinned():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        assert found.read_text("WHEEL"), name


REGISTRY = re.compile(r"(?<!no-emit-)(?:index-url|find-links)|pypi\.org/simple|file://")


@pytest.mark.parametrize("name", ["pyproject.toml", "Makefile", ".ci/run", "requirements-dev.in", *FILES])
def test_nothing_that_installs_names_a_registry(name: str) -> None:
    assert not REGISTRY.search((ROOT / name).read_text("utf-8"))
