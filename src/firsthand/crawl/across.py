"""The stages that hold reports against each other: stories, links, and what their accounts give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from firsthand.crawl import queries
from firsthand.crawl.ledger import Ledger, Line, key_of
from firsthand.crawl.place import Place
from firsthand.crawl.rows import WEIGHED, Unnest, placed_schema
from firsthand.crawl.stored import StoredReports, StoredRows
from firsthand.crawl.work import WeighTask
from firsthand.engine.files import ROWS_AT_ONCE, read_batches, write_batches
from firsthand.group import find_stories
from firsthand.records import Attribution, Flag, Link, Mention, Story, Value
from firsthand.tables import from_arrow, schema_of, table_of, to_arrow, to_json
from firsthand.trace import each_link

if TYPE_CHECKING:
    import pyarrow as pa


def write_joined(place: Place, alone: Line) -> Line:
    """Writes stories and links."""
    key = key_of("joined", alone.key, sorted(alone.files.items()), place.plan.basis("group", "trace"))
    return place.write_tables(key, ("stories", "links"), lambda: _join(place))


def _join(place: Place) -> None:
    claimed, telling = place.table("work/claimed"), place.table("work/telling")
    place.engine.store(queries.main_values_query(), {"claimed": [place.table("values")]}, claimed)
    place.engine.store(queries.telling_mentions_query(),
                       {"mentions": [place.table("mentions")], "claimed": [claimed]}, telling)
    options, engine = place.plan.options, place.engine.queries
    mentions = StoredRows(Mention, telling)
    with StoredReports(place.table("reports"), place.work("reports.arrow")) as reports:
        stories = find_stories(reports, mentions, StoredRows(Value, claimed), engine, options.group)
        _write_rows(place, Story, stories)
        _write_rows(place, Link, each_link(reports, StoredRows(Attribution, place.table("attributions")), engine,
                                           options.trace, mentions, stories))


def _write_rows(place: Place, record: type[Any], rows: Iterable[Any]) -> None:
    left = iter(rows)
    parts = (to_arrow(record, part) for part in iter(lambda: list(islice(left, ROWS_AT_ONCE)), []))
    write_batches(parts, schema_of(record), place.table(table_of(record).name))


# ---------------------------------------------------------------- weigh

def weigh_units(place: Place, extracted: Sequence[Any], joined: Line) -> list[Line]:
    """Weighs the stories, some together."""
    stories = [row for batch in read_batches(place.table("stories")) for row in from_arrow(Story, batch)]
    publishers = place.engine.collect(queries.publishers_query(), {"reports": [place.table("reports")]})
    ledger = Ledger(place.work("weigh"))
    basis = key_of("weigh", joined.key, sorted(joined.files.items()), place.options.story_reports,
                   place.plan.basis("group", "trace", "weigh"))
    task = WeighTask(ledger.folder, place.plan.options, tuple(publishers["publisher"].to_pylist()), basis)
    units = list(enumerate(_units(stories, place.options.story_reports)))

    def todo(left: Sequence[tuple[int, Sequence[Story]]]) -> Iterator[Line]:
        if not left:
            return iter(())
        placed = place.work("placed.parquet")
        links = _links_by_report(place)
        write_batches((_placed(unit, own, links) for unit, own in left), placed_schema(), placed)
        files = {"placed": [placed], "extracted": extracted, "chosen": [place.table("work/chosen")]}
        return place.engine.grouped(queries.bundles_query(), files, "unit", task, "id")

    return place.stage("weigh", ledger, [(task.key(unit), (unit, own)) for unit, own in units], todo)


def _units(stories: Sequence[Story], size: int) -> Iterator[list[Story]]:
    """The stories in runs of `size` reports or a little more."""
    run: list[Story] = []
    for story in stories:
        run.append(story)
        if sum(len(one.reports) for one in run) >= size:
            yield run
            run = []
    if run:
        yield run


def _links_by_report(place: Place) -> Mapping[str, Sequence[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for batch in read_batches(place.table("links")):
        for link in from_arrow(Link, batch):
            found[link.from_].append(link)
    return found


def _placed(unit: int, stories: Sequence[Story], links: Mapping[str, Sequence[Link]]) -> pa.Table:
    """Rows of `placed_schema`: the reports of a unit's stories, and those that their links lead to."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for story in stories:
        for number, report in enumerate(sorted(story.reports)):
            rows.append({"unit": unit, "id": report, "guest": False, "story": None if number else to_json(story),
                         "traced": [to_json(link) for link in links.get(report, ())]})
    own = {row["id"] for row in rows}
    guests = sorted({link["to"] for row in rows for link in row["traced"] if link["to"]} - own)
    rows += [{"unit": unit, "id": report, "guest": True, "story": None, "traced": []} for report in guests]
    return pa.Table.from_pylist(rows, schema=placed_schema())


def write_weighed(place: Place, weighed: Sequence[Line]) -> Line:
    """Writes origins, findings and flags."""
    files = {"weighed": sorted(place.work("weigh") / name for line in weighed for name in line.files)}
    key = key_of("weighed", sorted(line.key for line in weighed))
    unsorted = place.work("flags.parquet")

    def make() -> None:
        for name, record in WEIGHED.items():
            target = unsorted if record is Flag else place.table(name)
            place.engine.store(queries.weighed_query(name), files, target, Unnest(name, record), schema_of(record))
        place.engine.store(queries.flags_query(), {"unsorted": [unsorted]}, place.table("flags"))

    return place.write_tables(key, tuple(WEIGHED), make)
