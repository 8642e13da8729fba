"""Conversations in the database: ordered, bounded, and gone with what they were about."""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select, update

from index.errors import CrossedTurnsError, NotFoundError
from index.records import Document
from index.store.conversation_table import (
    MOST_TURNS,
    Conversation,
    ConversationTable,
    Part,
    StoredTurn,
)
from index.store.library import Library
from index.store.schema import conversations, turn_parts, turns
from tests.conftest import Shelf


@pytest.fixture
def table(shelf: Shelf) -> ConversationTable:
    """Conversations beside two articles."""
    shelf.add(
        Document(id="one", text="The bridge opened.", format="txt", origin="one"),
        Document(id="two", text="The ferry sank.", format="txt", origin="two"),
    )
    return ConversationTable(shelf.library.database, 30)


def _turn(number: int, *article_ids: str, question: str = "Why?") -> StoredTurn:
    parts = [
        Part(kind="citations", place=place, value=f'"{id}"', article_id=id)
        for place, id in enumerate(article_ids)
    ]
    return StoredTurn(
        number=number, asked="2099-01-01", frame=question, text="Because.", parts=parts
    )


def _values(stored: Sequence[StoredTurn]) -> list[list[str]]:
    return [[part.value for part in turn.parts] for turn in stored]


def _add(table: ConversationTable, id: str, *stored: StoredTurn) -> Conversation:
    for turn in stored:
        table.add(table.get(id), turn)
    return table.get(id)


def test_what_is_added_is_read_again(table: ConversationTable, shelf: Shelf) -> None:
    id = table.create(shelf.collection).id

    known = _add(table, id, _turn(1, "one", "two"), _turn(2, question="nul \0 and \U0001f600"))

    first, second = table.turns(id, 0, 10)
    assert (known.turns, known.last_used, known.first_turn) == (2, "2099-01-01", 1)
    assert (first.number, first.text, _values([first])) == (1, "Because.", [['"one"', '"two"']])
    assert (second.frame, list(second.parts)) == ("nul \0 and \U0001f600", [])


def test_of_two_turns_at_the_same_time_one_is_refused_across_processes(
    table: ConversationTable, shelf: Shelf
) -> None:
    library = Library(shelf.place)
    other = ConversationTable(library.database, 30)
    id = table.create(shelf.collection).id
    seen, seen_by_other = table.get(id), other.get(id)

    table.add(seen, _turn(1, question="first"))

    with pytest.raises(CrossedTurnsError, match="turn 1; nothing was recorded"):
        other.add(seen_by_other, _turn(1, question="second"))
    assert [turn.frame for turn in other.turns(id, 0, 10)] == ["first"]
    library.close()


def test_a_turn_of_a_conversation_that_was_deleted_meanwhile_is_not_found(
    table: ConversationTable, shelf: Shelf
) -> None:
    known = table.create(shelf.collection)
    table.delete(known.id)

    with pytest.raises(NotFoundError, match="not found"):
        table.add(known, _turn(1))


def test_the_oldest_turns_are_dropped_and_the_count_says_so(
    table: ConversationTable, shelf: Shelf
) -> None:
    id = table.create(shelf.collection).id
    with shelf.library.database.writing() as connection:
        mine = conversations.c.id == id
        connection.execute(update(conversations).where(mine).values(turns=MOST_TURNS - 1))
        shown = {"conversation_id": id, "asked": "", "frame": b"", "text": None}
        connection.execute(turns.insert(), [shown | {"number": n} for n in range(1, MOST_TURNS)])

    known = _add(table, id, *(_turn(MOST_TURNS + n, "one") for n in range(3)))

    with shelf.library.database.reading() as connection:
        kept = connection.scalars(select(turns.c.number).order_by(turns.c.number)).all()
    assert (known.turns, known.first_turn) == (MOST_TURNS + 2, 3)
    assert kept == list(range(3, MOST_TURNS + 3))


def test_with_an_article_all_goes_that_repeats_it(table: ConversationTable, shelf: Shelf) -> None:
    id = table.create(shelf.collection).id
    _add(table, id, _turn(1, "one", "two"), _turn(2, "two"))

    shelf.library.remove(shelf.collection, "one")

    first, second = table.turns(id, 0, 10)
    assert _values([first, second]) == [['"two"'], ['"two"']]
    assert (first.text, second.text) == (None, "Because.")


def test_an_article_deleted_while_the_turn_is_answered_leaves_nothing(
    table: ConversationTable, shelf: Shelf
) -> None:
    id = table.create(shelf.collection).id
    shelf.library.remove(shelf.collection, "one")

    _add(table, id, _turn(1, "one", "two"))

    (turn,) = table.turns(id, 0, 10)
    assert (_values([turn]), turn.text) == ([['"two"']], None)


@pytest.mark.parametrize("days", [0, 30])
def test_conversations_that_nobody_goes_on_with_are_deleted_with_all_their_turns(
    shelf: Shelf, table: ConversationTable, days: int
) -> None:
    old, new = table.create(shelf.collection).id, table.create(shelf.collection).id
    for id in (old, new):
        _add(table, id, _turn(1, "one"))
    with shelf.library.database.writing() as connection:
        mine = conversations.c.id == old
        connection.execute(update(conversations).where(mine).values(last_used="2020-01-01"))

    deleted = ConversationTable(shelf.library.database, days).delete_unused()

    with shelf.library.database.reading() as connection:
        left = [
            connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in (conversations, turns, turn_parts)
        ]
    assert (deleted, left) == (1, [1, 1, 1])
    with pytest.raises(NotFoundError):
        table.get(old)


def test_ids_cannot_be_guessed(table: ConversationTable, shelf: Shelf) -> None:
    ids = {table.create(shelf.collection).id for _ in range(50)}

    assert len(ids) == 50
    assert {len(id) for id in ids} == {37}
