"""Whether a record is a witness of its own: its sources beside the story's reports and origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from firsthand.text import folded_words

_PLAIN = frozenset(("the", "news", "agency", "of", "for", "and", "network", "online", "daily", "press", "service",
                    "newspaper", "television", "tv", "radio", "website", "com", "org", "net", "www"))
"""Words that many names of outlets have and none is told by."""


def source_key(name: str) -> frozenset[str]:
    """The words that tell a source's name; all of them where nothing else is left ("Press TV")."""
    words = frozenset(word for word, _, _ in folded_words(name.replace(".", " ")))
    return words - _PLAIN or words


def initials(name: str) -> str:
    """The capitals of a name's words: "SOHR" for "Syrian Observatory for Human Rights"."""
    return "".join(word[0] for word in name.split() if word[:1].isupper()).casefold()


def same_source(one: str, two: str) -> bool:
    """Whether two names may be one source: the same telling words, or one is the other's initials."""
    if source_key(one) == source_key(two):
        return True
    short, long = sorted((one.strip(), two.strip()), key=len)
    return 2 < len(short) <= 6 and " " not in short and short.isupper() and initials(long) == short.casefold()


def shared_sources(sources: Mapping[str, str], headlines: Iterable[str], theirs: Sequence[str],
                   their_headlines: Iterable[str]) -> tuple[str, ...]:
    """Remarks on a record's sources (`theirs`) beside a story's (`sources`: name -> what it is there)."""
    if not theirs:
        return ("the record names no source, so whether it is an independent witness cannot be told",)
    both = [(name, ours, what) for name in theirs for ours, what in sorted(sources.items()) if same_source(name, ours)]
    shared = tuple(dict.fromkeys(name for name, _, _ in both))
    remarks = [f"the record's source {name} is {what} of this story: no independent witness there"
               for name, _, what in {one[0]: one for one in reversed(both)}.values()]
    known = {_headline_key(one) for one in headlines} - {frozenset()}
    same = [one for one in their_headlines if _headline_key(one) in known]
    remarks += [f"the record cites a report of this story: “{one}”" for one in same]
    others = [name for name in theirs if name not in shared]
    if others:
        also, verb = " also" if shared else "", "is" if len(others) == 1 else "are"
        remarks.append(f"the record{also} names {', '.join(others)}, which {verb} not among the story's reports or "
                       "origins")
    return tuple(remarks)


def _headline_key(words: str) -> frozenset[str]:
    found = frozenset(word for word, _, _ in folded_words(words))
    return found if len(found) >= 4 else frozenset()
