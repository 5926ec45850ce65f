"""The speaker before a verb of saying: the noun phrase next to it, over times, appositions and relatives."""

from __future__ import annotations

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.cue_finding import Cue
from firsthand.extract.attribution.phrases import Piece, Range, can_speak, phrase_after, phrase_before


def speaker_before(piece: Piece, cue: Cue, floor: int) -> Range | None:
    """The noun phrase right before a cue, over times and what stands between commas."""
    end = over_times(piece, cue.start, floor)
    if end > floor and piece.words[end - 1] == ",":
        return _over_apposition(piece, end - 1, floor)
    first = phrase_before(piece, end, floor)
    if first is None:
        return subject_of(piece, cue, (floor, cue.start)) if end == cue.start else None
    first = _with_relative(piece, first, floor)
    loose = first > floor and piece.pos[first - 1] == "ADP" and piece.lower[first - 1] not in ("as", "that")
    if loose or not can_speak(piece, first, end):
        opening = _opening_phrase(piece, floor, first)
        subject = opening or subject_of(piece, cue, (floor, cue.start))
        if subject and subject[1] <= first and can_speak(piece, *subject):
            return subject
    return first, end


def _with_relative(piece: Piece, first: int, floor: int) -> int:
    """"the group that supports it said": not "it" but the phrase before "that"."""
    if first - 3 < floor or piece.pos[first - 1] != "VERB" or piece.lower[first - 2] not in ("who", "that", "which"):
        return first
    antecedent = phrase_before(piece, first - 2, floor)
    return first if antecedent is None else antecedent


def _opening_phrase(piece: Piece, floor: int, limit: int) -> Range | None:
    """"The group which relies on people inside the country said": the phrase before "which"."""
    end = phrase_after(piece, floor, limit)
    return (floor, end) if end and end < limit and piece.lower[end] in ("who", "which", "whose") else None


def over_times(piece: Piece, end: int, floor: int) -> int:
    """Steps left over "on Sunday", "late Monday"; stops where the phrase would begin."""
    k = end
    while k - 1 > floor and (piece.lower[k - 1] in cues.TIME_WORDS - {"state", "local", "source"}
                             or (piece.lower[k - 1].isdigit() and k < end)):
        k -= 1
    if k < end and k - 1 > floor and piece.lower[k - 1] in ("on", "in", "at", "late", "early", "the"):
        k -= 1
    return k


def _over_apposition(piece: Piece, comma: int, floor: int) -> Range | None:
    """"X, a doctor, said": the phrase before the first of two commas."""
    for k in range(comma - 1, max(floor, comma - 30), -1):
        if piece.quoted[k] != piece.quoted[comma] or piece.words[k] in ('"', ";", ":"):
            return None
        if piece.words[k] == ",":
            first = phrase_before(piece, k, floor)
            if first is None or not can_speak(piece, first, k):
                continue
            aside = piece.lower[k + 1] in cues.RELATIVES or piece.verbal(k + 1, comma)
            return (first, k) if aside else (first, comma)
    return None


def subject_of(piece: Piece, cue: Cue, within: Range) -> Range | None:
    """The parser's subject of the verb as a phrase, where it stands within the tokens given."""
    head = piece.subject.get(cue.verb, -1)
    if not within[0] <= head < max(within[1], cue.start):
        return None
    first = phrase_before(piece, head + 1, within[0])
    if first is None:
        return None
    last = phrase_after(piece, first, cue.start)
    return first, max(head + 1, last or 0)
