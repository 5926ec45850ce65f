"""The licences of everything that `requirements.txt` pins, from what the packages themselves say.

    python -m supply licences            # writes docs/licences.md

Run where the requirements are installed. Ends with 1 where a licence is not among `PERMISSIVE` and the package
not among `WEAK`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
TEMPLATE = Path(__file__).with_name("licences-page.md")
PERMISSIVE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "PSF-2.0", "Python-2.0",
    "Unlicense", "Zlib", "HPND", "MIT-CMU", "BSL-1.0", "CNRI-Python"})
"""SPDX names of licences that ask for no more than a notice."""
WEAK = {"certifi": "MPL-2.0", "tld": "MPL-1.1"}
"""Packages under a licence that asks to publish changes to the package's own files. They are used as they come."""
_CLASSIFIERS = {
    "MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC", "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "The Unlicense (Unlicense)": "Unlicense", "zlib/libpng License": "Zlib",
}
_FREE_TEXT = (
    (r"apache( software)?( license)?[ ,-]*(version )?2(\.0)?", "Apache-2.0"), (r"apache", "Apache-2.0"),
    (r"\bMIT\b", "MIT"), (r"(3|new|modified)[- ](clause )?BSD|BSD[- ]3", "BSD-3-Clause"),
    (r"2[- ]clause BSD|(simplified) BSD|BSD[- ]2", "BSD-2-Clause"), (r"\bBSD\b", "BSD-3-Clause"),
    (r"MPL[- ]2\.0|Mozilla Public License 2", "MPL-2.0"), (r"MPL[- ]1\.1", "MPL-1.1"), (r"\bISC\b", "ISC"),
    (r"\bPSF\b|Python Software", "PSF-2.0"))


@dataclass(frozen=True, slots=True)
class Licence:
    """A package, its licence as SPDX writes it, and where to find it."""

    package: str
    licence: str
    home: str


def pinned(path: Path = ROOT / "requirements.txt") -> list[str]:
    """The names that a requirements file pins for this system, in its order."""
    lines = (line.partition("--hash")[0].strip().rstrip("\\").strip() for line in path.read_text("utf-8").splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    return [one.name for one in found if one.marker is None or one.marker.evaluate()]


def read_licences(names: list[str]) -> Iterator[Licence]:
    """The licences of installed packages; one that is not installed has none."""
    for name in names:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            yield Licence(name, "not installed", "")
            continue
        yield Licence(found.metadata["Name"], licence_of(found), _home(found))


def licence_of(found: Distribution) -> str:
    """An SPDX expression: the package's own, else as its classifiers or its words have it."""
    metadata = found.metadata
    if expression := _first(found, "License-Expression"):
        return expression
    classified = [_CLASSIFIERS.get(line.rpartition(" :: ")[2], "") for line in metadata.get_all("Classifier") or ()
                  if line.startswith("License ::")]
    words = _first(found, "License")
    told = next((name for pattern, name in _FREE_TEXT if re.search(pattern, words[:300], re.IGNORECASE)), "")
    if any(classified):
        return " OR ".join(sorted(set(filter(None, classified))))
    return told or _from_file(found) or "unknown"


def _first(found: Distribution, name: str) -> str:
    return str(next(iter(found.metadata.get_all(name) or ()), ""))


def _from_file(found: Distribution) -> str:
    """The licence that the package's own licence file is headed with."""
    for path in found.files or ():
        if re.match(r"(licen[cs]e|copying)", path.name, re.IGNORECASE) and "dist-info" in str(path):
            head = str(path.read_text())[:600]
            return next((name for pattern, name in _FREE_TEXT if re.search(pattern, head, re.IGNORECASE)), "")
    return ""


def _home(found: Distribution) -> str:
    urls = dict(line.split(", ", 1) for line in found.metadata.get_all("Project-URL") or () if ", " in line)
    lower = {name.lower(): url for name, url in urls.items()}
    return str(_first(found, "Home-page") or lower.get("homepage") or lower.get("repository")
               or lower.get("source") or lower.get("source code") or next(iter(urls.values()), ""))


def is_permissive(one: Licence) -> bool:
    """True where what can be chosen of the licences is permissive, or the package is a known weak one."""
    if one.package.lower() in WEAK:
        return WEAK[one.package.lower()] in one.licence
    return _asks_little(re.findall(r"[()]|[^\s()]+", one.licence))


def _asks_little(words: list[str]) -> bool:
    """Whether an SPDX expression is: OR binds less than AND, and both less than parentheses; no words ask for what
    nobody knows."""
    for sign, all_of in (("OR", False), ("AND", True)):
        depth = 0
        parts: list[list[str]] = [[]]
        for word in words:
            depth += (word == "(") - (word == ")")
            if word == sign and depth == 0:
                parts.append([])
            else:
                parts[-1].append(word)
        if len(parts) > 1:
            answers = map(_asks_little, parts)
            return all(answers) if all_of else any(answers)
    if words[:1] == ["("]:
        return _asks_little(words[1:-1])
    return len(words) == 1 and words[0] in PERMISSIVE


def page(found: list[Licence]) -> str:
    """docs/licences.md."""
    rows = "".join(f"| [{one.package}]({one.home}) | {one.licence} |\n" if one.home else
                   f"| {one.package} | {one.licence} |\n" for one in sorted(found, key=lambda one: one.package.lower()))
    weak = ", ".join(f"`{name}` ({licence})" for name, licence in sorted(WEAK.items()))
    return TEMPLATE.read_text("utf-8").format(weak=weak, rows=rows)


def main() -> int:
    """Writes the page; gives the exit status."""
    found = list(read_licences(pinned()))
    PAGE.write_text(page(found), "utf-8")
    bad = [one for one in found if not is_permissive(one)]
    for one in bad:
        print(f"{one.package}: {one.licence}")
    return 1 if bad else 0
