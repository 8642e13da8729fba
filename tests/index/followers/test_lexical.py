"""The lexical follower."""

import shutil
import time
from pathlib import Path

import pytest
from msgspec import structs

from index.followers.lexical import manifest as manifests
from index.followers.lexical import schema
from index.followers.lexical.follower import LexicalIndex
from index.followers.open_collection import OpenCollection
from index.interruption import Stopped, interruptible
from index.records import Filters
from tests.conftest import Shelf, story


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.add(
        story("bridge", "The new bridges opened on Monday.", outlet="Wire", published="2025-03-01"),
        story("tax", "Council voted for the tax.", title="Bridge toll", published="2025-04-01"),
        story("cafe", "The café in Málaga closed.", authors=("Ana Ruiz",)),
    )
    return shelf


def _found(opened: OpenCollection, words: str, **limits: object) -> list[str]:
    filters, as_of = limits.get("filters"), limits.get("as_of")
    _, ids = opened.lexical.search(words, 10, filters, as_of)  # type: ignore[arg-type]
    located = opened.library.locate(opened.collection, ids.tolist())
    return [located[i].article.id for i in ids.tolist()]


def test_words_are_found_in_any_form_and_titles_count(filled: Shelf) -> None:
    assert _found(filled.opened(), "bridge") == ["bridge", "tax"]


def test_accents_and_case_do_not_matter(filled: Shelf) -> None:
    assert _found(filled.opened(), "CAFE malaga") == ["cafe"]


@pytest.mark.short(3)
@pytest.mark.parametrize("words", ["", "the of and", "?!", "\x00", '"', "body:x AND (", "*"])
def test_words_that_are_none_find_nothing_and_break_nothing(filled: Shelf, words: str) -> None:
    assert _found(filled.opened(), words) == []


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"filters": Filters(outlet=("wire",))}, ["bridge"]),
        ({"filters": Filters(article_ids=("tax",))}, ["tax"]),
        ({"filters": Filters(published_from="2025-03-15")}, ["tax"]),
        ({"filters": Filters(published_to="2025-03-15")}, ["bridge"]),
        ({"as_of": "2025-03-31"}, ["bridge"]),
        ({"filters": Filters(author=("ana ruiz",))}, []),
    ],
)
def test_filters_hold_inside_the_index(
    filled: Shelf, limits: dict[str, object], expected: list[str]
) -> None:
    assert _found(filled.opened(), "bridge", **limits) == expected


def test_a_filter_changes_which_but_not_how_well(filled: Shelf) -> None:
    scores, _ = filled.opened().lexical.search("bridge", 10)

    limited, _ = filled.opened().lexical.search("bridge", 10, Filters(outlet=("Wire",)))

    assert limited.tolist() == scores[:1].tolist()


def test_lost_files_are_rebuilt(filled: Shelf) -> None:
    folder = filled.folder / "indexes" / "1"
    shutil.rmtree(folder / "lexical-1")

    opened = filled.reopened().opened()

    assert _found(opened, "bridge") == ["bridge", "tax"]
    assert opened.lexical.verify() == []


def test_damaged_files_are_rebuilt(filled: Shelf) -> None:
    folder = filled.folder / "indexes" / "1"
    (folder / "lexical-1" / "meta.json").write_text("{broken")

    opened = filled.reopened().opened()

    assert opened.lexical.verify() == []


def test_applying_the_log_twice_changes_nothing(filled: Shelf) -> None:
    folder = filled.folder / "indexes" / "1"
    manifest = manifests.read(folder)
    assert manifest is not None
    manifests.write(folder, structs.replace(manifest, seq=0))

    opened = filled.reopened().opened()

    assert opened.lexical.count == 3
    assert _found(opened, "bridge") == ["bridge", "tax"]


def test_a_first_build_that_is_stopped_goes_on_where_it_was(
    filled: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_CHANGES_AT_ONCE", 1)
    library, collection, folder = filled.library, filled.collection, tmp_path / "anew"
    folder.mkdir()
    asked = iter(range(2))

    def stop_at_the_third_step() -> None:
        if next(asked, None) is None:
            raise Stopped

    with interruptible(stop_at_the_third_step), pytest.raises(Stopped):
        LexicalIndex(library, collection, folder).open()
    stopped = manifests.read(folder)
    again = LexicalIndex(library, collection, folder)
    again.open()

    assert stopped is not None
    assert (stopped.writing, stopped.seq) == (True, 2)
    assert (again.count, again.verify()) == (3, [])
    assert [path.name for path in folder.glob("lexical-*")] == [stopped.folder]


@pytest.mark.gate
def test_what_another_process_writes_is_seen_once_it_is_followed(filled: Shelf) -> None:
    opened = filled.opened()
    other = filled.reopened()
    other.add(story("ferry", "A ferry crossed the bay."))
    other.opened()

    # Longer than tantivy takes to look at the files of itself.
    time.sleep(1.2)

    assert _found(opened, "ferry") == []
    opened.lexical.follow()
    assert _found(opened, "ferry") == ["ferry"]
