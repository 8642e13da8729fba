"""The register of people follows the log, step by step, and is kept from one start to the next."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from index.embedders.contract import Embedder
from index.errors import UnfinishedIndexError
from index.interruption import Stopped
from index.people import snapshot
from index.people.following import People
from index.people.joining import joined
from index.people.records import PersonRecord
from index.people.registry import Registry
from index.people.roll import Roll
from index.prepare import drafts, embed
from index.records import Filters, Quote, QuoteForm, Span
from index.store.writing import Prepared
from tests.conftest import Shelf, story

_SPEAKERS = (
    *("Mark Carney", "Carney", "Mark J. Carney", "Mark B. Carney", "Diana Carney"),
    *("Jörg Müller", "Joerg Mueller", "Muller", "Mueller", "Ann Müller"),
    *("Robert “Bobby” Lang", "Bobby Lang", "Robert Lang", "Lang"),
    *("Ann Lee", "judge Ann Lee", "Ann Lee, a swimmer,", "Lee", "White House", "?"),
)
_ARTICLE = st.tuples(st.sampled_from("abcde"), st.lists(st.sampled_from(_SPEAKERS), max_size=4))
_STEP = st.lists(_ARTICLE, min_size=1, max_size=3)
_CROWD = [
    f"Ann {a}{b}" for a in ("Bram", "Cor", "Dun", "Fal") for b in ("ley", "ton", "by", "wick")
]
"""Others who are not touched: only then is not everybody joined anew."""


def _quoting(id: str, spoken: list[str], embedder: Embedder) -> Prepared:
    """An article that quotes somebody in each sentence, introduced as given."""
    text = " ".join(f"“It rains,” said {one} again." for one in spoken) or "It rains."
    (made,) = embed(drafts([story(id, text)], embedder, lambda _: frozenset()), embedder)
    found: list[Quote] = []
    for one in spoken:
        at = text.index(f"said {one} again", found[-1].content[0].end if found else 0) + 5
        source = Span(at, at + len(one))
        name = one.removeprefix("judge ").removesuffix(", a swimmer,")
        quote = Quote(content=(Span(at - 17, at - 6),), form=QuoteForm.DIRECT, source=source)
        found.append(structs.replace(quote, speaker=name))
    return structs.replace(made, quotes=tuple(found))


def _all_of(registry: Registry) -> list[object]:
    """Everything that is known about everybody, in order, and what is found by some names."""
    found: list[object] = [structs.astuple(one) for one in registry.roll]
    for name in _SPEAKERS:
        words = name.casefold().split()
        found += [registry.named(name), registry.nearest(name), registry.called(name)]
        found.append(registry.beginning(words, 3, is_open=True))
    return found


@pytest.mark.gate
@given(st.lists(_STEP, min_size=1, max_size=6), st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_followed_step_by_step_are_those_joined_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    letters: Embedder,
    steps: list[list[tuple[str, list[str]]]],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("people")
    shelf = Shelf(folder, letters)
    # With none, all are packed anew at each change.
    monkeypatch.setattr("index.people.roll._FEW", data.draw(st.sampled_from([0, 1_000])))
    embedder = shelf.catalogue.embedder_of(shelf.collection).fingerprint
    shelf.library.write(shelf.collection, [_quoting("crowd", _CROWD, letters)], embedder)
    people = People(shelf.library, shelf.collection, folder)
    first, before = people.registry(), _all_of(people.registry())

    for step in steps:
        batch = {id: _quoting(id, spoken, letters) for id, spoken in step if spoken}
        shelf.library.write(shelf.collection, list(batch.values()), embedder)
        for id in {id for id, spoken in step if not spoken} - batch.keys():
            if id in {one.id for one in shelf.library.all_articles(shelf.collection)}:
                shelf.library.remove(shelf.collection, id)
        if data.draw(st.booleans()):
            people.save()
            people = People(shelf.library, shelf.collection, folder)
        followed, afresh = people.registry(), People(shelf.library, shelf.collection).registry()
        monkeypatch.setattr("index.people.following._JOINED_AT_ONCE", data.draw(st.integers(1, 9)))
        in_parts = People(shelf.library, shelf.collection).registry()
        monkeypatch.setattr("index.people.following._JOINED_AT_ONCE", 10_000)

        assert _all_of(followed) == _all_of(afresh) == _all_of(in_parts)
    assert _all_of(first) == before
    shelf.library.close()


def _snapshot(shelf: Shelf) -> Path:
    shelf.add(story("one", "“We won,” said Mary Tolliver. “It took a year,” Tolliver said."))
    shelf.opened().people.registry()
    shelf.catalogue.save()
    return shelf.catalogue.folder_of(shelf.collection) / "people.bin"


def test_names_of_many_articles_are_joined_before_anybody_asks(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add(story("one", "“We won,” said Mary Tolliver."))
    people, path = shelf.opened().people, shelf.catalogue.folder_of(shelf.collection) / "people.bin"

    people.settle()
    assert not path.exists(), "a few articles are followed by whoever needs the names"

    monkeypatch.setattr("index.people.following._MANY", 1)
    people.settle()
    monkeypatch.setattr("index.people.following.joined", None)
    assert _names(shelf.reopened()) == ["Mary Tolliver"]


def _names(shelf: Shelf) -> list[str]:
    return [person.name for person in shelf.opened().people.registry().people]


def test_what_was_joined_is_kept(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    _snapshot(shelf)

    monkeypatch.setattr("index.people.following.joined", None)

    assert _names(shelf.reopened()) == ["Mary Tolliver"]


@pytest.mark.parametrize("damage", ["cut off", "changed", "emptied", "nothing, sealed"])
def test_a_damaged_snapshot_is_made_anew(shelf: Shelf, damage: str) -> None:
    path = _snapshot(shelf)
    sound = path.read_bytes()
    changed = sound.replace(b"Tolliver", b"Gulliver")
    damaged = {"cut off": sound[:-1], "changed": changed, "emptied": b""}

    path.write_bytes(damaged.get(damage, b"00000000\n"))
    again = shelf.reopened()

    assert _names(again) == ["Mary Tolliver"]
    again.catalogue.save()
    assert path.read_bytes() == sound


def test_a_snapshot_by_other_rules_or_of_a_later_state_is_not_used(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _snapshot(shelf)
    (known,) = shelf.opened().people.registry().roll
    strangers = Roll.of([structs.replace(known, spellings={"Somebody Else": 2})]).packed()

    snapshot.write(path.parent, 2, strangers)
    assert _names(shelf.reopened()) == ["Mary Tolliver"]

    monkeypatch.setattr(snapshot, "_rules", lambda: "others")
    snapshot.write(path.parent, 1, strangers)
    monkeypatch.undo()
    assert _names(shelf.reopened()) == ["Mary Tolliver"]


def test_what_is_deleted_leaves_the_snapshot_at_once(shelf: Shelf) -> None:
    path = _snapshot(shelf)
    shelf.add(story("two", "“We drew,” said Albert Quist."))
    assert path.exists()

    again = shelf.reopened()
    again.library.remove(again.collection, "one")
    again.catalogue.follow(again.collection)

    assert not path.exists()
    again.opened().people.prepare()
    again.opened().people.wait()
    assert b"Tolliver" not in path.read_bytes()
    assert _names(again.reopened()) == ["Albert Quist"]


def test_people_are_known_where_no_snapshot_can_be_written(shelf: Shelf) -> None:
    folder = shelf.folder / "a file"
    folder.write_text("not a folder", encoding="utf-8")
    shelf.add(story("one", "“We won,” said Mary Tolliver."))

    people = People(shelf.library, shelf.collection, folder / "below")
    names = [person.name for person in people.registry().people]
    people.save()

    assert names == ["Mary Tolliver"]


def test_a_process_that_ends_does_not_wait_for_names_to_be_joined(shelf: Shelf) -> None:
    path = _snapshot(shelf)
    path.unlink()
    again = shelf.reopened()

    def stop() -> None:
        raise Stopped

    again.opened().people.prepare(stop)
    again.opened().people.wait()

    assert not path.exists()
    assert _names(again) == ["Mary Tolliver"]


def test_names_are_joined_in_the_background(shelf: Shelf) -> None:
    path = _snapshot(shelf)
    path.unlink()
    again = shelf.reopened()

    again.opened().people.prepare()
    again.opened().people.wait()

    assert path.exists()
    assert _names(again) == ["Mary Tolliver"]


@pytest.mark.gate
def test_people_dates_and_outlets_follow_postgresql(
    tmp_path: Path, letters: Embedder, postgresql: str
) -> None:
    shelf = Shelf(tmp_path, letters, place=postgresql)
    words = "“We won,” said Mary Tolliver."
    shelf.add(story("one", words, published="2020-01-01", outlet="The Harbor Ledger"))
    assert _names(shelf) == ["Mary Tolliver"]

    shelf.add(*(story(f"n{n}", f"“We drew,” said {_CROWD[n]}.") for n in range(5)))
    shelf.library.remove(shelf.collection, "n0")
    shelf.add(story("two", "“It took a year,” Tolliver said.", published="2021-01-01"))

    assert sorted(_names(shelf)) == sorted(["Mary Tolliver", "Tolliver", *_CROWD[1:5]])
    known = shelf.opened().publications
    for limits in (Filters(outlet=("the harbor LEDGER",)), Filters(published_from="2020-06-01")):
        found = known.passages(limits, None)
        assert found is not None
        assert len(found) == 1
        assert (
            found.tolist()
            == shelf.library.matching_passages(shelf.collection, limits, None).tolist()
        )
    shelf.library.close()


def test_no_question_waits_for_the_names_of_very_many_articles(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add(story("one", "“We won,” said Mary Tolliver."))
    monkeypatch.setattr("index.people.following._MANY", 1)
    monkeypatch.setattr("index.people.following._PATIENCE_SECONDS", 0.01)
    go_on = Event()

    def join_later(*given: Any) -> list[PersonRecord]:
        go_on.wait(60)
        return joined(*given)

    monkeypatch.setattr("index.people.following.joined", join_later)
    people = shelf.opened().people
    people.prepare()

    with pytest.raises(UnfinishedIndexError, match="still being matched"):
        people.registry()
    assert [len(people.latest()[0]), people.latest()[1]] == [0, False]

    go_on.set()
    people.wait()
    assert _names(shelf) == ["Mary Tolliver"]
