"""Articles over HTTP: added durably, read back, replaced, listed, deleted."""

import io
import json
import zipfile
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import BRIDGE
from tests.waiting import wait_until

Client = TestClient[Any]


def test_an_added_article_can_be_found_when_the_answer_comes(
    client: Client, bridge: dict[str, Any]
) -> None:
    found = client.post("/v1/search", json={"question": "bridge opened Monday"}).json()

    assert bridge["status"] == "added"
    assert found["passages"][0]["article_id"] == "bridge"


def test_an_article_reads_back_as_it_was_given(client: Client, bridge: dict[str, Any]) -> None:
    article = client.get("/v1/articles/bridge").json()

    assert article["text"] == BRIDGE
    assert article["version"] == bridge["version"]
    assert (article["source"], article["published"]) == ("Harbor Ledger", "2025-03-04")
    marked = [BRIDGE[start:end] for start, end, _ in article["marks"]]
    assert "Subscribe to our newsletter" in marked


@pytest.mark.usefixtures("bridge")
def test_adding_it_again_changes_nothing(client: Client) -> None:
    body = {"id": "bridge", "title": "New bridge opens in Redmill", "text": BRIDGE}
    body |= {"url": "https://ledger.example/bridge", "source": "Harbor Ledger"}

    again = client.post(
        "/v1/articles", json={**body, "published": "2025-03-04", "authors": ["Ana Ruiz"]}
    )

    assert (again.status_code, again.json()["status"]) == (200, "unchanged")


def test_putting_makes_a_new_version_and_keeps_the_old_one_readable(
    client: Client, bridge: dict[str, Any]
) -> None:
    put = client.put("/v1/articles/bridge", json={"text": "The bridge is closed again."})

    old = client.get(f"/v1/articles/bridge?version={bridge['version']}").json()
    versions = client.get("/v1/versions/bridge").json()
    assert put.json()["status"] == "updated"
    assert (old["superseded"], old["text"]) == (True, BRIDGE)
    assert [version["superseded"] for version in versions] == [False, True]


def test_a_replaced_version_can_be_restored(client: Client, bridge: dict[str, Any]) -> None:
    client.put("/v1/articles/bridge", json={"text": "The bridge is closed again."})

    restored = client.post("/v1/restore", json={"id": "bridge", "version": bridge["version"][:12]})
    unknown = client.post("/v1/restore", json={"id": "bridge", "version": "0000"})

    assert (restored.status_code, restored.json()["version"]) == (200, bridge["version"])
    assert client.get("/v1/articles/bridge").json()["text"] == BRIDGE
    assert unknown.status_code == 404


_FIRE = "The mill at Hollin burned down on Sunday night. Four people were hurt, Petra Lund said."
_CHOIR = "The choir of Velden won the bread prize on Tuesday. It sang for an hour, the jury said."


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("identity", "text", "status"),
    [
        ("judge", _FIRE.replace("Four", "Three"), "updated"),
        ("judge", _CHOIR, "added"),
        ("replace", _CHOIR, "updated"),
        ("keep", _FIRE.replace("Four", "Three"), "added"),
    ],
)
def test_an_article_with_a_url_replaces_only_another_state_of_its_story(
    client: Client, identity: str, text: str, status: str
) -> None:
    url = "https://harbour.example/a/1"
    first = client.post("/v1/articles", json={"url": url, "text": _FIRE}).json()

    added = client.post(f"/v1/articles?identity={identity}", json={"url": url, "text": text}).json()

    assert added["status"] == status
    assert (added["id"] == first["id"]) is (status == "updated")
    assert (added["reason"] is None) is (status == "updated")


def test_ids_in_json_replace_and_ids_in_files_are_judged(client: Client) -> None:
    rows = [{"id": "1", "text": _FIRE}, {"id": "1", "text": _CHOIR}]

    own = _finished(client, client.post("/v1/articles", json=rows).json()["id"])
    file = json.dumps({"id": "1", "text": _FIRE + " The mill will be rebuilt."}).encode()
    judged = _finished(
        client, client.post("/v1/articles", files={"f": ("a.jsonl", file)}).json()["id"]
    )
    replacing = client.post("/v1/articles?identity=replace", files={"f": ("a.jsonl", file)})
    replaced = _finished(client, replacing.json()["id"])

    assert own["counts"] == {"added": 1, "updated": 1}
    assert judged["counts"] == {"updated": 1}
    assert replaced["counts"] == {"unchanged": 1}


@pytest.mark.usefixtures("bridge")
def test_a_deleted_article_is_gone_from_every_endpoint(client: Client) -> None:
    gone = client.delete("/v1/articles/bridge")

    assert gone.status_code == 204
    assert client.get("/v1/articles/bridge").status_code == 404
    assert client.get("/v1/versions/bridge").status_code == 404
    assert client.get("/v1/articles").json()["articles"] == []
    assert client.post("/v1/search", json={"question": "bridge"}).json()["passages"] == []
    assert (
        client.post("/v1/ask", json={"question": "When did the bridge open?"}).json()["answers"]
        == []
    )


def _finished(client: Client, id: str) -> dict[str, Any]:
    ended = ("done", "failed", "cancelled")
    wait_until(lambda: client.get(f"/v1/jobs/{id}").json()["status"] in ended)
    return client.get(f"/v1/jobs/{id}").json()  # type: ignore[no-any-return]


def test_many_articles_are_a_job_in_which_one_bad_document_stops_nothing(client: Client) -> None:
    many = [{"id": f"n{n}", "text": f"Story number {n} is here."} for n in range(20)]
    many.insert(7, {"id": "bad", "published": "2025-02-01", "text": " "})

    accepted = client.post("/v1/articles", json=many)
    job = _finished(client, accepted.json()["id"])

    assert accepted.status_code == 202
    assert job["counts"] == {"added": 20, "rejected": 1}
    (rejected,) = [d for d in job["documents"] if d["status"] == "rejected"]
    assert rejected["reason"].startswith("text: is empty")


def test_among_many_articles_an_unreadable_date_is_unknown_and_noted(client: Client) -> None:
    many = [{"id": "undated", "published": "2025-02-31", "text": "Dated on no day."}]

    job = _finished(client, client.post("/v1/articles", json=many).json()["id"])
    article = client.get("/v1/articles/undated").json()

    assert job["counts"] == {"added": 1}
    assert article["published"] is None
    assert article["assumed"] == ["published: '2025-02-31' could not be read"]


def test_uploaded_files_and_archives_are_a_job(client: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner.txt", "Zipped headline\n\nThe zipped story is here.")
    files = [
        ("files", ("story.txt", b"Headline\n\nThe plain story is here.", "text/plain")),
        ("files", ("packed.zip", packed.getvalue(), "application/zip")),
        ("files", ("broken.pdf", b"%PDF-1.4 broken", "application/pdf")),
    ]

    accepted = client.post("/v1/articles", files=files)
    job = _finished(client, accepted.json()["id"])

    assert accepted.status_code == 202
    assert job["counts"] == {"added": 2, "rejected": 1}


def test_collections_are_made_listed_and_dropped(client: Client) -> None:
    client.put("/v1/collections/sports")
    client.post("/v1/articles?collection=sports", json={"id": "s", "text": "A match was played."})

    listed = {c["name"]: c["articles"] for c in client.get("/v1/collections").json()}
    dropped = client.delete("/v1/collections/sports")

    assert listed == {"default": 0, "sports": 1}
    assert dropped.status_code == 204
    assert client.get("/v1/articles?collection=sports").status_code == 404


@pytest.mark.usefixtures("bridge")
def test_lists_are_paged_and_filtered(client: Client) -> None:
    for number in range(4):
        client.post("/v1/articles", json={"id": f"n{number}", "text": f"Story {number}."})

    first = client.get("/v1/articles?limit=3").json()
    rest = client.get(f"/v1/articles?limit=3&after={first['next']}").json()
    ledger = client.get("/v1/articles?source=harbor%20ledger").json()
    newest = client.get("/v1/articles?order=newest&after=bridge&limit=1").json()

    ids = [a["id"] for a in (*first["articles"], *rest["articles"])]
    assert (ids, first["total"]) == (["bridge", "n0", "n1", "n2", "n3"], 5)
    assert [a["id"] for a in ledger["articles"]] == ["bridge"]
    assert ledger["total"] == 1
    assert [a["id"] for a in newest["articles"]] == ["n0"]
