"""The truth: versions, sameness, deletion, filters."""

from pathlib import Path

import pytest

from index.errors import NotFoundError, StoreError
from index.outcomes import Status
from index.records import Filters
from index.store.library import Library
from tests.conftest import Shelf, story


def test_the_same_article_twice_is_stored_once(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened on Monday."))

    (again,) = shelf.add(story("a", "The bridge opened on Monday."))

    assert again.status is Status.UNCHANGED
    assert len(shelf.library.article_versions(shelf.collection, "a")) == 1


def test_a_changed_article_is_a_new_version_and_the_old_one_stays_readable(shelf: Shelf) -> None:
    shelf.add(story("a", "Fourteen people were hurt."))
    old = shelf.library.article(shelf.collection, "a")

    (outcome,) = shelf.add(story("a", "Eleven people were hurt."))

    assert outcome.status is Status.UPDATED
    assert shelf.library.article(shelf.collection, "a").text == "Eleven people were hurt."
    kept = shelf.library.article(shelf.collection, "a", old.version)
    assert (kept.text, kept.superseded) == ("Fourteen people were hurt.", True)


def test_going_back_to_an_earlier_text_makes_that_version_current_again(shelf: Shelf) -> None:
    for text in ("First wording.", "Second wording.", "First wording."):
        shelf.add(story("a", text))

    versions = shelf.library.article_versions(shelf.collection, "a")

    assert shelf.library.article(shelf.collection, "a").text == "First wording."
    assert [version.superseded for version in versions] == [False, True]


def test_new_metadata_on_the_same_text_is_no_new_version(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened.", title="Old"))

    (outcome,) = shelf.add(story("a", "The bridge opened.", title="New"))

    assert outcome.status is Status.UPDATED
    assert shelf.library.article(shelf.collection, "a").title == "New"
    assert len(shelf.library.article_versions(shelf.collection, "a")) == 1


def test_a_nameless_copy_of_a_stored_text_is_skipped(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened on Monday."))
    copy = story("a", "The bridge opened on Monday.")
    nameless = type(copy)(text=copy.text, format="txt", origin="elsewhere.txt")

    (outcome,) = shelf.add(nameless)

    assert outcome.status is Status.UNCHANGED
    assert shelf.library.count_articles("default") == 1


def test_what_was_removed_is_gone_with_all_its_versions(shelf: Shelf) -> None:
    shelf.add(story("a", "First wording."))
    first = shelf.library.article(shelf.collection, "a").version
    shelf.add(story("a", "Second wording."), story("b", "Another story."))

    shelf.library.remove(shelf.collection, "a")

    for version in (None, first):
        with pytest.raises(NotFoundError, match="article 'a'"):
            shelf.library.article(shelf.collection, "a", version)
    assert [a.id for a in shelf.library.list_articles(shelf.collection)] == ["b"]
    assert shelf.library.log.count_passages(shelf.collection) == 1


def test_removing_what_is_not_there_says_so(shelf: Shelf) -> None:
    with pytest.raises(NotFoundError, match="article 'nope': not found in collection 'default'"):
        shelf.library.remove(shelf.collection, "nope")


def test_collections_are_separate_name_spaces(shelf: Shelf) -> None:
    other = shelf.library.create_collection("other")
    shelf.add(story("a", "Here the bridge opened."))

    list(shelf.ingester.add(other, [story("a", "There the bridge closed.")]))

    assert shelf.library.article(shelf.collection, "a").text == "Here the bridge opened."
    assert shelf.library.article(other, "a").text == "There the bridge closed."


@pytest.mark.short(4)
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(outlet=("TIDEWATER wire",)), ["old"]),
        (Filters(author=("ana ruiz",)), ["new"]),
        (Filters(author=("Ana Ruiz", "Bo Li")), ["new", "old"]),
        (Filters(article_ids=("new", "undated")), ["new", "undated"]),
        (Filters(published_from="2025-01-02"), ["new"]),
        (Filters(published_to="2025-01-01"), ["old"]),
        (Filters(published_from="2025-01-01", published_to="2025-06-01"), ["new", "old"]),
        (Filters(outlet=("Nobody",)), []),
    ],
)
def test_filters_choose_articles(shelf: Shelf, filters: Filters, expected: list[str]) -> None:
    shelf.add(
        story(
            "old", "Old story.", outlet="Tidewater Wire", published="2025-01-01", authors=("Bo Li",)
        ),
        story("new", "New story.", published="2025-06-01T08:00:00+00:00", authors=("Ana Ruiz",)),
        story("undated", "A story without a date."),
    )

    found = shelf.library.list_articles(shelf.collection, filters)

    assert [article.id for article in found] == expected


def test_lists_go_on_where_they_stopped(shelf: Shelf) -> None:
    shelf.add(*(story(f"a{n}", f"Story number {n}.") for n in range(5)))

    first = shelf.library.list_articles(shelf.collection, limit=3)
    rest = shelf.library.list_articles(shelf.collection, limit=3, after=first[-1].id)

    assert [a.id for a in (*first, *rest)] == ["a0", "a1", "a2", "a3", "a4"]


def test_a_text_with_nul_emoji_and_right_to_left_words_comes_back_as_it_was(shelf: Shelf) -> None:
    text = "Caf\u00e9 \x00 \U0001f600 opened. \u05e9\u05dc\u05d5\u05dd said Ana.\r\nEnd."

    shelf.add(story("a", text))

    article = shelf.library.article(shelf.collection, "a")
    assert article.text == text
    assert all(text[s.start : s.end].strip() for s in article.sentences)


def test_repeated_edges_of_one_outlet_become_boilerplate_in_earlier_articles_too(
    shelf: Shelf,
) -> None:
    tail = "Harbor Ledger keeps its newsroom open thanks to its neighbours."
    texts = [f"Story {word} begins here.\n\nMore about {word}.\n\n{tail}" for word in "abcdef"]

    shelf.add(*(story(f"s{n}", text, outlet="Harbor Ledger") for n, text in enumerate(texts)))

    for number, text in enumerate(texts):
        article = shelf.library.article(shelf.collection, f"s{number}")
        quotable = [text[s.start : s.end] for s in article.sentences]
        assert tail not in quotable
        assert any("begins here" in sentence for sentence in quotable)
    assert shelf.opened().dense.verify() == []


@pytest.mark.parametrize("schema", ["0", "99"])
def test_a_library_of_another_schema_is_refused(shelf: Shelf, schema: str) -> None:
    with shelf.library.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE facts SET value = '{schema}' WHERE name = 'schema'")

    with pytest.raises(StoreError, match=f"schema {schema}.*export and import"):
        shelf.reopened()


@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_acknowledged_once_the_file_was_removed_or_replaced(
    tmp_path: Path, *, replaced: bool
) -> None:
    library = Library(tmp_path / "library.db")
    library.create_collection("news")
    (tmp_path / "library.db").rename(tmp_path / "moved.db")
    if replaced:
        (tmp_path / "library.db").write_bytes((tmp_path / "moved.db").read_bytes())

    with pytest.raises(StoreError, match="removed or replaced"):
        library.create_collection("lost")
    with pytest.raises(StoreError, match="removed or replaced"):
        library.collections()

    assert (tmp_path / "library.db").exists() is replaced
