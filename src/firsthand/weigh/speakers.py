"""Whether two sources are one authority: "the Bureau" and "the Coastal Bureau of Statistics"."""

from __future__ import annotations

from functools import lru_cache

from firsthand.text import fold
from firsthand.weigh.lexicon import name_words, word_set

_VAGUE = word_set("""
the a an of in for on and by one two some several many local its his her their our own that who this
source sources official officials activist resident witness medic doctor medium media report reporter
correspondent people agency news spokesman spokeswoman spokesperson statement person they he she it we
head director member chief monitor monitoring group rescuer rescue worker defence defense civil
""")
"""Words that name no one: two reports that quote "a source" need not mean the same one."""


SPEAKERS_AT_HAND = 50_000
"""Sources whose words are not worked out again: those of a story are held against each other."""


@lru_cache(SPEAKERS_AT_HAND)
def authority_words(speaker: str | None) -> frozenset[str]:
    """The words of a source that name it; empty where it is named by no one's name."""
    return frozenset(name_words(speaker or "")) - _VAGUE


def same_authority(one: tuple[str | None, str], two: tuple[str | None, str]) -> bool:
    """True where two (speaker, origin id) are one authority: by name, else by origin."""
    mine, theirs = authority_words(one[0]), authority_words(two[0])
    if mine and theirs:
        return mine <= theirs or theirs <= mine
    if fold(one[0] or "") != fold(two[0] or ""):
        return False
    return bool(one[1]) and one[1] == two[1]
