"""Whether two names of a source mean one authority."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.authorities import AUTHORITIES, SMALL, UNNAMED, distinctive
from firsthand.names import one_slip, sound_key
from firsthand.text import WORD, fold
from firsthand.trace.outlets import Outlets

PRIVATE = frozenset("""resident residents witness witnesses eyewitness eyewitnesses villager villagers neighbour
neighbours neighbor neighbors survivor survivors man woman local locals""".split())  # noqa: SIM905
"""Those of them who speak for no place or office that stands behind them: "a resident of Port Selm"."""
_PRIVATE = re.compile(r"(?:(?:an?|the|one|some|several|many|other|local|two|three) )*(?P<head>\w+)"
                      r" (?:of|in|at|from|near)\b", re.IGNORECASE)


def acronym(name: str) -> str | None:
    """The folded initials of a name of three words or more with a capital ("Port Workers' Union": "pwu")."""
    capitals = [token[0] for token in WORD.findall(name) if token[0].isupper() and fold(token) not in SMALL]
    return fold("".join(capitals)) if len(capitals) >= 3 else None


def names_somebody(phrase: str) -> bool:
    """True where a source's phrase names an authority, be it only "police"; false for "a medical source"."""
    tokens = WORD.findall(phrase)
    if not tokens:
        return False
    if any(token[0].isupper() and fold(token) not in SMALL | UNNAMED for token in tokens[1:]):
        return True
    if fold(tokens[-1]) in UNNAMED:
        return False
    first = fold(tokens[0])
    return (tokens[0][0].isupper() and first not in SMALL | UNNAMED) or fold(tokens[-1]) in AUTHORITIES


def speaks_for_nobody(phrase: str) -> bool:
    """True for somebody private who is told by a place only: "a witness at the quay of Port Selm"."""
    match = _PRIVATE.match(phrase)
    return match is not None and fold(match["head"]) in PRIVATE


@dataclass(frozen=True, slots=True)
class Use:
    """How often a story uses a name, and the other words that stand beside it where it is a source
    ("Harbour Authority" beside "Ana Brel" in "Harbour Authority spokeswoman Ana Brel")."""

    count: int
    beside: frozenset[str] = frozenset()


def meet_names(names: Mapping[str, Use], outlets: Outlets) -> dict[str, str]:
    """Each name to the name that stands for its authority.

    Names meet where the table knows them as one outlet; where they have the same distinctive words, be it in
    another spelling; where the one is the acronym of the other; where the words of one hold those of the other, and no
    second authority does ("the Observatory" beside two observatories meets none); and where the
    words beside a person's name are those of exactly one organisation. The name that stands for an
    authority is the outlet's, else the most used, then the longest.
    """
    groups: dict[frozenset[str], list[str]] = {}
    listed: set[frozenset[str]] = set()
    for name in sorted(names):
        known = outlets.find(name) or outlets.named_in(name)
        words = distinctive(known.name if known else name) or frozenset({fold(name)})
        groups.setdefault(words, []).append(name)
        listed |= {words} if known else set()
    groups = _one_spelling(groups, names, listed)
    known_names = _index_names(groups)
    standing = {words: _holder(words, known_names) for words in groups}
    for words, own in groups.items():
        if standing[words] == words:
            beside = frozenset().union(*(names[name].beside for name in own))
            standing[words] = _employer(words, beside, known_names)
    members: dict[frozenset[str], list[str]] = {}
    for words, own in groups.items():
        members.setdefault(_last(words, standing), []).extend(own)
    return {name: _shown(own, names, outlets) for own in members.values() for name in own}


SLIP_CHARS = 6
"""Letters of the shortest word in which one may be a slip."""


def _one_spelling(groups: Mapping[frozenset[str], list[str]],
                  names: Mapping[str, Use], listed: Container[frozenset[str]]) -> dict[frozenset[str], list[str]]:
    """The groups, those of two words or more that only their spelling tells apart under the most used one's words:
    all words sound alike ("Sayed", "Sayid"), and one of them may have a slip in a letter. Outlets of the table and
    publishers (`listed`) are known by their names: "Bolton News" is not "Boston News"."""
    stands: dict[frozenset[str], frozenset[str]] = {}
    spelled = _Spelled()
    for words in sorted(groups, key=lambda words: (-sum(names[name].count for name in groups[words]), sorted(words))):
        if len(words) < 2 or words in listed or not all(word.isalpha() for word in words):
            stands[words] = words
            continue
        split = [(word, frozenset(map(sound_key, words - {word})))
                 for word in sorted(words, key=lambda word: (len(word), word))]
        near = [other for word, rest in split if (other := spelled.last_near(word, rest))]
        stands[words] = stands[near[-1]] if near else words
        for word, rest in split:
            spelled.add(word, rest, words)
    found: dict[frozenset[str], list[str]] = {}
    for words, own in groups.items():
        found.setdefault(stands[words], []).extend(own)
    return found


class _Spelled:
    """Words of names by how they sound and by what is left of them without a letter: two words with a slip between
    them have one of these in common (Bocek et al., Fast Similarity Search in Large Dictionaries, 2007), so that
    five thousand outlets called "... Post" are not held against each other."""

    def __init__(self) -> None:
        self._at: dict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
        self._words: list[tuple[str, frozenset[str]]] = []

    def add(self, word: str, rest: frozenset[str], words: frozenset[str]) -> None:
        """Takes in a word of a name, given how its other words sound."""
        for key in _spelling_keys(word):
            self._at[rest, key].append(len(self._words))
        self._words.append((word, words))

    def last_near(self, word: str, rest: frozenset[str]) -> frozenset[str] | None:
        """The words of the name that came last of those that this one may be another spelling of."""
        near = {number for key in _spelling_keys(word) for number in self._at.get((rest, key), ())}
        return next((self._words[number][1] for number in sorted(near, reverse=True)
                     if _one_word(word, self._words[number][0])), None)


def _spelling_keys(word: str) -> set[str]:
    """How a word sounds (in capitals, unlike folded words); of a long one also itself and it without each letter."""
    without = {word, *(word[:at] + word[at + 1:] for at in range(len(word)))} if len(word) >= SLIP_CHARS else set[str]()
    return {sound_key(word).upper(), *without}


def _one_word(one: str, other: str) -> bool:
    return sound_key(one) == sound_key(other) or (min(len(one), len(other)) >= SLIP_CHARS and one_slip(one, other))


@dataclass(frozen=True, slots=True)
class _Names:
    """The distinctive words of each name, by every one of these words and by every acronym of a name."""

    by_word: Mapping[str, Sequence[frozenset[str]]]
    by_acronym: Mapping[str, Sequence[frozenset[str]]]


def _index_names(groups: Mapping[frozenset[str], Iterable[str]]) -> _Names:
    by_word: dict[str, list[frozenset[str]]] = {}
    by_acronym: dict[str, list[frozenset[str]]] = {}
    for words, own in groups.items():
        for word in words:
            by_word.setdefault(word, []).append(words)
        for initials in {found for name in own if (found := acronym(name))}:
            by_acronym.setdefault(initials, []).append(words)
    return _Names(by_word, by_acronym)


def _holder(words: frozenset[str], names: _Names) -> frozenset[str]:
    """The fuller form of these words: the largest group that holds them, where all that do agree."""
    rarest = min((names.by_word[word] for word in words), key=len)
    meant = names.by_acronym.get(next(iter(words)), ()) if len(words) == 1 else ()
    fuller = sorted({other for other in (*rarest, *meant) if words < other or (other in meant and other != words)},
                    key=lambda other: (-len(other), sorted(other)))
    if not fuller or any(not other <= fuller[0] for other in fuller):
        return words
    return fuller[0]


def _employer(words: frozenset[str], beside: frozenset[str], names: _Names) -> frozenset[str]:
    """The one other authority that the words beside a name tell, else the words themselves."""
    beside -= words
    found = list({other for word in beside for other in (*names.by_word.get(word, ()), *names.by_acronym.get(word, ()))
                  if not other & words and (other <= beside or other in names.by_acronym.get(word, ()))})
    return found[0] if len(found) == 1 else words


def _last(words: frozenset[str], standing: Mapping[frozenset[str], frozenset[str]]) -> frozenset[str]:
    """The end of the way from form to fuller form; a circle ends at its first form in order."""
    way = [words]
    while standing[words] != words:
        words = standing[words]
        if words in way:
            return min(way[way.index(words):], key=sorted)
        way.append(words)
    return words


def _shown(own: Iterable[str], names: Mapping[str, Use], outlets: Outlets) -> str:
    """The name that stands for some names of one authority."""
    own = sorted(own, key=lambda name: (-names[name].count, -len(name), name))
    known = next((found for name in own if (found := outlets.find(name) or outlets.named_in(name))), None)
    shown = known.name if known else own[0]
    return shown.removeprefix("the ").removeprefix("The ") if not known else shown
