"""Runs targets under Atheris, each in a process of its own, and keeps what it finds.

    python -m fuzz [TARGET...] [--seconds 600] [--out build/fuzz]

A finding (an error that a target let through, or an input that took longer than `child.SLOW_SECONDS`) is written to
OUT/TARGET/found, one file for each place in firsthand's code, the shortest input that led there. What Atheris has
learned stays in OUT/TARGET/corpus, so that the next run goes on from it. Ends with 1 where there are findings.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

LONGEST = 6_000
"""Bytes of an input: a short article; longer ones are slower and seldom find more."""


def main() -> int:
    """Runs the targets one after another; gives the exit status."""
    from fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.split("\n")[0])
    parser.add_argument("targets", nargs="*", help=f"of: {', '.join(TARGETS)}; all without one")
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--out", type=Path, default=Path("build") / "fuzz")
    given = parser.parse_args()
    unknown = set(given.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    told = [run(name, given.seconds, given.out / name) for name in given.targets or TARGETS]
    return int(any(one["findings"] for one in told))


def run(name: str, seconds: int, folder: Path) -> dict[str, Any]:
    """Fuzzes a target in a process of its own; prints and gives what came of it."""
    for part in ("corpus", "found"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.child", name, str(folder), f"-max_total_time={seconds}",
               f"-max_len={LONGEST}", f"-artifact_prefix={folder}/found/", "-timeout=120", "-rss_limit_mb=4000"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        subprocess.run(command, stdout=log, stderr=log, check=False)
    words = (folder / "log").read_text("utf-8", "replace")
    done = re.search(r"Done (\d+) runs in (\d+) second", words)
    told = {"target": name, "executions": int(done[1]) if done else None, "seconds": int(done[2]) if done else None,
            "corpus": len(list((folder / "corpus").iterdir())),
            "findings": sorted(path.name for path in (folder / "found").iterdir() if path.suffix != ".txt")}
    print(json.dumps(told), flush=True)
    return told


if __name__ == "__main__":
    sys.exit(main())
