"""One shape of metadata: a field of it reaches every place without being named there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs

from index.records import Metadata
from service.commands.steps.exported_versions import export_collection, import_collection
from service.engine import Engine
from service.settings import Settings
from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_FIELDS = structs.fields(Metadata)


def _values() -> dict[str, Any]:
    """A value for each field, by its name in JSON."""
    dates = {
        "published": "2025-03-04",
        "modified": "2025-03-05T08:00:00+01:00",
        "embargoed_until": "2025-03-04T06:00:00+00:00",
    }
    special = dates | {
        "visible_to": ["desk", "legal"],
        "meta": {"section": "world", "n": 1, "tags": ["a"]},
    }
    return {
        field.encode_name: special.get(
            field.name, "en" if field.type == str | None else ["Ana Ruiz", "Bo Li"]
        )
        for field in _FIELDS
    }


def test_every_field_is_read_from_json_lines_and_travels_everywhere(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    line = {"id": "a", "text": "The bridge opened.", **_values()}

    job = client.post(
        "/v1/articles", files={"files": ("a.jsonl", json.dumps(line).encode())}
    ).json()
    while client.get(f"/v1/jobs/{job['id']}").json()["finished"] is None:
        pass

    (listed,) = client.get("/v1/articles").json()["articles"]
    read = client.get("/v1/articles/a").json()
    engine = Engine(settings, calibrated=False)
    export_collection(engine.library, "default", tmp_path / "one.jsonl", embargoed=False)
    import_collection(engine, "other", tmp_path / "one.jsonl")
    export_collection(engine.library, "other", tmp_path / "two.jsonl", embargoed=False)
    engine.close()
    exported = json.loads((tmp_path / "one.jsonl").read_bytes())
    for name, value in _values().items():
        assert (listed[name], read[name], exported[name]) == (value, value, value)
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One application for the tests that each add an article of their own."""
    with running(settings_in(tmp_path_factory.mktemp("changing"))) as client:
        yield client


@pytest.mark.short(2)
@pytest.mark.parametrize("name", [field.encode_name for field in _FIELDS])
def test_a_change_in_any_field_is_an_update(changing: Client, name: str) -> None:
    body = {"id": name, "text": "The bridge opened."}
    changing.post("/v1/articles", json=body)

    again = changing.post("/v1/articles", json={**body, name: _values()[name]})

    assert again.json()["status"] == "updated"
    assert changing.get(f"/v1/articles/{name}").json()[name] == _values()[name]


def test_an_export_without_own_fields_can_be_imported(settings: Settings, tmp_path: Path) -> None:
    line = {"id": "a", "version": "", "text": "It opened.", "format": "txt", "origin": "a.txt"}
    (tmp_path / "old.jsonl").write_bytes(msgspec.json.encode({**line, "source": "Ledger"}))
    engine = Engine(settings, calibrated=False)

    import_collection(engine, "default", tmp_path / "old.jsonl")

    article = engine.library.article(engine.collection(None), "a")
    engine.close()
    assert (article.outlet, article.meta, article.assumed) == ("Ledger", {}, ())
