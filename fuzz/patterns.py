"""Every regular expression of the package on words that it may cut in many ways: which ones take long.

    python -m fuzz.patterns [--seconds 1] [NAME ...]

Of each pattern some words that it matches are made up, signs that come again and again are put within them, and
the end is spoilt, so that the pattern tries all divisions before it gives up. It is looked for as its module
does: anywhere, at the start, or as the whole. Ends with 1 where one took longer than so many seconds of its
process; look then at how long what the code gives it may be.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import random
import re
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

import firsthand

PUMPED = ("N", "n", "1", " ", "-", ".", "'", "N ", "n ", ", ", "N-", "n\n")
SIGNS = 60
EXAMPLES = 6
WAYS = ("search", "match", "fullmatch")
PLACES = 4
"""Places within the words of an example where signs are put, beside its start and its end."""
LONGEST_PATTERN = 20_000
LONGEST_WORDS = 80


class TookLongError(Exception):
    """The time is up."""


Way = Callable[[str], object]


def patterns() -> Iterator[tuple[str, re.Pattern[str], list[Way]]]:
    """The compiled patterns of all modules, each once, by the first name it has, and how they are looked for."""
    seen = set()
    for module in pkgutil.walk_packages(firsthand.__path__, "firsthand."):
        if "migrations" in module.name or module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        source = inspect.getsource(loaded)
        for name, pattern in vars(loaded).items():
            if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str) and pattern not in seen:
                seen.add(pattern)
                ways: list[Way] = [getattr(pattern, way) for way in WAYS if f"{name}.{way}(" in source]
                yield f"{module.name}.{name}", pattern, ways or [pattern.search]


def examples(pattern: re.Pattern[str], seconds: float) -> list[str]:
    """Words that a pattern matches, as many as can be made up in time."""
    found: list[str] = []

    @seed(1)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(pattern))
    def collect(words: str) -> None:
        found.append(words[:LONGEST_WORDS])

    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        collect()
    except Exception:  # a made-up example that cannot be: the plain ones are left
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return [*dict.fromkeys(found), "By Ann Do", "The ", ""]


def pumped(words: list[str]) -> Iterator[str]:
    """The words with signs that come again and again, spoilt at their ends."""
    chance = random.Random(1)
    for one in words:
        places = sorted({0, len(one), *(chance.randrange(len(one) + 1) for _ in range(PLACES))})
        for sign in PUMPED:
            for place in places:
                run = sign * (SIGNS // len(sign))
                yield f"{one[:place]}{run}{one[place:]}\x01+"
                yield f"{one[:place]}{run}x"


def slowest(pattern: re.Pattern[str], ways: Sequence[Way], seconds: float) -> str | None:
    """Words on which a pattern takes longer than so many seconds; None where none were found."""
    for words, find in product(pumped(examples(pattern, 5 * seconds)), ways):
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
            find(words)
        except TookLongError:
            return words
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def _stop(*_: object) -> None:
    raise TookLongError


def main() -> int:
    """Prints the patterns that take long; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.patterns", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="only patterns with one of these in their names")
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGVTALRM, _stop)
    slow = tried = 0
    for name, pattern, ways in patterns():
        if len(pattern.pattern) > LONGEST_PATTERN or not any(part in name for part in arguments.names or [""]):
            continue
        tried += 1
        if words := slowest(pattern, ways, arguments.seconds):
            slow += 1
            print(f"{name}: {words!r}", flush=True)
    print(f"{tried} patterns, {slow} took longer than {arguments.seconds} s")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
