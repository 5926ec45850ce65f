"""Whether two sources are one authority: "the Bureau" and "the Coastal Bureau of Statistics"."""

from __future__ import annotations

from functools import lru_cache

from firsthand.authorities import UNNAMED, distinctive
from firsthand.text import fold
from firsthand.weigh.lexicon import name_words, singular, word_set

_VAGUE = frozenset(map(singular, UNNAMED)) | word_set("""
the a an of in for on and by two local its his her their our own that this medium agency news statement head director
member chief monitor monitoring group rescue defence defense civil
""")
"""Words that name no one: two reports that quote "a source" need not mean the same one."""

SPEAKERS_AT_HAND = 50_000
"""Sources whose words are not worked out again: those of a story are held against each other."""


@lru_cache(SPEAKERS_AT_HAND)
def authority_words(speaker: str | None) -> frozenset[str]:
    """The words of a source that name it, without ranks and titles where anything else does ("Const. Ada Corr" and
    "Ada Corr" have the same, "the minister" has one); empty where it is named by no one's name."""
    named = frozenset(map(singular, distinctive(speaker or ""))) - _VAGUE
    return named or frozenset(name_words(speaker or "")) - _VAGUE


def same_authority(one: tuple[str | None, str], two: tuple[str | None, str]) -> bool:
    """True where two (speaker, origin id) are one authority: by name, else by origin."""
    mine, theirs = authority_words(one[0]), authority_words(two[0])
    if mine and theirs:
        return mine <= theirs or theirs <= mine
    if fold(one[0] or "") != fold(two[0] or ""):
        return False
    return bool(one[1]) and one[1] == two[1]
