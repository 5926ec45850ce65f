"""A web address taken apart and checked before anything is looked up."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from firsthand.errors import FetchError

SCHEMES = {"http": 80, "https": 443}
MAX_ADDRESS_CHARS = 4_000
"""Browsers and servers take 2,000 to 8,000; a news address has 300 at most."""

_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `host` is a name in ASCII, or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as a header and an address write it, with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in its plain form, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"

    def join(self, reference: str) -> Target:
        """Where a redirect of this target leads; raises `FetchError`."""
        try:
            return parse_target(urljoin(self.url, reference.strip()))
        except ValueError as error:  # of `urljoin`: brackets that are not closed
            raise FetchError("bad-address", f"{reference!r} is no address ({error}).") from None


def parse_target(url: str) -> Target:
    """A web address taken apart; raises `FetchError` for everything that is not plain http or https."""
    bare = url.strip(" \t\r\n")
    if len(bare) > MAX_ADDRESS_CHARS:
        raise FetchError("bad-address", f"The address is longer than {MAX_ADDRESS_CHARS} characters.")
    if _CONTROL.search(bare):
        raise FetchError("bad-address", f"There is a space, backslash or control character in the address {bare!r}.")
    try:
        parts = urlsplit(bare)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise FetchError("bad-address", f"{bare!r} is no address ({error}).") from None
    if parts.scheme.lower() not in SCHEMES:
        raise FetchError("closed-scheme", f"{bare}: only http and https are fetched; give a file by its path.")
    if "[" in parts.netloc and ":" not in host:
        raise FetchError("bad-address", f"{bare!r} holds an IP address of no known kind.")
    if "@" in parts.netloc:
        raise FetchError("bad-address", "The address holds a user name or password; leave it out.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    scheme = parts.scheme.lower()
    return Target(scheme, _host(host), SCHEMES[scheme] if port is None else port, path + query)


def _host(host: str) -> str:
    """A host in ASCII, checked; numbers that only some systems take for an address are refused."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host.partition("%")[0]))
        except ValueError:
            raise FetchError("bad-address", f"{host!r} is no IPv6 address.") from None
    try:
        name = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise FetchError("bad-address", f"{host!r} is no host name.") from None
    if not _HOST.fullmatch(name) or len(name) > 253:
        raise FetchError("bad-address", f"{host!r} is no host name." if host else "The address names no host.")
    if _NUMBER.fullmatch(name.rstrip(".").rpartition(".")[2]):
        return _dotted(name.rstrip("."))
    return name.rstrip(".")


def _dotted(name: str) -> str:
    """An IPv4 address, four plain decimal numbers: octal, hexadecimal and short forms are disguises."""
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise FetchError("bad-address", f"{name} is an IP address in an odd form; write it as four plain numbers "
                                        "with dots, or give the host's name.") from None
