"""One person whom an article gives several names: every quotation has the fullest."""

import pytest

from index.quotations.contract import ArticleText
from index.quotations.finding import find_all_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.sentences import split_sentences


def speakers(text: str, title: str = "") -> list[str | None]:
    article = ArticleText(text, split_sentences(text), title=title)
    (found,) = find_all_quotes([article], load_tagging())
    return [quote.speaker for quote in found]


FORMS = {
    "typed and printed apostrophes": (
        "“It rained,” O'Dowd said. “It was hot,” O’Dowd said.",
        ["O'Dowd"] * 2,
    ),
    "a double surname": (
        "“It rained,” Lena Maddox Pryor said. “It was hot,” Maddox Pryor said.",
        ["Lena Maddox Pryor"] * 2,
    ),
    "a double surname and Ms.": (
        "Kamaria Maddox Pryor came. “It rained,” Ms. Maddox Pryor said. “It was hot,” she said.",
        ["Kamaria Maddox Pryor"] * 2,
    ),
    "Spanish surnames": (
        "“It rained,” said José María Núñez Vega. “It was hot,” said Núñez Vega.",
        ["José María Núñez Vega"] * 2,
    ),
    "a hyphen left out at first": (
        "“It rained,” said Mario Vega Soto. “It was hot,” Vega-Soto said.",
        ["Mario Vega Soto"] * 2,
    ),
    "a hyphen left out later": (
        "“It rained,” said Claire Martin-Roux. “It was hot,” said Martin Roux.",
        ["Claire Martin-Roux"] * 2,
    ),
    "initials": (
        "“It rained,” said P.J. Fenn of Ode. “It was hot,” Fenn said.",
        ["P.J. Fenn"] * 2,
    ),
    "words before the name": (
        "There Cellist Joan Fenn came. Later Joan Fenn left. “It rained,” Fenn said.",
        ["Joan Fenn"],
    ),
    "words behind the name": (
        "There Joan Fenn Wikimedia came. Fenn played. “It rained,” Fenn said.",
        ["Joan Fenn"],
    ),
    "a word that a page glued to the name": (
        "It rained even asJoan Fenn played. “It was hot,” Fenn said.",
        ["Joan Fenn"],
    ),
    "a link behind the name": (
        "There sang Joan Fenn Read more.\n\nJoan Fenn came. “It was hot,” she said.",
        ["Joan Fenn"],
    ),
    "a name that a page gives twice": (
        "Sen. Tom Fenn Thomas (Tom) Lee FennRain is coming MORE came. “It was hot,” Fenn said.",
        ["Tom Fenn"],
    ),
    "the same with no nickname": (
        "Sen. Anna Fenn Anna Lee FennRain Is Coming MORE came. “It was hot,” Fenn said.",
        ["Anna Fenn"],
    ),
    "a surname that a page gives twice": (
        "President Fenn Anna Lee FennRain Is Coming MORE came. “It was hot,” Fenn said.",
        ["Fenn"],
    ),
    "a newspaper": (
        "The Ode Tribune said it rained. The Tribune reported that it was hot.",
        ["Ode Tribune"] * 2,
    ),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS)
def test_one_person_has_one_name(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_a_given_name_left_out_makes_another_person() -> None:
    text = "“It rained,” John Paul Fenn said. “It was hot,” Paul Fenn said."

    assert speakers(text) == ["John Paul Fenn", "Paul Fenn"]


def test_two_newspapers_of_a_name_stay_two() -> None:
    text = "The Ode Tribune met the Lund Tribune. The Tribune reported that it was hot."

    assert speakers(text) == ["Tribune"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Lund Post came. It rained, the South China Morning Post reported.", "Post"),
        ("There Agence Lund Presse came. Lund voted. Lund said it was late.", "Lund"),
    ],
)
def test_a_longer_name_is_not_everybodys(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_a_name_behind_what_an_office_is_for_is_the_speakers() -> None:
    text = "“It rained,” said the Supervisor of Elections for Ode County Susan Fenn."

    assert speakers(text) == ["Susan Fenn"]


def test_the_headline_tells_whom_a_surname_means() -> None:
    text = "Nora Vance met Theo Vance.\n\n“It rained,” Vance said."

    assert speakers(text) == [None]
    assert speakers(text, "Nora Vance: why it rains") == ["Nora Vance"]


def test_labels_name_one_person_by_the_fullest_and_without_titles() -> None:
    text = (
        "It was late.\n\nREPUBLICAN ANN FENN: It rained.\n\nDEMOCRAT BO LUND: It was hot."
        "\n\nFENN: No.\n\nLUND: Yes."
    )

    assert speakers(text) == ["ANN FENN", "BO LUND", "ANN FENN", "BO LUND"]


def test_a_label_that_names_an_office_is_who_holds_it() -> None:
    text = (
        "President Ann Fenn met Bo Lund.\n\nTHE PRESIDENT: It rained.\n\nLUND: It was hot."
        "\n\nTHE PRESIDENT: No.\n\nTHE FACTS: It did not."
    )

    assert speakers(text) == ["Ann Fenn", "Bo Lund", "Ann Fenn", None]


def test_whoever_has_only_an_office_speaks_under_the_label() -> None:
    text = "THE WITNESS: It rained.\n\nMR. LUND: When?\n\nTHE WITNESS: At noon.\n\nMR. LUND: I see."

    assert speakers(text) == ["THE WITNESS", "LUND"] * 2
