"""A real server with two collections, as official clients find it."""

from collections.abc import Iterator

import pytest

from eval.support.servers import Server, running_server
from tests.service.conftest import BRIDGE

FERRY = "REDMILL — The old ferry stops in May. “It will be missed,” said Bo Lind."
_PARTS = {
    "embedder": "letters",
    "reader": "sentence",
    "min_confidence": "0.15",
    "maybe_confidence": "1.0",
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in a process of its own: nothing here changes what it has."""
    folder = tmp_path_factory.mktemp("openai")
    with running_server(folder / "data", folder / "log", **_PARTS) as server:
        bridge = {"id": "bridge", "title": "New bridge opens in Redmill", "text": BRIDGE}
        told = {"url": "https://ledger.example/bridge", "source": "Harbor Ledger"}
        added = [server.request("POST", "/v1/articles", {**bridge, **told})]
        server.request("PUT", "/v1/collections/ferries")
        ferry = {"id": "ferry", "text": FERRY, "published": "2025-03-04"}
        added.append(server.request("POST", "/v1/articles?collection=ferries", ferry))
        assert [status for status, _ in added] == [201, 201], added
        yield server
