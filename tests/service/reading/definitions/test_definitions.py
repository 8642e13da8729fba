"""Words that say who or what something is."""

import pytest

from service.questions.kinds.definitions import definition_asked
from service.reading.definitions.candidates import definitions_in
from tests.service.reading.definitions.articles import article_of


def _defined(question: str, text: str) -> list[str]:
    """What a text says of what is asked about, in the order of the text."""
    asked = definition_asked(question)
    assert asked is not None
    return [
        text[held.marked.start : held.marked.end]
        for held in definitions_in(article_of(text), asked)
    ]


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (
            "Who is Lee?",
            "They met Ann Lee, the head of the museum, on Monday.",
            "the head of the museum",
        ),
        ("Who is Ann Lee?", "“No,” said Ann Lee, who chairs the board.", "who chairs the board"),
        ("Who is Ann Lee?", "The museum's director, Ann Lee, left.", "The museum's director"),
        ("Who is Merz?", "German Chancellor Friedrich Merz left.", "German Chancellor"),
        ("Who is Bo?", "Quebec police sergeant Bo left.", "Quebec police sergeant"),
        ("Who is Crewe?", "It was run by a widower named Elias Crewe.", "a widower"),
        ("Who is Lee?", "Ann Lee is a painter from Arden.", "a painter from Arden"),
        ("Who is Lee?", "Ann Lee (born 1950 in Arden) left.", "born 1950 in Arden"),
        ("What is Tesla?", "The carmaker Tesla fell.", "carmaker"),
        (
            "What is the Brightwater?",
            "Brightwater, which supplies 610,000 homes, left.",
            "which supplies 610,000 homes",
        ),
        (
            "What does ILO stand for?",
            "The International Labour Organization (ILO) met.",
            "International Labour Organization",
        ),
        (
            "What does PKK stand for?",
            "The Kurdistan Workers' Party, or PKK, met.",
            "Kurdistan Workers' Party",
        ),
        ("What is KKK short for?", "The Ku Klux Klan marched; the KKK left.", "Ku Klux Klan"),
        (
            "Who is the chancellor of Germany?",
            "German Chancellor Friedrich Merz left.",
            "Friedrich Merz",
        ),
        ("Who is the mayor?", "Mayor Elena Ruiz cut no ribbon.", "Elena Ruiz"),
        ("Who is the mayor of Arden?", "The mayor of Arden, Elena Ruiz, left.", "Elena Ruiz"),
        ("Who leads the board?", "Said Ann Lee, director of the board.", "Ann Lee"),
    ],
)
def test_a_name_is_defined(question: str, text: str, words: str) -> None:
    assert words in _defined(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is Lee?", "In the city, Lee said nothing."),
        ("Who is Lee?", "Lee, the council and the board said nothing."),
        ("Who is Lee?", "Lee, the board said, was late."),
        ("Who is the president of Arden?", "The vice president of Arden, Ann Lee, left."),
        ("Who is suing the city?", "The city is a big place. Ann Lee is suing the city."),
    ],
)
def test_other_words_define_nothing(question: str, text: str) -> None:
    assert _defined(question, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The deputy mayor of Elmton, Ian Black, cut the ribbon.",
        "The former mayor of Elmton, Zed Brown, left.",
        "The next mayor of Elmton, Bea Lopes, arrived.",
        "Ian Flint, who was the mayor of Elmton until 2019, left.",
        "The mayor of Elmton's twin town, Pia Lund, left.",
    ],
)
def test_another_office_or_time_holds_nothing(text: str) -> None:
    assert _defined("Who is the mayor of Elmton?", text) == []


def test_a_deputy_or_a_former_holder_may_be_asked_for() -> None:
    deputy = "The deputy mayor of Elmton, Ian Black, left."
    former = "The former mayor of Elmton, Zed Brown, left."

    assert _defined("Who is the deputy mayor of Elmton?", deputy) == ["Ian Black"]
    assert _defined("Who is the deputy mayor of Elmton?", "The mayor of Elmton, Bo, left.") == []
    assert _defined("Who is the former mayor of Elmton?", former) == ["Zed Brown"]
    assert _defined("Who was the mayor of Elmton?", former) == ["Zed Brown"]


def test_an_office_may_be_abbreviated_before_a_name() -> None:
    governor = "Elmton Gov. Ann Lee left."

    assert _defined("Who is the governor of Elmton?", governor) == ["Ann Lee"]
    assert _defined("Who is the gov of Elmton?", governor) == ["Ann Lee"]
    assert _defined("Who is the senator from Elmton?", governor) == []


def test_a_courtesy_title_says_nothing_and_initials_end_nothing() -> None:
    chief = "The hospital's chief executive, Dr. Ann Lee, left."
    envoy = "Ann Lee, the U.S. ambassador to St. Kitts, left."

    assert _defined("Who is Ann Lee?", chief) == ["The hospital's chief executive"]
    assert _defined("Who is Ann Lee?", envoy) == ["the U.S. ambassador to St. Kitts"]
