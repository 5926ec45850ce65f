"""What `firsthand check` prints: each checked claim with the reports' own words, each record with its story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from firsthand.check import Checked, describe
from firsthand.records import Match, Report, Story
from firsthand.show import phrase

SHOWN = 20
"""So many entries of one kind are printed; `--json` has them all."""
MAX_WORDS = 300


def held_lines(checked: Checked, reports: Mapping[str, Report], stories: Mapping[str, Story]) -> Iterator[str]:
    """The lines, surest first: fact-checks, event records, and what has no partner on either side."""
    claims = _grouped([row for row in checked.matches if row.kind == "factcheck"])
    records = _grouped([row for row in checked.matches if row.kind == "record"])
    if checked.claims:
        passages = sum(map(len, claims))
        yield (f"{_number(checked.claims, 'checked claim')}: {_number(len(claims), 'is', 'are')} near to what reports "
               f"say, in {_number(passages, 'passage')}")
    yield from _some([[*_claim_lines(rows, reports)] for rows in claims])
    if checked.events:
        yield (f"{_number(checked.records, 'event record')} near the stories' days: {len(records):,} may be what "
               "a story tells of")
    yield from _some([[*_record_lines(rows, stories)] for rows in records])
    yield from _headed("Stories without a record", [f"{one.title}: {one.why}" for one in checked.stories_alone])
    yield from _headed("Records without a story, of the same days and countries",
                       [f"{one.dataset} {one.id}: {describe(one)}" for one in checked.records_alone])


def _grouped(rows: Sequence[Match]) -> list[list[Match]]:
    """The rows of each target together, the surest target and row first."""
    groups: dict[str, list[Match]] = {}
    for row in sorted(rows, key=lambda one: (-one.score, one.target, one.report, one.start)):
        groups.setdefault(row.target, []).append(row)
    return list(groups.values())


def _claim_lines(rows: Sequence[Match], reports: Mapping[str, Report]) -> Iterator[str]:
    """A checked claim, then each wording that reports have of it with what differs there."""
    best = rows[0]
    day = f", {phrase.moment_words(best.published)}," if best.published else ""
    whose = f"{_line(best.publisher or best.target)}{day}"
    rates = f"rates it “{_line(best.rating)}”" if best.rating else "checked"
    yield f"  {whose} {rates}: {_line(best.claim)}"
    if best.url:
        yield f"    {_line(best.url)}"
    for words, same in _by_words(rows, reports).items():
        yield f"    “{words}” – {_whose([reports[row.report] for row in same])}"
        yield from _differences(same[0])


def _by_words(rows: Sequence[Match], reports: Mapping[str, Report]) -> dict[str, list[Match]]:
    found: dict[str, list[Match]] = {}
    for row in rows:
        found.setdefault(_line(reports[row.report].text[row.start:row.end]), []).append(row)
    return found


def _whose(reports: Sequence[Report]) -> str:
    first = reports[0]
    name = _line(first.publisher or first.ref)
    day = f", {phrase.moment_words(first.published)}" if first.published else ""
    others = len(reports) - 1
    return f"{name}{day}" + (f", and {_number(others, 'other report')}" if others else "")


def _record_lines(rows: Sequence[Match], stories: Mapping[str, Story]) -> Iterator[str]:
    yield f"  {_line(rows[0].target)}: {_line(rows[0].claim)}"
    for row in rows:
        if row.story and row.story in stories:
            yield f"    “{_line(stories[row.story].title)}”"
        yield from _differences(row)


def _differences(row: Match) -> Iterator[str]:
    for line in (*(f"differs, {one}" for one in row.differences), *(f"agrees, {one}" for one in row.agrees),
                 *row.remarks):
        yield f"      {_line(line)}"


def _headed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield heading
        yield from _some([[f"  {_line(one)}"] for one in lines])


def _some(entries: Sequence[Sequence[str]]) -> Iterator[str]:
    for entry in entries[:SHOWN]:
        yield from entry
    if len(entries) > SHOWN:
        yield f"  … and {len(entries) - SHOWN:,} more (--json lists all)"


def _line(words: str | None) -> str:
    return phrase.shorten(phrase.one_line(words or ""), MAX_WORDS)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
