"""Whom a fetch may reach: public addresses, on the ports of the web, and nobody else.

The tables are the IANA special-purpose address registries (RFC 6890 and its updates) and not
Python's `is_global`, whose answers differ between its versions. No option widens the gate: a
page that a user adds must not become a way into the user's own network.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading

from firsthand.errors import FetchError

WEB_PORTS = frozenset({80, 443})
"""Other ports are other services, or somebody's test server."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Closed = tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...]


def _networks(rows: dict[str, str]) -> Closed:
    return tuple((ipaddress.ip_network(network), what) for network, what in rows.items())


_CLOSED_V4 = _networks({
    "0.0.0.0/8": "this network", "10.0.0.0/8": "private", "100.64.0.0/10": "shared by a provider",
    "127.0.0.0/8": "loopback", "169.254.0.0/16": "link-local (cloud metadata)", "172.16.0.0/12": "private",
    "192.0.0.0/24": "for protocols", "192.0.2.0/24": "for documentation", "192.31.196.0/24": "for protocols",
    "192.52.193.0/24": "for protocols", "192.88.99.0/24": "a 6to4 relay", "192.168.0.0/16": "private",
    "192.175.48.0/24": "for protocols", "198.18.0.0/15": "for benchmarks", "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation", "224.0.0.0/4": "multicast", "240.0.0.0/4": "reserved or broadcast",
    "168.63.129.16/32": "cloud metadata",  # a public address by the registry, but a cloud's own host
})
_CLOSED_V6 = _networks({
    "::/128": "unspecified", "::1/128": "loopback", "fe80::/10": "link-local", "fec0::/10": "site-local",
    "fc00::/7": "private", "ff00::/8": "multicast", "100::/64": "a sink", "64:ff9b:1::/48": "a local translator",
    "2001::/23": "for protocols (Teredo among them)", "2001:db8::/32": "for documentation",
    "2002::/16": "a 6to4 relay", "3fff::/20": "for documentation", "5f00::/16": "for segment routing",
})
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
"""All that has been given out for the public internet."""
_EMBEDDING = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
"""IPv6 forms whose last 32 bits are an IPv4 address: compatible, mapped, translated, NAT64 (RFC 6052)."""


class Gate:
    """Looks names up and decides which addresses and ports may be connected to."""

    def check_port(self, port: int) -> None:
        """Raises `FetchError` for a port that is none of the web's."""
        if port not in WEB_PORTS:
            raise FetchError("closed-port", f"Port {port} is none of the web's (80, 443), so it is not connected to.")

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The addresses of a host, all of them checked; what is connected to must be one of these.

        Where a name has several, one that is closed closes the name: a page that answers from the
        public internet and from inside is no page to be read. Raises `FetchError`.
        """
        found = self.look_up(host, port, seconds)
        for address in found:
            self.check_address(host, address)
        return found

    def check_address(self, host: str, address: str) -> None:
        """Raises `FetchError` where a host's address is not open."""
        reason = why_closed(address)
        if reason:
            raise FetchError("closed-address", f"{host} is at {address}, which is {reason}: only addresses of the "
                                               "public internet are fetched; save the page and add the file.")

    def look_up(self, host: str, port: int, seconds: float) -> list[str]:
        """What the name service gives for a host, in its order, once for each request; raises `FetchError`."""
        answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:  # the system's resolver knows no time limit, so it is left behind where it hangs
            try:
                rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                answers.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty:
            raise FetchError("too-slow", f"The name {host} was not resolved within {seconds:g} seconds; "
                                         "try again later.") from None
        if isinstance(answer, Exception) or not answer:
            raise FetchError("no-such-host", f"The name {host} can't be resolved ({answer or 'no address'}); check "
                                             "the spelling and your connection.")
        return answer


def why_closed(address: str) -> str | None:
    """What an address is if it must not be connected to, in a word or two; None for an open one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(parsed, ipaddress.IPv4Address):
        return _in(parsed, _CLOSED_V4)
    embedded = _embedded(parsed)
    if embedded is not None and parsed != ipaddress.IPv6Address("::1") and int(parsed) != 0:
        reason = _in(embedded, _CLOSED_V4)
        return f"{embedded} in another form, {reason}" if reason else None
    return _in(parsed, _CLOSED_V6) or (None if parsed in _OPEN_V6 else "not given out for the public internet")


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(address in form for form in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _in(address: Address, closed: Closed) -> str | None:
    return next((what for network, what in closed if address in network), None)
