"""Which addresses may be connected to: public ones, under every way of writing them."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from index.errors import FetchError
from index.web.policy import FetchPolicy

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""Host and port to the addresses it has now, as text; raises OSError where it has none."""

# Python's own tables lag behind the registries, and these are asked for by name in attacks.
_REFUSED = {
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
    """Ask the operating system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def vetted(host: str, port: int, policy: FetchPolicy, resolve: Resolver) -> list[str]:
    """Look a host up and return its addresses, all of which may be connected to.

    Raises:
        FetchError: the port or one of the addresses is not allowed, or the host is unknown.
    """
    if port not in policy.ports:
        allowed = ", ".join(map(str, policy.ports))
        raise FetchError(f"port {port} is not allowed; allowed are {allowed}")
    addresses = list(dict.fromkeys(_looked_up(host, port, resolve)))
    for address in addresses:
        reason = None if _is_allowed(address, policy) else why_refused(address)
        if reason:
            raise FetchError(f"{host} is at {address}: {reason}; only public ones are fetched")
    return addresses


def why_refused(address: str) -> str | None:
    """What an address is that is not public ("a loopback address"), else None."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    inner = _inner(parsed) if isinstance(parsed, IPv6Address) else None
    if inner is not None:
        reason = _refusal(inner)
        return f"{inner} in disguise, {reason}" if reason else None
    return _refusal(parsed)


def _looked_up(host: str, port: int, resolve: Resolver) -> Sequence[str]:
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as exc:
        raise FetchError(f"the host {host} is unknown ({exc}); check the address") from exc
    if not found:
        raise FetchError(f"the host {host} has no address; check the address")
    return found


def _is_allowed(address: str, policy: FetchPolicy) -> bool:
    networks = map(ip_network, policy.allowed_networks)
    return policy.allow_private or any(ip_address(address) in network for network in networks)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if address.ipv4_mapped or address in _SIX_TO_FOUR:
        return address.ipv4_mapped or address.sixtofour
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _refusal(address: IPv4Address | IPv6Address) -> str | None:
    for network, reason in _REFUSED.items():
        if address.version == network.version and address in network:
            return reason
    kinds = {
        "a loopback address": address.is_loopback,
        "a link-local address": address.is_link_local,
        "a multicast address": address.is_multicast,
        "unspecified": address.is_unspecified,
        "a private address": address.is_private,
        "a reserved address": address.is_reserved,
        "no public address": not address.is_global or _is_odd_v6(address),
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


def _is_odd_v6(address: IPv4Address | IPv6Address) -> bool:
    """Outside of what is given out as global unicast (RFC 4291)."""
    return isinstance(address, IPv6Address) and address not in _GLOBAL_V6
