"""The names in an article, with what pronouns and descriptions say about them."""

from collections.abc import Sequence

from index.followers.open_collection import OpenCollection
from service.questions.followups.names.article_names import names_in
from service.questions.followups.names.referents import Named, Sort
from tests.conftest import Shelf, story


def _named(names: Sequence[Named], name: str) -> Named:
    return next(one for one in names if one.name == name)


def test_people_places_and_firms_are_told_apart(town: OpenCollection) -> None:
    names = names_in(town.library.article(town.collection, "bridge"))

    sorts = {one.name: one.sort for one in names}
    assert sorts["Elena Ruiz"] is Sort.PERSON
    assert sorts["Bo Lind"] is Sort.PERSON
    assert sorts["Heron Bridge"] is Sort.PLACE
    assert sorts["Redmill"] is Sort.PLACE
    assert sorts["Falk Steel"] is not Sort.PERSON


def test_pronouns_and_titles_say_whether_a_person_is_a_man_or_a_woman(town: OpenCollection) -> None:
    names = names_in(town.library.article(town.collection, "kelp"))

    assert _named(names, "Elena Ruiz").gender == "f"
    assert _named(names, "Tomas Ruiz").gender == "m"
    assert _named(names, "Dale Okafor").gender == "m"


def test_descriptions_are_known_by_their_nouns(town: OpenCollection) -> None:
    names = names_in(town.library.article(town.collection, "kelp"))

    assert "biologist" in _named(names, "Tomas Ruiz").described
    assert "mayor" in _named(names, "Elena Ruiz").described


def test_an_article_stands_before_the_names_that_need_one(town: OpenCollection) -> None:
    names = names_in(town.library.article(town.collection, "bridge"))

    assert _named(names, "Heron Bridge").in_sentence == "the Heron Bridge"
    assert _named(names, "Redmill").in_sentence == "Redmill"


def test_parts_of_a_bodys_name_are_no_names(shelf: Shelf) -> None:
    shelf.add(
        story("a", "Dr Ada Noll of the College of Marine Law spoke. The Senate listened to Noll.")
    )
    opened = shelf.opened()

    names = {one.name: one for one in names_in(opened.library.article(opened.collection, "a"))}

    assert "College" not in names
    assert names["Ada Noll"].sort is Sort.PERSON
    assert not any(one.may_be_person for name, one in names.items() if "Law" in name)
    assert "Senate" in names


def test_the_beginning_of_a_question_is_no_name(shelf: Shelf) -> None:
    shelf.add(
        story("a", "The Fed raised rates. Will Fed cut them soon? The banker Will Noll left.")
    )
    opened = shelf.opened()

    names = [one.name for one in names_in(opened.library.article(opened.collection, "a"))]

    assert "Will Fed" not in names
    assert "Will Noll" in names


def test_a_name_with_its_title_is_the_name(shelf: Shelf) -> None:
    shelf.add(
        story(
            "a",
            "Harbor Board Press Secretary Sean Tolliver defended the plan. “It works,” Sean "
            "Tolliver said. He left at noon.",
        )
    )
    opened = shelf.opened()

    names = names_in(opened.library.article(opened.collection, "a"))

    assert [one.name for one in names if "Tolliver" in one.name] == ["Sean Tolliver"]
