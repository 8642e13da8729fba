"""A plain page of another origin, which embeds the widget."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STRICT = "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'; img-src data:; {more}"
NEWSPAPER = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head><title>The Coastal Courier</title><style nonce="n">{style}</style>{head}</head>
<body><main><h1>The Coastal Courier</h1><p>{text}</p>{body}</main></body>
</html>"""


@dataclass
class Host:
    """Pages by path, each with its Content-Security-Policy, on a port of their own."""

    address: str
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def put(
        self,
        server: str,
        body: str,
        *,
        style: str = "",
        head: str = "",
        language: str = "en",
        direction: str = "ltr",
        policy: str = STRICT,
    ) -> str:
        """The address of a page with that body; `{server}` in it is where the widget is."""
        path = f"/{len(self.pages)}"
        more = f"connect-src {server}; require-trusted-types-for 'script'"
        page = NEWSPAPER.format(
            language=language,
            direction=direction,
            style=style,
            head=head,
            text="The council meets on Monday. " * 200,
            body=body.replace("{server}", server),
        )
        self.pages[path] = (page, policy.replace("{more}", more))
        return self.address + path


@contextmanager
def serve_host() -> Iterator[Host]:
    """A host on a port of its own, under another name than the service's."""
    host = Host("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page, policy = host.pages.get(self.path, ("", "default-src 'none'"))
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host.address = f"http://localhost:{server.server_port}"
    yield host
    server.shutdown()
    server.server_close()
    thread.join()
