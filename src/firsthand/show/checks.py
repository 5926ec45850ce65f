"""Earlier fact-checks and event records beside a story: theirs in their words, and which slots differ."""

from __future__ import annotations

from firsthand.records import Match
from firsthand.show import phrase
from firsthand.show.model import Check
from firsthand.show.scene import Scene

MAX_CLAIM_CHARS = 400


def find_checks(scene: Scene) -> tuple[Check, ...]:
    """The matches of a story, surest first; one that stands beside several reports is shown once, with all words."""
    groups: dict[tuple[str, str], list[Match]] = {}
    for row in scene.matches:
        groups.setdefault((row.kind, row.target), []).append(row)
    ordered = sorted(groups.values(), key=lambda rows: (-max(row.score for row in rows), rows[0].target))
    return tuple(_check(scene, number, rows) for number, rows in enumerate(ordered, start=1))


def _check(scene: Scene, number: int, rows: list[Match]) -> Check:
    best = max(rows, key=lambda row: row.score)
    words = tuple(scene.words(row.report, row.start, row.end)
                  for row in sorted(rows, key=lambda row: (scene.numbers[row.report], row.start)))
    url = best.url if (best.url or "").lower().startswith(("http://", "https://")) else None
    return Check(
        id=f"s{scene.number}-check{number}", kind=best.kind,
        source=phrase.one_line(best.publisher or "") or phrase.one_line(best.target),
        rating=phrase.one_line(best.rating) if best.rating else None,
        published=phrase.moment_words(best.published) if best.published else "", url=url,
        claim=phrase.shorten(phrase.one_line(best.claim or best.target), MAX_CLAIM_CHARS),
        differs=tuple(map(phrase.one_line, best.differences)), agrees=tuple(map(phrase.one_line, best.agrees)),
        remarks=tuple(map(phrase.one_line, best.remarks)),
        reports=scene.numbered(row.report for row in rows), words=words)
