"""What an agency takes back is quoted no more, and nothing else goes with it."""

import json
from typing import Any

import pytest

from index.errors import NotFoundError
from index.formats import read_bytes
from index.outcomes import Outcome
from tests.conftest import Shelf, story

ITEM = {
    "uri": "urn:ninjs:1",
    "versioncreated": "2026-03-03T16:05:00Z",
    "pubstatus": "usable",
    "headline": "Lighthouse sold",
    "body_html": "<p>The lighthouse at Skarv was sold for one crown, the coast guard said.</p>",
}


def give(shelf: Shelf, *items: dict[str, Any]) -> list[Outcome]:
    lines = "\n".join(map(json.dumps, items))
    return list(shelf.ingester.add(shelf.collection, read_bytes(lines.encode(), "a.jsonl")))


def is_there(shelf: Shelf, id: str) -> bool:
    try:
        shelf.library.article(shelf.collection, id)
    except NotFoundError:
        return False
    return True


@pytest.mark.parametrize(
    "change", [{"pubstatus": "canceled"}, {"pubstatus": "withheld"}, {"ednote": "Mandatory kill"}]
)
def test_an_article_that_is_taken_back_is_removed(shelf: Shelf, change: dict[str, str]) -> None:
    give(shelf, ITEM, {**ITEM, "uri": "urn:ninjs:2", "headline": "Ferry stops"})

    (outcome,) = give(shelf, {**ITEM, **change})

    assert outcome.status.value == "rejected"
    assert (outcome.reason or "").endswith("; what was added of it before is removed")
    assert not is_there(shelf, "urn:ninjs:1")
    assert is_there(shelf, "urn:ninjs:2")
    assert shelf.opened().lexical.search("lighthouse", 5)[1].tolist() != []


def test_so_it_is_if_both_come_together(shelf: Shelf) -> None:
    give(shelf, ITEM, {**ITEM, "pubstatus": "canceled"})

    assert not is_there(shelf, "urn:ninjs:1")


def test_what_is_released_afterwards_stays(shelf: Shelf) -> None:
    give(shelf, ITEM, {**ITEM, "pubstatus": "withheld"}, ITEM)

    assert is_there(shelf, "urn:ninjs:1")


def test_a_draft_takes_nothing_back(shelf: Shelf) -> None:
    give(shelf, ITEM)

    (outcome,) = give(shelf, {**ITEM, "status": "draft"})

    assert outcome.status.value == "rejected"
    assert is_there(shelf, "urn:ninjs:1")


def test_articles_that_no_agency_gave_are_not_taken_back(shelf: Shelf) -> None:
    shelf.add(story("urn:ninjs:1", "The bridge opened."))

    give(shelf, {**ITEM, "pubstatus": "canceled"})

    assert is_there(shelf, "urn:ninjs:1")
