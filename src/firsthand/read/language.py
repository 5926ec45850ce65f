"""The language of a text, by py3langid; null where the text is too short to tell."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 60
"""Under about ten words the classifier is often wrong (a headline of names reads as Latin or German)."""
READ_CHARS = 4000
"""Two pages tell the language; the classifier's time grows with the text."""


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or null for a text of fewer than `MIN_LETTERS` letters."""
    start = text[:READ_CHARS]
    if sum(map(str.isalpha, start)) < MIN_LETTERS:
        return None
    return str(_identifier().classify(start)[0])
