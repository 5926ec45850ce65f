"""Raw attributions by rules: source, cue and content spans from tags, quotation marks and neighbourhood.

This is one of two ways to raw spans (a trained tagger is the other); what follows in `attribution`
works on either. All spans are code points of the plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from firsthand.extract.attribution import cues
from firsthand.extract.attribution.cue_finding import Cue, find_cues, skip_adjuncts
from firsthand.extract.attribution.headline import find_headline
from firsthand.extract.attribution.phrases import Piece, Range, can_speak, phrase_after, phrase_before, piece_of
from firsthand.extract.attribution.spans import joined, meet, without
from firsthand.extract.attribution.speakers import over_times, speaker_before, subject_of
from firsthand.extract.parse import Parsed
from firsthand.records import Span

_SIGNS = cues.word_set(", . ; : - -- ! ? … ...")
_BREAKS = cues.word_set("while but whereas although though ; however")
GOES_ON = 200
"""Code points between what was said and a quotation that goes on with it: a short sentence at most."""
_RAISING = frozenset(("bringing", "raising", "taking", "pushing"))
"""What goes on with what is said behind the speaker: "…, the ministry said, bringing the toll to 45"."""
_SUBORDINATE = cues.word_set("""after as when while although though if since because before in at on during following
despite with speaking asked by under for to according once until amid from meanwhile earlier""")


@dataclass
class Raw:
    """One attribution as found: spans of the plain text."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


@dataclass
class _Found:
    """An attribution in tokens while its unit is worked through."""

    cue: Cue
    source: Range | None
    contents: list[Range] = field(default_factory=list)


def find_raw(parsed: Parsed) -> list[Raw]:
    """The raw attributions of a report in the order of their pieces."""
    found: list[Raw] = []
    for offset, doc, kind in parsed.pieces:
        piece = piece_of(doc)
        raws, lone = _in_piece(piece)
        if kind in ("headline", "heading"):
            raws = find_headline_raws(piece, raws)
        elif lone is not None and found:
            append_quote(found[-1], (lone[0] + offset, lone[1] + offset))
        found += [_moved(raw, offset) for raw in raws]
    return found


def find_headline_raws(piece: Piece, raws: list[Raw]) -> list[Raw]:
    """A headline's own form ("…: ministry") beats what the sentence rules see in it."""
    spans = find_headline(piece)
    if spans is None:
        return raws
    source, cue, content = spans
    return [raw for raw in raws if not meet(raw.cue, [source, cue])] + [
        Raw([source], [cue] if cue[0] < cue[1] else [], [content])]


def _moved(raw: Raw, offset: int) -> Raw:
    def move(spans: list[Span]) -> list[Span]:
        return [(start + offset, end + offset) for start, end in spans]
    return Raw(move(raw.source), move(raw.cue), move(raw.content))


def _in_piece(piece: Piece) -> tuple[list[Raw], Span | None]:
    """The attributions of a piece, and the quotation that it opens with where nobody here says it."""
    raws: list[Raw] = []
    lone: Span | None = None
    for start, end in piece.units:
        spoken = [_raw_of(piece, item) for item in _in_unit(piece, start, end)]
        number = -1 if spoken else _lone_quote(piece, start, end)
        if number >= 0:
            quote = piece.quotes[number].start, piece.quotes[number].end
            if raws:
                append_quote(raws[-1], quote)
            elif lone is None and piece.text[:quote[0]].strip() == "":
                lone = quote
        raws += spoken
    taken = lone is not None and any(meet(raw.content, [lone]) for raw in raws)
    return raws, None if taken else lone


# ---------------------------------------------------------------- one sentence

def _in_unit(piece: Piece, start: int, end: int) -> Iterator[_Found]:
    """The attributions of one unit, in the order of their cues."""
    found: list[_Found] = []
    hits = find_cues(piece, start, end)
    for number, cue in enumerate(hits):
        following = hits[number + 1] if number + 1 < len(hits) else None
        item = _resolve(piece, cue, (start, end), following, found)
        if item is not None and item.contents:
            found.append(item)
    yield from found


def _resolve(piece: Piece, cue: Cue, unit: Range, following: Cue | None, before: list[_Found]) -> _Found | None:
    """Source and content of one cue."""
    if cue.kind == "according":
        return _according(piece, cue, unit, before)
    if cue.kind == "passive":
        return _passive(piece, cue, unit)
    if cue.kind == "adverb":
        return _Found(cue, None, [_clause_around(piece, cue, unit)])
    if cue.kind == "quoted":
        return _quoted(piece, cue, unit, before)
    limit = _content_limit(piece, cue, unit, following)
    if cue.kind == "participle":
        source = before[-1].source if before else subject_of(piece, cue, unit)
        return _Found(cue, source, _after(piece, cue, limit)) if source else None
    return _finite(piece, cue, (unit[0], limit), unit, before)


def _finite(piece: Piece, cue: Cue, region: Range, unit: Range, before: list[_Found]) -> _Found | None:
    """A finite verb of saying: the speaker stands before it, after it, or is the last one's."""
    floor = _floor(piece, cue, unit, before)
    inverted = _inverted(piece, cue, region, floor)
    if inverted is not None:
        return inverted
    source = speaker_before(piece, cue, unit[0])
    if source is None and before and piece.lower[cue.start - 1] in ("and", "but", "then", ",", "or"):
        return _Found(cue, before[-1].source, _after(piece, cue, region[1]))
    if source is None or not _fits(piece, cue, source):
        return None
    if source[0] < floor:
        floor = unit[0]
    return _Found(cue, source, _contents(piece, cue, source, (floor, region[1])))


def _fits(piece: Piece, cue: Cue, source: Range) -> bool:
    """Somebody who can speak, or a subject whose verb can only be one of saying."""
    return can_speak(piece, *source) or cue.lemma in ("say", "tell") or (
        source[0] <= piece.subject.get(cue.verb, -1) < source[1] and cue.lemma not in cues.HOLDS_OBJECT_ONLY)


def _floor(piece: Piece, cue: Cue, unit: Range, before: list[_Found]) -> int:
    """Where what is said before a cue can begin: behind the last attribution that is closed by then."""
    for k in range(cue.start - 1, max(unit[0], cue.start - 60) - 1, -1):
        if piece.lower[k] in _BREAKS and before and before[-1].cue.end <= k and piece.quoted[k] < 0:
            return k + 1
    return unit[0]


def _content_limit(piece: Piece, cue: Cue, unit: Range, following: Cue | None) -> int:
    """Where what is said after a cue ends: at the sentence's end, or where another speaks beside it."""
    if following is None or piece.quoted[following.verb] >= 0:
        return unit[1]
    if following.kind == "participle":
        return following.start
    if following.kind != "finite":
        return unit[1]
    source = speaker_before(piece, following, cue.end)
    first = source[0] if source and source[0] > cue.end else following.start
    joint = first - 1
    if joint > cue.end and piece.lower[joint] in _BREAKS | {"and", "as"} and piece.quoted[joint] < 0:
        return joint
    if source and first > cue.end and not piece.verbal(following.end, unit[1]):
        return first
    return unit[1]


# ---------------------------------------------------------------- contents

def _inverted(piece: Piece, cue: Cue, region: Range, floor: int) -> _Found | None:
    """"…," said the spokesman: the speaker after the cue, the words before it."""
    first = cue.end
    if cue.lemma not in cues.INVERTING or cue.start == floor or first >= region[1]:
        return None
    end = phrase_after(piece, first, region[1])
    before = piece.words[cue.start - 1]
    if end is None or not (can_speak(piece, first, end) or before == '"'):
        return None
    if piece.finite(end, min(end + 3, region[1])) and piece.lower[end] not in cues.RELATIVES | {","}:
        return None
    parted = before in ('"', ",", "'", ")", "-", "--") or before[-1:] in "?!"
    if not parted:
        speaker = phrase_before(piece, over_times(piece, cue.start, floor), floor)
        aside = end < region[1] and piece.lower[end] in cues.RELATIVES | {"also"}
        bare = cue.lemma == "say" and (aside or not piece.finite(end, region[1])) and piece.verbal(floor, cue.start)
        if not bare or (speaker is not None and (can_speak(piece, speaker, cue.start) or speaker == floor)):
            return None
    if not (piece.verbal(floor, cue.start) or parted):
        return None
    contents = _trimmed(piece, [(floor, cue.start)])
    rest = _quote_after(piece, end, region[1])
    return _Found(cue, (first, end), contents + rest)


def _quote_after(piece: Piece, start: int, limit: int) -> list[Range]:
    """A quotation that goes on after its speaker: "…," he said, "…"."""
    k = start
    while k < limit and piece.words[k] in _SIGNS:
        k += 1
    return _trimmed(piece, [(k, limit)]) if k < limit and piece.words[k] == '"' else []


def _after(piece: Piece, cue: Cue, limit: int) -> list[Range]:
    return _trimmed(piece, [(skip_adjuncts(piece, cue, limit), limit)])


def _contents(piece: Piece, cue: Cue, source: Range, region: Range) -> list[Range]:
    """What is said: before the speaker, after the cue, or both."""
    floor, limit = region
    start = skip_adjuncts(piece, cue, limit)
    pre = _trimmed(piece, [(floor, source[0])])
    post = _trimmed(piece, [(start, limit)])
    if pre and post and _parenthetical(piece, source, cue) and piece.pos[post[0][0]] in ("VERB", "AUX"):
        return pre + post
    if cue.lemma in cues.HOLDS_OBJECT_ONLY or not _says_before(piece, pre, source):
        return post or _quote_before(piece, source)
    if not post:
        return pre
    if _goes_on(piece, source, start, post[0], pre[0]):
        both = (piece.words[post[0][0]] == '"' or _parenthetical(piece, source, cue)
                or piece.lower[post[0][0]] in _RAISING)
        return pre + post if both else pre
    return post if _says_after(piece, post[0]) else pre


def _says_before(piece: Piece, pre: list[Range], source: Range) -> bool:
    """True where a clause or a quotation stands before the speaker."""
    if not pre:
        return False
    start, end = pre[0]
    if piece.quoted[end - 1] >= 0 and piece.words[source[0] - 1] in ('"', "'", ","):
        return True
    if piece.lower[start] in cues.RELATIVES or piece.lower[end - 1] in ("that", "as", "because", "which"):
        return False
    return piece.verbal(start, end) or (piece.words[source[0] - 1] == "," and end - start > 3)


def _goes_on(piece: Piece, source: Range, start: int, post: Range, pre: Range) -> bool:
    """True where the words before the speaker are what is said, and those after only go on."""
    if piece.words[start - 1] == ":" or piece.lower[post[0]] == "that":
        return False
    if piece.quoted[pre[1] - 1] >= 0:
        return True
    if _subordinate(piece, pre[0]) and not (piece.words[start - 1] in _SIGNS and start - 1 > source[1]):
        return not piece.finite(*post) and not piece.quoted[post[0]] >= 0 and piece.finite(*pre)
    joint = piece.lower[source[0] - 1]
    if joint in _BREAKS | {"and"}:
        return False
    if not piece.finite(*pre) and piece.verbal(*post):
        return piece.words[source[0] - 1] == "," and piece.words[start - 1] == ","
    opener = (piece.pos[post[0]] in ("ADP", "SCONJ", "CCONJ") or piece.pos[start] == "CCONJ"
              or piece.tag[post[0]] in ("VBG", "WDT", "WP", "TO", "WRB"))
    return opener or not piece.verbal(*post) or piece.words[start - 1] == ","


def _subordinate(piece: Piece, k: int) -> bool:
    """True where a clause that opens with token `k` leads up to another ("After …", but not "At least …")."""
    return piece.lower[k] in _SUBORDINATE and piece.lower[k + 1] not in ("least", "most")


def _parenthetical(piece: Piece, source: Range, cue: Cue) -> bool:
    """"The army, officials said, was …"."""
    return piece.words[source[0] - 1] == "," and cue.end < len(piece.words) and piece.words[cue.end] == ","


def _says_after(piece: Piece, post: Range) -> bool:
    return (piece.verbal(*post) or piece.lower[post[0]] == "that" or piece.quoted[post[0]] >= 0
            or post[1] - post[0] > 2)


def _quote_before(piece: Piece, source: Range) -> list[Range]:
    """The quotation that ended right before a unit such as "he said."."""
    k = source[0] - 1
    while k >= 0 and piece.words[k] in (",", "-", "--"):
        k -= 1
    return [(k, k + 1)] if k >= 0 and piece.words[k] in ('"', "'") and piece.quoted[k] >= 0 else []


def _according(piece: Piece, cue: Cue, unit: Range, before: list[_Found]) -> _Found | None:
    """"according to X": X behind it; the words before it, or behind X where it opens the sentence."""
    end = phrase_after(piece, cue.end, unit[1])
    if end is None:
        return None
    source = (cue.end, end)
    opens = not piece.verbal(unit[0], cue.start)
    if opens:
        return _Found(cue, source, _trimmed(piece, [(end, unit[1])]))
    contents = _trimmed(piece, [(_floor(piece, cue, unit, before), cue.start)])
    if end < unit[1] and piece.words[end] == "," and piece.words[cue.start - 1] == ",":
        contents += _trimmed(piece, [(end, unit[1])])
    return _Found(cue, source, contents)


def _quoted(piece: Piece, cue: Cue, unit: Range, before: list[_Found]) -> _Found | None:
    """"A quoted X as saying …", "X was quoted as saying …": X says it, whoever carries it."""
    verb = next((k for k in range(cue.start - 1, max(unit[0], cue.start - 20), -1)
                 if piece.lower[k] in ("quoted", "quotes", "quoting", "cited", "citing", "cites", "reported")), None)
    if verb is None:
        return None
    passive = piece.lower[verb - 1] in ("was", "were", "been", "is", "are", "being")
    end = cue.start if not passive else verb - 1 - (piece.lower[verb - 2] in ("has", "have", "had"))
    first = phrase_before(piece, end, unit[0])
    if first is None:
        return None
    contents = _trimmed(piece, [(skip_adjuncts(piece, cue, unit[1]), unit[1])])
    if not contents and not passive and verb > unit[0]:
        carrier = phrase_before(piece, verb, unit[0])
        contents = _trimmed(piece, [(unit[0], verb if carrier is None else carrier)])
    return _Found(cue, (first, end), contents)


def _passive(piece: Piece, cue: Cue, unit: Range) -> _Found | None:
    """"It is believed that …", "is said to be …", "was confirmed by X"."""
    if cue.end < unit[1] and piece.lower[cue.end] == "by":
        end = phrase_after(piece, cue.end + 1, unit[1])
        if end is None or not can_speak(piece, cue.end + 1, end):
            return None
        return _Found(cue, (cue.end + 1, end), _trimmed(piece, [(unit[0], cue.start)]))
    if cue.end < unit[1] and piece.lower[cue.end] in ("that", "to"):
        impersonal = piece.lower[max(unit[0], cue.start - 1)] == "it"
        start = cue.end if impersonal else unit[0]
        spans = [(start, unit[1])] if impersonal else [(unit[0], cue.start), (cue.end, unit[1])]
        return _Found(cue, None, _trimmed(piece, spans))
    return None


def _clause_around(piece: Piece, cue: Cue, unit: Range) -> Range:
    """The clause that an adverb such as "reportedly" weakens."""
    start, end = cue.end, unit[1]
    while end > start and piece.words[end - 1] in _SIGNS:
        end -= 1
    return (start, end) if end > start else (unit[0], cue.start)


def _trimmed(piece: Piece, ranges: list[Range]) -> list[Range]:
    """The ranges without signs and conjunctions at their ends; empty ones left out."""
    kept = []
    for first, last in ranges:
        start, end = first, last
        while start < end and (piece.words[start] in _SIGNS or piece.pos[start] == "SPACE"
                               or (piece.lower[start] in ("and", "but") and start == first)):
            start += 1
        while end > start and (piece.words[end - 1] in _SIGNS or piece.pos[end - 1] == "SPACE"
                               or piece.lower[end - 1] in ("and", "but", "while")):
            end -= 1
        if start < end:
            kept.append((start, end))
    return kept


# ---------------------------------------------------------------- to characters

def _raw_of(piece: Piece, item: _Found) -> Raw:
    """Characters for tokens; contents that touch a quotation take in the whole of it."""
    contents: list[Span] = []
    for start, end in item.contents:
        first, last = piece.starts[start], piece.ends[end - 1]
        if piece.quoted[item.cue.verb] < 0:
            first, last = _widened(piece, start, end, first, last)
        contents.append((first, last))
    source = [] if item.source is None else [(piece.starts[item.source[0]], piece.ends[item.source[1] - 1])]
    cue = (piece.starts[item.cue.start], piece.ends[item.cue.end - 1])
    return Raw(source, [cue], without(joined(contents), [*source, cue]))


def _widened(piece: Piece, start: int, end: int, first: int, last: int) -> Span:
    if piece.quoted[start] >= 0:
        first = min(first, piece.quotes[piece.quoted[start]].start)
    if piece.quoted[end - 1] >= 0:
        last = max(last, piece.quotes[piece.quoted[end - 1]].end)
    return first, last


# ---------------------------------------------------------------- quotations that run on

def _lone_quote(piece: Piece, start: int, end: int) -> int:
    """The quotation that a unit without a cue opens with, or -1."""
    k = start
    while k < end and piece.pos[k] == "SPACE":
        k += 1
    return piece.quoted[k] if k < end else -1


def append_quote(raw: Raw, quote: Span) -> None:
    """The last speaker goes on: the quotation joins what they say, where it stands near (within GOES_ON)."""
    last = max(end for spans in (raw.content, raw.cue, raw.source) for _, end in spans)
    if raw.content and raw.content[-1][1] <= quote[0] <= last + GOES_ON:
        raw.content.append(quote)
