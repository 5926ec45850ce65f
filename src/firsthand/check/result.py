"""What a check gives: matches, and what on either side found no partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.check.against import Against, Problems
from firsthand.check.claims import MentionsOf, ReportRows, match_reports
from firsthand.check.events import EventRecord
from firsthand.check.match import Matcher
from firsthand.check.stories import Calendar, Compared, StoryFacts, as_match, choose, compare, in_area
from firsthand.options import CheckOptions
from firsthand.records import Match


@dataclass(frozen=True, slots=True)
class Alone:
    """A story that no event record fits, and why not as far as that is known."""

    story: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of `matches`; stories without a record; records of the case's days and countries without a story.

    `claims` and `records` count what the reports were held against, `made` the claims that had to be turned into
    vectors for it; `events` tells whether a file of event records was read at all.
    """

    matches: Sequence[Match]
    stories_alone: Sequence[Alone]
    records_alone: Sequence[EventRecord]
    claims: int
    records: int
    made: int
    events: bool
    problems: Problems


def check_reports(rows: ReportRows, against: Against, options: CheckOptions, mentions_of: MentionsOf,
                  keep: Path | None = None) -> tuple[list[Match], int]:
    """The checked claims beside the sentences of reports, and how many had to be turned into vectors.

    `keep` is a file for these vectors. None of either where there is no checked claim.
    """
    if not against.claims:
        return [], 0
    matcher = Matcher(against.claims, options, keep)
    return match_reports(rows, matcher, mentions_of, options), matcher.made


def check_stories(stories: Sequence[StoryFacts], records: Iterable[EventRecord], options: CheckOptions
                  ) -> tuple[list[Match], list[Alone], list[EventRecord]]:
    """Rows of `matches` for the records that stories may mean, the stories that none fits, and the records of
    the stories' days and countries that fit none."""
    calendar = Calendar(stories, options)
    compared: dict[str, list[Compared]] = {facts.story: [] for facts in stories}
    around: list[EventRecord] = []
    for record in records:
        near = calendar.stories_near(record)
        for facts in near:
            if found := compare(facts, record, options):
                compared[facts.story].append(found)
        if any(in_area(facts, record, options) for facts in near):
            around.append(record)
    chosen = [one for facts in stories for one in choose(compared[facts.story], options)]
    meant = {(one.record.dataset, one.record.id) for one in chosen}
    with_record = {one.facts.story for one in chosen}
    alone = [_alone(facts, options) for facts in stories if facts.story not in with_record]
    left = {(record.dataset, record.id): record for record in around if (record.dataset, record.id) not in meant}
    return [as_match(one) for one in chosen], alone, [left[key] for key in sorted(left)]


def _alone(facts: StoryFacts, options: CheckOptions) -> Alone:
    if not facts.days:
        why = "no report gives a day that can be told"
    elif not facts.places:
        why = "no report gives a place"
    else:
        why = f"no record within {options.slack_days} days and near its place"
    return Alone(facts.story, facts.title, why)
