"""schema.org ClaimReview as it is found: JSON-LD of a file, a page, or a feed (https://schema.org/ClaimReview).

Publishers fill the type in many ways: one object or a list where the other is meant, names as text or
as nodes, nodes referred to by `@id`, `itemReviewed` given twice. All of that is read; nothing is made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firsthand.check.checked import CheckedClaim, claim_id, host_of
from firsthand.check.days import read_day
from firsthand.check.lines import Problem, Report
from firsthand.text import keepable

Node = Mapping[str, Any]

MAX_DEPTH_STEPS = 5_000_000
"""Nodes of a document that are looked at; a feed of a hundred thousand reviews has some two million."""
_TYPE = re.compile(r'"(?:@?type)"\s*:\s*(?:\[[^\]]{0,200}?)?"(?:https?://schema\.org/|schema:)?ClaimReview"')
MAX_BRACES = 40
"""Opening braces before a review's type that are tried when the document around it is broken."""


def parse_json(words: str) -> Any:
    """A JSON document; of a name that an object gives twice both values are kept, as a list."""
    return json.loads(words, object_pairs_hook=_keep_both, strict=False)


def _keep_both(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = [*as_list(found[name]), *as_list(value)] if name in found else value
    return found


def as_list(value: Any) -> list[Any]:
    """A value as the list that JSON-LD takes it for: nothing is none, one is one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def read_document(words: str, ref: str, report: Report) -> Iterator[CheckedClaim]:
    """The reviews of a JSON document; of a broken one those that are whole, and where it breaks is reported."""
    try:
        document = parse_json(words)
    except (ValueError, RecursionError) as error:
        report(Problem(ref, f"the JSON breaks at {json_fault(error)}; the reviews that are whole are read", False))
        document = list(_whole_reviews(words))
    yield from read_nodes(document, ref, report)


def _whole_reviews(words: str) -> Iterator[Any]:
    """The ClaimReview objects of a text that is no JSON as a whole."""
    decoder, end = json.JSONDecoder(object_pairs_hook=_keep_both, strict=False), 0
    for found in _TYPE.finditer(words):
        if found.start() < end:
            continue
        brace = found.start()
        for _ in range(MAX_BRACES):
            brace = words.rfind("{", end, brace)
            if brace < 0:
                break
            try:
                node, close = decoder.raw_decode(words, brace)
            except (ValueError, RecursionError):
                continue
            if close > found.start():
                end = close
                yield node
                break


def json_fault(error: Exception) -> str:
    """Where a JSON text breaks, and why: "line 3, character 7 (expecting value)"; its only line is not counted."""
    if isinstance(error, json.JSONDecodeError):
        line = f"line {error.lineno}, " if "\n" in error.doc.rstrip() else ""
        return f"{line}character {error.colno} ({error.msg[:1].lower()}{error.msg[1:]})"
    return "its depth (too many brackets within brackets)" if isinstance(error, RecursionError) else str(error)


def read_nodes(document: Any, ref: str, report: Report) -> Iterator[CheckedClaim]:
    """The checked claims of a parsed document, wherever in it they stand, in its order."""
    by_id: dict[str, Node] = {}
    reviews: list[Node] = []
    for node in _nodes(document):
        if isinstance(node.get("@id"), str) and len(node) > 1:
            by_id.setdefault(node["@id"], node)
        if _is_review(node):
            reviews.append(node)
        elif "claimReview" in node and isinstance(node.get("text"), str):
            reviews += _api_reviews(node)
    for place, node in enumerate(reviews, start=1):
        claims = list(_claims(node, by_id, f"{ref}, review {place}", report))
        if not claims:
            report(Problem(f"{ref}, review {place}", 'it names no claim: "claimReviewed" is missing', False))
        yield from claims


def _nodes(document: Any) -> Iterator[Node]:
    """Every object of a document, in its order, however deep (no recursion)."""
    waiting, steps = [document], 0
    while waiting and steps < MAX_DEPTH_STEPS:
        value, steps = waiting.pop(), steps + 1
        if isinstance(value, Mapping):
            yield value
            waiting += [child for child in reversed(list(value.values())) if isinstance(child, Mapping | list)]
        elif isinstance(value, list):
            waiting += [child for child in reversed(value) if isinstance(child, Mapping | list)]


def _is_review(node: Node) -> bool:
    kinds = [*as_list(node.get("@type")), *as_list(node.get("type"))]
    return any(isinstance(kind, str) and re.split(r"[/:#]", kind)[-1] == "ClaimReview" for kind in kinds)


def _api_reviews(node: Node) -> list[Node]:
    """The reviews of one claim in the form of the Fact Check Tools API, as ClaimReview nodes."""
    return [{"claimReviewed": node["text"], "author": review.get("publisher"), "url": review.get("url"),
             "datePublished": review.get("reviewDate"), "headline": review.get("title"),
             "reviewRating": {"alternateName": review.get("textualRating")},
             "itemReviewed": {"author": node.get("claimant")}}
            for review in as_list(node["claimReview"]) if isinstance(review, Mapping)]


# ---------------------------------------------------------------- one review

def _claims(node: Node, by_id: Mapping[str, Node], where: str, report: Report) -> Iterator[CheckedClaim]:
    """The claims of one review: `claimReviewed`, else what the items that were reviewed say."""
    items = [_resolved(item, by_id) for item in as_list(node.get("itemReviewed"))]
    stated = [words for given in as_list(node.get("claimReviewed")) if (words := _words(given))]
    if stated:
        said = [(claim, _names([one for item in items for one in _authors(item)], by_id)) for claim in stated]
    else:
        said = [(words, _names(_authors(item), by_id)) for item in items if (words := _item_words(item))]
    url = _address(node)
    day = _day(node, where, report)
    for claim, claimants in said:
        yield CheckedClaim(
            id=claim_id(url, claim), claim=claim, title=_words(node.get("headline") or node.get("name")),
            rating=read_rating(node.get("reviewRating"), by_id), publisher=_publisher(node, by_id, url), url=url,
            published=day, claimants=claimants)


def _resolved(value: Any, by_id: Mapping[str, Node]) -> Any:
    """The node that a bare `{"@id": …}` refers to, where the document has it."""
    if isinstance(value, Mapping) and set(value) == {"@id"} and isinstance(value["@id"], str):
        return by_id.get(value["@id"], value)
    return value


def _item_words(item: Any) -> str | None:
    if isinstance(item, Mapping):
        found = (_words(item.get(name)) for name in ("text", "name", "headline", "description"))
        return next((words for words in found if words), None)
    return _words(item)


def _authors(item: Any) -> list[Any]:
    return as_list(item.get("author")) if isinstance(item, Mapping) else []


def _publisher(node: Node, by_id: Mapping[str, Node], url: str | None) -> str | None:
    """Who checked: the review's author (as schema.org has it), else its publisher, else the host."""
    for role in ("author", "publisher", "creator", "sdPublisher"):
        if names := _names(as_list(node.get(role)), by_id):
            return ", ".join(names)
    return host_of(url)


def _names(values: Sequence[Any], by_id: Mapping[str, Node]) -> tuple[str, ...]:
    found = []
    for value in values:
        node = _resolved(value, by_id)
        if isinstance(node, Mapping):
            name = _words(node.get("name")) or _words(node.get("legalName")) or host_of(_words(node.get("url")))
        else:
            name = _words(node)
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def read_rating(given: Any, by_id: Mapping[str, Node] | None = None) -> str | None:
    """A rating in its publisher's words; where it has none, its number within its range ("2 (1 to 5)")."""
    found = []
    for one in as_list(given):
        rating = _resolved(one, by_id or {})
        if isinstance(rating, Mapping):
            words = _words(rating.get("alternateName")) or _words(rating.get("name")) or _number_words(rating)
        else:
            words = _words(rating)
        if words:
            found.append(words)
    return "; ".join(dict.fromkeys(found)) or None


def _number_words(rating: Node) -> str | None:
    value = _words(rating.get("ratingValue"))
    worst, best = _words(rating.get("worstRating")), _words(rating.get("bestRating"))
    if value is None:
        return _words(rating.get("ratingExplanation"))
    return f"{value} ({worst} to {best})" if worst and best else value


def _address(node: Node) -> str | None:
    for name in ("url", "mainEntityOfPage", "@id"):
        for value in as_list(node.get(name)):
            words = _words(value.get("@id") if isinstance(value, Mapping) else value)
            if words and words.lower().startswith(("http://", "https://")):
                return words
    return None


def _day(node: Node, where: str, report: Report) -> str | None:
    given = _words(node.get("datePublished")) or _words(node.get("dateCreated"))
    day = read_day(given) if given else None
    if given and day is None:
        report(Problem(where, f"{given[:40]!r} is no day; the review is read without it", True))
    return day.isoformat() if day else None


def _words(value: Any) -> str | None:
    """The words of a text value, on one line; the first of a list, `@value` of a value node."""
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if isinstance(value, Mapping):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(keepable(str(value)).split()) or None
