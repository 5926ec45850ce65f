"""What a page says of itself: address, publisher, publication time.

First what is meant for machines (meta tags, JSON-LD, microdata), then htmldate on the visible
page; never a date out of the running text, which may be the happening's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from firsthand.read.dates import normal_date

LATEST = "2100-01-01"
"""htmldate's own limit is today, so that a page would read otherwise next year; a date that lies in
the future is for the user to see."""
DATE_SEARCH: dict[str, Any] = {"extensive_search": False, "original_date": True, "max_date": LATEST}
"""How htmldate searches, for trafilatura as well: an extensive search would take days out of the running text, and
through all languages it took 3 seconds."""
MAX_JSON_DEPTH = 12
"""JSON-LD nests a publisher four deep."""

_DATE_TAGS = ("article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate",
              "publish-date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created",
              "dcterms.issued", "dc.date", "article.published", "date")
_UNDATED_TAG = "name() = 'time' and (@pubdate or @itemprop = 'datePublished')"


@dataclass(frozen=True, slots=True)
class Said:
    """What a page's JSON-LD (schema.org NewsArticle and its kin) says of the article itself."""

    records: tuple[dict[str, Any], ...] = ()
    """All its objects, those of articles first."""
    dateline: str | None = None
    modified: str | None = None
    based_on: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


def linked_data(tree: Any) -> Said:
    """The JSON-LD of an lxml page, read."""
    records = list(_linked_data(tree))
    articles = [record for record in records if _is_article(record)]
    article = articles[0] if articles else {}
    tags = _meta(tree)
    modified = [normal_date(words) for words in (_words(article.get("dateModified")), tags.get("article:modified_time"),
                                                 tags.get("og:updated_time")) if words]
    return Said(
        records=(*articles, *(record for record in records if not _is_article(record))),
        dateline=_words(article.get("dateline")), modified=next(filter(None, modified), None),
        based_on=tuple(dict.fromkeys(filter(None, map(_address, _listed(article.get("isBasedOn")))))),
        corrections=tuple(dict.fromkeys(filter(None, map(_correction, _listed(article.get("correction")))))))


def _is_article(record: dict[str, Any]) -> bool:
    """Whether an object is of a type such as NewsArticle, ReportageNewsArticle, BlogPosting."""
    return any(isinstance(kind, str) and kind.rpartition("/")[2].endswith(("Article", "Posting", "Report"))
               for kind in _listed(record.get("@type")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str | None:
    """Words of a JSON-LD value on one line, or null."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    """The address of a work that is named by it, or by an object with `url` or `@id`."""
    found = (value.get("url") or value.get("@id")) if isinstance(value, dict) else value
    return find_url(found) if isinstance(found, str) else None


def _correction(value: Any) -> str | None:
    """The words of a correction: a text or a CorrectionComment; an address alone tells nothing."""
    words = _words(value.get("text") if isinstance(value, dict) else value)
    return None if words is None or find_url(words) else words


def find_published(tree: Any, url: str | None, said: Said) -> str | None:
    """The publication time (ISO 8601) that an lxml page names, or null."""
    for words in _dates(tree, said):
        found = normal_date(words)
        if found:
            return found
    from htmldate import find_date

    day = find_date(tree, url=url, **DATE_SEARCH)
    return str(day) if day else None


def find_publisher(tree: Any, sitename: str | None, url: str | None, said: Said) -> str | None:
    """The outlet's name as the page gives it, or null: a host name alone is no name."""
    names = [name for record in said.records for name in _names(record.get("publisher"), said)]
    if names:
        return names[0]
    named = _meta(tree).get("og:site_name") or sitename or ""
    is_host = "." in named and f".{_host(url)}".endswith(f".{named.lower().removeprefix('www.')}")
    return None if is_host else " ".join(named.split()) or None


def find_author(found: str | None, said: Said) -> str | None:
    """The author as trafilatura found it, else as the JSON-LD names one or more."""
    names = dict.fromkeys(name for record in said.records for name in _names(record.get("author"), said))
    return found or "; ".join(names) or None


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def _names(value: Any, said: Said) -> Iterator[str]:
    """The names of persons or organisations: each a text, an object, or a reference to an object by its `@id`."""
    for one in _listed(value):
        object_ = one if isinstance(one, dict) else {"name": one}
        if "name" not in object_ and object_.get("@id"):
            object_ = next((record for record in said.records
                            if record.get("@id") == object_["@id"] and "name" in record), object_)
        name = _words(object_.get("name"))
        if name and "://" not in name:
            yield name


def find_url(url: str | None) -> str | None:
    """A page's own address if it is a whole one."""
    return url if url and url.startswith(("http://", "https://")) else None


def _dates(tree: Any, said: Said) -> Iterator[str]:
    tags = _meta(tree)
    yield from (tags[name] for name in _DATE_TAGS if name in tags)
    for record in said.records:
        if isinstance(record.get("datePublished"), str):
            yield record["datePublished"]
    for element in tree.xpath(f"//*[@itemprop = 'datePublished' or ({_UNDATED_TAG})]"):
        yield element.get("content") or element.get("datetime") or element.text_content()


def _meta(tree: Any) -> dict[str, str]:
    """The content of each meta tag by its property or name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name, content.strip())
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first; a broken script is passed over."""
    for script in tree.iter("script"):
        if not (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        try:
            yield from _objects(json.loads(_bare(script.text or ""), strict=False), 0)
        except (ValueError, RecursionError):  # pages carry half-written scripts; browsers skip them too
            continue


def _bare(script: str) -> str:
    """The JSON of a script without the marks of comments and CDATA that browsers of old needed round it."""
    bare = script.replace("<![CDATA[", "").replace("]]>", "")
    starts = [place for place in map(bare.find, "{[") if place >= 0]
    return bare[min(starts, default=0):max(map(bare.rfind, "}]")) + 1]


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _objects(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)
