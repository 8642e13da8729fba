"""Identity: who replaces whom, in a generated library, and what a claim is made of."""

import random
from collections import Counter
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path

import pytest
from msgspec import structs

from index.embedders.contract import Embedder
from index.formats import read_paths
from index.identity import Rule, are_of_one_origin, is_older, plain_url
from index.outcomes import Outcome, Status
from index.records import Document, Metadata
from tests.conftest import Shelf, story
from tests.index.claimed_stories import World

_FIRE = (
    "The mill at Hollin burned down on Sunday night, the fire service said. Four people were hurt. "
    "Chief officer Petra Lund said the fire had begun in the drying room."
)
_CORRECTED = _FIRE.replace("Four", "Three")
_CHOIR = (
    "The choir of Velden won the bread prize on Tuesday, the jury said. It sang for an hour. "
    "Conductor Nils Aaberg dedicated the prize to the bakers of the town."
)


def _snapshot(shelf: Shelf) -> set[tuple[str, str, bool, str | None]]:
    """Every version with its article, whether it is superseded, and its title."""
    return {
        (article.id, article.version, article.superseded, article.title)
        for article in shelf.library.every_version(shelf.collection)
    }


def _texts(shelf: Shelf) -> list[str]:
    """Every current text."""
    versions = shelf.library.every_version(shelf.collection)
    return sorted(article.text for article in versions if not article.superseded)


def _row(text: str, id: str = "1", **fields: object) -> Document:
    """A document whose file says that this is its id."""
    return structs.replace(story(id, text, **fields), is_claimed=True)


def _add(shelf: Shelf, documents: Iterable[Document], rule: Rule = Rule.JUDGE) -> list[Outcome]:
    return list(shelf.ingester.add(shelf.collection, documents, rule))


@pytest.mark.parametrize("claims", [40, pytest.param(400, marks=pytest.mark.slow)])
def test_corrections_replace_and_other_stories_are_kept(
    tmp_path: Path, letters: Embedder, claims: int
) -> None:
    shelf = Shelf(tmp_path / "data", letters)
    told = list(World(tmp_path / "in", seed=20).tell(claims))

    outcomes = _add(shelf, (one.document for one in told))

    stories: dict[str | None, set[int]] = {}
    for one, outcome in zip(told, outcomes, strict=True):
        stories.setdefault(outcome.article_id, set()).add(one.story.key)
    recognised = [
        outcome.status is Status.UPDATED
        for one, outcome in zip(told, outcomes, strict=True)
        if one.is_correction
    ]
    assert [keys for keys in stories.values() if len(keys) > 1] == []
    assert sum(recognised) >= 0.95 * len(recognised) > 0


@pytest.mark.gate
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_folder_added_twice_in_any_order_changes_nothing(
    tmp_path: Path, letters: Embedder, seed: int
) -> None:
    shelf = Shelf(tmp_path / "data", letters)
    documents = [one.document for one in World(tmp_path / "in", seed).tell(40)]
    chance = random.Random(seed)
    chance.shuffle(documents)
    _add(shelf, documents)
    before = _snapshot(shelf)

    chance.shuffle(documents)
    again = Counter(outcome.status for outcome in _add(shelf, documents))

    assert again == {Status.UNCHANGED: len(documents)}
    assert _snapshot(shelf) == before


def test_an_id_of_another_story_is_kept_beside_and_the_report_says_why(shelf: Shelf) -> None:
    (_, beside) = _add(shelf, [_row(_FIRE), _row(_CHOIR)])

    assert beside.status is Status.ADDED
    assert (beside.article_id or "").startswith("1-")
    assert beside.reason == "the id '1' is also that of '1', whose text is another story"
    assert _texts(shelf) == sorted([_FIRE, _CHOIR])


def test_stories_of_one_headline_in_one_file_are_kept_and_the_report_names_it(shelf: Shelf) -> None:
    entries = [
        structs.replace(_row(text, title="In brief"), id=None, place=f"/feed.xml, entry {number}")
        for number, text in enumerate((_FIRE, _CHOIR), 1)
    ]
    (first, beside) = _add(shelf, entries)

    shared = f"the headline 'In brief' is also that of {first.article_id!r}"
    assert beside.reason == f"{shared}, whose text is another story"


def test_ids_that_name_parts_of_one_page_are_kept_and_the_report_says_so(shelf: Shelf) -> None:
    ids = [f"https://tides.example/news#{number}" for number in (1, 2)]
    (_, beside) = _add(shelf, [_row(_FIRE, ids[0]), _row(_CHOIR, ids[1])])

    assert beside.article_id == ids[1]
    shared = f"the id {ids[1]!r} names the same page as that of {ids[0]!r}"
    assert beside.reason == f"{shared}, whose text is another story"


def test_the_same_wire_copy_at_two_outlets_is_two_articles(shelf: Shelf) -> None:
    copies = [_row(_FIRE, outlet=name) for name in ("Harbour Post", "Valley Courier")]

    (_, second) = _add(shelf, copies)

    assert second.reason == "the id '1' is also that of '1', which is of Harbour Post"
    assert _texts(shelf) == [_FIRE, _FIRE]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"modified": "2026-03-02"}, {"modified": "2026-03-01"}),
        ({"published": "2026-03-02"}, {"published": "2026-03-01"}),
        ({"published": "2026-03-01", "modified": "2026-03-03"}, {"published": "2026-03-02"}),
    ],
)
def test_an_older_state_that_comes_later_is_stored_as_superseded(
    shelf: Shelf, first: dict[str, str], second: dict[str, str]
) -> None:
    _add(shelf, [_row(_CORRECTED, **first)])

    (late,) = _add(shelf, [_row(_FIRE, **second)])

    assert late.status is Status.UNCHANGED
    assert "older than the current version of '1'" in (late.reason or "")
    assert _texts(shelf) == [_CORRECTED]
    assert len(shelf.library.article_versions(shelf.collection, "1")) == 2
    assert shelf.opened().dense.verify() == shelf.opened().lexical.verify() == []


def test_what_is_superseded_stays_superseded_unless_replaced(shelf: Shelf) -> None:
    lines = [_row(_FIRE), _row(_CORRECTED)]
    _add(shelf, lines)

    again = _add(shelf, lines)
    replaced = _add(shelf, lines[:1], Rule.REPLACE)

    assert [outcome.status for outcome in again] == [Status.UNCHANGED, Status.UNCHANGED]
    assert "only replacing makes it current again" in (again[0].reason or "")
    assert [outcome.status for outcome in replaced] == [Status.UPDATED]
    assert _texts(shelf) == [_FIRE]


def test_replacing_asks_for_no_likeness_and_keeping_twice_keeps_once(shelf: Shelf) -> None:
    _add(shelf, [_row(_FIRE)])

    kept = [_add(shelf, [_row(_CORRECTED)], Rule.KEEP)[0].status for _ in range(2)]
    both = _texts(shelf)
    replaced = _add(shelf, [_row(_CHOIR)], Rule.REPLACE)

    assert kept == [Status.ADDED, Status.UNCHANGED]
    assert both == sorted([_FIRE, _CORRECTED])
    assert replaced[0].status is Status.UPDATED
    assert _CHOIR in _texts(shelf)


def test_replacing_makes_what_was_kept_beside_the_article_that_it_claims_to_be(
    shelf: Shelf,
) -> None:
    _add(shelf, [_row(_FIRE), _row(_CHOIR), _row(_CHOIR.replace("an hour", "two hours"))])

    again = [
        _add(shelf, [_row(_CHOIR.replace("an hour", "two hours"))], rule)[0]
        for rule in (Rule.REPLACE, Rule.REPLACE, Rule.JUDGE)
    ]

    assert [(one.article_id, one.status) for one in again] == [
        ("1", Status.UPDATED),
        ("1", Status.UNCHANGED),
        ("1", Status.UNCHANGED),
    ]
    assert _texts(shelf) == [_CHOIR.replace("an hour", "two hours")]
    every = shelf.library.article_versions(shelf.collection, "1")
    assert len(every) == 3
    assert shelf.opened().dense.verify() == shelf.opened().lexical.verify() == []


def test_a_replaced_article_that_is_gone_leaves_the_other_where_it_is(shelf: Shelf) -> None:
    _, beside = _add(shelf, [_row(_FIRE), _row(_CHOIR)])
    shelf.library.remove(shelf.collection, "1")

    (outcome,) = _add(shelf, [_row(_CHOIR)], Rule.REPLACE)

    assert (outcome.article_id, outcome.status) == (beside.article_id, Status.UNCHANGED)


def test_versions_after_a_restored_one_are_not_earlier(shelf: Shelf) -> None:
    _add(shelf, [_row(_FIRE), _row(_CORRECTED)])
    before = shelf.library.earlier_versions(shelf.collection, ["1"])

    shelf.ingester.restore(shelf.collection, "1", before[0].version)

    assert [version.text for version in before] == [_FIRE]
    assert shelf.library.earlier_versions(shelf.collection, ["1"]) == []


def test_the_callers_own_id_replaces_whatever_the_text(shelf: Shelf) -> None:
    _add(shelf, [_row(_FIRE)])

    (outcome,) = shelf.add(story("1", _CHOIR))

    assert outcome.status is Status.UPDATED
    assert _texts(shelf) == [_CHOIR]


def test_a_restored_version_stays_current_when_the_folder_is_added_again(shelf: Shelf) -> None:
    lines = [_row(_FIRE), _row(_CORRECTED)]
    _add(shelf, lines)
    old = shelf.library.article_versions(shelf.collection, "1")[1].version

    restored = shelf.ingester.restore(shelf.collection, "1", old[:8])
    _add(shelf, lines)

    assert (restored.text, restored.version, restored.superseded) == (_FIRE, old, False)
    assert _texts(shelf) == [_FIRE]
    assert shelf.opened().dense.verify() == shelf.opened().lexical.verify() == []


def test_a_deleted_article_comes_back_with_its_folder(shelf: Shelf) -> None:
    _add(shelf, [_row(_FIRE)])
    shelf.library.remove(shelf.collection, "1")

    (outcome,) = _add(shelf, [_row(_FIRE)])

    assert outcome.status is Status.ADDED
    assert _texts(shelf) == [_FIRE]


def test_a_moved_file_is_known_and_its_correction_recognised(shelf: Shelf, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(_FIRE)
    shelf.add(*read_paths([old]))  # type: ignore[arg-type]
    new.write_text(old.read_text())

    (moved,) = shelf.add(*read_paths([new]))  # type: ignore[arg-type]
    new.write_text(_CORRECTED)
    (corrected,) = shelf.add(*read_paths([new]))  # type: ignore[arg-type]
    new.write_text(_CHOIR)
    (overwritten,) = shelf.add(*read_paths([new]))  # type: ignore[arg-type]

    statuses = [outcome.status for outcome in (moved, corrected, overwritten)]
    assert statuses == [Status.UNCHANGED, Status.UPDATED, Status.ADDED]
    assert _texts(shelf) == sorted([_CORRECTED, _CHOIR])


def test_a_file_name_typed_in_two_folders_is_two_places(shelf: Shelf, tmp_path: Path) -> None:
    for folder, text in (("mon", _FIRE), ("tue", _CHOIR)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(text)
        with chdir(tmp_path / folder):
            shelf.add(*read_paths([Path("story.txt")]))  # type: ignore[arg-type]

    assert _texts(shelf) == sorted([_FIRE, _CHOIR])


@pytest.mark.parametrize(
    "other",
    [
        "http://harbour.example/a/1",
        "https://www.harbour.example/a/1/",
        "https://m.harbour.example/a/1?utm_source=feed&fbclid=x",
        "https://amp.harbour.example/a/1/amp/",
        "https://harbour.example/a/1/index.html#comments",
    ],
)
def test_urls_of_one_page_are_one_claim(other: str) -> None:
    assert plain_url(other) == plain_url("https://harbour.example/a/1")


@pytest.mark.parametrize(
    "other",
    ["https://harbour.example/a/2", "https://harbour.example/a/1?page=2", "urn:a:1", "http://[x"],
)
def test_urls_of_other_pages_are_other_claims(other: str) -> None:
    assert plain_url(other) != plain_url("https://harbour.example/a/1")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Metadata(), Metadata(outlet="Post"), True),
        (Metadata(outlet="POST"), Metadata(outlet="Post"), True),
        (Metadata(outlet="Post"), Metadata(outlet="Courier"), False),
        (Metadata(url="https://a.example/1"), Metadata(url="http://www.a.example/2"), True),
        (Metadata(url="https://a.example/1"), Metadata(url="https://b.example/1"), False),
    ],
)
def test_an_origin_is_an_outlet_or_a_site(one: Metadata, other: Metadata, expected: bool) -> None:
    assert are_of_one_origin(one, other) is expected
    assert are_of_one_origin(other, one) is expected


def test_a_day_is_not_older_than_an_hour_of_it() -> None:
    day, hour = Metadata(published="2026-03-02"), Metadata(published="2026-03-02T09:00:00+00:00")

    assert not is_older(day, hour)
    assert not is_older(hour, day)
    assert is_older(Metadata(published="2026-03-01"), hour)
