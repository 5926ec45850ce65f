"""How headlines attribute: "17 dead in blast: ministry", "… - state TV", "Monitor: …", and with the colon lost."""

from __future__ import annotations

import re

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.phrases import Piece
from firsthand.records import Span

_TAIL = re.compile(r"\s*(:|\s-{1,2}\s)\s*(?=\S)")
MAX_TAIL_WORDS = 7
"""Words of the longest source behind a colon; longer tails are clauses."""
_WORDS = re.compile(r"[\w.'&-]+")
_OBJECT_BEFORE = cues.word_set("""the a an of in on at for to by from with against and or kill kills killed hit hits
wound wounds wounded injure injures injured target targets targeted arrest arrests attack attacks two three four
five six seven eight nine ten dozens hundreds several many more senior top former its his her their
as says said say tells told new no not is are was were""")

Found = tuple[Span, Span, Span]
"""Source, cue (empty where nothing marks it) and content."""


def find_headline(piece: Piece) -> Found | None:
    """Source, cue and content of a headline in its own forms, or None; code points of the piece."""
    text = piece.text.rstrip()
    return _by_sign(text) or _bare_end(piece, text)


def _by_sign(text: str) -> Found | None:
    marks = list(_TAIL.finditer(text))
    for mark in reversed(marks):
        tail = text[mark.end():]
        if _is_source(tail) and _says(text[:mark.start()]):
            return (mark.end(), len(text)), mark.span(1), (0, mark.start())
    if marks and marks[0].group(1) == ":":
        head = text[:marks[0].start()]
        if _is_source(head) and _says(text[marks[0].end():]):
            return (0, len(head)), marks[0].span(1), (marks[0].end(), len(text))
    return None


def _is_source(words: str) -> bool:
    """True for a few words, one of which speaks (a ministry, a monitor, an agency, an abbreviation)."""
    found = _WORDS.findall(words)
    if not 0 < len(found) <= MAX_TAIL_WORDS or any(word[:1].isdigit() for word in found):
        return False
    if '"' in words or found[-1].lower() in ("says", "said"):
        return False
    speaks = {word.lower().removesuffix("'s") for word in found}
    abbreviation = len(found) == 1 and found[0].isupper() and 2 <= len(found[0]) <= 6
    return bool(speaks & (cues.HEADLINE_SOURCES | cues.OUTLET_NOUNS)) or abbreviation


def _says(words: str) -> bool:
    """True where enough stands there to be something said."""
    return len(_WORDS.findall(words)) >= 3


def _bare_end(piece: Piece, text: str) -> Found | None:
    """"Blast kills 20 fighters Monitor": the last words speak, and nothing makes them an object."""
    last = len(piece.words) - 1
    while last >= 0 and (piece.pos[last] in ("SPACE",) or piece.words[last] in (".", "\ufffd")):
        last -= 1
    if last < 4 or piece.lower[last] not in cues.BARE_HEADLINE_ENDS:
        return None
    first = last
    while first - 1 > 3 and _same_phrase(piece, first):
        first -= 1
    before = piece.lower[first - 1]
    counted = before.isdigit() and not piece.words[first][:1].isupper()
    if before in _OBJECT_BEFORE or counted or piece.pos[first - 1] in ("VERB", "ADP", "DET", "AUX"):
        return None
    if not _stands_apart(piece, first) or not (piece.verbal(0, first) or any(w.isdigit() for w in piece.words)):
        return None
    content = (piece.starts[0], piece.ends[first - 1])
    return (piece.starts[first], piece.ends[last]), (piece.starts[first], piece.starts[first]), content


def _same_phrase(piece: Piece, first: int) -> bool:
    """True where the word before belongs to the source too ("state media"); a capital opens it."""
    before = piece.lower[first - 1]
    opened = piece.words[first][:1].isupper() and piece.words[first - 1][:1].islower()
    return not opened and (before in cues.SOURCE_MODIFIERS or before in cues.HEADLINE_SOURCES)


def _stands_apart(piece: Piece, first: int) -> bool:
    """A capital in a headline of small letters, or a phrase that is never a thing done to."""
    capital = piece.words[first][:1].isupper()
    small = sum(word[:1].islower() and len(word) > 3 for word in piece.words[:first])
    unmistakable = piece.lower[first] in ("monitor", "monitors", "watchdog", "state", "ministry", "official", "medical",
                                          "officials", "source", "sources", "spokesman", "report", "reports")
    return (capital and small >= 1) or (not capital and unmistakable)
