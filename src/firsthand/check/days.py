"""Days as exports write them: ISO with or without a time, "20 March 2018", a form that the user names."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)$")
_FORMS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d-%B-%Y", "%d-%b-%Y", "%Y/%m/%d")
"""Only forms in which day and month cannot be taken for each other: 03/04/2018 needs a form of its own."""


def read_day(words: str, form: str | None = None) -> date | None:
    """The day that some words write out; None where they are no day of the calendar ("0000-00-00")."""
    words = words.strip()
    if form is not None:
        return _parsed(words, form)
    found = _ISO.match(words) or _PACKED.match(words)
    if found:
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    if len(words) > 30 or not any(sign.isdigit() for sign in words):
        return None
    days = (_parsed(words, known) for known in _FORMS)
    return next((day for day in days if day), None)


def _parsed(words: str, form: str) -> date | None:
    try:
        return datetime.strptime(words, form).date()
    except ValueError:
        return None
