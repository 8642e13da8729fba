"""Who can reach the server, and whether that is intended.

On loopback, only local users have access, and everything is open unless `require_key` is set. On
any other address, or behind a proxy, a key or an explicit `public_read` is required.
"""

from ipaddress import ip_address

from index.errors import SettingsError
from service.access.key_ring import KeyRing
from service.settings import Settings

_LOOPBACK_NAME = "localhost"


def is_open(settings: Settings) -> bool:
    """Whether clients may do everything without a key."""
    return not (settings.require_key or settings.trusted_proxies) and is_loopback(settings.host)


def check_exposure(settings: Settings, keys: KeyRing) -> None:
    """Check, before the server listens, that it is not exposed by mistake.

    Raises:
        SettingsError: it is reachable from elsewhere without any access control.
        StoreError: the keys cannot be read.
    """
    if is_open(settings) or settings.public_read or keys.has_live_key():
        return
    raise SettingsError(
        f"{_why(settings)}, and there is no key: create one with `dateline keys create "
        "--scope admin`, or let everyone ask and read with DATELINE_PUBLIC_READ=true"
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == _LOOPBACK_NAME


def check_address(host: str) -> None:
    """Check that what looks like an address is one: not "300.1.1.1".

    Raises:
        SettingsError: it is not.
    """
    if not host.replace(".", "").isdecimal():
        return
    try:
        ip_address(host)
    except ValueError as exc:
        raise SettingsError(
            f"host: {host!r} is no valid address; use 127.0.0.1 for this machine alone, "
            "0.0.0.0 for all of its addresses, or one of them"
        ) from exc


def _why(settings: Settings) -> str:
    if not is_loopback(settings.host):
        return f"{settings.host} can be reached from other machines"
    if settings.trusted_proxies:
        return "behind the proxies of `trusted_proxies` others can reach this server"
    return "`require_key` is set"
