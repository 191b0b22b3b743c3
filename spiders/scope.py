"""Where a crawl of an outlet may go: http and https, the outlet's hosts and ports, and no private address."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from spiders.outlet import Outlet

_PORTS = {"http": 80, "https": 443}
_MAX_URL = 4096
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def refusal(url: str, outlet: Outlet) -> str | None:
    """Return why a crawl of the outlet may not ask for a URL, or None; the reasons are few, to be counted."""
    if len(url) > _MAX_URL:
        return "URL too long"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return "not a URL"
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        return "scheme not http or https"
    if not outlet.owns(url.strip()):
        return "private address" if _is_private(parts.hostname) else "host not the outlet's"
    return _refusal_of_own(parts, port or _PORTS[scheme], outlet)


def _refusal_of_own(parts: SplitResult, port: int, outlet: Outlet) -> str | None:
    if "@" in parts.netloc:
        return "credentials in the URL"
    if port not in _PORTS.values() and port not in _own_ports(outlet):
        return "port not the outlet's"
    if not outlet.allow_private and _is_private(parts.hostname):
        return "private address"
    return None


def _own_ports(outlet: Outlet) -> set[int | None]:
    return {urlsplit(url).port for url in (outlet.homepage, *(source.url for source in outlet.sources))}


def _is_private(host: str | None) -> bool:
    """Return whether a host is written as an address, and one that is not public."""
    try:
        ipaddress.ip_address((host or "").split("%", 1)[0])
    except ValueError:
        return (host or "").rstrip(".").lower().endswith("localhost")
    return not is_public(host or "")


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet (IANA special-purpose registries, RFC 6890).

    Private, loopback, link-local, shared, multicast and reserved addresses are not, nor is a v6 address that wraps such
    a v4 one (v4-mapped, 6to4, Teredo, NAT64). What is no address is not public.
    """
    try:
        number = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    inner = _inner(number)
    if inner is not None:
        return is_public(str(inner))
    return number.is_global and not (number.is_multicast or number.is_reserved)


def _inner(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if isinstance(number, ipaddress.IPv4Address):
        return None
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
