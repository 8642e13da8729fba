"""Which questions ask who or what something is."""

import pytest

from service.questions.kinds.definitions import Wanted, definition_asked


@pytest.mark.parametrize(
    ("question", "wanted", "name"),
    [
        ("Who is Elena Ruiz?", Wanted.DEFINITION, "Elena Ruiz"),
        ("who's Sergeant Marchbanks", Wanted.DEFINITION, "Marchbanks"),
        ("Could you tell me who Elias Crewe was?", Wanted.DEFINITION, "Elias Crewe"),
        ("tell me who Delacroix-Moody is", Wanted.DEFINITION, "Delacroix-Moody"),
        ("Who is Stephen King?", Wanted.DEFINITION, "Stephen King"),
        ("What is the ILO?", Wanted.DEFINITION, "ILO"),
        ("What does ILO stand for?", Wanted.LONG_FORM, "ILO"),
        ("What is ILO short for?", Wanted.LONG_FORM, "ILO"),
        ("Who is the mayor of Port Ellery?", Wanted.HOLDER, "mayor of Port Ellery"),
        ("who is Mexico's president", Wanted.HOLDER, "Mexico's president"),
        ("Who is the Turkish President?", Wanted.HOLDER, "Turkish President"),
        ("Who is the gov. of Arden?", Wanted.HOLDER, "gov. of Arden"),
        ("What is the coach's name?", Wanted.HOLDER, "coach"),
        ("What's the name of the mayor of Arden?", Wanted.HOLDER, "mayor of Arden"),
        ("who runs Port Ellery Ferries", Wanted.HOLDER, "Port Ellery Ferries"),
    ],
)
def test_a_question_for_who_or_what_names_it(question: str, wanted: Wanted, name: str) -> None:
    asked = definition_asked(question)

    assert asked is not None
    assert (asked.wanted, asked.name) == (wanted, name)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the cup?",
        "What happened?",
        "Where is Arden?",
        "What is in the salad?",
        "Who is at the talks?",
        "What is the boat's name?",
    ],
)
def test_other_questions_define_nothing(question: str) -> None:
    assert definition_asked(question) is None


def test_an_office_has_its_place() -> None:
    asked = definition_asked("Who is the chief executive of Nimbus Home?")

    assert asked is not None
    assert "ceo" in asked.roles
    assert asked.whose == ("nimbus", "home")
