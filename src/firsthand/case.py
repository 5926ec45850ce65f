"""A case as a user holds it: add inputs, read tables, walk through stories.

    import firsthand as fh

    with fh.open("harbour.db") as case:
        case.add("harbour/")
        for story in case.stories():
            for finding in story.findings(slot="killed"):
                print(finding.value, finding.status, [story.words(w) for w in finding.reports])
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from firsthand.check import Checked, ColumnMap
from firsthand.decide import Choice, draft
from firsthand.errors import OptionError
from firsthand.extract import Extractor
from firsthand.fetch import Fetcher, Unchanged, Validators
from firsthand.flow import Progress, Tables, extract
from firsthand.frames import findings_frame, to_frame
from firsthand.hold import hold_against
from firsthand.options import Options
from firsthand.outfile import made_folder, whole_file
from firsthand.plugins import installed
from firsthand.read import Source, list_sources, read_source
from firsthand.records import Decision, Finding, Flag, Origin, Rejected, Report, Story, Witness
from firsthand.snapshot import BY_STORY, Snapshot
from firsthand.store import ACROSS, PER_REPORT, Accounts, Response, Responses, SqlStore, copy_case, mark_of, new_case
from firsthand.store.accounts import now
from firsthand.tables import TABLES
from firsthand.text import digest
from firsthand.trace.outlets import outlets_of, read_outlets
from firsthand.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

READS = 5
"""Tries to read one state of a case while others write; then what was read is shown, and the next look mends it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did: new reports, reports that the case had already, and what could not be read.

    `notes` are (ref, sentence) of what reading the new reports had to assume.
    """

    reports: int
    known: int
    rejected: tuple[Rejected, ...]
    notes: tuple[tuple[str, str], ...] = ()


class Case:
    """The reports of a case and all that was found in them, kept in one SQLite file or a PostgreSQL database."""

    def __init__(self, path: str | Path, *, create: bool = True, options: Options | None = None) -> None:
        """Opens a case or, with `create`, makes one; raises `CaseError` where that cannot be."""
        given = options or Options()
        table = _table_given(given)
        self._store = SqlStore(path, create=create)
        self.options = self._with_outlets(given, table)
        self._extractor = Extractor(self.options.extract)
        self.place = self._store.place
        self._known: Snapshot | None = None
        self._adding = False
        self._lock = RLock()
        self._responses = Responses(self._store)

    def _with_outlets(self, options: Options, table: str | None) -> Options:
        """The options with the case's table of outlets: the one that is given, which the case keeps, else the
        one that it has."""
        kept = self._store.get_meta("outlets")
        if table is not None and table != kept:
            with self._store.transaction() as writer:
                writer.set_meta("outlets", table)
                writer.set_meta("related", "")
        return replace(options, trace=replace(options.trace, outlets=None, outlets_table=table or kept))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        self._store.close()

    def add(self, *inputs: str | Path, progress: Progress | None = None) -> Added:
        """Reads files, folders, `-` (standard input) or web addresses into the case and analyses what is new.

        Each input is one transaction. What the case has already changes nothing. Of what is fetched the
        raw answer is kept.
        """
        return self.add_sources(list_sources([str(one) for one in inputs], self.options.read), progress)

    def add_sources(self, sources: Sequence[Source], progress: Progress | None = None,
                    begin: Callable[[int, Source], None] | None = None) -> Added:
        """Reads sources that were opened already, as `add` does; `begin` is told of each (from 1) before it is read."""
        self._adding = True
        added = []
        try:
            for number, source in enumerate(sources, start=1):
                if begin:
                    begin(number, source)
                added.append(self._add_source(source, progress))
            self._relate()
        finally:
            self._adding = False
        return Added(sum(part.reports for part in added), sum(part.known for part in added),
                     tuple(row for part in added for row in part.rejected),
                     tuple(note for part in added for note in part.notes))

    def _add_source(self, source: Source, progress: Progress | None) -> Added:
        if source.address is None:
            return self._add_items(list(read_source(source, self.options.read)), progress)
        last = self._responses.last(source.address)
        answer = self.fetcher.fetch(source.address, Validators(last.etag, last.last_modified) if last else None)
        if isinstance(answer, Unchanged):
            return Added(0, 1, ())
        if isinstance(answer, Rejected):
            return self._add_items([answer], progress)
        kept = Response(answer.url, answer.final_url, answer.fetched, answer.sha256, answer.validators.etag,
                        answer.validators.last_modified, answer.warc)
        items = read_source(Source(source.ref, content=answer.warc, format="warc"), self.options.read)
        told = [item for item in items if not (isinstance(item, Rejected) and item.reason == "redirect")]
        return self._add_items(told, progress, kept)

    def _add_items(self, items: Sequence[Report | Rejected], progress: Progress | None,
                   response: Response | None = None) -> Added:
        given = {item.id: item for item in items if isinstance(item, Report)}
        rejected = tuple(item for item in items if isinstance(item, Rejected))
        known = self._store.known_reports(given)
        new = [report for report in given.values() if report.id not in known]
        extracted = extract(new, self._extractor, progress)
        with self._store.transaction() as writer:
            writer.add_reports(new, {"mentions": extracted.mentions, "values": extracted.values,
                                     "attributions": extracted.attributions})
            writer.add_rejected(rejected)
            if response:
                self._responses.keep(writer, response)
        notes = tuple((report.ref, note) for report in new for note in report.notes)
        return Added(len(new), len(known), rejected, notes)

    @cached_property
    def fetcher(self) -> Fetcher:
        """What fetches addresses: one for all that is added, so that every host is asked politely."""
        return Fetcher(self.options.fetch)

    def save_responses(self, folder: str | Path) -> list[Path]:
        """Writes the answers that were fetched as `fetched.warc.gz`; gives the files written."""
        target = made_folder(Path(folder)) / "fetched.warc.gz"
        with whole_file(target) as unfinished, unfinished.open("wb") as handle:
            handle.writelines(self._responses.warcs())
        return [target]

    def reanalyse(self, progress: Progress | None = None) -> None:
        """Analyses every report again with the models at hand; what people decided is kept."""
        reports = self._store.rows("reports")
        extracted = extract(reports, self._extractor, progress)
        with self._store.transaction() as writer:
            for name in PER_REPORT:
                writer.replace(name, getattr(extracted, name))
            writer.set_meta("related", "")
        self._relate()
        self._known = None

    def _relate(self) -> None:
        """Brings the tables that hold reports against each other up to date."""
        if self._store.is_current():
            return
        mark = self._store.fingerprint()
        alone = {name: self._store.rows(name) for name in ("reports", *PER_REPORT, "decisions")}
        stamp = self._stamp(alone["decisions"])
        same = self._store.get_meta("related") and self._store.get_meta("weighed") == stamp
        across = {name: self._store.rows(name) for name in ACROSS} if same else {}
        told = {report for story in across.get("stories", ()) for report in story.reports}
        before = Snapshot.of(Tables(reports=[row for row in alone["reports"] if row.id in told], **across),
                             self.options)
        after = Snapshot.of(Tables(**alone), self.options).regrouped(before)
        self._store.replace_across(_across(after), mark, stamp)

    def _stamp(self, decisions: Sequence[Decision]) -> str:
        """A digest of all that the tables rest on but the reports: while it is the same, a story that new
        reports do not touch stays as it is."""
        options = [asdict(part) for part in (self.options.group, self.options.trace, self.options.weigh)]
        made = [VERSION, self._extractor.models(), installed().versions(), options]
        return digest(json.dumps(made, sort_keys=True), str(decisions[-1].number if decisions else 0))

    # ------------------------------------------------------------ reading and deciding

    def snapshot(self) -> Snapshot:
        """The case as it stands now. Decisions that others made meanwhile are followed up.

        While this case is adding reports, it stands as before, until all of them are analysed.
        """
        with self._lock:
            reports, last = self._store.state()
            known = self._known
            if known is None or (len(known.reports) != reports and not self._adding):
                known = self._known = self._load()
                last = known.decisions[-1].number if known.decisions else 0
            if (known.decisions[-1].number if known.decisions else 0) < last:
                known = self._known = self._follow(known)
            return known

    def _load(self) -> Snapshot:
        """The case as it is stored, read again where somebody wrote meanwhile."""
        for _ in range(READS):
            self._relate()
            stored = Tables(**{table.name: self._store.rows(table.name) for table in TABLES})
            if self._store.is_current():
                break
        return Snapshot.of(stored, self.options)

    def _follow(self, known: Snapshot) -> Snapshot:
        """The snapshot with the decisions that came since, written to the case."""
        new = self._store.decisions(after=known.decisions[-1].number if known.decisions else 0)
        after, touched = known.after(new)
        mark, stamp = mark_of(after.reports, after.decisions[-1].number), self._stamp(after.decisions)
        if touched is None:
            self._store.replace_across(_across(after), mark, stamp)
        else:
            rows = {name: [row for story in touched for row in after.by_story[name].get(story, ())]
                    for name in BY_STORY}
            self._store.replace_stories(touched, rows, mark, stamp)
        return after

    def decide(self, choice: Choice, who: str) -> Decision:
        """Keeps what somebody decided; everything that rests on it follows at once.

        Raises `ConflictError` where somebody else decided on the same thing since `choice.seen`, and
        `OptionError` for what cannot be decided.
        """
        known = self.snapshot()
        drafted = draft(choice, who, now(), known.reports, known.decisions)
        kept = self._store.append_decision(drafted)
        self.snapshot()
        return kept

    def tables(self) -> Tables:
        """Every table of the case, as decided, rows in the order of their keys."""
        return self.snapshot().tables()

    def check(self, *against: str | Path, columns: ColumnMap | None = None,
              vectors: str | Path | None = None) -> Checked:
        """Holds the case against files of earlier fact-checks and event records, and keeps the matches.

        The matches of an earlier check are replaced. `vectors` is a file in which the checked claims' vectors are
        kept for the next time. Raises `InputError` where no file can be used.
        """
        checked = hold_against(self.tables(), [Path(one) for one in against], columns, self._extractor, self.options,
                               Path(vectors) if vectors else None)
        with self._store.transaction() as writer:
            writer.replace("matches", checked.matches)
        self._known = None
        return checked

    def search(self, words: str, limit: int = 50, among: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """(report id, excerpt) of the reports that hold all the words; see `SqlStore.search`."""
        return self._store.search(words, limit, among)

    def find_holding(self, words: str) -> list[str]:
        """The ids of all reports that hold all the words."""
        return self._store.find_holding(words)

    def accounts(self) -> Accounts:
        """The accounts of a shared case."""
        return Accounts(self._store)

    def copy_to(self, path: str | Path) -> dict[str, int]:
        """Copies the whole case to a place where there is none; gives the rows of each table."""
        with new_case(path) as target:
            return copy_case(self._store, target)

    def about(self) -> dict[str, Any]:
        """What made the tables: the version of firsthand, its models, plugins, and the options of every stage."""
        options = asdict(self.options)
        if self.options.trace.outlets_table is not None:
            options["trace"]["outlets_table"] = digest(self.options.trace.outlets_table)
        return {"firsthand": VERSION, "models": self._extractor.models(),
                "plugins": installed().versions(), "options": options}

    def stories(self) -> list[CaseStory]:
        """The stories of the case, those of most reports first."""
        return stories_of(self.tables())

    def findings(self) -> pd.DataFrame:
        """Every finding as a row of a pandas frame, see `frames.findings_frame`; raises `MissingExtraError`
        where pandas is not installed."""
        return findings_frame(self.tables())

    def frame(self, name: str) -> pd.DataFrame:
        """A table of the contract as a pandas frame; raises `OptionError` where there is none of this name."""
        table = next((one for one in TABLES if one.name == name), None)
        if table is None:
            raise OptionError(f"there is no table {name!r}; there are: {', '.join(one.name for one in TABLES)}")
        return to_frame(getattr(self.tables(), name), (field.name.rstrip("_") for field in fields(table.record)))


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
            matches=[row for row in own.matches if row.report in members],
            decisions=[row for row in own.decisions if any(one.report in members for one in row.anchors)])

    def words(self, witness: Witness | Flag) -> str:
        """The words that a finding's witness or a flag rests on."""
        text = next(report.text for report in self.reports if report.id == witness.report)
        return text[witness.start:witness.end]


def _table_given(options: Options) -> str | None:
    """The table of outlets that the options name, read and tried: a case keeps none that cannot be used."""
    outlets_of(options.trace)
    return options.trace.outlets_table if options.trace.outlets is None else read_outlets(options.trace.outlets)


def _across(known: Snapshot) -> dict[str, list[Any]]:
    """The rows of the tables that hold reports against each other; links as traced, whatever was decided."""
    groups = {"links": known.by_report["links"], **{name: known.by_story[name] for name in BY_STORY}}
    return {"stories": list(known.stories.values()),
            **{name: [row for rows in own.values() for row in rows] for name, own in groups.items()}}


def stories_of(tables: Tables) -> list[CaseStory]:
    """The stories of some tables, those of most reports first, then by first publication."""
    ordered = sorted(tables.stories, key=lambda story: (-len(story.reports), story.first or "", story.id))
    return [CaseStory(story, tables) for story in ordered]


MIN_ID_CHARS = 4
"""Fewer characters are a number, or name too many stories."""


def pick_story(stories: Sequence[CaseStory], wanted: str) -> CaseStory:
    """The story with this number (from 1) or whose id starts so; raises `OptionError` where none does."""
    if wanted.isdecimal() and 1 <= int(wanted) <= len(stories):
        return stories[int(wanted) - 1]
    fits = [story for story in stories if story.story.id.startswith(wanted)] if len(wanted) >= MIN_ID_CHARS else []
    if len(fits) != 1:
        raise OptionError(f"there is {'no' if not fits else 'more than one'} story {wanted!r}; "
                          f"give a number from 1 to {len(stories)} or the start of a story's id")
    return fits[0]
