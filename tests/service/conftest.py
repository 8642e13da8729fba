"""The real application over a small library, with the letters embedder for speed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from service.http.app import create_app
from service.settings import Settings, load
from tests.libraries import found_library
from tests.waiting import wait_until

LOCAL = "http://127.0.0.1"
"""What tests call the application: it answers to names of its own only."""


def settings_in(folder: Path) -> Settings:
    """Settings of a library in this folder, with the smallest parts."""
    return load(
        {},
        data=str(folder / "data"),
        embedder="letters",
        reader="sentence",
        min_confidence=0.15,
        maybe_confidence=1.0,
    )


@contextmanager
def running(settings: Settings) -> Iterator[TestClient[Any]]:
    """A client of the running application, ready."""
    if not settings.database:
        found_library(settings.folder)
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        wait_until(lambda: client.get("/ready").status_code == 200)
        yield client


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a library of its own."""
    return settings_in(tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient[Any]]:
    """A client of an application of its own."""
    with running(settings) as client:
        yield client


BRIDGE = (
    "New bridge opens in Redmill\n\n"
    "REDMILL — The \U0001f309 new bridge opened on Monday after four years of work.\n\n"
    "“The bridge will halve the way to school,” said Mayor Elena Ruiz. "
    "It cost 41 million euros, she added.\n\n"
    "Engineer Bo Lind warned that the old ferry “must keep running until spring.”\n\n"
    "Subscribe to our newsletter"
)


@pytest.fixture
def bridge(client: TestClient[Any]) -> dict[str, Any]:
    """One article, added through the API."""
    return _add_bridge(client)


@pytest.fixture(scope="session")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient[Any]]:
    """A client of one application with that article, for tests that change nothing in it."""
    with running(settings_in(tmp_path_factory.mktemp("bridged"))) as client:
        _add_bridge(client)
        yield client
        listed = client.get("/v1/articles").json()["articles"]
        assert [one["id"] for one in listed] == ["bridge"], "a test changed what all share"


def _add_bridge(client: TestClient[Any]) -> dict[str, Any]:
    body = {
        "id": "bridge",
        "title": "New bridge opens in Redmill",
        "text": BRIDGE,
        "url": "https://ledger.example/bridge",
        "source": "Harbor Ledger",
        "published": "2025-03-04",
        "authors": ["Ana Ruiz"],
    }
    reply = client.post("/v1/articles", json=body)
    assert reply.status_code in (200, 201), reply.text
    return reply.json()  # type: ignore[no-any-return]
