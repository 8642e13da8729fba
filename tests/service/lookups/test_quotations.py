"""Finding a person by id or by name, and saying who else is quoted."""

import pytest

from index.errors import NotFoundError
from index.people.registry import Registry
from service.lookups.quotations import find_person
from tests.conftest import Shelf, story


@pytest.fixture
def registry(shelf: Shelf) -> Registry:
    shelf.add(
        story("a", "“It rains,” said Olga Brandt."),
        story("b", "“It snows,” said Peter Lee."),
        story("c", "“It thaws,” said Karen Lee."),
    )
    return shelf.opened().people.registry()


def test_a_person_is_found_by_id_by_name_and_by_surname(registry: Registry) -> None:
    by_name = find_person(registry, "Olga Brandt")

    assert by_name.name == "Olga Brandt"
    assert find_person(registry, by_name.id) == find_person(registry, "Brandt") == by_name


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Lee", "'Lee' may be several people: .*Peter Lee .peter-lee.; use an id"),
        ("Olaf Brandt", "nobody named 'Olaf Brandt' is quoted; similar names: Olga Brandt"),
        ("Xu Qi", "nobody named 'Xu Qi' is quoted$"),
    ],
)
def test_the_message_says_who_else_is_quoted(registry: Registry, name: str, message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        find_person(registry, name)
