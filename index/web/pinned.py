"""Connections to exactly the address that was vetted, all within one deadline.

A name is looked up once, for each connection; its addresses are vetted, and one of them is
connected to. So no answer of a name server that comes later counts ("DNS rebinding"). The Host
header and the name that the certificate must have stay those of the URL.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import Any, TypeAlias

import httpcore2
import httpx2

from index.web.addresses import Resolver, vetted
from index.web.policy import FetchPolicy

_Left: TypeAlias = Callable[[float | None], float]


class Deadline:
    """The moment until which one document must have come."""

    def __init__(self) -> None:
        self._until = 0.0

    def start(self, seconds: float) -> None:
        """Begin anew."""
        self._until = monotonic() + seconds

    def left(self, wanted: float | None = None) -> float:
        """Seconds left, at most so many as are wanted.

        Raises:
            httpcore2.ReadTimeout: none are.
        """
        left = self._until - monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if wanted is None else min(wanted, left)


class PinnedTransport(httpx2.BaseTransport):
    """An HTTP transport that connects only where the policy allows. It knows no proxies."""

    def __init__(self, policy: FetchPolicy, resolve: Resolver, deadline: Deadline) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_VettingBackend(policy, resolve, deadline),
            max_keepalive_connections=4,
            keepalive_expiry=10.0,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; its answer's body is still to be read."""
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


class _VettingBackend(httpcore2.NetworkBackend):
    """Opens connections: the only place where that happens."""

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
            lambda: vetted(host, port, self._policy, self._resolve), self._deadline.left(timeout)
        )
        failure: Exception = httpcore2.ConnectError(f"no address of {host} answers")
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
    """Look up in a thread: the system's own look-up cannot be told when to stop."""
    outcome: Future[list[str]] = Future()

    def run() -> None:
        try:
            outcome.set_result(look_up())
        except Exception as exc:  # noqa: BLE001 (it is raised where the result is asked for)
            outcome.set_exception(exc)

    Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError as exc:
        raise httpcore2.ConnectTimeout("the name server did not answer in time") from exc


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which each step may take only what is left until the deadline."""

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
