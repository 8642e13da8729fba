"""Copies of a wire story take one place among the passages that are read."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in
from tests.waiting import wait_until

Client = TestClient[Any]

_WIRE = (
    "The harbour board of Marrick raised the mooring fee to 90 euros a night, its chair said. "
    "Skippers protested against the mooring fee for two hours in the rain outside of the old hall. "
    "The mooring fee had been 40 euros since the pier was built, and the board wants a new crane. "
    "“The fee is the crane,” said Odile Brandt, who chairs the board and owns no boat of her own."
)
_OWN = (
    "Fishermen of Marrick pay no mooring fee at all, the harbour master explained on Friday. Their "
    "exemption was written into the deed of the pier when their guild paid for the first stones."
)
_OUTLETS = 60


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A wire story in sixty outlets, and one of another's own."""
    with running(settings_in(tmp_path_factory.mktemp("syndicated"))) as client:
        own = {"id": "own", "source": "Kestrel Bay Letter", "text": _OWN}
        job = client.post("/v1/articles", json=[*map(_copy, range(_OUTLETS)), own]).json()
        wait_until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["status"] == "done")
        yield client


def _copy(number: int) -> dict[str, str]:
    dateline = f"MARRICK (Wire {number}) — " if number % 3 == 1 else ""
    return {"id": f"wire{number}", "source": f"Outlet {number}", "text": dateline + _WIRE}


@pytest.mark.gate
def test_a_story_printed_sixty_times_leaves_another_its_place(printed: Client) -> None:
    asked = {"question": "Who pays no mooring fee at Marrick?", "min_confidence": 0}

    answer = printed.post("/v1/ask", json=asked).json()

    outlets = [one["source"] for one in answer["citations"]]
    assert "Kestrel Bay Letter" in outlets


def test_no_copy_is_an_answer_of_its_own(printed: Client) -> None:
    asked = {"question": "What is the mooring fee in Marrick?", "min_confidence": 0}

    answer = printed.post("/v1/ask", json=asked).json()

    quotes = [item["quote"].split(" — ")[-1] for item in answer["answers"]]
    assert len(set(quotes)) == len(quotes)
    by_number = {one["number"]: one for one in answer["citations"]}
    for item in answer["answers"]:
        first, *others = (by_number[number] for number in item["citations"])
        assert {other["copy_of"] for other in others} <= {first["number"]}
        assert (len(others) == 9) == first["article_id"].startswith("wire")


def test_somebodys_words_are_cited_from_the_copies_too(printed: Client) -> None:
    asked = {"question": "What did Odile Brandt say about the fee?", "min_confidence": 0}

    answer = printed.post("/v1/ask", json=asked).json()

    (item,) = answer["answers"]
    assert len(item["citations"]) == 10
    for cited in answer["citations"]:
        body = printed.get(f"/v1/articles/{cited['article_id']}").json()
        assert body["text"][cited["start"] : cited["end"]] == cited["quote"]
