from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import FetchError
from firsthand.fetch.gate import Gate, why_closed

CLOSED = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    "100.100.100.200", "169.254.169.254", "169.254.170.2", "168.63.129.16", "192.0.0.192", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.5", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1",
    "2001:db8::1", "2001::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1", "4000::1",
    "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.0.0.1", "::7f00:1", "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::192.168.0.1", "64:ff9b:1::1", "64:ff9b:1::808:808",
    "no address", "",
]
OPEN = ["8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "169.253.1.1", "100.63.255.255", "192.0.1.1",
        "2606:2800:220:1::1", "2a00:1450:4001::8a", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", CLOSED)
def test_closed_addresses(address: str) -> None:
    assert why_closed(address)


@pytest.mark.parametrize("address", OPEN)
def test_open_addresses(address: str) -> None:
    assert why_closed(address) is None


@settings(deadline=None, max_examples=60)
@given(st.ip_addresses(v=4))
def test_another_form_of_an_address_is_judged_as_the_address_itself(address: object) -> None:
    is_closed = why_closed(str(address)) is not None
    for form in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert (why_closed(form) is not None) == is_closed, form


@settings(deadline=None, max_examples=60)
@given(st.ip_addresses())
def test_no_address_that_python_calls_private_is_open(address: object) -> None:
    if not why_closed(str(address)):
        mapped = getattr(address, "ipv4_mapped", None) or address
        assert mapped.is_global or str(address).startswith("64:ff9b::")  # type: ignore[attr-defined]


def test_one_closed_address_closes_a_name() -> None:
    class Two(Gate):
        def look_up(self, host: str, port: int, seconds: float) -> list[str]:
            return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(FetchError, match=r"10\.0\.0\.1, which is private"):
        Two().addresses("both.example", 443, 1)


@pytest.mark.parametrize("port", [22, 25, 0, 8080, 6379, 65535])
def test_ports_that_are_not_the_webs(port: int) -> None:
    with pytest.raises(FetchError, match="80, 443"):
        Gate().check_port(port)


def test_the_systems_own_names_are_looked_up_and_refused() -> None:
    with pytest.raises(FetchError, match="loopback") as raised:
        Gate().addresses("localhost", 80, 10)
    assert raised.value.reason == "closed-address"


def test_a_name_that_is_none_is_told() -> None:
    with pytest.raises(FetchError) as raised:
        Gate().addresses("no-such-name.invalid", 80, 20)
    assert raised.value.reason in ("no-such-host", "too-slow")


def test_a_resolver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    stop = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: stop.wait(20) and [])
    with pytest.raises(FetchError, match="not resolved") as raised:
        Gate().look_up("slow.example", 80, 0.05)
    stop.set()
    assert raised.value.reason == "too-slow"
