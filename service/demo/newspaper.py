"""A newspaper page with the widget, for `/demo/embed` and for a separate port."""

import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PATH = "/demo/embed"
_PAGE = Path(__file__).with_name("newspaper.html")


def newspaper(server: str) -> tuple[bytes, str]:
    """The page, with the widget from that URL ("" for its own origin), and its strict policy."""
    nonce = secrets.token_urlsafe(16)
    page = _PAGE.read_text(encoding="utf-8").replace("NONCE", nonce).replace("SERVER", server)
    source = server or "'self'"
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        f"connect-src {source}; require-trusted-types-for 'script'; base-uri 'none'"
    )
    return page.encode(), policy


def newspaper_server(port: int, server: str) -> ThreadingHTTPServer:
    """A server of the page on loopback, with the widget of the service at `server`.

    Raises:
        OSError: the port is in use.
    """

    class Handler(BaseHTTPRequestHandler):
        """Sends the page."""

        def do_GET(self) -> None:
            """Send the page, or 404."""
            body, policy = newspaper(server) if self.path == PATH else (b"", "default-src 'none'")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
