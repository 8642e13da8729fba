"""Views of a collection: each has what those with its labels see, and nothing of the rest."""

import random
from collections.abc import Callable

import pytest
from msgspec import structs
from sqlalchemy import Connection

from index.errors import NotFoundError, ReachChangedError, StoreError
from index.identity import Rule
from index.reach import confirming
from index.records import Article, Document
from index.store.conversation_table import ConversationTable, Part, StoredTurn
from index.store.values import Collection
from index.store.views import views
from index.store.views.mirroring import View, mirror_into
from tests.conftest import Shelf, seen_with, story

_DESK, _LEGAL = ("desk",), ("legal",)


def _seen(shelf: Shelf, *labels: str) -> Collection:
    with seen_with(*labels):
        return shelf.library.collection("default")


def _ids(shelf: Shelf, *labels: str) -> list[str]:
    return [one.id for one in shelf.library.all_articles(_seen(shelf, *labels))]


def test_an_article_is_seen_by_those_with_one_of_its_labels(shelf: Shelf) -> None:
    shelf.add(
        story("all", "The bridge opened."),
        story("desk", "The mayor will resign.", visible_to=_DESK),
        story("both", "A source spoke.", visible_to=(*_DESK, *_LEGAL)),
    )

    assert _ids(shelf) == ["all"]
    assert _ids(shelf, "desk") == ["all", "both", "desk"]
    assert _ids(shelf, "legal", "other") == ["all", "both"]
    assert [one.id for one in shelf.library.all_articles(shelf.collection)] == [
        "all",
        "both",
        "desk",
    ]


def test_without_labels_there_is_no_view(shelf: Shelf) -> None:
    shelf.add(story("all", "The bridge opened."))

    assert _seen(shelf, "desk") == shelf.collection
    assert shelf.library.views.of(shelf.collection) == []


def test_an_answer_under_way_when_the_first_label_comes_is_not_given(shelf: Shelf) -> None:
    shelf.add(story("all", "The bridge opened."))

    def read() -> int:
        with seen_with(), confirming():
            found = shelf.library.collection("default")
            shelf.add(story("desk", "The mayor will resign.", visible_to=_DESK))
            return shelf.library.count_articles(found)

    with pytest.raises(ReachChangedError):
        read()
    assert read() == 1


def test_a_view_is_searched_in_indexes_of_its_own(shelf: Shelf) -> None:
    shelf.add(
        story("all", "The bridge opened."),
        story("desk", "The bridge will close.", visible_to=_DESK),
    )

    with seen_with():
        opened = shelf.catalogue.get("default")
    _, worded = opened.lexical.search("bridge", 5)
    _, near = opened.nearest(shelf.embedder.embed_questions(["bridge"]), 5)

    assert len(worded) == len(near[near >= 0]) == 1
    assert opened.collection.name == "default"
    assert opened.lexical.verify() == opened.dense.verify() == []


def test_what_changes_is_found_in_views_at_once(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened."), story("b", "Rents rose.", visible_to=_DESK))
    with seen_with():
        opened = shelf.catalogue.get("default")

    shelf.add(story("c", "The harbour froze."))

    _, ids = opened.lexical.search("harbour", 5)
    assert len(ids) == 1


def test_a_position_does_not_count_what_is_hidden(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened."), story("b", "Rents rose.", visible_to=_DESK))
    log, view = shelf.library.log, _seen(shelf)
    before = log.ordinal(view, log.position(view))

    shelf.add(*(story(f"b{n}", f"Rent {n} rose.", visible_to=_DESK) for n in range(5)))
    shelf.add(story("c", "The harbour froze."))

    after = log.ordinal(view, log.position(view))
    assert (before, after) == (1, 2)
    assert [id for id, _ in log.added_after(view, log.at_ordinal(view, before))] == ["c"]


def test_a_changed_label_shows_and_hides_an_article(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened."), story("b", "Rents rose.", visible_to=_DESK))
    before = _ids(shelf)

    shelf.add(story("a", "The bridge opened.", visible_to=_DESK), story("b", "Rents rose."))

    assert (before, _ids(shelf)) == (["a"], ["b"])
    assert _ids(shelf, "desk") == ["a", "b"]


def test_what_was_internal_before_it_was_published_stays_so(shelf: Shelf) -> None:
    shelf.add(story("a", "The mayor is a crook.", visible_to=_DESK))

    shelf.add(story("a", "The mayor resigned."))

    versions = [
        shelf.library.article_versions(_seen(shelf, *labels), "a") for labels in ((), ("desk",))
    ]
    assert [len(some) for some in versions] == [1, 2]


def test_what_an_article_takes_over_from_another_is_seen_as_well(shelf: Shelf) -> None:
    def state(text: str) -> Document:
        url = "https://ledger.example/a"
        return structs.replace(story("a", text), id=None, url=url)

    def add(document: Document, rule: Rule) -> str:
        (outcome,) = shelf.ingester.add_batch(shelf.collection, [document], rule)
        return outcome.article_id or ""

    shelf.add(story("z", "A source spoke.", visible_to=_DESK))
    id, beside = add(state("Rents rose."), Rule.JUDGE), add(state("A ship sank."), Rule.KEEP)
    add(story(beside, "A ship sank at dawn."), Rule.JUDGE)

    assert add(state("A ship sank at dawn."), Rule.REPLACE) == id

    assert shelf.library.views.astray(shelf.collection) == []
    assert len(shelf.library.article_versions(_seen(shelf), id)) == 3


def test_a_name_of_a_view_is_no_collections_name(shelf: Shelf) -> None:
    shelf.add(story("a", "Rents rose.", visible_to=_DESK))
    _seen(shelf, "desk")

    with pytest.raises(NotFoundError):
        shelf.library.collection(f'{shelf.collection.pk}/["desk"]')

    assert [one.name for one in shelf.library.collections()] == ["default"]


def test_boilerplate_is_learned_for_those_who_see_where_it_stands(shelf: Shelf) -> None:
    tail = "\n\nRead more of us every day"
    shelf.add(
        *(
            story(word, f"Item {word} was sold.{tail}", outlet="Ledger", visible_to=_DESK)
            for word in "abcdef"
        )
    )

    shelf.add(
        story("all", f"The bridge opened.{tail}", outlet="Ledger"),
        story("desk", f"The mayor resigned.{tail}", outlet="Ledger", visible_to=_DESK),
    )

    everybody, desk = (shelf.library.article(shelf.collection, id) for id in ("all", "desk"))
    assert (everybody.marks, len(desk.marks)) == ((), 1)


def test_boilerplate_that_everybody_sees_is_marked_for_all(shelf: Shelf) -> None:
    tail = "\n\nRead more of us every day"
    shelf.add(story("desk", f"A source spoke.{tail}", outlet="Ledger", visible_to=_DESK))

    shelf.add(*(story(w, f"Item {w} was sold.{tail}", outlet="Ledger") for w in "abcdef"))

    assert len(shelf.library.article(shelf.collection, "desk").marks) == 1


def test_a_dropped_collection_leaves_no_view(shelf: Shelf) -> None:
    shelf.add(story("a", "Rents rose.", visible_to=_DESK))
    view, before = _seen(shelf, "desk"), shelf.library.database.check()

    shelf.library.drop_collection("default")

    with pytest.raises(NotFoundError):
        shelf.library.check_exists(view)
    assert shelf.library.database.check() == before


def test_views_that_nobody_needs_are_dropped(shelf: Shelf) -> None:
    shelf.library.views.wanted = lambda: {frozenset(_LEGAL)}
    shelf.add(story("a", "Rents rose.", visible_to=_DESK))
    desk = _seen(shelf, "desk")

    shelf.library.views.tidy([shelf.collection])

    # Where servers of other machines share the database, their keys may need it.
    is_kept = shelf.library.database.is_shared
    assert (desk in shelf.library.views.of(shelf.collection)) is is_kept
    assert len(shelf.library.views.of(shelf.collection)) == 2 + is_kept
    shelf.library.remove(shelf.collection, "a")
    shelf.library.views.tidy([shelf.collection])
    assert shelf.library.views.of(shelf.collection) == []


def test_a_view_that_was_interrupted_is_filled_at_the_next_question(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add(*(story(f"a{n}", f"Rent number {n} rose.") for n in range(5)))
    monkeypatch.setattr(views, "_AT_ONCE", 2)
    monkeypatch.setattr(views, "mirror_into", _failing_after(3))
    with pytest.raises(StoreError):
        shelf.library.views.prepare(shelf.collection)
    monkeypatch.undo()

    shelf.add(story("b", "The mayor resigned.", visible_to=_DESK))

    assert _ids(shelf) == [f"a{n}" for n in range(5)]


def _failing_after(count: int) -> Callable[[Connection, View, str], None]:
    left = iter(range(count))

    def mirror(connection: Connection, view: View, id: str) -> None:
        if next(left, None) is None:
            raise StoreError("the disk is full")
        mirror_into(connection, view, id)

    return mirror


# A conversation


def _turn(*ids: str) -> StoredTurn:
    parts = [
        Part(kind="answers", place=place, value="words", article_id=id)
        for place, id in enumerate(ids)
    ]
    return StoredTurn(number=1, asked="2100-01-01", frame="{}", text="As they say.", parts=parts)


def test_a_conversation_is_of_those_with_the_same_labels(shelf: Shelf) -> None:
    shelf.add(story("a", "Rents rose."), story("b", "A source spoke.", visible_to=_DESK))
    table = ConversationTable(shelf.library.database, 30)
    with seen_with("desk"):
        made = table.create(shelf.library.collection("default"))
        table.add(made, _turn("a", "b"))

    with seen_with(), pytest.raises(NotFoundError):
        table.get(made.id)
    with seen_with("desk"):
        (again,) = table.turns(made.id, 0, 9)
    (whole,) = table.turns(made.id, 0, 9)

    assert len(again.parts) == len(whole.parts) == 2
    assert table.get(made.id).collection == "default"


def test_what_became_internal_is_left_out_of_a_conversation(shelf: Shelf) -> None:
    shelf.add(story("a", "Rents rose."), story("b", "A source spoke."))
    table = ConversationTable(shelf.library.database, 30)
    with seen_with():
        made = table.create(shelf.library.collection("default"))
        table.add(made, _turn("a", "b"))

    shelf.add(story("b", "A source spoke.", visible_to=_DESK))

    with seen_with():
        (turn,) = table.turns(made.id, 0, 9)
    assert ([part.place for part in turn.parts], turn.text) == ([0], None)


# Everything that is written


def _is_mirrored(shelf: Shelf) -> bool:
    """Whether views have just what is to be seen, as a new library with that alone has it."""
    if shelf.library.views.astray(shelf.collection):
        return False
    whole = list(shelf.library.every_version(shelf.collection))
    current = {one.id: one for one in whole if not one.superseded}
    for labels in ((), _DESK, _LEGAL, (*_DESK, *_LEGAL)):
        view = _seen(shelf, *labels)
        expected = [
            one for one in whole if all(_may(labels, state) for state in (one, current[one.id]))
        ]
        found = list(shelf.library.every_version(view))
        if _sorted(found) != _sorted(expected):
            return False
        opened = shelf.catalogue.open(view)
        if opened.lexical.verify() or opened.dense.verify():
            return False
    return True


def _may(labels: tuple[str, ...], article: Article) -> bool:
    return not article.visible_to or not set(article.visible_to).isdisjoint(labels)


def _sorted(found: list[Article]) -> list[Article]:
    return sorted(found, key=lambda one: (one.id, one.version))


def _add(shelf: Shelf, chance: random.Random) -> None:
    labels = chance.choice(((), (), _DESK, _LEGAL, (*_DESK, *_LEGAL)))
    text = f"Rent {chance.randrange(4)} rose. Ana Moreau said it would fall."
    named = story(chance.choice("abcde"), text, visible_to=labels)
    embargo = "2100-01-01" if chance.random() < 0.1 else None
    rule = chance.choice((Rule.JUDGE, Rule.JUDGE, Rule.REPLACE, Rule.KEEP))
    url = chance.choice((None, "https://ledger.example/a"))
    document = structs.replace(
        named, embargoed_until=embargo, url=url, id=None if url else named.id
    )
    shelf.ingester.add_batch(shelf.collection, [document], rule)


def _remove(shelf: Shelf, chance: random.Random) -> None:
    known = [one.id for one in shelf.library.all_articles(shelf.collection)]
    if known:
        shelf.library.remove(shelf.collection, chance.choice(known))
        shelf.catalogue.follow(shelf.collection)


def _restore(shelf: Shelf, chance: random.Random) -> None:
    known = [one for one in shelf.library.every_version(shelf.collection) if one.superseded]
    if known:
        one = chance.choice(known)
        shelf.ingester.restore(shelf.collection, one.id, one.version)


def _lift(shelf: Shelf, chance: random.Random) -> None:
    del chance
    shelf.ingester.release(1e11)


_STEPS: list[Callable[[Shelf, random.Random], None]] = [_add, _add, _add, _remove, _restore, _lift]


@pytest.mark.parametrize(
    "seed",
    [
        0,
        *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6)),
    ],
)
def test_whatever_is_written_views_have_what_is_to_be_seen(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    shelf.add(story("z", "A source spoke.", visible_to=_DESK))
    before = shelf.library.database.check()

    for _ in range(25):
        chance.choice(_STEPS)(shelf, chance)
        assert _is_mirrored(shelf)

    assert shelf.library.database.check() == before
