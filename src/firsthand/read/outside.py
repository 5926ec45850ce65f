"""What is known of a document from outside it: where and when it was got, and what had to be assumed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from firsthand.records import Hyperlink, Report
from firsthand.text import report_id


@dataclass(frozen=True, slots=True)
class Outside:
    """What an archive, a feed or a fetch knows of a document; null where it knows nothing.

    `charset` is what the transport named. `notes` are sentences that the report is to carry.
    """

    url: str | None = None
    charset: str | None = None
    fetched: str | None = None
    notes: tuple[str, ...] = ()


def placed(report: Report, outside: Outside) -> Report:
    """The report with what is known from outside.

    The address it was got from is the report's, unless the page names another of the same site: an
    address elsewhere is the original's, which becomes a link from the headline, and a site's front
    page is named by mistake.
    """
    own, got = report.url, outside.url
    links = report.links
    if own and got and not _is_same_page_elsewhere(own, got):
        if _site(own) != _site(got):
            head = next((block for block in report.blocks if block.kind == "headline"), report.blocks[0])
            links = (Hyperlink(own, head.start, head.end), *links)
        own = got
    url = own or got
    return replace(report, id=report_id(url or report.ref, report.text), url=url, links=links,
                   fetched=outside.fetched or report.fetched, notes=(*outside.notes, *report.notes))


def _is_same_page_elsewhere(own: str, got: str) -> bool:
    return _site(own) == _site(got) and (urlsplit(own).path not in ("", "/") or urlsplit(got).path in ("", "/"))


def _site(url: str) -> str:
    """The host without the names that only tell the form of a page."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:  # brackets that are not closed
        return url
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in ("www", "m", "mobile", "amp", "edition"):
        labels = labels[1:]
    return ".".join(labels)
