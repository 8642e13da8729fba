"""Which IP addresses may be contacted: public ones, in any notation."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from index.errors import FetchError
from index.web.policy import FetchPolicy

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""From host and port to its current IP addresses as text; raises OSError if it has none."""

# Python's own tables lag behind the registries, and attacks target these addresses.
_NOT_PUBLIC = {
    ip_network("168.63.129.16/32"): "the metadata service of a cloud",
    ip_network("192.0.0.0/24"): "reserved",
    ip_network("192.88.99.0/24"): "a 6to4 relay",
    ip_network("100.64.0.0/10"): "shared by a carrier (CGNAT)",
    ip_network("2001::/23"): "reserved",
    ip_network("2001:db8::/32"): "reserved for documentation",
    ip_network("3fff::/20"): "reserved for documentation",
}
_GLOBAL_V6 = IPv6Network("2000::/3")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Look a host up with the operating system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def checked_addresses(host: str, port: int, policy: FetchPolicy, resolve: Resolver) -> list[str]:
    """Look a host up and return its IP addresses, if we may connect to all of them.

    Raises:
        FetchError: the port or one of the addresses is not allowed, or the host is unknown.
    """
    if port not in policy.ports:
        allowed = ", ".join(map(str, policy.ports))
        raise FetchError(f"port {port} is not allowed; allowed ports are {allowed}")
    addresses = list(dict.fromkeys(_look_up(host, port, resolve)))
    for address in addresses:
        reason = None if _is_allowed(address, policy) else why_not_public(address)
        if reason:
            raise FetchError(
                f"{host} has the address {address}: {reason}; only public addresses are allowed"
            )
    return addresses


def why_not_public(address: str) -> str | None:
    """Why an address is not public ("a loopback address"), or None if it is."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "not an IP address"
    inner = _inner(parsed) if isinstance(parsed, IPv6Address) else None
    if inner is not None:
        reason = _why_not_public(inner)
        return f"it stands for {inner}, {reason}" if reason else None
    return _why_not_public(parsed)


def _look_up(host: str, port: int, resolve: Resolver) -> Sequence[str]:
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as exc:
        raise FetchError(f"the host {host} is unknown ({exc}); check the URL") from exc
    if not found:
        raise FetchError(f"the host {host} has no IP address; check the URL")
    return found


def _is_allowed(address: str, policy: FetchPolicy) -> bool:
    networks = map(ip_network, policy.allowed_networks)
    return policy.allow_private or any(ip_address(address) in network for network in networks)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 address, if any."""
    if address.ipv4_mapped or address in _SIX_TO_FOUR:
        return address.ipv4_mapped or address.sixtofour
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _why_not_public(address: IPv4Address | IPv6Address) -> str | None:
    for network, reason in _NOT_PUBLIC.items():
        if address.version == network.version and address in network:
            return reason
    kinds = {
        "a loopback address": address.is_loopback,
        "a link-local address": address.is_link_local,
        "a multicast address": address.is_multicast,
        "an unspecified address": address.is_unspecified,
        "a private address": address.is_private,
        "a reserved address": address.is_reserved,
        "not a public address": not address.is_global or _is_odd_v6(address),
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


def _is_odd_v6(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is outside the global unicast range (RFC 4291)."""
    return isinstance(address, IPv6Address) and address not in _GLOBAL_V6
