"""What an earlier fact-check says: the claim that was checked, and whose rating it got, in their words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from firsthand.text import digest


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim that somebody has checked.

    `claim` is what was claimed, `title` the headline of the check, `rating` the publisher's own words for
    their finding, `published` the ISO day of the check, `claimants` who is said to have made the claim.
    """

    id: str
    claim: str
    title: str | None
    rating: str | None
    publisher: str | None
    url: str | None
    published: str | None
    claimants: tuple[str, ...]


def claim_id(url: str | None, claim: str) -> str:
    """The id of a checked claim whose file gives none: its address and a digest of the claim.

    One page may review several claims, so that the address alone does not tell them apart.
    """
    return f"{url or 'claim'}#{digest(claim)[:8]}"


def host_of(url: str | None) -> str | None:
    """The host of an address without "www."; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
