"""Installs firsthand as somebody with little would, and runs it there.

    python -m supply install

A fresh environment from the pinned requirements, wheels alone (no compiler is asked for), each with its hash;
then the sample case, a case of its own and its exports, with no network, an empty home that cannot be written,
and nothing on the path but the environment. Linux.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMANDS = (["demo"], ["add", "case.db", "reports"], ["show", "case.db", "1"],
            ["export", "case.db", "--to", "out", "--format", "parquet"], ["doctor", "case.db"])


def main() -> int:
    """Runs it all; gives the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        binaries = install(place / "environment")
        failed = [command for command in COMMANDS if run(binaries, place, command)]
        left = [str(path) for path in (place / "home").rglob("*")]
    print(json.dumps({"failed": failed, "written at home": left}))
    return 1 if failed or left else 0


def install(target: Path) -> Path:
    """A fresh environment with firsthand in it; gives its folder of programs."""
    subprocess.run([sys.executable, "-m", "venv", target], check=True)
    pip = [str(target / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / "requirements.txt")],
                   check=True)
    source = target.parent / "source"  # a copy: building leaves folders behind
    source.mkdir()
    shutil.copytree(ROOT / "src" / "firsthand", source / "src" / "firsthand")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run([*pip, "--no-deps", str(source)], check=True)
    return target / "bin"


def run(binaries: Path, place: Path, command: list[str]) -> int:
    """Runs a command with nothing around it; gives its exit status."""
    home, work = place / "home", place / "work"
    home.mkdir(mode=0o555, exist_ok=True)
    if not work.exists():
        shutil.copytree(ROOT / "src" / "firsthand" / "data" / "sample" / "reports", work / "reports")
    mount = shutil.which("mount") or ""
    alone = [shutil.which("unshare") or "", "-rnm", "/bin/sh", "-c",
             f'{mount} --bind "$0" "$0" && {mount} -o remount,bind,ro "$0" && exec "$@"', str(home)]
    if not (mount and alone[0]) or subprocess.run([*alone, "/bin/true"], check=False).returncode:
        print("unshare cannot be used here: the network is not kept away, and the home may be written")
        alone = []
    ran = subprocess.run([*alone, str(binaries / "firsthand"), *command], cwd=work, check=False,
                         env={"HOME": str(home), "PATH": str(binaries), "LANG": "C.UTF-8"})
    return ran.returncode
