"""Names of reports, findings and people that hold everywhere, for linked data."""

from __future__ import annotations

import re
from urllib.parse import quote

from firsthand.decide.anchors import target_of
from firsthand.records import Finding, Report

_PLAIN_URL = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)


def report_name(report: Report) -> str:
    """A report's name: a URN of its id, which is made from its address and its words."""
    return f"urn:firsthand:report:{report.id}"


def page_of(report: Report) -> str | None:
    """The address of the page that a report came from, where it is one that can stand in a document."""
    return report.url if report.url and _PLAIN_URL.fullmatch(report.url) else None


def finding_name(finding: Finding) -> str:
    """A finding's name, from its story and what it says."""
    return f"urn:firsthand:finding:{finding.story}:{target_of(finding).partition(':')[2]}"


def agent_name(name: str) -> str:
    """The name of somebody who published, said or decided something."""
    return f"urn:firsthand:agent:{quote(' '.join(name.split()), safe='')}"
