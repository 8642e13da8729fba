"""Whose words a quotation is."""

import pytest

from index.people.records import Person
from index.records import Article, Quote, QuoteForm, Span
from service.questions.asked_person import (
    AskedPerson,
    choose_by_pronoun,
    is_spoken_by,
    mentions,
)
from service.questions.described_as import names_an_office

_TEXT = (
    "Mayor Elena Ruiz opened the bridge. Bo Lind, the chief engineer, warned that the ferry must "
    "run. “It is safe,” she said."
)


def _quote(
    speaker: str | None, source: str, text: str = _TEXT, title: str | None = None
) -> tuple[Article, Quote]:
    start = text.index(source)
    article = Article(
        id="a",
        collection="default",
        version="v",
        title=title,
        text=text,
        format="txt",
        origin="a.txt",
    )
    span = Span(start, start + len(source))
    return article, Quote(
        content=(Span(0, 1),), form=QuoteForm.DIRECT, source=span, speaker=speaker
    )


@pytest.mark.parametrize(
    ("speaker", "source", "person", "expected"),
    [
        ("Elena Ruiz", "she", "Ruiz", True),
        ("Elena Ruiz", "she", "Elena Ruiz", True),
        ("Elena Ruiz", "she", "mayor ruiz", True),
        ("Elena Ruiz", "she", "the mayor", True),
        ("Elena Ruiz", "she", "E. Ruiz", True),
        ("Elena Ruiz", "she", "Tomás Ruiz", False),
        ("Elena Ruiz", "she", "the chief engineer", False),
        ("Bo Lind", "Bo Lind", "the chief engineer", True),
        ("Bo Lind", "Bo Lind", "the ferry", False),
        ("Bo Lind", "Bo Lind", "Lind", True),
        (None, "Bo Lind", "Lind", True),
        (None, "Bo Lind", "Anna Lind", False),
        (None, "she", "Ruiz", False),
    ],
)
def test_a_quotation_is_given_only_to_its_speaker(
    speaker: str | None, source: str, person: str, expected: bool
) -> None:
    article, quote = _quote(speaker, source)

    assert is_spoken_by(article, quote, person) is expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [("Ruiz", True), ("Elena Ruiz", True), ("RUIZ", True), ("Trump", False), ("the mayor", True)],
)
def test_a_person_is_mentioned_by_the_last_part_of_the_name(person: str, expected: bool) -> None:
    assert mentions(_TEXT, person) is expected


@pytest.mark.parametrize(
    ("person", "text", "expected"),
    [
        ("the clockmaker", "[Bo Lind] at work. Bo Lind, a clockmaker who moved, left.", True),
        ("the fifth grader", "It was [Bo Lind], 11, a fifth grader in Elm.", True),
        ("the sixth grader", "It was [Bo Lind], 11, a fifth grader in Elm.", False),
        ("the ferry director", "“Yes,” [the company’s director, Bo Lind], said.", True),
        ("the ferry captain", "“Yes,” [the company’s director, Bo Lind], said.", False),
        ("the ferry director", "“Yes,” [the museum’s director, Bo Lind], said.", False),
        ("the ferry chief", "“Yes,” [the police chief, Bo Lind], said.", False),
        ("the school director", "“Yes,” [the company’s director, Bo Lind], said.", False),
        ("the ferry chief executive", "CEO [Bo Lind] said yes.", True),
        ("the ferry CEO", "[Bo Lind], chief executive of the port, said yes.", False),
        (
            "the ferry chairman",
            "The ferry line’s chairwoman, Bo Lind, rose. [She] said yes.",
            False,
        ),
        (
            "the dockers' president",
            "The dockers struck. Their president, [Bo Lind], said yes.",
            True,
        ),
        (
            "the dockers' president",
            "The pilots struck. Their president, [Bo Lind], said yes.",
            False,
        ),
        (
            "Elm Rail's chief executive",
            "Elm Rail will not appeal. “Yes,” [its chief executive, Bo Lind], said.",
            True,
        ),
        ("Elm Rail's chief executive", "[Elm Rail] said yes.", False),
        ("Elm Rail’s chief executive", "“Yes,” [Elm Rail’s chief executive, Bo Lind], said.", True),
        ("the nurse from Oslo", "Nurse [Bo Lind] of the Oslo clinic said yes.", True),
        ("the nurse at the clinic", "[Bo Lind], a nurse at the Oslo clinic, said yes.", True),
        ("the nurse from Bergen", "Nurse [Bo Lind] of the Oslo clinic said yes to Bergen.", False),
        ("the vet from Oslo", "Nurse [Bo Lind] of the Oslo clinic said yes.", False),
        ("the goat’s owner", "A goat fled. The owner, [Bo Lind], said yes.", True),
        ("the cow’s owner", "A goat fled. The owner, [Bo Lind], said yes.", False),
        ("the union president", "The union met. The president, [Bo Lind], said yes.", False),
        ("the prosecutor", "It ended. Prosecuting, [Bo Lind] said yes.", True),
        ("the defense lawyer", "It ended. [Bo Lind], defending, said yes.", True),
        ("the barrister", "Defending, [Bo Lind] said yes.", True),
        ("the prosecutor", "It ended. Defending, [Bo Lind] said yes.", False),
        ("the defence lawyer", "It ended. Defending champion [Bo Lind] said yes.", False),
    ],
)
def test_a_description_is_found_wherever_the_article_introduces_the_speaker(
    person: str, text: str, expected: bool
) -> None:
    source = text[text.index("[") + 1 : text.index("]")]
    plain = text.replace("[", "").replace("]", "")
    article, quote = _quote("Bo Lind", source, plain, title="Ferry changes: what to know")

    assert is_spoken_by(article, quote, person) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("the Lumen CEO", True),
        ("Lumen's chief executive", True),
        ("the dockers’ president", True),
        ("Lumen", False),
        ("the mayor", False),
        ("Chairman Bo Lind", False),
        ("Bo Lind's letter", False),
    ],
)
def test_an_office_of_something_is_not_that_thing(asked: str, expected: bool) -> None:
    assert names_an_office(asked) is expected


def _named(name: str) -> Person:
    return Person(id=name, name=name, names=(name,), aliases=(), quotes=1, articles=1)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("What did Ruiz tell her supporters?", ("Elena Ruiz",)),
        ("What did Ruiz say about his work?", ("Tomás Ruiz",)),
        ("What did Ruiz tell his and her supporters?", ()),
        ("What did Ruiz say?", ()),
    ],
)
def test_of_two_people_of_a_name_a_pronoun_tells_which(
    question: str, chosen: tuple[str, ...]
) -> None:
    asked = AskedPerson((), (_named("Elena Ruiz"), _named("Tomás Ruiz")))

    found = choose_by_pronoun(asked, question)

    assert tuple(person.name for person in found.people) == chosen
    assert len(found.people) + len(found.others) == 2


def test_a_pronoun_that_fits_both_tells_nothing() -> None:
    asked = AskedPerson((), (_named("Elena Ruiz"), _named("Ann Ruiz")))

    assert choose_by_pronoun(asked, "What did Ruiz tell her supporters?") is asked
