"""What newer rules find in a stored text replaces what older ones found."""

from itertools import islice

import pytest
from msgspec import structs

from index.ingest import document_of
from index.prepare import drafts, embed
from index.records import Article, Document
from index.reread import Reread, reread
from tests.conftest import Shelf, story

SAID = "“The bridge is safe,” Ann Lee said on Monday."


def as_an_earlier_version_left_it(shelf: Shelf, *documents: Document) -> None:
    """Add documents, and forget the quotations that were found in them."""
    shelf.add(*documents)
    stored = [article(shelf, document.id or "") for document in documents]
    found = drafts([document_of(one) for one in stored], shelf.embedder, lambda _: frozenset())
    blank = [structs.replace(one, quotes=()) for one in embed(found, shelf.embedder)]
    shelf.library.rewrite(shelf.collection, blank, shelf.embedder.fingerprint)
    shelf.catalogue.follow(shelf.collection)


def article(shelf: Shelf, id: str) -> Article:
    return shelf.library.article(shelf.collection, id)


def read_again(shelf: Shelf) -> list[Reread]:
    return list(reread(shelf.library, shelf.ingester, shelf.collection))


def speakers(shelf: Shelf) -> list[str]:
    return [person.name for person in shelf.opened().people.registry().people]


def test_quotations_that_an_earlier_version_missed_are_found(shelf: Shelf) -> None:
    as_an_earlier_version_left_it(shelf, story("a", SAID), story("b", "It rained."))
    before = article(shelf, "a"), speakers(shelf)

    steps = read_again(shelf)

    assert (before[0].quotes, before[1]) == ((), [])
    assert steps == [Reread(0, 2, 0), Reread(2, 2, 1)]
    after = article(shelf, "a")
    assert ([quote.speaker for quote in after.quotes], speakers(shelf)) == (["Ann Lee"],) * 2
    assert (after.version, after.text, after.added) == (before[0].version, SAID, before[0].added)
    assert len(shelf.library.article_versions(shelf.collection, "a")) == 1


@pytest.mark.gate
def test_reading_again_a_second_time_changes_nothing(shelf: Shelf) -> None:
    as_an_earlier_version_left_it(shelf, *(story(f"s{n}", SAID) for n in range(70)))

    first, second = read_again(shelf)[-1], read_again(shelf)[-1]

    assert (first, second) == (Reread(70, 70, 70), Reread(70, 70, 0))
    found = shelf.library.quoting(shelf.collection, ["Ann Lee"], limit=100)
    assert len(found) == 70


@pytest.mark.gate
def test_it_goes_on_where_it_was_interrupted(shelf: Shelf) -> None:
    as_an_earlier_version_left_it(shelf, *(story(f"s{n:02}", SAID) for n in range(70)))

    list(islice(reread(shelf.library, shelf.ingester, shelf.collection), 2))

    assert read_again(shelf)[-1] == Reread(70, 70, 6)


def test_a_text_that_is_replaced_meanwhile_stays_as_its_writer_left_it(shelf: Shelf) -> None:
    as_an_earlier_version_left_it(shelf, story("a", SAID))
    read = article(shelf, "a")
    shelf.add(story("a", "“The bridge is closed,” Ann Lee said."))

    changed = shelf.ingester.prepare_again(shelf.collection, [read])

    assert changed == 0
    assert article(shelf, "a").text == "“The bridge is closed,” Ann Lee said."
