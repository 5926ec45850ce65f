"""A report to its mentions, attributions and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.extract.attribution import find_attributions
from firsthand.extract.count import find_counts
from firsthand.extract.incident import find_values
from firsthand.extract.parse import Parsed, Parser
from firsthand.extract.place import Gazetteer, find_places
from firsthand.extract.time import find_times
from firsthand.options import ExtractOptions
from firsthand.records import Attribution, Mention, Report, Value


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the reports say: the rows of three tables."""

    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    values: tuple[Value, ...]


class Extractor:
    """Runs every extractor over reports; models and gazetteer are loaded once, at first use."""

    def __init__(self, options: ExtractOptions | None = None) -> None:
        self._options = options or ExtractOptions()
        self._parser = Parser()
        self._gazetteer = Gazetteer()

    def extract(self, reports: Sequence[Report]) -> Extracted:
        """The mentions, attributions and values of some reports. Each report is read alone:
        the result does not depend on what else is given."""
        parsed = self._parser.parse(reports, self._options.batch_size)
        parts = [self._extract_one(one) for one in parsed]
        return Extracted(*(tuple(row for part in parts for row in rows)
                           for rows in zip(*((p.mentions, p.attributions, p.values) for p in parts))))

    def _extract_one(self, parsed: Parsed) -> Extracted:
        times, counts = find_times(parsed), find_counts(parsed)
        places = find_places(parsed, self._gazetteer)
        attributions = find_attributions(parsed)
        values = find_values(parsed, times=times, places=places, counts=counts, attributions=attributions)
        return Extracted((*times, *places, *counts), tuple(attributions), tuple(values))
