"""Names and noun phrases in questions as they are typed."""

import pytest

from index.people.joining import joined
from index.people.registry import Registry
from service.questions.followups.names.known_names import KnownNames
from service.questions.followups.names.referents import Named, Sort
from service.questions.followups.names.spotting import spot

_KNOWN = KnownNames(
    (
        Named(name="Maja Lindqvist", sort=Sort.PERSON, gender="f"),
        Named(name="Gannet Bridge", sort=Sort.PLACE, takes_article=True),
        Named(name="Brightwater Power", sort=Sort.ORGANISATION),
        Named(name="Houston Public Works", sort=Sort.ORGANISATION),
        Named(name="Ross Coulee", sort=Sort.PLACE),
    ),
    Registry([]),
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("where did lindqvist grow up", ["Maja Lindqvist"]),
        ("WHERE IS THE GANNET BRIDGE", ["Gannet Bridge"]),
        ("how much was brightwater fined", ["Brightwater Power"]),
        ("is the water in houston safe", []),
        ("whose record did aaron judge break", ["Aaron Judge"]),
        ("who scored for the us against iran", ["United States"]),
        ("tell us more about it", []),
        ("when did queen lindqvist die", []),
        ("how tall was Acrocanthosaurus?", ["Acrocanthosaurus"]),
        ("will mark the day", []),
        ("Who asked Press Secretary Maja Lindqvist?", ["Maja Lindqvist"]),
    ],
)
def test_names_are_found_in_any_case(question: str, names: list[str]) -> None:
    found = spot(question, _KNOWN)

    assert [spotted.named.name for spotted in found if spotted.named] == names


def test_a_bracket_is_no_part_of_a_name() -> None:
    quoted = joined([(1, "Maja Lindqvist", "Maja Lindqvist")])
    known = KnownNames((), Registry(quoted))

    found = spot("Was anyone hurt (Maja Lindqvist)?", known)

    assert [spotted.text for spotted in found] == ["Maja Lindqvist"]


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        (
            "how much did the gannet bridge repair cost in the end",
            ["the gannet bridge repair", "the end"],
        ),
        ("who made the bad hangers", ["the bad hangers"]),
        ("who was blamed for the barn fires", ["the barn fires"]),
        ("who knew that the chef fires a cook", ["the chef", "a cook"]),
        ("what did the drilling cost", ["the drilling"]),
        ("did anyone speak at the wind hearing", ["the wind hearing"]),
        ("why is it building gigafactories", ["gigafactories"]),
        ("did the town ratify the treaty", ["the town", "the treaty"]),
        ("does it force states to allow it", ["states"]),
        ("when is the ferry leaving", ["the ferry"]),
        ("is the council building a pier", ["the council", "a pier"]),
        ("when is the wind hearing", ["the wind hearing"]),
        ("is the water safe", ["the water"]),
        ("how many died", []),
    ],
)
def test_noun_phrases_end_before_the_verb(question: str, phrases: list[str]) -> None:
    found = spot(question, _KNOWN)

    assert [spotted.text for spotted in found if spotted.named is None] == phrases


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what did the old lindqvist do", []),
        ("what did the lindqvist do", []),
        ("what did the skier lindqvist do", ["Maja Lindqvist"]),
        ("what did the lindqvist report say", ["Maja Lindqvist"]),
        ("what did the Lindqvist do", ["Maja Lindqvist"]),
    ],
)
def test_a_noun_typed_behind_an_article_is_no_surname(question: str, names: list[str]) -> None:
    found = spot(question, _KNOWN)

    assert [one.named.name for one in found if one.named] == names
