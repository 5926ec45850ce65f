"""Watch logs of a harbour: a reader, an exporter and a check, as a plugin for firsthand.

A log holds entries like this one, parted by blank lines:

    == 2018-03-20 21:40 | Selm Harbour Watch | Fire on the fish quay
    A blast was seen at the fish quay of Port Selm. 14 people were killed, the harbour master said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from firsthand import Tables
from firsthand.options import ReadOptions
from firsthand.plugins import Exporter, Reader, hookimpl
from firsthand.records import CountRange, Flag, Rejected, Report, Story

HEAD = re.compile(r"== (\d{4}-\d\d-\d\d) (\d\d:\d\d) \| ([^|]+) \| (.+)")
HEARSAY = re.compile(r"\b(?:rumou?r has it|it is being said|word on the quay)\b", re.IGNORECASE)


@hookimpl
def firsthand_readers() -> list[Reader]:
    """Files that end in .hlog, or begin with an entry's head."""
    return [Reader("harbourlog", (".hlog",), read_log, sniff=lambda head: head.startswith(b"== "))]


def read_log(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[dict[str, Any] | Rejected]:
    """Each entry as a record; one whose head cannot be read is refused and the rest is read."""
    for number, entry in enumerate(re.split(r"\n\s*\n", handle.read().decode("utf-8", "replace").strip()), start=1):
        head, _, text = entry.partition("\n")
        found = HEAD.fullmatch(head.strip())
        if found is None:
            yield Rejected(f"{ref}:{number}", "bad-row", f"The entry does not begin with its head: {head[:60]!r}.")
            continue
        day, time, publisher, title = found.groups()
        yield {"id": f"{ref}:{number}", "title": title, "text": text, "publisher": publisher.strip(),
               "published": f"{day}T{time}"}


@hookimpl
def firsthand_exporters() -> list[Exporter]:
    """`firsthand export CASE --to DIR --format tolls`."""
    return [Exporter("tolls", ".tolls.txt", "text/plain", "The tolls of each story", write_tolls)]


def write_tolls(tables: Tables, about: Mapping[str, Any]) -> str:
    """One line a story: its title and the figures that its accounts give."""
    lines = []
    for story in tables.stories:
        given = [one.value for one in tables.findings if one.story == story.id and one.slot == "killed"]
        figures = sorted({one.low or 0 for one in given if isinstance(one, CountRange)})
        lines.append(f"{story.title}: {', '.join(map(str, figures)) or 'no figure'}\n")
    return "".join(lines)


@hookimpl
def firsthand_flags(story: Story, reports: Sequence[Report]) -> Iterable[Flag]:
    """Hearsay in a report's own words."""
    for report in reports:
        for found in HEARSAY.finditer(report.text):
            yield Flag(story.id, report.id, "hearsay", found.start(), found.end(),
                       f"The report passes on hearsay: “{found.group()}”.")
