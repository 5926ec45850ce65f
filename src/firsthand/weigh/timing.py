"""Flags on when: captions of another day or place, datelines against the publication day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from firsthand.days import to_day
from firsthand.options import WeighOptions
from firsthand.records import Block, Flag, Mention, PlaceValue, Report, TimeValue
from firsthand.weigh.moments import weekday_of, words_of_day
from firsthand.weigh.sight import Sight, block_at

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d$|\d{4}-\d\d-\d\dT")
_HEAD_CHARS = 160
"""A dateline stands at the head of the text."""
_SET_IN = re.compile(r"\b(?:in|at|near|outside)\s+(?:\w+\s+)?$", re.IGNORECASE)
"""Before the place where a photo was taken; other places of a caption say who is seen."""
_IN_SENTENCE = re.compile(r"\b(?:on|in|since|until|till|of|from|by|after|before|between|and|to)\s*$", re.IGNORECASE)


def flag_timing(sight: Sight, options: WeighOptions) -> Iterator[Flag]:
    """Flags `recycled_caption`, `dateline_mismatch`, `undated` and `future_date`."""
    for report in sight.reports:
        yield from _captions(sight, report, options)
        yield from _dateline(sight, report, options)
        yield from _undated(sight, report)
        yield from _future(sight, report)


def _day(mention: Mention) -> date | None:
    value = mention.value
    if isinstance(value, TimeValue) and value.type in ("DATE", "TIME") and _FULL_DAY.match(value.timex):
        return to_day(value.timex)
    return None


# ---------------------------------------------------------------- captions

def _captions(sight: Sight, report: Report, options: WeighOptions) -> Iterator[Flag]:
    for block in report.blocks:
        if block.kind != "caption":
            continue
        inside = [mention for mention in sight.mentions.get(report.id, ())
                  if block.start <= mention.start and mention.end <= block.end]
        flag = _caption_day(sight, report, inside, options) or _caption_place(sight, report, block, inside)
        if flag:
            yield flag


def _caption_day(sight: Sight, report: Report, inside: list[Mention], options: WeighOptions) -> Flag | None:
    """The caption's day lies before every day that the story gives for the happening."""
    days = [(mention, day) for mention in inside if (day := _day(mention))]
    given = [str(value.low) for one in sight.reports for value in sight.values.get(one.id, ())
             if value.slot == "date" and _kind_at(one, value.start) != "caption"]
    happened = sorted(day for one in given if (day := to_day(one)))
    if days and given and not happened:
        return _caption_weekday(sight, report, days, given)
    published = to_day(sight.days.get(report.id))
    basis = happened[0] if happened else published
    if not days or basis is None:
        return None
    mention, latest = max(days, key=lambda pair: (pair[1], -pair[0].start))
    if (basis - latest).days <= options.caption_days:
        return None
    against = "the happening is dated" if happened else "the report is of"
    return sight.flag(report.id, "recycled_caption", (mention.start, mention.end),
                      f"The caption gives {_in_words(latest)}; {against} {_in_words(basis)}.")


def _caption_weekday(sight: Sight, report: Report, days: list[tuple[Mention, date]],
                     given: list[str]) -> Flag | None:
    """The happening is dated by weekdays alone, and the caption's day is none of them."""
    mention, day = max(days, key=lambda pair: (pair[1], -pair[0].start))
    if day.isoweekday() in {weekday_of(one) for one in given}:
        return None
    weekdays = " or ".join(words_of_day(one, one) for one in sorted(set(given)))
    return sight.flag(report.id, "recycled_caption", (mention.start, mention.end),
                      f"The caption gives {_in_words(day)}; the happening is dated {weekdays}.")


def _caption_place(sight: Sight, report: Report, block: Block, inside: list[Mention]) -> Flag | None:
    """Every place that the caption is set in lies in a country in which the story gives no place."""
    named = [(mention, mention.value) for mention in inside if isinstance(mention.value, PlaceValue)
             and _SET_IN.search(report.text[max(0, mention.start - 30):mention.start])]
    spans = {(value.report, value.start) for one in sight.reports for value in sight.values.get(one.id, ())
             if value.slot == "place"}
    own = {mention.value.country for one in sight.reports for mention in sight.mentions.get(one.id, ())
           if isinstance(mention.value, PlaceValue) and (mention.report, mention.start) in spans}
    if not named or not own - {None} or any(place.country in own or place.country is None for _, place in named):
        return None
    mention = min((mention for mention, _ in named), key=lambda mention: mention.start)
    words = report.text[mention.start:mention.end]
    return sight.flag(report.id, "recycled_caption", (mention.start, mention.end),
                      f"The caption is of {words}, in another country than the places of the happening.")


# ---------------------------------------------------------------- datelines and days

def _dateline(sight: Sight, report: Report, options: WeighOptions) -> Iterator[Flag]:
    """The full date at the head of the text against the publication day that came with it."""
    published = to_day(report.published)
    if published is None or report.published_basis == "dateline":
        return
    head = max((block.end for block in report.blocks if block.kind == "headline"), default=0)
    for mention in sorted(sight.mentions.get(report.id, ()), key=lambda mention: mention.start):
        day = _day(mention)
        if day is None or not head <= mention.start <= head + _HEAD_CHARS:
            continue
        before = report.text[max(0, mention.start - 20):mention.start]
        written = report.text[mention.start:mention.end]
        if str(day.year) not in written or _IN_SENTENCE.search(before) \
                or _kind_at(report, mention.start) == "caption":
            continue
        if abs((day - published).days) > options.dateline_days:
            yield sight.flag(report.id, "dateline_mismatch", (mention.start, mention.end),
                             f"The text is dated {_in_words(day)}; its publication day is given as "
                             f"{_in_words(published)}.")
        return


def _undated(sight: Sight, report: Report) -> Iterator[Flag]:
    if sight.days.get(report.id) is None:
        yield sight.flag(report.id, "undated", sight.title_span(report),
                         "Nothing says on which day this report was published.")


def _future(sight: Sight, report: Report) -> Iterator[Flag]:
    """A happening told as a fact on a day after the report's own, the day written out in numbers."""
    own = to_day(sight.days.get(report.id))
    for value in sight.values.get(report.id, ()):
        day = to_day(str(value.low)) if value.slot == "date" else None
        written = any(sign.isdigit() for sign in report.text[value.start:value.end])
        if own and day and written and (day - own).days > 1 and value.factuality == "fact":
            yield sight.flag(report.id, "future_date", (value.start, value.end),
                             f"The happening is dated {_in_words(day)}, after the report's own day, "
                             f"{_in_words(own)}.")
            return


def _kind_at(report: Report, start: int) -> str | None:
    block = block_at(report, start)
    return block.kind if block else None


def _in_words(day: date) -> str:
    return words_of_day(day.isoformat(), day.isoformat())
