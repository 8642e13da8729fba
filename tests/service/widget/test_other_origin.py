"""A page of another origin in a real browser: it asks with its token, and gets nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from playwright.sync_api import Page

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.access.tokens import mint
from service.http.app import create_app
from service.settings import Settings
from tests.service.conftest import BRIDGE, settings_in
from tests.service.widget.conftest import Reader
from tests.serving import serve
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

_SENT = """async ([method, address, token, body]) => {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  try {
    const reply = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    return [reply.status, (await reply.json()).type ?? null, reply.headers.get("retry-after")];
  } catch (error) {
    return [0, error.name, null];
  }
}"""
# Until one too many was sent; how long it is to wait then.
_LIMITED = """async ([address, token]) => {
  for (let sent = 0; sent < 5000; sent++) {
    const reply = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    if (reply.status === 429) return reply.headers.get("retry-after");
  }
}"""
_QUESTION = {"question": "What did it cost?"}
_URN = "urn:dateline:problem:"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Courier</title>")

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Fifteen requests a minute for each address."""
    data: Path = tmp_path_factory.mktemp("other-origin")
    return structs.replace(settings_in(data), address_per_minute=15)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """Where the service answers."""
    with serve(create_app(settings)) as served:
        yield served


@pytest.fixture
def page(reader: Reader, site: str) -> Iterator[Page]:
    """The page of the other origin, once the service is ready."""
    api = reader.open("/v1/page").request
    wait_until(lambda: api.get(f"{reader.address}/ready").ok)
    assert api.put(f"{reader.address}/v1/articles/bridge", data={"text": BRIDGE}).ok
    shown = reader.window()
    shown.goto(site)
    yield shown
    # What is refused is told on the console, and this page asks for it.
    reader.forgive("")


def test_a_page_gets_what_its_token_allows_and_reads_why_not_else(
    page: Page, reader: Reader, site: str, settings: Settings
) -> None:
    keys = KeyRing(settings.folder)
    made = NewKey(scopes=(Scope.TOKENS,), origins=(site,), collections=("default",))
    elsewhere = structs.replace(made, origins=("https://elsewhere.example",))
    key, other = keys.create(made)[0], keys.create(elsewhere)[0]
    token = mint(keys.read(), key, site, ["default"], 600)[0]
    foreign = mint(keys.read(), other, other.origins[0], ["default"], 600)[0]
    expired = mint(keys.read(), key, site, ["default"], 0)[0]

    def sent(method: str, path: str, token: str | None, body: Any = None) -> Any:
        return page.evaluate(_SENT, [method, reader.address + path, token, body])

    assert sent("POST", "/v1/ask", token, _QUESTION)[0] == 200
    assert sent("GET", "/v1/articles/bridge", token)[0] == 200
    feedback = {"answer_id": "nobodys", "verdict": "up"}
    assert sent("POST", "/v1/feedback", token, feedback)[0] == 201
    assert sent("POST", "/v1/ask", expired, _QUESTION)[:2] == [401, f"{_URN}expired-token"]
    assert sent("POST", "/v1/ask", foreign, _QUESTION)[:2] == [403, f"{_URN}other-origin"]
    assert sent("POST", "/v1/ask", None, _QUESTION)[:2] == [403, f"{_URN}cross-site"]
    for method, path in (("GET", "/v1/articles"), ("DELETE", "/v1/articles/bridge")):
        assert sent(method, path, token)[:2] == [0, "TypeError"]
    keys.revoke(key.id)
    assert sent("POST", "/v1/ask", token, _QUESTION)[:2] == [401, f"{_URN}revoked-token"]
    assert int(page.evaluate(_LIMITED, [f"{reader.address}/v1/page", token])) >= 1
