"""Values, days and kinds in plain words, and texts made fit for one line."""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath

from firsthand.records import CountRange, Day, Difference, Name, OriginCount, Report
from firsthand.show.model import Words
from firsthand.text import printable

SLOT_LABELS: dict[str, str] = {
    "date": "when", "killed": "killed", "injured": "injured", "missing": "missing", "place": "where",
    "perpetrator": "by whom", "target": "target", "weapon": "weapon", "event": "what",
}
"""The slots in the order of the table, with the words that head their rows."""

MEANINGS: dict[Difference, str] = {
    "contradiction": "they cannot both hold",
    "update": "a later figure replaces an earlier one",
    "scope": "they count or name different groups, areas or times",
    "precision": "one is more exact than the other",
    "framing": "the same fact in other words",
}
STATUS_WORDS: dict[str, str] = {
    "several-origins": "given by several origins", "one-origin": "given by one origin",
    "contested": "contested", "superseded": "replaced by a later figure", "denied": "denied",
}
STANCE_WORDS: dict[str, str] = {
    "asserts": "says", "hedges": "says with reserve", "denies": "denies", "doubts": "doubts", "asks": "asks",
}
FLAG_LABELS: dict[str, str] = {
    "headline_exceeds_body": "headline goes beyond the body", "recycled_caption": "older caption",
    "dateline_mismatch": "dateline and date differ", "number_not_in_source": "figure not in the source",
    "argument_from_silence": "argument from silence", "unsupported_cause": "blame without a source",
}

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MAX_REASONS = 3
CONTEXT_CHARS = 110
"""Characters shown on each side of some words: about a sentence."""


PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who", "which", "that", "those"))


def speaker(words: str) -> str:
    """A speaker in the report's words; of one who is only a pronoun it is said that no more is known."""
    words = one_line(words)
    return f"someone told only as “{words}”" if words.lower() in PRONOUNS else words


def one_line(text: str) -> str:
    """A text for one line: printable, no marks that turn the reading direction, single spaces."""
    return " ".join(_DIRECTION.sub("", printable(text)).split())


def shorten(text: str, chars: int) -> str:
    """At most `chars` characters of a text, cut at a word where possible, with a … where it was cut."""
    if len(text) <= chars:
        return text
    cut = text[:chars - 1]
    word_end = cut.rfind(" ")
    return cut[:word_end if word_end > chars // 2 else None].rstrip(" ,;:") + "…"


def listed(items: Sequence[str], last: str = "and") -> str:
    """"a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def number_of(count: int, one: str, many: str = "") -> str:
    """"1 report", "2 reports"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def value_words(value: CountRange | Day | Name) -> str:
    """A finding's value in plain words."""
    if isinstance(value, CountRange):
        return count_words(value.low, value.high)
    return day_words(value.date) if isinstance(value, Day) else one_line(value.name) or "not named"


def count_words(low: int | None, high: int | None) -> str:
    """"32", "at least 24", "up to 20", "40 to 50"; null is open."""
    if low is None and high is None:
        return "some, no number given"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def spelled(number: int) -> set[str]:
    """A number as digits and, up to twenty, as a word."""
    return {str(number), *_NUMBERS[number:number + 1]}


def day_words(day: str) -> str:
    """"Tue 20 March 2018" for an ISO day, "a Tuesday" for the TIMEX3 value of a weekday that nothing
    dates; what is no such day stays as it is."""
    if bare := re.fullmatch(r"XXXX-WXX-([1-7])", day):
        return f"a {day_name[int(bare.group(1)) - 1]}"
    if not _DAY.fullmatch(day):
        return one_line(day)
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{_WEEKDAYS[read.weekday()]} {read.day} {_MONTHS[read.month - 1]} {read.year}"


def moment_words(moment: str | None) -> str:
    """"20 March 2018, 14:00" for an ISO time, with its offset from UTC where it has one."""
    if not moment:
        return "no date"
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return one_line(moment)
    day = f"{read.day} {_MONTHS[read.month - 1]} {read.year}"
    if len(moment) <= len("2018-03-20"):
        return day
    zone = (read.tzname() or "").removesuffix("+00:00")
    return f"{day}, {read:%H:%M}" + (f" {zone}" if zone else "")


def period_words(first: str | None, last: str | None) -> str:
    """When the reports of a story came out, from the first to the last."""
    days = [moment_words(moment) for moment in (first, last) if moment]
    return f"published {' to '.join(dict.fromkeys(days))}" if days else "no publication date known"


def origins_words(origins: OriginCount) -> str:
    """"2 origins (2–3)": the best guess, with the range where it is one."""
    words = number_of(origins.best, "origin")
    return words if origins.low == origins.high else f"{words} ({origins.low}–{origins.high})"


def flag_label(kind: str) -> str:
    """A flag's kind as words."""
    return FLAG_LABELS.get(kind, kind.replace("_", " "))


def outlet_of(report: Report) -> str:
    """Who published a report, or where it came from if that is not known."""
    return one_line(report.publisher or "") or shorten(one_line(PurePath(report.ref).name), 60) or "unknown outlet"


def title_of(report: Report) -> str:
    """A report's title, else its first words."""
    return shorten(one_line(report.title or "") or one_line(report.text[:400]), 160) or "no title"


def excerpt(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before some words, the words, and what follows, within about their sentence."""
    head = text[max(0, start - CONTEXT_CHARS):start].rpartition("\n")[2]
    tail = text[end:end + CONTEXT_CHARS].partition("\n")[0]
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    whole = bool(ends) or start - len(head) == 0 or text[start - len(head) - 1] == "\n"
    head = head[ends[-1]:] if ends else head
    if not whole:
        head = "…" + head[head.find(" ") + 1:] if " " in head else "…" + head
    closing = _SENTENCE_END.search(tail)
    if closing:
        tail = tail[:closing.end()].rstrip()
    elif len(tail) == CONTEXT_CHARS and end + len(tail) < len(text):
        tail = tail[:tail.rfind(" ")].rstrip(" ,;:–-") + "…" if " " in tail else tail + "…"
    return _joined(head, left=True), one_line(text[start:end]), _joined(tail, left=False)


def _joined(text: str, *, left: bool) -> str:
    """One line that keeps the space with which it touches the words."""
    line = one_line(text)
    if not line:
        return ""
    if left:
        return line + " " * text[-1:].isspace()
    return " " * text[:1].isspace() + line


def place_of(words: Words) -> str:
    """Who, where and when of some words: "report 3, Coast Agency, 20 March 2018, 15:10"."""
    parts = [f"report {words.report}", words.outlet, words.published]
    if words.block in ("headline", "caption"):
        parts.insert(1, words.block)
    if words.said_by:
        parts.append(f"said by {words.said_by}")
    return ", ".join(parts)


def reasons_words(reasons: Sequence[str]) -> str:
    """The reasons of a difference on one line, the first few of many."""
    line = "; ".join(reasons[:MAX_REASONS])
    return f"{line}; and {len(reasons) - MAX_REASONS} more" if len(reasons) > MAX_REASONS else line
