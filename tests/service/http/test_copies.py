"""A wire story in several outlets is one source, one line, and one passage of a search."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

WIRE = (
    "A storm tore the roof off the ferry terminal in Brellin on Tuesday night, and nobody was "
    "hurt, the county said. “We heard a bang and ran,” said Ida Holm, who sells tickets there. The "
    "terminal will be closed until a crane can lift the beams, which may take two weeks. Buses go "
    "to the pier at Marren instead, and every ticket that was sold for the crossing stays valid."
)
OTHER = (
    "The roof of the ferry terminal in Brellin was old, an engineer wrote. It had been patched "
    "three times since the storm of 2019. The port kept no record of the beams that were changed."
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One wire story in three outlets, printed a week apart, and a story of another's own."""
    with running(settings_in(tmp_path_factory.mktemp("printed"))) as client:
        for id, outlet, day, text in (
            ("wire", "Tidewater Wire", "2026-03-04", WIRE),
            ("ledger", "Harbor Ledger", "2026-03-05", f"BRELLIN (Wire) — {WIRE}"),
            ("courier", "Riverton Courier", "2026-03-12", WIRE[: WIRE.index(" Buses")]),
            ("own", "Kestrel Bay Letter", "2026-03-06", OTHER),
        ):
            body = {"id": id, "source": outlet, "published": day, "text": text, "language": "en"}
            assert client.post("/v1/articles", json=body).status_code < 300
        yield client


def test_copies_are_one_statement_that_says_whose_text_it_is(printed: Client) -> None:
    asked = {"question": "Where did a storm tear the roof off the ferry terminal?"}

    answer = printed.post("/v1/ask", json=asked).json()

    cited = {one["number"]: one for one in answer["citations"]}
    first, *others = (cited[number] for number in answer["answers"][0]["citations"])
    assert {one["source"] for one in (first, *others)} >= {"Tidewater Wire", "Riverton Courier"}
    assert first["copy_of"] is None
    assert {one["copy_of"] for one in others} == {first["number"]}


def test_the_text_has_one_line_for_all_copies(printed: Client) -> None:
    asked = {"question": "Where did a storm tear the roof off the ferry terminal?"}

    answer = printed.post("/v1/ask", json=asked).json()

    cited = {one["number"]: one for one in answer["citations"]}
    first, *others = answer["answers"][0]["citations"]
    names = ", ".join(f"{cited[number]['source']} [{number}]" for number in others)
    (line,) = [one for one in answer["text"].splitlines() if one.startswith(f"[{first}] ")]
    assert line.endswith(f"; also in {names}")


def test_a_search_shows_each_passage_unless_it_is_to_collapse_copies(printed: Client) -> None:
    asked = {"question": "ferry terminal roof storm"}

    plain = printed.post("/v1/search", json=asked).json()["passages"]
    once = printed.post("/v1/search", json={**asked, "collapse": True}).json()["passages"]

    assert {one["article_id"] for one in plain} == {"wire", "ledger", "courier", "own"}
    assert all(one["also_in"] == [] for one in plain)
    assert [(one["article_id"], one["start"] == 0) for one in once].count(("wire", True)) == 1
    (lead,) = [one for one in once if one["text"].startswith("A storm")]
    shown = {lead["article_id"], *(one["article_id"] for one in lead["also_in"])}
    assert shown == {"wire", "ledger", "courier"}
    assert lead["also_in"][0]["viewer"].startswith("/articles/")
    assert len(once) == len(plain) - 3


def test_a_link_collapses_them_too(printed: Client) -> None:
    found = printed.get("/v1/search?q=ferry+terminal+roof&collapse=true&limit=1").json()

    assert len(found["passages"]) == 1
