"""Words without regard to case, accents and spelling of special letters."""

import pytest

from index.text.matching.folding import folded, spelled_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MÁLAGA", "malaga"),
        ("Łódź", "lodz"),
        ("Groß", "gross"),
        ("Søren Ærø", "soren aero"),
        ("Hol\u00admberg", "holmberg"),
        ("Erdoğan", "erdogan"),
        ("Steﬀen", "steffen"),
    ],
)
def test_words_fold_to_plain_letters(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_umlauts_may_be_spelled_out() -> None:
    assert spelled_out("Jörg Müller") == "joerg mueller"
    assert spelled_out("Håland") == "haaland"
