"""A web site on this machine, which only a policy that says so may reach."""

import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from types import MappingProxyType

from msgspec import Struct, structs

from index.web.articles import FetchPolicy

SENTENCE = "The council said on Monday that rents in the old town had risen by a tenth this year."
PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>Rents up</title></head>"
    "<body><article><h1>Rents up</h1>"
    + "".join(f"<p>{SENTENCE} ({n})</p>" for n in range(5))
    + "</article></body></html>"
).encode()


HTML = MappingProxyType({"Content-Type": "text/html; charset=utf-8"})


class Reply(Struct):
    """What the server answers at a path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = HTML
    drip: bool = False


class Site:
    """A web site of ours: paths, replies, and what was asked for."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply] | Callable[[Mapping[str, str]], Reply]] = {}
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self.server.server_address[1]

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def reply(self, path: str, headers: Mapping[str, str]) -> Reply:
        self.asked.append(path)
        found = self.replies.get(path, Reply(status=404))
        if isinstance(found, list):
            return found.pop(0)
        return found if isinstance(found, Reply) else found(headers)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = site.reply(self.path, {k.lower(): v for k, v in self.headers.items()})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not reply.drip and "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self._drip() if reply.drip else self.wfile.write(reply.body)

        def _drip(self) -> None:
            self.close_connection = True
            try:
                for _ in range(200):
                    self.wfile.write(b"x")
                    sleep(0.02)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    return Handler


@contextmanager
def served() -> Generator[Site]:
    """A site that answers."""
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


class Names:
    """A small name server: hosts and their addresses, in the order in which it gives them."""

    def __init__(self, **hosts: Sequence[str]) -> None:
        self.hosts = {host.replace("_", "."): addresses for host, addresses in hosts.items()}
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        if host[0].isdigit() or ":" in host:
            return [host]
        if host not in self.hosts:
            raise OSError(-2, "Name or service not known")
        return self.hosts[host]


HERE = Names(news_example=["127.0.0.1"])


def policy(site: Site, **changes: object) -> FetchPolicy:
    """What these tests may do and nobody else: fetch from this machine."""
    allowed = FetchPolicy(
        allowed_networks=("127.0.0.1/32",), ports=(site.port,), backoff_seconds=0.0
    )
    return structs.replace(allowed, **changes)
