"""A report to its mentions, attributions and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from firsthand.extract.attribution.choice import tagger_text
from firsthand.extract.attribution.find import find_attributions
from firsthand.extract.attribution.tagger import ATTRIBUTION_MODEL, Tagger, Tags, load_tagger, model_digest
from firsthand.extract.counts.find import find_counts
from firsthand.extract.incidents.find import find_values
from firsthand.extract.parse import MODEL, Parsed, Parser
from firsthand.extract.places.find import Gazetteer, find_places
from firsthand.extract.times.find import find_times
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
        """The models that extraction runs on: name and version, of our own the start of its SHA-256."""
        return {MODEL: version(MODEL), ATTRIBUTION_MODEL: model_digest()}

    @cached_property
    def _tagger(self) -> Tagger:
        return load_tagger(threads=1)

    def extract(self, reports: Sequence[Report]) -> Extracted:
        """The mentions, attributions and values of some reports. Each report is read alone:
        the result does not depend on what else is given."""
        size = self.options.tagged_ahead
        with ThreadPoolExecutor(max_workers=1) as worker:  # tags on one core while the next are parsed
            ahead = [(parsed, worker.submit(self._tagger.tag, tagger_text(parsed)))
                     for start in range(0, len(reports), size)
                     for parsed in self._parser.parse(reports[start:start + size], self.options.batch_size)]
            return join([self._extract_one(parsed, tags.result()) for parsed, tags in ahead])

    def passing(self) -> AbstractContextManager[object]:
        """While this is open, words that were read are kept in memory; at its end they are forgotten.

        For long runs; one may be open at a time.
        """
        return self._parser.passing()

    def _extract_one(self, parsed: Parsed, tags: Tags) -> Extracted:
        times, counts = find_times(parsed), find_counts(parsed)
        places = find_places(parsed, self._gazetteer)
        attributions = find_attributions(parsed, tags, self.options)
        values = find_values(parsed, times=times, places=places, counts=counts, attributions=attributions)
        return Extracted((*times, *places, *counts), tuple(attributions), tuple(values))
