"""The SQL of a crawl: what DuckDB and Spark SQL share, over Parquet files."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from firsthand.crawl.rows import extracted_schema, placed_schema, weighed_schema
from firsthand.engine.base import Query
from firsthand.records import Flag, Mention, Rejected, Report, Value
from firsthand.tables import schema_of

if TYPE_CHECKING:
    import pyarrow as pa


@cache
def chosen_schema() -> pa.Schema:
    """The report that stands for all of its id."""
    import pyarrow as pa

    return pa.schema([("id", pa.string()), ("part", pa.string()), ("ref", pa.string())])


def chosen_query() -> Query:
    """extracted -> (id, part, ref): each report once. Of several the part's name decides, which is made from
    content, so that the order of the inputs changes nothing."""
    sql = """
        SELECT id, part, ref FROM (
            SELECT id, part, ref, ROW_NUMBER() OVER (PARTITION BY id ORDER BY part) AS place FROM extracted) placed
        WHERE place = 1 ORDER BY id
    """
    return Query("one report of each", sql, {"extracted": extracted_schema()}, chosen_schema())


def rejected_query() -> Query:
    """rejected, extracted, chosen -> rejected, with the reports that are there several times."""
    sql = """
        SELECT ref, reason, detail FROM (
            SELECT ref, reason, detail FROM rejected
            UNION ALL
            SELECT one.ref AS ref, 'repeated' AS reason,
                   'It is the same report as ' || chosen.ref || '; nothing is lost.' AS detail
            FROM extracted one JOIN chosen ON one.id = chosen.id WHERE one.part <> chosen.part) told
        ORDER BY ref, reason, detail
    """
    return Query("what was rejected", sql, {"rejected": schema_of(Rejected), "extracted": extracted_schema(),
                                            "chosen": chosen_schema()}, schema_of(Rejected))


def reports_query() -> Query:
    """extracted, chosen -> reports."""
    columns = ", ".join(f"one.{name}" for name in schema_of(Report).names)
    return _kept("reports", columns, schema_of(Report))


def nested_query(table: str) -> Query:
    """extracted, chosen -> the lists of a table of `NESTED`, one a report."""
    import pyarrow as pa

    return _kept(table, f"one.{table}", pa.schema([extracted_schema().field(table)]))


def _kept(name: str, columns: str, output: pa.Schema) -> Query:
    sql = f"""
        SELECT {columns} FROM extracted one JOIN chosen ON one.id = chosen.id AND one.part = chosen.part
        ORDER BY one.id
    """
    return Query(name, sql, {"extracted": extracted_schema(), "chosen": chosen_schema()}, output)


def main_values_query() -> Query:
    """claimed (values) -> those of main incidents, which grouping looks at."""
    sql = "SELECT * FROM claimed WHERE main ORDER BY report, start"
    return Query("main values", sql, {"claimed": schema_of(Value)}, schema_of(Value))


def telling_mentions_query() -> Query:
    """mentions, claimed (main values) -> the mentions that grouping and tracing look at: full days, which may be
    datelines, and places of the main happening."""
    sql = """
        SELECT * FROM (
            SELECT mentions.* FROM mentions WHERE kind = 'time' AND mentions.value.timex LIKE '____-__-__%'
            UNION ALL
            SELECT mentions.* FROM mentions WHERE kind = 'place' AND EXISTS (
                SELECT 1 FROM claimed
                WHERE claimed.slot = 'place' AND claimed.report = mentions.report
                    AND claimed.start = mentions.start)) telling
        ORDER BY report, start, "end", kind
    """
    return Query("telling mentions", sql, {"mentions": schema_of(Mention), "claimed": schema_of(Value)},
                 schema_of(Mention))


def publishers_query() -> Query:
    """reports -> every publisher once."""
    import pyarrow as pa

    sql = "SELECT DISTINCT publisher FROM reports WHERE publisher IS NOT NULL AND publisher <> '' ORDER BY publisher"
    return Query("publishers", sql, {"reports": schema_of(Report)}, pa.schema([("publisher", pa.string())]))


@cache
def bundle_schema() -> pa.Schema:
    """A report with all that weighing its stories takes."""
    import pyarrow as pa

    extracted = extracted_schema()
    return pa.schema([*placed_schema(), *(field for field in extracted if field.name not in ("id", "part"))])


def bundles_query() -> Query:
    """placed, extracted, chosen -> the reports of each unit together, with what was extracted and traced."""
    columns = ["unit", "id", "guest", "story", "traced"]
    placed = ", ".join(f"placed.{name}" for name in columns)
    others = ", ".join(f"one.{name}" for name in bundle_schema().names if name not in columns)
    sql = f"""
        SELECT {placed}, {others}
        FROM placed JOIN chosen ON placed.id = chosen.id
            JOIN extracted one ON one.id = chosen.id AND one.part = chosen.part
        ORDER BY placed.unit, placed.id
    """
    return Query("reports by story", sql, {"placed": placed_schema(), "extracted": extracted_schema(),
                                           "chosen": chosen_schema()}, bundle_schema())


def weighed_query(table: str) -> Query:
    """weighed -> the lists of a table of `WEIGHED`, one a unit: units go by the ids of stories."""
    import pyarrow as pa

    return Query(table, f"SELECT {table} FROM weighed ORDER BY unit", {"weighed": weighed_schema()},
                 pa.schema([weighed_schema().field(table)]))


def flags_query() -> Query:
    """flags -> flags, in the order of their table."""
    sql = """
        SELECT story, report, kind, start, "end", why FROM unsorted
        ORDER BY report, kind, start, "end", story NULLS FIRST, why
    """
    return Query("flags", sql, {"unsorted": schema_of(Flag)}, schema_of(Flag))

