"""Who does what to whom, and that a tree of any shape is read in bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.extract.incidents.actors import find_actors
from firsthand.extract.numerals import Word
from firsthand.extract.parse import Parser, words_of
from tests.conftest import steps


def words_in(parser: Parser, text: str) -> tuple[Word, ...]:
    [doc] = parser.docs([text])
    return words_of(doc[:], 0)


DOERS = [
    ("Galish jets continued to pound the town.", ["Galish jets"]),
    ("The Kestrel militia, which attacked the base, withdrew.", ["Kestrel militia"]),
    ("The rebels are believed to have fired rockets at the camp.", ["rebels"]),
    ("Rockets fired by the Kestrel Front hit a school.", ["Kestrel Front"]),
    ("Twelve people were killed by guerrillas of the Kestrel Front.", ["Kestrel Front"]),
    ("The army's bombing of the hospital was condemned.", ["army"]),
    ("Tuesday's explosion at the quay in Orlen, which killed 14 people, sank a boat.", []),
    ("The army did not attack the village.", []),
    ("The statement was carried by state television.", []),
]


@pytest.mark.parametrize(("text", "names"), DOERS)
def test_doers(parser: Parser, text: str, names: list[str]) -> None:
    words = words_in(parser, text)
    found = [" ".join(word.text for word in words[one.first:one.last]) for one in find_actors(words, frozenset())]
    assert list(dict.fromkeys(found)) == names


def test_heads_are_numbers_within_the_sentence(parser: Parser) -> None:
    words = words_in(parser, "Jets\n hit the  base.")
    assert [words[word.head].text for word in words] == ["hit", "hit", "base", "hit", "hit"]


@given(st.data())
def test_no_tree_is_too_odd(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    heads = data.draw(st.lists(st.integers(-1, size - 1), min_size=size, max_size=size))
    labels = st.sampled_from(["nsubj", "nsubjpass", "agent", "pobj", "prep", "conj", "xcomp", "poss", "compound"])
    texts = st.sampled_from(["army", "by", "of", "attacked", "strike", "rebels", "and"])
    words = [Word(text, text, "attack" if text == "attacked" else text,
                  "VERB" if text == "attacked" else "NOUN", "VBD" if text == "attacked" else "NN", "ORG",
                  9 * place, 9 * place + len(text), data.draw(labels), head)
             for place, head in enumerate(heads) for text in [data.draw(texts)]]
    for actor in find_actors(words, frozenset()):
        assert 0 <= actor.first < actor.last <= size


def test_a_long_chain_costs_its_length() -> None:
    def chain(size: int) -> list[Word]:
        return [Word("attacked", "attacked", "attack", "VERB", "VBD", "", 9 * place, 9 * place + 8, "conj",
                     max(0, place - 1)) for place in range(size)]

    short, long = (steps(lambda size=size: find_actors(chain(size), frozenset())) for size in (200, 400))
    assert long < 2.5 * short
