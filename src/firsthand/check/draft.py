"""What a desk hands on: a ClaimReview draft for a finding that it decided, and a row in the columns of GED.

A draft holds what the case knows and leaves the rating to a person: `reviewRating` is empty. A field that
nothing fills is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firsthand.check.days import read_day
from firsthand.check.stories import GivenPlace, StoryFacts
from firsthand.records import CountRange, Day, Finding, Name, Report, SourceKind

GED_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob")
"""The columns of UCDP GED in their order (codebook of version 25.1)."""


_AGENTS: Mapping[str | None, str] = {
    "person": "Person", "official": "Person", "organisation": "Organization", "outlet": "Organization",
    "group": "Organization"}
"""What schema.org calls a source of this kind; documents and unnamed people are no agents."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who signs a draft: the name and address of the organisation, and where the review will stand."""

    name: str
    url: str | None = None
    review_url: str | None = None
    day: str | None = None


def claim_review(finding: Finding, reports: Mapping[str, Report], kinds: Mapping[str, SourceKind | None],
                 desk: Desk) -> dict[str, Any]:
    """A ClaimReview (https://schema.org/ClaimReview) of a finding that a person has decided, as JSON-LD.

    The claim is the finding's value in words, said by those who give it, as far as `kinds` tells what they are;
    `appearance` are their reports. The rating is a node without a value, for a person to fill.
    """
    members = [reports[one] for one in dict.fromkeys(witness.report for witness in finding.reports) if one in reports]
    first = min((report.published[:10] for report in members if report.published), default=None)
    speakers = sorted({witness.said_by for witness in finding.reports if witness.said_by})
    appearances = [_filled({"@type": "CreativeWork", "url": report.url, "headline": report.title,
                            "datePublished": report.published, "publisher": _organisation(report.publisher)})
                   for report in members]
    return _filled({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": desk.review_url, "datePublished": desk.day,
        "author": _filled({"@type": "Organization", "name": desk.name, "url": desk.url}),
        "claimReviewed": claim_words_of(finding),
        "itemReviewed": _filled({
            "@type": "Claim", "datePublished": first, "appearance": appearances,
            "author": [{"@type": _AGENTS[kind], "name": name} for name in speakers
                       if (kind := kinds.get(name)) in _AGENTS]}),
        "reviewRating": {"@type": "Rating"}})


def claim_words_of(finding: Finding) -> str:
    """A finding's value as a claim in words: "killed: at least 14"."""
    group = f" ({finding.of})" if finding.of not in (None, "total") else ""
    return f"{finding.slot}{group}: {value_words(finding.value)}"


def value_words(value: CountRange | Day | Name) -> str:
    """A value in plain words."""
    if isinstance(value, Day):
        return value.date
    if isinstance(value, Name):
        return value.name
    if value.low == value.high and value.low is not None:
        return str(value.low)
    if value.high is None:
        return "some" if value.low is None else f"at least {value.low}"
    return f"up to {value.high}" if value.low is None else f"{value.low} to {value.high}"


def _organisation(name: str | None) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": name} if name else None


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


# ---------------------------------------------------------------- shape

_SHAPES: dict[str, dict[str, tuple[str, ...]]] = {
    "ClaimReview": {"claimReviewed": ("Text",), "author": ("Organization", "Person"), "url": ("URL",),
                    "itemReviewed": ("Claim", "CreativeWork", "Thing"), "reviewRating": ("Rating",),
                    "datePublished": ("Date",)},
    "Claim": {"author": ("Organization", "Person", "Thing"), "datePublished": ("Date",),
              "appearance": ("CreativeWork",), "firstAppearance": ("CreativeWork",), "name": ("Text",)},
    "CreativeWork": {"url": ("URL",), "headline": ("Text",), "datePublished": ("Date",),
                     "publisher": ("Organization", "Person"), "author": ("Organization", "Person")},
    "Rating": {"ratingValue": ("Text",), "bestRating": ("Text",), "worstRating": ("Text",),
               "alternateName": ("Text",), "ratingExplanation": ("Text",), "name": ("Text",)},
    "Organization": {"name": ("Text",), "url": ("URL",)}, "Person": {"name": ("Text",), "url": ("URL",)},
    "Thing": {"name": ("Text",), "url": ("URL",)},
}
"""What schema.org expects of the properties used here: type -> property -> types of its value."""
_REQUIRED = {"ClaimReview": ("claimReviewed", "author", "reviewRating")}


def shape_errors(node: Any, expected: Sequence[str] = ("ClaimReview",), path: str = "$") -> list[str]:
    """Where a node is not of the shape that schema.org gives its type; empty where all fits.

    The rating's value may be missing: a draft leaves it to a person.
    """
    if not isinstance(node, dict) or node.get("@type") not in expected:
        return [f"{path}: must be a {' or '.join(expected)}"]
    kind = node["@type"]
    errors = [f"{path}: {name} is missing" for name in _REQUIRED.get(kind, ()) if name not in node]
    for name, value in node.items():
        if name.startswith("@"):
            continue
        kinds = _SHAPES[kind].get(name)
        if kinds is None:
            errors.append(f"{path}.{name}: is no property of {kind} that is used here")
            continue
        for place, one in enumerate(value if isinstance(value, list) else [value]):
            errors += _value_errors(one, kinds, f"{path}.{name}[{place}]")
    return errors


def _value_errors(value: Any, kinds: tuple[str, ...], path: str) -> list[str]:
    if kinds == ("Text",):
        return [] if isinstance(value, str | int | float) and value != "" else [f"{path}: must be text"]
    if kinds == ("URL",):
        fits = isinstance(value, str) and value.lower().startswith(("http://", "https://"))
        return [] if fits else [f"{path}: must be an http address"]
    if kinds == ("Date",):
        return [] if isinstance(value, str) and read_day(value) else [f"{path}: must be an ISO date"]
    return shape_errors(value, kinds, path)


# ---------------------------------------------------------------- GED

def ged_row(facts: StoryFacts, reports: Sequence[Report], sides: tuple[str, str] = ("", "")) -> dict[str, str]:
    """A story in the columns of GED; what only its coders can give (ids, conflict, dyad) stays empty.

    `best` is the figure that stands where the accounts agree on one, else empty; `low` and `high` are the least
    and most that any account gives. `sides` are by whom and against whom, as written.
    """
    row = dict.fromkeys(GED_COLUMNS, "")
    if facts.days:
        first, last = min(one.first for one in facts.days), max(one.last for one in facts.days)
        span = (last - first).days
        row |= {"year": str(first.year), "date_start": first.isoformat(), "date_end": last.isoformat(),
                "date_prec": "1" if span == 0 else "2" if span <= 6 else "4" if span <= 30 else "5"}
    row |= _where(facts.places) | _deaths(facts)
    articles = [f"{one.publisher or one.ref},{(one.published or '')[:10]},{one.title or ''}" for one in reports]
    row |= {"side_a": sides[0], "side_b": sides[1], "number_of_sources": str(len(articles)),
            "source_article": ";".join(f'"{one}"'.replace("\n", " ") for one in articles),
            "source_office": ";".join(dict.fromkeys(one.publisher for one in reports if one.publisher)),
            "source_date": ";".join((one.published or "")[:10] for one in reports),
            "source_headline": ";".join((one.title or "").replace(";", ",") for one in reports)}
    return row


def _where(places: Sequence[GivenPlace]) -> dict[str, str]:
    """The place that is resolved, where all that are lie in one country; else only what is written."""
    found = [one for one in places if one.lat is not None]
    if not found or len({one.country for one in found}) != 1:
        return {"where_description": "; ".join(one.name for one in places)}
    one = found[0]
    return {"where_coordinates": one.name, "where_description": "; ".join(place.name for place in places),
            "latitude": f"{one.lat:.6f}", "longitude": f"{one.lon:.6f}",
            "geom_wkt": f"POINT ({one.lon:.6f} {one.lat:.6f})"}


def _deaths(facts: StoryFacts) -> dict[str, str]:
    now = [one for one in facts.counts if one.slot == "killed" and not one.old]
    lows, highs = [one.low for one in now if one.low is not None], [one.high for one in now if one.high is not None]
    exact = {one.low for one in now if one.low is not None and one.low == one.high}
    return {"low": str(min(lows)) if lows else "", "high": str(max(highs)) if highs else "",
            "best": str(exact.pop()) if len(exact) == 1 else ""}
