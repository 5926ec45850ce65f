"""From a text to what the tagger's graph reads: words, features and windows, with true offsets.

All of this is part of the model: `training/attribution` calls the same functions, and a change here
needs a new training. A text becomes words and signs; lines are packed into windows of up to `pack` word
pieces, a line of more than `max_pieces` is cut at sentence ends, and `context` words of the neighbours
are read along on each side. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

CLS, SEP = 101, 102
LOWER, TITLE, UPPER, MIXED, DIGIT, SIGN = range(6)
CASES = 6
NO_QUOTE, OPENS, CLOSES, TOGGLES = range(4)

_SAME_LENGTH = str.maketrans({
    **dict.fromkeys("‘’‚‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)},  # lone surrogates cannot be tokenised
})
_INVISIBLE = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# at most 50 characters: a longer run would overflow the model's window
_WORD = re.compile(rf"[\w{_INVISIBLE}]{{1,50}}|[^\w\s]")
_VISIBLE = re.compile(f"[^{_INVISIBLE}]")
_OPENING, _CLOSING = frozenset("“„‟«〝"), frozenset("”»〞")
_SENTENCE_END = frozenset(".!?…")


class Word(NamedTuple):
    """A word or sign of a text: its plain form, its code points `[start, end)`, its line, its quote kind."""

    text: str
    start: int
    end: int
    line: int
    quote: int = NO_QUOTE


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How a text is cut: sizes in word pieces, context in words; 160 held 99 % of PolNeAR's lines."""

    max_pieces: int = 160
    pack: int = 0
    context: int = 25


class Window(NamedTuple):
    """Words `[first, last)` to tag; those from `left` and up to `right` are read along as context."""

    left: int
    first: int
    last: int
    right: int


class Inputs(NamedTuple):
    """A window for the graph: P word pieces, and T items to label: a word's number, or -1 for a line end."""

    ids: Ints
    case: Ints
    quote: Ints
    rows: Ints  # [T], the first piece of each item
    items: list[int]  # [T]


def plain(text: str) -> str:
    """The text with plain quotes and apostrophes, character for character as long as before."""
    return text.translate(_SAME_LENGTH).replace("''", '" ')


def split_words(text: str) -> list[Word]:
    """The words and signs of a text, with code-point offsets into it, in order."""
    same, words, line, line_end = plain(text), [], 0, 0
    for match in _WORD.finditer(same):
        start, end = match.span()
        if not _VISIBLE.search(match.group()):
            continue  # nothing but zero-width or direction marks: no word pieces
        if start >= line_end:
            line += 1
            line_end = same.find("\n", start)
            line_end = len(same) if line_end < 0 else line_end
        quote = _quote_kind(text, start) if match.group() == '"' else NO_QUOTE
        words.append(Word(match.group(), start, end, line, quote))
    return words


def _quote_kind(text: str, at: int) -> int:
    """Does the double quote at this place open or close, by its form, else by the spaces around it?"""
    sign = text[at:at + 2]
    if sign[0] in _OPENING or sign == "``":
        return OPENS
    if sign[0] in _CLOSING or sign == "''":
        return CLOSES
    before = at == 0 or text[at - 1].isspace() or text[at - 1] in "([{-–—"
    after = at + 1 == len(text) or text[at + 1].isspace()
    if before == after:
        return TOGGLES
    return OPENS if before else CLOSES


def case_of(word: str) -> int:
    """The case class of a word, for the encoder reads it in lower case."""
    if not word[0].isalnum():
        return SIGN
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if word.istitle():
        return TITLE
    return DIGIT if word.isdigit() else MIXED


def quote_flags(words: Sequence[Word]) -> list[int]:
    """1 for each word within double quotes, the quotes included; an open quotation ends with its line."""
    flags, inside, line = [], False, -1
    for word in words:
        if word.line != line:
            inside, line = False, word.line
        opens = word.quote == OPENS or (word.quote == TOGGLES and not inside)
        flags.append(int(inside or opens))
        if word.quote != NO_QUOTE:
            inside = opens
    return flags


def cut_windows(words: Sequence[Word], sizes: Sequence[int], options: WindowOptions) -> list[Window]:
    """Windows over all the words, in order; `sizes` holds the number of word pieces of each word."""
    windows: list[Window] = []
    first, filled = 0, 0
    for start, end in _segments(words, sizes, options.max_pieces):
        size = sum(sizes[start:end]) + 1
        if start > first and filled + size > options.pack:
            windows.append(_with_context(first, start, sizes, options.context))
            first, filled = start, 0
        filled += size
    if words:
        windows.append(_with_context(first, len(words), sizes, options.context))
    return windows


def _with_context(first: int, last: int, sizes: Sequence[int], context: int) -> Window:
    """Up to `context` words on each side, of three pieces a word at most, so that no window overruns."""
    left, right = max(0, first - context), min(len(sizes), last + context)
    while sum(sizes[left:first]) > 3 * context:
        left += 1
    while sum(sizes[last:right]) > 3 * context:
        right -= 1
    return Window(left, first, last, right)


def _segments(words: Sequence[Word], sizes: Sequence[int], max_pieces: int) -> Iterator[tuple[int, int]]:
    """Lines, and of longer lines the pieces up to the last sentence end that fits (or any word)."""
    start, filled, sentence = 0, 0, 0
    for index, word in enumerate(words):
        if word.line != words[start].line:
            yield start, index
            start, filled, sentence = index, 0, index
        if filled + sizes[index] > max_pieces and index > start:
            cut = sentence if sentence > start else index
            yield start, cut
            start, filled = cut, sum(sizes[cut:index])
        filled += sizes[index]
        closing = word.text in "\"')]" and sentence == index
        if closing or (word.text in _SENTENCE_END and _is_free(words, index)):
            sentence = index + 1
    if words:
        yield start, len(words)


def _is_free(words: Sequence[Word], index: int) -> bool:
    """Is there room after this sign? In "U.S." the first point ends no sentence."""
    if index + 1 == len(words):
        return True
    return words[index + 1].start > words[index].end or words[index + 1].text == '"'


def window_inputs(window: Window, words: Sequence[Word], pieces: Sequence[Sequence[int]],
                  flags: Sequence[int]) -> Inputs:
    """The graph's inputs for a window; line ends inside it are [SEP] pieces."""
    ids, case, quote = [CLS], [SIGN], [0]
    rows: list[int] = []
    items: list[int] = []
    for index in range(window.left, window.right):
        core = window.first <= index < window.last
        if index > window.left and words[index].line != words[index - 1].line:
            if core and index > window.first:
                rows.append(len(ids))
                items.append(-1)
            ids.append(SEP)
            case.append(SIGN)
            quote.append(0)
        if core:
            rows.append(len(ids))
            items.append(index)
        ids.extend(pieces[index])
        case.extend([case_of(words[index].text)] * len(pieces[index]))
        quote.extend([flags[index]] * len(pieces[index]))
    ids.append(SEP)
    case.append(SIGN)
    quote.append(0)
    return Inputs(np.array(ids), np.array(case), np.array(quote), np.array(rows, dtype=np.int64), items)
