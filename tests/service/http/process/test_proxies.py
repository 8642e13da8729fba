"""Whom a trusted proxy names is written to the log; whom anybody else names is not."""

import asyncio
from typing import Any

import pytest

from service.http.process.proxies import behind_proxies
from service.http.telemetry import USER
from service.settings import Settings, load

_HEADER = b"x-auth-request-email"


def _settings(**given: Any) -> Settings:
    return load({}, data="unused", trusted_proxies=("10.0.0.0/8",), **given)


def _seen(settings: Settings, client: str, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    """The scope in which a request comes to the application."""
    scopes: list[Any] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        scopes.append(scope)

    scope: Any = {"type": "http", "client": (client, 1), "headers": list(headers), "scheme": "http"}
    nothing: Any = None
    asyncio.run(behind_proxies(app, settings)(scope, nothing, nothing))  # type: ignore[arg-type]
    return scopes[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("client", "headers", "user"),
    [
        ("10.1.2.3", [(_HEADER, b"ana@ledger.example")], "ana@ledger.example"),
        ("10.1.2.3", [(_HEADER, "Ana Ru\u00edz\n".encode())], "Ana Ru\u00edz"),
        ("203.0.113.7", [(_HEADER, b"ana@ledger.example")], None),
        ("10.1.2.3", [(_HEADER, b"ana"), (_HEADER, b"eve")], None),
        ("10.1.2.3", [(b"x-forwarded-user", b"eve")], None),
        ("10.1.2.3", [], None),
    ],
)
def test_who_asks_is_what_a_trusted_proxy_says(
    client: str, headers: list[tuple[bytes, bytes]], user: str | None
) -> None:
    settings = _settings(user_header="X-Auth-Request-Email")

    assert _seen(settings, client, *headers).get(USER) == user


def test_without_the_setting_nobody_is_named() -> None:
    assert USER not in _seen(_settings(), "10.1.2.3", (_HEADER, b"ana@ledger.example"))


def test_a_trusted_proxy_says_for_whom_it_connects() -> None:
    settings = _settings(user_header="X-Auth-Request-Email")
    forwarded = (b"x-forwarded-for", b"198.51.100.7")

    assert _seen(settings, "10.1.2.3", forwarded)["client"][0] == "198.51.100.7"
    assert _seen(settings, "203.0.113.7", forwarded)["client"][0] == "203.0.113.7"
