"""The options of every stage: one frozen dataclass each, all defaults in one place.

A number stands beside its reason: a paper, a derivation, or the eval that set it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs become reports."""

    format: str = "auto"
    """auto, text, jsonl or html."""
    max_bytes: int = 50_000_000
    """A larger file is rejected: no article is that long, and reading is in memory."""
    min_words: int = 3
    """A text of fewer words says nothing that could be compared."""


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """How reports become mentions, attributions and values."""

    batch_size: int = 32
    """Reports parsed together by spaCy."""


@dataclass(frozen=True, slots=True)
class GroupOptions:
    """How reports become stories."""


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """How copies, citations and origins are found."""


@dataclass(frozen=True, slots=True)
class WeighOptions:
    """How values are compared and weighed."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of all stages."""

    read: ReadOptions = field(default_factory=ReadOptions)
    extract: ExtractOptions = field(default_factory=ExtractOptions)
    group: GroupOptions = field(default_factory=GroupOptions)
    trace: TraceOptions = field(default_factory=TraceOptions)
    weigh: WeighOptions = field(default_factory=WeighOptions)
