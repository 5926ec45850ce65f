"""The tables that the flags are read from, in one bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.records import Attribution, Claim, Finding, Link, Mention, Report, Value


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of some stories: the rows of every table before the flags."""

    reports: Sequence[Report]
    mentions: Sequence[Mention]
    attributions: Sequence[Attribution]
    values: Sequence[Value]
    links: Sequence[Link]
    claims: Sequence[Claim]
    findings: Sequence[Finding]
