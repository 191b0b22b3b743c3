"""Where a crawl may go: addresses by the registries of special purposes, URLs by the outlet's definition."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.outlet import Outlet
from spiders.scope import is_public, refusal


def outlet(**keys: object) -> Outlet:
    values = {
        "id": "sahifa",
        "names": {"ar": "صحيفة", "latin": "Sahifa"},
        "country": "IQ",
        "kind": "portal",
        "timezone": "Asia/Baghdad",
        "homepage": "https://sahifa.example:8443/",
        "hosts": ["sahifa.example"],
        "sources": [{"type": "feed", "url": "https://feeds.sahifa.example:8080/rss"}],
    }
    return Outlet.model_validate({**values, **keys})


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.255.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1",
        "172.31.255.1", "192.0.2.7", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.251",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::", "2001:db8::1", "fc00::1",
        "fd12:3456::1", "fe80::1", "fe80::1%eth0", "ff02::1", "localhost", "", "1.2.3",
    ],
)  # fmt: skip
def test_addresses_of_special_purpose_are_not_public(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "185.15.59.224", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00:1450:4001::200e"]
)
def test_addresses_of_the_open_net_are_public(address) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_a_wrapped_v4_address_is_as_public_as_the_address_itself(address) -> None:
    plain = is_public(str(address))
    assert plain == (address.is_global and not address.is_multicast and not address.is_reserved)
    number = int(address)
    for wrapped in (f"::ffff:{address}", str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))):
        assert is_public(wrapped) == plain


@given(st.text(max_size=60))
def test_any_text_is_judged(text) -> None:
    assert refusal(text, outlet()) is not None or "sahifa.example" in text.lower()
    assert isinstance(is_public(text), bool)


@pytest.mark.parametrize(
    "url",
    [
        "https://sahifa.example/1",
        "http://www.sahifa.example/1",
        "https://sahifa.example:8443/1",
        "https://sahifa.example:8080/1",
        "HTTPS://SAHIFA.EXAMPLE/1",
        "https://sahifa.example/خبر",
    ],
)
def test_the_outlets_own_hosts_and_ports_are_open(url) -> None:
    assert refusal(url, outlet()) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://notsahifa.example/1", "host not the outlet's"),
        ("https://sahifa.example.evil.example/1", "host not the outlet's"),
        ("https://sahifa.example@evil.example/1", "host not the outlet's"),
        ("https://desk@sahifa.example/1", "credentials in the URL"),
        ("https://sahifa.example:22/1", "port not the outlet's"),
        ("https://sahifa.example:x/1", "not a URL"),
        ("gopher://sahifa.example/1", "scheme not http or https"),
        ("//sahifa.example/1", "scheme not http or https"),
        ("http://127.0.0.1/", "private address"),
    ],
)
def test_what_lies_outside_is_refused_with_its_reason(url, reason) -> None:
    assert refusal(url, outlet()) == reason


def test_a_private_host_is_open_only_where_the_definition_says_so() -> None:
    keys = {"hosts": ["127.0.0.1", "localhost"], "sources": [{"type": "feed", "url": "http://127.0.0.1/rss"}]}
    for url in ("http://127.0.0.1/1", "http://localhost/1"):
        assert refusal(url, outlet(**keys)) == "private address"
        assert refusal(url, outlet(**keys, allow_private=True)) is None
