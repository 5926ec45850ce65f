"""A report to its mentions, attributions and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from firsthand.extract.attribution import find_attributions
from firsthand.extract.count import find_counts
from firsthand.extract.incident import find_values
from firsthand.extract.parse import MODEL, Parsed, Parser
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


def join(parts: Iterable[Extracted]) -> Extracted:
    """The rows of all the parts, in their order."""
    given = list(parts)
    return Extracted(tuple(row for part in given for row in part.mentions),
                     tuple(row for part in given for row in part.attributions),
                     tuple(row for part in given for row in part.values))


class Extractor:
    """Runs every extractor over reports; models and gazetteer are loaded once, at first use."""

    def __init__(self, options: ExtractOptions | None = None) -> None:
        self.options = options or ExtractOptions()
        self._parser = Parser()
        self._gazetteer = Gazetteer()

    def models(self) -> dict[str, str]:
        """The models that extraction runs on: name and version."""
        return {MODEL: version(MODEL)}

    def extract(self, reports: Sequence[Report]) -> Extracted:
        """The mentions, attributions and values of some reports. Each report is read alone:
        the result does not depend on what else is given."""
        return join([self._extract_one(parsed) for parsed in self._parser.parse(reports, self.options.batch_size)])

    def _extract_one(self, parsed: Parsed) -> Extracted:
        times, counts = find_times(parsed), find_counts(parsed)
        places = find_places(parsed, self._gazetteer)
        attributions = find_attributions(parsed)
        values = find_values(parsed, times=times, places=places, counts=counts, attributions=attributions)
        return Extracted((*times, *places, *counts), tuple(attributions), tuple(values))
