"""Articles over HTTP: added durably, read back, replaced, listed, deleted."""

import io
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
    many.insert(7, {"id": "bad", "published": "2025-02-31", "text": "Dated on no day."})

    accepted = client.post("/v1/articles", json=many)
    job = _finished(client, accepted.json()["id"])

    assert accepted.status_code == 202
    assert job["counts"] == {"added": 20, "rejected": 1}
    (rejected,) = [d for d in job["documents"] if d["status"] == "rejected"]
    assert "2025-02-31" in rejected["reason"]


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
