"""Whether the speaker whom a draft names is the one whom an article quotes."""

import pytest

from index.people.joining import joined
from index.people.registry import Registry
from service.drafts.speakers import compare


@pytest.fixture(scope="module")
def registry() -> Registry:
    names = ("Scott Pruitt", "Rick Scott", "Howard Dean", "Ann Lee", "Ben Lee", "Ortega")
    return Registry(joined([(number, name, name) for number, name in enumerate(names)]))


@pytest.mark.parametrize(
    ("claimed", "speaker", "match"),
    [
        ("Pruitt", "Scott Pruitt", "same"),
        ("Scott", "Rick Scott", "same"),
        ("Scott", "Scott Pruitt", "other"),
        ("Howard", "Howard Dean", "same"),
        ("Dean", "Howard Dean", "same"),
        ("Lee", "Ann Lee", "same"),
        ("Ben Lee", "Ann Lee", "other"),
        ("Maria Ortega", "Ortega", "unchecked"),
        (None, "Ann Lee", "unchecked"),
        ("Ann Lee", None, "unchecked"),
    ],
)
def test_a_name_is_compared_with_those_the_collection_knows(
    registry: Registry, claimed: str | None, speaker: str | None, match: str
) -> None:
    assert compare(registry, claimed, speaker) == match
