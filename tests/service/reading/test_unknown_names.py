"""What a question names and an article does not know."""

import pytest

from service.reading.unknown_names import of_another_year, unnamed

TEXT = "Mexico’s president, Claudia Sheinbaum, met Mark Carney of Canada in 2026. Unless it rains."


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("What did Sheinbaum tell Carney?", 0.0),
        ("What did the Mexican president say in 2026?", 0.0),
        ("Who won the election of 2028?", 1.0),
        ("What did Carney say in 2028?", 0.5),
        ("What did the UN say about Canada?", 0.5),
        ("What did Carney's guests from Peru eat?", 0.5),
        ("when will it rain?", 0.0),
        ("", 0.0),
        ("¿Qué?", 1.0),
    ],
)
def test_the_part_of_names_that_is_nowhere(question: str, share: float) -> None:
    assert unnamed(question, TEXT) == share


def test_any_of_the_texts_will_do() -> None:
    assert unnamed("Who won in 2028?", TEXT, "2028-01-05") == 0.0


def test_a_huge_article_is_not_looked_through() -> None:
    assert unnamed("Who won in 2028?", "x" * 300_000) == 0.0


@pytest.mark.parametrize(
    ("question", "published", "expected"),
    [
        ("Who won the election of 2028?", "2026-03-04", True),
        ("Who won the election of 2027?", "2026-03-04", False),
        ("Who was hurt in the crash of 2022?", "2026-03-04", True),
        # The text names that year.
        ("Whom did Sheinbaum meet in 2026?", "2019-01-01", False),
        ("Who was hurt in 2022, and who in 2026?", "2019-01-01", False),
        ("Who won the election of 2028?", None, False),
        ("Who won?", "2026-03-04", False),
    ],
)
def test_articles_of_other_years_cannot_tell(
    question: str, published: str | None, expected: bool
) -> None:
    assert of_another_year(question, published, TEXT) is expected
