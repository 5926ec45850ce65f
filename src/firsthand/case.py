"""A case as a user holds it: add inputs, read tables, walk through stories.

    import firsthand as fh

    with fh.open("harbour.db") as case:
        case.add("harbour/")
        for story in case.stories():
            for finding in story.findings(slot="killed"):
                print(finding.value, finding.status, [story.words(w) for w in finding.reports])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from firsthand import __version__
from firsthand.errors import OptionError
from firsthand.extract import Extractor
from firsthand.flow import Progress, Tables, extract, relate
from firsthand.options import Options
from firsthand.read import Source, list_sources, read_source
from firsthand.records import Finding, Flag, Origin, Rejected, Report, Story, Witness
from firsthand.store import ACROSS, PER_REPORT, SqlStore
from firsthand.tables import TABLES


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did: new reports, reports that the case had already, and what could not be read."""

    reports: int
    known: int
    rejected: tuple[Rejected, ...]


class Case:
    """The reports of a case and all that was found in them, kept in one SQLite file."""

    def __init__(self, path: str | Path, *, create: bool = True, options: Options | None = None) -> None:
        """Opens a case or, with `create`, makes one; raises `CaseError` where that cannot be."""
        self.options = options or Options()
        self._store = SqlStore(path, create=create)
        self._extractor = Extractor(self.options.extract)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        self._store.close()

    def add(self, *inputs: str | Path, progress: Progress | None = None) -> Added:
        """Reads files, folders or `-` (standard input) into the case and analyses what is new.

        Each input is one transaction. What the case has already changes nothing.
        """
        sources = list_sources([str(one) for one in inputs], self.options.read)
        added = [self._add_source(source, progress) for source in sources]
        self._relate()
        return Added(sum(part.reports for part in added), sum(part.known for part in added),
                     tuple(row for part in added for row in part.rejected))

    def _add_source(self, source: Source, progress: Progress | None) -> Added:
        items = list(read_source(source, self.options.read))
        given = {item.id: item for item in items if isinstance(item, Report)}
        rejected = tuple(item for item in items if isinstance(item, Rejected))
        known = self._store.known_reports(given)
        new = [report for report in given.values() if report.id not in known]
        extracted = extract(new, self._extractor, progress)
        with self._store.transaction() as writer:
            writer.add_reports(new, {"mentions": extracted.mentions, "values": extracted.values,
                                     "attributions": extracted.attributions})
            writer.add_rejected(rejected)
        return Added(len(new), len(known), rejected)

    def _relate(self) -> None:
        """Brings the tables that hold reports against each other up to date."""
        if self._store.is_current():
            return
        alone = {name: self._store.rows(name) for name in ("reports", *PER_REPORT)}
        found = relate(Tables(**alone), self.options)
        self._store.replace_across({name: getattr(found, name) for name in ACROSS})

    def tables(self) -> Tables:
        """Every table of the case, rows in the order of their keys."""
        self._relate()
        return Tables(**{table.name: self._store.rows(table.name) for table in TABLES})

    def about(self) -> dict[str, Any]:
        """What made the tables: the version of firsthand, its models, and the options of every stage."""
        return {"firsthand": __version__, "models": self._extractor.models(),
                "options": asdict(self.options)}

    def stories(self) -> list[CaseStory]:
        """The stories of the case, those of most reports first."""
        return stories_of(self.tables())


@dataclass(frozen=True)
class CaseStory:
    """One story with its own rows of the tables."""

    story: Story
    tables: Tables

    @property
    def title(self) -> str:
        """The title of the story's earliest report."""
        return self.story.title

    @cached_property
    def reports(self) -> list[Report]:
        """The reports of the story."""
        members = set(self.story.reports)
        return [report for report in self.tables.reports if report.id in members]

    @cached_property
    def origins(self) -> list[Origin]:
        """Where the story's claims start, most leaned-on first."""
        return [origin for origin in self.tables.origins if origin.story == self.story.id]

    def findings(self, slot: str | None = None) -> list[Finding]:
        """The story's findings, of one slot or of all."""
        return [finding for finding in self.tables.findings
                if finding.story == self.story.id and slot in (None, finding.slot)]

    @cached_property
    def flags(self) -> list[Flag]:
        """What to look at."""
        return [flag for flag in self.tables.flags if flag.story == self.story.id]

    def own_tables(self) -> Tables:
        """The rows of every table that belong to this story alone."""
        members = set(self.story.reports)
        own = self.tables
        return Tables(
            reports=self.reports,
            mentions=[row for row in own.mentions if row.report in members],
            attributions=[row for row in own.attributions if row.report in members],
            values=[row for row in own.values if row.report in members],
            stories=[self.story],
            links=[row for row in own.links if row.from_ in members],
            origins=self.origins, findings=self.findings(), flags=self.flags,
            matches=[row for row in own.matches if row.report in members])

    def words(self, witness: Witness | Flag) -> str:
        """The words that a finding's witness or a flag rests on."""
        text = next(report.text for report in self.reports if report.id == witness.report)
        return text[witness.start:witness.end]


def stories_of(tables: Tables) -> list[CaseStory]:
    """The stories of some tables, those of most reports first, then by first publication."""
    ordered = sorted(tables.stories, key=lambda story: (-len(story.reports), story.first or "", story.id))
    return [CaseStory(story, tables) for story in ordered]


def pick_story(stories: Sequence[CaseStory], wanted: str) -> CaseStory:
    """The story with this number (from 1) or whose id starts so; raises `OptionError` where none does."""
    if wanted.isdigit() and 1 <= int(wanted) <= len(stories):
        return stories[int(wanted) - 1]
    fits = [story for story in stories if story.story.id.startswith(wanted)]
    if len(fits) != 1:
        raise OptionError(f"there is {'no' if not fits else 'more than one'} story {wanted!r}; "
                          f"give a number from 1 to {len(stories)} or the start of a story's id")
    return fits[0]
