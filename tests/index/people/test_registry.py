"""Who is who over a collection: one person for all their names, two for two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.people.joining import joined
from index.people.names import surname_of, words_of
from index.people.records import Person
from index.people.registry import Registry
from tests.conftest import Shelf, story


def _registry(*spoken: tuple[int, str, str]) -> Registry:
    """People from (article, speaker, what the quotation calls the speaker)."""
    return Registry(joined(spoken))


def _names(registry: Registry) -> set[str]:
    return {person.name for person in registry.people}


def test_titles_middle_initials_and_surnames_are_one_person() -> None:
    registry = _registry(
        (1, "Mark Carney", "Prime Minister Mark Carney"),
        (1, "Mark Carney", "Carney"),
        (2, "Prime Minister Carney", "Carney"),
        (3, "Mark J. Carney", "he"),
        (4, "Mark Carney", "Mark Carney"),
    )

    (carney,) = registry.people
    assert (carney.id, carney.name) == ("mark-carney", "Mark Carney")
    assert (carney.quotes, carney.articles) == (5, 4)
    assert set(carney.aliases) == {
        *("Mark J. Carney", "Carney", "Prime Minister Mark Carney", "Prime Minister Carney")
    }
    assert carney.names == ("Mark Carney", "Mark J. Carney", "Prime Minister Carney")


def test_a_surname_that_is_a_title_elsewhere_finds_its_bearer() -> None:
    registry = _registry((1, "Charlie King", "King"), (2, "Emil Roy", "the king"))

    found = {asked: registry.named(asked).people for asked in ("King", "Mr. King", "the king")}

    assert {asked: [one.name for one in people] for asked, people in found.items()} == {
        "King": ["Charlie King"],
        "Mr. King": ["Charlie King"],
        "the king": [],
    }


@pytest.mark.parametrize(
    "others",
    [
        ("Ann Ruiz", "Ben Ruiz"),
        ("George W. Bush", "George H. W. Bush"),
        ("Justice Department", "State Department"),
        ("Canada", "Bank of Canada"),
        ("Per Berg", "Berg"),
        ("Pieter van den Berg", "Anna Berg"),
        ("Anna Berg", "van den Berg"),
        ("Robert Kennedy", "Robert Kennedy Jr."),
        ("Bo Lee Sr.", "Bo Lee Jr."),
        ("Ian McAllister", "Jo Allister"),
    ],
)
def test_others_stay_others(others: tuple[str, str]) -> None:
    one, two = others

    assert _names(_registry((1, one, one), (2, two, two))) == {one, two}


@pytest.mark.parametrize(
    "spoken",
    [
        [(1, "Eva Lund", "Lund"), (2, "Lund", "Mr Lund")],
        [(1, "Eva Lund", "Lund"), (1, "Lund", "Lund")],
        [
            (1, "Eva Lund", "Eva Lund, the judge"),
            (1, "Eva Lund", "Lund"),
            (2, "Lund", "Lund, a nurse"),
        ],
        [(1, "Eva Lund", "Eva Lund, 31"), (1, "Eva Lund", "Lund"), (2, "Lund", "Lund, 77,")],
        [(1, "Kim Ode", "Kim Ode, a judge"), (2, "Kim B. Ode", "Kim B. Ode, a farmer")],
    ],
    ids=["Mr and Eva", "both in one article", "jobs", "ages", "jobs of full names"],
)
def test_what_tells_two_people_apart_keeps_them_apart(spoken: list[tuple[int, str, str]]) -> None:
    assert len(_registry(*spoken)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jörg Müller", "Joerg Mueller"),
        ("Jörg Müller", "Jorg Muller"),
        ("Łukasz Groß", "Lukasz Gross"),
        ("Sami al-Masri", "Sami Al Masri"),
        ("Ian McAllister", "Ian Mc Allister"),
        ("Robert “Bobby” Lang", "Robert Lang"),
        ("Robert “Bobby” Lang", "Bobby Lang"),
        ("Astrid Hol\u00admberg", "Astrid Holmberg"),
    ],
)
def test_one_name_spelt_in_two_ways_is_one_person(one: str, other: str) -> None:
    assert len(_registry((1, one, one), (2, other, other))) == 1


def test_names_that_end_alike_are_found_by_their_own_surname() -> None:
    registry = _registry(
        (1, "Pieter van den Berg", "Van den Berg"),
        (2, "Anna Berg", "Berg"),
        (3, "Erik Voss", "Mr Voss"),
        (3, "Lena Voss", "Ms Voss"),
        (4, "Jörg Müller", "Müller"),
        (5, "Ludwig van Beethoven", "Beethoven"),
    )

    def found(name: str) -> list[str]:
        return [person.name for person in registry.exactly_named(name)]

    assert found("van den Berg") == ["Pieter van den Berg"]
    assert found("Berg") == ["Anna Berg"]
    assert (found("Mr Voss"), found("Ms Voss")) == (["Erik Voss"], ["Lena Voss"])
    assert found("Mueller") == found("Muller") == found("müller") == ["Jörg Müller"]
    assert found("Beethoven") == ["Ludwig van Beethoven"]


def test_a_bare_surname_between_two_is_neither() -> None:
    registry = _registry((1, "Ann Ruiz", "Ruiz"), (2, "Ben Ruiz", "Ruiz"), (3, "Ruiz", "Ruiz"))

    assert _names(registry) == {"Ann Ruiz", "Ben Ruiz", "Ruiz"}


def test_a_description_is_whom_articles_call_so_unless_they_call_two_so() -> None:
    registry = _registry(
        (1, "Mark Carney", "the Canadian leader at the National Palace"),
        (1, "Claudia Sheinbaum", "The Mexican leader"),
        (2, "Ann Lee", "the mayor"),
        (3, "Ben Cho", "The mayor"),
        (4, "Tom Ode", "he"),
    )

    assert [person.name for person in registry.called("the Canadian leader")] == ["Mark Carney"]
    assert {person.name for person in registry.called("a mayor")} == {"Ann Lee", "Ben Cho"}
    assert registry.called("the French leader") == registry.called("he") == ()


_PEOPLE = _registry(
    (1, "Ingrid Lindqvist", "Judge Ingrid Lindqvist"),
    (2, "Maja Lindqvist", "Lindqvist"),
    (3, "Mark Carney", "Carney"),
    (4, "White House", "the White House"),
    (5, "Zoë Šimić", "Zoë Šimić"),
)


_SPEAKERS = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            ["Mark", "M.", "Ann-Marie", "Ann", "Carney", "Ruiz", "the", "Judge", "of", "Bank", "J."]
        ),
        max_size=4,
    ).map(" ".join),
)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Lindqvist", {"Ingrid Lindqvist", "Maja Lindqvist"}),
        ("judge Lindqvist", {"Ingrid Lindqvist"}),
        ("Maja Lindqvist", {"Maja Lindqvist"}),
        ("M. Lindqvist", {"Maja Lindqvist"}),
        ("Prime Minister Carney", {"Mark Carney"}),
        ("the White House", {"White House"}),
        ("zoe simic", {"Zoë Šimić"}),
        ("Bob Carney", set[str]()),
        ("the mayor", set[str]()),
        ("", set[str]()),
        ("?", set[str]()),
    ],
)
def test_a_name_means_those_who_bear_it(asked: str, names: set[str]) -> None:
    match = _PEOPLE.named(asked)

    assert ({person.name for person in match.people}, match.is_guess) == (names, False)


@pytest.mark.parametrize("asked", ["Carny", "Mark Carnay", "carneys"])
def test_a_misspelt_name_is_a_guess(asked: str) -> None:
    match = _PEOPLE.named(asked)

    assert ([person.name for person in match.people], match.is_guess) == (["Mark Carney"], True)


def test_a_misspelt_name_that_may_be_two_is_nobody() -> None:
    assert _PEOPLE.named("Lindqist").people == ()


def test_the_nearest_names_come_first_and_strangers_not_at_all() -> None:
    assert [person.name for person in _PEOPLE.nearest("Marc Karney")] == ["Mark Carney"]
    assert _PEOPLE.nearest("Xi") == []


_SPOKEN = st.lists(st.tuples(st.integers(0, 3), _SPEAKERS, _SPEAKERS))


def _by_id(registry: Registry) -> dict[str, Person]:
    return {person.id: person for person in registry.people}


@given(_SPOKEN)
def test_nobody_is_lost_or_counted_twice(spoken: list[tuple[int, str, str]]) -> None:
    registry = _registry(*spoken)

    named = [row for row in spoken if words_of(row[1])]
    assert sum(person.quotes for person in registry.people) == len(named)
    assert len({person.id for person in registry.people}) == len(registry.people)
    for _, speaker, _ in named:
        person = registry.speaking(speaker)
        assert person is not None
        assert registry.get(person.id) is person


@given(st.text(max_size=60))
def test_any_text_may_be_asked_for(asked: str) -> None:
    assert _PEOPLE.named(asked).people is not None
    assert len(_PEOPLE.nearest(asked)) <= 3


def _quoted(shelf: Shelf) -> dict[str, Person]:
    return {person.name: person for person in shelf.opened().people.registry().people}


def test_people_follow_what_is_added_changed_and_removed(shelf: Shelf) -> None:
    shelf.add(story("one", "“We won,” said Mary Tolliver. “It took a year,” Tolliver said."))
    assert _quoted(shelf)["Mary Tolliver"].quotes == 2

    shelf.add(story("one", "“We lost,” said Albert Quist on Monday."))
    shelf.add(story("two", "“We drew,” said Albert Quist on Sunday."))
    assert {name: person.articles for name, person in _quoted(shelf).items()} == {"Albert Quist": 2}

    shelf.library.remove(shelf.collection, "one")
    assert _quoted(shelf)["Albert Quist"].articles == 1


def test_another_process_sees_the_same_people(shelf: Shelf) -> None:
    shelf.add(story("one", "“We won,” said Mary Tolliver."))

    assert list(_quoted(shelf.reopened())) == ["Mary Tolliver"]


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Ann Lee", "Lee"),
        ("Robert Kennedy Jr.", "Kennedy"),
        ("Pieter van den Berg", "Berg"),
        ("Ann Lee (34)", "Lee"),
        ("Jr.", "Jr."),
        ("", ""),
    ],
)
def test_a_surname_is_the_last_word_that_is_one(name: str, surname: str) -> None:
    assert surname_of(name) == surname
