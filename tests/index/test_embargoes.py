"""What is under embargo is kept apart, and becomes an article when its time comes."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from index.embedders.contract import Embedder
from index.errors import NotFoundError
from index.identity import Rule
from index.ingest import Ingester
from index.outcomes import Outcome, Status
from index.records import Document
from index.store.held_table import NotHeldError
from tests.conftest import Shelf, story

_NOON = 1_900_000_000
"""2030-03-17T17:46:40Z, when these tests begin."""
_UNTIL = "2030-03-17T18:00:00+00:00"
_AFTER = _NOON + 800


class _Clock:
    """Shows the time that it is set to."""

    now = float(_NOON)

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(shelf: Shelf) -> _Clock:
    """The shelf's."""
    clock = _Clock()
    shelf.ingester = Ingester(
        shelf.library, shelf.catalogue.embedder_of, shelf.catalogue.follow, clock=clock
    )
    return clock


def _held(id: str = "sale", text: str = "The lighthouse was sold.", **fields: Any) -> Document:
    return story(id, text, **{"embargoed_until": _UNTIL, **fields})


def _add(shelf: Shelf, *documents: Document) -> list[tuple[str, str | None]]:
    return [(one.status.value, one.article_id) for one in shelf.add(*documents)]


def _texts(shelf: Shelf) -> dict[str, str]:
    """What everybody can read, by id."""
    ids = [one.id for one in shelf.library.list_articles(shelf.collection)]
    return {id: shelf.library.article(shelf.collection, id).text for id in ids}


def _found(shelf: Shelf, word: str) -> int:
    return len(shelf.opened().lexical.search(word, 5)[1])


def _ids_held(shelf: Shelf) -> list[str]:
    return [one.id for one in shelf.library.held.listed(shelf.collection, limit=9)]


def test_it_is_nowhere_before_and_everywhere_after(shelf: Shelf, clock: _Clock) -> None:
    outcomes = _add(shelf, _held(), story("fair", "The fair opened."))
    before = (_texts(shelf), _found(shelf, "lighthouse"), _ids_held(shelf))

    early = shelf.ingester.release()
    clock.now = _AFTER
    released = shelf.ingester.release()

    assert outcomes == [("embargoed", "sale"), ("added", "fair")]
    assert before == ({"fair": "The fair opened."}, 0, ["sale"])
    assert (early, released) == (0, 1)
    assert _texts(shelf)["sale"] == "The lighthouse was sold."
    assert (_found(shelf, "lighthouse"), _ids_held(shelf)) == (1, [])


def test_it_outlives_the_process(shelf: Shelf, tmp_path: Path, letters: Embedder) -> None:
    _add(shelf, _held())
    shelf.library.close()

    later = Shelf(tmp_path, letters)

    assert _ids_held(later) == ["sale"]
    assert later.ingester.release(_AFTER) == 1
    assert list(_texts(later)) == ["sale"]


@pytest.mark.parametrize(
    "fields",
    [
        {"embargoed_until": "2030-03-18"},
        {"embargoed_until": None, "meta": {"embargoed_until": "2030-03-18"}},
        {"embargoed_until": "2030-03-17T23:00:00+05:00"},
    ],
)
def test_the_time_may_be_a_day_or_in_a_field_of_its_own(
    shelf: Shelf, fields: dict[str, Any]
) -> None:
    (outcome,) = _add(shelf, _held(**fields))

    assert outcome == ("embargoed", "sale")
    assert shelf.ingester.release(_NOON + 86_400) == 1


def test_what_has_no_readable_time_is_refused(shelf: Shelf) -> None:
    (outcome,) = shelf.add(_held(embargoed_until="after the speech"))

    assert outcome.status is Status.REJECTED
    assert (outcome.reason or "").startswith("embargoed_until: ")


def test_an_embargo_that_is_over_holds_nothing_back(shelf: Shelf, clock: _Clock) -> None:
    clock.now = _AFTER

    assert _add(shelf, _held()) == [("added", "sale")]


@pytest.mark.parametrize("text", ["The lighthouse was sold.", "It was sold to a baker."])
def test_an_article_that_was_readable_is_taken_back_and_returns_with_its_versions(
    shelf: Shelf, text: str
) -> None:
    _add(shelf, story("sale", "The lighthouse is for sale."))
    _add(shelf, story("sale", "The lighthouse was sold."))

    _add(shelf, _held(text=text))
    gone = (_texts(shelf), _found(shelf, "lighthouse"))
    versions = shelf.library.article_versions(shelf.collection, "sale")
    shelf.ingester.release(_AFTER)

    assert (gone, versions) == (({}, 0), [])
    assert _texts(shelf) == {"sale": text}
    found = shelf.library.article_versions(shelf.collection, "sale")
    texts = [shelf.library.article(shelf.collection, "sale", one.version).text for one in found]
    assert texts[0] == text
    assert "The lighthouse is for sale." in texts[1:]


def test_a_file_takes_back_the_same_text_alone(shelf: Shelf) -> None:
    fair = structs.replace(story("1", "The fair opened."), is_claimed=True)
    sale = structs.replace(_held("1"), is_claimed=True)
    _add(shelf, fair)

    other = _add(shelf, sale)
    stays = _texts(shelf)
    same = _add(shelf, structs.replace(fair, embargoed_until=_UNTIL))

    assert (other, stays) == ([("embargoed", "1")], {"1": "The fair opened."})
    assert same[0][0] == "embargoed"
    assert _texts(shelf) == {}
    assert shelf.ingester.release(_AFTER) == 2
    assert sorted(_texts(shelf).values()) == ["The fair opened.", "The lighthouse was sold."]


def test_two_files_may_call_different_stories_the_same(shelf: Shelf) -> None:
    one = structs.replace(_held("1"), is_claimed=True)
    other = structs.replace(_held("1", "Rents rose by a tenth in May."), is_claimed=True)

    _add(shelf, one)
    _add(shelf, other)

    shelf.ingester.release(_AFTER)
    assert sorted(_texts(shelf).values()) == [one.text, other.text][::-1]


def test_it_is_lifted_by_the_same_article_without_one(shelf: Shelf) -> None:
    _add(shelf, story("sale", "The lighthouse is for sale."), _held())

    outcomes = _add(shelf, story("sale", "The lighthouse was sold on Monday."))

    assert outcomes[0][1] == "sale"
    assert _texts(shelf) == {"sale": "The lighthouse was sold on Monday."}
    assert len(shelf.library.article_versions(shelf.collection, "sale")) == 2
    assert shelf.ingester.release(_AFTER) == 0


def test_an_older_state_that_comes_again_lifts_nothing(shelf: Shelf) -> None:
    before = "The lighthouse at Skarv is for sale, the coast guard said on Monday."
    feed = structs.replace(story("1", before), is_claimed=True, published="2030-03-16")
    news = structs.replace(_held("1", f"{before} It was sold."), is_claimed=True)
    _add(shelf, feed, structs.replace(news, published="2030-03-17"))

    again = _add(shelf, feed)

    assert again == [("unchanged", "1")]
    assert _ids_held(shelf) == ["1"]


def test_one_batch_is_read_in_its_order(shelf: Shelf) -> None:
    _add(shelf, story("a", "It opened."), _held("a"), _held("b"), story("b", "It closed."))

    assert _texts(shelf) == {"b": "It closed."}


def test_it_is_moved_and_removed_like_an_article(shelf: Shelf) -> None:
    _add(shelf, _held("a"), _held("b"))

    _add(shelf, _held("a", embargoed_until="2031-01-01"))
    shelf.library.remove(shelf.collection, "b")

    assert shelf.ingester.release(_AFTER) == 0
    assert _ids_held(shelf) == ["a"]
    with pytest.raises(NotFoundError):
        shelf.library.remove(shelf.collection, "b")


def test_only_one_process_publishes_it(shelf: Shelf) -> None:
    _add(shelf, _held())
    (due,) = shelf.library.held.due(_AFTER)
    shelf.ingester.release(_AFTER)

    with pytest.raises(NotHeldError):
        shelf.library.write(due[0], [], shelf.embedder.fingerprint, Rule.JUDGE, released=due[1])


def test_it_goes_with_its_collection(shelf: Shelf) -> None:
    _add(shelf, _held())

    shelf.library.drop_collection("default")

    assert shelf.library.held.due(_AFTER) == []


def test_no_boilerplate_is_learned_from_it(shelf: Shelf) -> None:
    texts = [f"Item {word} was sold.\n\nRead more of us every day" for word in "abcdefg"]
    held = [_held(text[5], text, outlet="Ledger") for text in texts]

    outcomes: list[Outcome] = shelf.add(*held)

    assert {one.status for one in outcomes} == {Status.EMBARGOED}
    assert shelf.library.outlets.learned(shelf.collection, held[0]) == frozenset()


def test_what_is_to_be_kept_is_not_taken_back(shelf: Shelf) -> None:
    _add(shelf, story("sale", "The lighthouse is for sale."))

    held = [_held(text="The lighthouse was sold."), _held(text="It was sold to a baker.")]
    for document in held:
        list(shelf.ingester.add(shelf.collection, [document], Rule.KEEP))

    assert _texts(shelf) == {"sale": "The lighthouse is for sale."}
    assert len(_ids_held(shelf)) == 2
    assert shelf.ingester.release(_AFTER) == 2
    assert len(_texts(shelf)) == 3
