"""Who is said to have done it: those who claim it, are blamed for it, or fought there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.extract.incidents import doerwords as doers
from firsthand.extract.incidents import tree
from firsthand.extract.incidents.deeds import Actor, member_of
from firsthand.extract.incidents.nounrun import MAX_ASIDE, before_relative, hangs, noun_run, trimmed
from firsthand.extract.numerals import Word

_MARKS = frozenset({("hallmark", "of"), ("hallmarks", "of"), ("handiwork", "of"), ("work", "of")})


def find_claims(words: Sequence[Word], kids: tree.Children) -> Iterator[Actor]:
    """Those who claim a deed, are accused of it or were on the other side, in a sentence."""
    yield from _claimants(words)
    yield from _blamed(words, kids)
    yield from _behind(words)
    yield from _opponents(words)
    yield from _marked(words)


def _claimants(words: Sequence[Word]) -> Iterator[Actor]:
    """ "[The group] claimed responsibility"."""
    for index, _word in enumerate(words[:-1]):
        if not _is_claim(words, index):
            continue
        before = index - 1
        while before >= 0 and words[before].pos in ("AUX", "ADV"):
            before -= 1
        before = before_relative(words, before)
        first, last = trimmed(words, noun_run(words, before, -1) + 1, before + 1)
        if first < last and hangs(words, first):
            # "In an online statement the Front claimed …", without its comma: the name at the end claims.
            first = next((place for place in range(last, first, -1) if words[place - 1].pos != "PROPN"), first)
        if first < last and not (hangs(words, first) and words[first - 1].pos != "NOUN"):
            yield Actor(first, last, "claim")


def _is_claim(words: Sequence[Word], index: int) -> bool:
    """ "claimed responsibility", "said that one of its fighters had …"."""
    after = [word.lower for word in words[index + 1 : index + 12]]
    if words[index].lemma == "claim":
        return any(word.startswith("responsib") or word == "credit" for word in after[:3])
    own = [
        step
        for step, word in enumerate(after[:-1])
        if word == "its"
        and after[step + 1] in ("fighters", "members", "men", "militants", "soldiers", "suicide", "bombers")
    ]
    return words[index].lemma == "say" and bool(own) and "of" in after[: own[0]]


def _blamed(words: Sequence[Word], kids: tree.Children) -> Iterator[Actor]:
    """ "accused [Galen] of killing", "blamed on [the rebels]", "held [the army] responsible"."""
    for index, word in enumerate(words[:-1]):
        if word.pos != "VERB" or word.lemma not in ("accuse", "attribute", "blame", "implicate", "hold"):
            continue
        if word.lemma == "hold" and all(one.lower not in ("responsible", "accountable")
                                        for one in words[index + 1:index + MAX_ASIDE]):
            continue
        heads = [kid for kid in tree.patients(words, kids, index)
                 if word.lemma != "attribute" and not (word.lemma == "blame" and words[kid].lower in doers.STRUCK)]
        heads += [one for on in tree.below(words, kids, index, "prep", "dative")
                  if words[on].lower == ("to" if word.lemma == "attribute" else "on")
                  for one in tree.below(words, kids, on, "pobj")]
        for head in heads:
            yield Actor(*tree.phrase(words, kids, member_of(words, kids, head)), "blame")


def _behind(words: Sequence[Word]) -> Iterator[Actor]:
    """ "[The rebels] were behind the attack", "[Galen] was responsible for the blast"."""
    for index, word in enumerate(words):
        if word.lower not in ("behind", "responsible") or index < 2:
            continue
        after = {one.lower for one in words[index + 1:index + 8]}
        before = index - 1
        while before >= 0 and (words[before].pos in ("AUX", "ADV", "PART") or words[before].lower in doers.HELD):
            before -= 1
        if before == index - 1 or before < 0 or not after & doers.STRUCK:
            continue
        first, last = trimmed(words, noun_run(words, before, -1) + 1, before + 1)
        if first < last and not hangs(words, first):
            yield Actor(first, last, "blame")


def _opponents(words: Sequence[Word]) -> Iterator[Actor]:
    """ "killed in clashes with [the militia]"."""
    for index, word in enumerate(words[:-1]):
        if (
            word.lower == "with"
            and index
            and words[index - 1].lower in ("clashes", "battle", "battles", "fighting", "firefight")
        ):
            begin = index + 1
            while begin < len(words) and words[begin].pos == "DET":
                begin += 1
            first, last = trimmed(words, begin, noun_run(words, begin, 1))
            if first < last:
                yield Actor(first, last, "opponent")


def _marked(words: Sequence[Word]) -> Iterator[Actor]:
    """ "bears the hallmarks of [the Front]", "the work of [the rebels]"."""
    for index, word in enumerate(words[:-2]):
        if (word.lower, words[index + 1].lower) not in _MARKS:
            continue
        begin = index + 2
        while begin < len(words) and words[begin].pos == "DET":
            begin += 1
        first, last = trimmed(words, begin, noun_run(words, begin, 1))
        if first < last:
            yield Actor(first, last, "blame")
