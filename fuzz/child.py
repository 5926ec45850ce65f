"""The process that Atheris runs in: `python -m fuzz.child TARGET FOLDER [options of libFuzzer]`."""

from __future__ import annotations

import hashlib
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import atheris

SLOW_SECONDS = 10.0
"""Processor time for an input of a few kilobytes: more is a finding."""
WORDS = ("14", "19 or 20", "dozens of", "at least", "on Tuesday", "20 March 2018", "two days earlier", "killed", "said",
         "injured", "denied", "according to", "the Coast Agency", "officials", "Port Selm", "in Aleppo", "“", "”", '"',
         "'s", "\n\n", "\n====\n", "-", "–", ".", ",", "(", ")", ":", "no one", "children", "%", "1,000", "2018-03-20",
         "it", "\u00a0", "\u200b", "\u0301", "İ", "ﬁ", "\u2028", "٣", "𝟙", "²", "½", "死", "http://a.example/b", "U.S.")
"""What texts of words are made worse with."""


class Findings:
    """Calls a target, and keeps one input, the shortest, for each place in the code that an error comes from."""

    def __init__(self, check: Any, folder: Path) -> None:
        self.check, self.folder = check, folder

    def __call__(self, content: bytes) -> None:
        """Is what Atheris calls."""
        began = time.process_time()
        try:
            self.check(content)
        except Exception as error:
            self.keep(_name(error), content, "".join(traceback.format_exception(error)))
        if time.process_time() - began > SLOW_SECONDS:
            self.keep(f"slow-{hashlib.blake2b(content, digest_size=4).hexdigest()}", content, "slow\n")

    def keep(self, name: str, content: bytes, words: str) -> None:
        """Writes a finding, if it is the first or the shortest of its name."""
        path = self.folder / name
        if not path.exists() or path.stat().st_size > len(content):
            path.write_bytes(content)
            path.with_suffix(".txt").write_text(words, "utf-8", "backslashreplace")


def _name(error: Exception) -> str:
    """The error's type and the innermost line of firsthand's own code that it passed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)
              if "firsthand" in Path(frame.filename).parts or frame.filename.endswith("targets.py")]
    last = frames[-1]
    return f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"


def mutate_words(content: bytes, longest: int, seed: int) -> bytes:
    """A text with words left out, doubled, moved, or put in; now and then with bytes changed as elsewhere."""
    chance = random.Random(seed)
    if chance.random() < 0.2:
        return bytes(atheris.Mutate(content, longest))
    words = content.decode("utf-8", "replace").split(" ")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(words))
        end = min(len(words), at + chance.randint(1, 8))
        some = words[at:end]
        deed = chance.randrange(5)
        if deed == 0 and len(words) > len(some):
            del words[at:end]
        elif deed == 1:
            words[at:at] = some * chance.randint(1, 3)
        elif deed == 2:
            words[at:end] = chance.sample(some, len(some))
        elif deed == 3:
            words[at] += chance.choice(WORDS)
        else:
            words.insert(at, chance.choice(WORDS))
    return " ".join(words).encode()[:longest]


def main() -> None:
    """Fuzzes one target until libFuzzer's time is up."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    with atheris.instrument_imports(include=["firsthand", "pypdf", "email", "zipfile", "feedparser"]):
        from fuzz.targets import TARGETS

        target = TARGETS[name]
        for seed in target.seeds:  # what is imported where it is used is instrumented too
            target.check(seed)
    for number, seed in enumerate(target.seeds):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed)
    mutator = {"custom_mutator": mutate_words} if target.of_words else {}
    atheris.Setup([sys.argv[0], *sys.argv[3:], str(folder / "corpus")], Findings(target.check, folder / "found"),
                  **mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
