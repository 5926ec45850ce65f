"""Noun phrases around a verb of saying, by tags and neighbourhood: they hold where a parse fails.

Texts lose commas and quotation marks, and a parser then ties the verb to the wrong noun; the noun
phrase that stands right before (or, inverted, after) "said" is the speaker all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.quotes import Quote, find_quotes

if TYPE_CHECKING:
    from spacy.tokens import Doc

Range = tuple[int, int]
"""Tokens `[start, end)` of a piece."""
NOMINAL = frozenset({"NOUN", "PROPN"})
MAX_PHRASE = 40
"""Tokens of the longest source phrase that is looked for: keeps the walk linear."""
_LEFT_LINKS = cues.word_set("of at for in from with on to")
_SENTENCE_SIGNS = frozenset({".", "!", "?", "…"})
_NEVER_BEFORE = frozenset({"more", "wounded", "injured", "dead", "late", "alike"})
"""Adjectives that end what is said rather than open its speaker ("wounding dozens more medics said")."""
_CLOSERS = frozenset({'"', "'", "''", ")", "]"})
MAX_UNIT = 120
"""Tokens after which a stretch without a full stop is cut at the parser's next sentence, and at three
times as many in any case: what is done for a cue is linear in its unit."""


@dataclass(frozen=True)
class Piece:
    """A parsed piece as plain lists, one item a token, with its quotations and sentence-like units."""

    text: str
    words: list[str]
    lower: list[str]
    pos: list[str]
    tag: list[str]
    lemma: list[str]
    starts: list[int]
    ends: list[int]
    subject: dict[int, int]
    """The parser's subject of each verb, where it sees one."""
    entity: list[str]
    """The entity's type and number ("ORG3"), or ""."""
    quotes: list[Quote]
    quoted: list[int]
    """The number of the quotation that a token stands in, or -1."""
    units: list[tuple[int, int]]

    def verbal(self, start: int, end: int) -> bool:
        """True where a verb stands between the tokens."""
        return any(self.pos[k] in ("VERB", "AUX") for k in range(start, end))

    def finite(self, start: int, end: int) -> bool:
        """True where a finite verb stands between the tokens."""
        return any(self.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(start, end))

    def is_name(self, k: int) -> bool:
        """True for a capitalised proper noun that is no time."""
        return self.pos[k] == "PROPN" and self.words[k][:1].isupper() and self.lower[k] not in cues.DAYS

    def bracket_left(self, k: int, floor: int) -> int:
        """The opening bracket's token for a closing one at `k`, or `k` where there is none near."""
        for back in range(k - 1, max(floor, k - MAX_PHRASE) - 1, -1):
            if self.words[back] in ("(", "["):
                return back
        return k


def piece_of(doc: Doc) -> Piece:
    """The lists of a parsed piece."""
    text, tokens = doc.text, list(doc)
    quotes = find_quotes(text)
    ends = [quote.end for quote in quotes]
    starts = [token.idx for token in tokens]
    quoted = []
    for start in starts:
        number = bisect_right(ends, start)
        holds = number < len(quotes) and quotes[number].start <= start
        quoted.append(number if holds else -1)
    entity = [""] * len(doc)
    for number, span in enumerate(doc.ents):
        for k in range(span.start, span.end):
            entity[k] = f"{span.label_}{number}"
    words = [token.text for token in tokens]
    return Piece(text, words, [word.lower() for word in words], [token.pos_ for token in tokens],
                 [token.tag_ for token in tokens], [token.lemma_.lower() for token in tokens],
                 starts, [start + len(word) for start, word in zip(starts, words, strict=True)],
                 {token.head.i: token.i for token in tokens if token.dep_ == "nsubj"},
                 entity, quotes, quoted, _units(doc, words))


def _units(doc: Doc, words: list[str]) -> list[tuple[int, int]]:
    """Sentence-like units by full stops and line ends; a stretch without any is cut by the parser."""
    found, start, k, size = [], 0, 0, len(words)
    while k < size:
        stop = words[k] in _SENTENCE_SIGNS or "\n" in words[k]
        k += 1
        while stop and k < size and words[k] in _CLOSERS and doc[k].idx == doc[k - 1].idx + len(doc[k - 1]):
            k += 1
        follows = k == size or not words[k][:1].islower()
        cut = k - start >= MAX_UNIT and k < size and doc[k].is_sent_start
        if (stop and follows) or cut or k - start >= 3 * MAX_UNIT:
            found.append((start, k))
            start = k
    if start < size:
        found.append((start, size))
    return found


def phrase_before(piece: Piece, end: int, floor: int) -> int | None:
    """The first token of the noun phrase that ends before token `end`, or None where none does."""
    last = end - 1
    floor = max(floor, end - MAX_PHRASE)
    if last < floor:
        return None
    if piece.lower[last] in cues.PRONOUNS and piece.pos[last] not in ("PROPN",):
        return _with_determiner(piece, last, floor)
    if piece.words[last] in (")", "]"):
        opening = piece.bracket_left(last, floor)
        return phrase_before(piece, opening, floor) if opening < last else None
    if piece.pos[last] not in NOMINAL or piece.lower[last] in cues.DAYS:
        return None
    return _linked(piece, _core_before(piece, end, floor), floor)


def _with_determiner(piece: Piece, last: int, floor: int) -> int:
    if last - 1 >= floor and piece.pos[last - 1] in ("DET", "NUM", "ADJ") and piece.lower[last] in ("others",):
        return last - 1
    return last


def _core_before(piece: Piece, end: int, floor: int) -> int:
    """The first token of the plain noun phrase (no prepositions) that ends before `end`."""
    start = end - 1
    while start - 1 >= floor:
        k = start - 1
        if piece.pos[k] == "DET" or piece.tag[k] == "PRP$":
            start = k
            break
        if not _belongs(piece, k, start):
            break
        start = k
    return _cut(piece, start, end, floor)


def _belongs(piece: Piece, k: int, start: int) -> bool:
    """True where token `k` is part of the noun phrase whose next token is `start`."""
    lower, pos = piece.lower[k], piece.pos[k]
    if lower in cues.DAYS or lower in _NEVER_BEFORE or piece.quoted[k] != piece.quoted[start]:
        return False
    if pos in NOMINAL or pos == "ADJ" or piece.tag[k] == "POS" or lower in ("'s", "-", "/", "&", "monitoring"):
        return True
    if pos == "VERB" and piece.tag[k] in ("VBN", "VBG") and k > 0:
        return piece.pos[k - 1] == "DET" or "-" in lower or piece.lower[k - 1] == "-"
    return pos == "NUM" and lower in ("two", "three", "four", "several", "one")


def _cut(piece: Piece, start: int, end: int, floor: int) -> int:
    """Cuts off what stands before the speaker without a comma ("in Anytown local officials")."""
    head = piece.lower[end - 1]
    for k in range(end - 1, start, -1):
        before = piece.pos[k - 1]
        names = piece.entity[k - 1] and piece.entity[k] and piece.entity[k - 1] != piece.entity[k]
        if piece.pos[k] == "PROPN" and piece.entity[k].startswith("PERSON") and names:
            return k
        if before in NOMINAL and piece.pos[k] == "ADJ":
            return k
    article = piece.lower[start] in ("a", "an")
    plural = piece.tag[end - 1] in ("NNS",) and head in cues.SOURCE_NOUNS
    if plural and end - 2 >= start:
        k = end - 1
        while k - 1 >= start and (piece.lower[k - 1] in cues.SOURCE_MODIFIERS or piece.pos[k - 1] == "ADJ"
                                  or (piece.is_name(k - 1) and not article)):
            k -= 1
        if k > start and piece.pos[k - 1] == "DET" and not article:
            k -= 1
        if k > start and (article or piece.pos[k - 1] == "NOUN"):
            return k
    return start


def _linked(piece: Piece, start: int, floor: int) -> int:
    """Goes on to the left over "of/at/for …", "and …", and a name before its office."""
    for _ in range(6):
        k = start - 1
        further = start
        if k - 1 >= floor and piece.lower[k] in _LEFT_LINKS:
            further = _link_left(piece, k, start, floor)
        elif k - 1 >= floor and piece.lower[k] in ("and", "&", "or") and piece.quoted[k] == piece.quoted[start]:
            further = _join_left(piece, k, start, floor)
        elif k >= floor and piece.is_name(k) and piece.lower[start] in ("the", "a", "an", "its", "their"):
            further = _name_before_office(piece, start, floor)
        if further == start:
            return start
        start = further
    return start


def _link_left(piece: Piece, link: int, start: int, floor: int) -> int:
    """The start of the phrase that a preposition ties to the left, where its noun can speak."""
    before = link - 1
    if piece.words[before] in (")", "]"):
        before = piece.bracket_left(before, floor) - 1
    if before < floor or piece.pos[before] not in NOMINAL or piece.lower[before] in cues.DAYS:
        return start
    speaks = piece.lower[before] in cues.SOURCE_NOUNS
    titled = piece.is_name(before) and piece.is_name(start) and piece.lower[link] in ("of", "for")
    named = piece.is_name(before) and piece.entity[before].startswith("PERSON") and piece.lower[link] in ("of", "from")
    if not (speaks or titled or named):
        return start
    return _core_before(piece, before + 1, floor)


def _join_left(piece: Piece, link: int, start: int, floor: int) -> int:
    before = link - 1
    if piece.pos[before] not in NOMINAL or piece.lower[before] in cues.DAYS:
        return start
    if piece.lower[before] not in cues.SOURCE_NOUNS and not piece.is_name(before):
        return start
    left = _linked_once(piece, _core_before(piece, before + 1, floor), floor)
    verb = left - 1
    if verb >= floor and piece.pos[verb] in ("VERB", "NUM", "ADP"):
        return start
    return left


def _linked_once(piece: Piece, start: int, floor: int) -> int:
    k = start - 1
    return _link_left(piece, k, start, floor) if k - 1 >= floor and piece.lower[k] in _LEFT_LINKS else start


def _name_before_office(piece: Piece, start: int, floor: int) -> int:
    """A name right before "the director of …", where a sentence or clause opens with it."""
    k = start
    while k - 1 >= floor and piece.is_name(k - 1):
        k -= 1
    k -= k - 1 >= floor and piece.pos[k - 1] == "DET"
    opens = k == floor or piece.pos[k - 1] in ("PUNCT", "CCONJ", "SCONJ", "SPACE") or piece.words[k - 1] == '"'
    return k if opens else start


def phrase_after(piece: Piece, start: int, limit: int) -> int | None:
    """The token after the noun phrase that begins at `start`, or None where none does."""
    limit = min(limit, start + MAX_PHRASE)
    k = _core_after(piece, start, limit)
    if k is None:
        return None
    while k < limit:
        further = _extend_after(piece, k, limit)
        if further == k:
            return k
        k = further
    return k


def _core_after(piece: Piece, start: int, limit: int) -> int | None:
    """The token after the plain noun phrase at `start`."""
    if start < limit and piece.lower[start] in cues.PRONOUNS and piece.pos[start] == "PRON":
        return start + 1
    k, head = start, None
    while k < limit:
        pos, tag, lower = piece.pos[k], piece.tag[k], piece.lower[k]
        if lower in cues.DAYS or lower in ("that", "who", "which"):
            break
        if pos in NOMINAL:
            head = k
        elif not (pos in ("ADJ", "NUM") or (pos == "DET" and k == start) or tag in ("POS", "PRP$")
                  or lower in ("-", "'s", "&", "/")
                  or (tag in ("VBN", "VBG") and k > start and (head is None or lower[:1] == "-"
                                                               or piece.lower[k - 1] == "-"))):
            break
        k += 1
    return None if head is None else head + 1


def _extend_after(piece: Piece, k: int, limit: int) -> int:
    """Goes on to the right over brackets, "of …", "and …" and an apposition between commas."""
    lower = piece.lower[k]
    if lower in ("(", "["):
        closing = (ahead + 1 for ahead in range(k + 1, min(limit, k + 8)) if piece.words[ahead] in (")", "]"))
        return next(closing, k)
    if lower in _LEFT_LINKS - {"to", "on"} and not _is_time(piece, k + 1):
        return _core_after(piece, k + 1, limit) or k
    following = piece.lower[k + 1] if k + 1 < limit else ""
    first = k + 1
    if lower in ("a", "an", "the") and piece.is_name(k - 1):
        first = k
    elif not (lower == "and" or (lower == "," and (following in ("a", "an", "the", "its", "their", "who")
                                                   or following in cues.PERSON_NOUNS))):
        return k
    after = _core_after(piece, first, limit)
    return after if after and piece.lower[after - 1] in cues.SOURCE_NOUNS else k


def _is_time(piece: Piece, k: int) -> bool:
    return k < len(piece.lower) and (piece.lower[k] in cues.TIME_WORDS or piece.lower[k].isdigit())


def can_speak(piece: Piece, start: int, end: int) -> bool:
    """True where a noun phrase can be somebody: a name, a pronoun or a noun that speaks."""
    head = head_of(piece, start, end)
    return (piece.lower[head] in cues.SOURCE_NOUNS or piece.lower[head] in cues.PRONOUNS
            or any(piece.is_name(k) for k in range(start, end)))


def head_of(piece: Piece, start: int, end: int) -> int:
    """The token of a phrase's head: the last noun before its first preposition or bracket."""
    head = None
    for k in range(start, end):
        if head is not None and (piece.lower[k] in _LEFT_LINKS or piece.lower[k] in "([,"):
            break
        if piece.pos[k] in NOMINAL:
            head = k
    return end - 1 if head is None else head
