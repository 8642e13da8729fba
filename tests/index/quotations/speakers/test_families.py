"""Several people of one surname in an article: whom the surname alone means."""

import pytest

from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.sentences import split_sentences


def speakers(text: str) -> list[str | None]:
    found = find_quotes(text, split_sentences(text), (), load_tagging())
    return [quote.speaker for quote in found]


HEADS = {
    "a first lady": (
        "President Okoro landed. Okoro met farmers with first lady Amara Okoro.\n\n"
        "“It rained,” Okoro said. “It was hot,” President Okoro said.\n\nHe said it was late.",
        ["Okoro"] * 3,
    ),
    "a wife behind a comma": (
        "Lund spoke in Oslo. Later Lund left with his wife, Eva Lund.\n\n“It rained,” Lund said.",
        ["Lund"],
    ),
    "a daughter in apposition": (
        "Berger spoke in Bonn. Anna Berger, the chancellor’s daughter, waited.\n\n"
        "“It rained,” Berger said. “It was hot,” Ms Berger said.",
        ["Berger", "Anna Berger"],
    ),
    "a first lady alone, and the president's office": (
        "First lady Amara Okoro landed. “It rained,” Okoro said. President Okoro said it was late.",
        ["Amara Okoro", "Okoro"],
    ),
    "a namesake called Jr.": (
        "Pastor Cole Hart spoke. Hart wept. His son, Cole Hart Jr., sang.\n\n"
        "“It rained,” Hart said. “It was hot,” Hart Jr. said.",
        ["Cole Hart", "Cole Hart Jr"],
    ),
    "a Jr. without his father's full name": (
        "Hart spoke. Cole Hart Jr. sang.\n\n“It rained,” Hart said. “It was hot,” Hart Jr. said.",
        ["Hart", "Cole Hart Jr"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), HEADS.values(), ids=HEADS)
def test_a_relative_does_not_take_the_words_of_whoever_goes_by_the_surname(
    text: str, expected: list[str]
) -> None:
    assert speakers(text) == expected


ONE_PERSON = {
    "a relative of somebody with another surname": (
        "“It rained,” said Governor Cho’s daughter Lena Ferris. “It was hot,” Ferris said.",
        ["Lena Ferris"] * 2,
    ),
    "a son-in-law, by his surname first": (
        "Ferris left early. Cho’s son-in-law Dan Ferris called. “It was hot,” Ferris said.",
        ["Dan Ferris"],
    ),
    "the wife of somebody with another surname": (
        "Ferris left. Lena Ferris, the wife of Bo Cho, called. “It was hot,” Ferris said.",
        ["Lena Ferris"],
    ),
    "a Jr. who is named so first": (
        "Cole Hart Jr. spoke. “It rained,” Hart said. “It was hot,” said Cole Hart.",
        ["Cole Hart Jr"] * 2,
    ),
    "a Jr. with an apposition": (
        "“It rained,” said Cole Hart Jr., a pastor in Ode.",
        ["Cole Hart Jr"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), ONE_PERSON.values(), ids=ONE_PERSON)
def test_whoever_is_nobodys_namesake_goes_by_the_surname(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


MAIN = {
    "the first, who went by it before the second came": (
        "Nora Vance spoke. Vance left. Theo Vance stayed.\n\n“It rained,” Vance said.",
        ["Nora Vance"],
    ),
    "who is nobody's brother": (
        "Nora Vance came with her brother, Theo Vance.\n\n“It rained,” Vance said.",
        ["Nora Vance"],
    ),
    "who holds the office beside it": (
        "Senator Nora Vance met Theo Vance.\n\n“It rained,” Sen. Vance said.",
        ["Nora Vance"],
    ),
    "who is not called Mrs": (
        "Tom Vance met Nora Vance. Mrs. Vance wept.\n\n“It rained,” Vance said.",
        ["Tom Vance"],
    ),
    "who holds an office": (
        "Mayor Nora Vance met Theo Vance.\n\n“It rained,” Vance said.",
        ["Nora Vance"],
    ),
    "who is named far more often": (
        "Nora Vance met Theo Vance. Nora Vance left. We saw Nora Vance.\n\n"
        "“It rained,” Vance said.",
        ["Nora Vance"],
    ),
    "Mrs, of Jean-Paul and his wife": (
        "Jean-Paul Roux met Chi Roux.\n\n“It rained,” Mrs Roux said.",
        ["Chi Roux"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MAIN.values(), ids=MAIN)
def test_a_surname_alone_means_its_main_bearer(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Both came at once.
        "Nora Vance met Theo Vance.\n\n“It rained,” Vance said.",
        # Only another was heard so far.
        "Nora Vance died. Vance was 40. “It rained,” said Theo Vance.\n\n“It was hot,” Vance said.",
        # Both may be called Ms.
        "Chi Vance and her sister Nora Vance came.\n\n“It rained,” Ms Vance said.",
        # Another has just acted.
        "Nora Vance spoke. Vance left.\n\nTheo Vance wept. “It rained,” Vance said.",
    ],
)
def test_a_surname_alone_means_nobody_where_another_may_speak(text: str) -> None:
    assert speakers(text)[-1] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There Fenn Web left. President Fenn came. “It rained,” Fenn said.", ["Fenn"]),
        ("There Anna Fenn left. “It rained,” Mayor Anna said.", ["Anna Fenn"]),
        ("There Omari Fenn left. “It rained,” Prince Omari said.", ["Omari Fenn"]),
    ],
)
def test_an_office_stands_before_a_surname_or_a_known_given_name(
    text: str, expected: list[str]
) -> None:
    assert speakers(text) == expected


def test_a_relative_is_named_behind_what_he_was() -> None:
    text = "Nora Vance left. Her husband, former astronaut Theo Lund, said it was late."

    assert speakers(text) == ["Theo Lund"]
