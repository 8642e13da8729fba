"""A server with two collections, as official clients find it."""

from collections.abc import Iterator

import pytest

from tests.service.conftest import BRIDGE, settings_in
from tests.serving import Served, serving

FERRY = "REDMILL — The old ferry stops in May. “It will be missed,” said Bo Lind."


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for all: nothing here changes what it has."""
    with serving(settings_in(tmp_path_factory.mktemp("openai"))) as server:
        bridge = {"id": "bridge", "title": "New bridge opens in Redmill", "text": BRIDGE}
        told = {"url": "https://ledger.example/bridge", "source": "Harbor Ledger"}
        added = [server.request("POST", "/v1/articles", {**bridge, **told})]
        server.request("PUT", "/v1/collections/ferries")
        ferry = {"id": "ferry", "text": FERRY, "published": "2025-03-04"}
        added.append(server.request("POST", "/v1/articles?collection=ferries", ferry))
        assert [status for status, _ in added] == [201, 201], added
        yield server
