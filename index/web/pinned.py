"""Connections to exactly the IP address that was checked, within one deadline.

A host is looked up once for each connection; its addresses are checked, and one of them is
connected to. So a later, different answer of the name server has no effect ("DNS rebinding"). The
Host header and the expected name of the certificate are still those of the URL.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import Any, TypeAlias

import httpcore2
import httpx2

from index.web.addresses import Resolver, checked_addresses
from index.web.policy import FetchPolicy

_Left: TypeAlias = Callable[[float | None], float]


class Deadline:
    """The moment by which one document must have arrived."""

    def __init__(self) -> None:
        self._until = 0.0

    def start(self, seconds: float) -> None:
        """Set the deadline to that many seconds from now."""
        self._until = monotonic() + seconds

    def left(self, wanted: float | None = None) -> float:
        """Seconds left, at most `wanted`.

        Raises:
            httpcore2.ReadTimeout: the deadline has passed.
        """
        left = self._until - monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if wanted is None else min(wanted, left)


class PinnedTransport(httpx2.BaseTransport):
    """An HTTP transport that connects only where the policy allows. It ignores proxies."""

    def __init__(self, policy: FetchPolicy, resolve: Resolver, deadline: Deadline) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_CheckingBackend(policy, resolve, deadline),
            max_keepalive_connections=4,
            keepalive_expiry=10.0,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and return the response with its body unread."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _CheckingBackend(httpcore2.NetworkBackend):
    """Opens connections; the only place that does."""

    def __init__(self, policy: FetchPolicy, resolve: Resolver, deadline: Deadline) -> None:
        self._policy = policy
        self._resolve = resolve
        self._deadline = deadline
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = _in_time(
            lambda: checked_addresses(host, port, self._policy, self._resolve),
            self._deadline.left(timeout),
        )
        failure: Exception = httpcore2.ConnectError(f"none of the addresses of {host} responds")
        for address in addresses:
            left = self._deadline.left(timeout)
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as exc:
                failure = exc
            else:
                return _TimedStream(stream, self._deadline.left)
        raise failure


def _in_time(look_up: Callable[[], list[str]], seconds: float) -> list[str]:
    """Look up in a thread, because the system's look-up has no timeout."""
    outcome: Future[list[str]] = Future()

    def run() -> None:
        try:
            outcome.set_result(look_up())
        except Exception as exc:  # noqa: BLE001 (re-raised by `result`)
            outcome.set_exception(exc)

    Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError as exc:
        raise httpcore2.ConnectTimeout("the name server did not answer in time") from exc


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step must finish before the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, left: _Left) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(stream, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
