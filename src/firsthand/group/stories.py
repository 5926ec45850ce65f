"""Stories: every report in exactly one, those mainly about the same happening together."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.collector import without_collector
from firsthand.engine.base import Engine
from firsthand.group.block import find_pairs
from firsthand.group.components import Scored, find_clusters, find_components
from firsthand.group.evidence import Known
from firsthand.group.happening import read_happenings
from firsthand.group.score import may_be_one, weigh_pairs
from firsthand.group.words import weigh_words
from firsthand.options import GroupOptions
from firsthand.records import Mention, Report, Story, Value
from firsthand.text import digest

TITLE_WORDS = 12
"""Words of a report without a title that stand for one."""


@without_collector()
def find_stories(reports: Sequence[Report], mentions: Sequence[Mention], values: Sequence[Value],
                 engine: Engine, options: GroupOptions) -> tuple[Story, ...]:
    """The stories of some reports, sorted by id; every report is in exactly one.

    Reports of the same text are always together. Mentions and values sharpen the days and places
    that are compared; without them the texts and publication days serve. Any order of the reports
    gives the same stories.
    """
    texts = _distinct_texts(reports)
    heads = [copies[0] for copies in texts]
    known = Known(weigh_words(heads, options), read_happenings(heads, mentions, values, options))
    pairs = find_pairs(known.words.whole, [one.day for one in known.happenings], engine, options)
    hopeful = pairs[:, may_be_one(known, pairs, engine)]
    names = find_components(hopeful[:, weigh_pairs(known, hopeful)[0] > 0], len(heads), engine)
    within = pairs[:, names[pairs[0]] == names[pairs[1]]]  # few, those that were ruled out among them
    clusters = find_clusters(Scored(within, *weigh_pairs(known, within), options.unseen), names)
    stories = (make_story([report for number in cluster for report in texts[number]]) for cluster in clusters)
    return tuple(sorted(stories, key=lambda story: story.id))


def _distinct_texts(reports: Sequence[Report]) -> list[list[Report]]:
    """The reports by their text but for case and white space; the order of input does not matter."""
    by_text: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda report: report.id):
        by_text.setdefault(digest(*report.text.casefold().split()), []).append(report)
    return list(by_text.values())


def make_story(reports: Sequence[Report]) -> Story:
    """A story from its reports: named after the earliest, with first and last publication."""
    ids = sorted(report.id for report in reports)
    times = sorted(report.published for report in reports if report.published)
    earliest = min(reports, key=lambda report: (report.published is None, report.published or "", report.id))
    return Story(digest(*ids), _title(earliest), tuple(ids), times[0] if times else None,
                 times[-1] if times else None)


def _title(report: Report) -> str:
    """A report's title, or its first words."""
    if report.title and report.title.strip():
        return report.title.strip()
    words = report.text.split(maxsplit=TITLE_WORDS)
    return " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")
