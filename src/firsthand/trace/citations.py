"""Citations: outlets and agencies that a report names as its source, and where it links to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from firsthand.records import Attribution, LinkKind, Report, Span
from firsthand.text import Plain, plain
from firsthand.trace.outlets import Outlets

HEAD_CHARS = 300
"""An agency line stands in the headline's neighbourhood, or in brackets at the end."""
FOOT_CHARS = 60
"""The end: the brackets and a full stop or an editor's initials behind them."""

_NAME = r"(?:[Tt]he )?(?P<name>[A-Z][\w'.&-]*(?: (?:of|and|de|la|[A-Z][\w'.&/-]*))*)"
_CREDIT = re.compile(
    r"(?m)^[ \t]*(?:[Vv]ia|[Ss]ources?|SOURCES?|[Cc]redits?|[Rr]eprinted (?:from|with permission (?:of|from))|"
    r"(?:(?:[Tt]his|[Tt]he) (?:story|article|report|item) )?(?:was )?(?:[Oo]riginally |[Ff]irst )?"
    r"(?:[Pp]ublished|[Aa]ppeared) (?:by|in|on|at)|"
    r"[Ww]ith (?:files|reporting|additional reporting|material|inputs?) (?:from|by)|"
    r"[Cc]opyright(?: ©)?(?: \d{4})?(?: by)?|©(?: \d{4})?)(?: ?: ?| )" + _NAME)
_PHOTO = re.compile(r"(?i)^\W*(?:photo|picture|image|video|graphic|illustration)\b|\b(?:photo|image|picture)s?\W*$")
"""A credit of what is beside the text; it says nothing of where the text comes from."""
_CAPITALS = re.compile(r"[A-Z][\w'.&-]*(?: (?:of|and|de|la|[A-Z][\w'.&/-]*))*")
_REPORTED_TO = re.compile(
    r"(?i)\b(?:told|tells|telling|interview with|quoted by|cited by|carried by|reported by|published by|"
    r"report(?:s|ed)? in|statement to|speaking to|spoke to|according to|citing|as per) (?:the )?$")
CUE_CHARS = 24
"""The longest cue before a name, with "the"."""
_REPORTING = re.compile(
    r"(?:(?: (?:news )?(?:agency|newspaper|television|TV|channel|website|daily|radio|network|report))?"
    r" (?:report(?:s|ed)|said|says|wrote|quoted|cited|quoting|citing|contributed to this)|"
    r"(?: state)? (?:news agency|newswire))\b")
_BRACKETED = re.compile(r"[(\[](?P<name>[A-Z][\w'. &/-]{1,40})[)\]]")
_BEFORE_DATE = re.compile(
    r"\b(?:[A-Z]{2,5}|[A-Z][a-z]+)\b(?=,? (?:[A-Z]\w+day|\d{1,2} [A-Z]|[A-Z][a-z]{2,8} \d{1,2})\b)")
_FORMS = frozenset("""Agency News Newspaper Times Post Herald Tribune Gazette Courier Chronicle Observer Telegraph
Press Wire TV Television Radio Broadcasting Daily Journal Dispatch Mail Star Sun Echo Mirror Today Online
Weekly""".split())  # noqa: SIM905
"""Last words of names that have the form of an outlet's."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The words `[start, end)` with which a report names `source`, or the report `to`, as its source."""

    report: str
    kind: LinkKind
    source: str | None
    to: str | None
    start: int
    end: int


def find_citations(reports: Sequence[Report], attributions: Iterable[Attribution],
                   outlets: Outlets) -> list[Citation]:
    """Credit lines, agency lines, outlets named as source, and hyperlinks, in the reports' order.

    A report that names its own publisher cites nobody.
    """
    said: dict[str, list[Attribution]] = {}
    for attribution in attributions:
        said.setdefault(attribution.report, []).append(attribution)
    addresses = {key: report.id for report in sorted(reports, key=lambda one: one.id, reverse=True)
                 if (key := _address(report.url))}
    likely = _Likely(outlets)
    found = []
    for report in reports:
        own = outlets.canonical(report.publisher) if report.publisher else None
        text = plain(report.text)
        found += [one for one in (*_credits(report, text, outlets),
                                  *_cites(report, text, said.get(report.id, ()), likely),
                                  *_hyperlinks(report, addresses, outlets))
                  if (one.source or one.to) and (one.source is None or one.source != own)]
    return found


def _credits(report: Report, text: Plain, outlets: Outlets) -> Iterator[Citation]:
    """Credit blocks, "Via: X" lines, and an agency in the head or in brackets at the end of the text."""
    captions = [(block.start, block.end) for block in report.blocks if block.kind == "caption"]
    for match in _CREDIT.finditer(text.text):
        span = text.original(*match.span("name"))
        if not _inside(span, captions) and (name := _outlet(match["name"], outlets)):
            yield Citation(report.id, "credits", name, None, *span)
    for block in report.blocks:
        words = report.text[block.start:block.end]
        if block.kind == "credit" and not _PHOTO.search(words) and (credited := _credited(words, outlets)):
            yield Citation(report.id, "credits", credited, None, block.start, block.end)
    yield from _agency_line(report, outlets, captions)


def _credited(words: str, outlets: Outlets) -> str | None:
    """Whom a credit line names: an outlet that is known, else the whole of what stands behind "Source:"."""
    known = outlets.named_in(words)
    if known:
        return known.name
    line = _CREDIT.fullmatch(plain(words).text.strip(" ."))
    return line["name"] if line else None


def _agency_line(report: Report, outlets: Outlets, captions: Sequence[Span]) -> Iterator[Citation]:
    """An agency named in the dateline, right under the headline, or in brackets at head or end."""
    start = max((block.end for block in report.blocks if block.kind == "headline"), default=0)
    head, end = report.text[start:start + HEAD_CHARS], len(report.text.rstrip())
    foot = max(start + HEAD_CHARS, end - FOOT_CHARS)
    for match in chain(_BRACKETED.finditer(report.text, start, start + HEAD_CHARS),
                       _BRACKETED.finditer(report.text, foot)):
        known = outlets.find(match["name"]) if not _inside(match.span(), captions) else None
        if known:
            yield Citation(report.id, "credits", known.name, None, *match.span("name"))
    for match in _BEFORE_DATE.finditer(head):
        known = outlets.find(match.group())
        if known and known.kind == "agency":
            yield Citation(report.id, "credits", known.name, None, start + match.start(), start + match.end())
            return


class _Likely(dict[str, bool]):
    """Words with capitals, and whether they may name an outlet. Most are those of people and places, which come
    again and again, and looking for a cue beside them costs more."""

    def __init__(self, outlets: Outlets) -> None:
        super().__init__()
        self.outlets = outlets

    def __missing__(self, words: str) -> bool:
        found = self[words] = self.outlets.may_name(words) or words.rsplit(" ", 1)[-1] in _FORMS
        return found


def _cites(report: Report, text: Plain, said: Sequence[Attribution], likely: _Likely) -> Iterator[Citation]:
    """Outlets that the text names as the source of what it says, or to which somebody spoke."""
    outlets = likely.outlets
    for attribution in said:
        for start, end in attribution.source:
            if name := _outlet(report.text[start:end], outlets):
                yield Citation(report.id, "cites", name, None, start, end)
    for match in _CAPITALS.finditer(text.text):
        if not likely[match.group()]:
            continue
        start, end = match.span()
        if _REPORTING.match(text.text, end) or _REPORTED_TO.search(text.text[max(0, start - CUE_CHARS):start]):
            start += 4 if match.group().startswith("The ") else 0
            if name := _outlet(text.text[start:end], outlets):
                yield Citation(report.id, "cites", name, None, *text.original(start, end))


def _outlet(words: str, outlets: Outlets) -> str | None:
    """The canonical name, where the words name an outlet of the table or the case, or have the form of one."""
    words = words.strip(" .")
    known = outlets.find(words) or outlets.named_in(words)
    if known:
        return known.name
    return words if " " in words and words.rsplit(" ", 1)[-1] in _FORMS else None


def _hyperlinks(report: Report, addresses: dict[str, str], outlets: Outlets) -> Iterator[Citation]:
    """Links to other reports of the case and to the hosts of known outlets."""
    for link in report.links:
        to = addresses.get(_address(link.href) or "")
        host = _host(link.href)
        known = outlets.find(host) if host else None
        if to == report.id or (host and host == _host(report.url)):
            continue
        if to or known:
            yield Citation(report.id, "links", None if to else known.name if known else None, to,
                           link.start, link.end)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _address(url: str | None) -> str | None:
    """A URL for comparing: without scheme, www, query and end slash; None where it is no web address."""
    host = _host(url)
    return f"{host.removeprefix('www.')}{urlsplit(url or '').path.rstrip('/')}" if host else None


def _inside(span: Span, blocks: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in blocks)



