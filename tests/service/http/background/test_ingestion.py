"""Jobs of documents: what they say in the table of jobs, and what is noted of each document."""

import itertools
from typing import Any

import pytest
from litestar.testing import TestClient

from index.identity import Rule
from service.http.background.ingestion import FILES, Ingestion, ingestion
from tests.waiting import wait_until

WHATS = (FILES, "https://news.example/unlisted=1")


@pytest.mark.parametrize(
    ("what", "rule", "unlisted"), list(itertools.product(WHATS, Rule, (0, 12)))
)
def test_a_job_is_read_as_it_was_written(what: str, rule: Rule, unlisted: int) -> None:
    wanted = Ingestion(what, rule, unlisted)

    assert ingestion(wanted.payload()) == wanted


@pytest.mark.gate
def test_of_very_many_rejected_documents_the_first_are_listed_and_all_are_counted(
    client: TestClient[Any],
) -> None:
    documents = [*range(1_300), {"id": "good", "text": "The bridge opened."}]

    id = client.post("/v1/articles", json=documents).json()["id"]
    wait_until(lambda: client.get(f"/v1/jobs/{id}").json()["status"] == "done")
    job = client.get(f"/v1/jobs/{id}").json()
    rest = client.get(f"/v1/jobs/{id}", params={"after": job["next"]}).json()

    assert (job["counts"], job["unlisted"]) == ({"added": 1, "rejected": 1_300}, 300)
    assert [one["status"] for one in job["documents"]] == ["rejected"] * 1_000
    assert [(one["number"], one["article_id"]) for one in rest["documents"]] == [(1_300, "good")]
