"""Cues: the verbs and phrases that attribute ("said", "according to", "it is believed", "reportedly")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.phrases import Piece, phrase_after

CueKind = Literal["finite", "participle", "passive", "according", "adverb", "quoted"]
_BE = cues.word_set("is are was were be been being 's 're")
_HAVE = cues.word_set("has have had 've having")
_SOURCELESS = cues.word_set("""believe think say report allege expect fear estimate suspect know rumour rumor understand
claim announce confirm assume hope""")
_MODALS = cues.word_set("did does do will would could can may must")
_SENT_OUT = cues.word_set("issued released carried published posted quoted broadcast cited")
_ADVERBS = frozenset(("reportedly", "allegedly", "purportedly", "supposedly"))


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens `[start, end)` of a cue, its verb's token and lemma."""

    start: int
    end: int
    verb: int
    lemma: str
    kind: CueKind


def find_cues(piece: Piece, start: int, end: int) -> list[Cue]:
    """The cues of a unit in order."""
    found = []
    for k in range(start, end):
        cue = _cue_at(piece, k, start, end)
        if cue is not None:
            found.append(cue)
    return found


def _cue_at(piece: Piece, k: int, start: int, end: int) -> Cue | None:
    lower = piece.lower[k]
    if lower == "according" and k + 1 < end and piece.lower[k + 1] == "to":
        return Cue(k, k + 2, k, "accord", "according")
    if lower in _ADVERBS:
        return Cue(k, k + 1, k, lower, "adverb")
    return _verb_at(piece, k, start, end)


def _verb_at(piece: Piece, k: int, start: int, end: int) -> Cue | None:
    lower = piece.lower[k]
    lemma = cues.FORMS.get(lower, piece.lemma[k])
    if lemma not in cues.SAY_CLAUSE and lemma not in cues.SAY_OBJECT and lemma not in cues.PUT_TOLL:
        return None
    if lower in cues.PARTICIPLES and k > start and piece.lower[k - 1] == "as":
        return Cue(k - 1, k + 1, k, lemma, "quoted")
    kind = _kind(piece, k, start, lemma)
    if kind is None or not _can_be(piece, k, end, lemma, kind):
        return None
    first = _chain_start(piece, k, start) if kind != "participle" else k
    last = k + 2 if lemma == "point" and k + 1 < end and piece.lower[k + 1] == "out" else k + 1
    return Cue(first, last, k, lemma, kind)


def _can_be(piece: Piece, k: int, end: int, lemma: str, kind: CueKind) -> bool:
    """False for "claimed the lives", "pointed at", "gave them water": other senses of these verbs."""
    ahead = piece.lower[k + 1:min(end, k + 4)]
    if kind == "passive" and lemma not in _SOURCELESS and "by" not in ahead[:1]:
        return False
    if lemma in cues.PUT_TOLL and not _takes_toll(piece, k, end):
        return False
    if lemma == "point":
        return "out" in ahead[:1]
    return not (lemma == "claim" and ("lives" in ahead or "life" in ahead))


def _kind(piece: Piece, k: int, start: int, lemma: str) -> CueKind | None:
    """Finite, participle or passive; None where the word is no verb of saying here."""
    lower, tag = piece.lower[k], piece.tag[k]
    helpers = set(piece.lower[_chain_start(piece, k, start):k])
    before = piece.pos[k - 1] if k > start else ""
    if helpers & _BE and (tag in ("VBN", "VBD", "VBG") or lower in cues.FORMS):
        return "finite" if tag == "VBG" or lower in cues.PARTICIPLES else "passive"
    if lower in cues.PARTICIPLES and (tag in ("VBG", "NN") or lower in cues.FORMS):
        return "participle" if before not in ("DET", "ADP") else None
    finite = (lower in cues.FORMS and before != "DET") or (lower not in cues.FORMS and (
        tag in ("VBD", "VBZ", "VBP")
        or (tag == "VBN" and (bool(helpers & _HAVE) or _reads_as_past(piece, k)))
        or (tag == "VB" and bool(helpers & _MODALS))))
    return "finite" if finite else None


def _reads_as_past(piece: Piece, k: int) -> bool:
    """"activists reported": a participle by its tag, but right behind somebody who can speak."""
    return k > 0 and (piece.lower[k - 1] in cues.SOURCE_NOUNS or piece.is_name(k - 1)) and (
        k + 1 >= len(piece.lower) or piece.lower[k + 1] != "by")


def _chain_start(piece: Piece, k: int, start: int) -> int:
    """The first token of the verb's auxiliaries and adverbs."""
    first = k
    while first - 1 >= start and first > k - 6:
        before = first - 1
        adverb = piece.pos[before] == "ADV" and piece.lower[before] not in ("when", "where", "how", "why", "so")
        helper = piece.lower[before] in cues.AUXILIARIES and piece.pos[before] in ("AUX", "ADV", "PART", "VERB")
        if not (adverb or helper):
            break
        first = before
    return first


def _takes_toll(piece: Piece, k: int, end: int) -> bool:
    """True where a toll or count is what the verb puts, gives or raises."""
    return any(piece.lower[j] in cues.TOLL_NOUNS for j in range(k + 1, min(end, k + 7)))


def skip_adjuncts(piece: Piece, cue: Cue, limit: int) -> int:
    """The token behind whom, when and in what something was said: where the words said begin."""
    k = cue.end
    if cue.lemma in cues.RECIPIENT_VERBS or (k < limit and piece.lower[k] == "to"
                                             and cue.lemma not in cues.HOLDS_OBJECT_ONLY):
        k = _skip_recipient(piece, k + (piece.lower[k] == "to") if k < limit else k, k, limit)
    for _ in range(6):
        further = _skip_one(piece, k, limit)
        if further == k:
            return k
        k = further
    return k


def _skip_recipient(piece: Piece, first: int, k: int, limit: int) -> int:
    """Behind "told AFP", "told a news conference"; a name is taken without what follows it."""
    end = first
    if end < limit and piece.pos[end] in ("DET", "PRON"):
        end += 1
    while end < limit and (piece.is_name(end) or piece.lower[end] in ("'s", "'")):
        end += 1
    if end < limit and (end == first or piece.pos[end - 1] == "DET"):
        end = phrase_after(piece, end, limit) or end
    return end if end > first else k


def _skip_one(piece: Piece, k: int, limit: int) -> int:
    """Behind one sign, time or medium at `k`."""
    if k >= limit:
        return k
    lower = piece.lower[k]
    following = piece.lower[k + 1] if k + 1 < limit else ""
    early = lower in ("late", "early", "earlier") and (following in cues.DAYS or following in ("on", "in"))
    date = lower.isdigit() and k > 0 and piece.lower[k - 1] in cues.DAYS
    if lower in (",", ":") or lower in cues.DAYS or early or date:
        return k + 1
    sent_out = piece.tag[k] == "VBN" and lower in _SENT_OUT
    if following and (sent_out or lower in ("on", "in", "at", "by", "via", "during", "from", "over")):
        return _skip_phrase(piece, k, limit)
    return k


def _skip_phrase(piece: Piece, k: int, limit: int) -> int:
    """Behind "on Sunday", "in a statement", "carried by state television", "by telephone"."""
    first = k + 1 if piece.tag[k] != "VBN" or piece.lower[k + 1] in ("on", "by", "in", "to") else k
    if piece.tag[k] == "VBN" and first == k:
        return k + 1
    first += piece.tag[k] == "VBN"
    j = first
    while j < limit and j < first + 8 and (piece.lower[j] in cues.TIME_WORDS or piece.lower[j] in ("the", "of", "in")
                                           or piece.lower[j].isdigit()):
        j += 1
    if any(word in cues.TIME_WORDS for word in piece.lower[first:j]):
        return j if piece.lower[j - 1] not in ("the", "of", "in") else j - 1
    end = phrase_after(piece, first, limit)
    mediums = end is not None and (any(word in cues.MEDIUMS for word in piece.lower[first:end])
                                   or piece.tag[k] == "VBN")
    return end if end is not None and mediums else k
